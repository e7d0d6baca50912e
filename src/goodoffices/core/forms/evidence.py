"""Forms about files: who may see one, what is to be covered, how small it is to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.evidence.redacting import SIDES
from goodoffices.core.evidence.tesseract import LANGUAGES
from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.tlp import TLP
from goodoffices.formats.media import Box, parse_boxes


def marks() -> list[tuple[int, str]]:
    """Return the marks with what each allows."""
    book, language = codebook.load()["tlp"], get_language() or "en"
    return [
        (mark.value, f"{mark.label}: {book[mark.name.lower()].definition(language)}")
        for mark in TLP
    ]


class MarkForm(forms.Form):
    """Who may see a file from now on, and why."""

    tlp = forms.TypedChoiceField(
        label=_("Mark"), choices=list, coerce=int, widget=forms.RadioSelect
    )
    reason = reason_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["tlp"].choices = marks()


class BundleForm(MarkForm):
    """Who gets a bundle, up to which mark, with which names, and why."""

    recipient = forms.CharField(
        label=_("Who gets it"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The court, the organisation or the person; it is named in the bundle."),
    )
    names = forms.BooleanField(
        label=_("Name who acted, and why, in the custody logs"),
        required=False,
        help_text=_(
            "A court may ask for it. Without, the logs can be checked all the same, and name nobody"
            " of the staff."
        ),
    )
    field_order = ("recipient", "tlp", "names", "reason")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["tlp"].label = _("Its reader may see files up to this mark")


class SmallerForm(MarkForm):
    """A smaller picture: how small, for whose eyes, why."""

    side = forms.TypedChoiceField(label=_("Longer side"), coerce=int, choices=list)
    field_order = ("side", "tlp", "reason")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["side"].choices = [(side, _("%(side)s points") % {"side": side}) for side in SIDES]


class TextForm(MarkForm):
    """Text of a picture or scan: in which languages it is written, for whose eyes, why."""

    languages = forms.MultipleChoiceField(
        label=_("Languages it is written in"),
        choices=list,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Fewer languages are read faster and with fewer mistakes."),
    )
    field_order = ("languages", "tlp", "reason")

    def __init__(self, known: Sequence[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["languages"].choices = [(name, LANGUAGES[name]) for name in known]
        fields["languages"].initial = list(known)


class RedactForm(MarkForm):
    """What is to be covered, for whose eyes the copy is, and why.

    One part a line, so that it works by numbers alone; with script the parts are drawn.
    """

    boxes = forms.CharField(
        label=_("Parts to be covered"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "ltr", "spellcheck": "false"}),
        help_text=_(
            "One part a line: page, left, top, width and height, in hundredths of the page. Draw"
            " them on the picture, or write the numbers."
        ),
    )
    field_order = ("boxes", "tlp", "reason")

    def __init__(self, pages: int, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._pages = pages

    def clean_boxes(self) -> list[Box]:
        """Read the parts; a wrong one is refused with the reason, never cut to fit."""
        try:
            return parse_boxes(self.cleaned_data["boxes"], pages=self._pages)
        except InvalidInput as error:
            raise forms.ValidationError(_WORDS.get(error.code, _WORDS["bad-box"])) from error


_WORDS = {
    "no-boxes": _("Mark at least one part that has to be covered."),
    "too-many-boxes": _("These are more parts than are taken at once."),
    "bad-box": _(
        "Each line has five numbers: a page of this file, then left, top, width and height in"
        " hundredths, and no part reaches beyond its page."
    ),
}
