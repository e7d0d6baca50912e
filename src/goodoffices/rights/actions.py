"""What the audit log can say about persons, identities, acts, cases and consent."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import register

register(
    {
        "rights.person.added": _("added a person under a code name"),
        "rights.person.changed": _("changed what is noted of a person"),
        "rights.person.restricted": _("changed who may see a person"),
        "rights.group.added": _("added a group of people under a code name"),
        "rights.group.changed": _("changed what is noted of a group of people"),
        "rights.group.restricted": _("changed who may see a group of people"),
        "rights.identity.written": _("wrote down an identity, encrypted"),
        "rights.identity.opened": _("opened an identity"),
        "rights.identity.searched": _("searched identities by name"),
        "rights.identity.rotated": _("encrypted all identities with a new key"),
        "rights.identity.keys_evicted": _("closed all identities: no key is loaded any more"),
        "rights.identity.keys_admitted": _("allowed identities to be opened again"),
        "rights.act.recorded": _("recorded an act"),
        "rights.act.changed": _("changed what is recorded of an act"),
        "rights.act.restricted": _("changed who may see an act"),
        "rights.involvement.said": _("said who was involved in an act"),
        "rights.involvement.withdrawn": _("took back that somebody was involved in an act"),
        "rights.violation.said": _("tied an act to a norm"),
        "rights.violation.withdrawn": _("took back that an act may breach a norm"),
        "rights.norm.added": _("added a norm"),
        "rights.consent.given": _("wrote down a consent"),
        "rights.consent.withdrawn": _("withdrew a consent"),
        "rights.consent.deletion_wished": _(
            "noted that a person asks for the deletion of their identity"
        ),
        "rights.identity.purged": _("deleted an identity whose time was over"),
        "rights.consent.purged": _("deleted a consent whose time was over"),
        "rights.file.tied": _("tied a file to a person"),
        "rights.file.untied": _("took back that a file is tied to a person"),
        "rights.case.opened": _("opened a case"),
        "rights.case.changed": _("changed title or summary of a case"),
        "rights.case.restricted": _("changed who may see a case"),
        "rights.case.noted": _("added to the timeline of a case"),
        "rights.case.note_withdrawn": _("took an entry of the timeline of a case back"),
        "rights.case.closed": _("closed a case"),
        "rights.case.reopened": _("reopened a case"),
        "rights.case.linked": _("added a record to a case"),
        "rights.case.unlinked": _("took a record off a case"),
        "rights.case.step_planned": _("planned a next step in a case"),
        "rights.case.step_done": _("finished a step in a case"),
        "rights.case.step_withdrawn": _("dropped a step in a case"),
        "rights.estimate.begun": _("asked for an estimate of how many in all"),
        "rights.estimate.made": _("estimated how many in all"),
        "rights.estimate.withdrawn": _("withdrew an estimate of how many in all"),
        "rights.estimate.restricted": _("changed who may see an estimate of how many in all"),
    }
)
