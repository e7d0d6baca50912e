"""Drafts for the tests of gates: plain values, no database; all invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from goodoffices.methods.terminology import Called
from goodoffices.publish.evidence import Evidence
from goodoffices.publish.gates.draft import Cited, Draft, DraftText, NamedParty, Rules
from goodoffices.publish.gates.finding import Finding
from goodoffices.publish.gates.registry import BY_CODE

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
FRONT = NamedParty("front", "Northern Front")
PARTIES = Called([("Northern Front", FRONT), ("الجبهة الشمالية", FRONT), ("חזית הצפון", FRONT)])


def text(body: str = "", language: str = "en", **more: Any) -> DraftText:
    """Make a text."""
    values = {"number": 1, "of_source": None, "title": "", "summary": ""} | more
    return DraftText(language=language, body=body, **values)


def cited(key: str = "c1", *, checked: dict[str, Any] | None = None, **more: Any) -> Cited:
    """Make a citation of a verified public incident of long ago."""
    day = more.pop("last_day", date(2026, 1, 5).toordinal())
    places = more.pop("exact_places", ())
    values = {"kind": "incident", "level": "verified", "tlp": 0} | more
    return Cited(Evidence(key=key, **values), checked or {}, day, places)


def draft(*texts: DraftText, rules: Rules | None = None, **more: Any) -> Draft:
    """Make a draft; the first text is the source."""
    return Draft(
        source_language=texts[0].language if texts else "en",
        texts={one.language: one for one in texts},
        rules=rules or Rules(),
        today=TODAY.toordinal(),
        now=NOW,
        **more,
    )


def found(gate: str, of: Draft) -> list[Finding]:
    """Return what one gate finds."""
    return BY_CODE[gate].findings(of)


def words(gate: str, of: Draft) -> list[str]:
    """Return the words of what one gate finds."""
    return [one.words for one in found(gate, of)]
