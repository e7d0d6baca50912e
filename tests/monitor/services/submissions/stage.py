"""What the tests of taking submissions share: doing the work, and finding what came of it."""

from __future__ import annotations

from collections import Counter

from goodoffices.core.models import Membership
from goodoffices.field.models import Submission
from goodoffices.monitor.models import Report
from goodoffices.monitor.services.submissions import taking
from tests.cast import Cast

State = Submission.MappingState
PHOTO = b"\xff\xd8\xff\xe0 a photograph"


def take(cast: Cast) -> Counter[str]:
    """Do the work that waits."""
    return taking.take_waiting(cast.programme)


def report_of(submission: Submission) -> Report:
    return Report.objects.select_related("source").get(submission=submission)


def anew(member: Membership) -> Membership:
    """Return a member as the next request would find them."""
    return Membership.objects.get(pk=member.pk)


def fresh(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)
