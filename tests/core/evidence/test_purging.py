"""Bytes whose time is over: gone from the disk, from copies, pages and search; the record stays."""

from __future__ import annotations

import fcntl
import io
import os
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import Conflict, GoodOfficesError
from goodoffices.core import evidence, search
from goodoffices.core.audit import guards
from goodoffices.core.evidence import bundling, copies, opening, purging, rehashing
from goodoffices.core.models import Evidence, Handling, Hold, ImageHash, StoredFile
from goodoffices.core.queries.likeness import near_duplicates
from goodoffices.core.services import holds, retention
from goodoffices.core.tlp import TLP
from tests.cast import Cast, sign_in
from tests.core.evidence.items import events, item

pytestmark = pytest.mark.django_db
OLD = timezone.now() - timedelta(days=400)


@pytest.fixture
def purging_files(in_programme: Cast) -> Cast:
    Handling.objects.create(
        programme=in_programme.programme, kind="core.evidence", keep_days=365, purges=True
    )
    return in_programme


def old(cast: Cast, content: bytes = b"What was seen", **more: Any) -> Evidence:
    made = item(cast, content, **more)
    aged(made.file)
    with guards.lifted():
        Evidence.objects.filter(pk=made.pk).update(received_at=OLD)
    made.refresh_from_db()
    return made


def aged(file: StoredFile) -> None:
    os.utime(evidence.path(file), (0, 0))


def copy_of(original: Evidence, cast: Cast, content: bytes = b"words") -> Evidence:
    made = copies.add_copy(
        io.BytesIO(content),
        original=original,
        made=Evidence.Made.TEXT,
        ending=".txt",
        how={"pages": 1},
        by=None,
    )
    search.index("evidence", [(made.pk, cast.programme.pk, int(made.tlp), "zarvel")])
    aged(made.file)
    return made


def purge(cast: Cast) -> int:
    return retention.purge(cast.programme, by=cast.director.user)


def test_bytes_and_copies_go_and_the_record_says_so(purging_files: Cast) -> None:
    made = old(purging_files)
    copy = copy_of(made, purging_files)
    places = [evidence.path(made.file), evidence.path(copy.file)]
    young = item(purging_files, b"Young")
    assert purge(purging_files) == 1
    assert not any(place.exists() for place in places)
    assert evidence.path(young.file).exists()
    for one in (made, copy):
        one.refresh_from_db()
        assert (one.purged_rule, one.file.purged_rule) == ("core.evidence", "core.evidence")
        assert one.file.removed_at
        assert events(one)[-1] == "purged"
        with pytest.raises(Conflict, match="rule of retention for “Files”"):
            opening.opened(one, by=purging_files.analyst.user, way="download")
    assert not Evidence.objects.filter(
        search.matching("evidence", "zarvel", purging_files.director)
    ).exists()
    assert purge(purging_files) == 0


def test_no_check_takes_it_for_missing(purging_files: Cast) -> None:
    made = old(purging_files)
    purge(purging_files)
    assert list(evidence.check()) == []
    assert list(evidence.follow([made.pk])) == []
    StoredFile.objects.update(checked_at=OLD)
    assert not rehashing.due(purging_files.programme).exists()
    assert rehashing.reread(StoredFile.objects.get(pk=made.file_id)) is None
    said = CliRunner().invoke(app, ["evidence", "verify"])
    assert said.exit_code == 0, said.output
    assert "1 files are not here: their bytes were removed by a rule" in said.output
    evidence.path(made.file).parent.mkdir(parents=True, exist_ok=True)
    evidence.path(made.file).write_bytes(b"What was seen")
    assert [one.kind for one in evidence.check()] == ["returned"]


def test_bytes_of_two_records_stay_until_the_last_goes(purging_files: Cast) -> None:
    first, second = old(purging_files), item(purging_files)
    aged(second.file)
    assert first.file_id == second.file_id
    assert purge(purging_files) == 1
    assert evidence.path(second.file).exists()
    opening.opened(second, by=purging_files.analyst.user, way="download").close()
    first.refresh_from_db()
    with pytest.raises(Conflict):
        opening.opened(first, by=purging_files.analyst.user, way="download")
    purging.purge_items([second.pk], rule="core.evidence", by=None)
    assert purging.sweep() == 1
    assert not evidence.path(second.file).exists()


