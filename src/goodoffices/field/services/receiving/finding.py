"""Which published version of which form a submission answers."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import Any

from django.db import connection

from goodoffices.core.access import may_see
from goodoffices.core.models import Programme
from goodoffices.field.models import Form, FormVersion
from goodoffices.field.refusals import Refused
from goodoffices.field.services.receiving.post import Sender
from goodoffices.formats.openrosa import Instance

FILE_TYPES = frozenset({"image", "audio", "video", "file", "background-audio", "audit"})
"""Types of questions that are answered by a file."""

TAKES = frozenset({Form.State.OPEN, Form.State.CLOSING})


def version_for(instance: Instance, sender: Sender, allowed: frozenset[str]) -> FormVersion:
    """Return the version with its form. Raises `Refused`; a form the sender may not see is
    refused like one that does not exist, or that was never published."""
    form = _form(sender.programme, instance.form_id)
    if form is None or not may_see(form, sender.member):
        raise Refused("unknown-form")
    version = _version(form, instance.version, allowed)
    if form.state not in TAKES and "form-closed" not in allowed:
        raise Refused("form-closed")
    if not sender.member.may("field.send") and "not-permitted" not in allowed:
        raise Refused("not-permitted")
    version.form = form
    return version


def _form(programme: Programme, xform_id: str) -> Form | None:
    """Return a published form as it stands this moment, or None."""
    key = (programme.pk, xform_id)
    stamp = _stamp(*key)
    if stamp is None:
        return None
    known = _KNOWN.get(key)
    if known is not None and known[0] == stamp:
        return copy(known[1])
    form = Form.objects.defer("titles").get(pk=stamp[0])
    if len(_KNOWN) >= MOST_KNOWN:
        _KNOWN.clear()
    # Under what it was when it was read: it may have been changed since the stamp was taken.
    _KNOWN[key] = tuple(getattr(form, name) for name in STAMPED), form
    return copy(form)


_Stamp = tuple[Any, ...]
_KNOWN: dict[tuple[int, str], tuple[_Stamp, Form]] = {}
"""Forms as they were when their row last looked so: a thousand posts build one object."""

MOST_KNOWN = 1000


def _stamp(programme: int, xform_id: str) -> _Stamp | None:
    """Return what decides whether and how a form takes answers, as it stands this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [programme, xform_id])
        row = cursor.fetchone()
    return None if row is None else tuple(row)


STAMPED = ("id", "code", "tlp", "purpose", "state", "editing", "opens_incident", "current_id")

_STAMP = f"""
    SELECT {", ".join(STAMPED)}
    FROM field_form WHERE programme_id = %s AND xform_id = %s AND current_id IS NOT NULL
"""  # noqa: S608 - the columns are ours


def _version(form: Form, said: str, allowed: frozenset[str]) -> FormVersion:
    try:
        return copy(_published(form.pk, said))
    except FormVersion.DoesNotExist:
        if "unknown-version" not in allowed or form.current is None:
            raise Refused("unknown-version") from None
        return form.current


@lru_cache(maxsize=512)
def _published(form_id: int, said: str) -> FormVersion:
    """Return a published version. Kept in memory: it never changes once it is published."""
    found = FormVersion.objects.defer("fields", "choices", "warnings", "features")
    return found.get(form=form_id, version=said, published_at__isnull=False)


@lru_cache(maxsize=512)
def file_paths(version_id: int) -> frozenset[str]:
    """Return the paths of a version's questions that are answered by a file.

    Kept in memory: a published version never changes.
    """
    fields = FormVersion.objects.values_list("fields", flat=True).get(pk=version_id)
    return frozenset(one["path"] for one in fields if one["type"] in FILE_TYPES)
