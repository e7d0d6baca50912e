"""The data of the field room: what is asked, by which device, what came back, what was refused."""

from goodoffices.field.models.devices import Device
from goodoffices.field.models.forms import Form, FormMedia, FormVersion, Mapping
from goodoffices.field.models.quarantine import QuarantinedFile, QuarantinedPost
from goodoffices.field.models.submissions import (
    Attachment,
    Submission,
    SubmissionNote,
    SubmissionVersion,
)
from goodoffices.field.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Attachment",
    "Device",
    "Form",
    "FormMedia",
    "FormVersion",
    "Mapping",
    "QuarantinedFile",
    "QuarantinedPost",
    "Submission",
    "SubmissionNote",
    "SubmissionVersion",
    "Webhook",
    "WebhookDelivery",
]