def test_a_bundle_goes_with_the_first_of_its_files(purging_files: Cast) -> None:
    made, other = old(purging_files), item(purging_files, b"Other")
    bundle, _job = bundling.ask(
        items=[made, other],
        recipient="A court",
        reason="It asked",
        tlp=TLP.AMBER,
        names=False,
        by=purging_files.director.user,
    )
    bundling.make(bundle)
    assert bundle.file is not None
    place = evidence.path(bundle.file)
    aged(bundle.file)
    _job.__class__.objects.filter(pk=_job.pk).update(state="done")
    purge(purging_files)
    assert not place.exists()
    assert evidence.path(other.file).exists()
    bundle.refresh_from_db()
    with pytest.raises(Conflict, match="removed under"):
        bundling.fetched(bundle, by=purging_files.director.user)


def test_a_hold_on_a_copy_holds_its_original(purging_files: Cast) -> None:
    made = old(purging_files)
    copy = copy_of(made, purging_files)
    named = {"programme": purging_files.programme, "kind": "core.evidence", "code": copy.code}
    holds.place(**named, reason="A court asks", by=purging_files.director.user)
    (planned,) = (
        one for one in retention.plan(purging_files.programme) if one.kind.name == "core.evidence"
    )
    assert planned.shown == [(made.code, ["A copy of it has a legal hold."])]
    assert purge(purging_files) == 0
    holds.end(**named, reason="Settled", by=purging_files.director.user)
    assert purge(purging_files) == 1


def test_a_hidden_copy_is_no_reason_that_anybody_reads(purging_files: Cast) -> None:
    made = old(purging_files)
    copy = copy_of(made, purging_files)
    Evidence.objects.filter(pk=copy.pk).update(tlp=TLP.RED)
    Hold.objects.create(
        programme=purging_files.programme,
        kind="core.evidence",
        object_id=copy.pk,
        object_code=copy.code,
        reason="x",
    )
    (planned,) = retention.plan(purging_files.programme, purging_files.director)[:1]
    assert (planned.goes, planned.shown) == (1, [])
    assert purge(purging_files) == 0, "it holds all the same"


def test_what_was_learnt_of_the_bytes_goes(purging_files: Cast) -> None:
    made, like = old(purging_files), item(purging_files, b"Nearly the same")
    bands = {f"band{number}": 1 for number in range(4)}
    for one in (made, like):
        ImageHash.objects.create(file=one.file, programme=purging_files.programme, **bands)
    assert near_duplicates(like, purging_files.director)
    purge(purging_files)
    assert near_duplicates(like, purging_files.director) == []
    assert not ImageHash.objects.filter(file=made.file).exists()


def test_the_same_bytes_that_come_in_anew_are_kept(purging_files: Cast) -> None:
    made = old(purging_files)
    purge(purging_files)
    again = item(purging_files)
    assert again.file_id == made.file_id
    assert again.file.purged_at is None
    assert purging.sweep() == 0
    opening.opened(again, by=purging_files.analyst.user, way="download").close()
    made.refresh_from_db()
    assert made.purged_at, "the record that was purged stays so"


def test_a_stop_before_the_disk_is_made_good(purging_files: Cast) -> None:
    made = old(purging_files)
    place = evidence.path(made.file)
    purging.purge_items([made.pk], rule="core.evidence", by=None)
    assert place.exists()
    assert list(evidence.check()) == [], "the record says that they go"
    with pytest.raises(GoodOfficesError):
        evidence.open(StoredFile.objects.get(pk=made.file_id))
    place.unlink()  # stopped between the disk and the note of it
    assert purging.sweep() == 1
    assert StoredFile.objects.get(pk=made.file_id).removed_at


def test_nothing_goes_while_a_backup_is_written(purging_files: Cast) -> None:
    made = old(purging_files)
    purging.purge_items([made.pk], rule="core.evidence", by=None)
    with purging.bytes_stay():
        assert purging.sweep() == 0
        with (settings.DATA / "removing.lock").open() as other:
            fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)  # two backups at once may
    assert purging.sweep() == 1


def test_the_page_says_what_happened(purging_files: Cast, client: Client) -> None:
    made = old(purging_files)
    sign_in(client, purging_files.director)
    page = f"/p/talmora/evidence/{made.code}/"
    assert "Download" in client.get(page).content.decode()
    purge(purging_files)
    said = client.get(page).content.decode()
    assert "The bytes were removed under the rule of retention for “Files” on" in said
    assert "Download" not in said
    assert client.get(f"{page}file/").status_code == 409
