"""What the questions of a version mean: suggested, confirmed, taken over, run again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.field.following import enqueue_followers
from goodoffices.field.models import FormVersion, Submission, SubmissionVersion
from goodoffices.field.models import Mapping as Confirmed
from goodoffices.field.services.forms.permits import may_manage
from goodoffices.formats.submissions.entries import (
    Entry,
    PartyEntry,
    TypeEntry,
    check_against,
    paths_of,
    read_entries,
    write_entries,
)
from goodoffices.formats.xlsforms.suggesting import suggest

UNREAD = (
    Submission.MappingState.UNMAPPED,
    Submission.MappingState.FAILED,
    Submission.MappingState.WAITING,
)
"""States of submissions that a newly confirmed mapping is tried on at once. Those that wait are
among them: a worker may be about to write that one of them cannot be mapped."""


def confirm_mapping(
    *,
    version: FormVersion,
    entries: Sequence[Mapping[str, Any]],
    seen: int | None = None,
    by: User | None,
) -> Confirmed:
    """Confirm what the questions of a version mean; earlier mappings stay on record.

    ``seen`` is the number of the mapping the person looked at (0: none); raises `Conflict` when
    another was confirmed meanwhile, `InvalidInput` for what does not fit. Submissions that could
    not be mapped before are tried again.
    """
    form = version.form
    may_manage(by, form.programme, form)
    if version.encrypted:
        raise InvalidInput(_("Answers to an encrypted form cannot be read, so nothing is mapped."))
    checked = read_entries(list(entries))
    check_against(checked, version.fields)
    with transaction.atomic():
        FormVersion.objects.select_for_update().get(pk=version.pk)
        latest = current_number(version)
        if seen is not None and seen != latest:
            raise Conflict(
                _("Somebody else confirmed a mapping of this version meanwhile. Look at it again.")
            )
        mapping = Confirmed.objects.create(
            version=version, number=latest + 1, entries=write_entries(checked), by=by
        )
        _wake(version, UNREAD)
        _record("field.mapping.confirmed", version, by, entries=len(checked), mapping=latest + 1)
    return mapping


def current_number(version: FormVersion) -> int:
    """Return the number of the mapping that holds for a version; 0 where none is confirmed."""
    highest = version.mappings.aggregate(highest=Max("number"))["highest"]
    return int(highest or 0)


def current(version: FormVersion) -> Confirmed | None:
    """Return the mapping that holds for a version, or None."""
    return version.mappings.order_by("-number").first()


def map_again(*, version: FormVersion, by: User | None) -> int:
    """Have all submissions of a version mapped again, those that became reports too.

    Returns how many. Nothing is doubled: a report made before gets a new version.
    """
    form = version.form
    may_manage(by, form.programme, form)
    if current(version) is None:
        raise InvalidInput(_("Confirm first what the questions of this version mean."))
    with transaction.atomic():
        states = (*UNREAD, Submission.MappingState.MAPPED)
        number = _wake(version, states)
        _record("field.mapping.run_again", version, by, submissions=number)
    return number


def _wake(version: FormVersion, states: Iterable[str]) -> int:
    """Let submissions of a version wait to be read, and enqueue what reads them."""
    current_ones = SubmissionVersion.objects.filter(
        form_version=version, number=F("submission__current"), is_encrypted=False
    )
    found = Submission.objects.filter(
        form=version.form,
        pk__in=current_ones.values("submission"),
        mapping_state__in=list(states),
        deleted_at__isnull=True,
        purged_at__isnull=True,
    )
    number = found.update(mapping_state=Submission.MappingState.WAITING)
    if number:
        enqueue_followers(version.form.programme)
    return int(number)


def _record(action: str, version: FormVersion, by: User | None, **data: Any) -> None:
    audit.record(
        action,
        by=by,
        programme=version.form.programme,
        record=version.form,
        data={"number": version.number, **data},
    )


def suggestion(version: FormVersion) -> tuple[Entry, ...]:
    """Return what a person is asked to confirm: the mapping before as far as it fits, else a guess.

    Questions that the version before did not have are guessed at.
    """
    before = _before(version)
    guess = suggest(version.fields, version.choices)
    if before is None:
        return guess
    kept = _fitting(read_entries(before.entries), version)
    known = {field["path"] for field in before.version.fields}
    new = [entry for entry in guess if not known & set(paths_of(entry))]
    try:
        return read_entries(write_entries([*kept, *new]))
    except InvalidInput:  # a guess that gives a figure the mapping before gives already
        return tuple(kept)


def _before(version: FormVersion) -> Confirmed | None:
    """Return the newest mapping confirmed for an earlier version of the form."""
    found = Confirmed.objects.filter(
        version__form=version.form, version__number__lt=version.number
    ).select_related("version")
    return found.order_by("-version__number", "-number").first()


def _fitting(entries: Iterable[Entry], version: FormVersion) -> list[Entry]:
    kept = []
    for entry in entries:
        try:
            check_against([entry], version.fields)
        except InvalidInput:
            continue
        kept.append(entry)
    return kept


def carry_over(version: FormVersion, *, by: User | None) -> Confirmed | None:
    """Take over the mapping of the version before when nothing it speaks of has changed.

    Must run in the transaction that adds the version.
    """
    before = _before(version)
    if before is None or not unchanged(before, version):
        return None
    mapping = Confirmed.objects.create(
        version=version, number=1, entries=before.entries, by=before.by
    )
    _record("field.mapping.confirmed", version, by, carried_from=before.version.number)
    return mapping


def carried_from(version: FormVersion) -> int | None:
    """Return the number of the version whose mapping was taken over, None where none was."""
    mapping, before = current(version), _before(version)
    if mapping is None or before is None or mapping.number != 1:
        return None
    return before.version.number if mapping.entries == before.entries else None


def unchanged(before: Confirmed, version: FormVersion) -> bool:
    """Say whether each question that a mapping speaks of is the same in another version.

    The same path, type, repeat and, where choices have a meaning, the same choices.
    """
    old, new = _asked(before.version), _asked(version)
    for entry in read_entries(before.entries):
        for path in paths_of(entry):
            if path in old and old[path] != new.get(path):
                return False
        meant = isinstance(entry, TypeEntry | PartyEntry) and bool(entry.values)
        if meant and _choices(before.version, entry) != _choices(version, entry):
            return False
    try:
        check_against(read_entries(before.entries), version.fields)
    except InvalidInput:
        return False
    return True


def _asked(version: FormVersion) -> dict[str, tuple[str, str]]:
    return {field["path"]: (field["type"], field["repeat"]) for field in version.fields}


def _choices(version: FormVersion, entry: Entry) -> set[str]:
    """Return the names of the choices of the question an entry reads."""
    (path,) = paths_of(entry) or ("",)
    for field in version.fields:
        if field["path"] == path:
            return {item["name"] for item in version.choices.get(field["list"], ())}
    return set()
