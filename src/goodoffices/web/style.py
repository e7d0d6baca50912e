"""The living style page: every component of the design system with invented content."""

from __future__ import annotations

from datetime import date, timedelta
from math import cos, pi, sin
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

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
from goodoffices.web.words import STATES


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
        label=gettext_lazy("State"), choices=list(STATES.items()), widget=forms.RadioSelect
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
            "states": list(STATES),
            "tlps": list(TLP),
            "form": Specimen(),
            "broken": broken,
            "page": Paginator(range(2000), 50).page(7),
            "events": _events(),
            "map": _map(),
            "timeline": _timeline(),
            "colours": ["ink", "accent", "warm", "clay", "ramp"],
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


def _map() -> MapFigure:
    places = [("Harrow", 432, 150, 123), ("Sarend", 300, 205, 14), ("Deren", 420, 292, 3)]
    places += [("Ilmar", 205, 150, 2), ("Quay", 520, 222, 1)]
    return MapFigure(
        title=_("Incidents by place"),
        width=640,
        height=430,
        bounds=(30.0, 10.0, 33.0, 12.0),
        land=[_coast()],
        lines=["M330,40Q300,200 340,395", "M110,190Q330,260 540,150"],
        circles=[MapCircle(432, 150, 52)],
        clusters=[MapCluster(x, y, n, name, f"#{name}") for name, x, y, n in places],
        labels=[MapLabel(x, y + 34, name) for name, x, y, _n in places],
        rows=[MapRow(name, n, f"#{name}") for name, _x, _y, n in places],
        note=_("Boundaries are indicative. Source: an invented coast."),
    )


def _coast() -> str:
    points = []
    for step in range(90):
        angle = 2 * pi * step / 90
        reach = 1 + 0.1 * sin(3 * angle + 1) + 0.07 * sin(5 * angle) + 0.035 * sin(11 * angle + 2)
        points.append(f"{320 + 262 * reach * cos(angle):.1f},{215 + 168 * reach * sin(angle):.1f}")
    return "M" + "L".join(points) + "Z"


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
