"""The form of a report typed in by hand: the words, and the values read from them."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.models import Membership, Office, Place
from goodoffices.methods import dates
from goodoffices.monitor.forms.reasons import LANGUAGES, choices, tlp_choices, type_choices
from goodoffices.monitor.models import Source
from goodoffices.monitor.queries.gazetteer import places_called

NEW = "new"
HAND_CHANNELS = ("form", "phone", "meeting", "message", "email", "letter", "web", "broadcast")
MOST_FILES = 20
QUOTE = _("The words of the source that say so.")


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each within the size this installation takes."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files; a single one too large, or too many, is refused."""
        given = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given if one]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(
                _now("Send at most %(most)s files at once.") % {"most": MOST_FILES}
            )
        for one in found:
            if one.size is not None and one.size > settings.EVIDENCE_LIMIT_BYTES:
                raise forms.ValidationError(
                    _now("%(name)s is larger than the %(limit)s MB that are taken here.")
                    % {"name": one.name, "limit": settings.EVIDENCE_LIMIT_BYTES // 2**20}
                )
        return found


def _auto(**more: str) -> dict[str, str]:
    return {"dir": "auto", "autocomplete": "off", **more}


def _degrees(label: Any, most: float) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        min_value=-most,
        max_value=most,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal"}),
    )


def _quote() -> forms.CharField:
    return forms.CharField(
        label=_("Quote"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=_auto(**{"data-follows": "language"})),
    )


