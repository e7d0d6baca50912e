"""Series of open data and their versions: defined, prepared, approved, published, withdrawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound
from goodoffices.core import audit, jobs
from goodoffices.core.access import may_see
from goodoffices.core.models import BoundarySet, Membership, Place, Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.methods.disclosure import Ring
from goodoffices.monitor.services.permits import permitted
from goodoffices.publish import site_rows
from goodoffices.publish.data import files, gathering, preparing
from goodoffices.publish.data.fields import FIELDS, TOGETHER, columns_of
from goodoffices.publish.models import (
    DataFile,
    DataRelease,
    DataVersion,
    Language,
    Publication,
    ReleasedDataset,
    ReleasedFile,
)
from goodoffices.publish.models.datasets import FINENESS, FREQUENCIES, LICENCES

DATA = "publish.data"
WORK = "publish.data"
"""The permission, and the kind of background work that prepares a version."""

State = DataVersion.State
OPEN = (State.PREPARING, State.READY, State.APPROVED)
FIXED = (
    *("address", "fields", "together", "fineness", "least_m", "most_m", "boundaries"),
    "show_small",
)
"""What stays as it is once a version came out."""

PARTS = ("title", "source", "method", "caveats")
LONGEST_DELAY = 3650


@dataclass(frozen=True, slots=True)
class GivenRelease:
    """What a series of open data is to hold; the fields are those of `DataRelease`."""

    address: str
    words: Mapping[str, Mapping[str, str]]
    fields: tuple[str, ...]
    together: tuple[str, ...] = ()
    fineness: str = "month"
    first_day: date | None = None
    last_day: date | None = None
    place: Place | None = None
    types: tuple[str, ...] = ()
    least_m: int = 1000
    most_m: int = 5000
    boundaries: BoundarySet | None = None
    show_small: bool = False
    delay_days: int = 30
    licence: str = "CC-BY-4.0"
    frequency: str = "irregular"
    bom: bool = True
    tlp: int = field(default=int(TLP.AMBER))


def define(*, programme: Programme, given: GivenRelease, by: User | None) -> DataRelease:
    """Begin a series of open data; nothing of it comes out yet."""
    member = permitted(by, programme, DATA)
    made = DataRelease(programme=programme, by=by)
    _fill(made, given, member)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            _record("defined", made, by)
    except IntegrityError:
        raise _taken() from None
    return made


def change(
    *, release: DataRelease, given: GivenRelease, revision: int, by: User | None
) -> DataRelease:
    """Change what a series holds; how its records look is fixed once a version came out."""
    member = permitted(by, release.programme, DATA, release)
    try:
        with transaction.atomic():
            held = DataRelease.objects.select_for_update(of=("self",)).get(pk=release.pk)
            if held.revision != revision:
                raise Conflict(_("Somebody changed this meanwhile. Look at it again."))
            before = {name: getattr(held, name) for name in FIXED}
            _fill(held, given, member)
            if is_fixed(held) and before != {name: getattr(held, name) for name in FIXED}:
                raise InvalidInput(
                    _("A version came out: how its records look is fixed. Begin another series."),
                    code="fixed",
                )
            held.revision += 1
            held.save()
            _record("changed", held, by)
    except IntegrityError:
        raise _taken() from None
    return held


def is_fixed(release: DataRelease) -> bool:
    """Say whether a version of a series ever came out."""
    return DataVersion.objects.filter(release=release, published_at__isnull=False).exists()


def begin(*, release: DataRelease, by: User) -> DataVersion:
    """Have the next version prepared in the background; there is one in hand at a time."""
    permitted(by, release.programme, DATA, release)
    _refuse_near(release)
    preparing.key_of(release)
    with transaction.atomic():
        DataRelease.objects.select_for_update(of=("self",)).get(pk=release.pk)
        versions = DataVersion.objects.filter(release=release)
        if versions.filter(state__in=OPEN).exists():
            raise Conflict(_("A version is in hand already: publish or drop that one first."))
        last = versions.aggregate(last=Max("number"))["last"] or 0
        made = DataVersion.objects.create(
            release=release, number=last + 1, by=by, definition=_definition(release)
        )
        arguments = {"release": release.code, "number": made.number}
        made.job = jobs.enqueue(WORK, programme=release.programme, by=by, arguments=arguments)
        made.save(update_fields=["job"])
        _record("begun", release, by, version=made.number)
    return made


def approve(*, version: DataVersion, by: User) -> None:
    """Approve a version that another person prepared."""
    member = _member(version, by)
    if version.by_id == by.pk:
        raise InvalidInput(
            _("You prepared this version: somebody else has to approve it."), code="own-version"
        )
    _refuse_stale(version, member)
    with transaction.atomic():
        _move(version, State.READY, State.APPROVED, approved_by=by, approved_at=timezone.now())
        _record("approved", version.release, by, version=version.number, sha256=version.sha256)


@transaction.atomic
def publish(*, version: DataVersion, by: User) -> None:
    """Give an approved version out: its files are copied to what the public may read."""
    member = _member(version, by)
    _refuse_stale(version, member)
    release, now = version.release, timezone.now()
    _move(version, State.APPROVED, State.PUBLISHED, published_by=by, published_at=now)
    public = release.programme.slug
    ReleasedDataset.objects.create(
        programme=public,
        address=release.address,
        version=version.number,
        words=files.public_words(release),
        columns=files.described_columns(columns_of(release.fields)),
        rows=version.rows or 0,
        sha256=version.sha256,
        published_at=now,
    )
    for one in DataFile.objects.filter(version=version).order_by("name"):
        ReleasedFile.objects.create(
            programme=public,
            of=release.address,
            name=one.name,
            media_type=one.media_type,
            content=one.content,
            size=one.size,
            sha256=one.sha256,
            made_of=version.sha256,
            at=now,
        )
    _renew_site(public)
    _record("published", release, by, version=version.number, sha256=version.sha256)


@transaction.atomic
def withdraw(*, version: DataVersion, why: Mapping[str, str], by: User) -> None:
    """Take a version back: its page stays and says why, its files are given out no more.

    Whoever has them still has them: later versions are settled against it all the same.
    """
    _member(version, by)
    said = {code: why[code].strip()[:2000] for code in Language.values if why.get(code, "").strip()}
    if not said:
        raise InvalidInput(_("Say why it is taken back."), code="no-reason")
    now, public = timezone.now(), version.release.programme.slug
    _move(version, State.PUBLISHED, State.WITHDRAWN, ended_by=by, ended_at=now, ended_why=said)
    of = {"programme": public, "address": version.release.address}
    ReleasedDataset.objects.filter(**of, version=version.number).update(
        withdrawn_at=now, withdrawn_why=said
    )
    names = list(DataFile.objects.filter(version=version).values_list("name", flat=True))
    ReleasedFile.objects.filter(
        programme=public, of=version.release.address, name__in=names
    ).delete()
    _renew_site(public)
    _record("withdrawn", version.release, by, version=version.number)


def drop(*, version: DataVersion, by: User) -> None:
    """Drop a version that has not come out; its files go, what it was stays on record."""
    _member(version, by)
    with transaction.atomic():
        held = DataVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if held.state not in OPEN:
            raise Conflict(_("Somebody moved this version on meanwhile. Look at it again."))
        held.state, held.ended_by, held.ended_at = State.DROPPED, by, timezone.now()
        held.save(update_fields=["state", "ended_by", "ended_at"])
        DataFile.objects.filter(version=held).delete()
        _record("dropped", held.release, by, version=held.number)
    version.refresh_from_db()


def _fill(release: DataRelease, given: GivenRelease, member: Membership | None) -> None:
    _refuse_bad(given)
    _refuse_unseen(given, release.programme, member)
    for name in GivenRelease.__dataclass_fields__:
        setattr(release, name, getattr(given, name))
    release.words = _clean_words(given.words)
    release.fields = [name for name in FIELDS if name in given.fields]
    release.together = [name for name in TOGETHER if name in given.together]
    release.types = sorted(given.types)
    if Publication.objects.filter(programme=release.programme, address=release.address).exists():
        raise _taken()
    _refuse_near(release)


def _clean_words(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {
        code: {part: words.get(code, {}).get(part, "").strip()[:5000] for part in PARTS}
        for code in Language.values
    }


def _refuse_bad(given: GivenRelease) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", given.address) or len(given.address) > 60:
        raise InvalidInput(_("The address has small Latin letters, digits and hyphens."))
    if not any(words.get("title", "").strip() for words in given.words.values()):
        raise InvalidInput(_("Give it a title in at least one language."), code="no-title")
    if not given.fields or set(given.fields) - set(FIELDS):
        raise InvalidInput(_("Choose at least one field from the list."), code="bad-fields")
    if set(given.together) - set(TOGETHER) or set(given.together) - set(given.fields):
        raise InvalidInput(
            _("A record can be recognised only by fields that the data set holds."),
            code="bad-together",
        )
    if given.fineness not in FINENESS or given.frequency not in FREQUENCIES:
        raise InvalidInput(_("Choose from the list."), code="bad-choice")
    if given.licence not in LICENCES or set(given.types) - set(
        codebook.load()["event_types"].entries
    ):
        raise InvalidInput(_("Choose from the list."), code="bad-choice")
    if not 0 <= given.delay_days <= LONGEST_DELAY:
        raise InvalidInput(_("The delay is a number of days, up to ten years."), code="bad-delay")
    if given.first_day and given.last_day and given.first_day > given.last_day:
        raise InvalidInput(_("The period ends before it begins."), code="bad-period")
    if given.tlp not in TLP.values or given.tlp == TLP.RED:
        raise InvalidInput(_("Choose one of the marks from CLEAR to AMBER+STRICT."), code="bad-tlp")
    try:
        Ring(given.least_m, given.most_m)
    except InvalidInput as error:
        raise InvalidInput(
            _("A place is moved by at least one metre and at most 200 km; the least comes first."),
            code=error.code,
        ) from None


def _refuse_unseen(given: GivenRelease, programme: Programme, member: Membership | None) -> None:
    place, boundaries = given.place, given.boundaries
    if place is not None and (
        place.programme_id != programme.pk or (member is not None and not may_see(place, member))
    ):
        raise NotFound(_("There is no such place."))
    if boundaries is not None and boundaries.programme_id != programme.pk:
        raise NotFound(_("There are no such boundaries."))


def _refuse_near(release: DataRelease) -> None:
    """Refuse to move places less far than the policy demands."""
    policy = gathering.policy_of(release)
    if "point" in release.fields and release.most_m < policy.displace_m:
        raise InvalidInput(
            _("The programme's policy moves places by up to %(metres)s metres or more.")
            % {"metres": policy.displace_m},
            code="too-near",
        )


def _taken() -> InvalidInput:
    return InvalidInput(_("Something else has this address already."), code="address-taken")


def _definition(release: DataRelease) -> dict[str, Any]:
    """Return the series and the policy as they are now, to be kept with a version."""
    names = [name for name in GivenRelease.__dataclass_fields__ if name != "tlp"]
    plain = {name: _json(getattr(release, name)) for name in names}
    policy = gathering.policy_of(release)
    kept = ("number", "level", "tlp", "smallest", "displace_m", "delay_days")
    return {**plain, "policy": {name: getattr(policy, name) for name in kept}}


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "code", value)


def _member(version: DataVersion, by: User) -> Membership:
    member = permitted(by, version.release.programme, DATA, version.release)
    assert member is not None, "somebody acts here, never the program"
    return member


def _refuse_stale(version: DataVersion, member: Membership) -> None:
    """Refuse a version that holds what may not come out any more, or was made by other rules."""
    if version.state not in (State.READY, State.APPROVED):
        raise Conflict(_("Somebody moved this version on meanwhile. Look at it again."))
    if version.definition != _definition(version.release) or preparing.no_longer(version, member):
        raise Conflict(
            _(
                "Since this version was prepared, its series, the policy or a record in it"
                " changed. Drop it and prepare it anew."
            ),
            code="stale",
        )


def _move(version: DataVersion, of: str, to: str, **columns: Any) -> None:
    with transaction.atomic():
        held = DataVersion.objects.filter(pk=version.pk, state=of)
        if not held.update(state=to, **columns):
            raise Conflict(_("Somebody moved this version on meanwhile. Look at it again."))
    version.refresh_from_db()


def _renew_site(slug: str) -> None:
    """Tell caches of the public site that something was released."""
    site_rows.changed(slug)


def _record(what: str, release: DataRelease, by: User | None, **data: Any) -> None:
    audit.record(
        f"publish.data.{what}", by=by, programme=release.programme, record=release, data=data
    )
