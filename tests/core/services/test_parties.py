"""Parties: their names and parts, and what others call them, kept apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import search
from goodoffices.core.models import AuditEntry, Party
from goodoffices.core.services import parties
from goodoffices.core.services.parties import GivenParty, GivenPartyName
from tests.cast import Cast

pytestmark = pytest.mark.django_db

FRONT = GivenParty(
    kind="armed_group",
    name="Harrow Front",
    names=(
        GivenPartyName("ar", "جبهة هارو", preferred=True),
        GivenPartyName("en", "HF"),
    ),
    external_ids={"ucdp": "118"},
)


def add(cast: Cast, given: GivenParty = FRONT) -> Party:
    return parties.add(programme=cast.programme, given=given, by=cast.monitoring_officer.user)


def test_a_party_is_known_by_all_its_names(in_programme: Cast) -> None:
    party = add(in_programme)
    assert party.labels == {"ar": "جبهة هارو"}
    assert set(party.names.values_list("name", flat=True)) == {"Harrow Front", "جبهة هارو", "HF"}
    for word in ("front", "جبهة", "hf"):
        assert search.best("party", word, in_programme.analyst) == [party.pk]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "needs a name"),
        ({"kind": "wizards"}, "what kind"),
        ({"tlp": 7}, "who may see"),
        ({"external_ids": {"Not A Scheme": "1"}}, "scheme:id"),
    ],
)
def test_what_cannot_be_a_party_is_refused(
    in_programme: Cast, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        add(in_programme, replace(FRONT, **wrong))


def test_roles_without_the_right_and_other_programmes_parties(in_programme: Cast) -> None:
    cast = in_programme
    with pytest.raises(NotPermitted):
        parties.add(programme=cast.programme, given=FRONT, by=cast.analyst.user)
    far = Party.objects.create(programme=cast.other_programme, kind="other", name="Far")
    with pytest.raises(NotFound):
        add(cast, replace(FRONT, parent=far))


def test_parts_move_along_and_no_party_is_part_of_itself(in_programme: Cast) -> None:
    cast = in_programme
    front, league = add(cast), add(cast, GivenParty("political_party", "League"))
    wing = add(cast, GivenParty("armed_group", "Wing", parent=front))
    changed = parties.change(
        party=front,
        given=replace(FRONT, parent=league),
        seen=parties.seen(front),
        by=cast.director.user,
        reason="joined",
    )
    wing.refresh_from_db()
    assert wing.path == f"/{league.pk}/{front.pk}/{wing.pk}/"
    with pytest.raises(InvalidInput, match="itself"):
        parties.change(
            party=league,
            given=GivenParty("political_party", "League", parent=wing),
            seen=parties.seen(league),
            by=cast.director.user,
            reason="",
        )
    assert changed.parent == league
    entry = AuditEntry.objects.get(action="core.party.changed")
    assert (entry.reason, entry.data) == ("joined", {"changed": ["parent"]})


def test_of_two_people_the_second_is_told(in_programme: Cast) -> None:
    cast = in_programme
    party = add(cast)
    opened = parties.seen(party)
    parties.change(party=party, given=replace(FRONT, note="x"), seen=opened, by=None, reason="")
    with pytest.raises(Conflict):
        parties.change(party=party, given=FRONT, seen=opened, by=cast.director.user, reason="")


def test_what_others_call_a_party_stays_theirs(in_programme: Cast) -> None:
    cast = in_programme
    party = add(cast)
    kept = parties.keep_label(
        party=party, label="the bandits", language="en", used_by="Radio Sarend", by=None
    )
    party.refresh_from_db()
    assert "bandits" not in str(party.labels) + party.name
    assert search.best("party", "bandits", cast.analyst) == []
    parties.drop_label(label=kept, reason="misheard", by=cast.director.user)
    assert party.others_labels.count() == 0
    with pytest.raises(InvalidInput):
        parties.keep_label(party=party, label="x", language="en", used_by="", by=None)
