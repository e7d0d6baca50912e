"""Verifying: a programme's policy, assessments of three aspects, the second person, checklists."""

from .assessing import assess, withdraw_assessment
from .checklists import tick
from .grading import grade_report
from .policy import Policy, change_policy, policy_of
from .seconding import second

__all__ = [
    "Policy",
    "assess",
    "change_policy",
    "grade_report",
    "policy_of",
    "second",
    "tick",
    "withdraw_assessment",
]
