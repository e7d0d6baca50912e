"""The addresses of the room, and who may come there."""

from __future__ import annotations

from goodoffices.core.models import Membership
from tests.cast import Cast
from tests.rights.stage import group, known
from tests.web.declaring import Address, form


def _person(cast: Cast, member: Membership, tlp: int) -> str:
    return known(cast.programme, "Somebody Else", tlp=tlp).code


def _group(cast: Cast, member: Membership, tlp: int) -> str:
    from goodoffices.rights.identities.details import Details
    from goodoffices.rights.services import identities

    made = group(cast.programme, tlp=tlp)
    identities.write(whose=made, details=Details(names=("A house",)), by=None, reason="")
    return made.code


def _subject(name: str, listed: str, exhibit: object) -> dict[str, Address]:
    more = {"exhibit": exhibit, "hides": True}
    return {
        f"rights:{listed}": Address("rights.view"),
        f"rights:{name}-new": form("rights.record"),
        f"rights:{name}": Address("rights.view", **more),  # type: ignore[arg-type]
        f"rights:{name}-change": form("rights.record", **more),  # type: ignore[arg-type]
        f"rights:{name}-restrict": form("rights.record", **more),  # type: ignore[arg-type]
        f"rights:{name}-identity": form("rights.identity", **more),  # type: ignore[arg-type]
        f"rights:{name}-write": form("rights.identity", **more),  # type: ignore[arg-type]
    }


RIGHTS: dict[str, Address] = {
    **_subject("person", "people", _person),
    **_subject("group", "groups", _group),
    "rights:find": form("rights.identity"),
}
