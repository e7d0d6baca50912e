"""How good the suggestions are, summed over what a member's clearance reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goodoffices.core.models import Membership
from goodoffices.core.tlp import STAFF_CLEARANCE
from goodoffices.methods.shares import Share
from goodoffices.monitor.models import LinkageMeasure
from goodoffices.monitor.services.linking.measuring import BANDS


@dataclass(frozen=True, slots=True)
class BandQuality:
    """One band: how many of its suggestions were right, and how many decisions it and the better
    bands found something right for."""

    band: str
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured in one way: over how many decisions, and by band."""

    decisions: int
    same: int
    bands: list[BandQuality]


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything the page shows; ``truth`` only where the truth is known."""

    at: datetime
    model: int
    asked: Quality
    replayed: Quality
    truth: Quality | None


def measured(member: Membership) -> Measured | None:
    """Return the last measurement, as far as the member may know it; None before the first."""
    row = LinkageMeasure.objects.filter(programme=member.programme_id).first()
    if row is None:
        return None
    own = {way: _summed(marks, member) for way, marks in row.counts.items()}
    truth = quality(own["truth"]) if "truth" in own else None
    in_queue, older = quality(own.get("asked", {})), quality(own.get("replayed", {}))
    return Measured(row.at, row.model, in_queue, older, truth)


def _summed(marks: dict[str, dict[str, int]], member: Membership) -> dict[str, int]:
    """Add the counts up to the member's clearance; none are kept of what is RED."""
    found: dict[str, int] = {}
    for mark, counts in marks.items():
        if int(mark) <= min(member.clearance, int(STAFF_CLEARANCE)):
            for what, number in counts.items():
                found[what] = found.get(what, 0) + number
    return found


def quality(counts: dict[str, int]) -> Quality:
    """Return the figures of one way of measuring from its counts."""
    same, found, bands = counts.get("same", 0), 0, []
    for band in BANDS:
        found += counts.get(f"found:{band}", 0)
        precision = Share(counts.get(f"right:{band}", 0), counts.get(f"suggested:{band}", 0))
        bands.append(BandQuality(band, precision, Share(min(found, same), same)))
    return Quality(counts.get("decisions", 0), same, bands)
