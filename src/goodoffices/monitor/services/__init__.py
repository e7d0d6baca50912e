"""What people and imports do in monitoring: each verb is one transaction with one audit entry."""

from goodoffices.monitor.services.deriving import derive
from goodoffices.monitor.services.edits import Change, Overtaken
from goodoffices.monitor.services.incidents import describe, link, open_incident, unlink
from goodoffices.monitor.services.judging import choose_rule, set_aside, take_back
from goodoffices.monitor.services.reports import (
    add_by_hand,
    attach,
    receive,
    reinstate,
    revise,
    withdraw,
)
from goodoffices.monitor.services.restricting import restrict
from goodoffices.monitor.services.sources import add_source, change_source, grade_source
from goodoffices.monitor.services.verification import (
    assess,
    grade_report,
    second,
    tick,
    withdraw_assessment,
)
from goodoffices.monitor.services.workload import assign, finish, hand_on, take_off

__all__ = [
    "Change",
    "Overtaken",
    "add_by_hand",
    "add_source",
    "assess",
    "assign",
    "attach",
    "change_source",
    "choose_rule",
    "derive",
    "describe",
    "finish",
    "grade_report",
    "grade_source",
    "hand_on",
    "link",
    "open_incident",
    "receive",
    "reinstate",
    "restrict",
    "revise",
    "second",
    "set_aside",
    "take_back",
    "take_off",
    "tick",
    "unlink",
    "withdraw",
    "withdraw_assessment",
]
