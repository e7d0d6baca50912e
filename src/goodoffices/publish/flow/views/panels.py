"""What the page of a publication shows of where it stands."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from goodoffices.publish.flow.queries import possible_for
from goodoffices.publish.flow.words import STEPS
from goodoffices.publish.models import State
from goodoffices.publish.words import STATES
from goodoffices.publish.writing.side import Writing


def standing(writing: Writing) -> SafeString | str:
    """Return the state of a publication, what the member may do, and the way to its release."""
    publication, member = writing.publication, writing.member
    open_to = [one for one in possible_for(publication, member) if not one.against]
    values = {
        "publication": publication,
        "programme": member.programme,
        "state": STATES[State(publication.state)],
        "possible": [STEPS[one.move.name][0] for one in open_to],
        "last": publication.steps.select_related("by").order_by("-pk").first(),
    }
    return render_to_string("publish/flow/panel.html", values, request=writing.request)
