"""The records of the room."""

from goodoffices.rights.models.acts import Act, Involvement, Norm, Violation, Withdrawable
from goodoffices.rights.models.cases import Case, CaseEntry, CaseLink, CaseStep
from goodoffices.rights.models.consents import Consent, EvidencePerson
from goodoffices.rights.models.estimates import Estimate
from goodoffices.rights.models.people import Group, Identity, Person, Subject

__all__ = [
    "Act",
    "Case",
    "CaseEntry",
    "CaseLink",
    "CaseStep",
    "Consent",
    "Estimate",
    "EvidencePerson",
    "Group",
    "Identity",
    "Involvement",
    "Norm",
    "Person",
    "Subject",
    "Violation",
    "Withdrawable",
]
