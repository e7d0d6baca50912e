"""How the room says states, languages and figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from goodoffices.publish.models import Citation, State

STATES = {
    State.DRAFT: pgettext_lazy("a publication", "draft"),
    State.FACTS: pgettext_lazy("a publication", "fact check"),
    State.LANGUAGE: pgettext_lazy("a publication", "language review"),
    State.DIRECTOR: pgettext_lazy("a publication", "with the director"),
    State.SECURITY: pgettext_lazy("a publication", "security check"),
    State.READY: pgettext_lazy("a publication", "approved"),
    State.SCHEDULED: pgettext_lazy("a publication", "scheduled"),
    State.HELD: pgettext_lazy("a publication", "held back"),
    State.PUBLISHED: pgettext_lazy("a publication", "published"),
    State.CORRECTED: pgettext_lazy("a publication", "corrected"),
    State.WITHDRAWN: pgettext_lazy("a publication", "withdrawn"),
    State.DROPPED: pgettext_lazy("a publication", "dropped"),
}
WAITS = {
    State.DRAFT: _("It is being written."),
    State.FACTS: _("It waits for somebody who checks its facts against the records."),
    State.LANGUAGE: _("It waits for somebody who reviews language and neutrality."),
    State.DIRECTOR: _("It waits for the programme's director."),
    State.SECURITY: _("It waits for somebody who checks that it endangers nobody."),
    State.READY: _("It is approved and waits to be scheduled or published."),
    State.SCHEDULED: _("It comes out at the time set."),
    State.HELD: _("It was held back: what it rests on has changed. Somebody has to look."),
    State.PUBLISHED: _("It is out."),
    State.CORRECTED: _("It is out, with a correction."),
    State.WITHDRAWN: _("It was out and was withdrawn."),
    State.DROPPED: _("It was given up before it came out."),
}
LANGUAGES = {"en": _("English"), "ar": _("Arabic"), "he": _("Hebrew")}
KINDS = {
    Citation.Kind.INCIDENT: pgettext_lazy("a citation", "incident"),
    Citation.Kind.CLAIM: pgettext_lazy("a citation", "claim"),
    Citation.Kind.TOLL: pgettext_lazy("a citation", "toll"),
    Citation.Kind.CHART: pgettext_lazy("a citation", "chart"),
    Citation.Kind.MAP: pgettext_lazy("a citation", "map"),
    Citation.Kind.PUBLICATION: pgettext_lazy("a citation", "publication"),
}
FIGURES = {
    "killed": _("people killed"),
    "killed.low": _("people killed, at least"),
    "killed.high": _("people killed, at most"),
    "killed.range": _("people killed, from and to"),
    "killed.unknown": _("incidents whose toll is not known"),
    "incidents": _("incidents"),
    "reports": _("reports"),
    "sources": _("independent sources"),
    "date": _("date"),
    "place": _("place"),
}
