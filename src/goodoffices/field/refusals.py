"""Why something that came from the field was not taken: one code, its status, its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodoffices.codebook.errors import GoodOfficesError


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason. ``releasable``: a person can have it taken all the same."""

    status: int
    words: Promise | str
    releasable: bool = False


REFUSALS: dict[str, Refusal] = {
    "openrosa-version": Refusal(
        400, _("The phone speaks a version of the protocol that is not spoken here."), True
    ),
    "not-multipart": Refusal(400, _("What was sent is not a form with its files.")),
    "broken-body": Refusal(400, _("What was sent broke off, or its parts do not fit together.")),
    "no-xml-part": Refusal(400, _("The answers are missing from what was sent.")),
    "malformed-xml": Refusal(400, _("The answers are not well-formed XML: they broke off.")),
    "xml-doctype": Refusal(400, _("The answers hold a document type, which is never taken.")),
    "no-form-id": Refusal(400, _("The answers do not say which form they belong to.")),
    "too-large": Refusal(413, _("What was sent is larger than this installation takes.")),
    "unknown-form": Refusal(404, _("The programme has no form of this name."), True),
    "unknown-version": Refusal(404, _("The form was never published in this version."), True),
    "form-closed": Refusal(403, _("The form is closed."), True),
    "not-permitted": Refusal(403, _("The officer's role does not send reports."), True),
    "not-your-report": Refusal(
        403, _("The report to be corrected was sent by another device."), True
    ),
    "unknown-edit": Refusal(404, _("The report to be corrected is not known."), True),
    "edit-of-deleted": Refusal(409, _("The report to be corrected was deleted."), True),
    "instance-differs": Refusal(
        409, _("Other answers were received before under the same identifier."), True
    ),
    "superseded": Refusal(
        409, _("Another correction came first. Both are kept until somebody decides.")
    ),
    "file-differs": Refusal(
        409, _("Another file was received before under the same name. Both are kept.")
    ),
}
"""Every reason by its code. ``superseded`` and ``file-differs`` are kept with the submission,
all others in the quarantine."""

WITH_THE_SUBMISSION = frozenset({"superseded", "file-differs"})


class Refused(GoodOfficesError):
    """Something from the field was not taken, for a reason of `REFUSALS`.

    ``receipt`` says what was kept of it all the same (`WITH_THE_SUBMISSION`).
    """

    def __init__(self, reason: str, receipt: Any = None) -> None:
        super().__init__(str(REFUSALS[reason].words), code=reason)
        self.status = REFUSALS[reason].status
        self.receipt = receipt
