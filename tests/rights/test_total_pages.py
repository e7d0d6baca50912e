"""The pages of how many in all: what they say, to whom, and what they never say."""

from __future__ import annotations

import csv
import json
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.core.models import AuditEntry, Job, Membership
from goodoffices.core.tlp import TLP
from goodoffices.formats import capture_histories
from goodoffices.rights.models import Estimate
from goodoffices.rights.models.estimates import FAILS, UNSURE
from goodoffices.rights.services import estimates
from tests.cast import Cast, sign_in
from tests.methods.undercount.published import FIVE_LISTS, in_order
from tests.rights.totals import COUNTS, DISJOINT, LISTS, SMALL, YES, made, typed

HOME = "/p/talmora/totals/"


def client(member: Membership) -> Client:
    return sign_in(Client(), member)


def page(member: Membership, address: str, **more: Any) -> str:
    return unescape(client(member).get(address, **more).content.decode())


def of(one: Estimate, ending: str = "") -> str:
    return f"{HOME}{one.code}/{ending}"


def test_the_page_says_when_not_to_use_it_before_any_figure(in_programme: Cast) -> None:
    one = made(in_programme.programme)
    body = page(in_programme.analyst, of(one))
    order = ["When not to use it", "point to", "about ", "Ready to quote", "What was counted"]
    places = [body.index(words) for words in order]
    assert places == sorted(places)
    assert "Model by model" in body
    assert "Without this list" in body
    for never in ("people died", "were killed", "number of dead"):
        assert never not in body


def test_the_interval_comes_before_the_figure(in_programme: Cast) -> None:
    from goodoffices.rights.queries.estimates import figure

    one = made(in_programme.programme)
    total = figure(one)
    body = page(in_programme.analyst, of(one))
    quoted = body[body.index("Ready to quote") :]
    low, high = quoted.index(f"{total.low:,}"), quoted.index(f"{total.high:,}")
    assert low < high < quoted.index(f"about {total.estimate:,}")
    assert "This is an estimate, not a count" in quoted


@pytest.mark.parametrize(
    "more", [{"counts": DISJOINT}, {"assumptions": {**YES, "same-matter": FAILS}}]
)
def test_a_page_without_figure_shows_none(more: Any, in_programme: Cast) -> None:
    one = made(in_programme.programme, **more)
    body = page(in_programme.analyst, of(one))
    assert "No figure is given:" in body
    assert "To no figure." in body
    for never in ("Ready to quote", "Model by model", "Chapman", "95 %"):
        assert never not in body
    assert "no figure" in page(in_programme.analyst, HOME)


def test_names_of_lists_cannot_run(in_programme: Cast) -> None:
    one = made(in_programme.programme, lists=("<script>1", "B&B", "C"))
    raw = client(in_programme.analyst).get(of(one)).content.decode()
    assert "<script>1" not in raw
    assert "&lt;script&gt;1" in raw


def test_small_counts_are_pointed_out(in_programme: Cast) -> None:
    small, large = made(in_programme.programme, counts=SMALL), made(in_programme.programme)
    assert "Some counts are under five" in page(in_programme.analyst, of(small))
    assert "Some counts are under five" not in page(in_programme.analyst, of(large))


def test_a_hidden_one_leaves_no_trace(in_programme: Cast) -> None:
    seen = made(in_programme.programme, title="Seen")
    hidden = made(
        in_programme.programme,
        title="Hidden",
        tlp=TLP.RED,
        replaces=seen,
        reason="Others came",
        by=in_programme.rights_officer.user,
    )
    for address in (HOME, f"{HOME}?q=Hidden", of(seen)):
        body = page(in_programme.director, address)
        assert hidden.code not in body
        assert "Replaced by a later estimate" not in body
        assert ">Hidden<" not in body
    assert "1 estimate<" in page(in_programme.director, HOME)
    assert "Replaced by a later estimate" in page(in_programme.rights_officer, of(seen))


def test_a_table_is_typed_in(in_programme: Cast) -> None:
    answer = client(in_programme.rights_officer).post(f"{HOME}new/?by=3", typed())
    one = Estimate.objects.get()
    assert answer["Location"] == of(one)
    assert (one.origin, tuple(one.lists)) == ("typed", LISTS)
    assert one.result == made(in_programme.programme).result


