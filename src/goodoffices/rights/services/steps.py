"""Next steps of cases: planned with a due day, finished with an outcome, or dropped."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.access import may_see
from goodoffices.core.models import Membership, User
from goodoffices.monitor.services.permits import permitted
from goodoffices.rights.models import Case, CaseStep
from goodoffices.rights.services import consent

RECORD = "rights.record"


def plan(
    *,
    case: Case,
    kind: str,
    text: str,
    by: User | None,
    to: str = "",
    member: Membership | None = None,
    due: date | None = None,
) -> CaseStep:
    """Plan what is to be done next; a referral says to whom."""
    permitted(by, case.programme, RECORD, case)
    if kind not in codebook.load()["case_steps"] or not text.strip():
        raise InvalidInput(_("Say what is to be done."), code="bad-step")
    if kind == "referral" and not to.strip():
        raise InvalidInput(_("Say to whom the matter is referred."), code="no-recipient")
    if member is not None and not (member.may("rights.view") and may_see(case, member)):
        raise InvalidInput(_("Only somebody who may see the case can be given a step in it."))
    with transaction.atomic():
        step = CaseStep.objects.create(
            case=case,
            kind=kind,
            text=text.strip()[:500],
            to=to.strip()[:200] if kind == "referral" else "",
            member=member,
            due=due,
            by=by,
        )
        _record("rights.case.step_planned", step, by)
    return step


def finish(*, step: CaseStep, outcome: str, by: User | None) -> None:
    """Say that a step was done, and what came of it; a referral needs the people's consent."""
    member = permitted(by, step.case.programme, RECORD, step.case)
    if not outcome.strip():
        raise InvalidInput(_("Say what came of it."), code="no-outcome")
    if step.kind == "referral":
        _require_consent(step.case, member)
    with transaction.atomic():
        open_ = CaseStep.objects.filter(pk=step.pk, done_at=None, withdrawn_at=None)
        if not open_.update(done_at=timezone.now(), done_by=by, outcome=outcome.strip()[:500]):
            raise Conflict(_("Somebody finished or dropped this step meanwhile."))
        _record("rights.case.step_done", step, by)


def drop(*, step: CaseStep, reason: str, by: User | None) -> None:
    """Drop a step that is not needed any more."""
    permitted(by, step.case.programme, RECORD, step.case)
    with transaction.atomic():
        open_ = CaseStep.objects.filter(pk=step.pk, done_at=None, withdrawn_at=None)
        taken = {"withdrawn_by": by, "withdrawn_reason": reason}
        if not open_.update(withdrawn_at=timezone.now(), **taken):
            raise Conflict(_("Somebody finished or dropped this step meanwhile."))
        _record("rights.case.step_withdrawn", step, by, reason)


def _require_consent(case: Case, member: Membership | None) -> None:
    """Refuse a referral while somebody on the case, whom the actor sees, does not allow it."""
    links = case.links.filter(withdrawn_at=None).exclude(person=None).select_related("person")
    people = [link.person for link in links if link.person is not None]
    seen = [one for one in people if member is None or may_see(one, member)]
    allowed = consent.allowing([one.pk for one in seen], "refer")
    lacking = [one.codename for one in seen if one.pk not in allowed]
    if lacking:
        said = _("Consent to be referred is missing, has expired or was withdrawn: %s.")
        raise Conflict(said % ", ".join(lacking), code="no-consent")


def _record(action: str, step: CaseStep, by: User | None, reason: str = "") -> None:
    audit.record(
        action,
        by=by,
        programme=step.case.programme,
        record=step.case,
        reason=reason,
        data={"kind": step.kind, "of": step.code},
    )
