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
    }
)
