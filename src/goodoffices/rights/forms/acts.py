"""The forms of acts: what was done, who was involved, which norm it may breach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.access import may_see
from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.models import Membership
from goodoffices.core.queries import places
from goodoffices.methods import dates
from goodoffices.monitor.forms.reasons import LANGUAGES, choices, defined
from goodoffices.monitor.models import Incident
from goodoffices.rights.forms.people import mark_field, text_field, words_field
from goodoffices.rights.models import Act, Norm
from goodoffices.rights.services.acts import GivenAct, GivenInvolvement

_NO_LANGUAGE = [("", _("not stated")), *LANGUAGES]


def language_field() -> forms.ChoiceField:
    """Return the field that asks in which language something is written."""
    return forms.ChoiceField(label=_("Language"), choices=_NO_LANGUAGE, required=False)


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Return a field that takes one day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )


class ActForm(forms.Form):
    """What was done, when, where, and of which incident."""

    kind = forms.ChoiceField(label=_("What was done"), choices=lambda: choices("act_types"))
    incident = text_field(
        _("Incident"), 16, required=False, help_text=_("Its code; left empty, it stands alone.")
    )
    date = text_field(
        _("When it happened"),
        120,
        required=False,
        help_text=_("As exactly as is known: 3 Nov 2026, November 2026, about May 2026."),
    )
    place = text_field(_("Where it happened"), 200, required=False)
    description = words_field(
        _("What happened"),
        5,
        20_000,
        required=False,
        help_text=_("Describe, do not judge. Call people by their code names."),
    )
    language = language_field()
    tlp = mark_field()
    reason = reason_field()
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, member: Membership, act: Act | None, *args: Any, suggest: str = "", **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.member, self.act = member, act
        self.fields["place"].widget.attrs["data-suggest"] = suggest
        for name in ("reason", "revision") if act is None else ("tlp",):
            del self.fields[name]

    @staticmethod
    def of(act: Act, member: Membership) -> dict[str, Any]:
        """Return the initial values from an act."""
        names = ("kind", "description", "language", "revision")
        start: dict[str, Any] = {name: getattr(act, name) for name in names}
        place = act.place if act.place and may_see(act.place, member) else None
        start |= {"date": act.edtf, "place": places.words_for(place, member)}
        return start | {"incident": act.incident.code if act.incident else ""}

    def given(self) -> GivenAct:
        """Return the act of a valid form; raises InvalidInput for what cannot be read."""
        said, act = self.cleaned_data, self.act
        place = places.by_words(said["place"], self.member)
        if place is None and act is not None and act.place is not None:
            place = None if may_see(act.place, self.member) else act.place
        return GivenAct(
            kind=said["kind"],
            incident=self._incident(said["incident"]),
            when=dates.parse_typed(said["date"]),
            place=place,
            description=said["description"],
            language=said["language"],
            tlp=said["tlp"] if act is None else act.tlp,
        )

    def _incident(self, code: str) -> Incident | None:
        if not code.strip():
            return None
        rows = Incident.objects.visible_to(self.member)
        found: Incident | None = rows.filter(code=code.strip().lower()).first()
        if found is None:
            raise InvalidInput(_now("There is no incident of this code."), code="no-incident")
        return found


class InvolveForm(forms.Form):
    """Who was involved in an act, as what, how far, how certain."""

    who = text_field(_("Who"), 250, help_text=_("A code name, a code, or the name of a party."))
    role = forms.ChoiceField(label=_("As what"), choices=lambda: choices("involvement_roles"))
    degree = forms.ChoiceField(
        label=_("How directly"),
        required=False,
        choices=lambda: [("", _now("not known")), *choices("involvement_degrees")],
    )
    certainty = forms.ChoiceField(
        label=_("How certain it is"), choices=lambda: defined("certainties"), initial="possible"
    )
    note = text_field(_("Note"), 500, required=False)

    def __init__(self, *args: Any, suggest: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["who"].widget.attrs["data-suggest"] = suggest

    def given(self) -> GivenInvolvement:
        """Return what a valid form says beside whom."""
        said = self.cleaned_data
        names = ("role", "degree", "certainty", "note")
        return GivenInvolvement(**{name: said[name] for name in names})


def _norms() -> list[tuple[str, Any]]:
    """Return the programme's own norms and those of the codebook, by instrument."""
    language = get_language() or "en"
    own = [(f"own:{norm.code}", str(norm)) for norm in Norm.objects.order_by("citation")]
    shipped = [(entry.id, entry.label(language)) for entry in codebook.load()["norms"]]
    groups: list[tuple[str, Any]] = [("", _now("choose a norm"))]
    groups += [(_now("Norms of the programme"), own)] if own else []
    return [*groups, (_now("Treaties"), shipped)]


class ViolationForm(forms.Form):
    """Which norm an act may breach, and why."""

    norm = forms.ChoiceField(label=_("Norm"), choices=_norms)
    reason = words_field(
        _("Why it may breach it"),
        3,
        5000,
        help_text=_("What in the act meets what the norm says; a person's judgement, signed."),
    )

    def chosen(self) -> dict[str, Any]:
        """Return the norm of a valid form, as the service takes it."""
        code = self.cleaned_data["norm"]
        if not code.startswith("own:"):
            return {"shipped": code}
        return {"norm": Norm.objects.filter(code=code.removeprefix("own:")).first()}


class NormForm(forms.Form):
    """A norm of the programme's own."""

    citation = text_field(
        _("Citation"), 200, help_text=_("As lawyers cite it, such as: Constitution, art. 12.")
    )
    caption = text_field(_("Caption"), 300, required=False, help_text=_("A few neutral words."))
    language = language_field()
