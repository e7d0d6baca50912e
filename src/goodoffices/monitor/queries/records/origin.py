"""Where a report came from the field: the form, the submission, its XML as it was received."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.core.access import may_see
from goodoffices.core.models import Membership
from goodoffices.field.models import Submission, SubmissionVersion
from goodoffices.monitor.models import Report


@dataclass(frozen=True, slots=True)
class Origin:
    """The submission a report was made of.

    ``form`` is its title where the member may see the form. ``xml`` and ``sha256`` are those of
    the current version, for those who read submissions; others get None and "".
    """

    submission: Submission
    form: str
    xml: str | None = None
    sha256: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether the member may open the submission itself."""
        return self.xml is not None


def origin_of(report: Report, member: Membership) -> Origin | None:
    """Return what a report was made of, or None where it is no submission the member may see."""
    if report.submission_id is None:
        return None
    rows = Submission.objects.visible_to(member).select_related("form").defer("answers")
    submission = rows.filter(pk=report.submission_id).first()
    if submission is None:
        return None
    form = submission.form.title if may_see(submission.form, member) else ""
    if not member.may("field.submissions"):
        return Origin(submission, form)
    version = SubmissionVersion.objects.get(submission=submission, number=submission.current)
    return Origin(submission, form, bytes(version.xml).decode("utf-8", "replace"), version.sha256)
