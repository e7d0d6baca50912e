"""Every address of the program, and who may come there: `test_access` walks it.

A new address is added here with the permission it asks for; until then the tests fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from goodoffices.core.models import (
    BoundarySet,
    Job,
    Membership,
    Party,
    Place,
)
from goodoffices.core.services import accounts, saved_views, tokens
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import (
    Assessment,
    Assignment,
    Import,
    Incident,
    Regrouping,
    SavedMapping,
    Source,
)
from tests.cast import Cast
from tests.field.addresses import FIELD
from tests.publish.data_addresses import DATA
from tests.publish.flow_addresses import FLOW
from tests.publish.gates_addresses import GATES
from tests.publish.mail_addresses import MAIL
from tests.publish.pages_addresses import PAGES
from tests.publish.partners_addresses import PARTNERS
from tests.publish.writing_addresses import WRITING
from tests.rights.addresses import RIGHTS
from tests.web import exhibits
from tests.web.declaring import Address, act, form
from tests.web.duty_addresses import DUTY


def _member(cast: Cast, member: Membership, tlp: int) -> str:
    return cast.field_officer.code


def _invited(cast: Cast, member: Membership, tlp: int) -> str:
    made = accounts.invite(
        programme=cast.programme,
        email=f"waiting.{member.pk}@example.org",
        name="Wai Ting",
        role="analyst",
        by=None,
    )
    return made.membership.code


def _token(cast: Cast, member: Membership, tlp: int) -> str:
    owner = member if member.may("core.tokens") else cast.analyst
    return tokens.issue_token(member=owner, name="x", days=1)[0].code


def _view(cast: Cast, member: Membership, tlp: int) -> str:
    return saved_views.save_view(
        member=member, page="monitor:incidents", name="North", query="q=x"
    ).code


def _import(cast: Cast, member: Membership, tlp: int) -> str:
    return Import.objects.create(
        programme=cast.programme, reader="ucdp-ged", tlp=tlp, original_name="a.csv"
    ).code


def _mapping(cast: Cast, member: Membership, tlp: int) -> str:
    name = f"Table {member.pk}"
    made = SavedMapping.objects.get_or_create(
        programme=cast.programme, name=name, defaults={"mapping": {}}
    )
    return made[0].code


def _job(cast: Cast, member: Membership, tlp: int) -> str:
    return Job.objects.create(programme=cast.programme, kind="test", by=member.user).code


def _source(cast: Cast, member: Membership, tlp: int) -> str:
    name = f"Radio {member.pk} {tlp}"
    made = Source.objects.get_or_create(
        programme=cast.programme, name=name, defaults={"kind": "media", "tlp": tlp}
    )
    return made[0].code


def _report(cast: Cast, member: Membership, tlp: int) -> str:
    from goodoffices.monitor.services import reports
    from tests.monitor.rows import row, source

    origin = Source.objects.filter(name="Radio Sarend").first() or source(
        cast.programme, tlp=TLP.GREEN
    )
    return reports.receive(
        programme=cast.programme, source=origin, row=row("", country=""), by=None, tlp=tlp
    ).code


def _incident(cast: Cast, member: Membership, tlp: int) -> str:
    return Incident.objects.create(
        programme=cast.programme, tlp=tlp, own_tlp=tlp, title="Shelling"
    ).code


def _regrouping(cast: Cast, member: Membership, tlp: int) -> str:
    ends = [
        Incident.objects.create(programme=cast.programme, tlp=tlp, own_tlp=tlp) for _ in range(2)
    ]
    return Regrouping.objects.create(
        kind="merge", incident=ends[0], other=ends[1], reason="the same"
    ).code


def _judged(cast: Cast, member: Membership, tlp: int) -> str:
    """An incident with an assessment that another than the member has proposed."""
    incident = Incident.objects.create(
        programme=cast.programme, tlp=tlp, own_tlp=tlp, title="Shelling"
    )
    other = cast.monitoring_officer if member == cast.director else cast.director
    Assessment.objects.create(
        incident=incident,
        code="proposal",
        from_state="unverified",
        to_state="verified",
        reason="Seen",
        tlp=tlp,
        by=other.user,
        needs_second=True,
    )
    return incident.code


def _assignment(cast: Cast, member: Membership, tlp: int) -> str:
    """An assignment of the member to an incident; it is theirs."""
    incident = Incident.objects.create(programme=cast.programme, tlp=tlp, own_tlp=tlp)
    made = Assignment.objects.create(programme=cast.programme, incident=incident, to=member)
    return made.code


def _place(cast: Cast, member: Membership, tlp: int) -> str:
    return Place.objects.create(
        programme=cast.programme, tlp=tlp, kind="town", name="Harrow", path="/x/"
    ).code


def _party(cast: Cast, member: Membership, tlp: int) -> str:
    return Party.objects.create(programme=cast.programme, tlp=tlp, kind="group", name="Front").code


def _boundaries(cast: Cast, member: Membership, tlp: int) -> str:
    made = BoundarySet.objects.get_or_create(
        programme=cast.programme,
        code="drawn",
        defaults={"name": "As drawn", "source": "us", "licence": "ours", "digest": "0" * 64},
    )
    return made[0].code


PROGRAMME: dict[str, Address] = {
    "core:members": Address("core.members"),
    "core:member-invite": form("core.members"),
    "core:member": form("core.members", _member),
    "core:member-end": act("core.members", _member),
    "core:member-renew": act("core.members", _invited),
    "core:roles": Address(),
    "core:settings": form("core.settings"),
    "core:office-new": form("core.settings"),
    "core:office": Address("core.settings", posts=True, fixed="harrow"),
    "core:tokens": form("core.tokens"),
    "core:token-revoke": act("core.tokens", _token),
    "core:views": Address(),
    "core:view-new": form(),
    "core:view": Address("core.view", _view),
    "core:view-change": form("core.view", _view),
    "core:view-delete": act("core.view", _view),
    "core:tasks": Address(),
    "core:task": Address("core.view", _job),
    "core:task-cancel": act("core.view", _job),
    "core:history": Address("core.audit"),
    "core:boundary-set": Address("core.view", _boundaries),
    "core:place-points": Address(),
    "core:place-suggestions": Address(),
    "core:party-suggestions": Address(),
    "core:places": Address(),
    "core:place-new": form("core.places"),
    "core:gazetteer": form("core.places"),
    "core:place": Address("core.view", _place, hides=True),
    "core:place-change": form("core.places", _place, hides=True),
    "core:parties": Address(),
    "core:party-new": form("core.parties"),
    "core:party": Address("core.view", _party, hides=True),
    "core:party-change": form("core.parties", _party, hides=True),
    "core:party-label": act("core.parties", _party, hides=True),
    "core:party-label-drop": act("core.parties", _party, hides=True),
    "core:boundaries": Address(),
    "core:boundaries-new": form("core.places"),
    "core:boundaries-outlines": act("core.places"),
    "core:boundaries-shown": act("core.places", _boundaries),
    "core:bundles": Address("core.bundle"),
    "core:bundle-new": form("core.bundle"),
    "core:bundle": Address("core.bundle", exhibits.a_bundle, hides=True),
    "core:bundle-file": Address("core.bundle", exhibits.a_bundle, hides=True),
    "core:evidence-list": Address(),
    "core:evidence": Address("core.view", exhibits.a_file, hides=True),
    "core:evidence-redact": form("core.redact", exhibits.a_picture, hides=True),
    "core:evidence-smaller": form("core.redact", exhibits.a_picture, hides=True),
    "core:evidence-read": form("core.redact", exhibits.a_picture, hides=True),
    "core:evidence-text": Address("core.view", exhibits.a_text, hides=True),
    "core:evidence-picture": Address("core.redact", exhibits.a_picture, hides=True),
    "core:copy-order": Address("core.view", exhibits.a_copy_order, hides=True),
    "core:evidence-mark": form("core.redact", exhibits.a_file, hides=True),
    "core:evidence-metadata": Address("core.metadata", exhibits.a_file, hides=True),
    "core:evidence-file": Address("core.view", exhibits.a_file, hides=True),
    "monitor:search": Address(),
    "monitor:situation": Address(),
    "monitor:incidents": Address(),
    "monitor:incident-map": Address(),
    "monitor:incident-export": Address("core.export", argument="ending", fixed="csv"),
    "monitor:incident": Address("core.view", _incident, hides=True),
    "monitor:incident-assess": form("monitor.assess", _incident, hides=True),
    "monitor:incident-second": form(
        "monitor.assess", _judged, hides=True, besides=(("assessment", "proposal"),)
    ),
    "monitor:incident-assessment-withdraw": form(
        "monitor.assess", _judged, hides=True, besides=(("assessment", "proposal"),)
    ),
    "monitor:incident-checklist": act("monitor.assess", _incident, hides=True),
    "monitor:incident-assign": form("monitor.assign", _incident, hides=True),
    "monitor:incident-describe": form("monitor.incident", _incident, hides=True),
    "monitor:incident-link": form("monitor.incident", _incident, hides=True),
    "monitor:incident-unlink": form(
        "monitor.incident", _incident, hides=True, besides=(("report", "none"),), also=404
    ),
    "monitor:incident-rule": form(
        "monitor.incident", _incident, hides=True, besides=(("field", "date"),)
    ),
    "monitor:incident-restrict": form("monitor.incident", _incident, hides=True),
    "monitor:incident-merge": form("monitor.incident", _incident, hides=True),
    "monitor:incident-split": form("monitor.incident", _incident, hides=True),
    "monitor:regrouping-take-back": form("monitor.incident", _regrouping, hides=True, also=409),
    "monitor:queue": Address("monitor.incident"),
    "monitor:queue-item": Address("monitor.incident", _report, hides=True),
    "monitor:queue-decide": act("monitor.incident", _report, hides=True),
    "monitor:queue-undo": act("monitor.incident"),
    "monitor:linkage-quality": Address("monitor.incident"),
    "monitor:linkage-measure": act("monitor.incident"),
    "monitor:reports": Address(),
    "monitor:report-new": form("monitor.report"),
    "monitor:report-export": Address("core.export", argument="ending", fixed="csv"),
    "monitor:report": Address("core.view", _report, hides=True),
    "monitor:report-link": form("monitor.incident", _report, hides=True),
    "monitor:report-open": form("monitor.incident", _report, hides=True),
    "monitor:report-set-aside": form("monitor.incident", _report, hides=True),
    "monitor:report-take-back": form("monitor.incident", _report, hides=True),
    "monitor:report-grade": form("monitor.assess", _report, hides=True),
    "monitor:report-assign": form("monitor.assign", _report, hides=True),
    "monitor:report-withdraw": form("monitor.incident", _report, hides=True),
    "monitor:report-reinstate": form("monitor.incident", _report, hides=True),
    "monitor:report-restrict": form("monitor.incident", _report, hides=True),
    "monitor:workload": Address("monitor.report"),
    "monitor:assignment-hand-on": form("core.view", _assignment, hides=True),
    "monitor:assignment-take-back": form("core.view", _assignment, hides=True),
    "monitor:assignment-done": form("core.view", _assignment, hides=True),
    "monitor:verification": Address("core.settings"),
    "monitor:verification-ladder": form("core.settings"),
    "monitor:verification-second": form("core.settings"),
    "monitor:verification-rule": form("core.settings"),
    "monitor:verification-checklists": form("core.settings"),
    "monitor:verification-item-new": form("core.settings"),
    "monitor:sources": Address(),
    "monitor:source-new": form("monitor.source"),
    "monitor:source": Address("core.view", _source, hides=True),
    "monitor:source-change": form("monitor.source", _source, hides=True),
    "monitor:source-grade": form("monitor.source", _source, hides=True),
    "monitor:imports": Address("monitor.import"),
    "monitor:import-new": form("monitor.import"),
    "monitor:import": Address("monitor.import", _import, hides=True),
    "monitor:import-confirm": Address(
        "monitor.import", _import, hides=True, gets=False, posts=True, also=409
    ),
    "monitor:import-rejections": Address("monitor.import", _import, hides=True),
    "monitor:mappings": Address("monitor.import"),
    "monitor:mapping-new": form("monitor.import"),
    "monitor:mapping": Address(
        "monitor.import", posts=True, argument="token", fixed="none", also=404
    ),
    "monitor:mapping-again": form("monitor.import", _mapping),
    **DUTY,
    **FIELD,
    **PAGES,
    **RIGHTS,
    **FLOW,
    **WRITING,
    **GATES,
    **DATA,
    **MAIL,
    **PARTNERS,
    **GATES,
}

DEVICES = {
    f"openrosa:{name}{way}"
    for name in (
        *("about", "answer", "form", "forms", "manifest", "media", "receipt", "state"),
        "submission",
    )
    for way in ("", "-by-key")
}
"""What a device reaches with its secret and nobody else: see tests/field/openrosa."""

OPEN = {
    *(f"fill:{name}" for name in ("page", "worker", "manifest", "words", "file")),
    "set_language",
    "style",
    "style-incidents",
    "style-boundaries",
    "invitation",
    "api:openapi-json",
    "api:docs",
    "docs",
    "docs-index",
}
"""Addresses that answer anybody; they hold nothing of any programme."""

OWN = {"home"}
"""Addresses that ask to log in and show only what is the person's own."""

TOKEN = {
    "api:incidents",
    "api:incident",
    "api:reports",
    "api:add_report",
    "api:report",
    "api:sources",
    *(
        f"api:{name}"
        for name in (
            *("cases", "case", "acts", "act", "persons", "person", "groups", "group"),
            "norms",
            *("partner_agreement", "partner_incidents"),
            *("norms", "publications", "publication"),
        )
    ),
}
"""Addresses that ask for a token (`test_api`, `tests.rights.test_api`,
`tests.publish.partners.test_api`)."""

NOTHING = {"api:api-root", ""}
"""Addresses that answer 404 to everybody."""


def every_address() -> Iterator[tuple[str, str]]:
    """Yield the full name and the route of every pattern of the program."""
    yield from _walk(get_resolver(), (), "")


def _walk(resolver: URLResolver, spaces: tuple[str, ...], route: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield ":".join((*spaces, one.name)) if one.name else "", here
        else:
            yield from _walk(one, (*spaces, one.namespace) if one.namespace else spaces, here)
