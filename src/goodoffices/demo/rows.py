"""Turns a telling and its words into the row a reader would hand on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from goodoffices.demo.language.writer import Written
from goodoffices.demo.telling import COUNTED, Figure, Telling
from goodoffices.formats.values import (
    DateClaim,
    PartyClaim,
    PlaceClaim,
    ReportRow,
    TollClaim,
    TypeClaim,
)

CATEGORIES = {
    "woman": "women",
    "child": "children",
    "girl": "girls",
    "boy": "boys",
    "fighter": "combatants",
}
"""Codebook category of the nouns whose counts are claims of their own."""

FIGHTS = ("clash",)


def report_row(
    told: Telling,
    written: Written,
    type_code: str,
    external_id: str,
    published: str,
    links: tuple[str, ...] = (),
) -> ReportRow:
    """Return the row of one report, ``raw`` and ``digest`` included; ``line`` is set later."""
    row = ReportRow(
        external_id=external_id,
        raw="",
        digest="",
        line=0,
        title=written.title,
        text=written.text,
        language=told.language,
        published=published,
        dates=(_date(told, written),),
        places=tuple(_places(told, written)),
        types=(TypeClaim(type_code, source_code=told.event.kind, quote=written.title),),
        parties=tuple(_parties(told, written)),
        tolls=tuple(_tolls(told, written)),
        links=links,
        source_name=told.source.names["en"],
    )
    return sealed(row)


def sealed(row: ReportRow, line: int = 0) -> ReportRow:
    """Return the row with its raw text and digest: canonical JSON of what it says."""
    said: dict[str, Any] = asdict(row)
    for name in ("raw", "digest", "line"):
        del said[name]
    raw = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(raw.encode()).hexdigest()
    return replace(row, raw=raw, digest=digest, line=line or row.line)


def _date(told: Telling, written: Written) -> DateClaim:
    date = told.date
    return DateClaim(date.edtf, date.precision, quote=written.quotes.get("date", ""))


def _places(told: Telling, written: Written) -> Iterable[PlaceClaim]:
    place = told.place
    if place.place is None:
        return
    yield PlaceClaim(
        names=place.chain,
        country=place.chain[0],
        latitude=place.latitude,
        longitude=place.longitude,
        precision=place.precision,
        radius_m=place.radius_m,
        gazetteer_id=place.gazetteer_id,
        quote=written.quotes.get("place", ""),
    )


def _parties(told: Telling, written: Written) -> Iterable[PartyClaim]:
    """Yield the parties the text names, in the source's own words."""
    fight = told.event.kind in FIGHTS
    roles = {"a": "side_a" if fight else "initiator", "b": "side_b" if fight else "target"}
    for side, key in (("a", told.actor), ("b", told.other)):
        name = written.quotes.get(f"side_{side}", "")
        if key not in ("", "unknown", "residents") and name:
            yield PartyClaim(name, roles[side], external_id=f"talmora:{key}", quote=name)


def _tolls(told: Telling, written: Written) -> Iterable[TollClaim]:
    """Yield the figures the text gives; harm only where it is said, heads where they are told."""
    said = written.quotes.get("toll", "")
    if said and not {"killed", "injured"} & set(told.figures):
        yield from (TollClaim(m, best=0, quote=said) for m in ("killed", "injured"))
    ranged = bool(written.quotes.get("range"))
    for measure in COUNTED:
        figure = told.figures.get(measure)
        harm = measure in ("killed", "injured")
        if figure is None or (harm and not said) or (ranged and measure == "injured"):
            continue
        yield from _toll(measure, figure, said if harm else "", ranged=ranged and harm)


def _toll(measure: str, figure: Figure, quote: str, *, ranged: bool) -> Iterable[TollClaim]:
    spread = figure.low != figure.high
    yield TollClaim(
        measure,
        low=figure.low if spread else None,
        best=None if ranged else figure.best,
        high=figure.high if spread else None,
        quote=quote,
    )
    for noun, count in figure.parts:
        if noun in CATEGORIES:
            yield TollClaim(measure, CATEGORIES[noun], best=count, quote=quote)
