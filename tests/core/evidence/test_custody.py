"""The custody log of each item: complete, in a chain, and nobody changes it."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django_scopes import scopes_disabled

from goodoffices.core import evidence
from goodoffices.core.audit import guards
from goodoffices.core.evidence import copies, custody
from goodoffices.core.models import CustodyEvent, Evidence, StoredFile
from goodoffices.core.tlp import TLP
from tests.cast import Cast, sign_in
from tests.core.evidence.items import events, item

pytestmark = pytest.mark.django_db


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def faults() -> list[str]:
    return [fault.message for fault in evidence.follow()]


def test_an_item_begins_with_who_gave_it_and_its_hash(in_programme: Cast) -> None:
    one = item(in_programme)
    first, second = CustodyEvent.objects.filter(evidence=one).order_by("seq")
    assert (first.event, first.actor_label, first.at) == ("received", "Ana Lyst", one.received_at)
    assert (second.event, second.sha256) == ("hashed", one.file.sha256)
    assert (first.previous, second.previous) == ("", first.hash)
    assert faults() == []


def test_downloading_is_an_event_and_opening_the_page_shows_it(cast: Cast, client: Any) -> None:
    with scopes_disabled():
        one = item(cast)
    sign_in(client, cast.director)
    sent = client.get(f"/p/talmora/evidence/{one.code}/file/")
    assert b"".join(sent.streaming_content) == b"What was seen"
    page = client.get(f"/p/talmora/evidence/{one.code}/").content.decode()
    assert "Dora Rect" in page
    assert one.file.sha256 in page
    with scopes_disabled():
        assert events(one) == ["received", "hashed", "opened"]
        assert faults() == []


def test_who_may_see_the_file_but_not_its_log_sees_no_names(cast: Cast, client: Any) -> None:
    with scopes_disabled():
        one = item(cast, tlp=TLP.GREEN, by=cast.field_officer)
        with transaction.atomic():
            custody.note(one, custody.Event.OPENED, by=cast.director.user)
    page = sign_in(client, cast.partner).get(f"/p/talmora/evidence/{one.code}/").content.decode()
    assert "Dora Rect" not in page
    assert "Hash seen" not in page


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_noted(in_programme: Cast) -> None:
    one = item(in_programme)
    with pytest.raises(transaction.TransactionManagementError):
        custody.note(one, custody.Event.OPENED, by=None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_custodyevent SET reason = 'x'",
        "DELETE FROM core_custodyevent",
        "UPDATE core_evidence SET original_name = 'other.txt'",
        "UPDATE core_evidence SET file_id = file_id + 1",
        "UPDATE core_storedfile SET sha256 = '0'",
        "UPDATE core_storedfile SET size = size + 1",
    ],
)
def test_the_database_refuses(in_programme: Cast, statement: str) -> None:
    item(in_programme)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)


def test_what_is_no_part_of_the_original_can_change(in_programme: Cast) -> None:
    one = item(in_programme)
    run("UPDATE core_evidence SET tlp = 3")
    run("UPDATE core_storedfile SET media_type = 'image/png'")
    one.refresh_from_db()
    assert one.tlp == 3


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE core_custodyevent SET actor_label = 'Other' WHERE seq = 2", "name whom"),
        ("UPDATE core_custodyevent SET reason = 'x' WHERE seq = 2", "name whom"),
        ("UPDATE core_custodyevent SET event = 'opened' WHERE seq = 1", "what it said"),
        ("UPDATE core_custodyevent SET at = '2020-01-01 00:00:00' WHERE seq = 1", "what it said"),
        ("UPDATE core_custodyevent SET actor_id = NULL WHERE seq = 3", "what it said"),
        ("DELETE FROM core_custodyevent WHERE seq = 2", "missing"),
        ("DELETE FROM core_custodyevent WHERE seq = 3", "end was cut"),
        ("DELETE FROM core_custodyevent", "empty"),
    ],
)
def test_a_doctored_log_is_found(in_programme: Cast, statement: str, said: str) -> None:
    from goodoffices.core.evidence.opening import opened

    one = item(in_programme)
    opened(one, by=in_programme.director.user, way="download").close()
    guards.remove()
    run(statement)
    assert [said in message for message in faults()] == [True]


def test_a_log_moved_to_another_item_is_found(in_programme: Cast) -> None:
    first, second = item(in_programme, b"a"), item(in_programme, b"b")
    guards.remove()
    CustodyEvent.objects.filter(evidence=second).delete()
    CustodyEvent.objects.filter(evidence=first).update(evidence=second)
    assert len(faults()) == 2


def test_items_from_before_the_log_get_their_first_event(in_programme: Cast) -> None:
    file = evidence.store_file(io.BytesIO(b"old"), programme=in_programme.programme)
    old = Evidence.objects.create(
        programme=in_programme.programme,
        file=file,
        original_name="old.txt",
        by=in_programme.director.user,
    )
    begin = import_module("goodoffices.core.migrations.0010_custody_received").begin

    class Editor:
        connection = connection

    with scopes_disabled():
        begin(apps, Editor())
    event = CustodyEvent.objects.get(evidence=old)
    assert (event.event, event.actor_label, event.data) == (
        "received",
        "Dora Rect",
        {"later": True},
    )
    assert event.at == old.received_at
    assert faults() == []


def copy_of(one: Evidence, by: Any, **more: Any) -> Evidence:
    return copies.add_copy(
        io.BytesIO(b"less"),
        original=one,
        made=Evidence.Made.REDACTED,
        ending=".txt",
        how={"boxes": []},
        by=by,
        **more,
    )


def test_a_copy_points_at_its_original_and_both_logs_tell_of_it(in_programme: Cast) -> None:
    one = item(in_programme, name="names a witness.txt")
    copy = copy_of(one, in_programme.director.user, reason="For the partner")
    assert (copy.original, copy.tlp, copy.made) == (one, one.tlp, "redacted")
    assert "witness" not in copy.original_name
    assert events(one) == ["received", "hashed", "redacted"]
    assert events(copy) == ["received", "hashed"]
    told = CustodyEvent.objects.get(evidence=copy, seq=1)
    assert told.data["original"] == one.file.sha256
    assert evidence.open(one.file).read() == b"What was seen"
    assert faults() == []


def test_only_a_person_with_a_reason_marks_a_copy_wider(in_programme: Cast) -> None:
    from goodoffices.codebook.errors import InvalidInput, NotPermitted

    one = item(in_programme, tlp=TLP.AMBER_STRICT)
    by = in_programme.director.user
    with pytest.raises(InvalidInput):
        copy_of(one, by, tlp=TLP.GREEN)
    with pytest.raises(InvalidInput):
        copy_of(one, None, tlp=TLP.GREEN, reason="x")
    copy = copy_of(one, by, tlp=TLP.GREEN, reason="Faces are covered")
    assert copy.tlp == TLP.GREEN
    with pytest.raises(InvalidInput):
        copies.mark(item=copy, tlp=TLP.CLEAR, by=by, reason=" ")
    with pytest.raises(NotPermitted):
        copies.mark(item=copy, tlp=TLP.CLEAR, by=in_programme.analyst.user, reason="x")
    assert copies.mark(item=copy, tlp=TLP.CLEAR, by=by, reason="Published").tlp == TLP.CLEAR
    assert events(copy)[-1] == "marked"


def test_what_is_restricted_takes_its_copies_along(in_programme: Cast) -> None:
    one = item(in_programme, tlp=TLP.GREEN)
    copy = copy_of(one, in_programme.director.user)
    with transaction.atomic():
        copies.restrict(
            [one.pk],
            tlp=TLP.RED,
            programme=in_programme.programme,
            by=in_programme.director.user,
            named=[in_programme.director],
        )
    for held in (one, copy):
        held.refresh_from_db()
        assert held.tlp == TLP.RED
        assert events(held)[-1] == "marked"
    seen = Evidence.objects.visible_to(in_programme.director).values_list("pk", flat=True)
    assert set(seen) == {one.pk, copy.pk}
    assert not Evidence.objects.visible_to(in_programme.analyst).exists()


def test_who_sees_the_copy_alone_learns_nothing_of_the_original(cast: Cast, client: Any) -> None:
    with scopes_disabled():
        one = item(cast, tlp=TLP.AMBER, name="names a witness.txt")
        copy = copy_of(one, cast.director.user, tlp=TLP.GREEN, reason="shared")
    page = sign_in(client, cast.partner).get(f"/p/talmora/evidence/{copy.code}/").content.decode()
    assert "witness" not in page
    assert one.code not in page
    assert one.file.sha256 not in page
    listed = client.get("/p/talmora/evidence/").content.decode()
    assert copy.code in listed
    assert one.code not in listed


def test_no_copy_without_an_original(in_programme: Cast) -> None:
    one = item(in_programme)
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.create(
            programme=in_programme.programme, file=StoredFile.objects.get(), made="redacted"
        )
    assert Evidence.objects.get() == one
