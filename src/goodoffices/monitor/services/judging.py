"""Judgements of people: by which rule do we say so, is this report one at all."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.monitor.models import Claim, Incident, Report, RuleChoice
from goodoffices.monitor.services.deriving import RULES, derive_many
from goodoffices.monitor.services.edits import held, moved_on
from goodoffices.monitor.services.linking.expecting import regrouped
from goodoffices.monitor.services.permits import permitted


def choose_rule(
    *,
    incident: Incident,
    field: str,
    rule: str,
    reason: str,
    by: User | None,
    claim: Claim | None = None,
    value: dict[str, Any] | None = None,
    revision: int | None = None,
) -> RuleChoice:
    """Choose by which rule a value (date, place, type, toll) is derived from the claims.

    With the rule ``team`` the team's own decision stands: one ``claim``, or a ``value`` of its
    own. Raises `InvalidInput` for a rule that does not fit the field.
    """
    permitted(by, incident.programme, "monitor.incident", incident)
    _must_fit(incident, field, rule, claim, value)
    _must_say_why(reason)
    given = {"field": field, "rule": rule, "reason": reason, "value": value}
    with transaction.atomic():
        incident = held(incident, revision, given)
        choice = RuleChoice.objects.create(
            incident=incident,
            field=field,
            rule=rule,
            claim=claim,
            value=value or {},
            reason=reason,
            by=by,
        )
        setattr(incident, f"{field}_rule", rule)
        incident.save(update_fields=[f"{field}_rule"])
        derive_many(incident.programme, [incident.pk])
        incident.refresh_from_db()
        audit.record(
            "monitor.incident.rule_chosen",
            by=by,
            programme=incident.programme,
            record=incident,
            reason=reason,
            data={"revision": moved_on(incident), "field": field, "rule": rule},
        )
    return choice


def _must_fit(
    incident: Incident, field: str, rule: str, claim: Claim | None, value: dict[str, Any] | None
) -> None:
    if rule not in RULES.get(field, ()):
        raise InvalidInput(_("Choose one of the listed rules."), code="bad-rule")
    if rule == "team" and (claim is None) == (value is None):
        raise InvalidInput(
            _("Choose the claim that the team takes, or give the team's own value."),
            code="team-needs-value",
        )
    if claim is not None:
        linked = incident.links.filter(report_id=claim.report_id, withdrawn_at=None).exists()
        if not linked or claim.kind != field:
            raise InvalidInput(_("Choose a claim of this incident."), code="bad-claim")


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Say why: others must be able to follow it."), code="no-reason")


def set_aside(*, report: Report, reason: str, by: User | None) -> Report:
    """Judge that a report tells of no incident; it stays, and leaves the inbox."""
    permitted(by, report.programme, "monitor.incident", report)
    _must_say_why(reason)
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        if report.is_linked:
            raise Conflict(
                _("An incident holds this report. Unlink it there first."), code="report-linked"
            )
        return _set_aside(report, timezone.now(), reason, by)


def take_back(*, report: Report, reason: str, by: User | None) -> Report:
    """Put a report that was set aside back into the inbox."""
    permitted(by, report.programme, "monitor.incident", report)
    with transaction.atomic():
        return _set_aside(report, None, reason, by)


def _set_aside(report: Report, at: Any, reason: str, by: User | None) -> Report:
    report.set_aside_at = at
    report.save(update_fields=["set_aside_at"])
    regrouped(report.programme, [report.pk])
    audit.record(
        "monitor.report.set_aside",
        by=by,
        programme=report.programme,
        record=report,
        reason=reason,
        data={"set_aside": at is not None},
    )
    return report
