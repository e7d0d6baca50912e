"""The data every room stands on."""

from goodoffices.core.models.accounts import (
    ApiToken,
    Membership,
    NamedAccess,
    Office,
    Programme,
    User,
)
from goodoffices.core.models.audit import AuditEntry, AuditHead
from goodoffices.core.models.base import (
    STANDS,
    Protected,
    VisibleQuerySet,
    Withdrawable,
    scoped,
)
from goodoffices.core.models.custody import CustodyEvent
from goodoffices.core.models.evidence import Evidence, StoredFile
from goodoffices.core.models.handling import Handling, Hold
from goodoffices.core.models.jobs import Job
from goodoffices.core.models.locks import Lock
from goodoffices.core.models.media import (
    CalendarProof,
    FileFacts,
    FileMetadata,
    ImageHash,
    TimeStamp,
)
from goodoffices.core.models.orders import Bundle, CopyOrder
from goodoffices.core.models.parties import Party, PartyLabel, PartyName
from goodoffices.core.models.places import Boundary, BoundarySet, Place, PlaceName
from goodoffices.core.models.views import SavedView, Visit

__all__ = [
    "STANDS",
    "ApiToken",
    "AuditEntry",
    "AuditHead",
    "Boundary",
    "BoundarySet",
    "Bundle",
    "CalendarProof",
    "CopyOrder",
    "CustodyEvent",
    "Evidence",
    "FileFacts",
    "FileMetadata",
    "Handling",
    "Hold",
    "ImageHash",
    "Job",
    "Lock",
    "Membership",
    "NamedAccess",
    "Office",
    "Party",
    "PartyLabel",
    "PartyName",
    "Place",
    "PlaceName",
    "Programme",
    "Protected",
    "SavedView",
    "StoredFile",
    "TimeStamp",
    "User",
    "VisibleQuerySet",
    "Visit",
    "Withdrawable",
    "scoped",
]
