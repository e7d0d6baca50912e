"""A partner's own files: loaded as any other, with the partner as their source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.core import audit
from goodoffices.core.models import User
from goodoffices.monitor.models import Import, Source
from goodoffices.monitor.services import imports
from goodoffices.monitor.services.permits import permitted
from goodoffices.monitor.services.sources import named_source
from goodoffices.publish.models import ExchangeRun, Partner

SOURCE_KINDS: dict[str, str] = {
    Partner.Kind.HUMANITARIAN: "international",
    Partner.Kind.UN: "international",
    Partner.Kind.RESEARCH: "data_set",
    Partner.Kind.MEDIA: "media",
    Partner.Kind.OTHER: "other",
}
"""What kind of source a partner is, by its kind; a local association where nothing else is said."""


def take_in(
    *,
    partner: Partner,
    file: BinaryIO,
    name: str,
    reader: str,
    by: User,
    mapping: Mapping[str, Any] | None = None,
    **more: Any,
) -> Import:
    """Begin to load a partner's file; the exchange is written down with the file's digest.

    For whoever may load files and may see the partner. ``more`` is what `imports.start` takes:
    release, complete, tlp, encoding.
    """
    permitted(by, partner.programme, "monitor.import", partner)
    if partner.ended_at is not None:
        raise Conflict(_("The exchange with this partner has ended."), code="partner-ended")
    with transaction.atomic():
        started = imports.start(
            programme=partner.programme,
            source=source_of(partner, by=by),
            reader=reader,
            file=file,
            name=name,
            by=by,
            mapping=mapping,
            **more,
        )
        assert started.file is not None
        run = ExchangeRun.objects.create(
            programme=partner.programme,
            partner=partner,
            direction=ExchangeRun.Direction.IN,
            imported=started,
            tlp=max(partner.tlp, started.tlp),
            sha256=started.file.sha256,
            by=by,
        )
        data = {"partner": partner.code, "sha256": run.sha256}
        audit.record(
            "publish.exchange.came_in",
            by=by,
            programme=partner.programme,
            record=run,
            data=data,
        )
    return started


def source_of(partner: Partner, *, by: User) -> Source:
    """Return the source that a partner's files are filed under, made the first time."""
    if partner.source is not None:
        return partner.source
    found = named_source(
        programme=partner.programme,
        name=partner.name,
        by=by,
        kind=SOURCE_KINDS.get(partner.kind, "civil_society"),
        tlp=partner.tlp,
    )
    Partner.objects.filter(pk=partner.pk, source=None).update(source=found)
    partner.source = found
    return found
