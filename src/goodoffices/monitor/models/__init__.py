"""The data of monitoring: who said what, and what is known to have happened."""

from goodoffices.monitor.models.claims import Claim
from goodoffices.monitor.models.imports import Import, ImportMissing, ImportRejection, SavedMapping
from goodoffices.monitor.models.incidents import (
    Incident,
    IncidentParty,
    IncidentSource,
    ReportLink,
    RuleChoice,
)
from goodoffices.monitor.models.ledger import LedgerLeaf, LedgerMark, LedgerState
from goodoffices.monitor.models.linkage import (
    Comparison,
    LinkageMeasure,
    LinkageModel,
    QueueHold,
    Regrouping,
    ReportDecision,
    Suggestion,
)
from goodoffices.monitor.models.pages import SavedPage
from goodoffices.monitor.models.reports import Report, ReportEvidence, ReportVersion
from goodoffices.monitor.models.sources import Source, SourceGrade
from goodoffices.monitor.models.verification import (
    Assessment,
    AssessmentGround,
    ChecklistTick,
    ReportGrade,
    VerificationPolicy,
)
from goodoffices.monitor.models.workload import Assignment

__all__ = [
    "Assessment",
    "AssessmentGround",
    "Assignment",
    "ChecklistTick",
    "Claim",
    "Comparison",
    "Import",
    "ImportMissing",
    "ImportRejection",
    "Incident",
    "IncidentParty",
    "IncidentSource",
    "LedgerLeaf",
    "LedgerMark",
    "LedgerState",
    "LinkageMeasure",
    "LinkageModel",
    "QueueHold",
    "Regrouping",
    "Report",
    "ReportDecision",
    "ReportEvidence",
    "ReportGrade",
    "ReportLink",
    "ReportVersion",
    "RuleChoice",
    "SavedMapping",
    "SavedPage",
    "Source",
    "SourceGrade",
    "Suggestion",
    "VerificationPolicy",
]
