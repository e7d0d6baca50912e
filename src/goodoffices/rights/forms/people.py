"""The forms of persons, groups and identities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.core.access import may_see
from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.models import Membership
from goodoffices.core.queries.parties import by_words
from goodoffices.core.tlp import TLP
from goodoffices.monitor.forms.reasons import choices, tlp_choices
from goodoffices.rights.identities.details import LONGEST, MOST_LINES, Details
from goodoffices.rights.models import Group, Person
from goodoffices.rights.services.people import MOST_PEOPLE, GivenGroup, GivenPerson


def text_field(label: Any, longest: int, **more: Any) -> forms.CharField:
    """Return a field of one line in any script."""
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


def words_field(label: Any, rows: int, longest: int = 5000, **more: Any) -> forms.CharField:
    """Return a field of several lines in any script."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


def mark_field() -> forms.TypedChoiceField:
    """Return the field that asks who may see a record."""
    return forms.TypedChoiceField(
        label=_("Who may see it"),
        coerce=int,
        choices=tlp_choices,
        widget=forms.RadioSelect,
        initial=TLP.AMBER_STRICT,
    )


class SubjectForm(forms.Form):
    """What persons and groups share: another code name, a note, a mark."""

    alias = text_field(
        _("Code name of your own"),
        60,
        required=False,
        help_text=_("Left empty, the program gives one. Never a real name."),
    )
    note = words_field(
        _("Note"),
        4,
        required=False,
        help_text=_(
            "What helps to work with it and does not say who it is. Names, telephone numbers and"
            " papers belong into the identity, which is encrypted."
        ),
    )
    tlp = mark_field()
    reason = reason_field()
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, member: Membership, subject: Any, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.member, self.subject = member, subject
        for name in ("reason", "revision") if subject is None else ("tlp",):
            del self.fields[name]

    @property
    def _common(self) -> dict[str, Any]:
        given = self.cleaned_data
        found = {"alias": given["alias"], "note": given["note"]}
        return found | ({"tlp": given["tlp"]} if "tlp" in given else {"tlp": self.subject.tlp})


def _open_choices(scheme: str) -> Any:
    return lambda: [("", _now("not known")), *choices(scheme)]


class PersonForm(SubjectForm):
    """A person under a code name."""

    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=_open_choices("sexes"))
    age_group = forms.ChoiceField(
        label=_("Age"), required=False, choices=_open_choices("age_groups")
    )
    field_order = ("alias", "sex", "age_group", "note", "tlp", "reason", "revision")

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        """Return the initial values from a person."""
        return {
            name: getattr(person, name)
            for name in ("alias", "sex", "age_group", "note", "revision")
        }

    def given(self) -> GivenPerson:
        """Return the person of a valid form."""
        said = self.cleaned_data
        return GivenPerson(sex=said["sex"], age_group=said["age_group"], **self._common)


def _people(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, required=False)


class GroupForm(SubjectForm):
    """A group of people under a code name."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: choices("group_kinds"))
    party = text_field(
        _("Party it belongs to"),
        250,
        required=False,
        help_text=_("Where the group belongs to a side, such as a patrol or a crew."),
    )
    size_low = _people(_("How many people, at least"))
    size_high = _people(_("How many people, at most"))
    field_order = (
        *("kind", "alias", "party", "size_low", "size_high", "note", "tlp", "reason"),
        "revision",
    )

    def __init__(
        self, member: Membership, subject: Any, *args: Any, suggest: str = "", **more: Any
    ) -> None:
        super().__init__(member, subject, *args, **more)
        self.fields["party"].widget.attrs["data-suggest"] = suggest

    @staticmethod
    def of(group: Group, member: Membership) -> dict[str, Any]:
        """Return the initial values from a group."""
        names = ("kind", "alias", "size_low", "size_high", "note", "revision")
        start: dict[str, Any] = {name: getattr(group, name) for name in names}
        party = group.party if group.party and may_see(group.party, member) else None
        return start | {"party": party.name if party else ""}

    def given(self) -> GivenGroup:
        """Return the group of a valid form; raises InvalidInput for an unknown party."""
        said = self.cleaned_data
        party = by_words(said["party"], self.member)
        before = self.subject.party if self.subject else None
        if party is None and before is not None and not may_see(before, self.member):
            party = before
        sizes = {name: said[name] for name in ("size_low", "size_high")}
        return GivenGroup(kind=said["kind"], party=party, **sizes, **self._common)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _lines_field(label: Any, rows: int, help_text: Any, *, required: bool) -> forms.CharField:
    longest = MOST_LINES * LONGEST
    return words_field(label, rows, longest, required=required, help_text=help_text)


class IdentityForm(forms.Form):
    """Who somebody is: kept encrypted from the moment it is sent."""

    names = _lines_field(
        _("Names"), 3, _("One a line, in any script; the usual one first."), required=True
    )
    contacts = _lines_field(
        _("How to reach them"),
        2,
        _("One a line: telephone, address, a person to ask."),
        required=False,
    )
    documents = _lines_field(_("Papers"), 2, _("One a line: kind and number."), required=False)
    note = words_field(_("Note"), 2, 3000, required=False)
    reason = reason_field()

    def details(self) -> Details:
        """Return what a valid form says."""
        said = self.cleaned_data
        lines = {name: _lines(said[name]) for name in ("names", "contacts", "documents")}
        return Details(**lines, note=said["note"].strip())


class OpenForm(forms.Form):
    """Why an identity is opened."""

    reason = words_field(
        _("Why you open it"),
        2,
        2000,
        help_text=_("The reason and the time are kept in the history and cannot be taken back."),
    )


class FindForm(forms.Form):
    """Which name is looked for, and why."""

    name = text_field(_("Name"), 200, help_text=_("In any script; parts of it will do."))
    reason = words_field(
        _("Why you look for it"),
        2,
        2000,
        help_text=_("The search and its reason are kept in the history; the name is not."),
    )


class RestrictForm(forms.Form):
    """Who may see a record from now on, and who is named on it."""

    tlp = forms.TypedChoiceField(
        label=_("Mark"), coerce=int, choices=tlp_choices, widget=forms.RadioSelect
    )
    members = forms.MultipleChoiceField(
        label=_("Name people on the record"),
        choices=list,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see it whatever its mark. Whoever is named already stays named."),
    )
    reason = reason_field()

    def __init__(self, people: list[Membership], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {one.code: one for one in people}
        fields: Any = self.fields
        fields["members"].choices = [
            (code, f"{one.user.name} ({one.get_role_display()})")
            for code, one in self.people.items()
        ]

    def chosen(self) -> list[Membership]:
        """Return the members to name."""
        return [self.people[code] for code in self.cleaned_data["members"]]
