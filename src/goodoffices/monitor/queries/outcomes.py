"""What came of an import: the reports it added, changed or withdrew, and the rows it refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from goodoffices.core.models import Membership
from goodoffices.formats.values import Rejection
from goodoffices.monitor.models import Claim, Import, Report, ReportVersion


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a report before and after: claims of the same kind, None where there is none."""

    kind: str
    before: Claim | None
    after: Claim | None

    @property
    def either(self) -> Claim | None:
        """The claim as it is now, or as it was where it is gone."""
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class ChangedReport:
    """A report that came back with other words: its version, and which claims differ."""

    version: ReportVersion
    differences: list[Difference]


def first_list(imported: Import) -> str:
    """Return the list to show first: what asks for a decision, else what came."""
    if imported.missing and imported.confirmed_at is None:
        return "missing"
    for name in ("changed", "withdrawn", "rejected"):
        if getattr(imported, name) and not imported.added:
            return name
    return "added"


def listed(imported: Import, name: str, member: Membership) -> QuerySet[Any]:
    """Return one list of an import's outcome, as far as the member may see the reports."""
    if name == "rejected":
        return imported.rejections.order_by("pk")
    reports = Report.objects.visible_to(member)
    if name == "changed":
        versions = ReportVersion.objects.filter(imported=imported, number__gt=1)
        return (
            versions.filter(report__in=reports)
            .select_related("report", "report__source")
            .order_by("pk")
        )
    if name == "withdrawn":
        found = reports.filter(withdrawn_in=imported)
    elif name == "missing":
        found = reports.filter(pk__in=imported.missing_reports.values("report"))
    else:
        found = reports.filter(imported=imported)
    return found.select_related("source").order_by("pk")


def changes(versions: Sequence[ReportVersion]) -> list[ChangedReport]:
    """Set the claims of new versions beside those of the version before, in one query."""
    wanted = {v.report_id: v.number for v in versions}
    claims: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    rows = Claim.of_reports(wanted).select_related("place", "party")
    for claim in rows.order_by("pk"):
        claims[claim.report_id, claim.version].append(claim)
    return [
        ChangedReport(
            version,
            differences(
                claims[version.report_id, version.number - 1],
                claims[version.report_id, version.number],
            ),
        )
        for version in versions
    ]


def differences(before: Sequence[Claim], after: Sequence[Claim]) -> list[Difference]:
    """Pair claims of the same thing and leave out those that say the same."""
    old, new = _by_thing(before), _by_thing(after)
    found = []
    for thing in dict.fromkeys([*old, *new]):
        one, other = old.get(thing), new.get(thing)
        if one is None or other is None or said(one) != said(other):
            found.append(Difference(thing[0], one, other))
    return found


def _by_thing(claims: Sequence[Claim]) -> dict[tuple[str, ...], Claim]:
    """Key claims by what they are about: the third party of a report, its toll of injured, ..."""
    found: dict[tuple[str, ...], Claim] = {}
    for claim in claims:
        thing = (claim.kind, claim.role, claim.measure, claim.category)
        number = sum(1 for known in found if known[:4] == thing)
        found[(*thing, str(number))] = claim
    return found


def said(claim: Claim) -> tuple[object, ...]:
    """Return everything a claim says, for comparison with another."""
    return (
        *(claim.edtf, claim.precision, claim.source_code, claim.quote),
        *(claim.place_text, claim.latitude, claim.longitude, claim.radius_m),
        *(claim.event_type, claim.party_text, claim.role),
        *(claim.measure, claim.category, claim.low, claim.best, claim.high, claim.remark),
    )


def reason(rejection: Rejection) -> str:
    """Say in the reader's language why a row was not taken; empty for a code of a later version."""
    sentences = {
        "wrong_cell_count": _("The row has %(found)s cells where the header has %(expected)s."),
        "cell_too_long": _("The cell is longer than %(limit)s characters."),
        "nul_character": _("The row contains a NUL character, which text never has."),
        "missing_value": _("The column %(column)s is empty, and it is needed."),
        "unknown_code": _("%(column)s holds %(value)s, which is not one of its known codes."),
        "bad_date": _("%(column)s holds %(value)s, which is not a date in the expected form."),
        "dates_out_of_order": _("The end date %(value)s lies before the start date %(start)s."),
        "bad_number": _("%(column)s holds %(value)s, which is not a number."),
        "bad_count": _("%(column)s holds %(value)s, which is not a whole number of people."),
        "bad_coordinate": _("%(column)s holds %(value)s, which is not a degree on the map."),
        "half_coordinate": _("Only one of latitude and longitude is given."),
        "repeated_id": _("The identifier %(value)s occurs earlier in the same file."),
        "nothing_said": _("The row names no date, no place, no type, no toll and has no text."),
    }
    words = {"column": rejection.column, "value": rejection.value, **rejection.detail}
    try:
        return sentences[rejection.reason] % words
    except KeyError:
        return ""
