"""Packs of terminology as a policy keeps them: what was read from a file, as plain values."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from goodoffices.methods.terminology import Pack, Rule


def kept(pack: Pack, *, name: str) -> dict[str, Any]:
    """Return a pack as the policy keeps it, with the name of its file."""
    return {
        "file": name[:120],
        "id": pack.id,
        "version": pack.version,
        "date": pack.date.isoformat(),
        "title": dict(pack.title),
        "attribution": {one: list(words) for one, words in pack.attribution.items()},
        "names": list(pack.names),
        "rules": [_rule(rule) for rule in pack.rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "severity": rule.severity,
        "terms": {one: list(terms) for one, terms in rule.terms.items()},
        "reason": dict(rule.reason),
        "instead": dict(rule.instead),
        "leans": rule.leans,
    }


def pack_of(held: dict[str, Any]) -> Pack:
    """Return a pack that a policy keeps."""
    return Pack(
        id=held["id"],
        version=held["version"],
        date=date.fromisoformat(held["date"]),
        title=held["title"],
        rules=tuple(_read(rule) for rule in held["rules"]),
        attribution={one: tuple(words) for one, words in held.get("attribution", {}).items()},
        names=tuple(held.get("names", ())),
    )


def _read(held: dict[str, Any]) -> Rule:
    return Rule(
        id=held["id"],
        severity=held["severity"],
        terms={one: tuple(terms) for one, terms in held["terms"].items()},
        reason=held["reason"],
        instead=held.get("instead", {}),
        leans=held.get("leans", ""),
    )


def same(one: list[Any], other: list[Any]) -> bool:
    """Say whether two lists of packs say the same."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
