"""What the pages of open data say: where a version stands, what was held back and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from goodoffices.publish.data.files import frequency_label
from goodoffices.publish.models.datasets import FREQUENCIES

FINENESS: dict[str, Promise] = {"day": _("day"), "week": _("week"), "month": _("month")}

STATES: dict[str, Promise] = {
    "preparing": pgettext_lazy("a version of data", "being prepared"),
    "ready": pgettext_lazy("a version of data", "waits for approval"),
    "approved": pgettext_lazy("a version of data", "approved"),
    "published": pgettext_lazy("a version of data", "published"),
    "withdrawn": pgettext_lazy("a version of data", "withdrawn"),
    "dropped": pgettext_lazy("a version of data", "dropped"),
}

CHANGES: dict[str, Promise] = {
    "came": pgettext_lazy("records of data", "came in"),
    "went": pgettext_lazy("records of data", "went out"),
    "changed": pgettext_lazy("records of data", "changed"),
}


def frequencies() -> list[tuple[str, str]]:
    """Return how often a series may come out."""
    return [(code, frequency_label(code)) for code in FREQUENCIES]


def told(report: Mapping[str, Any]) -> list[str]:
    """Return what was left out, held back and blurred, one sentence each."""
    found = []
    for name, say in _SENTENCES.items():
        number = report.get(name, 0)
        if number:
            found.append(say(number) % {"number": number, "smallest": report.get("smallest")})
    return found


def left_out(report: Mapping[str, Any]) -> int:
    """Return how many were found that are not verified far enough, dated and old enough."""
    return int(report.get("found", 0)) - int(report.get("eligible", 0))


_SENTENCES: dict[str, Callable[[int], str]] = {
    "small_groups": lambda n: ngettext(
        "%(number)s record was held back: fewer than %(smallest)s look like it.",
        "%(number)s records were held back: fewer than %(smallest)s look like each of them.",
        n,
    ),
    "coarser": lambda n: ngettext(
        "%(number)s record is told less exactly, so that it stands in a larger group.",
        "%(number)s records are told less exactly, so that they stand in larger groups.",
        n,
    ),
    "small_figures": lambda n: ngettext(
        "The figures of %(number)s record were small and are told as a range.",
        "The figures of %(number)s records were small and are told as a range.",
        n,
    ),
    "places_secret": lambda n: ngettext(
        "%(number)s record comes out without its place, which may not be known.",
        "%(number)s records come out without their places, which may not be known.",
        n,
    ),
    "points_astray": lambda n: ngettext(
        "%(number)s record has no point: it could not be moved within its area.",
        "%(number)s records have no point: they could not be moved within their areas.",
        n,
    ),
    "waiting": lambda n: ngettext(
        "%(number)s new record waits until %(smallest)s of its group come out together.",
        "%(number)s new records wait until %(smallest)s of their group come out together.",
        n,
    ),
    "kept": lambda n: ngettext(
        "%(number)s record stands as it was: its change waits for others like it.",
        "%(number)s records stand as they were: their changes wait for others like them.",
        n,
    ),
    "gone": lambda n: ngettext(
        "%(number)s record of the last version may not come out any more.",
        "%(number)s records of the last version may not come out any more.",
        n,
    ),
    "beside": lambda n: ngettext(
        "%(number)s record went out as well, so that no single one stands out.",
        "%(number)s records went out as well, so that no single one stands out.",
        n,
    ),
    "exposed": lambda n: ngettext(
        "%(number)s record stands out against an earlier version all the same.",
        "%(number)s records stand out against an earlier version all the same.",
        n,
    ),
}
