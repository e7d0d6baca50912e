"""What the audit log can say about publications and what is released."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import register

register(
    {
        "publish.publication.added": _("began a publication"),
        "publish.list.letters": _("read letters from the public site about the mailing list"),
        "publish.list.exported": _("took the mailing list out"),
        "publish.list.looked_up": _("looked up an address on the mailing list"),
        "publish.list.bounces": _("read mail that came back"),
        "publish.subscriber.removed": _("took somebody off the mailing list for good"),
        "publish.mailing.begun": _("began a mailing"),
        "publish.mailing.tried": _("had a mailing sent to themselves"),
        "publish.mailing.started": _("started a mailing"),
        "publish.mailing.paused": _("paused a mailing"),
        "publish.mailing.resumed": _("went on with a mailing"),
        "publish.mailing.cancelled": _("cancelled a mailing"),
        "publish.mailing.settled": _("said of a mail in doubt whether it had gone out"),
        "publish.mailing.ended": _("sent a mailing to its end"),
    }
)
