"""Finding somebody by name: across scripts, on record, and blind to what one may not see."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import InvalidInput, NotPermitted
from goodoffices.core.models import AuditEntry, Membership
from goodoffices.core.tlp import TLP
from goodoffices.rights.identities import keys
from goodoffices.rights.models import Identity
from goodoffices.rights.services import searching
from tests.cast import Cast
from tests.rights.stage import NAME, known


def find(name: str, member: Membership) -> searching.Answer:
    return searching.find(name=name, member=member, reason="A family asked")


@pytest.mark.parametrize("typed", ["محمود الخطيب", "Mahmud al-Khatib", "מחמוד אל-ח'טיב"])
def test_a_name_is_found_in_every_script(in_programme: Cast, typed: str) -> None:
    whose = known(in_programme.programme, "Mahmoud Al Khatib")
    known(in_programme.programme, "Salma Dorvey")
    answer = find(typed, in_programme.rights_officer)
    assert [one.whose.pk for one in answer.found] == [whose.pk]
    assert answer.found[0].grade in {"strong", "fair"}
    assert answer.found[0].reasons


def test_the_search_is_on_record_without_the_name(in_programme: Cast) -> None:
    known(in_programme.programme)
    find(NAME, in_programme.rights_officer)
    entry = AuditEntry.objects.get(action="rights.identity.searched")
    assert entry.reason == "A family asked"
    assert entry.data == {}
    assert "Zubaida" not in repr(vars(entry))


def test_only_those_who_may_open_identities_search(in_programme: Cast) -> None:
    for member in (in_programme.monitoring_officer, in_programme.partner):
        with pytest.raises(NotPermitted):
            find(NAME, member)
    for name, reason in (("", "x"), ("...", "x"), (NAME, " ")):
        with pytest.raises(InvalidInput):
            searching.find(name=name, member=in_programme.director, reason=reason)


def test_what_is_hidden_is_not_even_looked_at(
    in_programme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work done, and so the time it takes, is the same with and without a hidden namesake."""
    looked: list[int] = []
    opening = searching.unseal

    def noting(identity: Identity, *more: object) -> object:
        looked.append(identity.pk)
        return opening(identity, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "unseal", noting)
    known(in_programme.programme, "Salma Dorvey")
    before, work = find(NAME, in_programme.rights_officer), len(looked)
    known(in_programme.programme, NAME, tlp=TLP.RED)
    after = find(NAME, in_programme.rights_officer)
    assert before == after
    assert len(looked) == 2 * work == 2


def test_the_latest_writing_is_searched(in_programme: Cast) -> None:
    from goodoffices.rights.identities.details import Details
    from goodoffices.rights.services import identities

    whose = known(in_programme.programme)
    fresh = Details(names=("Salma Dorvey",))
    identities.write(whose=whose, details=fresh, by=None, reason="")
    assert not find(NAME, in_programme.rights_officer).found
    assert len(find("Salma Dorvey", in_programme.rights_officer).found) == 1


def test_what_cannot_be_opened_is_counted(in_programme: Cast) -> None:
    known(in_programme.programme)
    keys.path().write_text(f"another {'A' * 43}=\n")
    answer = find(NAME, in_programme.rights_officer)
    assert (answer.found, answer.closed) == ([], 1)
