"""What the audit log can say about forms, devices and submissions."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import reading, register

register(
    {
        "field.form.added": _("added a form"),
        "field.form.uploaded": _("uploaded a version of a form"),
        "field.form.published": _("published a version of a form"),
        "field.form.changed": _("changed the settings of a form"),
        "field.form.state_set": _("opened or closed a form"),
        "field.form.media_stored": _("stored a media file of a form"),
        "field.mapping.confirmed": _("confirmed what the questions of a form mean"),
        "field.mapping.run_again": _("mapped the submissions of a form again"),
        "field.device.issued": _("issued access for a device"),
        "field.device.renamed": _("renamed a device"),
        "field.device.revoked": _("revoked the access of a device"),
        "field.submission.received": _("received a submission"),
        "field.submission.edited": _("received an edit of a submission"),
        "field.submission.files_received": _("received files of a submission"),
        "field.submission.sent_again": _("received a deleted or purged submission again"),
        "field.submission.opened": _("opened a submission"),
        "field.submission.reviewed": _("set the review state of a submission"),
        "field.submission.noted": _("commented on a submission"),
        "field.submission.asked": _("asked the officer about a submission"),
        "field.submission.answered": _("answered a question about a submission"),
        "field.submission.deleted": _("deleted a submission"),
        "field.submission.restored": _("restored a submission"),
        "field.submission.branch_settled": _("decided between two edits of a submission"),
        "field.outbox.imported": _("imported an outbox that was carried by hand"),
        "field.quarantine.kept": _("kept what was refused"),
        "field.quarantine.opened": _("looked at what was refused"),
        "field.quarantine.released": _("released what was refused"),
        "field.quarantine.discarded": _("discarded what was refused"),
        "field.webhook.added": _("added a webhook"),
        "field.webhook.changed": _("changed a webhook"),
        "field.webhook.ended": _("ended a webhook"),
    }
)

reading("field.submission.opened")
