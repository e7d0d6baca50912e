"""The forms of casualty lists: a file, what it is, what its columns mean, deciding, ties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Membership
from goodoffices.formats.casualty_lists import PersonColumns
from goodoffices.monitor.forms.mappings import ORDERS
from goodoffices.monitor.forms.reasons import choices, defined
from goodoffices.monitor.models import Source
from goodoffices.rights.forms.acts import day_field, language_field
from goodoffices.rights.forms.people import mark_field, text_field, words_field
from goodoffices.rights.models import CasualtyList, ListDecision
from goodoffices.rights.services.lists.exporting import Wanted
from goodoffices.rights.services.lists.uploads import GivenList

NAMES, PLACES, WORDS = 4, 3, 20
"""How many columns of names and places, and words for what happened, a page offers."""

SINGLE = {
    "id": _("Identifier"),
    "other_names": _("Other names"),
    "sex": _("Sex"),
    "born": _("Year or date of birth"),
    "age": _("Age"),
    "date": _("Date of what happened"),
    "status": _("What happened"),
}


class UploadForm(forms.Form):
    """A file with a list of people."""

    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "CSV or XLSX, up to 25 MB. It is encrypted at once and deleted when it is loaded; keep"
            " your own copy safe."
        ),
    )


class ListForm(forms.Form):
    """What a list is: whose, what it covers, who may see it."""

    title = text_field(_("Title"), 200, help_text=_("Of the list, never a person's name."))
    language = language_field()
    source = forms.ChoiceField(
        label=_("Source"), help_text=_("The office or organisation that keeps the list.")
    )
    coverage = text_field(
        _("What it covers"), 500, required=False, help_text=_("Which people, where, by which rule.")
    )
    first_day = day_field(_("First day covered"))
    last_day = day_field(_("Last day covered"))
    tlp = mark_field()

    def __init__(self, member: Membership, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sources = {one.code: one for one in Source.objects.visible_to(member).order_by("name")}
        field: Any = self.fields["source"]
        field.choices = [
            ("", _now("choose a source")),
            *((code, one.label) for code, one in self.sources.items()),
        ]

    def given(self) -> GivenList:
        """Return the list of a valid form."""
        said = dict(self.cleaned_data)
        return GivenList(source=self.sources[said.pop("source")], **said)


class ColumnsForm(forms.Form):
    """Which column of a list means what, and which word stands for what happened."""

    def __init__(
        self, columns: Sequence[str], words: Sequence[str], *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.words = list(words)[:WORDS]
        offered = [("", _now("none")), *((name, name) for name in columns)]
        for number in range(NAMES):
            label = _now("Name, in the order in which it is said (%(number)s)")
            self._select(f"name_{number}", label % {"number": number + 1}, offered)
        self.fields["name_0"].required = True
        for name, meaning in SINGLE.items():
            self._select(name, meaning, offered)
        for number in range(PLACES):
            label = _now("Place, from the widest to the narrowest (%(number)s)")
            self._select(f"place_{number}", label % {"number": number + 1}, offered)
        self._select("date_order", _("How dates are written"), ORDERS)
        happened = choices("toll_measures")
        none = [("", _now("not stated"))]
        self._select(
            "default_status", _("What happened, where a row does not say"), none + happened
        )
        for number, word in enumerate(self.words):
            said = _now("“%(word)s” in the list means") % {"word": word}
            self._select(f"word_{number}", said, [("", _now("refuse the row")), *happened])

    def _select(self, name: str, label: Any, offered: Sequence[tuple[str, Any]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=offered, required=False)

    def columns(self) -> PersonColumns:
        """Return the mapping of a valid form; raises InvalidInput where it is not sound."""
        said = self.cleaned_data
        given = {name: said[name] for name in (*SINGLE, "default_status")}
        found = PersonColumns(
            name=tuple(said[f"name_{n}"] for n in range(NAMES) if said[f"name_{n}"]),
            places=tuple(said[f"place_{n}"] for n in range(PLACES) if said[f"place_{n}"]),
            date_order=said["date_order"] or "iso",
            status_values=tuple(
                (word, said[f"word_{n}"]) for n, word in enumerate(self.words) if said[f"word_{n}"]
            ),
            guarded=True,
            **given,
        )
        found.require_sound()
        return found

    @staticmethod
    def initial_of(columns: PersonColumns, words: Sequence[str]) -> dict[str, str]:
        """Return what the form shows for a mapping that was guessed."""
        found = {name: str(getattr(columns, name)) for name in (*SINGLE, "date_order")}
        found |= {f"name_{n}": name for n, name in enumerate(columns.name[:NAMES])}
        found |= {f"place_{n}": name for n, name in enumerate(columns.places[:PLACES])}
        codes = {word.casefold(): code for word, code in columns.status_values}
        return found | {f"word_{n}": codes.get(word.casefold(), "") for n, word in enumerate(words)}


class CompareForm(forms.Form):
    """Which lists are compared."""

    lists = forms.MultipleChoiceField(
        label=_("Lists"),
        choices=list,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is compared with each, and with itself for people it names twice."),
    )

    def __init__(self, found: Sequence[CasualtyList], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.found = {one.code: one for one in found}
        field: Any = self.fields["lists"]
        field.choices = [(code, one.title) for code, one in self.found.items()]

    def chosen(self) -> list[CasualtyList]:
        """Return the lists of a valid form."""
        return [self.found[code] for code in self.cleaned_data["lists"]]


class DecideForm(forms.Form):
    """What is decided of a pair."""

    verdict = forms.ChoiceField(choices=ListDecision.Verdict.choices)
    reason = forms.CharField(required=False, max_length=500)


class ExportForm(forms.Form):
    """What a list is taken out for, in which form, with names or without."""

    use = forms.ChoiceField(
        label=_("What for"),
        choices=[
            ("share", _("To share it with partners and courts")),
            ("publish", _("To publish it")),
        ],
        help_text=_("A row that is tied to a person leaves only while the person allows this use."),
    )
    form = forms.ChoiceField(label=_("File format"), choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    names = forms.BooleanField(
        label=_("With names"),
        required=False,
        help_text=_("Otherwise each row bears its code. Keep a file with names as safe as a key."),
    )
    reason = words_field(
        _("Why, if names are taken out"),
        2,
        2000,
        required=False,
        help_text=_("The reason and the time are kept in the history and cannot be taken back."),
    )

    def __init__(self, member: Membership, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not member.may("rights.identity"):
            del self.fields["names"], self.fields["reason"]

    def wanted(self) -> Wanted:
        """Return what a valid form asks for."""
        said = self.cleaned_data
        return Wanted(use=said["use"], form=said["form"], names=said.get("names", False))


class WhoForm(forms.Form):
    """Which person of the room something is said of."""

    who = text_field(_("Person"), 250, help_text=_("A code name or a code."))
    reason = text_field(_("What speaks for it"), 500, help_text=_("Without names."))

    def __init__(self, *args: Any, suggest: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["who"].widget.attrs["data-suggest"] = suggest


class SameForm(WhoForm):
    """Who else a person is, and how certain that is."""

    certainty = forms.ChoiceField(
        label=_("How certain it is"), choices=lambda: defined("certainties"), initial="possible"
    )
    field_order = ("who", "certainty", "reason")
