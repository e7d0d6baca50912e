"""The living style page: every component of the design system with invented content."""

from __future__ import annotations

from datetime import date, timedelta
from math import cos, pi, sin
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices import codebook
from goodoffices.core.figures import (
    MapCircle,
    MapCluster,
    MapFigure,
    MapLabel,
    MapRow,
    PeriodCount,
    TimelineFigure,
    timeline,
)
from goodoffices.core.tlp import TLP
from goodoffices.web import icons


def _states() -> list[tuple[str, str]]:
    return codebook.load().choices("verification_states", get_language() or "en")


class Specimen(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Say what happened in a few neutral words."),
    )
    day = forms.CharField(
        label=gettext_lazy("Date"),
        required=False,
        help_text=gettext_lazy("A day, a month, a year, or a range such as 2026-11-03/2026-11-05."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=[("a", gettext_lazy("Shelling")), ("b", gettext_lazy("Armed clash"))],
    )
    text = forms.CharField(
        label=gettext_lazy("Text as received"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=_states, widget=forms.RadioSelect
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    sure = forms.BooleanField(
        label=gettext_lazy("I have compared this with the reports of other sources"),
        required=False,
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show every component; holds no data of anybody."""
    broken = Specimen({"title": "", "kind": "a", "state": "verified"})
    return render(
        request,
        "web/style.html",
        {
            "icons": sorted(icons.ICONS),
            "marks": sorted(icons.MARKS),
            "states": [code for code, _label in _states()],
            "tlps": list(TLP),
            "form": Specimen(),
            "broken": broken,
            "page": Paginator(range(2000), 50).page(7),
            "events": _events(),
            "map": _map(),
            "timeline": _timeline(),
            "steps": [_("File"), _("Columns"), _("Preview"), _("Load")],
            "tabs": [
                (_("Claims"), "#claims", True),
                (_("Reports"), "#reports", False),
                (_("History"), "#history", False),
            ],
            "crumbs": [(_("Incidents"), "#"), (_("Shelling in Harrow"), "")],
        },
    )


def _events() -> list[Any]:
    now = timezone.now()
    return [
        SimpleNamespace(
            at=now,
            actor="Nour Adani",
            text=_("State set to corroborated"),
            reason=_("A second, independent source names the same street."),
        ),
        SimpleNamespace(at=now - timedelta(hours=5), actor="", text=_("Report linked"), reason=""),
    ]


PLACES = [
    ("Harrow", 432, 150, 123),
    ("Sarend", 300, 205, 14),
    ("Deren", 420, 292, 3),
    ("Ilmar", 205, 150, 2),
    ("Quay", 520, 222, 1),
]
"""Places of the invented country: name, point in the drawing, number of incidents."""


def _map() -> MapFigure:
    return MapFigure(
        title=_("Incidents by place"),
        width=640,
        height=430,
        bounds=(*_degrees(0, 430), *_degrees(640, 0)),
        land=["M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in _coast()) + "Z"],
        lines=["M330,40Q300,200 340,395", "M110,190Q330,260 540,150"],
        circles=[MapCircle(432, 150, 52)],
        clusters=[MapCluster(x, y, n, f"{name}: {n}", f"#{name}") for name, x, y, n in PLACES],
        labels=[MapLabel(x, y + 18 + n / 6, name) for name, x, y, n in PLACES],
        rows=[MapRow(name, n, f"#{name}") for name, _x, _y, n in PLACES],
        note=_("Boundaries are indicative. Source: an invented coast."),
        src=reverse("style-incidents"),
        boundaries=[reverse("style-boundaries")],
    )


def _coast() -> list[tuple[float, float]]:
    points = []
    for step in range(91):
        angle = 2 * pi * step / 90
        reach = 1 + 0.1 * sin(3 * angle + 1) + 0.07 * sin(5 * angle) + 0.035 * sin(11 * angle + 2)
        points.append((320 + 262 * reach * cos(angle), 215 + 168 * reach * sin(angle)))
    return points


def _degrees(x: float, y: float) -> tuple[float, float]:
    """Lay the drawing near the equator, where a degree is as long both ways."""
    return round((x - 320) / 200, 5), round((215 - y) / 200, 5)


def _feature(kind: str, place: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": place}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


@require_safe
def incidents(request: HttpRequest) -> JsonResponse:
    """Answer the living map of the style page."""
    features = [
        _feature(
            "Point",
            _degrees(x, y),
            count=n,
            label=name,
            radius_m=25_000 if n > 100 else 0,
            items=[{"label": _("Shelling of a residential street"), "url": "#r"}],
            list_url=f"#{name}",
        )
        for name, x, y, n in PLACES
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_safe
def boundaries(request: HttpRequest) -> JsonResponse:
    """Answer the invented coast and its place names."""
    land = _feature("Polygon", [[_degrees(x, y) for x, y in _coast()]], level=0)
    names = [_feature("Point", _degrees(x, y), name=name, rank=1) for name, x, y, _n in PLACES]
    return JsonResponse({"type": "FeatureCollection", "features": [land, *names]})


def _timeline() -> TimelineFigure:
    start = date(2026, 8, 1)
    periods = [_day(start + timedelta(days=step), step) for step in range(112)]
    ticks = [
        (step, date_format(period.first, "M"))
        for step, period in enumerate(periods)
        if period.first.day == 1 and step
    ]
    return timeline(
        periods,
        title=_("Incidents a day"),
        caption=_("Incidents a day; shaded: usual range"),
        ticks=ticks,
        rtl=get_language_bidi(),
    )


def _day(day: date, step: int) -> PeriodCount:
    count = max(0, round(3 + 2.6 * sin(step * 1.7) + 1.5 * sin(step / 9) + max(0, step - 96) / 2))
    return PeriodCount(
        first=day,
        last=day,
        count=count,
        label=date_format(day, "j F Y"),
        url=f"?from={day}&to={day}",
        usual_low=2.0,
        usual_high=5.0 + sin(step / 14),
        now=step > 104,
    )
