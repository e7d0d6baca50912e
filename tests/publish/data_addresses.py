"""The addresses of open data, and who may come there."""

from __future__ import annotations

from django.utils import timezone

from goodoffices.core.models import Membership
from goodoffices.publish.models import DataFile, DataRelease, DataVersion
from tests.cast import Cast
from tests.publish.data.stage import WORDS
from tests.web.declaring import Address, Exhibit, act, form


def _series(cast: Cast, tlp: int) -> DataRelease:
    number = DataRelease.objects.count()
    made: DataRelease = DataRelease.objects.create(
        programme=cast.programme, tlp=tlp, address=f"data-{number}", words=WORDS, fields=["date"]
    )
    return made


def _release(cast: Cast, member: Membership, tlp: int) -> str:
    return _series(cast, tlp).code


def _version(state: str) -> Exhibit:
    """Return what makes a series with a version that stands so."""

    def exhibit(cast: Cast, member: Membership, tlp: int) -> str:
        release, now = _series(cast, tlp), timezone.now()
        out = state in ("approved", "published")
        version = DataVersion.objects.create(
            release=release,
            number=1,
            state=state,
            by=cast.analyst.user if member != cast.analyst else cast.director.user,
            approved_by=cast.monitoring_officer.user if out else None,
            published_at=now if state == "published" else None,
            prepared_at=now,
            rows=0,
        )
        DataFile.objects.create(
            version=version, name="a.txt", media_type="text/plain", content=b"a", size=1, sha256="0"
        )
        return release.code

    return exhibit


ONE = (("number", 1),)
READY, OUT = _version("ready"), _version("published")

DATA: dict[str, Address] = {
    "publish:data": Address("publish.view"),
    "publish:data-new": form("publish.data"),
    "publish:data-release": Address("publish.view", _release, hides=True),
    "publish:data-change": form("publish.data", _release, hides=True),
    "publish:data-prepare": act("publish.data", _release, hides=True),
    "publish:data-version": Address("publish.view", READY, hides=True, besides=ONE),
    "publish:data-approve": act("publish.data", READY, hides=True, besides=ONE, also=409),
    "publish:data-publish": act("publish.data", READY, hides=True, besides=ONE, also=409),
    "publish:data-withdraw": form("publish.data", OUT, hides=True, besides=ONE),
    "publish:data-drop": act("publish.data", READY, hides=True, besides=ONE),
    "publish:data-file": Address(
        "publish.data",
        READY,
        hides=True,
        besides=(*ONE, ("name", "a.txt")),
    ),
}
