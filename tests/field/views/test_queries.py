"""What the pages read: the filters of the list, and a submission as its page shows it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Membership
from goodoffices.field.queries import listing, record
from goodoffices.field.queries.asked import SubmissionFilter, parse, select
from goodoffices.field.queries.record import Cell, Table
from tests.field.views.stage import FIRST, FieldStage, xml


def found(stage: FieldStage, query: str, who: Membership | None = None) -> set[str]:
    member = who or stage.cast.monitoring_officer
    names = {stage.first.pk: "first", stage.second.pk: "second", stage.other.pk: "other"}
    rows = select(parse(QueryDict(query)), member)
    return {names.get(one.pk, "hidden") for one in rows}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"first", "second", "other"}),
        ("q=shells", {"first"}),
        ("q=North of the river", {"first"}),
        ("q=شمال", {"first"}),
        ("q=قصف", {"second"}),
        ("q=Xanthippe", set()),
        ("awaits=1", {"first"}),
        ("near=11.45,31.22,2", {"first"}),
        ("near=11.45,31.5,2", set()),
        ("review=approved", set()),
        ("review=received&mapping=unmapped", {"first", "second", "other"}),
        ("from=2001-01-01&to=2001-02-01", set()),
        ("office=harrow", {"first", "second", "other"}),
        ("office=nowhere", set()),
        ("flag=clock-ahead", set()),
        ("flag=unknown-element", set()),
        ("deleted=1", set()),
        ("branches=1", set()),
    ],
)
def test_the_address_selects(field_stage: FieldStage, query: str, expected: set[str]) -> None:
    assert found(field_stage, query) == expected


def test_whose_it_is_selects(field_stage: FieldStage) -> None:
    stage = field_stage
    assert found(stage, f"form={stage.form.code}") == {"first", "second", "other"}
    assert found(stage, f"form={stage.secret.code}") == set()
    assert found(stage, f"form={stage.secret.code}", stage.cast.director) == {"hidden"}
    assert found(stage, f"device={stage.desk.code}") == {"other"}
    assert found(stage, f"officer={stage.cast.field_officer.code}") == {"first", "second"}
    assert found(stage, f"device={stage.hidden.device.code}") == set()  # type: ignore[union-attr]


def test_a_flag_is_found_with_and_without_its_place(field_stage: FieldStage) -> None:
    for flags in (["point-zero"], ["point-zero:place/point"]):
        field_stage.other.flags = flags
        field_stage.other.save()
        assert found(field_stage, "flag=point-zero") == {"other"}
        assert found(field_stage, "flag=point") == set()


def test_the_filter_is_written_back_as_it_was_read() -> None:
    query = (
        "from=2026-03-01&to=2026-03-09&near=11.45%2C31.22%2C5&q=a+b&awaits=1&branches=1&deleted=1"
        "&look=map&form=abc&office=harrow&device=def&officer=ghi&review=question&mapping=failed"
        "&flag=point-zero"
    )
    assert parse(QueryDict(query)).address() == query
    assert not parse(QueryDict("look=map")).is_narrow
    assert SubmissionFilter().address() == ""


@pytest.mark.parametrize("query", ["review=perhaps", "from=soon", "look=upside-down", "near=1"])
def test_what_is_not_understood_is_said(query: str) -> None:
    asked = parse(QueryDict(query))
    assert len(asked.problems) == 1
    assert asked == SubmissionFilter()


def cells(stage: FieldStage) -> dict[str, Cell]:
    shown = record.record(record.find(stage.first.code, stage.cast.monitoring_officer))
    return {one.key: one for one in shown.asked if isinstance(one, Cell)}


def test_answers_come_in_the_readers_words(field_stage: FieldStage) -> None:
    shown = cells(field_stage)
    assert list(shown) == ["place/district", "place/point", "killed", "needs", "what", "photo"]
    assert shown["place/district"].words == ("North of the river",)
    assert shown["needs"].words == ("Water", "A roof")
    assert shown["what"].label == "What happened"
    assert shown["place/point"].points[0].latitude == 11.45
    assert shown["photo"].attachment is not None
    assert shown["photo"].attachment.state == "expected"


def test_repeats_are_tables_and_repeats_inside_them_too(field_stage: FieldStage) -> None:
    shown = record.record(field_stage.first)
    people, hurt = (one for one in shown.asked if isinstance(one, Table))
    assert [label for label, _question in people.questions] == ["Name", "Age"]
    rows = [(at, *(cell.text if cell else None for cell in row)) for at, row in people.rows]
    assert rows == [("1", "Ama", "7"), ("2", "Ben", "40")]
    assert [(at, row[0].text) for at, row in hurt.rows if row[0]] == [
        ("1.1", "arm"),
        ("2.1", "leg"),
        ("2.2", "hand"),
    ]
    assert [one.key for one in shown.behind] == ["start"]


def test_versions_stand_against_each_other(field_stage: FieldStage) -> None:
    changed = FIRST.replace("<killed>2</killed>", "<killed>3</killed>").replace("leg", "foot")
    sent = field_stage.send(xml("uuid:1b", changed, edits="uuid:1"))
    shown = record.record(sent)
    assert [stage.version.number for stage in shown.stages] == [1, 2]
    differences = {
        (one.label, one.before and one.before.text, one.after and one.after.text)
        for one in shown.stages[1].differences
    }
    assert differences == {("People killed", "2", "3"), ("Hurt where", "leg", "foot")}
    assert not shown.branches


def test_what_the_form_does_not_ask_for_is_shown_at_the_end(field_stage: FieldStage) -> None:
    sent = field_stage.send(xml("uuid:9", "<odd>5</odd><what>Rain</what>"))
    shown = record.record(sent)
    assert [one.label for one in shown.asked if isinstance(one, Cell)] == ["What happened", "odd"]


def test_a_record_and_a_list_cost_few_queries(field_stage: FieldStage) -> None:
    member = field_stage.cast.monitoring_officer
    with CaptureQueriesContext(connection) as asked:
        record.record(record.find(field_stage.first.code, member))
    assert len(asked) <= 5
    with CaptureQueriesContext(connection) as asked:
        assert listing.page(SubmissionFilter(), member).total == 3
    assert len(asked) <= 4


def test_what_one_may_not_see_is_not_found(field_stage: FieldStage) -> None:
    with pytest.raises(NotFound):
        record.find(field_stage.hidden.code, field_stage.cast.monitoring_officer)
    assert record.find(field_stage.hidden.code, field_stage.cast.director)


def test_neighbours_are_those_of_the_selection(field_stage: FieldStage) -> None:
    stage, asked = field_stage, SubmissionFilter()
    member = stage.cast.monitoring_officer
    assert listing.beside(stage.second, asked, member) == (stage.other.code, stage.first.code, 3)
    assert listing.beside(stage.other, asked, member) == ("", stage.second.code, 3)
    director = listing.beside(stage.other, asked, stage.cast.director)
    assert director == (stage.hidden.code, stage.second.code, 4)


def test_files_that_are_here_are_listed(field_stage: FieldStage) -> None:
    shown = listing.media(SubmissionFilter(), field_stage.cast.monitoring_officer)
    assert [one.name for one in shown.rows] == ["b.png", "stray.txt"]