class NewReportForm(forms.Form):
    """What a source said, and what can be read from it.

    ``place_choices`` holds the places that bear the typed name where there are several;
    ``place_unknown`` says that there is none.
    """

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    source = forms.ChoiceField(label=_("Source"), choices=list)
    new_source = forms.CharField(
        label=_("Name of the new source"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_auto()),
    )
    new_source_kind = forms.ChoiceField(
        label=_("Kind of the new source"), choices=list, required=False
    )
    channel = forms.ChoiceField(label=_("How it reached us"), choices=list)
    office = forms.ChoiceField(label=_("Office"), choices=list, required=False)
    language = forms.ChoiceField(label=_("Language of the report"), choices=LANGUAGES)
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_auto(**{"data-follows": "language"})),
        help_text=_("As the source gives it; may stay empty."),
    )
    text = forms.CharField(
        label=_("What the source said"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs=_auto(rows="8", **{"data-follows": "language"})),
        help_text=_("In its own words and language. Kept as it is, for good."),
    )
    date = forms.CharField(
        label=_("When it happened"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=_auto()),
        help_text=_("As exactly as the source says: 3 Nov 2026, November 2026, about May 2026."),
    )
    date_quote = _quote()
    place = forms.CharField(
        label=_("Where it happened"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_auto()),
        help_text=_("A name in any of the languages."),
    )
    place_code = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    place_as_written = forms.BooleanField(
        label=_("Keep the name as written; the place is not in our list"), required=False
    )
    latitude = _degrees(_("Latitude"), 90)
    longitude = _degrees(_("Longitude"), 180)
    radius_km = forms.FloatField(
        label=_("Radius in km"),
        required=False,
        min_value=0,
        max_value=1000,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal"}),
        help_text=_("How far from the point it may have been."),
    )
    place_quote = _quote()
    event_type = forms.ChoiceField(label=_("Type of event"), choices=list, required=False)
    type_quote = _quote()
    tlp = forms.TypedChoiceField(label=_("Who may see it"), coerce=int, choices=list)
    attachments = FilesField(
        label=_("Files"),
        required=False,
        help_text=_(
            "Photographs, recordings, documents. If the page comes back, choose them again."
        ),
    )
    open_incident = forms.BooleanField(
        label=_("Open an incident from it at once"),
        required=False,
        help_text=_("Otherwise it waits for somebody to decide what it tells of."),
    )

    def __init__(self, member: Membership, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.member = member
        self.place_choices: list[Place] = []
        self.place_unknown = False
        self.found_place: Place | None = None
        self.sources = {s.code: s for s in Source.objects.visible_to(member).order_by("name")}
        self.offices = {one.code: one for one in Office.objects.order_by("code")}
        self._offer(member)
        self._begin(member)
        if not member.may("monitor.incident"):
            del self.fields["open_incident"]

    def _offer(self, member: Membership) -> None:
        fields: Any = self.fields
        new = [(NEW, _now("a new source"))] if member.may("monitor.source") else []
        known = [(code, one.label) for code, one in self.sources.items()]
        fields["source"].choices = [("", _now("choose")), *new, *known]
        fields["new_source_kind"].choices = choices("source_kinds")
        labels = dict(choices("report_channels"))
        fields["channel"].choices = [(code, labels[code]) for code in HAND_CHANNELS]
        offices = [(code, one.name) for code, one in self.offices.items()]
        fields["office"].choices = [("", _now("none")), *offices]
        fields["event_type"].choices = type_choices(_now("not known"))
        fields["tlp"].choices = tlp_choices()

    def _begin(self, member: Membership) -> None:
        begun = {
            "key": secrets.token_urlsafe(18),
            "language": (get_language() or "en")[:2],
            "office": member.office.code if member.office else "",
            "tlp": member.programme.default_tlp,
            "new_source_kind": "witness",
            "channel": "form",
        }
        for name, value in begun.items():
            self.initial.setdefault(name, value)

    @property
    def date_understood(self) -> str:
        """How the typed date was read, in words with its EDTF; nothing where it was not."""
        typed = str(self["date"].value() or "")
        try:
            span = dates.parse_typed(typed)
        except InvalidInput:
            return ""
        if not span.known:
            return ""
        words = dates.print_span(span, (get_language() or "en")[:2])
        return f"{words} ({span.edtf})"

    def clean_date(self) -> dates.Span:
        """Read the date as typed."""
        try:
            return dates.parse_typed(self.cleaned_data["date"])
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from None

    def clean(self) -> dict[str, Any]:
        """Hold the parts together: who said it, that something was said, where it was."""
        given = super().clean() or {}
        self._clean_source(given)
        if not (given.get("title", "").strip() or given.get("text", "").strip()):
            self.add_error("text", _now("Write what the source said."))
        self._clean_point(given)
        if given.get("place"):
            self._clean_place(given)
        return given

    def _clean_source(self, given: dict[str, Any]) -> None:
        if given.get("source") == NEW and not given.get("new_source", "").strip():
            self.add_error("new_source", _now("Give the source a name."))

    def _clean_point(self, given: dict[str, Any]) -> None:
        latitude, longitude = given.get("latitude"), given.get("longitude")
        if (latitude is None) != (longitude is None) and not (
            {"latitude", "longitude"} & self.errors.keys()
        ):
            missing = "latitude" if latitude is None else "longitude"
            self.add_error(missing, _now("A point needs both latitude and longitude."))

    def _clean_place(self, given: dict[str, Any]) -> None:
        """Find the place meant: the one chosen, the only one of the name, or none."""
        called = places_called(given["place"], self.member)
        chosen = [one for one in called if one.code == given.get("place_code")]
        if chosen or len(called) == 1:
            self.found_place = (chosen or called)[0]
        elif called:
            self.place_choices = called
            self.add_error("place", _now("Several places bear this name. Choose the one meant."))
        elif given.get("latitude") is None and not given.get("place_as_written"):
            self.place_unknown = True
            self.add_error(
                "place",
                _now(
                    "No place of this name is known. Check the spelling, give a point, or keep "
                    "the name as written."
                ),
            )


class PartyForm(forms.Form):
    """A party that the report names, and as what."""

    name = forms.CharField(
        label=_("Party"), max_length=250, required=False, widget=forms.TextInput(attrs=_auto())
    )
    role = forms.ChoiceField(label=_("Role"), choices=list, initial="side_a")
    quote = _quote()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["role"].choices = choices("party_roles")

    def clean(self) -> dict[str, Any]:
        """A quote needs the party it is about."""
        given = super().clean() or {}
        if given.get("quote") and not given.get("name"):
            self.add_error("name", _now("Name the party."))
        return given


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=100_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class TollForm(forms.Form):
    """How many people, as the report says."""

    measure = forms.ChoiceField(label=_("What happened to them"), choices=list, initial="killed")
    category = forms.ChoiceField(label=_("Whom"), choices=list, initial="all")
    low = _count(_("At least"))
    best = _count(_("Best figure"))
    high = _count(_("At most"))
    quote = _quote()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["measure"].choices = choices("toll_measures")
        fields["category"].choices = choices("toll_categories")

    @property
    def says(self) -> bool:
        """Say whether the row holds a figure."""
        return any(self.cleaned_data.get(name) is not None for name in ("low", "best", "high"))

    def clean(self) -> dict[str, Any]:
        """Hold the figures in order; a quote needs a figure."""
        given = super().clean() or {}
        figures = [given[name] for name in ("low", "best", "high") if given.get(name) is not None]
        if figures != sorted(figures):
            raise forms.ValidationError(_now("The figures run from low over best to high."))
        if given.get("quote") and not figures:
            raise forms.ValidationError(_now("Give a figure; not known is left empty."))
        return given


class TollFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # no generic at run time
    """The tolls of one report: each of one kind, once."""

    def clean(self) -> None:
        """Refuse the same toll twice: the second would stand against the first."""
        seen = set()
        for row in self.forms:
            given = getattr(row, "cleaned_data", {})
            key = given.get("measure"), given.get("category")
            if not given or not row.says:
                continue
            if key in seen:
                row.add_error("measure", _now("This toll is given twice; put it into one row."))
            seen.add(key)


Parties = forms.formset_factory(PartyForm, extra=2, max_num=40, absolute_max=60)
Tolls = forms.formset_factory(TollForm, formset=TollFormSet, extra=2, max_num=40, absolute_max=60)


def rows_of(given: QueryDict, prefix: str) -> list[dict[str, str]]:
    """Return what was typed into repeated rows, to be shown again with one row more."""
    count = given.get(f"{prefix}-TOTAL_FORMS", "0")
    number = min(40, int(count)) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    starts = [f"{prefix}-{index}-" for index in range(number)]
    return [
        {
            name.removeprefix(start): str(value)
            for name, value in given.items()
            if name.startswith(start)
        }
        for start in starts
    ]
