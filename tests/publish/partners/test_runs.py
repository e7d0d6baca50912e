"""Files that go out: two people, the agreement that holds, bytes that do not change."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from goodoffices.codebook.errors import Conflict, GoodOfficesError, InvalidInput, NotFound
from goodoffices.core.models import AuditEntry, Membership
from goodoffices.core.tlp import TLP
from goodoffices.formats import exchange
from goodoffices.monitor.models import Incident
from goodoffices.publish.models import ExchangeFile, ExchangeRun, SharingAgreement
from goodoffices.publish.partners.services import agreements, organisations, runs
from goodoffices.publish.partners.writing import metadata
from tests.cast import Cast
from tests.publish.partners.stage import (
    agreed,
    approved,
    incident,
    partner,
    place,
    places,
    prepared,
    side,
)


def refused(code: str, kind: type[GoodOfficesError] = Conflict) -> Any:
    return pytest.raises(kind, check=lambda error: error.code == code)


def content(run: ExchangeRun) -> bytes:
    return bytes(ExchangeFile.objects.get(run=run).content)


def test_two_people_then_a_download_on_record(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    agreed(with_)
    for tlp in (TLP.GREEN, TLP.GREEN, TLP.AMBER, TLP.RED):
        incident(cast.programme, tlp=tlp)
    run = prepared(with_, cast.rights_officer.user)
    assert (run.rows, run.left_out["ceiling"]) == (2, 1)
    assert run.sha256 == hashlib.sha256(content(run)).hexdigest()
    with refused("not-approved"):
        runs.take_out(run=run, by=cast.director.user)
    with refused("own-preparation", GoodOfficesError):
        runs.approve(run=run, by=cast.rights_officer.user)
    runs.approve(run=run, by=cast.director.user)
    taken = runs.take_out(run=run, by=cast.press_officer.user)
    assert taken == content(run)
    runs.hand_over(run=run, how="In person", by=cast.director.user)
    said = AuditEntry.objects.filter(kind="publish.exchangerun").order_by("seq")
    assert [entry.action.rpartition(".")[2] for entry in said] == [
        *("prepared", "approved", "taken_out", "handed_over")
    ]
    assert AuditEntry.objects.get(action="core.export").data["rows"] == 2


def test_the_database_refuses_an_approval_by_the_preparer_and_a_change(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    agreed(with_)
    run = prepared(with_, cast.rights_officer.user)
    rows = ExchangeRun.objects.filter(pk=run.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(approved_by=cast.rights_officer.user, approved_at=timezone.now())
    runs.approve(run=run, by=cast.director.user)
    for values in ({"sha256": "0" * 64}, {"rows": 9}, {"approved_by": None, "approved_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        ExchangeFile.objects.filter(run=run).update(content=b"other")
    with pytest.raises(DatabaseError), transaction.atomic():
        SharingAgreement.objects.update(grid_km=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharingAgreement.objects.bulk_create(
            [SharingAgreement(**{**_plain(run.agreement), "number": 5, "ceiling": TLP.RED})]
        )


def _plain(one: Any) -> dict[str, Any]:
    names = ("partner", "number", "fields", "purpose", "basis", "since", "until", "agreed_with")
    return {name: getattr(one, name) for name in names}


def test_a_changed_or_hidden_record_stops_the_approval(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    agreed(with_, ceiling=TLP.AMBER)
    one = incident(cast.programme, tlp=TLP.AMBER)
    run = prepared(with_, cast.rights_officer.user)
    Membership.objects.filter(pk=cast.press_officer.pk).update(clearance=TLP.GREEN)
    with pytest.raises(NotFound):
        runs.approve(run=run, by=cast.press_officer.user)
    Incident.objects.filter(pk=one.pk).update(killed_high=90)
    with refused("file-differs"):
        runs.approve(run=run, by=cast.director.user)


@pytest.mark.parametrize("how", ["restricted", "withdrawn-agreement", "expired", "newer", "ended"])
def test_an_approved_file_stays_here_once_it_may_not_leave(how: str, in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    held = agreed(with_)
    one = incident(cast.programme)
    run = approved(cast, with_)
    runs.take_out(run=run, by=cast.director.user)
    if how == "restricted":
        Incident.objects.filter(pk=one.pk).update(tlp=TLP.RED)
    elif how == "withdrawn-agreement":
        agreements.withdraw(agreement=held, by=cast.director.user, reason="misused")
    elif how == "newer":
        agreed(with_, grid_km=50)
    elif how == "ended":
        organisations.end(partner=with_, by=cast.director.user, reason="over")
    found = ExchangeRun.objects.get(pk=run.pk)
    if how == "expired":
        later = timezone.now() + timedelta(days=40)
        assert agreements.in_force(with_, later.date()) is None
        return
    with refused("record-gone" if how == "restricted" else "agreement-ended"):
        runs.take_out(run=found, by=cast.director.user)


def test_an_expired_agreement_shares_nothing(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    today = timezone.localdate()
    agreed(with_, since=today - timedelta(days=9), until=today - timedelta(days=1))
    with refused("no-agreement"):
        prepared(with_, cast.director.user)
    agreed(with_, since=today + timedelta(days=1))
    with refused("no-agreement"):
        prepared(with_, cast.director.user)


def test_withdrawing_brings_no_earlier_version_back(in_programme: Cast) -> None:
    with_ = partner(in_programme.programme)
    agreed(with_)
    second = agreed(with_, grid_km=50)
    assert agreements.in_force(with_) == second
    agreements.withdraw(agreement=second, by=None, reason="misused")
    assert agreements.in_force(with_) is None


def test_others_roles_and_programmes_reach_nothing(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    agreed(with_)
    for who in (cast.analyst, cast.monitoring_officer, cast.administrator, cast.partner):
        with pytest.raises(GoodOfficesError):
            prepared(with_, who.user)
    with pytest.raises(NotFound):
        prepared(with_, cast.outsider.user)


def test_a_dropped_file_is_gone_and_that_it_was_prepared_stays(in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    agreed(with_)
    run = prepared(with_, cast.rights_officer.user)
    runs.drop(run=run, by=cast.director.user, reason="too fine")
    assert not ExchangeFile.objects.filter(run=run).exists()
    with pytest.raises(Conflict):
        runs.drop(run=run, by=cast.director.user, reason="again")


def test_names_cannot_run_as_formulas(in_programme: Cast) -> None:
    cast = in_programme
    with_, ground = partner(cast.programme), places(cast.programme)
    agreed(with_)
    bad = place(cast.programme, "=cmd|' /C calc'!A0", "district", ground["region"])
    side(cast.programme, incident(cast.programme, place=bad), "@SUM(1+1)")
    text = content(prepared(with_, cast.rights_officer.user, "csv", hxl=True)).decode("utf-8-sig")
    header, tags, row = csv.reader(io.StringIO(text))
    assert all(tag.startswith("#") for tag in tags)
    told = dict(zip(header, row, strict=True))
    assert told["place"] == "'=cmd|' /C calc'!A0"
    assert told["parties"] == "'@SUM(1+1) (side_a)"


@pytest.mark.parametrize("form", ["csv", "jsonl", "geojson"])
def test_the_bytes_depend_on_the_records_alone(form: str, in_programme: Cast) -> None:
    cast = in_programme
    with_ = partner(cast.programme)
    agreed(with_)
    for _ in range(5):
        incident(cast.programme)
    one, other = (prepared(with_, cast.rights_officer.user, form) for _ in range(2))
    assert one.sha256 == other.sha256
    assert one.alone == 0
    told = json.loads(metadata(one))
    assert (told["rows"], told["sha256"]) == (5, one.sha256)
    assert set(told["columns"]) == set(exchange.COLUMNS)
    assert one.code not in content(one).decode() + json.dumps(told)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ceiling": TLP.AMBER_STRICT}, "above-amber"),
        ({"fields": []}, "no-fields"),
        ({"fields": ["title"]}, "unknown"),
        ({"states": []}, "no-states"),
        ({"smallest": 1}, "unknown"),
        ({"grid_km": 2}, "unknown"),
        ({"purpose": " "}, "no-purpose"),
        ({"first_day": timezone.datetime(2026, 3, 4).date()}, "days-too-fine"),
        ({"since": timezone.datetime(2090, 3, 4).date()}, "bad-period"),
    ],
)
def test_terms_that_are_refused(wrong: dict[str, Any], code: str, in_programme: Cast) -> None:
    with refused(code, InvalidInput):
        agreed(partner(in_programme.programme), **wrong)


def test_a_filter_cannot_say_more_than_the_fields(in_programme: Cast) -> None:
    with_, ground = partner(in_programme.programme), places(in_programme.programme)
    with refused("place-too-fine", InvalidInput):
        agreed(with_, places=[ground["village"]], place_level="district")
    assert agreed(with_, places=[ground["district"]], place_level="district").places
