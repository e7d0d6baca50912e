"""Files that came with reports: pictures and notes, all generated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from goodoffices.demo.chance import stream
from goodoffices.demo.pictures import landscape, scanned_page
from goodoffices.demo.tables import LANGUAGES, table
from goodoffices.demo.values import DemoEvidence, DemoReport

HANDED_IN = {
    "field": ("landscape", "note"),
    "hospital": ("scan",),
    "observer": ("landscape",),
    "committee": ("scan", "note"),
    "lawyers": ("scan",),
    "relief": ("landscape",),
}
"""By style of source, what comes with its reports."""

SHARE = 0.045


def attachments(
    seed: int, reports: Sequence[DemoReport], styles: Mapping[str, str]
) -> tuple[DemoEvidence, ...]:
    """Return the files that came with some of the reports."""
    rng = stream(seed, "evidence")
    found = []
    for report in reports:
        kinds = HANDED_IN.get(styles[report.source_key], ())
        if kinds and report.version == 1 and rng.random() < SHARE:
            found.append(_file(rng, report, rng.choice(kinds)))
    return tuple(found)


def _file(rng: Random, report: DemoReport, kind: str) -> DemoEvidence:
    stem = report.row.external_id.lower()
    captions = rng.choice(table("team")["captions"][kind])
    caption = captions[LANGUAGES.index(report.row.language)]
    if kind == "note":
        content, name, media = _note(report, caption), f"{stem}-note.txt", "text/plain"
    else:
        content = landscape(rng) if kind == "landscape" else scanned_page(rng)
        name, media = f"{stem}-{kind}.png", "image/png"
    return DemoEvidence(
        name,
        media,
        content,
        caption,
        report.row.external_id,
        report.tlp,
        report.entered_by,
        report.received_at,
    )


def _note(report: DemoReport, caption: str) -> bytes:
    lines = [caption, f"{report.received_at:%Y-%m-%d %H:%M} UTC", report.row.external_id, ""]
    return "\n".join([*lines, report.row.text.replace(". ", ".\n"), ""]).encode()
