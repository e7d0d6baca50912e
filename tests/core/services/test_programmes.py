"""Founding a programme and changing its settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.core.services import programmes
from goodoffices.core.tlp import TLP
from tests.cast import Cast


def test_a_programme_is_founded_once(db: None) -> None:
    made = programmes.create_programme(
        slug="north", names={"en": " North  programme ", "ar": ""}, by=None
    )
    assert made.names == {"en": "North programme"}
    with pytest.raises(Conflict):
        programmes.create_programme(slug="north", names={"en": "Again"}, by=None)


@pytest.mark.parametrize("slug", ["", "North", "a/b", "system", "fill", "-x", "x" * 60])
def test_addresses_that_cannot_be(db: None, slug: str) -> None:
    with pytest.raises(InvalidInput):
        programmes.create_programme(slug=slug, names={"en": "N"}, by=None)


def test_two_people_changing_the_settings_are_told(in_programme: Cast) -> None:
    programme = in_programme.programme
    shown = programmes.seen(programme)
    values = programmes.settings_of(programme)
    by = in_programme.director.user
    programmes.change_settings(
        programme=programme,
        values=replace(values, time_zone="Asia/Amman"),
        by=by,
        seen_before=shown,
    )
    with pytest.raises(Conflict):
        programmes.change_settings(
            programme=programme, values=replace(values, countries=["JO"]), by=by, seen_before=shown
        )
    programme.refresh_from_db()
    assert (programme.time_zone, programme.countries) == ("Asia/Amman", [])
    assert AuditEntry.objects.get().data == {"changed": ["time_zone"]}


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"default_tlp": TLP.RED}, {"names": {"en": " "}}]
)
def test_settings_that_cannot_be(in_programme: Cast, wrong: dict[str, object]) -> None:
    programme = in_programme.programme
    with pytest.raises(InvalidInput):
        programmes.change_settings(
            programme=programme,
            values=replace(programmes.settings_of(programme), **wrong),  # type: ignore[arg-type]
            by=in_programme.director.user,
            seen_before=programmes.seen(programme),
        )


def test_offices_are_added_and_renamed_by_those_who_may(in_programme: Cast) -> None:
    programme, by = in_programme.programme, in_programme.administrator.user
    office = programmes.add_office(programme=programme, code="quay", names={"en": "Quay"}, by=by)
    with pytest.raises(Conflict):
        programmes.add_office(programme=programme, code="quay", names={"en": "Q"}, by=by)
    with pytest.raises(NotPermitted):
        programmes.add_office(
            programme=programme, code="x", names={"en": "X"}, by=in_programme.analyst.user
        )
    changed = programmes.change_office(
        office=office, names={"en": "Quayside"}, by=by, seen_before={"en": "Quay"}
    )
    assert changed.name == "Quayside"
    with pytest.raises(Conflict):
        programmes.change_office(
            office=office, names={"en": "Pier"}, by=by, seen_before={"en": "Quay"}
        )
