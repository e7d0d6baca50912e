"""Taking an estimate of how many in all out: the table, a book, all that is needed to repeat it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.core import audit
from goodoffices.core.access import may_see, require
from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.formats import capture_histories, csv_out, xlsx_out
from goodoffices.formats.estimate_record import FORMAT
from goodoffices.formats.xlsx_out import SheetRows
from goodoffices.rights.models import Estimate
from goodoffices.rights.queries.estimates import findings, overlaps, why_withheld
from goodoffices.rights.services.estimates import histories_kept

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "figures": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def take_out(*, estimate: Estimate, member: Membership, form: str) -> bytes:
    """Return an estimate as a file and put on record that it was taken out.

    ``csv`` is the table alone, byte for byte what the estimate's hash is of, ``figures`` what came
    of it, also as CSV; ``json`` holds all that `goodoffices estimate total` needs to come to the
    same figures. RED is never taken out.
    """
    require(member, "core.export")
    if estimate.tlp >= TLP.RED or not may_see(estimate, member):
        raise Conflict(_("What is marked RED is not taken out."), code="red-stays")
    made = WRITERS[form](estimate)
    with transaction.atomic():
        audit.record(
            "core.export",
            by=member.user,
            programme=member.programme,
            record=estimate,
            data={"kind": "rights.estimate", "form": form},
        )
    return made


def _csv(estimate: Estimate) -> bytes:
    return capture_histories.written(estimate.lists, histories_kept(estimate))


def _figures_csv(estimate: Estimate) -> bytes:
    rows = [*_facts(estimate), *_figures(estimate)]
    columns = ("what", "value", *FIGURES[1:])
    return b"".join(csv_out.write(rows, columns, labels=_labels(*columns), bom=True))


def _json(estimate: Estimate) -> bytes:
    text = json.dumps(record_of(estimate), ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode() + b"\n"


def record_of(estimate: Estimate) -> dict[str, Any]:
    """Return everything of an estimate but the people who made it."""
    names = ("code", "title", "counted", "place", "period", "language", "matching", "origin")
    return {
        "format": FORMAT,
        **{name: getattr(estimate, name) for name in names},
        "tlp": TLP(estimate.tlp).name,
        "made_at": estimate.created_at.isoformat(),
        "withdrawn_at": estimate.withdrawn_at and estimate.withdrawn_at.isoformat(),
        "withdrawn_reason": estimate.withdrawn_reason,
        "assumptions": estimate.assumptions,
        "lists": estimate.lists,
        "histories": [
            {"history": list(one), "count": number}
            for one, number in histories_kept(estimate).items()
        ],
        "input_sha256": estimate.input_sha256,
        "options": estimate.options,
        "method": {
            "name": "capture-recapture",
            "version": estimate.method_version,
            "program": f"goodoffices {estimate.program_version}",
        },
        "result": estimate.result,
        "repeat_with": f"goodoffices estimate total {file_name(estimate, 'json')}",
    }


def file_name(estimate: Estimate, form: str) -> str:
    """Return how the file is called."""
    return f"estimate-{estimate.code}{'-figures.csv' if form == 'figures' else f'.{form}'}"


def _xlsx(estimate: Estimate) -> bytes:
    target = BytesIO()
    sheets = [
        SheetRows(_("Estimate"), ("what", "value"), _facts(estimate), _labels("what", "value")),
        SheetRows(_("Counts"), list(_columns(estimate)), _counts(estimate), _columns(estimate)),
        SheetRows(_("Figures"), FIGURES, _figures(estimate), _labels(*FIGURES)),
    ]
    xlsx_out.write_book(sheets, target, right_to_left=get_language_bidi())
    return target.getvalue()


FIGURES = ("what", "low", "estimate", "high", "bic_weight", "aic_weight", "seen")


def _labels(*names: str) -> dict[str, str]:
    said = {
        "what": _("What it is"),
        "value": _("Value"),
        "low": _("Low (95 %)"),
        "estimate": _("Estimate"),
        "high": _("High (95 %)"),
        "bic_weight": _("Weight by BIC"),
        "aic_weight": _("Weight by AIC"),
        "seen": _("People seen"),
    }
    return {name: said[name] for name in names}


def _columns(estimate: Estimate) -> dict[str, str]:
    """Return the columns of the counts with what heads them."""
    named = {f"list-{place}": name for place, name in enumerate(estimate.lists)}
    return {**named, "people": pgettext("human rights", "People")}


def _counts(estimate: Estimate) -> Iterator[dict[str, Any]]:
    for one in overlaps(estimate):
        marks = {f"list-{place}": int(on) for place, on in enumerate(one.marks)}
        yield {**marks, "people": one.people}


def _facts(estimate: Estimate) -> Iterator[dict[str, Any]]:
    rows = [
        (_("Title"), estimate.title),
        (_("What is counted"), estimate.counted),
        (_("Place"), estimate.place),
        (_("Period"), estimate.period),
        (_("Code"), estimate.code),
        (_("Mark"), TLP(estimate.tlp).label),
        (_("Made"), estimate.created_at),
        (_("Withdrawn"), estimate.withdrawn_reason if estimate.is_withdrawn else _("no")),
        ("SHA-256", estimate.input_sha256),
        (_("Version of the method"), estimate.method_version),
        *((_("Be careful"), one) for one in findings(estimate)),
        *((_("No figure is given"), one) for one in why_withheld(estimate)),
    ]
    for what, value in rows:
        yield {"what": what, "value": value}


def _figures(estimate: Estimate) -> Iterator[dict[str, Any]]:
    result = estimate.result
    if not result or result["withheld"]:
        return
    yield {"what": _("Average of the models by BIC"), "seen": result["seen"], **result["average"]}
    yield {"what": _("Average of the models by AIC"), **result["average_by_aic"]}
    yield {"what": _("Lower bound (Chao)"), **result["lower_bound"]}
    for model in result["models"]:
        yield {"what": model["name"], **{name: model.get(name) for name in FIGURES[1:]}}
    for kind in ("models", "lists"):
        for one in result["left_out"][kind]:
            said = _("Average without %s") % one["name"]
            yield {"what": said, "seen": one["seen"], **(one["total"] or {})}
    for pair in result["pairs"]:
        said = _("Chapman, %(first)s and %(second)s") % pair
        yield {"what": said, **{name: pair[name] for name in ("low", "estimate", "high")}}


WRITERS = {"csv": _csv, "figures": _figures_csv, "xlsx": _xlsx, "json": _json}
