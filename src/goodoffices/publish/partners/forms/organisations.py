"""The forms of a partner, of its tokens, and of what came from it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goodoffices.core.access import may_see
from goodoffices.core.forms.names import LANGUAGES, MARKS
from goodoffices.core.models import Membership, Party
from goodoffices.core.queries.parties import by_words
from goodoffices.core.roles import Role
from goodoffices.core.tlp import TLP
from goodoffices.monitor.forms.imports import ImportForm
from goodoffices.publish.models import ExchangeRun, Partner
from goodoffices.publish.partners.services.organisations import GivenPartner


def line(label: Any, longest: int, **more: Any) -> forms.CharField:
    """Return a field of one line in any script."""
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


def words(label: Any, rows: int, longest: int = 5000, **more: Any) -> forms.CharField:
    """Return a field of several lines in any script."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


def _named(label: Any, language: str) -> forms.CharField:
    direction = "ltr" if language == "en" else "rtl"
    widget = forms.TextInput(attrs={"dir": direction, "lang": language})
    return forms.CharField(label=label, max_length=200, required=False, widget=widget)


class PartnerForm(forms.Form):
    """Who a partner is."""

    name = line(
        _("Name"), 200, help_text=_("Shown where there is no name in the reader's language.")
    )
    name_en = _named(_("Shown in English"), "en")
    name_ar = _named(_("Shown in Arabic"), "ar")
    name_he = _named(_("Shown in Hebrew"), "he")
    kind = forms.ChoiceField(label=_("Kind"), choices=Partner.Kind.choices)
    party = line(
        _("The same as this party"),
        250,
        required=False,
        help_text=_("Only where the partner is also a party in the programme's list."),
    )
    members = forms.MultipleChoiceField(
        label=_("Its people with an account here"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Written down only: being here lets nobody see more."),
    )
    note = words(_("Note"), 3, required=False, help_text=_("Describe, do not judge."))
    tlp = forms.TypedChoiceField(
        label=_("Who may see it"), choices=MARKS, coerce=int, initial=TLP.AMBER_STRICT
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, member: Membership, *args: Any, suggest: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.member = member
        self.fields["party"].widget.attrs["data-suggest"] = suggest
        known = Membership.objects.filter(programme=member.programme, role=Role.PARTNER)
        self.people = {
            one.code: one for one in known.select_related("user").order_by("user__name", "pk")
        }
        choices = [(code, one.user.name) for code, one in self.people.items()]
        self.fields["members"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["members"]

    @staticmethod
    def of(partner: Partner, member: Membership) -> dict[str, Any]:
        """Return the initial values from a partner."""
        party = partner.party if partner.party and may_see(partner.party, member) else None
        return {
            **{name: getattr(partner, name) for name in ("name", "kind", "note", "revision")},
            **{f"name_{code}": partner.labels.get(code, "") for code in LANGUAGES},
            "tlp": partner.tlp,
            "party": party.name if party else "",
            "members": list(partner.members.values_list("code", flat=True)),
        }

    def given(self) -> GivenPartner:
        """Return the partner of a valid form; raises InvalidInput for a party nobody knows."""
        said = self.cleaned_data
        return GivenPartner(
            name=said["name"],
            kind=said["kind"],
            labels={code: said[f"name_{code}"] for code in LANGUAGES},
            note=said["note"],
            party=self._party(),
            members=[self.people[code] for code in said.get("members", ())],
            tlp=said["tlp"],
        )

    def _party(self) -> Party | None:
        return by_words(self.cleaned_data["party"], self.member)


class PrepareForm(forms.Form):
    """In which format a file goes out."""

    form = forms.ChoiceField(
        label=_("Format"), choices=ExchangeRun.Format.choices, widget=forms.RadioSelect
    )
    bom = forms.BooleanField(
        label=_("CSV: with a mark (BOM) so that spreadsheet programs show every script"),
        required=False,
        initial=True,
    )
    hxl = forms.BooleanField(
        label=_("CSV: with a row of HXL tags under the header"), required=False
    )


class HandOverForm(forms.Form):
    """How a file went to the partner."""

    how = line(
        _("How it was handed over"),
        300,
        help_text=_("Such as: encrypted by e-mail to their data officer; on paper; in person."),
    )


class PartnerTokenForm(forms.Form):
    """Where a token is used, and how long it lives."""

    name = line(_("Name"), 100, help_text=_("Where it is used, such as: their nightly import."))
    days = forms.IntegerField(label=_("Days it is valid"), min_value=1, max_value=366, initial=90)


class TakeInForm(ImportForm):
    """A file of the partner: what it is and who may see it; whose it is, is known."""

    def __init__(self, member: Membership, *args: Any, **more: Any) -> None:
        super().__init__(member, *args, **more)
        del self.fields["source"]
        self.fields["reader"].help_text = gettext(
            "A table of the partner's own is read through a column mapping that you saved."
        )
