"""The records of the room."""

from goodoffices.publish.models.citations import Citation
from goodoffices.publish.models.pages import OwnPage, SiteText
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
    "Edition",
    "Language",
    "Letter",
    "Override",
    "OwnPage",
    "Publication",
    "ReleasePolicy",
    "ReleasedDataset",
    "ReleasedFile",
    "ReleasedPage",
    "ReleasedSite",
    "Reply",
    "SiteText",
    "State",
    "Step",
    "Text",
    "Topic",
]
