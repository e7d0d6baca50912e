"""The page of one submission: what was answered, what came with it, what was decided and said."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodoffices.core.access import may_see
from goodoffices.core.figures import MapFigure
from goodoffices.core.models import Membership
from goodoffices.core.queries.history import history
from goodoffices.core.record_map import record_map
from goodoffices.core.services.reads import note_read
from goodoffices.core.views.acting import acting
from goodoffices.field.flags import remarks
from goodoffices.field.models import Submission
from goodoffices.field.outcomes import outcomes
from goodoffices.field.queries import conversation, listing, record
from goodoffices.field.queries.asked import SubmissionFilter, parse
from goodoffices.field.queries.record import Record


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show one submission; the address may carry the filters of the list one came from."""
    member = acting(request, "field.submissions")
    submission = record.find(code, member)
    note_read(submission, member=member)
    asked = parse(request.GET)
    found = record.record(submission)
    values: dict[str, Any] = {
        "submission": submission,
        "record": found,
        "crumbs": crumbs(submission, member, query=asked.address()),
        "remarks": _remarks(found),
        "notes": conversation.notes_of(submission),
        "outcomes": outcomes([submission], member).get(submission.pk, []),
        "figure": _map(submission, member),
        "events": history(submission, member),
        "form_seen": may_see(submission.form, member),
        "query": asked.address(),
        **_beside(submission, asked, member),
    }
    return render(request, "field/submission.html", values)


def _beside(submission: Submission, asked: SubmissionFilter, member: Membership) -> dict[str, Any]:
    """Return the way to the neighbours in the list one came from."""
    newer, older, count = listing.beside(submission, asked, member)
    return {
        "newer": address(newer, member, asked.address()) if newer else "",
        "older": address(older, member, asked.address()) if older else "",
        "of_list": count,
    }


def _remarks(found: Record) -> list[tuple[Any, str]]:
    """Return what is remarkable, each with the wording of the question it is about."""
    return [(remark, found.label(remark.path)) for remark in remarks(found.submission.flags)]


def _map(submission: Submission, member: Membership) -> MapFigure | None:
    return record_map(
        submission.latitude,
        submission.longitude,
        None,
        name(submission),
        "",
        member,
        title=_("Where it was filled in"),
    )


def name(submission: Submission) -> str:
    """Return what a submission is called: its own name, else its form's title."""
    return submission.name or submission.form.title


def address(code: str, member: Membership, query: str = "") -> str:
    """Return the address of a submission's page."""
    where = {"programme": member.programme.slug, "code": code}
    page = reverse("field:submission", kwargs=where)
    return f"{page}?{query}" if query else page


def crumbs(
    submission: Submission, member: Membership, here: str = "", query: str = ""
) -> list[tuple[str, str]]:
    """Return the way here: the list, the submission, and the act on it."""
    listed = reverse("field:submissions", kwargs={"programme": member.programme.slug})
    listed = f"{listed}?{query}" if query else listed
    own = address(submission.code, member) if here else ""
    way = [(_("Submissions"), listed), (name(submission), own)]
    return [*way, (here, "")] if here else way
