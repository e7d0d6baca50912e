"""Whom a RED report of a submission names: the officer, and who is named on what it came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from goodoffices.core.access import kind_of, name_on
from goodoffices.core.models import Membership, NamedAccess, Programme
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form, Submission
from goodoffices.monitor.models import Report, ReportLink
from goodoffices.monitor.services.submissions.preparing import Prepared

Named = dict[int, list[Membership]]


def name_on_submissions(programme: Programme, part: Sequence[Prepared]) -> None:
    """Name the officer and the people of the form on RED submissions, or nobody would see them."""
    red = [one for one in part if one.tlp == TLP.RED]
    people = people_of(programme, red) if red else {}
    for one in red:
        name_on(one.submission, people[one.submission.pk], by=None)


def name_people(programme: Programme, made: Sequence[tuple[Prepared, Report]]) -> None:
    """Name people on new RED reports and the incidents these opened."""
    red = [(one, report) for one, report in made if report.tlp == TLP.RED]
    if not red:
        return
    people = people_of(programme, [one for one, _ in red])
    links = ReportLink.objects.filter(report__in=[report for _, report in red])
    opened = {link.report_id: link.incident for link in links.select_related("incident")}
    for one, report in red:
        for record in (report, opened.get(report.pk)):
            if record is not None:
                name_on(record, people[one.submission.pk], by=None)


def people_of(programme: Programme, prepared: Sequence[Prepared]) -> Named:
    """Return whom the report of each submission names, by the submission's id."""
    sent = [one.submission for one in prepared]
    on_submissions = named_on(Submission, [one.pk for one in sent])
    on_forms = named_on(Form, [one.form_id for one in sent])
    officers = Membership.objects.filter(
        programme=programme, active=True, user__in=[one.by_id for one in sent if one.by_id]
    )
    own: Mapping[int, Membership] = {one.user_id: one for one in officers}
    found: Named = {}
    for one in sent:
        people = [*on_submissions[one.pk], *on_forms[one.form_id]]
        people += [own[one.by_id]] if one.by_id is not None and one.by_id in own else []
        found[one.pk] = list({each.pk: each for each in people}.values())
    return found


def named_on(model: type, ids: Iterable[int]) -> Named:
    """Return the members named on records of one kind, by the record's id."""
    rows = NamedAccess.objects.filter(kind=kind_of(model), object_id__in=list(ids))
    found: Named = defaultdict(list)
    for row in rows.select_related("membership"):
        found[row.object_id].append(row.membership)
    return found