@pytest.mark.parametrize(
    "wrong",
    [
        {"n-111": "-1"},
        {"n-111": "many"},
        {"n-111": "10000000000"},
        {"n-111": "1.5"},
        {"name-1": LISTS[0]},
        {"name-1": ""},
        {f"n-{signs}": "" for signs in ("100", "101", "110", "111")},
        {"holds-matched": ""},
        {"tlp": "7"},
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_lost(wrong: Any, in_programme: Cast) -> None:
    sent = typed(**wrong)
    answer = client(in_programme.rights_officer).post(f"{HOME}new/?by=3", sent)
    body = unescape(answer.content.decode())
    said = "field-errors" in body or "form-errors" in body or "notice--stop" in body
    assert (said, 'value="Harrow"' in body, Estimate.objects.exists()) == (True, True, False)


def test_zeros_alone_are_no_lists(in_programme: Cast) -> None:
    sent = typed(**{name: "0" for name in typed() if name.startswith("n-")})
    body = page_of(client(in_programme.rights_officer).post(f"{HOME}new/?by=3", sent))
    assert "There is a list with nobody on it" in body


def page_of(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize("by", ["1", "6", "x", "٣"])
def test_another_number_of_lists_is_not_offered(by: str, in_programme: Cast) -> None:
    body = page(in_programme.rights_officer, f"{HOME}new/", query_params={"by": by})
    assert 'name="name-2"' in body
    assert 'name="name-3"' not in body


def uploaded(content: bytes, member: Membership, name: str = "a.csv", **more: Any) -> Any:
    sent = {key: value for key, value in typed().items() if not key.startswith(("n-", "name-"))}
    file = SimpleUploadedFile(name, content)
    return client(member).post(f"{HOME}new/?by=file", {**sent, "file": file, **more}, follow=True)


def test_a_table_is_uploaded_and_only_its_counts_are_kept(in_programme: Cast) -> None:
    rows = b"name,hospital,families\nUnique Person,1,1\n" + b"x,1,0\n" * 40 + b"y,0,1\n" * 30
    rows += b"z,1,1\n" * 20 + b"w,0,0\n"
    answer = uploaded(rows, in_programme.rights_officer, columns="hospital, families")
    one = Estimate.objects.get()
    assert "1 person who is on none" in page_of(answer)
    assert one.counts == {"10": 40, "01": 30, "11": 21}
    assert one.origin == "file"
    assert "Unique Person" not in json.dumps(
        list(Estimate.objects.values("counts", "lists", "result", "title"))
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"a,b\n", "no rows"),
        (b"a,b,n\n1,2,5\n", "Line 2, column b"),
        (b"a,b,n\n1,0,-5\n", "Line 2, column n"),
        (b"a,b,n\n1,0,many\n", "Line 2, column n"),
        (b"a,n\n1,5\n", "two to five lists"),
        (b"a,b,c,d,e,f\n1,1,1,1,1,1\n", "two to five lists"),
        (b"%PDF-1.7 nothing", ""),
        (b"PK\x03\x04 broken", ""),
    ],
)
def test_a_bad_file_is_refused_in_words(content: bytes, words: str, in_programme: Cast) -> None:
    answer = uploaded(content, in_programme.rights_officer)
    assert answer.status_code == 400
    assert words in page_of(answer)
    assert not Estimate.objects.exists()


def test_a_file_of_people_that_is_too_large_is_not_read(in_programme: Cast) -> None:
    answer = uploaded(b"a,b\n" + b"1,1\n" * 1_300_000, in_programme.rights_officer)
    assert "larger than 5 MB" in page_of(answer)


def test_an_estimate_is_made_anew_from_its_table(in_programme: Cast) -> None:
    old = made(in_programme.programme)
    officer = client(in_programme.rights_officer)
    body = page_of(officer.get(of(old, "again/")))
    assert 'value="410"' in body
    assert 'value="Families"' in body
    assert officer.post(of(old, "again/"), typed()).status_code == 400
    officer.post(of(old, "again/"), typed(reason="The press list grew"))
    old.refresh_from_db()
    assert old.withdrawn_reason == "The press list grew"
    body = page_of(officer.get(of(old)))
    assert "Withdrawn: do not use it any more." in body
    assert "Ready to quote" not in body
    assert "Estimate anew" not in body


def test_withdrawing_and_marking_on_their_pages(in_programme: Cast) -> None:
    one = made(in_programme.programme, counts=SMALL)
    officer = client(in_programme.rights_officer)
    assert officer.post(of(one, "withdraw/"), {"reason": ""}).status_code == 400
    answer = officer.post(of(one, "restrict/"), {"tlp": 1, "reason": "For partners"})
    assert "AMBER at the least" in page_of(answer)
    officer.post(of(one, "withdraw/"), {"reason": "A list was copied"})
    one.refresh_from_db()
    assert one.withdrawn_by == in_programme.rights_officer.user


def test_long_work_shows_how_far_it_is(in_programme: Cast) -> None:
    five = in_order("ABCDE", FIVE_LISTS)
    one = made(in_programme.programme, counts=five.histories(), lists=tuple("ABCDE"))
    body = page(in_programme.analyst, of(one))
    assert "The figures are being worked out" in body
    assert "Ready to quote" not in body
    assert "under way" in page(in_programme.analyst, HOME)


def test_work_that_failed_says_what_to_do(in_programme: Cast) -> None:
    five = in_order("ABCDE", FIVE_LISTS)
    one = made(in_programme.programme, counts=five.histories(), lists=tuple("ABCDE"))
    Job.objects.filter(pk=one.job_id).update(state=Job.State.FAILED)
    assert "estimate anew with them" in page(in_programme.analyst, of(one))


def test_the_table_goes_out_as_its_hash_says(in_programme: Cast) -> None:
    from hashlib import sha256

    one = made(in_programme.programme)
    answer = client(in_programme.analyst).get(of(one, "estimate.csv"))
    assert sha256(answer.content).hexdigest() == one.input_sha256
    assert capture_histories.read(BytesIO(answer.content)).counts == COUNTS
    entry = AuditEntry.objects.filter(action="core.export").get()
    assert entry.data == {"kind": "rights.estimate", "form": "csv"}


def test_the_book_holds_counts_and_figures(in_programme: Cast) -> None:
    from openpyxl import load_workbook

    one = made(in_programme.programme)
    answer = client(in_programme.analyst).get(of(one, "estimate.xlsx"))
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Estimate", "Counts", "Figures"]
    counts = list(book["Counts"].iter_rows(values_only=True))
    assert counts[:2] == [(*LISTS, "People"), (1, 0, 0, 410)]
    assert book["Figures"]["B2"].value == pytest.approx(one.result["average"]["low"])


def test_the_figures_go_out_with_their_cautions(in_programme: Cast) -> None:
    one = made(in_programme.programme, assumptions={**YES, "matched": UNSURE}, title="=1+1")
    answer = client(in_programme.analyst).get(of(one, "figures.csv"))
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:2] == ["Title", "'=1+1"]
    assert any(row[0] == "Be careful" and "Not known whether" in row[1] for row in rows)
    average = next(row for row in rows if row[0] == "Average of the models by BIC")
    assert float(average[2]) == one.result["average"]["low"]
    without = made(in_programme.programme, counts=DISJOINT)
    body = client(in_programme.analyst).get(of(without, "figures.csv")).content.decode()
    assert "No figure is given" in body
    assert "Average" not in body


