"""How the entries of monitoring are said where one phrase can hold the value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import NotFound
from goodoffices.core.audit import saying
from goodoffices.core.tlp import TLP


@saying("monitor.incident.assessed")
def _assessed(data: Mapping[str, Any]) -> str | None:
    if "to" not in data:
        return None
    state = _label("verification_states", data["to"])
    if data.get("aspect", "event") == "event":
        return _("set the verification state to “%(state)s”") % {"state": state}
    aspect = _label("verification_aspects", data["aspect"])
    return _("set “%(aspect)s” to “%(state)s”") % {"aspect": aspect, "state": state}


@saying("monitor.incident.proposed")
def _proposed(data: Mapping[str, Any]) -> str | None:
    if "to" not in data or "aspect" not in data:
        return None
    state = _label("verification_states", data["to"])
    aspect = _label("verification_aspects", data["aspect"])
    return _("proposed “%(aspect)s”: “%(state)s”; a second person confirms it") % {
        "aspect": aspect,
        "state": state,
    }


@saying("monitor.incident.rule_chosen")
def _rule(data: Mapping[str, Any]) -> str | None:
    if "rule" not in data:
        return None
    rule = _label("derivation_rules", data["rule"])
    return _("chose how a value is derived: %(rule)s") % {"rule": rule}


@saying("monitor.incident.restricted", "monitor.report.restricted")
def _restricted(data: Mapping[str, Any]) -> str | None:
    if data.get("to") not in TLP.values:
        return None
    return _("marked the record %(mark)s") % {"mark": TLP(data["to"]).label}


@saying("monitor.report.graded")
def _report_graded(data: Mapping[str, Any]) -> str | None:
    if not data.get("to"):
        return None
    grade = _label("credibility", str(data["to"]))
    return _("graded the report's credibility: %(grade)s") % {"grade": grade}


@saying("monitor.report.set_aside")
def _set_aside(data: Mapping[str, Any]) -> str | None:
    if data.get("set_aside") is not False:
        return None
    return _("put a report back among those that wait")


@saying("monitor.source.graded")
def _source_graded(data: Mapping[str, Any]) -> str | None:
    if "reliability" not in data:
        return None
    grade = _label("reliability", data["reliability"])
    return _("graded the source's reliability: %(grade)s") % {"grade": grade}


def _label(scheme: str, code: str) -> str:
    try:
        return codebook.load().label(scheme, code, get_language() or "en")
    except NotFound:
        return code
