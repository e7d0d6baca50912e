"""What other parts of the room show beside a text and on the page of a publication.

A part registers a panel once, when the room gets ready (`apps.ready`)::

    side.beside_text(panel, order=10)     # beside the editor, anew with every preview
    side.on_record(panel, order=10)       # on the page of a publication

A panel is a function of a `Writing` that returns safe HTML, or "" for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.safestring import SafeString

from goodoffices.core.models import Membership
from goodoffices.publish.evidence import Evidence
from goodoffices.publish.models import Citation, Publication


@dataclass(frozen=True, slots=True)
class Writing:
    """What stands in the editor just now, saved or not; on a record's page, the source text.

    ``citations`` and ``evidence`` are those that stand, by key, as the member may see them.
    """

    publication: Publication
    language: str
    title: str
    summary: str
    body: str
    member: Membership
    citations: Mapping[str, Citation] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    request: HttpRequest | None = None


Panel = Callable[[Writing], SafeString | str]

_TEXT: list[tuple[int, Panel]] = []
_RECORD: list[tuple[int, Panel]] = []


def beside_text(panel: Panel, *, order: int = 50) -> None:
    """Show a panel beside the editor; registering twice shows it once."""
    _add(_TEXT, panel, order)


def on_record(panel: Panel, *, order: int = 50) -> None:
    """Show a panel on the page of a publication; registering twice shows it once."""
    _add(_RECORD, panel, order)


def _add(panels: list[tuple[int, Panel]], panel: Panel, order: int) -> None:
    if all(known is not panel for _order, known in panels):
        panels.append((order, panel))
        panels.sort(key=lambda one: one[0])


def text_panels(writing: Writing) -> list[SafeString | str]:
    """Return what is shown beside a text, in order."""
    return [html for html in (panel(writing) for _order, panel in _TEXT) if html]


def record_panels(writing: Writing) -> list[SafeString | str]:
    """Return what is shown on the page of a publication, in order."""
    return [html for html in (panel(writing) for _order, panel in _RECORD) if html]
