"""How a programme verifies: its ladder of standards, what needs two, its rule, its checklists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Programme, User
from goodoffices.core.services.programmes import checked_names
from goodoffices.methods.verification import OriginRule
from goodoffices.monitor.models import Incident, VerificationPolicy
from goodoffices.monitor.models.verification import ASPECTS
from goodoffices.monitor.services.permits import permitted

STEP_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_STEPS, MOST_ITEMS, MOST_ORIGINS = 12, 60, 5
BY_DEFAULT = ("attribution:verified",)
"""What needs a second person where a programme has said nothing: naming who is responsible."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder of standards of proof."""

    code: str
    names: Mapping[str, str]
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the step is called in the reader's language."""
        return _in_words(self.names) or self.code

    @property
    def meaning(self) -> str:
        """What the step asks for, in the reader's language."""
        return _in_words(self.meanings)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist: for which type of event (and all under it), for which aspect."""

    code: str
    event_type: str
    aspect: str
    names: Mapping[str, str]
    meanings: Mapping[str, str] = field(default_factory=dict)
    own: bool = False

    @property
    def name(self) -> str:
        """What there is to look at, in the reader's language."""
        return _in_words(self.names) or self.code

    @property
    def meaning(self) -> str:
        """Why, in the reader's language."""
        return _in_words(self.meanings)


@dataclass(frozen=True, slots=True)
class Policy:
    """A programme's way of verifying as it stands; ``number`` 0 is the one we ship.

    ``row`` is the id of the stored policy (None: ours). ``rule_states`` are the states that
    ``rule`` asks of; ``off`` the shipped items that are left out; ``own`` the programme's items.
    """

    row: int | None
    number: int
    ladder: tuple[Step, ...]
    second: frozenset[str]
    rule: OriginRule
    rule_states: frozenset[str]
    off: frozenset[str] = frozenset()
    own: tuple[Item, ...] = ()

    def step(self, code: str) -> Step | None:
        """Return a step of the ladder by its code."""
        return next((one for one in self.ladder if one.code == code), None)

    def needs_second(self, aspect: str, state: str) -> bool:
        """Say whether a second person has to agree before an aspect has this state."""
        return f"{aspect}:{state}" in self.second

    def items(self, event_type: str) -> list[Item]:
        """Return the checklist of an incident of this type: for all types, its groups, itself."""
        fitting = {"", *_upwards(event_type)}
        every = [one for one in shipped_items() if one.code not in self.off] + list(self.own)
        found = [one for one in every if one.event_type in fitting]
        return sorted(found, key=lambda one: ASPECTS.index(one.aspect))


def _in_words(names: Mapping[str, str]) -> str:
    found = names.get((get_language() or "en")[:2]) or names.get("en")
    return found or next(iter(names.values()), "")


def _upwards(event_type: str) -> Iterable[str]:
    scheme = codebook.load()["event_types"]
    while event_type in scheme:
        yield event_type
        event_type = scheme[event_type].parent


@cache
def shipped_ladder() -> tuple[Step, ...]:
    """Return the ladder that a programme starts with."""
    scheme = codebook.load()["proof_ladder"]
    entries = sorted(scheme, key=lambda entry: int(entry.extra["rank"] or 0))
    return tuple(Step(one.id, dict(one.labels), dict(one.definitions)) for one in entries)


@cache
def shipped_items() -> tuple[Item, ...]:
    """Return the items of the checklists that a programme starts with."""
    return tuple(
        Item(
            one.id,
            str(one.extra["event_type"]),
            str(one.extra["aspect"]),
            dict(one.labels),
            dict(one.definitions),
        )
        for one in codebook.load()["checklist_items"]
    )


def shipped_policy() -> Policy:
    """Return the policy of a programme that has said nothing of its own."""
    return Policy(
        None, 0, shipped_ladder(), frozenset(BY_DEFAULT), OriginRule(), frozenset({"verified"})
    )


def policy_of(programme: Programme) -> Policy:
    """Return how a programme verifies, as it stands now."""
    latest = VerificationPolicy.objects.filter(programme=programme).order_by("-number").first()
    return shipped_policy() if latest is None else policy_in(latest)


