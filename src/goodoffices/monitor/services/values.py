"""The values an incident shows, from the claims of its reports: what `methods.derive` is asked.

Claims come as tuples in the order of `intake.claims.TAIL`, from a file or from the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from goodoffices import codebook
from goodoffices.methods import derive
from goodoffices.methods.dates import UNKNOWN, parse
from goodoffices.methods.geo import cell
from goodoffices.monitor.services.intake.claims import TAIL, Tail

RULES: Mapping[str, tuple[str, ...]] = {
    "date": derive.DATE_RULES,
    "place": derive.PLACE_RULES,
    "type": derive.TYPE_RULES,
    "toll": derive.TOLL_RULES,
}
"""The rules that each derived value can follow."""

KIND, PRECISION, EDTF = TAIL.index("kind"), TAIL.index("precision"), TAIL.index("edtf")
FIRST, PLACE, PLACE_TEXT = (TAIL.index(n) for n in ("first_day", "place_id", "place_text"))
LATITUDE, TYPE, PARTY = (TAIL.index(n) for n in ("latitude", "event_type", "party_id"))
ROLE, MEASURE = TAIL.index("role"), TAIL.index("measure")

_NO_DATE, _NO_PLACE = ("", None, None), (None, "", "", None, None, None, None)


@dataclass(frozen=True, slots=True)
class Rules:
    """By which rule each value of an incident is derived."""

    date: str = "most_precise"
    place: str = "most_precise"
    type: str = "majority"
    toll: str = "range"

    @classmethod
    def of(cls, record: Any) -> Rules:
        """Return the rules of a programme or an incident."""
        return cls(record.date_rule, record.place_rule, record.type_rule, record.toll_rule)


@dataclass(frozen=True, slots=True)
class Team:
    """What the team decided where a rule is ``team``."""

    date: derive.Decision | None = None
    place: derive.Decision | None = None
    type: derive.Decision | None = None
    tolls: Mapping[tuple[str, str], derive.Decision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One claim with what is needed to weigh it: who said it, how they are graded, when."""

    claim: int
    source: int
    tail: Tail
    reliability: str = "F"
    credibility: int = 6
    as_of: int | None = None
    received: float = 0.0


@dataclass(frozen=True, slots=True)
class Values:
    """The derived columns of one incident, in the order of `COLUMNS`, and its parties."""

    columns: Tail
    parties: tuple[tuple[int, str], ...] = ()

    @property
    def place_id(self) -> int | None:
        """The id of the place shown, where the programme knows it."""
        found: int | None = self.columns[3]
        return found

    @property
    def event_type(self) -> str:
        """The code of the type shown, or nothing."""
        return str(self.columns[10])


COLUMNS = (
    *("edtf", "first_day", "last_day"),
    *("place_id", "place_text", "place_precision", "latitude", "longitude", "radius_m", "cell"),
    *("event_type", "killed_low", "killed_best", "killed_high", "tolls"),
)


def values_of(tails: Sequence[Tail], rules: Rules) -> Values:
    """Return the values of an incident that holds one report.

    A report mostly makes one claim of each kind, which every rule then chooses; only others are
    weighed against one another.
    """
    simple = _simple(tails) if "team" not in (rules.date, rules.place, rules.type) else None
    if simple is not None:
        return simple
    return derived([Spoken(n, 0, tail) for n, tail in enumerate(tails)], rules, Team())


def _simple(tails: Sequence[Tail]) -> Values | None:
    """Return the values where nothing has to be chosen, else None."""
    date, place, kind = _NO_DATE, _NO_PLACE, ""
    known: set[object] = set()
    parties, tolls = [], []
    for tail in tails:
        about = tail[KIND]
        key = (about, *tail[MEASURE : MEASURE + 2]) if about == "toll" else about
        if about == "party":
            if tail[PARTY] is not None:
                parties.append((tail[PARTY], tail[ROLE]))
            continue
        if key in known:
            return None
        known.add(key)
        if about == "date":
            date = tail[EDTF : EDTF + 3]
        elif about == "place":
            place = _place(tail)
        elif about == "type":
            kind = tail[TYPE]
        else:
            tolls.append(_toll(*tail[MEASURE : MEASURE + 5]))
    tolls.sort(key=_key)
    parties = sorted(set(parties), key=lambda one: (one[1], one[0]))
    return Values((*date, *place, kind, *_killed(tolls), tolls), tuple(parties))


