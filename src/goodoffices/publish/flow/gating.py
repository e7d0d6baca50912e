"""Asking the gates before a step: what they find open stops everything that leads forward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from goodoffices.publish.models import Publication

Asked = Callable[[Publication], Sequence[Any]]

_ASKED: list[Asked] = []


def ask_with(asked: Asked) -> None:
    """Have the gates asked through a function that returns the findings that block."""
    _ASKED[:] = [asked]


def blocking(publication: Publication) -> list[Any]:
    """Return what blocks a publication now, with what blocks the amended text of a correction."""
    found = [one for asked in _ASKED for one in asked(publication)]
    if publication.corrects is not None and amended(publication.corrects):
        found += [one for asked in _ASKED for one in asked(publication.corrects)]
    return found


def amended(publication: Publication) -> bool:
    """Say whether a text that is out has newer versions than those of its last edition."""
    from goodoffices.publish.flow.digests import latest_texts, numbers

    last = publication.editions.order_by("-number").first()
    if last is None:
        return False
    out = {one["language"]: one["number"] for one in last.content["texts"]}
    return any(
        number > out.get(language, 0)
        for language, number in numbers(latest_texts(publication)).items()
    )
