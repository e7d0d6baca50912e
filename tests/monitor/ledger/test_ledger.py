"""The ledger says what the rows say, whoever writes them and however."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django_scopes import scopes_disabled

from goodoffices.core.access import name_on
from goodoffices.core.jobs.worker import work
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.methods.columns import known
from goodoffices.monitor.ledger import held, triggers
from goodoffices.monitor.ledger.leaves import COLUMNS, word
from goodoffices.monitor.ledger.reading import seen_by
from goodoffices.monitor.ledger.renewing import renew, renew_all
from goodoffices.monitor.models import Incident, LedgerLeaf, LedgerMark, LedgerState
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("small_leaves")

LARGE = 2**40 if connection.vendor == "sqlite" else 2**31 - 1
"""The largest toll that the database takes, or nearly."""


def made(cast: Cast, count: int, **values: Any) -> list[int]:
    """Make incidents; return their ids."""
    given = {"programme": cast.programme, **values}
    return [Incident.objects.create(first_day=700_000 + n, **given).pk for n in range(count)]


def seen(member: Membership, column: str = "id") -> list[object]:
    """Return one column of what a member sees, None for what is not known."""
    found = seen_by(member, COLUMNS)
    whole = zip(found[column].tolist(), known(found[column]).tolist(), strict=True)
    return [value if is_known else None for value, is_known in whole]


def rows(member: Membership, column: str = "pk") -> list[object]:
    """Return the same as the rows say it."""
    return list(Incident.objects.visible_to(member).order_by("pk").values_list(column, flat=True))


def test_every_column_is_the_rows(in_programme: Cast) -> None:
    member = in_programme.monitoring_officer
    made(in_programme, 3, state="verified", event_type="battle", killed_best=LARGE)
    made(in_programme, 20, latitude=0.1, longitude=-17.3, cell=4_000_000_000, radius_m=12)
    for _ in range(2):
        for name in ("first_day", "last_day", "tlp", "killed_best", "latitude", "longitude"):
            assert seen(member, name) == rows(member, name), name
        for name in ("radius_m", "cell", "killed_low", "killed_high", "place", "sole_source"):
            assert seen(member, name) == rows(member, name), name
        for name in ("state", "event_type"):
            assert seen(member, name) == [word(str(text)) for text in rows(member, name)]
        moments = [int(at.timestamp() * 10**6) for at in rows(member, "updated_at")]  # type: ignore[attr-defined]
        found = seen(member, "updated_at")
        assert all(abs(a - b) <= 1 for a, b in zip(found, moments, strict=True))  # type: ignore[operator]
        renew_all()


def update(ids: list[int]) -> None:
    Incident.objects.filter(pk__in=ids).update(tlp=TLP.RED, own_tlp=0)


def save(ids: list[int]) -> None:
    incident = Incident.objects.get(pk=ids[0])
    incident.killed_best = 5
    incident.save()


def bulk_update(ids: list[int]) -> None:
    found = list(Incident.objects.filter(pk__in=ids))
    for one in found:
        one.first_day = 1
    Incident.objects.bulk_update(found, ["first_day"])


def delete(ids: list[int]) -> None:
    Incident.objects.filter(pk__in=ids).delete()


def by_hand(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE monitor_incident SET first_day = 2 WHERE id = %s", [ids[-1]])


def insert(ids: list[int]) -> None:
    programme = Incident.objects.get(pk=ids[0]).programme
    Incident.objects.bulk_create(Incident(programme=programme) for _ in range(40))


@pytest.mark.parametrize("change", [update, save, bulk_update, delete, by_hand, insert])
def test_a_change_is_seen_at_once(change: Callable[[list[int]], None], in_programme: Cast) -> None:
    member = in_programme.monitoring_officer
    ids = made(in_programme, 70)
    renew_all()
    assert seen(member) == ids
    change(ids[20:40])
    for _ in range(2):
        for name in ("first_day", "killed_best", "tlp"):
            assert seen(member, name) == rows(member, name)
        renew_all()
    assert not LedgerMark.objects.exists()


def test_an_incident_that_changes_its_programme(in_programme: Cast) -> None:
    ids = made(in_programme, 3)
    renew_all()
    Incident.objects.filter(pk=ids[1]).update(programme=in_programme.other_programme)
    assert seen(in_programme.monitoring_officer) == [ids[0], ids[2]]
    assert seen(in_programme.outsider) == [ids[1]]


def test_only_leaves_that_changed_are_written(in_programme: Cast) -> None:
    ids = made(in_programme, 64)
    first = renew(in_programme.programme.pk)
    assert first >= 4
    Incident.objects.filter(pk__in=ids[:2]).update(first_day=1)
    assert 1 <= renew(in_programme.programme.pk) <= 2
    assert renew(in_programme.programme.pk) == 0
    update(ids)
    assert renew(in_programme.programme.pk, most=2) == 2
    assert renew_all() == first - 2


def test_a_leaf_without_incidents_goes(in_programme: Cast) -> None:
    delete(made(in_programme, 40))
    renew_all()
    assert not LedgerLeaf.objects.exists()
    assert seen(in_programme.director) == []


def test_what_is_hidden_is_in_no_column(in_programme: Cast) -> None:
    cast = in_programme
    made(cast, 5, tlp=TLP.GREEN, own_tlp=0)
    made(cast, 5, tlp=TLP.AMBER_STRICT, own_tlp=0)
    red = made(cast, 5, tlp=TLP.RED, own_tlp=0)
    name_on(Incident.objects.get(pk=red[2]), [cast.analyst], by=None)
    for _ in range(2):
        for member in (cast.partner, cast.director, cast.analyst, cast.outsider):
            assert seen(member) == rows(member)
        renew_all()
    assert len(seen(cast.analyst)) == len(seen(cast.director)) + 1
    assert len(seen_by(None, ["tlp"])) == 0
    cast.director.active = False
    assert seen(cast.director) == []


def test_a_new_column_is_read_from_the_rows_until_it_is_written(in_programme: Cast) -> None:
    member = in_programme.director
    ids = made(in_programme, 50)
    renew_all()
    numbers = LedgerLeaf.objects.filter(column="first_day").order_by("number")
    LedgerLeaf.objects.filter(column="first_day", number=numbers[1].number).delete()
    LedgerState.objects.update(token="another")
    assert seen(member) == ids
    assert seen(member, "first_day") == rows(member, "first_day")


def test_triggers_that_were_lost_come_back_and_nothing_written_meanwhile_is_lost(
    in_programme: Cast,
) -> None:
    """As a migration on SQLite loses them: it makes the table anew and copies the rows."""
    member = in_programme.director
    ids = made(in_programme, 40)
    renew_all()
    triggers.remove()
    assert triggers.missing() == list(triggers.EVENTS)
    delete(ids[:20])
    made(in_programme, 3)
    triggers.install_after_migrate(using="default")
    assert triggers.missing() == []
    assert seen(member) == rows(member)
    assert not LedgerMark.objects.exists()


def test_columns_are_held_until_they_are_written_anew(
    in_programme: Cast, django_assert_num_queries: Any
) -> None:
    member = in_programme.director
    made(in_programme, 40)
    renew_all()
    first = seen_by(member, ["first_day"])
    with django_assert_num_queries(2):
        again = seen_by(member, ["first_day"])
    assert again["first_day"] is first["first_day"]
    seen_by(member, ["state"])
    with django_assert_num_queries(2):
        seen_by(member, ["first_day", "state"])
    made(in_programme, 1)
    renew_all()
    assert len(seen_by(member, ["first_day"])) == 41


def test_what_is_too_large_is_not_held(in_programme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST_BYTES", 10)
    made(in_programme, 40)
    renew_all()
    for _ in range(2):
        assert len(seen_by(in_programme.director, [])) == 40
    assert in_programme.programme.pk not in held._by_programme


def test_another_programme_holds_its_own(in_programme: Cast) -> None:
    made(in_programme, 20)
    with scopes_disabled():
        Incident.objects.create(programme=in_programme.other_programme)
    renew_all()
    assert len(seen(in_programme.director)) == 20
    assert len(seen(in_programme.outsider)) == 1


def test_marks_of_a_programme_that_is_gone_are_cleared(in_programme: Cast) -> None:
    LedgerMark.objects.create(programme_id=987_654_321, number=0)
    assert renew_all() == 0
    assert not LedgerMark.objects.exists()


def test_the_worker_writes_the_ledger_when_it_has_nothing_else_to_do(in_programme: Cast) -> None:
    made(in_programme, 3)
    assert LedgerMark.objects.exists()
    work(until_idle=True)
    assert not LedgerMark.objects.exists()
    assert seen(in_programme.director, "first_day") == [700_000, 700_001, 700_002]