def _place(tail: Tail) -> Tail:
    latitude, longitude, radius = tail[LATITUDE : LATITUDE + 3]
    at = None if latitude is None or longitude is None else _cell(latitude, longitude)
    where = (tail[PLACE], tail[PLACE_TEXT], tail[PRECISION])
    return (*where, latitude, longitude, radius, at)


_cell = lru_cache(maxsize=65_536)(cell)


def _toll(
    measure: str, category: str, low: int | None, best: int | None, high: int | None
) -> dict[str, Any]:
    return {"measure": measure, "category": category, "low": low, "best": best, "high": high}


def _key(toll: Mapping[str, Any]) -> tuple[str, str]:
    return toll["measure"], toll["category"]


def _killed(tolls: Sequence[Mapping[str, Any]]) -> tuple[int | None, int | None, int | None]:
    """Return low, best and high of all people killed.

    Where only groups are counted, not all, the largest group is a lower bound and no more.
    """
    groups = []
    for toll in tolls:
        if toll["measure"] == "killed":
            if toll["category"] == "all":
                return toll["low"], toll["best"], toll["high"]
            figure = toll["best"] if toll["low"] is None else toll["low"]
            groups += [figure] if figure is not None else []
    return max(groups, default=None), None, None


def derived(spoken: Sequence[Spoken], rules: Rules, team: Team) -> Values:
    """Weigh claims of several reports by the rules, and return what the incident shows."""
    kinds: dict[str, list[Spoken]] = {
        name: [] for name in ("date", "place", "type", "party", "toll")
    }
    for one in spoken:
        kinds[one.tail[KIND]].append(one)
    date = derive.derive_date(
        [derive.DateClaim(*_who(s), parse(s.tail[EDTF]), **_how(s)) for s in kinds["date"]],
        rule=rules.date,
        team=team.date,
    )
    span = date.span or UNKNOWN
    kind = derive.derive_type(
        [
            derive.TypeClaim(*_who(s), s.tail[TYPE], depth(s.tail[TYPE]), **_how(s))
            for s in kinds["type"]
        ],
        rule=rules.type,
        team=team.type,
    )
    tolls = [
        _toll(one.measure, one.category, one.low, one.best, one.high)
        for one in derive.derive_tolls(
            [
                derive.TollClaim(*_who(s), *s.tail[MEASURE : MEASURE + 5], **_how(s))
                for s in kinds["toll"]
            ],
            rule=rules.toll,
            team=team.tolls,
        )
    ]
    columns = (
        *(span.edtf, span.first_day, span.last_day),
        *_derived_place(kinds["place"], rules, team),
        *(kind.code, *_killed(tolls), tolls),
    )
    return Values(columns, _parties(kinds["party"]))


def _who(one: Spoken) -> tuple[int, int]:
    return one.claim, one.source


def _how(one: Spoken) -> dict[str, Any]:
    return {
        "reliability": one.reliability,
        "credibility": one.credibility,
        "as_of": one.as_of,
        "received": one.received,
    }


def _derived_place(spoken: Sequence[Spoken], rules: Rules, team: Team) -> Tail:
    found = derive.derive_place(
        [
            derive.PlaceClaim(*_who(s), s.tail[PLACE], *s.tail[LATITUDE : LATITUDE + 3], **_how(s))
            for s in spoken
        ],
        rule=rules.place,
        team=team.place,
    )
    said = next((s.tail for s in spoken if s.claim in found.support), None)
    text, precision = (said[PLACE_TEXT], said[PRECISION]) if said else ("", "")
    latitude, longitude = found.latitude, found.longitude
    at = None if latitude is None or longitude is None else _cell(latitude, longitude)
    return (found.place, text, precision, latitude, longitude, found.radius_m, at)


def _parties(spoken: Sequence[Spoken]) -> tuple[tuple[int, str], ...]:
    claims = [
        derive.PartyClaim(*_who(s), s.tail[PARTY], s.tail[ROLE], **_how(s))
        for s in spoken
        if s.tail[PARTY] is not None
    ]
    return tuple((int(one.party), one.role) for one in derive.derive_parties(claims))


@cache
def depth(code: str) -> int:
    """Return how deep a type of event stands in the codebook's tree; 0 for a top group."""
    scheme = codebook.load()["event_types"]
    steps = 0
    while code in scheme and scheme[code].parent:
        code, steps = scheme[code].parent, steps + 1
    return steps
