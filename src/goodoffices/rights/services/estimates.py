"""Estimates of how many in all: made once, kept as they are, replaced or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices import __version__
from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit, jobs
from goodoffices.core.access import name_on
from goodoffices.core.models import Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.formats import capture_histories
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.models import Estimate
from goodoffices.rights.models.estimates import ASSUMPTIONS, FAILS, HOLDS, SMALL, UNSURE
from goodoffices.rights.services.estimate_results import OPTIONS, Advance, result_of
from goodoffices.rights.total_words import refused

if TYPE_CHECKING:
    from goodoffices.methods.undercount import CaptureTable

RECORD = "rights.record"
WORK = "rights.estimate"
"""The kind of background work that works one out."""

TYPED, FILE, LISTS = "typed", "file", "lists"
"""Where the counts come from: typed in, an uploaded table, lists of the programme."""

QUICK = 4
"""Up to so many lists it is worked out at once: 113 models, a tenth of a second."""


@dataclass(frozen=True, slots=True)
class GivenEstimate:
    """What is estimated, in words without names, and what somebody answers for."""

    title: str
    counted: str
    place: str
    period: str
    language: str = ""
    matching: str = ""
    assumptions: Mapping[str, str] = field(default_factory=dict)
    tlp: int = TLP.AMBER_STRICT


def make(
    *,
    programme: Programme,
    given: GivenEstimate,
    lists: Sequence[str],
    histories: Mapping[tuple[int, ...], int],
    by: User | None,
    origin: str = TYPED,
    replaces: Estimate | None = None,
    reason: str = "",
) -> Estimate:
    """Estimate how many in all from the people of each capture history.

    ``histories`` counts people by whether they are on each of ``lists`` in turn (a Counter of
    tuples of bools will do). With five lists the figures come later, from the background. What it
    ``replaces`` is withdrawn for the ``reason``; it is not changed.
    """
    seen = [replaces] if replaces is not None else []
    member = permitted(by, programme, RECORD, *seen)
    table = table_of(lists, histories)
    made = _new(programme, given, table, origin)
    made.by, made.replaces = by, replaces
    if len(table.lists) <= QUICK:
        _fill(made, result_of(table, made.assumptions))
    with transaction.atomic():
        if replaces is not None:
            _withdraw(replaces, by, reason)
        made.save(force_insert=True)
        if made.tlp == TLP.RED and member is not None:
            name_on(made, [member], by=by)
        if made.result is None:
            made.job = jobs.enqueue(
                WORK, programme=programme, by=by, arguments={"estimate": made.pk}
            )
            made.save(update_fields=["job"])
        _record("begun" if made.result is None else "made", made, by)
    return made


def work_out(*, estimate: Estimate, advance: Advance) -> Estimate:
    """Work the figures of an estimate out that waits for them; does nothing when they are there."""
    if estimate.result is None and not estimate.is_withdrawn:
        _fill(estimate, result_of(table_kept(estimate), estimate.assumptions, advance))
        names = ("result", "computed_at", "method_version", "program_version")
        with transaction.atomic():
            waiting = Estimate.objects.filter(pk=estimate.pk, computed_at=None)
            if waiting.update(**{name: getattr(estimate, name) for name in names}):
                _record("made", estimate, estimate.by)
    return estimate


def withdraw(*, estimate: Estimate, by: User | None, reason: str) -> None:
    """Take an estimate back; it stays to be read, with who took it back and why."""
    permitted(by, estimate.programme, RECORD, estimate)
    with transaction.atomic():
        _withdraw(estimate, by, reason)
    estimate.refresh_from_db()


def _withdraw(estimate: Estimate, by: User | None, reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Say why it is taken back."), code="no-reason")
    rows = Estimate.objects.filter(pk=estimate.pk, withdrawn_at=None)
    said = reason.strip()[:2000]
    if not rows.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=said):
        raise Conflict(_("Somebody took this back meanwhile."))
    _record("withdrawn", estimate, by, reason=said)


def table_of(lists: Sequence[str], histories: Mapping[tuple[int, ...], int]) -> CaptureTable:
    """Return the counts as the method takes them; `InvalidInput` says in words what is wrong."""
    from goodoffices.methods.undercount import capture_table

    names = tuple(name.strip() for name in lists)
    if not all(isinstance(number, int) for number in histories.values()):
        raise InvalidInput(refused("bad-count"), code="bad-count")
    counts = {tuple(int(on) for on in one): number for one, number in histories.items()}
    try:
        table = capture_table(names, counts)
        capture_histories.refuse_names(names)
    except InvalidInput as error:
        raise InvalidInput(refused(error.code, error.message), code=error.code) from None
    return table


def table_kept(estimate: Estimate) -> CaptureTable:
    """Return the counts an estimate was made from."""
    from goodoffices.methods.undercount import capture_table

    return capture_table(estimate.lists, histories_kept(estimate))


def histories_kept(estimate: Estimate) -> dict[tuple[int, ...], int]:
    """Return how many people have each history, those of nobody included."""
    return {tuple(map(int, one)): number for one, number in estimate.counts.items()}


def _new(programme: Programme, given: GivenEstimate, table: CaptureTable, origin: str) -> Estimate:
    _refuse_bad(given)
    histories = table.histories()
    small = any(0 < number < SMALL for number in histories.values())
    if small and given.tlp < TLP.AMBER:
        raise InvalidInput(
            _("Some counts are so small that they may single somebody out: AMBER at the least."),
            code="small-counts",
        )
    words = {name: getattr(given, name).strip() for name in ("title", "counted", "place", "period")}
    return Estimate(
        programme=programme,
        tlp=given.tlp,
        **words,
        language=given.language,
        matching=given.matching.strip()[:5000],
        assumptions={name: given.assumptions[name] for name in ASSUMPTIONS},
        origin=origin,
        lists=list(table.lists),
        counts={"".join(map(str, one)): number for one, number in histories.items()},
        has_small=small,
        input_sha256=sha256(capture_histories.written(table.lists, histories)).hexdigest(),
        options=OPTIONS,
    )


def _refuse_bad(given: GivenEstimate) -> None:
    if not given.title.strip():
        raise InvalidInput(_("An estimate needs a title."), code="no-title")
    if not (given.counted.strip() and given.place.strip() and given.period.strip()):
        raise InvalidInput(_("Say what is counted, where and in which period."), code="no-scope")
    answers = [given.assumptions.get(name) for name in ASSUMPTIONS]
    if not all(answer in {HOLDS, FAILS, UNSURE} for answer in answers):
        raise InvalidInput(_("Answer every question about the lists."), code="no-answer")
    if given.tlp not in TLP.values:
        raise InvalidInput(_("Choose one of the marks from CLEAR to RED."), code="bad-tlp")


def _fill(estimate: Estimate, result: dict[str, Any]) -> None:
    from goodoffices.methods.undercount import VERSION

    estimate.result, estimate.computed_at = result, timezone.now()
    estimate.method_version, estimate.program_version = VERSION, __version__


def _record(what: str, estimate: Estimate, by: User | None, *, reason: str = "") -> None:
    """Write to the log; how many are on the lists is not said there."""
    data = {"lists": len(estimate.lists), "sha256": estimate.input_sha256}
    audit.record(
        f"rights.estimate.{what}",
        by=by,
        programme=estimate.programme,
        record=estimate,
        reason=reason,
        data=data,
    )
