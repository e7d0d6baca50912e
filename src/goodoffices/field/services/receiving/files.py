"""The files of a submission: expected, here, not named, or a second one of a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from goodoffices.core import evidence
from goodoffices.core.evidence import purging
from goodoffices.core.models import Programme, StoredFile
from goodoffices.field.models import Attachment, Submission, SubmissionVersion
from goodoffices.field.services.receiving.post import File

State = Attachment.State
Kept = tuple[str, StoredFile]


def keep_bytes(files: Sequence[File], programme: Programme) -> None:
    """Keep the bytes that arrived for good, before any row speaks of them (and before the
    database is locked)."""
    for _name, file in files:
        if not isinstance(file, StoredFile):
            evidence.keep(file, programme.pk)


def file_rows(files: Sequence[File], programme: Programme) -> list[Kept]:
    """Return the rows of files whose bytes are kept."""
    return [
        (
            name,
            file if isinstance(file, StoredFile) else evidence.file_row(file, programme=programme),
        )
        for name, file in files
    ]


def forget_bytes(files: Sequence[Kept]) -> None:
    """Give up bytes that came again with a submission whose content was purged.

    They stay where another record keeps them.
    """
    purging.release([file.pk for _name, file in files], rule="field.submission")


def expected(
    version: SubmissionVersion, names: Iterable[str], files: Sequence[Kept]
) -> list[Attachment]:
    """Return the rows of the files of a version just made: here, not named, awaited.

    Of two files of one name in one post the first is the answer, the second a conflict.
    """
    now, named, rows = timezone.now(), list(names), {}
    second = []
    for name, file in files:
        state = State.PRESENT if name in named else State.UNREFERENCED
        state = State.CONFLICT if name in rows else state
        row = Attachment(version=version, name=name, file=file, state=state, received_at=now)
        if name not in rows:
            rows[name] = row
        elif rows[name].file_id != file.pk:
            second.append(row)
    awaited = (name for name in named if name not in rows)
    awaiting = [Attachment(version=version, name=name, state=State.EXPECTED) for name in awaited]
    return [*rows.values(), *second, *awaiting]


def carried_over(before: SubmissionVersion, names: Iterable[str]) -> list[Attachment]:
    """Return the files of a version that its correction still names, and need not send again.

    They keep the moment they arrived: before the correction did.
    """
    wanted = frozenset(names)
    return [
        row
        for row in before.attachments.select_related("file")
        if row.name in wanted and row.state == State.PRESENT
    ]


def kept_by(
    version: SubmissionVersion, rows: Sequence[Attachment], before: Iterable[Attachment]
) -> list[Attachment]:
    """Return the rows of a correction, with what is awaited taken from the version before."""
    held = {row.name: row for row in before}
    for row in rows:
        if row.state == State.EXPECTED and (old := held.get(row.name)):
            row.file, row.state, row.received_at = old.file, State.PRESENT, old.received_at
    return list(rows)


def _is_carried(row: Attachment) -> bool:
    at = row.received_at
    return row.state == State.PRESENT and at is not None and at < row.version.received_at


def awaits(rows: Iterable[Attachment]) -> bool:
    """Say whether some of the files are still awaited."""
    return any(row.state == State.EXPECTED for row in rows)


def add_files(version: SubmissionVersion, files: Sequence[Kept]) -> tuple[int, tuple[str, ...]]:
    """Add files to a version received before.

    Returns how many were new, and the names under which other bytes lie already.
    """
    known: dict[str, list[Attachment]] = {}
    for row in version.attachments.all():
        known.setdefault(row.name, []).append(row)
    new, conflicts = 0, []
    for name, file in files:
        rows = known.setdefault(name, [])
        if any(row.file_id == file.pk for row in rows):
            if rows[0].file_id != file.pk:
                conflicts.append(name)
            continue
        row = _placed(version, name, file, rows)
        if row.state == State.CONFLICT:
            conflicts.append(name)
        new += 1
    return new, tuple(conflicts)


def _placed(
    version: SubmissionVersion, name: str, file: StoredFile, rows: list[Attachment]
) -> Attachment:
    now = timezone.now()
    if rows and (rows[0].state == State.EXPECTED or _is_carried(rows[0])):
        row = rows[0]
        row.file, row.state, row.received_at = file, State.PRESENT, now
        row.save(update_fields=["file", "state", "received_at"])
        return row
    state = State.CONFLICT if rows else State.UNREFERENCED
    row = Attachment.objects.create(
        version=version, name=name, file=file, state=state, received_at=now
    )
    rows.append(row)
    return row


def note_awaited(submission: Submission, version: SubmissionVersion) -> None:
    """Repeat on the submission whether its current version awaits files."""
    if version.number != submission.current or version.is_branch:
        return
    awaits = version.attachments.filter(state=State.EXPECTED).exists()
    Submission.objects.filter(pk=submission.pk).update(awaits_media=awaits)
