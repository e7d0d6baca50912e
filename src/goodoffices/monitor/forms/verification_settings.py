"""The forms of a programme's way of verifying: ladder, second person, rule, checklists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices import codebook
from goodoffices.core.forms.settings import NamesForm
from goodoffices.methods.verification import OriginRule
from goodoffices.monitor.forms.reasons import choices, type_choices
from goodoffices.monitor.models.verification import ASPECTS
from goodoffices.monitor.services.verification.policy import (
    MOST_ORIGINS,
    Item,
    Policy,
    Step,
    shipped_items,
)

LANGUAGES = ("en", "ar", "he")
MORE_STEPS = 2
"""Empty rows at the end of the ladder, for new steps."""


class SeenForm(forms.Form):
    """A change of the policy, begun from one of its numbers."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class LadderForm(SeenForm):
    """The steps of the ladder in their order, each with its names; a row left empty is no step."""

    def __init__(self, policy: Policy, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.steps: list[Step | None] = [*policy.ladder, *[None] * MORE_STEPS]
        for number, step in enumerate(self.steps):
            self._add(number, step)

    def _add(self, number: int, step: Step | None) -> None:
        self.fields[f"place_{number}"] = forms.IntegerField(
            label=_("Place"), min_value=1, max_value=99, initial=number + 1
        )
        for code in LANGUAGES:
            self.fields[f"name_{code}_{number}"] = forms.CharField(
                label=LABELS[code],
                max_length=150,
                required=False,
                initial=step.names.get(code, "") if step else "",
                widget=forms.TextInput(
                    attrs={"dir": "ltr" if code == "en" else "rtl", "lang": code}
                ),
            )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields, a row for each step: its place, its name in each language."""
        return [
            [self[f"place_{n}"], *(self[f"name_{code}_{n}"] for code in LANGUAGES)]
            for n in range(len(self.steps))
        ]

    @property
    def ladder(self) -> list[Step]:
        """The steps of a valid form, in their order."""
        found = []
        codes = {step.code for step in self.steps if step}
        for number, step in enumerate(self.steps):
            names = {code: self.cleaned_data[f"name_{code}_{number}"] for code in LANGUAGES}
            if not any(name.strip() for name in names.values()):
                continue
            code = step.code if step else new_code(names["en"], "step", codes)
            codes.add(code)
            meanings = step.meanings if step and names == _all(step) else {}
            found.append(
                (self.cleaned_data[f"place_{number}"], number, Step(code, names, meanings))
            )
        return [step for _place, _number, step in sorted(found, key=lambda row: row[:2])]


LABELS = {"en": _("Name in English"), "ar": _("Name in Arabic"), "he": _("Name in Hebrew")}


def _all(step: Step) -> dict[str, str]:
    return {code: step.names.get(code, "") for code in LANGUAGES}


def new_code(name: str, kind: str, known: set[str]) -> str:
    """Return a code for something new, from its English name where it has one."""
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:30]
    wanted = word if word[:1].isalpha() else kind
    numbers = ("", *(f"_{number}" for number in range(2, 1000)))
    return next(f"{wanted}{n}" for n in numbers if f"{wanted}{n}" not in known)


class SecondRuleForm(SeenForm):
    """Which states of which aspect need a second person."""

    def __init__(self, policy: Policy, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        labels = dict(choices("verification_aspects"))
        for aspect in ASPECTS:
            self.fields[aspect] = forms.MultipleChoiceField(
                label=labels[aspect],
                choices=choices("verification_states"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[
                    one.split(":")[1] for one in policy.second if one.startswith(f"{aspect}:")
                ],
            )

    @property
    def second(self) -> list[str]:
        """What needs two by a valid form, as the policy has it."""
        return [f"{aspect}:{state}" for aspect in ASPECTS for state in self.cleaned_data[aspect]]


class OriginRuleForm(SeenForm):
    """How many independent origins some states ask for."""

    states = forms.MultipleChoiceField(
        label=_("States that the rule asks of, whatever the aspect"),
        choices=list,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: the rule asks nothing."),
    )
    origins = forms.IntegerField(
        label=_("Independent origins"), min_value=1, max_value=MOST_ORIGINS
    )
    different_kinds = forms.BooleanField(
        label=_("They are of at least two kinds of source"), required=False
    )
    staff_suffices = forms.BooleanField(
        label=_("One direct documentation by own staff is enough"), required=False
    )

    def __init__(self, policy: Policy, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["states"].choices = choices("verification_states")
        self.initial = {
            **self.initial,
            "states": sorted(policy.rule_states),
            "origins": policy.rule.origins,
            "different_kinds": policy.rule.different_kinds,
            "staff_suffices": policy.rule.staff_suffices,
        }

    @property
    def rule(self) -> OriginRule:
        """The rule of a valid form."""
        given = self.cleaned_data
        return OriginRule(given["origins"], given["different_kinds"], given["staff_suffices"])


class ChecklistForm(SeenForm):
    """Which items are asked for: those we ship, and the programme's own."""

    def __init__(self, policy: Policy, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.policy = policy
        groups: dict[str, list[Item]] = {}
        for item in (*shipped_items(), *policy.own):
            groups.setdefault(item.event_type, []).append(item)
        for event_type, items in groups.items():
            self.fields[f"kept_{event_type}"] = forms.MultipleChoiceField(
                label=_type_label(event_type),
                choices=[(one.code, _said(one)) for one in items],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[one.code for one in items if one.code not in policy.off],
            )

    @property
    def kept(self) -> set[str]:
        """The items that a valid form keeps."""
        given = self.cleaned_data
        names = [name for name in self.fields if name.startswith("kept_")]
        return {code for name in names for code in given[name]}

    @property
    def off(self) -> list[str]:
        """The shipped items that it leaves out."""
        return [one.code for one in shipped_items() if one.code not in self.kept]

    @property
    def own(self) -> list[Item]:
        """The programme's own items that it keeps."""
        return [one for one in self.policy.own if one.code in self.kept]


def _type_label(event_type: str) -> str:
    if not event_type:
        return _now("All types of events")
    return codebook.load().label("event_types", event_type, get_language() or "en")


def _said(item: Item) -> str:
    aspect = codebook.load().label("verification_aspects", item.aspect, get_language() or "en")
    own = _now("own item") if item.own else ""
    return " · ".join(part for part in (item.name, aspect, own) if part)


class ItemForm(NamesForm, SeenForm):
    """A new item of a checklist."""

    event_type = forms.ChoiceField(label=_("For which type of event"), choices=list, required=False)
    aspect = forms.ChoiceField(label=_("For which aspect"), choices=list)
    field_order = ("event_type", "aspect", "name_en", "name_ar", "name_he", "seen")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["event_type"].choices = type_choices(_now("All types of events"))
        fields["aspect"].choices = choices("verification_aspects")

    def item(self, known: Sequence[Item]) -> Item:
        """Return the new item of a valid form."""
        given = self.cleaned_data
        code = new_code(given["name_en"], "item", {one.code for one in known})
        return Item(code, given["event_type"], given["aspect"], self.names)