def with_policy(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Have incidents come with which policy is in force, for `policy_with`."""
    rows = VerificationPolicy.objects.filter(programme=OuterRef("programme")).order_by("-number")
    return incidents.annotate(
        policy_row=Subquery(rows.values("pk")[:1]), policy_since=Subquery(rows.values("at")[:1])
    )


def policy_with(incident: Incident) -> Policy:
    """Return the policy that came with an incident of `with_policy`, mostly without a query."""
    told: Any = incident
    row: int | None = told.policy_row
    if row is None:
        return shipped_policy()
    return _stored_policy(row, told.policy_since)


@lru_cache(maxsize=64)
def _stored_policy(row: int, since: datetime) -> Policy:
    """Read a policy once: a row is never edited. By its moment as well, should ids come again."""
    return policy_in(VerificationPolicy.objects.get(pk=row, at=since))


def policy_in(row: VerificationPolicy) -> Policy:
    """Return a stored policy."""
    rule = dict(row.origins)
    states = frozenset(rule.pop("states", ()))
    return Policy(
        row=row.pk,
        number=row.number,
        ladder=tuple(Step(**one) for one in row.ladder),
        second=frozenset(row.second),
        rule=OriginRule(**rule),
        rule_states=states,
        off=frozenset(row.checklists.get("off", ())),
        own=tuple(Item(**one, own=True) for one in row.checklists.get("own", ())),
    )


def change_policy(
    *,
    programme: Programme,
    by: User,
    seen_before: int,
    ladder: Sequence[Step] | None = None,
    second: Iterable[str] | None = None,
    rule: OriginRule | None = None,
    rule_states: Iterable[str] | None = None,
    off: Iterable[str] | None = None,
    own: Sequence[Item] | None = None,
) -> Policy:
    """Change how a programme verifies from now on; what was judged keeps the policy it had.

    ``seen_before`` is the number of the policy that the page showed: `Conflict` where it is no
    longer the one that holds. What is not given stays as it is.
    """
    permitted(by, programme, "core.settings")
    current = policy_of(programme)
    given: dict[str, Any] = {"ladder": ladder, "second": second, "rule": rule}
    given |= {"rule_states": rule_states, "off": off, "own": own}
    wanted = _checked(replace(current, **_frozen(given)), current)
    if current.number != seen_before:
        raise _overtaken()
    with transaction.atomic():
        row = _appended(programme, wanted, by)
        changed = [name for name in given if getattr(wanted, name) != getattr(current, name)]
        audit.record(
            "monitor.verification.changed",
            by=by,
            programme=programme,
            record=programme,
            data={"changed": changed, "number": row.number},
        )
    return policy_in(row)


def _frozen(given: Mapping[str, Any]) -> dict[str, Any]:
    sets = ("second", "rule_states", "off")
    kept = {name: value for name, value in given.items() if value is not None}
    return {
        name: value if name == "rule" else (frozenset if name in sets else tuple)(value)
        for name, value in kept.items()
    }


def _overtaken() -> Conflict:
    return Conflict(_("Somebody else changed the settings meanwhile. Look again."))


def _appended(programme: Programme, wanted: Policy, by: User) -> VerificationPolicy:
    rule = wanted.rule
    try:
        with transaction.atomic():
            return VerificationPolicy.objects.create(
                programme=programme,
                number=wanted.number + 1,
                ladder=[
                    {"code": s.code, "names": dict(s.names), "meanings": dict(s.meanings)}
                    for s in wanted.ladder
                ],
                second=sorted(wanted.second),
                origins={
                    "origins": rule.origins,
                    "different_kinds": rule.different_kinds,
                    "staff_suffices": rule.staff_suffices,
                    "states": sorted(wanted.rule_states),
                },
                checklists={"off": sorted(wanted.off), "own": [_stored(i) for i in wanted.own]},
                by=by,
            )
    except IntegrityError:
        raise _overtaken() from None


def _stored(item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "event_type": item.event_type,
        "aspect": item.aspect,
        "names": dict(item.names),
    }


def _checked(wanted: Policy, current: Policy) -> Policy:
    states = codebook.load()["verification_states"]
    known = {f"{aspect}:{state.id}" for aspect in ASPECTS for state in states}
    if not wanted.second <= known or not all(one in states for one in wanted.rule_states):
        raise InvalidInput(_("Choose one of the listed states."), code="bad-state")
    if not 1 <= wanted.rule.origins <= MOST_ORIGINS:
        raise InvalidInput(_("Ask for 1 to 5 independent origins."), code="bad-rule")
    return replace(
        wanted,
        number=current.number,
        ladder=_checked_ladder(wanted.ladder),
        own=_checked_items(wanted.own),
        off=wanted.off & {one.code for one in shipped_items()},
    )


def _checked_ladder(ladder: tuple[Step, ...]) -> tuple[Step, ...]:
    codes = [one.code for one in ladder]
    if not 1 <= len(ladder) <= MOST_STEPS:
        raise InvalidInput(_("A ladder has 1 to 12 steps."), code="bad-ladder")
    if len(set(codes)) < len(codes) or not all(STEP_CODE.fullmatch(one) for one in codes):
        raise InvalidInput(_("Each step has a code of its own."), code="bad-ladder")
    return tuple(replace(one, names=checked_names(one.names)) for one in ladder)


def _checked_items(items: tuple[Item, ...]) -> tuple[Item, ...]:
    types = codebook.load()["event_types"]
    if len(items) > MOST_ITEMS:
        raise InvalidInput(_("A checklist is useful while it is short: 60 items at most."))
    codes = [one.code for one in (*items, *shipped_items())]
    for one in items:
        known = one.aspect in ASPECTS and (not one.event_type or one.event_type in types)
        if not known or codes.count(one.code) > 1 or not STEP_CODE.fullmatch(one.code):
            raise InvalidInput(_("Say for which type of event and which aspect the item is."))
    return tuple(replace(one, names=checked_names(one.names)) for one in items)
