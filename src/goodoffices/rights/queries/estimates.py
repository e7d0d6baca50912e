"""Reading estimates of how many in all: the list, and one as its page tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from goodoffices.core.models import Job, Membership
from goodoffices.rights.models import Estimate
from goodoffices.rights.models.estimates import ASSUMPTIONS, SMALL, UNSURE
from goodoffices.rights.total_words import ASSUMED, CHECK, FAILED, apart, caution

UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


def listed(member: Membership, *, text: str = "", state: str = "") -> QuerySet[Estimate]:
    """Return the estimates a member may see, the latest first; ``state``: stands or withdrawn."""
    rows: QuerySet[Estimate] = Estimate.objects.visible_to(member).select_related("job")
    if text:
        asked = Q(code=text.strip().lower()[:16])
        for name in ("title", "counted", "place", "period"):
            asked |= Q(**{f"{name}__icontains": text[:100]})
        rows = rows.filter(asked)
    if state:
        rows = rows.filter(withdrawn_at__isnull=state == "stands")
    return rows.order_by(F("withdrawn_at").asc(nulls_first=True), "-created_at", "-pk")


def replacing(estimate: Estimate, member: Membership) -> tuple[Estimate | None, Estimate | None]:
    """Return the estimate it replaced and the one it was replaced by, as far as they are seen."""
    seen = Estimate.objects.visible_to(member)
    before = seen.filter(pk=estimate.replaces_id).first() if estimate.replaces_id else None
    return before, seen.filter(replaces=estimate).order_by("pk").first()


def is_under_way(estimate: Estimate) -> bool:
    """Say whether its figures are still being worked out."""
    job = estimate.job
    return estimate.result is None and job is not None and job.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class Overlap:
    """One line of the table of observed counts: who is on exactly these lists."""

    marks: list[bool]
    names: list[str]
    people: int
    width: float

    @property
    def is_small(self) -> bool:
        """Whether so few people may be recognised."""
        return 0 < self.people < SMALL


def overlaps(estimate: Estimate) -> list[Overlap]:
    """Return the observed counts, the largest first; ``width`` is in percent of the largest."""
    most = max(estimate.counts.values())
    found = []
    for history, people in estimate.counts.items():
        marks = [sign == "1" for sign in history]
        names = [name for name, on in zip(estimate.lists, marks, strict=True) if on]
        found.append(Overlap(marks, names, people, round(100 * people / most, 2)))
    return sorted(found, key=lambda one: (-one.people, len(one.names), one.names))


@dataclass(frozen=True, slots=True)
class Told:
    """A total beside others: its ends, and where they stand on the line that all of them share."""

    name: str
    total: Mapping[str, float] | None
    left: float = 0.0
    middle: float = 0.0
    right: float = 0.0
    weight: float | None = None
    other_weight: float | None = None
    seen: int | None = None


def figure(estimate: Estimate) -> Any:
    """Return the figure as it may be said aloud, None where none is given."""
    from goodoffices.methods.undercount import Total, rounded

    result = estimate.result
    if not result or result["withheld"]:
        return None
    average = result["average"]
    total = Total(average["estimate"], average["low"], average["high"])
    return rounded(total, result["seen"])


def models(result: Mapping[str, Any]) -> list[Told]:
    """Return the weightiest models with their weights, and under them the average."""
    rows = [
        (one["name"], one, {"weight": one["bic_weight"], "other_weight": one["aic_weight"]})
        for one in result["models"]
    ]
    return _on_one_line([*rows, ("", result["average"], {})], result["seen"])


def left_out(result: Mapping[str, Any]) -> dict[str, list[Told]]:
    """Return what the average becomes without a model, and without a list."""
    found = {}
    for name, rows in result["left_out"].items():
        lines: list[Any] = [(one["name"], one["total"], {"seen": one["seen"]}) for one in rows]
        lines.append(("", result["average"], {"seen": result["seen"]}))
        found[name] = _on_one_line(lines, result["seen"]) if rows else []
    return found


def compared(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return what simpler rules say: pairs of lists, the lower bound, independence, AIC."""
    names = ("lower_bound", "independence", "average_by_aic")
    return {"pairs": result["pairs"], **{name: result[name] for name in names}}


def _on_one_line(rows: list[Any], seen: int) -> list[Told]:
    """Place the totals between the people seen and twice the average's upper end at the most."""
    average = rows[-1][1]
    highest = max((total["high"] or 0 for _name, total, _more in rows if total), default=1)
    end = max(min(highest, 2 * average["high"]), seen + 1)

    def at(value: float | None) -> float:
        share = 1.0 if value is None else (value - seen) / (end - seen)
        return round(100 * min(max(share, 0), 1), 2)

    return [Told(name, total, **_ends(total, at), **more) for name, total, more in rows]


def _ends(total: Mapping[str, float] | None, at: Any) -> dict[str, Any]:
    if total is None:
        return {}
    return {
        "left": at(total["low"]),
        "middle": at(total["estimate"]),
        "right": at(total["high"]),
    }


def findings(estimate: Estimate) -> list[str]:
    """Return what the checks found and what nobody could answer for, as sentences."""
    result = estimate.result or {"cautions": [], "withheld": []}
    shown = [one for one in result["cautions"] if one["code"] not in result["withheld"]]
    found = [caution(one["code"], one["facts"]) for one in shown]
    unsure = [name for name in ASSUMPTIONS if estimate.assumptions.get(name) == UNSURE]
    return [*found, *(str(CHECK) % apart(str(ASSUMED[name])) for name in unsure)]


def why_withheld(estimate: Estimate) -> list[str]:
    """Return why no figure is given, as sentences."""
    return [str(FAILED[code]) for code in (estimate.result or {"withheld": []})["withheld"]]
