"""What stood behind each citation when it was checked or published, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.core.models import Membership
from goodoffices.publish.evidence import Evidence, Standing, resolve_all
from goodoffices.publish.flow.digests import sha256
from goodoffices.publish.models import Publication

STRENGTH = {"verified": 3, "corroborated": 2, "pending": 1, "unverified": 1}
"""How far a verification state carries; contested, refuted and withdrawn carry nothing."""

TOLD = ("killed", "killed.low", "killed.high", "incidents", "date", "place")
"""The figures that a text may repeat: when one of them changes, somebody has to look again."""

DRAWN = ("bars", "places")
"""What a chart or a map is drawn from."""


@dataclass(frozen=True, slots=True)
class Change:
    """That what is cited is not what it was: ``what`` is withdrawn, merged, hidden, weaker,
    restricted, figures, drawn or gone."""

    key: str
    what: str
    then: Any = None
    now: Any = None


def snapshot(publication: Publication, member: Membership | None) -> dict[str, Any]:
    """Return what stands behind each citation now, and behind those of an amended text."""
    found = behind(publication, member)
    if publication.corrects is not None:
        amended = behind(publication.corrects, member)
        found |= {f"corrected {key}": one for key, one in amended.items()}
    return found


def behind(publication: Publication, member: Membership | None) -> dict[str, Any]:
    """Return what stands behind each citation of one publication as the member sees it now."""
    found = resolve_all(publication, member=member)
    return {key: told(one) for key, one in found.items()}


def told(evidence: Evidence) -> dict[str, Any]:
    """Return of one piece of evidence what is compared later."""
    facts = evidence.facts
    return {
        "standing": str(evidence.standing),
        "level": evidence.level,
        "tlp": evidence.tlp,
        "said": {name: facts[name] for name in TOLD if facts.get(name) is not None},
        "drawn": sha256([facts[name] for name in DRAWN if name in facts]),
    }


def changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Say what changed for the worse, or in what a text repeats, between two snapshots."""
    found: list[Change] = []
    for key, before in sorted(then.items()):
        after = now.get(key)
        found += [Change(key, "gone")] if after is None else _changed(key, before, after)
    return found


def _changed(key: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    if now["standing"] != Standing.STANDS:
        same = now["standing"] == then["standing"]
        return [] if same else [Change(key, now["standing"])]
    found = []
    if STRENGTH.get(now["level"], 0) < STRENGTH.get(then["level"], 0):
        found.append(Change(key, "weaker", then["level"], now["level"]))
    if (now["tlp"] or 0) > (then["tlp"] or 0):
        found.append(Change(key, "restricted", then["tlp"], now["tlp"]))
    if now["said"] != then["said"]:
        found.append(Change(key, "figures", then["said"], now["said"]))
    if now["drawn"] != then["drawn"]:
        found.append(Change(key, "drawn"))
    return found
