"""What the audit log can say about sources, reports, incidents and imports."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import register

register(
    {
        "monitor.source.added": _("added a source"),
        "monitor.source.changed": _("changed a source"),
        "monitor.source.graded": _("graded a source"),
        "monitor.report.received": _("received a report"),
        "monitor.report.revised": _("received a new version of a report"),
        "monitor.report.withdrawn": _("marked a report as withdrawn by its source"),
        "monitor.report.returned": _("marked a report as given again by its source"),
        "monitor.report.set_aside": _("set a report aside"),
        "monitor.report.unsure": _("was not sure about a report"),
        "monitor.report.decision_undone": _("took back a decision on a report"),
        "monitor.report.graded": _("graded the credibility of a report"),
        "monitor.report.page_saved": _("saved a web page that a report links to"),
        "monitor.report.restricted": _("changed who may see a report"),
        "monitor.incident.opened": _("opened an incident"),
        "monitor.incident.described": _("changed the title or summary of an incident"),
        "monitor.incident.linked": _("linked a report to an incident"),
        "monitor.incident.unlinked": _("unlinked a report from an incident"),
        "monitor.incident.merged": _("merged two incidents"),
        "monitor.incident.split": _("split an incident"),
        "monitor.incident.regrouping_undone": _("took back a merge or a split"),
        "monitor.incident.opening_undone": _("took back the opening of an incident"),
        "monitor.incident.rule_chosen": _("chose how a value is derived"),
        "monitor.incident.assessed": _("set the verification state"),
        "monitor.incident.proposed": _(
            "proposed a verification state; a second person confirms it"
        ),
        "monitor.incident.assessment_confirmed": _("confirmed an assessment as second person"),
        "monitor.incident.assessment_declined": _("declined an assessment as second person"),
        "monitor.incident.assessment_withdrawn": _("took an assessment back"),
        "monitor.incident.checked": _("worked on the checklist of an incident"),
        "monitor.incident.restricted": _("changed who may see an incident"),
        "monitor.verification.changed": _("changed how the programme verifies"),
        "monitor.work.assigned": _("assigned a record to a member"),
        "monitor.work.handed_on": _("handed an assignment on"),
        "monitor.work.taken_back": _("took an assignment back"),
        "monitor.work.done": _("marked an assignment as done"),
        "monitor.import.started": _("started an import"),
        "monitor.import.ended": _("finished an import"),
        "monitor.import.confirmed": _("confirmed that a release withdrew reports"),
        "monitor.import.failed": _("could not import a file"),
        "monitor.linkage.measured": _("asked how good the suggestions are"),
        "monitor.mapping.saved": _("saved a column mapping"),
    }
)
