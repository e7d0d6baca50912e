"""The records of the room."""

from goodoffices.publish.models.citations import Citation
from goodoffices.publish.models.names import NameCheck
from goodoffices.publish.models.publications import (
    OUT,
    Language,
    Publication,
    State,
    Text,
    Topic,
)
from goodoffices.publish.models.released import (
    Edition,
    Letter,
    ReleasedDataset,
    ReleasedFile,
    ReleasedPage,
    ReleasedSite,
)
from goodoffices.publish.models.withdrawals import Withdrawal
from goodoffices.publish.models.workflow import Override, ReleasePolicy, Reply, Step

__all__ = [
    "OUT",
    "Citation",
    "Edition",
    "Language",
    "Letter",
    "NameCheck",
    "Override",
    "Publication",
    "ReleasePolicy",
    "ReleasedDataset",
    "ReleasedFile",
    "ReleasedPage",
    "ReleasedSite",
    "Reply",
    "State",
    "Step",
    "Text",
    "Topic",
    "Withdrawal",
]