def test_the_command_repeats_what_was_taken_out(in_programme: Cast, tmp_path: Path) -> None:
    one = made(in_programme.programme, by=in_programme.rights_officer.user)
    path = tmp_path / "estimate.json"
    path.write_bytes(client(in_programme.analyst).get(of(one, "estimate.json")).content)
    assert "Rika" not in path.read_text()
    done = CliRunner().invoke(app, ["estimate", "total", str(path)])
    assert (done.exit_code, "figures are those of the record" in done.output) == (0, True)
    record = json.loads(path.read_text())
    record["result"]["average"]["high"] += 100
    path.write_text(json.dumps(record))
    done = CliRunner().invoke(app, ["estimate", "total", str(path)])
    assert (done.exit_code, "says otherwise" in done.output) == (1, True)
    record["histories"][0]["count"] += 1
    path.write_text(json.dumps(record))
    done = CliRunner().invoke(app, ["estimate", "total", str(path)])
    assert getattr(done.exception, "code", "") == "changed"


def test_what_is_red_or_unknown_is_not_taken_out(in_programme: Cast) -> None:
    officer = in_programme.rights_officer
    red = made(in_programme.programme, by=officer.user, tlp=TLP.RED)
    assert client(officer).get(of(red, "estimate.csv")).status_code == 409
    assert "Take it out" not in page(officer, of(red))
    one = made(in_programme.programme)
    assert client(officer).get(of(one, "estimate.pdf")).status_code == 404
    assert client(in_programme.press_officer).get(of(one, "estimate.csv")).status_code == 403
    assert not AuditEntry.objects.filter(action="core.export").exists()


def test_only_who_records_is_offered_to_change(in_programme: Cast) -> None:
    one = made(in_programme.programme)
    for words in ("Estimate anew", "Who may see it"):
        assert words in page(in_programme.rights_officer, of(one))
        assert words not in page(in_programme.analyst, of(one))
    estimates.withdraw(estimate=one, by=None, reason="x")
    assert client(in_programme.analyst).get(f"{HOME}new/").status_code == 403
