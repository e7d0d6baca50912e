"""Preparing a version: gathered, blurred, settled against what is out, written, frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import Conflict
from goodoffices.core import audit
from goodoffices.core.access import require
from goodoffices.core.models import Membership
from goodoffices.core.services.permits import membership
from goodoffices.methods.disclosure import generalised, settle, small_differences
from goodoffices.publish.data import files, gathering, key, shaping
from goodoffices.publish.data.areas import Areas
from goodoffices.publish.data.shaping import Row
from goodoffices.publish.models import DataFile, DataRelease, DataVersion, ReleasePolicy

Advance = Callable[[int, int | None], None]
State = DataVersion.State

MOST_GROUPS = 200
"""Groups of differences that are kept to be shown, the smallest first."""

EVERY = 500


def prepare(version: DataVersion, advance: Advance) -> None:
    """Prepare a version that waits for it; one that was prepared already stays as it is."""
    if version.state != State.PREPARING:
        return
    release, policy = version.release, gathering.policy_of(version.release)
    member = require(membership(version.by, release.programme), "publish.data")
    secret = key_of(release)
    out = _rows(version, policy, member, secret, advance)
    table = files.Table.of(release, out)
    version.rows, version.sha256 = len(out), table.digest()
    version.key_check, version.prepared_at = key.check_value(secret), timezone.now()
    made = list(files.make(version, table, version.prepared_at))
    with transaction.atomic():
        _freeze(version, made)


def _rows(
    version: DataVersion,
    policy: ReleasePolicy,
    member: Membership,
    secret: bytes,
    advance: Advance,
) -> dict[str, Row]:
    release = version.release
    before = published(release)
    last = files.read_rows(before[-1]) if before else {}
    shaped, said = _shaped(release, policy, member, secret, last, advance)
    group = shaping.grouping(release)
    wider = shaping.steps(release)
    for one in shaped.keys() & last.keys():
        if shaped[one] != last[one]:
            shaped[one] = shaping.as_before(shaped[one], last[one], wider)
    told, coarser, held = generalised(shaped, group, policy.smallest, wider)
    settled = settle(
        told,
        last,
        group=group,
        smallest=policy.smallest,
        older=[_groups(files.read_rows(one), group) for one in before[:-1]],
        takes_back=shaping.taking_back(release),
    )
    out = settled.rows
    version.report = {
        **said,
        "smallest": policy.smallest,
        "against": before[-1].number if before else None,
        "coarser": len(coarser & out.keys()),
        "small_groups": len(held),
        **{name: len(getattr(settled, name)) for name in ("waiting", "kept", "gone", "beside")},
        "exposed": settled.exposed,
        "differences": _differences(last, out, group) if before else [],
    }
    return out


def _shaped(
    release: DataRelease,
    policy: ReleasePolicy,
    member: Membership,
    secret: bytes,
    last: Mapping[str, Row],
    advance: Advance,
) -> tuple[dict[str, Row], dict[str, int]]:
    """Return every row that may come out, by its public id, and how many were found and blurred."""
    reach = gathering.in_reach(release, policy, member)
    latest = gathering.latest_day(release, policy, timezone.localdate())
    rows = gathering.eligible(reach, policy, latest)
    areas = Areas(release.boundaries) if release.boundaries else None
    ground = gathering.ground(rows, policy, member)
    shaper = shaping.Shaper(release, policy.smallest, secret, ground, areas)
    total, shaped = rows.count(), {}
    for done, found in enumerate(gathering.read(rows), start=1):
        name = key.public_id(secret, release.code, found["code"])
        shaped[name] = shaper.row(found, last.get(name))
        if done % EVERY == 0:
            advance(done, total)
    return shaped, {"found": reach.count(), "eligible": total, **shaper.said}


def _groups(rows: Mapping[str, Row], group: Callable[[Row], Hashable]) -> dict[str, Hashable]:
    """Return the groups of a version's records; equal groups are one object."""
    known: dict[Hashable, Hashable] = {}
    return {one: known.setdefault(name, name) for one, name in _named(rows, group)}


def _named(rows: Mapping[str, Row], group: Callable[[Row], Hashable]) -> Any:
    return ((one, group(row)) for one, row in rows.items())


def _differences(
    last: Mapping[str, Row], out: Mapping[str, Row], group: Callable[[Row], Any]
) -> list[list[Any]]:
    """Return what a reader of both versions sees: kind, group, how many; the smallest first."""
    every = small_differences(last, out, group, len(last) + len(out) + 1)
    rows = [[kind, _plain(kind, name), size] for (kind, name), size in every.items()]
    return sorted(rows, key=lambda row: (row[2], row[0], row[1]))[:MOST_GROUPS]


def _plain(kind: str, name: Any) -> str:
    """Say a group in a line: values that are there, and for a change what they were."""
    if kind == "changed" and name[0] != name[1]:
        return f"{_plain('', name[0])} > {_plain('', name[1])}"
    values = name[0] if kind == "changed" else name
    return " · ".join(str(value) for value in values if value not in (None, ""))


def _freeze(version: DataVersion, made: list[files.Made]) -> None:
    """Keep the files and the version, unless somebody dropped it meanwhile."""
    version.state = State.READY
    names = ("state", "rows", "sha256", "key_check", "prepared_at", "report")
    waiting = DataVersion.objects.filter(pk=version.pk, state=State.PREPARING)
    if not waiting.update(**{name: getattr(version, name) for name in names}):
        return
    for one in made:
        DataFile.objects.create(
            version=version,
            name=one.name,
            media_type=one.media_type,
            content=one.content,
            size=len(one.content),
            sha256=hashlib.sha256(one.content).hexdigest(),
        )
    audit.record(
        "publish.data.prepared",
        by=version.by,
        programme=version.release.programme,
        record=version.release,
        data={"version": version.number, "rows": version.rows, "sha256": version.sha256},
    )


def published(release: DataRelease) -> list[DataVersion]:
    """Return every version that ever came out, the oldest first: withdrawn ones were read too."""
    out = DataVersion.objects.filter(release=release, published_at__isnull=False)
    return list(out.order_by("number"))


def key_of(release: DataRelease) -> bytes:
    """Return the key of a series' programme; made only where no version was made with one yet.

    Raises `Conflict` where earlier versions were made with another key.
    """
    checks = DataVersion.objects.filter(release__programme=release.programme)
    known = set(checks.exclude(key_check="").values_list("key_check", flat=True))
    secret = key.programme_key(release.programme, make=not known)
    if known - {key.check_value(secret)}:
        raise Conflict(
            _(
                "The key that moves places is not the one that earlier versions were made with."
                " An administrator has to put that one back: two keys would give places away."
            ),
            code="other-release-key",
        )
    return secret


def no_longer(version: DataVersion, member: Membership) -> bool:
    """Say whether a version holds a record that may not come out any more."""
    release, policy = version.release, gathering.policy_of(version.release)
    latest = gathering.latest_day(release, policy, timezone.localdate())
    rows = gathering.eligible(gathering.in_reach(release, policy, member), policy, latest)
    secret = key.programme_key(release.programme)
    codes = rows.order_by().values_list("code", flat=True).iterator(chunk_size=gathering.CHUNK)
    allowed = {key.public_id(secret, release.code, code) for code in codes}
    return bool(files.read_rows(version).keys() - allowed)
