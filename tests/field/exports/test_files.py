"""Submissions as files: every answer in its place, the bytes as they came, nothing that runs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.field.models import Submission
from goodoffices.field.queries.asked import SubmissionFilter, select
from goodoffices.field.services import exports
from goodoffices.field.services.exports import Layout, Options, Selection
from goodoffices.formats.zip_out import ZipStream
from tests.field.views.stage import PNG, FieldStage, send, xml


@pytest.fixture
def chosen(field_stage: FieldStage) -> Selection:
    rows = select(SubmissionFilter(), field_stage.cast.monitoring_officer)
    return Selection(rows.order_by("received_at", "pk"))


def layout(stage: FieldStage, **options: object) -> Layout:
    return Layout(stage.form, Options(**options))  # type: ignore[arg-type]


def table(raw: bytes) -> list[dict[str, str]]:
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def unpacked(pieces: Iterable[bytes]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_repeats_are_files_that_join(field_stage: FieldStage, chosen: Selection) -> None:
    files = unpacked(exports.csv_archive(chosen, layout(field_stage)))
    assert list(files) == ["submissions.csv", "people.csv", "people-hurt.csv"]
    main, people, hurt = (table(files[name]) for name in files)
    assert [row["instanceID"] for row in main] == ["uuid:1", "uuid:2", "uuid:3"]
    assert main[0]["place/district"] == "north"
    assert main[0]["place/point/latitude"] == "11.45"
    assert main[0]["place/point/accuracy"] == "5.0"
    assert main[0]["killed"] == "2"
    assert main[1]["what"] == "قصف السوق"
    assert main[0]["files_awaited"] == "true"
    assert [(row["key"], row["parent_key"], row["people/name"]) for row in people] == [
        ("uuid:1/people[1]", "uuid:1", "Ama"),
        ("uuid:1/people[2]", "uuid:1", "Ben"),
    ]
    joined = {row["key"]: row["people/name"] for row in people}
    assert [(joined[row["parent_key"]], row["people/hurt/where"]) for row in hurt] == [
        ("Ama", "arm"),
        ("Ben", "leg"),
        ("Ben", "hand"),
    ]
    assert {row["instanceID"] for row in hurt} == {"uuid:1"}


def test_names_without_paths_and_choices_apart(field_stage: FieldStage, chosen: Selection) -> None:
    rows = table(b"".join(exports.flat_csv(chosen, layout(field_stage, paths=False, split=True))))
    assert rows[0]["district"] == "north"
    assert (rows[0]["needs"], rows[0]["needs/water"], rows[0]["needs/roof"]) == (
        "water roof",
        "1",
        "1",
    )
    assert (rows[1]["needs"], rows[1]["needs/water"]) == ("", "")


def test_answers_in_words(field_stage: FieldStage, chosen: Selection) -> None:
    asked = layout(field_stage, labels=True, split=True, language="ar")
    rows = table(b"".join(exports.flat_csv(chosen, asked)))
    assert rows[0]["المنطقة"] == "شمال النهر"
    assert rows[0]["What is needed"] == "Water; A roof"
    assert rows[0]["What is needed: Water"] == "1"
    assert rows[1]["ماذا حدث"] == "قصف السوق"


def test_a_question_called_like_one_of_our_columns_is_told_apart(field_stage: FieldStage) -> None:
    version = field_stage.form.current
    assert version is not None
    version.fields = [*version.fields, {"path": "name", "name": "name", "type": "text"}]
    version.save()
    field_stage.send(xml("uuid:n", "<name>Harrow</name>", name="The note"))
    rows = Selection(Submission.objects.filter(root_id="uuid:n"))
    found = table(b"".join(exports.flat_csv(rows, layout(field_stage))))[0]
    assert (found["name"], found["name (2)"]) == ("The note", "Harrow")


def test_a_book_has_a_sheet_for_each(field_stage: FieldStage, chosen: Selection) -> None:
    from openpyxl import load_workbook

    with exports.xlsx(chosen, layout(field_stage)) as made:
        book = load_workbook(made)
    assert book.sheetnames == ["submissions", "people", "people-hurt"]
    sheet = book["submissions"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, head.index("killed") + 1).value == 2
    assert isinstance(sheet.cell(2, head.index("received_at") + 1).value, datetime)
    assert [row[1].value for row in book["people"]] == [
        "key",
        "uuid:1/people[1]",
        "uuid:1/people[2]",
    ]


def test_points_as_geojson(field_stage: FieldStage, chosen: Selection) -> None:
    pieces = exports.geojson(chosen, layout(field_stage), field_stage.cast.programme)
    found = json.loads(b"".join(pieces))
    first, second, _other = found["features"]
    assert first["geometry"]["coordinates"] == [31.22, 11.45]
    assert first["properties"]["place/district"] == "north"
    assert second["geometry"] is None
    assert found["form"] == "incident"


def test_originals_come_byte_for_byte(field_stage: FieldStage, chosen: Selection) -> None:
    second = field_stage.second
    files = unpacked(exports.original_archive(chosen))
    version = second.versions.get()
    assert files[f"{second.code}/version-1.xml"] == bytes(version.xml)
    assert files[f"{second.code}/media/b.png"] == PNG
    listed = {row["path"]: row for row in table(files["files.csv"])}
    assert listed.keys() == files.keys() - {"files.csv"}
    for path, row in listed.items():
        assert hashlib.sha256(files[path]).hexdigest() == row["sha256"]
        assert len(files[path]) == int(row["bytes"])


def test_names_of_files_lead_nowhere_and_do_not_collide(field_stage: FieldStage) -> None:
    cast = field_stage.cast
    sent = send(
        cast.field_officer,
        field_stage.phone,
        xml("uuid:f"),
        files=[("../../etc/x.txt", b"one"), ("x.txt", b"two"), ("X.TXT", b"three"), ("/", b"four")],
    )
    files = unpacked(exports.original_archive(Selection(Submission.objects.filter(pk=sent.pk))))
    media = {name.removeprefix(f"{sent.code}/") for name in files if "/media/" in name}
    assert media == {"media/x.txt", "media/x (2).txt", "media/X (3).TXT", "media/file"}


def test_a_formula_is_not_run(field_stage: FieldStage) -> None:
    sent = field_stage.send(xml("uuid:e", "<what>=cmd|' /C calc'!A0</what><killed>-5</killed>"))
    rows = Selection(Submission.objects.filter(pk=sent.pk))
    found = table(b"".join(exports.flat_csv(rows, layout(field_stage))))[0]
    assert found["what"].startswith("'=")
    assert found["killed"] == "-5"


def test_an_answer_that_does_not_fit_is_kept_as_written(field_stage: FieldStage) -> None:
    sent = field_stage.send(xml("uuid:t", "<killed>about ten</killed>"))
    rows = Selection(Submission.objects.filter(pk=sent.pk))
    assert table(b"".join(exports.flat_csv(rows, layout(field_stage))))[0]["killed"] == "about ten"


def test_only_the_facts_where_forms_differ(field_stage: FieldStage) -> None:
    rows = select(SubmissionFilter(), field_stage.cast.director).order_by("pk")
    found = table(b"".join(exports.listed_csv(Selection(rows))))
    assert [row["form"] for row in found] == ["incident"] * 3 + ["secret"]
    assert "Xanthippe was there" not in str(found)


def test_an_archive_is_handed_on_while_it_is_written() -> None:
    """Twenty files of a megabyte never lie in memory together."""
    stream = ZipStream(datetime(2026, 3, 4, tzinfo=UTC))

    def noise(number: int) -> Iterator[bytes]:
        for block in range(32):
            yield hashlib.shake_256(f"{number} {block}".encode()).digest(32_768)

    tracemalloc.start()
    size = 0
    for number in range(20):
        for piece in stream.add(f"{number}.bin", noise(number), level=1):
            size += len(piece)
    size += sum(map(len, stream.end()))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 20 * 2**20
    assert peak < 3 * 2**20


def test_memory_does_not_grow_with_the_submissions(field_stage: FieldStage) -> None:
    """Twice as many submissions are written with about the same memory."""
    grown = field_stage.first
    Submission.objects.bulk_create([_copy(grown, number) for number in range(3000)], batch_size=500)
    few = _peak(field_stage, 1500)
    many = _peak(field_stage, 3000)
    assert many < few * 1.2


def _copy(one: Submission, number: int) -> Submission:
    return Submission(
        programme=one.programme,
        form=one.form,
        root_id=f"copy:{number}",
        answers=one.answers,
        tlp=one.tlp,
    )


def _peak(stage: FieldStage, number: int) -> int:
    ids = Submission.objects.filter(root_id__startswith="copy:").values("pk")[:number]
    chosen = Selection(Submission.objects.filter(pk__in=ids))
    tracemalloc.start()
    assert sum(map(len, exports.csv_archive(chosen, layout(stage)))) > 1000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_a_sheet_too_long_is_refused(
    field_stage: FieldStage, chosen: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goodoffices.formats.xlsx_out.ROWS", 2)
    with pytest.raises(InvalidInput, match="at most 2 rows"):
        exports.xlsx(chosen, layout(field_stage))


def test_versions_of_a_form_share_the_columns(field_stage: FieldStage) -> None:
    """What only an older version asked stands behind what the newest asks."""
    version = field_stage.form.current
    assert version is not None
    older = [one for one in version.fields if one["path"] != "needs"]
    version.pk, version.number, version.version = None, 2, "2"
    version.fields = [*older, {"path": "road", "name": "road", "type": "text"}]
    version.save()
    names = [one.header for one in layout(field_stage).tables[0].columns]
    assert "road" in names
    assert names[-1] == "needs"
