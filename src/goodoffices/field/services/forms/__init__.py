"""The verbs of forms: take in, publish, open and close, hand in media, confirm a mapping."""

from goodoffices.field.services.forms.mapping import confirm_mapping, map_again, suggestion
from goodoffices.field.services.forms.media import store_medium
from goodoffices.field.services.forms.publishing import (
    Settings,
    change_settings,
    obstacles,
    publish,
    set_state,
)
from goodoffices.field.services.forms.shelf import add_ready_made
from goodoffices.field.services.forms.uploading import Upload, upload
from goodoffices.field.services.forms.versions import add_version

__all__ = [
    "Settings",
    "Upload",
    "add_ready_made",
    "add_version",
    "change_settings",
    "confirm_mapping",
    "map_again",
    "obstacles",
    "publish",
    "set_state",
    "store_medium",
    "suggestion",
    "upload",
]
