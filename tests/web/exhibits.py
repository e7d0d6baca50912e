"""Evidence for the tests of addresses: each makes a record under a mark, and returns its code."""

from __future__ import annotations

from io import BytesIO

from goodoffices.core import evidence
from goodoffices.core.evidence import bundling, copies
from goodoffices.core.models import CopyOrder, Evidence, Membership
from goodoffices.core.tlp import TLP
from tests.cast import Cast
from tests.formats.media.pictures import png_bytes, scene


def a_file(cast: Cast, member: Membership, tlp: int) -> str:
    words = f"What was seen, {member.pk} {tlp}".encode()
    return evidence.store(
        BytesIO(words), programme=cast.programme, name="a.txt", by=None, tlp=tlp
    ).code


def a_picture(cast: Cast, member: Membership, tlp: int) -> str:
    seed = member.pk * 10 + tlp
    return evidence.store(
        BytesIO(png_bytes(scene(40, 30, seed=seed))),
        programme=cast.programme,
        name="a.png",
        by=None,
        tlp=tlp,
    ).code


def a_text(cast: Cast, member: Membership, tlp: int) -> str:
    return copies.add_copy(
        BytesIO(f"What stands there, {member.pk} {tlp}".encode()),
        original=Evidence.objects.get(code=a_picture(cast, member, TLP.GREEN)),
        made="text",
        ending=".txt",
        how={"pages": 1, "languages": ["eng"]},
        by=cast.director.user,
        tlp=tlp,
        reason="x",
    ).code


def a_copy_order(cast: Cast, member: Membership, tlp: int) -> str:
    original = Evidence.objects.get(code=a_file(cast, member, TLP.GREEN))
    copy = copies.add_copy(
        BytesIO(f"Less, {member.pk} {tlp}".encode()),
        original=original,
        made="redacted",
        ending=".txt",
        how={},
        by=cast.director.user,
        tlp=tlp,
        reason="x",
    )
    return CopyOrder.objects.create(
        programme=cast.programme,
        original=original,
        copy=copy,
        made="redacted",
        tlp=tlp,
        seen_tlp=TLP.GREEN,
        reason="x",
        by=cast.director.user,
    ).code


def a_bundle(cast: Cast, member: Membership, tlp: int) -> str:
    code = a_file(cast, member, tlp)
    items = list(Evidence.objects.filter(code=code).select_related("file", "programme"))
    made, _job = bundling.ask(
        items=items, recipient="A court", reason="x", tlp=tlp, names=False, by=cast.director.user
    )
    return bundling.make(made).code
