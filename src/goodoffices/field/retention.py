"""What of this room's records the data-protection page accounts for."""

from django.utils.translation import gettext_lazy as _

from goodoffices.core.retention import Kind, register

register(
    Kind(
        "field.submission",
        _("Submissions"),
        _("Forms that were filled in the field, with place, time and files."),
    ),
    Kind(
        "field.quarantinedpost",
        _("What was refused"),
        _("Posts of devices that could not be taken, byte for byte."),
    ),
    Kind(
        "field.device",
        _("Devices"),
        _("Whose phone it is, when it was in touch last, what waits on it."),
    ),
)
