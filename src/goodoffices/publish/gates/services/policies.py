"""What must hold before anything is published: each change is a new row, with who and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict, InvalidInput
from goodoffices.core import audit
from goodoffices.core.models import Programme, User
from goodoffices.core.services.permits import permitted
from goodoffices.formats import term_packs
from goodoffices.publish.gates.levels import LADDER
from goodoffices.publish.gates.loading import policy_of
from goodoffices.publish.gates.packs import kept
from goodoffices.publish.models import ReleasePolicy

VALUES = (
    *("level", "tlp", "smallest", "displace_m", "delay_days", "replies", "reply_hours"),
    *("all_languages", "starter"),
)
MOST_PACKS = 20


def set_policy(
    *,
    programme: Programme,
    values: Mapping[str, Any],
    packs: Sequence[Mapping[str, Any]],
    seen: int,
    by: User | None,
) -> ReleasePolicy:
    """Put a policy in force; ``seen`` is the number of the one it replaces.

    Raises `Conflict` where somebody else changed it meanwhile, `InvalidInput` where nothing would
    change or two packs have one id.
    """
    permitted(by, programme, "publish.policy")
    before = policy_of(programme)
    if before.number != seen:
        raise Conflict(_("Somebody changed the policy meanwhile: look at it again."))
    _refuse_bad(values, packs)
    changed = [name for name in VALUES if getattr(before, name) != values[name]]
    if list(packs) != before.packs:
        changed.append("packs")
    if before.number and not changed:
        raise InvalidInput(_("Nothing would change."), code="no-change")
    chosen = {name: values[name] for name in VALUES}
    try:
        with transaction.atomic():
            made = ReleasePolicy.objects.create(
                programme=programme, number=seen + 1, packs=list(packs), by=by, **chosen
            )
            audit.record(
                "publish.policy.set",
                by=by,
                programme=programme,
                data={"number": made.number, "changed": changed},
            )
    except IntegrityError:
        raise Conflict(_("Somebody changed the policy meanwhile: look at it again.")) from None
    return made


def _refuse_bad(values: Mapping[str, Any], packs: Sequence[Mapping[str, Any]]) -> None:
    if values["level"] not in LADDER:
        raise InvalidInput(_("Choose a level from unverified to verified."), code="bad-level")
    ids = [one["id"] for one in packs]
    if len(set(ids)) != len(ids) or (values["starter"] and "starter" in ids):
        raise InvalidInput(_("Two packs have the same id."), code="pack-twice")
    if len(packs) > MOST_PACKS:
        raise InvalidInput(_("These are too many packs."), code="too-many-packs")


def read_pack(content: bytes, name: str) -> dict[str, Any]:
    """Read a pack of terminology that was uploaded; raises `InvalidInput` with rule and field."""
    return kept(term_packs.read(content, name=name[:120]), name=name)
