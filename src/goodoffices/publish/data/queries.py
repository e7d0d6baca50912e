"""Reading open data: the series, their versions, and what one version holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import Job, Membership
from goodoffices.publish.data import files
from goodoffices.publish.data.fields import columns_of
from goodoffices.publish.models import DataFile, DataRelease, DataVersion

PREVIEW = 50
UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


def listed(member: Membership) -> QuerySet[DataRelease]:
    """Return the series a member may see, by their addresses."""
    rows: QuerySet[DataRelease] = DataRelease.objects.visible_to(member).order_by("address")
    return rows


def latest(releases: list[DataRelease]) -> dict[int, DataVersion]:
    """Return the newest version of each series, by the series."""
    rows = DataVersion.objects.filter(release__in=releases).order_by("number")
    return {one.release_id: one for one in rows}


def find_release(code: str, member: Membership) -> DataRelease:
    """Return a series; NotFound where the member may not see one of this code."""
    rows = DataRelease.objects.visible_to(member)
    related = rows.select_related("programme", "place", "boundaries", "by")
    release: DataRelease | None = related.filter(code=code).first()
    if release is None:
        raise NotFound(_("There is nothing at this address."))
    return release


def versions(release: DataRelease) -> QuerySet[DataVersion]:
    """Return the versions of a series, the newest first."""
    rows = DataVersion.objects.filter(release=release)
    return rows.select_related("by", "approved_by", "ended_by", "job").order_by("-number")


def find_version(release: DataRelease, number: int) -> DataVersion:
    """Return one version of a series; NotFound without one."""
    version = versions(release).select_related("published_by").filter(number=number).first()
    if version is None:
        raise NotFound(_("There is nothing at this address."))
    version.release = release
    return version


def is_under_way(version: DataVersion) -> bool:
    """Say whether a version is still being prepared."""
    job = version.job
    waits = version.state == DataVersion.State.PREPARING
    return waits and job is not None and job.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a version as everybody would read them."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def preview(version: DataVersion) -> Preview | None:
    """Return the first rows of a version that was prepared and not dropped."""
    if not DataFile.objects.filter(version=version, media_type=files.PARQUET).exists():
        return None
    rows = files.read_rows(version, PREVIEW)
    return Preview(
        [column.name for column in columns_of(version.definition["fields"])],
        [(key, *row) for key, row in rows.items()],
    )


def files_of(version: DataVersion) -> QuerySet[DataFile]:
    """Return the files of a version without their bytes."""
    return DataFile.objects.filter(version=version).defer("content").order_by("name")


def find_file(version: DataVersion, name: str) -> DataFile:
    """Return one file of a version with its bytes."""
    found = DataFile.objects.filter(version=version, name=name).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def published_with(sha256: str) -> DataFile | None:
    """Return the file of a version that came out, in any programme, by its hash."""
    with scopes_disabled():
        out = DataFile.objects.filter(sha256=sha256, version__published_at__isnull=False)
        related = out.select_related("version__release__programme").defer("content")
        return related.order_by("-version__number").first()
