"""The forms of steps, schedule, corrections and withdrawals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.forms.reasons import reason_field
from goodoffices.publish.flow.scheduling import EARLIER, LATER
from goodoffices.publish.models import Language


class StepForm(forms.Form):
    """One step; ``seen`` is the text and the state that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)
    reason = reason_field()

    def __init__(self, reasoned: bool, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not reasoned:
            del self.fields["reason"]


class MomentForm(forms.Form):
    """A day and a time by the programme's clock."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    which = forms.ChoiceField(
        label=_("Where the clocks are put back and the time comes twice"),
        required=False,
        choices=[
            ("", _("it comes once")),
            (EARLIER, _("the earlier of the two")),
            (LATER, _("the later of the two")),
        ],
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, zone: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        said = _now("By the clock of the programme: %(zone)s.") % {"zone": zone}
        self.fields["time"].help_text = said

    def local(self) -> datetime | None:
        """Return the clock time of a valid form, in no zone; None where none was given."""
        said = self.cleaned_data
        if not said.get("day") or said.get("time") is None:
            return None
        return datetime.combine(said["day"], said["time"])


class EmbargoForm(MomentForm):
    """Before which moment nothing may come out; left empty, there is no embargo."""

    def __init__(self, zone: str, *args: Any, **more: Any) -> None:
        super().__init__(zone, *args, **more)
        for name in ("day", "time"):
            self.fields[name].required = False
        del self.fields["seen"]

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither."""
        said = super().clean() or {}
        if bool(said.get("day")) != (said.get("time") is not None):
            raise forms.ValidationError(_now("Give a day and a time, or leave both empty."))
        return said


class WordsForm(forms.Form):
    """The same thing said in each of some languages, for the public."""

    def __init__(self, languages: Iterable[str], label: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        names = dict(Language.choices)
        self.languages = list(languages)
        for one in self.languages:
            self.fields[f"words_{one}"] = forms.CharField(
                label=f"{label} ({names[one]})",
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "lang": one}),
            )

    def words(self) -> dict[str, str]:
        """Return what was said, by language."""
        return {one: self.cleaned_data[f"words_{one}"] for one in self.languages}
