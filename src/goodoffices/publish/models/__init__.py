"""The records of the room."""

from goodoffices.publish.models.citations import Citation
from goodoffices.publish.models.mailing import (
    ConsentEvent,
    Delivery,
    Mailing,
    Subscriber,
    Suppression,
)
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
from goodoffices.publish.models.workflow import Override, ReleasePolicy, Reply, Step

__all__ = [
    "OUT",
    "Citation",
    "ConsentEvent",
    "Delivery",
    "Edition",
    "Language",
    "Letter",
    "Mailing",
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
    "Subscriber",
    "Suppression",
    "Text",
    "Topic",
]
