"""What the audit log can say about accounts, access, places, parties, files and exports."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.audit.registry import reading, register

register(
    {
        "core.programme.created": _("set up the programme"),
        "core.programme.changed": _("changed the programme's settings"),
        "core.lock.closed": _("closed the programme or an office for now"),
        "core.lock.asked": _("asked to open again what was closed for now"),
        "core.lock.opened": _("opened again what was closed for now"),
        "core.hold.placed": _("placed a legal hold on a record"),
        "core.hold.ended": _("ended a legal hold"),
        "core.record.purged": _("purged a record whose time was over"),
        "core.protection.stated": _("said why a kind of record is kept, and until when"),
        "core.office.added": _("added an office"),
        "core.office.changed": _("changed an office"),
        "core.member.added": _("added a member"),
        "core.member.invited": _("invited a person"),
        "core.member.joined": _("accepted an invitation"),
        "core.member.changed": _("changed a member's role or clearance"),
        "core.member.removed": _("ended a membership"),
        "core.access.named": _("named people on a record"),
        "core.token.issued": _("issued a token for the programme's API"),
        "core.token.revoked": _("revoked a token"),
        "core.login": _("logged in"),
        "core.login.failed": _("failed to log in"),
        "core.logout": _("logged out"),
        "core.second_factor.changed": _("changed a second factor"),
        "core.password.changed": _("changed a password"),
        "core.password.link_made": _("made a link for a new password"),
        "core.account.closed": _("closed an account"),
        "core.account.opened": _("opened a closed account"),
        "core.record.read": _("opened a restricted record"),
        "core.record.reason": _("said why they open a restricted record"),
        "core.export": _("exported records"),
        "core.evidence.stored": _("stored a file"),
        "core.evidence.opened": _("opened a file"),
        "core.evidence.copy_asked": _("asked for a copy of a file"),
        "core.evidence.copied": _("made a copy of a file"),
        "core.evidence.marked": _("marked a copy of a file for other readers"),
        "core.bundle.asked": _("asked for an evidence bundle"),
        "core.bundle.made": _("made an evidence bundle"),
        "core.bundle.fetched": _("downloaded an evidence bundle"),
        "core.evidence.metadata_read": _("read what a file says of itself"),
        "core.evidence.stamped": _("had a file time-stamped"),
        "core.evidence.purged": _("removed the bytes of a file whose time was over"),
        "core.evidence.rehashed": _("read stored files again"),
        "core.evidence.damaged": _("found a stored file damaged"),
        "core.evidence.mended": _("found a damaged file whole again"),
        "core.gazetteer.loaded": _("loaded a gazetteer"),
        "core.boundaries.loaded": _("loaded a set of boundaries"),
        "core.boundaries.shown": _("put a set of boundaries on the maps"),
        "core.boundaries.hidden": _("took a set of boundaries off the maps"),
        "core.place.added": _("added a place"),
        "core.place.changed": _("changed a place"),
        "core.party.added": _("added a party"),
        "core.party.changed": _("changed a party"),
        "core.view.saved": _("saved a view"),
        "core.view.removed": _("removed a saved view"),
        "core.job.cancelled": _("cancelled background work"),
        "core.snapshot.made": _("made a snapshot"),
        "core.backup.made": _("made a backup"),
    }
)

reading(
    "core.record.read", "core.record.reason", "core.evidence.opened", "core.evidence.metadata_read"
)
