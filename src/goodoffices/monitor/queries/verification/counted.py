"""How often an aspect was set although the programme's rule did not hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from goodoffices.core.models import Membership
from goodoffices.monitor.models import Assessment
from goodoffices.monitor.models.verification import STANDS
from goodoffices.monitor.queries.following import of_standing


@dataclass(frozen=True, slots=True)
class Counted:
    """Assessments that stand and that the rule was asked of: all, and those it did not hold for."""

    asked: int
    against: int


def against_the_rule(member: Membership) -> Counted:
    """Count over the incidents that the member sees."""
    rows = Assessment.objects.filter(STANDS, of_standing(member), rule_holds__isnull=False)
    found = rows.aggregate(asked=Count("pk"), against=Count("pk", filter=Q(rule_holds=False)))
    return Counted(**found)
