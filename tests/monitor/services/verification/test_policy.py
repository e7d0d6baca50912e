"""How a programme verifies is its own to say; each change is appended and nothing is rewritten."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.methods.verification import OriginRule
from goodoffices.monitor.models import VerificationPolicy
from goodoffices.monitor.services.verification import Policy, change_policy, policy_of
from goodoffices.monitor.services.verification.policy import Item, Step, shipped_items
from tests.cast import Cast

OWN = Item("own_one", "remote", "harm", {"en": "The clinic was asked"})


def change(cast: Cast, seen: int = 0, **more: object) -> Policy:
    given = {"programme": cast.programme, "by": cast.director.user, "seen_before": seen, **more}
    return change_policy(**given)  # type: ignore[arg-type]


def test_a_programme_starts_with_a_neutral_ladder_and_few_items(in_programme: Cast) -> None:
    policy = policy_of(in_programme.programme)
    assert (policy.number, policy.row) == (0, None)
    assert policy.ladder[0].code == "suspicion"
    assert policy.needs_second("attribution", "verified")
    assert not policy.needs_second("event", "verified")
    assert policy.rule == OriginRule(2, True, True)
    assert len(policy.items("remote_shelling")) < 14


def test_an_incident_shows_the_items_of_its_type_and_of_the_groups_above(
    in_programme: Cast,
) -> None:
    policy = policy_of(in_programme.programme)
    codes = {one.code for one in policy.items("civilians_sexual")}
    assert {"first_hand", "civilians_consent", "civilians_specialist"} <= codes
    assert "remote_traces" not in codes
    assert "civilians_specialist" not in {one.code for one in policy.items("civilians")}
    assert {one.event_type for one in policy.items("")} == {""}


def test_each_change_is_a_new_row_and_the_log_says_what_changed(in_programme: Cast) -> None:
    steps = [Step("likely", {"en": "Likely"}), Step("sure", {"ar": "مؤكد"})]
    change(in_programme, ladder=steps, second=["event:verified"])
    policy = change(in_programme, 1, off=["interest"], own=[OWN])
    assert [step.code for step in policy.ladder] == ["likely", "sure"]
    assert policy.needs_second("event", "verified")
    codes = {one.code for one in policy.items("remote_shelling")}
    assert "own_one" in codes
    assert "interest" not in codes
    assert list(VerificationPolicy.objects.values_list("number", flat=True)) == [1, 2]
    entries = AuditEntry.objects.filter(action="monitor.verification.changed").order_by("seq")
    assert [entry.data["changed"] for entry in entries] == [["ladder", "second"], ["off", "own"]]


def test_the_second_of_two_is_told(in_programme: Cast) -> None:
    change(in_programme, second=[])
    with pytest.raises(Conflict):
        change(in_programme, second=["event:verified"])
    assert policy_of(in_programme.programme).second == frozenset()


@pytest.mark.parametrize(
    "broken",
    [
        {"second": ["event:certain"]},
        {"second": ["blame:verified"]},
        {"rule_states": ["certain"]},
        {"rule": OriginRule(origins=0)},
        {"ladder": []},
        {"ladder": [Step("a", {"en": "A"}), Step("a", {"en": "B"})]},
        {"ladder": [Step("a", {"en": "  "})]},
        {"own": [Item("x", "nowhere", "harm", {"en": "X"})]},
        {"own": [Item("x", "", "blame", {"en": "X"})]},
        {"own": [Item("interest", "", "harm", {"en": "X"})]},
    ],
)
def test_what_makes_no_sense_is_refused(in_programme: Cast, broken: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        change(in_programme, **broken)
    assert not VerificationPolicy.objects.exists()


@pytest.mark.parametrize("role", ["monitoring_officer", "analyst", "field_officer", "partner"])
def test_who_may_not_change_settings_is_refused(in_programme: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        change(in_programme, by=getattr(in_programme, role).user, second=[])


def test_another_programme_keeps_its_own(in_programme: Cast) -> None:
    with pytest.raises(NotFound):
        change(in_programme, by=in_programme.outsider.user, second=[])


def test_every_shipped_item_is_for_a_type_and_an_aspect_that_exist() -> None:
    from goodoffices import codebook

    book = codebook.load()
    for item in shipped_items():
        assert item.aspect in book["verification_aspects"], item.code
        assert not item.event_type or item.event_type in book["event_types"], item.code
