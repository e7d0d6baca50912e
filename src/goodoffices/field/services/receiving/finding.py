"""Which published version of which form a submission answers."""

from __future__ import annotations

from functools import lru_cache

from goodoffices.core.access import may_see
from goodoffices.field.models import Form, FormVersion
from goodoffices.field.refusals import Refused
from goodoffices.field.services.receiving.post import Sender
from goodoffices.formats.openrosa import Instance

FILE_TYPES = frozenset({"image", "audio", "video", "file", "background-audio", "audit"})
"""Types of questions that are answered by a file."""

TAKES = frozenset({Form.State.OPEN, Form.State.CLOSING})


def version_for(instance: Instance, sender: Sender, allowed: frozenset[str]) -> FormVersion:
    """Return the version with its form. Raises `Refused`; a form the sender may not see is
    refused like one that does not exist."""
    found = list(
        FormVersion.objects.select_related("form")
        .defer("fields", "choices", "warnings", "features", "titles", "languages")
        .filter(
            form__programme=sender.programme,
            form__xform_id=instance.form_id,
            published_at__isnull=False,
        )
        .order_by("number")
    )
    if not found or not may_see(found[0].form, sender.member):
        raise Refused("unknown-form")
    version = _version(found, instance.version, allowed)
    if version.form.state not in TAKES and "form-closed" not in allowed:
        raise Refused("form-closed")
    if not sender.member.may("field.send") and "not-permitted" not in allowed:
        raise Refused("not-permitted")
    return version


def _version(found: list[FormVersion], said: str, allowed: frozenset[str]) -> FormVersion:
    for version in found:
        if version.version == said:
            return version
    if "unknown-version" in allowed:
        return found[-1]
    raise Refused("unknown-version")


@lru_cache(maxsize=512)
def file_paths(version_id: int) -> frozenset[str]:
    """Return the paths of a version's questions that are answered by a file.

    Kept in memory: a published version never changes.
    """
    fields = FormVersion.objects.values_list("fields", flat=True).get(pk=version_id)
    return frozenset(one["path"] for one in fields if one["type"] in FILE_TYPES)
