"""Judging an aspect of an incident, and taking a judgement back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import audit
from goodoffices.core.access import may_see, visibility
from goodoffices.core.models import Evidence, Membership, User
from goodoffices.methods.verification import Judgement, shown
from goodoffices.monitor.models import Assessment, AssessmentGround, Incident, Report
from goodoffices.monitor.models.reports import ReportEvidence
from goodoffices.monitor.models.verification import ASPECTS, STATE_OF, WAITS
from goodoffices.monitor.services.edits import held, moved_on
from goodoffices.monitor.services.permits import permitted
from goodoffices.monitor.services.verification.grounds import finding_for
from goodoffices.monitor.services.verification.policy import Policy, policy_of

BY_A_STANDARD = frozenset({"corroborated", "verified", "refuted"})
"""States that say something of the world: by which standard has to be said."""


def assess(
    *,
    incident: Incident,
    state: str,
    reason: str,
    by: User | None,
    aspect: str = "event",
    standard: str = "",
    despite: str = "",
    reports: Sequence[Report] = (),
    files: Sequence[Evidence] = (),
    revision: int | None = None,
) -> Assessment:
    """Judge one aspect of an incident, with standard, reason and grounds; only a person can.

    Where the programme says that this state needs two, it waits as proposed. Where the rule about
    origins does not hold, ``despite`` has to say why all the same. Raises `InvalidInput`,
    `Conflict` where a proposal for the aspect waits already, `NotPermitted` without a person.
    """
    member = _person(by, incident)
    policy = policy_of(incident.programme)
    _must_fit(policy, aspect, state, standard)
    _must_say_why(reason)
    given = {"aspect": aspect, "state": state, "standard": standard, "reason": reason}
    with transaction.atomic():
        incident = held(incident, revision, {**given, "despite": despite})
        holds = _rule(incident, aspect, state, despite, member, policy)
        made = _appended(
            Assessment(
                incident=incident,
                aspect=aspect,
                from_state=getattr(incident, STATE_OF[aspect]),
                to_state=state,
                policy_id=policy.row,
                standard=standard,
                reason=reason,
                rule_holds=holds,
                despite=despite if holds is False else "",
                tlp=incident.tlp,
                by=by,
                needs_second=policy.needs_second(aspect, state),
            )
        )
        _rest_on(made, reports, files, member)
        written(made, "proposed" if made.needs_second else "assessed", by, reason)
    return made


def withdraw_assessment(
    *, assessment: Assessment, reason: str, by: User | None, revision: int | None = None
) -> Assessment:
    """Take a judgement back; it stays on record, and the one before it stands again."""
    _person(by, assessment.incident)
    _must_say_why(reason)
    with transaction.atomic():
        incident = held(assessment.incident, revision, {"reason": reason})
        current = current_of(assessment, incident)
        if current.withdrawn_at is not None:
            raise Conflict(_("It has been taken back already."), code="already-decided")
        current.withdrawn_at, current.withdrawn_by = timezone.now(), by
        current.withdrawn_reason = reason
        current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        written(current, "assessment_withdrawn", by, reason)
    return current


def current_of(assessment: Assessment, incident: Incident) -> Assessment:
    """Return an assessment as it stands now, with its locked incident."""
    current = Assessment.objects.select_related("by", "second_by").get(pk=assessment.pk)
    current.incident = incident
    return current


def written(made: Assessment, action: str, by: User | None, reason: str) -> None:
    """Have the incident show what stands now, count the change, and write it down."""
    incident = made.incident
    column = STATE_OF[made.aspect]
    setattr(incident, column, shown(judgements(incident, made.aspect)))
    incident.save(update_fields=[column])
    audit.record(
        f"monitor.incident.{action}",
        by=by,
        programme=incident.programme,
        record=incident,
        reason=reason,
        data={
            "revision": moved_on(incident),
            "aspect": made.aspect,
            "from": made.from_state,
            "to": made.to_state,
        },
    )


def judgements(incident: Incident, aspect: str) -> list[Judgement]:
    """Return what was judged of an aspect, as `methods.verification` takes it."""
    rows = Assessment.objects.filter(incident=incident, aspect=aspect).order_by("pk")
    return [judgement(row) for row in rows]


def judgement(row: Assessment) -> Judgement:
    """Return one assessment as `methods.verification` takes it."""
    return Judgement(
        row.pk,
        row.to_state,
        row.at,
        needs_second=row.needs_second,
        agreed=row.second_agrees,
        agreed_at=row.second_at,
        withdrawn=row.withdrawn_at is not None,
    )


def _person(by: User | None, incident: Incident) -> Membership:
    if by is None:
        raise NotPermitted(_("Only a person can set a verification state."), code="person-decides")
    member = permitted(by, incident.programme, "monitor.assess", incident)
    assert member is not None
    return member


def _must_fit(policy: Policy, aspect: str, state: str, standard: str) -> None:
    if aspect not in ASPECTS:
        raise InvalidInput(_("Choose one of the three aspects."), code="bad-aspect")
    if state not in codebook.load()["verification_states"]:
        raise InvalidInput(_("Choose one of the listed states."), code="bad-state")
    if standard and policy.step(standard) is None:
        raise InvalidInput(_("Choose a step of the programme's ladder."), code="bad-standard")
    if state in BY_A_STANDARD and not standard:
        raise InvalidInput(
            _("Say by which standard of proof: “%(state)s” means little without one.")
            % {"state": codebook.load().label("verification_states", state, _language())},
            code="needs-standard",
        )


def _language() -> str:
    return (get_language() or "en")[:2]


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Say why: others must be able to follow it."), code="no-reason")


def _rule(
    incident: Incident,
    aspect: str,
    state: str,
    despite: str,
    member: Membership,
    policy: Policy,
) -> bool | None:
    """Say whether the rule about origins holds; where not, a reason has to be there."""
    found = finding_for(incident, aspect, state, member, policy)
    if found is None:
        return None
    if not found.holds and not despite.strip():
        raise InvalidInput(
            _(
                "The programme's rule does not hold here: see what it asks for. To set this state "
                "all the same, say why below; it is kept with the assessment and counted."
            ),
            code="rule-needs-reason",
        )
    return found.holds


def _appended(made: Assessment) -> Assessment:
    waiting = Assessment.objects.filter(WAITS, incident=made.incident, aspect=made.aspect)
    if waiting.exists():
        raise _waits()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise _waits() from None
    return made


def _waits() -> Conflict:
    return Conflict(
        _(
            "An assessment of this aspect waits for a second person. Confirm it, decline it or "
            "take it back first."
        ),
        code="assessment-waits",
    )


def _rest_on(
    made: Assessment, reports: Sequence[Report], files: Sequence[Evidence], member: Membership
) -> None:
    """Keep which reports and files the judgement rests on; they must be the incident's own."""
    links = made.incident.links.filter(withdrawn_at=None)
    linked = set(links.values_list("report_id", flat=True))
    came = ReportEvidence.objects.filter(report__in=linked).filter(
        visibility(Evidence, member, "evidence__")
    )
    own = set(came.values_list("evidence_id", flat=True)) if files else set()
    seen = all(one.pk in linked and may_see(one, member) for one in reports)
    if not seen or not all(one.pk in own for one in files):
        raise NotFound(_("There is nothing at this address."))
    AssessmentGround.objects.bulk_create(
        [AssessmentGround(assessment=made, report=one) for one in dict.fromkeys(reports)]
        + [AssessmentGround(assessment=made, evidence=one) for one in dict.fromkeys(files)]
    )
