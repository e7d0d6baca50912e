"""Files that go to a partner: prepared by one, approved by another, handed over; and files back."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput, NotPermitted
from goodoffices.core import audit
from goodoffices.core.models import Membership, User
from goodoffices.core.services.reads import note_export
from goodoffices.core.tlp import TLP
from goodoffices.monitor.services.permits import membership, permitted
from goodoffices.publish.models import ExchangeFile, ExchangeRun, Partner, SharingAgreement
from goodoffices.publish.partners.services.agreements import holding, in_force
from goodoffices.publish.partners.services.organisations import MAY
from goodoffices.publish.partners.sharing import agreed, alone, partner_id, within
from goodoffices.publish.partners.writing import made_for

OUT = ExchangeRun.Direction.OUT
MOST_ROWS = 100_000


def prepare(
    *, partner: Partner, form: str, by: User, bom: bool = False, hxl: bool = False
) -> ExchangeRun:
    """Make the file that is to go out, and keep its bytes; it goes nowhere before approval."""
    member = permitted(by, partner.programme, MAY, partner)
    assert member is not None
    agreement = holding(partner)
    if form not in ExchangeRun.Format.values:
        raise InvalidInput(_("Choose one of the formats."), code="bad-format")
    _refuse_too_many(agreement, member)
    run = ExchangeRun(
        programme=partner.programme,
        partner=partner,
        agreement=agreement,
        direction=OUT,
        form=form,
        bom=bom and form == "csv",
        hxl=hxl and form == "csv",
        # At least as closely marked as the partner: that it is one is not told more widely.
        tlp=max(agreement.ceiling, partner.tlp),
        by=by,
    )
    content, rows, left_out = made_for(run, member)
    run.rows, run.alone = len(rows), alone(rows)
    run.sha256 = hashlib.sha256(content).hexdigest()
    run.left_out = {**left_out, "ceiling": _above(agreement, member)}
    with transaction.atomic():
        run.save(force_insert=True)
        ids = [row["id"] for row in rows]
        ExchangeFile.objects.create(run=run, content=content, ids=ids)
        _record("prepared", run, by, rows=run.rows)
    return run


def approve(*, run: ExchangeRun, by: User) -> None:
    """Approve a file as a second person: it is made again as they see the records, byte by byte.

    Raises `Conflict` where the two differ: records changed, or the second person may not see all.
    """
    member = permitted(by, run.programme, MAY, run.partner, run)
    assert member is not None
    if run.by_id == by.pk:
        raise NotPermitted(
            _("Somebody else has to approve what you prepared."), code="own-preparation"
        )
    _refuse_ended(run)
    content, _rows, _left_out = made_for(run, member)
    if hashlib.sha256(content).hexdigest() != run.sha256 or bytes(run.file.content) != content:
        raise Conflict(
            _(
                "The file would be another one now: records have changed since it was prepared,"
                " or you may not see all of them. Have it prepared again."
            ),
            code="file-differs",
        )
    with transaction.atomic():
        rows = ExchangeRun.objects.filter(pk=run.pk, approved_at=None, dropped_at=None)
        if not rows.update(approved_by=by, approved_at=timezone.now()):
            raise Conflict(_("Somebody else has decided on this file meanwhile."))
        _record("approved", run, by)
    run.refresh_from_db()


def drop(*, run: ExchangeRun, by: User, reason: str) -> None:
    """Drop a file that was not approved; its bytes go, that it was prepared stays."""
    permitted(by, run.programme, MAY, run.partner, run)
    if not reason.strip():
        raise InvalidInput(_("Say why it is dropped."), code="no-reason")
    with transaction.atomic():
        rows = ExchangeRun.objects.filter(
            pk=run.pk, direction=OUT, approved_at=None, dropped_at=None
        )
        if not rows.update(dropped_at=timezone.now(), dropped_by=by):
            raise Conflict(_("Somebody else has decided on this file meanwhile."))
        ExchangeFile.objects.filter(run=run).delete()
        _record("dropped", run, by, reason=reason.strip()[:2000])
    run.refresh_from_db()


def take_out(*, run: ExchangeRun, by: User) -> bytes:
    """Return the approved bytes, as long as the agreement holds and every record may still leave.

    Each download is on record.
    """
    member = permitted(by, run.programme, MAY, run.partner, run)
    assert member is not None
    if run.approved_at is None:
        raise Conflict(_("A second person has to approve this file first."), code="not-approved")
    _refuse_ended(run)
    if _gone(run):
        raise Conflict(
            _(
                "A record in this file may not be shared any more. The file stays as it was"
                " approved, and stays here; prepare it again without that record."
            ),
            code="record-gone",
        )
    with transaction.atomic():
        note_export(member=member, kind="publish.exchange", form=run.form, rows=run.rows)
        _record("taken_out", run, by, sha256=run.sha256)
    return bytes(run.file.content)


def hand_over(*, run: ExchangeRun, how: str, by: User) -> None:
    """Write down that an approved file went to the partner, and how; once."""
    permitted(by, run.programme, MAY, run.partner, run)
    said = " ".join(how.split())[:300]
    if not said:
        raise InvalidInput(_("Say how it was handed over."), code="no-way")
    with transaction.atomic():
        rows = ExchangeRun.objects.filter(pk=run.pk, approved_at__isnull=False, handed_at=None)
        if not rows.update(handed_at=timezone.now(), handed_by=by, handed_how=said):
            raise Conflict(_("It is not approved, or was handed over already."))
        _record("handed_over", run, by)
    run.refresh_from_db()


def _gone(run: ExchangeRun) -> bool:
    """Say whether a record of the file is not among those that may leave now.

    Asked as the one who approved it: where they have left, nothing may.
    """
    agreement = run.agreement
    approver = membership(run.approved_by, run.programme) if run.approved_by else None
    if agreement is None or approver is None or not approver.may(MAY):
        return True
    codes = agreed(agreement, approver).values_list("code", flat=True)
    allowed = {partner_id(run.partner.key, code) for code in codes.iterator(10_000)}
    return not set(run.file.ids) <= allowed


def _refuse_ended(run: ExchangeRun) -> None:
    if in_force(run.partner) != run.agreement:
        raise Conflict(
            _("The agreement under which it was prepared does not hold any more."),
            code="agreement-ended",
        )


def _refuse_too_many(agreement: SharingAgreement, member: Membership) -> None:
    if agreed(agreement, member)[: MOST_ROWS + 1].count() > MOST_ROWS:
        raise InvalidInput(
            _("These are more than %(most)s records. Agree on a shorter period or fewer places.")
            % {"most": f"{MOST_ROWS:,}"},
            code="too-many",
        )


def _above(agreement: SharingAgreement, member: Membership) -> int:
    """Count what stays behind because of its mark; RED is not even counted."""
    rows = within(agreement, member).filter(tlp__gt=agreement.ceiling, tlp__lt=TLP.RED)
    return rows.count()


def _record(what: str, run: ExchangeRun, by: User, *, reason: str = "", **data: object) -> None:
    told = {"partner": run.partner.code, "agreement": run.agreement and run.agreement.number}
    audit.record(
        f"publish.exchange.{what}",
        by=by,
        programme=run.programme,
        record=run,
        reason=reason,
        data={**told, **data},
    )
