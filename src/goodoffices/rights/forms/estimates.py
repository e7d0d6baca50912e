"""The form of an estimate of how many in all: what is counted, the lists, what is answered for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core.forms.reasons import reason_field
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.formats import capture_histories
from goodoffices.rights.forms.acts import language_field
from goodoffices.rights.forms.people import mark_field, text_field, words_field
from goodoffices.rights.models import CasualtyList, Estimate
from goodoffices.rights.models.estimates import ASSUMPTIONS, FAILS, HOLDS, UNSURE
from goodoffices.rights.queries.lists import capture_histories as capture_histories_of
from goodoffices.rights.queries.lists import usable_lists
from goodoffices.rights.services.estimates import FILE, LISTS, TYPED, GivenEstimate
from goodoffices.rights.total_words import ASSUMED, refused

KEPT = -1
"""In place of how many lists are typed in: those that the programme keeps are counted."""

SIGNS = "ABCDE"
"""How the lists are called before they have names."""

FILE_BYTES = 5_000_000
MOST = 10**9
ANSWERS = (
    ("", _("choose")),
    (HOLDS, _("yes, it holds")),
    (FAILS, _("no")),
    (UNSURE, _("not known")),
)


class EstimateForm(forms.Form):
    """What is counted, which lists there are, and what somebody answers for.

    ``lists`` is how many lists are typed in; 0 takes an uploaded table, `KEPT` has ``member``
    choose among the lists of the programme that they may see.
    """

    title = text_field(_("Title"), 200, help_text=_("Neutral and short, without names of people."))
    counted = text_field(
        _("What is counted"),
        300,
        help_text=_("Such as: people killed; people held for more than a day."),
    )
    place = text_field(_("Place"), 300)
    period = text_field(_("Period"), 200)
    language = language_field()
    matching = words_field(
        _("How the lists were matched"),
        3,
        required=False,
        help_text=_("Who decided, and by which rule, that two entries are the same person."),
    )
    tlp = mark_field()

    def __init__(
        self,
        lists: int,
        replaced: Estimate | None,
        *args: Any,
        member: Membership | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.lists, self.replaced, self.member = lists, replaced, member
        self.histories = histories(max(lists, 0))
        for name in ASSUMPTIONS:
            self.fields[f"holds-{name}"] = forms.ChoiceField(label=ASSUMED[name], choices=ANSWERS)
        self.kept = kept_lists(member) if lists == KEPT and member is not None else {}
        self.fields.update(self._sources())
        if replaced is not None:
            self.fields["reason"] = reason_field()
        self.given_lists: tuple[str, ...] = ()
        self.given_counts: dict[tuple[int, ...], int] = {}
        self.unseen = 0

    def _sources(self) -> dict[str, forms.Field]:
        if self.lists == KEPT:
            return {"chosen": _choosing(self.kept)}
        return _typed(self.lists, self.histories) if self.lists else _uploaded()

    @property
    def is_typed(self) -> bool:
        """Whether the counts are typed in."""
        return self.lists > 0

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields but those of the table, by what they ask."""
        about = ("title", "counted", "place", "period", "language")
        asked = [f"holds-{name}" for name in ASSUMPTIONS]
        last = ("tlp", "reason") if self.replaced is not None else ("tlp",)
        named = (
            (_now("What is estimated"), about),
            (_now("What you answer for"), (*asked, "matching")),
            (_now("Record"), last),
        )
        return [(title, [self[name] for name in names]) for title, names in named]

    @property
    def names(self) -> list[forms.BoundField]:
        """The fields of the lists' names, those of a table that is uploaded, or the choice."""
        if self.lists == KEPT:
            return [self["chosen"]]
        if not self.lists:
            return [self[name] for name in ("file", "columns", "count")]
        return [self[f"name-{place}"] for place in range(self.lists)]

    @property
    def grid(self) -> list[tuple[tuple[int, ...], forms.BoundField]]:
        """Each history with the field of its count."""
        return [(one, self[_field(one)]) for one in self.histories]

    def clean(self) -> dict[str, Any]:
        """Read the table."""
        said = super().clean() or self.cleaned_data
        try:
            self._read(said)
        except InvalidInput as error:
            where = {0: "file", KEPT: "chosen"}.get(self.lists)
            self.add_error(where, refused(error.code, error.message))
        return said

    def _read(self, said: dict[str, Any]) -> None:
        if self.lists == KEPT:
            if "chosen" in said:
                self._count([self.kept[code] for code in said["chosen"]], said)
        elif self.lists:
            names = [said.get(f"name-{place}", "") for place in range(self.lists)]
            self.given_lists = tuple(names)
            self.given_counts = {one: said.get(_field(one)) or 0 for one in self.histories}
        elif said.get("file") is not None:
            columns = [one.strip() for one in re.split("[,،]", said["columns"]) if one.strip()]
            found = capture_histories.read(said["file"], lists=columns, count=said["count"])
            self.given_lists, self.given_counts = found.lists, found.counts
            self.unseen = found.unseen

    def _count(self, chosen: list[CasualtyList], said: dict[str, Any]) -> None:
        """Count who is on which of the lists; the figure is kept as close as the closest is."""
        if self.member is None or not 2 <= len(chosen) <= len(SIGNS):
            raise InvalidInput(str(refused("number-of-lists")), code="number-of-lists")
        closest, mark = max(one.tlp for one in chosen), int(said.get("tlp") or 0)
        if "tlp" in said and mark < closest:
            text = _now("One of the lists is %s: the estimate cannot be shown more widely.")
            self.add_error("tlp", text % TLP(closest).label)
        self.given_lists = names_apart(chosen)
        shown_at = min(mark, TLP.AMBER_STRICT)  # RED is for other people on each record
        counted = capture_histories_of(self.member, chosen, shown_at=shown_at)
        self.given_counts = {tuple(map(int, on)): number for on, number in counted.items()}

    def given(self) -> GivenEstimate:
        """Return what a valid form says of the estimate."""
        said = self.cleaned_data
        names = ("title", "counted", "place", "period", "language", "matching", "tlp")
        answers = {name: said[f"holds-{name}"] for name in ASSUMPTIONS}
        return GivenEstimate(**{name: said[name] for name in names}, assumptions=answers)

    def table(self) -> dict[str, Any]:
        """Return the lists and counts of a valid form, as the service takes them."""
        return {
            "lists": self.given_lists,
            "histories": self.given_counts,
            "origin": {0: FILE, KEPT: LISTS}.get(self.lists, TYPED),
        }

    @staticmethod
    def of(estimate: Estimate) -> dict[str, Any]:
        """Return the initial values from an estimate that is to be made anew."""
        names = ("title", "counted", "place", "period", "language", "matching", "tlp")
        start: dict[str, Any] = {name: getattr(estimate, name) for name in names}
        start |= {f"holds-{name}": answer for name, answer in estimate.assumptions.items()}
        start |= {f"name-{place}": name for place, name in enumerate(estimate.lists)}
        return start | {f"n-{history}": number for history, number in estimate.counts.items()}


