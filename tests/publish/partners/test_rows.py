"""What leaves: nothing outside the allow-list, nothing above the ceiling, nothing finer."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodoffices.core.models import Place
from goodoffices.core.tlp import TLP
from goodoffices.formats import exchange
from goodoffices.formats.exchange import COLUMNS
from goodoffices.methods.coarsening import UNITS
from goodoffices.publish.models import Partner, SharingAgreement
from goodoffices.publish.partners.fields import FIELDS, columns_of
from goodoffices.publish.partners.sharing import LEVELS, partner_id, sorted_rows
from tests.cast import Cast
from tests.publish.partners.stage import agreed, incident, partner, place, places, side

SECRET = "Xanthippe"


def bare(with_: Partner, **more: Any) -> SharingAgreement:
    """An agreement that is not written down: for trying many."""
    values: dict[str, Any] = {"fields": list(FIELDS), "states": ["verified"], "ceiling": TLP.GREEN}
    return SharingAgreement(partner=with_, number=9, **{**values, **more})


def written(form: str, one: SharingAgreement, cast: Cast) -> bytes:
    rows, _left_out = sorted_rows(one, cast.director)
    return b"".join(exchange.write(form, rows, columns_of(one.fields), hxl=True))


def names_in(form: str, content: bytes) -> set[str]:
    """Return every name under which a file gives a value, found by a foreign reader."""
    text = content.decode()
    if form == "csv":
        return set(next(csv.reader(io.StringIO(text))))
    if form == "jsonl":
        return {name for line in text.splitlines() for name in json.loads(line)}
    found = set()
    for feature in json.loads(text)["features"]:
        found |= set(feature["properties"]) | ({"id"} if "id" in feature else set())
        if feature["geometry"]:
            found |= {"latitude", "longitude"}
    return found


def test_no_field_outside_the_allow_list_in_any_format(in_programme: Cast) -> None:
    cast = in_programme
    with_, ground = partner(cast.programme), places(cast.programme)
    side(cast.programme, incident(cast.programme, place=ground["village"]))

    @settings(max_examples=60, deadline=None)
    @given(st.sets(st.sampled_from(sorted(FIELDS))), st.sampled_from(["csv", "jsonl", "geojson"]))
    def holds(fields: set[str], form: str) -> None:
        one = bare(with_, fields=sorted(fields))
        content = written(form, one, cast)
        allowed = {name for field in fields for name in FIELDS[field].columns} | {"id"}
        assert names_in(form, content) <= allowed
        assert SECRET not in content.decode()

    holds()


def test_every_column_belongs_to_one_field_and_none_is_forgotten() -> None:
    given_by = [name for one in FIELDS.values() for name in one.columns]
    assert sorted([*given_by, "id"]) == sorted(COLUMNS)
    assert columns_of(["title", "code", "summary", "tlp"]) == ["id"]


def test_the_ceiling_holds_for_records_places_and_parties(in_programme: Cast) -> None:
    cast = in_programme
    with_, ground = partner(cast.programme), places(cast.programme)
    Place.objects.filter(pk=ground["district"].pk).update(tlp=TLP.AMBER)
    marks = list(TLP)
    made = {tlp: incident(cast.programme, tlp=tlp, place=ground["district"]) for tlp in marks}
    for one in made.values():
        side(cast.programme, one, f"Front {one.code}", tlp=TLP.AMBER)
    for ceiling in (TLP.CLEAR, TLP.GREEN, TLP.AMBER):
        rows, _left_out = sorted_rows(bare(with_, ceiling=ceiling), cast.director)
        expected = {partner_id(with_.key, made[tlp].code) for tlp in marks if tlp <= ceiling}
        assert {row["id"] for row in rows} == expected
        named = ceiling >= TLP.AMBER
        assert {row["place"] for row in rows} == {"The district" if named else "The region"}
        assert all(bool(row["parties"]) == named for row in rows)


def test_what_the_member_may_not_see_is_not_there(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    incident(cast.programme, tlp=TLP.AMBER)
    cast.director.clearance = TLP.GREEN
    assert sorted_rows(bare(with_, ceiling=TLP.AMBER), cast.director) == ([], {})
    assert sorted_rows(bare(with_, ceiling=TLP.AMBER), cast.outsider) == ([], {})


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(LEVELS),
    st.sampled_from([1, 5, 10, 25, 50, 100]),
    st.sampled_from(UNITS),
    st.integers(0, 20),
)
def _coarsened(cast: Cast, level: str, km: int, unit: str, smallest: int) -> None:
    with_ = Partner.objects.get()
    one = bare(with_, place_level=level, grid_km=km, time_unit=unit, smallest=smallest)
    rows, _left_out = sorted_rows(one, cast.director)
    units = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
    for row in rows:
        assert LEVELS.index(row["place_kind"]) <= LEVELS.index(level)
        assert row["radius_m"] >= 350 * km
        assert (row["latitude"], row["longitude"]) != (11.4567, 31.2345)
        assert (row["date_to"] - row["date_from"]).days + 1 >= units[unit]
        assert row["date_from"] <= date(2026, 3, 4) <= row["date_to"]
        for name in ("killed_low", "killed_best", "killed_high"):
            assert row[name] in (None, 0) or row[name] >= smallest
        assert row["killed_few"] == any(0 < n < smallest for n in (5, 7, 9))


def test_places_periods_and_counts_are_never_finer(in_programme: Cast) -> None:
    cast = in_programme
    partner(cast.programme)
    ground = places(cast.programme)
    site = place(cast.programme, "The house", "site", ground["village"])
    for where in (site, ground["village"], ground["region"]):
        incident(cast.programme, place=where)
    _coarsened(cast)


def test_ids_differ_between_partners_and_stay(in_programme: Cast) -> None:
    cast = in_programme
    one, other = partner(cast.programme), partner(cast.programme, "Another")
    codes = [incident(cast.programme).code for _ in range(5)]
    ids = [{row["id"] for row in sorted_rows(bare(who), cast.director)[0]} for who in (one, other)]
    assert len(ids[0]) == len(ids[1]) == 5
    assert not ids[0] & ids[1]
    again = {row["id"] for row in sorted_rows(bare(one, grid_km=50), cast.director)[0]}
    assert again == ids[0]
    assert not any(code in id_ for code in codes for id_ in ids[0])


def test_filters_narrow_and_a_hidden_place_selects_nothing(in_programme: Cast) -> None:
    cast = in_programme
    with_, ground = partner(cast.programme), places(cast.programme)
    elsewhere = place(cast.programme, "Other region", "region", ground["country"], tlp=TLP.RED)
    here = incident(cast.programme, place=ground["village"])
    incident(cast.programme, place=elsewhere)
    incident(cast.programme, state="unverified", place=ground["village"])
    found = bare(with_, places=[ground["region"].code], types=["remote_shelling"])
    rows, _left_out = sorted_rows(found, cast.director)
    assert [row["id"] for row in rows] == [partner_id(with_.key, here.code)]
    hidden = bare(with_, places=[elsewhere.code])
    assert sorted_rows(hidden, cast.director)[0] == []


def test_what_is_not_known_is_not_made_up(in_programme: Cast) -> None:
    cast = in_programme
    nothing = dict.fromkeys(
        ("first_day", "last_day", "latitude", "longitude", "killed_low", "killed_best")
    )
    incident(cast.programme, killed_high=None, radius_m=None, edtf="", **nothing)
    [row] = sorted_rows(bare(partner(cast.programme)), cast.director)[0]
    empty = ("date_from", "date_to", "place", "latitude", "radius_m", "killed_low", "killed_high")
    assert {row[name] for name in empty} == {None}
    assert row["killed_few"] is False


def test_an_agreement_reads_back_as_written(in_programme: Cast) -> None:
    one = agreed(partner(in_programme.programme), fields=["killed", "date"])
    assert one.fields == ["date", "killed"]
    assert (one.number, one.smallest, one.ceiling) == (1, 5, TLP.GREEN)
