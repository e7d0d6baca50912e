"""The bytes that go to a partner, and the metadata beside them."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.formats import exchange
from goodoffices.publish.models import ExchangeRun, SharingAgreement
from goodoffices.publish.partners.fields import columns_of
from goodoffices.publish.partners.sharing import Row, sorted_rows

SHOWN = 20


def content_of(run: ExchangeRun, rows: list[Row]) -> bytes:
    """Write rows in the form of a run: the same rows always give the same bytes."""
    agreement = run.agreement
    assert agreement is not None
    columns = columns_of(agreement.fields)
    facts = {
        "programme": run.programme.slug,
        "agreement": agreement.number,
        "prepared": timezone.localtime(run.created_at).date().isoformat(),
    }
    pieces = exchange.write(run.form, rows, columns, bom=run.bom, hxl=run.hxl, facts=facts)
    return b"".join(pieces)


def made_for(run: ExchangeRun, member: Membership) -> tuple[bytes, list[Row], dict[str, int]]:
    """Return the bytes of a run as they are when this member makes them now."""
    agreement = run.agreement
    assert agreement is not None
    rows, left_out = sorted_rows(agreement, member)
    return content_of(run, rows), rows, dict(left_out)


def name_of(run: ExchangeRun) -> str:
    """Return the name of a run's file."""
    day = timezone.localtime(run.created_at).strftime("%Y-%m-%d")
    return f"{run.programme.slug}-incidents-{day}.{run.form}"


def metadata(run: ExchangeRun) -> bytes:
    """Return what goes with a file: source, method, caveats, terms, the meaning of each column.

    The names are those of the Humanitarian Data Exchange (HDX).
    """
    agreement = run.agreement
    assert agreement is not None
    made = timezone.localtime(run.created_at).date().isoformat()
    told = {
        "title": f"Incidents, {run.programme.names.get('en') or run.programme.slug}",
        "dataset_source": run.programme.names.get("en") or run.programme.slug,
        "dataset_date": made,
        "private": True,
        "license_id": "other",
        "license_other": f"Sharing agreement, version {agreement.number}: only for the purpose"
        " stated in it, not to be passed on.",
        "tlp": mark_of(agreement),
        "purpose": agreement.purpose,
        "data_update_frequency": "as agreed",
        "methodology": METHOD,
        "caveats": CAVEATS,
        "coarsening": coarsening(agreement),
        "format": run.form,
        "format_version": exchange.VERSION,
        "rows": run.rows,
        "sha256": run.sha256,
        "file": name_of(run),
        "columns": columns_told(agreement),
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


METHOD = (
    "Reports of several sources are linked to incidents by people; the values shown are derived"
    " from the reports by named rules. Only people set how far an incident was checked."
)
CAVEATS = (
    "Coverage differs by place and period: fewer records do not mean fewer events. Places and"
    " periods are coarsened and small counts are held back as agreed. Ids are made for this"
    " recipient alone and lead nowhere else."
)


def mark_of(agreement: SharingAgreement) -> str:
    """Return the strictest mark the records may bear, as the Traffic Light Protocol writes it."""
    return f"TLP:{TLP(agreement.ceiling).name}"


def coarsening(agreement: SharingAgreement) -> dict[str, Any]:
    """Return how coarse places, periods and counts are under an agreement."""
    return {
        "finest_place": agreement.place_level,
        "grid_km": agreement.grid_km,
        "finest_period": agreement.time_unit,
        "least_count": agreement.smallest,
    }


def columns_told(agreement: SharingAgreement) -> dict[str, Any]:
    """Return the meaning of every column an agreement allows."""
    return {
        name: {"kind": one.kind, "hxl": one.tag, "about": one.about}
        for name, one in exchange.COLUMNS.items()
        if name in columns_of(agreement.fields)
    }
