"""What people and imports do in monitoring: each verb is one transaction with one audit entry."""

from goodoffices.monitor.services.deriving import derive
from goodoffices.monitor.services.edits import Change, Overtaken
from goodoffices.monitor.services.incidents import describe, link, open_incident, unlink
from goodoffices.monitor.services.judging import (
    assess,
    choose_rule,
    grade_report,
    set_aside,
    take_back,
)
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

__all__ = [
    "Change",
    "Overtaken",
    "add_by_hand",
    "add_source",
    "assess",
    "attach",
    "change_source",
    "choose_rule",
    "derive",
    "describe",
    "grade_report",
    "grade_source",
    "link",
    "open_incident",
    "receive",
    "reinstate",
    "restrict",
    "revise",
    "set_aside",
    "take_back",
    "unlink",
    "withdraw",
]
