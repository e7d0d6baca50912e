"""The filter bar of the submissions; its state is the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from goodoffices.core.days import days_in_words
from goodoffices.core.models import Membership, Office
from goodoffices.core.queries.addresses import iso
from goodoffices.core.views.options import Option, chosen_label
from goodoffices.field.flags import FLAGS
from goodoffices.field.models import Device, Form, Submission
from goodoffices.field.queries.asked import SubmissionFilter

MOST = 200
PAGE = "field:submissions"


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter of the bar: its name in the address, what it says, what can be ticked."""

    name: str
    title: str
    label: str
    options: tuple[Option, ...]

    @property
    def is_set(self) -> bool:
        """Say whether anything is ticked."""
        return any(option.chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class SubmissionBar:
    """What the bar shows: each filter with its options, and what it stands at now."""

    asked: SubmissionFilter
    chips: tuple[Chip, ...]
    period_label: str
    first_day: str
    last_day: str

    @property
    def query(self) -> str:
        """The query string as it stands."""
        return self.asked.address()

    @property
    def without_place(self) -> str:
        """The query string without its circle."""
        return self.asked.address(near=None)

    @property
    def has_more(self) -> bool:
        """Say whether one of the seldom filters is set."""
        asked = self.asked
        return asked.awaits or asked.branches or asked.deleted


def submission_bar(asked: SubmissionFilter, member: Membership) -> SubmissionBar:
    """Return the bar for what is asked; it offers nothing that the member may not see."""
    chips = (
        _chip("form", _("Form"), _("Form: all"), _forms(member), asked.forms),
        _chip("office", _("Office"), _("Office: all"), _offices(), asked.offices),
        _chip("officer", _("Officer"), _("Officer: all"), _officers(member), asked.officers),
        _chip("device", _("Device"), _("Device: all"), _devices(member), asked.devices),
        _chip("mapping", _("Report"), _("Report: all"), mappings(), asked.mappings),
        _chip("flag", _("Remark"), _("Remark: all"), flags(), asked.flags),
    )
    return SubmissionBar(
        asked=asked,
        chips=tuple(chip for chip in chips if chip.options),
        period_label=_period(asked),
        first_day=iso(asked.first_day),
        last_day=iso(asked.last_day),
    )


def _chip(
    name: str,
    title: str,
    nothing: str,
    known: Iterable[tuple[str, str]],
    chosen: tuple[str, ...],
) -> Chip:
    options = tuple(Option(value, label, value in chosen) for value, label in known)
    return Chip(name, title, chosen_label(options, nothing), options)


def _period(asked: SubmissionFilter) -> str:
    if asked.first_day is None and asked.last_day is None:
        return _("Received: any day")
    if asked.first_day is None or asked.last_day is None:
        return f"{iso(asked.first_day) or '…'} – {iso(asked.last_day) or '…'}"
    return days_in_words(asked.first_day, asked.last_day)


def _forms(member: Membership) -> list[tuple[str, str]]:
    rows = Form.objects.visible_to(member).exclude(current=None)
    return _sorted((row.code, row.title) for row in rows[:MOST])


def _offices() -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in Office.objects.order_by("code")]


def _seen(member: Membership, **of: OuterRef) -> Exists:
    """The condition that somebody sent what the member may see."""
    return Exists(Submission.objects.visible_to(member).filter(**of))


def _officers(member: Membership) -> list[tuple[str, str]]:
    rows = Membership.objects.filter(_seen(member, by=OuterRef("user")))
    found = rows.select_related("user")[:MOST]
    return _sorted((row.code, row.user.name) for row in found)


def _devices(member: Membership) -> list[tuple[str, str]]:
    rows = Device.objects.filter(_seen(member, device=OuterRef("pk")))
    found = rows.select_related("membership__user")[:MOST]
    return _sorted((row.code, f"{row.name} · {row.membership.user.name}") for row in found)


def _sorted(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    by_label: Callable[[tuple[str, str]], str] = lambda pair: pair[1].casefold()  # noqa: E731
    return sorted(pairs, key=by_label)


def mappings() -> list[tuple[str, str]]:
    """Return what can have become of a submission, in words."""
    return [(value, str(label)) for value, label in Submission.MappingState.choices]


def flags() -> list[tuple[str, str]]:
    """Return what can be remarked on, in words."""
    return [(code, str(words)) for code, words in FLAGS.items()]
