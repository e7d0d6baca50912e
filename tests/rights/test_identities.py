"""Identities: nobody reads one without right, reason and record; keys lost, wrong and changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from goodoffices.codebook.errors import Closed, InvalidInput, NotFound, NotPermitted
from goodoffices.core.access import name_on
from goodoffices.core.models import AuditEntry
from goodoffices.core.services import locks
from goodoffices.core.shutting import Shut
from goodoffices.core.tlp import TLP
from goodoffices.rights.identities import keys
from goodoffices.rights.identities.details import BLOCK, Details
from goodoffices.rights.identities.keys import IdentitiesClosed
from goodoffices.rights.models import Identity, Person
from goodoffices.rights.services import identities, identity_keys
from tests.cast import Cast
from tests.rights.stage import NAME, group, known, person


def opened(cast: Cast, whose: Person) -> Details:
    return identities.open_identity(whose=whose, by=cast.rights_officer.user, reason="A visit")


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))


def everything_stored() -> str:
    """Return all that the database holds, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_what_was_written_is_opened_and_on_record(in_programme: Cast) -> None:
    whose = known(in_programme.programme)
    details = opened(in_programme, whose)
    assert details.names == (NAME,)
    assert (details.contacts, details.documents) == (("0555-123456",), ("P-77",))
    entry = AuditEntry.objects.get(action="rights.identity.opened")
    assert (entry.object_id, entry.actor) == (whose.pk, in_programme.rights_officer.user)
    assert entry.reason == "A visit"


def test_nothing_of_it_is_stored_open(in_programme: Cast) -> None:
    opened(in_programme, known(in_programme.programme))
    stored = everything_stored()
    assert "rights.identity.opened" in stored, "the test reads what it should"
    for word in ("Zubaida", "Kharrazyan", "0555", "P-77"):
        assert word not in stored


def test_its_size_tells_nothing(in_programme: Cast) -> None:
    short, long = (known(in_programme.programme, name) for name in ("Bo", "Bo " * 60))
    sizes = {len(bytes(one.identities.get().sealed)) for one in (short, long)}
    assert len(sizes) == 1
    assert len(Details(names=("Bo",)).to_bytes()) == BLOCK


def test_values_and_keys_show_nothing_of_themselves(in_programme: Cast) -> None:
    assert NAME not in repr(Details(names=(NAME,)))
    known(in_programme.programme)
    assert "b'" not in repr(keys.keyring())


def test_who_may_not_open_it(in_programme: Cast) -> None:
    whose = known(in_programme.programme)
    for member in (in_programme.monitoring_officer, in_programme.analyst, in_programme.partner):
        with pytest.raises(NotPermitted):
            identities.open_identity(whose=whose, by=member.user, reason="x")
    with pytest.raises(NotFound):
        identities.open_identity(whose=whose, by=in_programme.outsider.user, reason="x")
    with pytest.raises(InvalidInput):
        identities.open_identity(whose=whose, by=in_programme.director.user, reason="  ")
    assert "rights.identity.opened" not in actions()


def test_red_is_for_those_named(in_programme: Cast) -> None:
    whose = known(in_programme.programme, tlp=TLP.RED)
    with pytest.raises(NotFound):
        opened(in_programme, whose)
    name_on(whose, [in_programme.rights_officer], by=None)
    assert opened(in_programme, whose).names == (NAME,)


def test_writing_anew_keeps_what_was_written(in_programme: Cast) -> None:
    whose = known(in_programme.programme)
    identities.write(whose=whose, details=Details(names=("Other",)), by=None, reason="Misread")
    assert opened(in_programme, whose).names == ("Other",)
    assert list(whose.identities.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "details",
    [Details(), Details(names=("x" * 301,)), Details(names=("a",), contacts=("b",) * 40)],
)
def test_an_identity_needs_a_name_and_ends_somewhere(in_programme: Cast, details: Details) -> None:
    whose = person(in_programme.programme)
    with pytest.raises(InvalidInput):
        identities.write(whose=whose, details=details, by=None, reason="")