def histories(lists: int) -> list[tuple[int, ...]]:
    """Return every history of so many lists but that of nobody, those of few lists first."""
    found: Iterator[tuple[int, ...]] = product((0, 1), repeat=lists)
    order = sorted(found, key=lambda one: (sum(one), [-on for on in one]))
    return [one for one in order if any(one)]


def kept_lists(member: Membership) -> dict[str, CasualtyList]:
    """Return by their codes the lists of the programme that a member may see and count."""
    return {one.code: one for one in usable_lists(member)}


def names_apart(lists: Sequence[CasualtyList]) -> tuple[str, ...]:
    """Return what the lists are called in an estimate: their titles, with the code where one is
    not enough to tell them apart."""
    short = [one.title[: capture_histories.LONGEST].strip() for one in lists]
    room = capture_histories.LONGEST - 9
    return tuple(
        name if short.count(name) == 1 else f"{name[:room]} {one.code[:8]}"
        for name, one in zip(short, lists, strict=True)
    )


def _choosing(kept: Mapping[str, CasualtyList]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Lists of the programme"),
        choices=[(code, one.title) for code, one in kept.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Two to five. Counted are pairs that were decided, and those that are certain enough"
            " and that nobody has decided yet: decide first, then estimate."
        ),
    )


def _field(history: tuple[int, ...]) -> str:
    return f"n-{''.join(map(str, history))}"


def _typed(lists: int, rows: list[tuple[int, ...]]) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for place in range(lists):
        label = _now("Name of list %s") % SIGNS[place]
        found[f"name-{place}"] = text_field(label, capture_histories.LONGEST)
    for one in rows:
        on = ", ".join(SIGNS[place] for place in range(lists) if one[place])
        found[_field(one)] = forms.IntegerField(
            label=_now("On %s and on no other list") % on,
            min_value=0,
            max_value=MOST,
            required=False,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": MOST}),
        )
    return found


def _uploaded() -> dict[str, forms.Field]:
    return {
        "file": TableField(
            label=_("Table"),
            help_text=_(
                "CSV, XLSX or Parquet: a column of 0 and 1 for each list and a column of counts, or"
                " one row a person. Only the counts are kept, not the file."
            ),
        ),
        "columns": text_field(
            _("Columns of the lists"),
            400,
            required=False,
            help_text=_("With commas between them; left empty, all but the counts."),
        ),
        "count": text_field(
            _("Column of the counts"),
            100,
            required=False,
            help_text=_("Left empty, the one that is called count or n."),
        ),
    }


class TableField(forms.FileField):
    """A table that is small enough to be read while somebody waits."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is too large."""
        file = super().clean(data, initial)
        if file is not None and file.size > FILE_BYTES:
            raise forms.ValidationError(
                _now("The table is larger than 5 MB: hand in the counts, not the people."),
                code="too-large",
            )
        return file
