"""The records of the room."""

from goodoffices.publish.models.citations import Citation
from goodoffices.publish.models.datasets import DataFile, DataRelease, DataVersion
from goodoffices.publish.models.mailing import (
    ConsentEvent,
    Delivery,
    Mailing,
    Subscriber,
    Suppression,
)
from goodoffices.publish.models.names import NameCheck
from goodoffices.publish.models.pages import OwnPage, SiteText
from goodoffices.publish.models.partners import (
    ExchangeFile,
    ExchangeRun,
    Partner,
    PartnerReading,
    PartnerToken,
    SharingAgreement,
)
from goodoffices.publish.models.publications import OUT, Language, Publication, State, Text, Topic
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
    "ConsentEvent",
    "DataFile",
    "DataRelease",
    "DataVersion",
    "Delivery",
    "Edition",
    "ExchangeFile",
    "ExchangeRun",
    "Language",
    "Letter",
    "Mailing",
    "NameCheck",
    "Override",
    "OwnPage",
    "Partner",
    "PartnerReading",
    "PartnerToken",
    "Publication",
    "ReleasePolicy",
    "ReleasedDataset",
    "ReleasedFile",
    "ReleasedPage",
    "ReleasedSite",
    "Reply",
    "SharingAgreement",
    "SiteText",
    "State",
    "Step",
    "Subscriber",
    "Suppression",
    "Text",
    "Topic",
    "Withdrawal",
]