def test_the_database_ties_an_identity_to_one(in_programme: Cast) -> None:
    whose, them = known(in_programme.programme), group(in_programme.programme)
    row = whose.identities.get()
    for more in ({}, {"person": whose, "group": them}, {"person": whose, "number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Identity.objects.create(
                programme=in_programme.programme, key=row.key, sealed=row.sealed, **more
            )


def test_a_lost_key_file_is_said_plainly_and_no_new_one_is_made(in_programme: Cast) -> None:
    whose = known(in_programme.programme)
    kept = keys.path().read_bytes()
    keys.path().unlink()
    with pytest.raises(IdentitiesClosed, match="put the key file back"):
        opened(in_programme, whose)
    with pytest.raises(IdentitiesClosed):
        identities.write(whose=whose, details=Details(names=("a",)), by=None, reason="")
    assert not keys.path().exists()
    assert "rights.identity.opened" not in actions()
    keys.path().write_bytes(kept)
    assert opened(in_programme, whose).names == (NAME,)


def test_another_key_of_the_same_name_does_not_open(in_programme: Cast) -> None:
    whose = known(in_programme.programme)
    name = whose.identities.get().key
    keys.path().write_text(f"{name} {'A' * 43}=\n")
    with pytest.raises(IdentitiesClosed) as refused:
        opened(in_programme, whose)
    assert refused.value.code == "key-wrong"
    assert "A" * 43 not in refused.value.message


def test_a_key_that_is_not_in_the_file(in_programme: Cast) -> None:
    whose = known(in_programme.programme)
    keys.path().write_text(f"another {'A' * 43}=\n")
    with pytest.raises(IdentitiesClosed) as refused:
        opened(in_programme, whose)
    assert refused.value.code == "key-missing"


@pytest.mark.parametrize("content", ["", "# nothing\n", "name short", "name ===", "\x00\xff"])
def test_a_key_file_that_is_none(in_programme: Cast, content: str) -> None:
    whose = known(in_programme.programme)
    keys.path().write_text(content)
    with pytest.raises(IdentitiesClosed) as refused:
        opened(in_programme, whose)
    assert refused.value.code == "bad-key-file"


def test_a_ciphertext_moved_to_another_person_does_not_open(in_programme: Cast) -> None:
    whose, other = known(in_programme.programme), known(in_programme.programme, "Another Name")
    moved = whose.identities.get()
    Identity.objects.filter(person=other).update(sealed=moved.sealed, key=moved.key)
    with pytest.raises(IdentitiesClosed):
        opened(in_programme, other)


def test_the_key_file_is_its_owners_alone(in_programme: Cast) -> None:
    known(in_programme.programme)
    assert keys.path().stat().st_mode & 0o077 == 0


def test_keys_from_the_environment(in_programme: Cast, settings: object) -> None:
    settings.IDENTITY_KEYS = f"first {'A' * 43}=,second {'B' * 43}="  # type: ignore[attr-defined]
    whose = known(in_programme.programme)
    assert whose.identities.get().key == "second"
    assert not keys.path().exists()
    with pytest.raises(IdentitiesClosed, match="environment"):
        keys.add_key()


def test_rotating_encrypts_everything_anew(in_programme: Cast) -> None:
    first, second = known(in_programme.programme), known(in_programme.programme, "Another Name")
    before = first.identities.get()
    done = identity_keys.rotate()
    assert (done.done, done.unreadable) == (2, 0)
    after = first.identities.get()
    assert after.key == done.key != before.key
    assert bytes(after.sealed) != bytes(before.sealed)
    assert done.unused == {before.key}
    identity_keys.forget(done.unused)
    assert before.key not in keys.path().read_text()
    assert opened(in_programme, second).names == ("Another Name",)


def test_rotating_leaves_what_it_cannot_open_and_goes_on(in_programme: Cast) -> None:
    lost, whole = known(in_programme.programme), known(in_programme.programme, "Another Name")
    Identity.objects.filter(person=lost).update(sealed=b"damaged bytes, longer than a nonce")
    done = identity_keys.rotate()
    assert (done.done, done.unreadable) == (1, 1)
    assert bytes(lost.identities.get().sealed).startswith(b"damaged")
    assert opened(in_programme, whole).names == ("Another Name",)
    assert done.unused == frozenset(), "the key of what did not open is still needed"
    assert identity_keys.check().closed == 1


def test_going_on_after_a_stop_makes_no_further_key(in_programme: Cast) -> None:
    whose = known(in_programme.programme)
    fresh = keys.add_key()
    done = identity_keys.rotate(new_key=False)
    assert done.key == fresh == whose.identities.get().key
    assert identity_keys.rotate(new_key=False).done == 0


def test_evicted_keys_open_nothing_until_admitted(in_programme: Cast) -> None:
    whose = known(in_programme.programme)
    identity_keys.evict(by=in_programme.director.user)
    with pytest.raises(IdentitiesClosed, match="taken out of use"):
        opened(in_programme, whose)
    assert not keys._loaded
    identity_keys.admit(by=in_programme.director.user)
    assert opened(in_programme, whose).names == (NAME,)


@pytest.mark.parametrize("mode", [Shut.READ_ONLY, Shut.NO_ACCESS])
def test_closing_a_programme_forgets_the_keys(
    in_programme: Cast, mode: str, django_capture_on_commit_callbacks: Any
) -> None:
    whose = known(in_programme.programme)
    opened(in_programme, whose)
    assert keys._loaded
    with django_capture_on_commit_callbacks(execute=True):
        locks.close(programme=in_programme.programme, mode=mode, by=None)
    assert not keys._loaded
    with pytest.raises(Closed):
        opened(in_programme, whose)
    assert not keys._loaded


def test_evicting_can_take_the_file_along(in_programme: Cast) -> None:
    whose = known(in_programme.programme)
    keys.evict(remove_file=True)
    keys.admit()
    with pytest.raises(IdentitiesClosed) as refused:
        opened(in_programme, whose)
    assert refused.value.code == "no-key"
