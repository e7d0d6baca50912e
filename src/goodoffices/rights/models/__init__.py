"""The records of the room."""

from goodoffices.rights.models.acts import Act, Involvement, Norm, Violation
from goodoffices.rights.models.cases import Case, CaseEntry, CaseLink, CaseStep
from goodoffices.rights.models.consents import Consent, EvidencePerson
from goodoffices.rights.models.estimates import Estimate
from goodoffices.rights.models.lists import CasualtyList, ListRejection, ListRow, ListUpload
from goodoffices.rights.models.matches import (
    ListDecision,
    ListMatch,
    ListPair,
    PersonLink,
    RowPerson,
)
from goodoffices.rights.models.people import Group, Identity, Person, Subject

__all__ = [
    "Act",
    "Case",
    "CaseEntry",
    "CaseLink",
    "CaseStep",
    "CasualtyList",
    "Consent",
    "Estimate",
    "EvidencePerson",
    "Group",
    "Identity",
    "Involvement",
    "ListDecision",
    "ListMatch",
    "ListPair",
    "ListRejection",
    "ListRow",
    "ListUpload",
    "Norm",
    "Person",
    "PersonLink",
    "RowPerson",
    "Subject",
    "Violation",
]
