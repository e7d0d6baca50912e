"""Files are looked through in turn; what they say of themselves is for those who may read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django_scopes import scope, scopes_disabled

from goodoffices.core.access import name_on
from goodoffices.core.evidence import describing
from goodoffices.core.models import (
    AuditEntry,
    Evidence,
    FileFacts,
    FileMetadata,
    ImageHash,
    StoredFile,
)
from goodoffices.core.queries.likeness import near_duplicates, near_files
from goodoffices.core.tlp import TLP
from goodoffices.methods.images import bands
from tests.cast import Cast, sign_in
from tests.core.evidence.items import item
from tests.formats.media.pictures import bomb, jpeg, scene

pytestmark = pytest.mark.django_db


def photo(cast: Cast, folder: Path, *, quality: int = 92, **more: Any) -> Evidence:
    """Store a photograph that was pressed so and so hard; the same picture each time."""
    place = folder / f"{quality}.jpg"
    jpeg(place) if quality == 92 else scene().save(place, quality=quality)
    return item(cast, place.read_bytes(), name=f"{quality}.jpg", **more)


def test_a_turn_keeps_facts_claims_and_looks_apart(in_programme: Cast, tmp_path: Path) -> None:
    one, text = photo(in_programme, tmp_path), item(in_programme)
    assert describing.turn() == 2
    assert describing.turn() == 0
    facts = FileFacts.objects.get(file=one.file)
    assert (facts.width, facts.height, facts.problem) == (320, 240, "")
    assert FileMetadata.objects.get(file=one.file).latitude == 10.5
    assert ImageHash.objects.get().file == one.file
    assert FileFacts.objects.get(file=text.file).width is None
    assert not StoredFile.objects.filter(looked_at=None).exists()


def test_a_hostile_file_ends_in_a_sentence_on_its_page(
    cast: Cast, client: Any, tmp_path: Path
) -> None:
    with scopes_disabled():
        one = item(cast, bomb(tmp_path / "a.png").read_bytes(), name="a.png")
        describing.turn()
    page = sign_in(client, cast.analyst).get(f"/p/talmora/evidence/{one.code}/").content.decode()
    assert "more points than are read here" in page


def test_a_mislabelled_file_says_so(cast: Cast, client: Any) -> None:
    with scopes_disabled():
        one = item(cast, b"<html><script>x</script>", name="photo.jpg")
    page = sign_in(client, cast.analyst).get(f"/p/talmora/evidence/{one.code}/").content.decode()
    assert "Its name promises something else: its content is text/html." in page


def test_place_time_and_device_are_for_those_who_may_read_them(
    cast: Cast, client: Any, tmp_path: Path
) -> None:
    with scopes_disabled():
        one = photo(cast, tmp_path)
        describing.turn()
    address = f"/p/talmora/evidence/{one.code}/"
    for member in (cast.analyst, cast.administrator):
        sign_in(client, member)
        assert client.get(f"{address}metadata/").status_code == 403
        for page in (address, "/p/talmora/evidence/"):
            shown = client.get(page).content.decode()
            assert "20.25" not in shown
            assert "Model 7" not in shown
    page = sign_in(client, cast.monitoring_officer).get(f"{address}metadata/").content.decode()
    assert "10.5000, -20.2500" in page
    assert "Model 7" in page
    with scopes_disabled():
        entries = AuditEntry.objects.filter(programme=cast.programme)
        assert entries.latest("seq").action == "core.evidence.metadata_read"
    shown = client.get(address).content.decode()
    assert "20.25" not in shown, "not on the file's own page either"


def test_the_same_picture_pressed_anew_is_a_near_duplicate(
    in_programme: Cast, tmp_path: Path
) -> None:
    first, second = photo(in_programme, tmp_path), photo(in_programme, tmp_path, quality=40)
    scene(seed=9).save(tmp_path / "other.png")
    item(in_programme, (tmp_path / "other.png").read_bytes(), name="other.png")
    describing.turn()
    assert [one.item for one in near_duplicates(first, in_programme.analyst)] == [second]


def test_what_one_may_not_see_is_no_near_duplicate(cast: Cast, client: Any, tmp_path: Path) -> None:
    with scope(programme=cast.programme):
        first = photo(cast, tmp_path, tlp=TLP.GREEN)
        second = photo(cast, tmp_path, quality=40, tlp=TLP.RED)
        describing.turn()
        assert near_duplicates(first, cast.analyst) == []
        page = sign_in(client, cast.analyst).get(f"/p/talmora/evidence/{first.code}/")
        assert "Near duplicates" not in page.content.decode()
        name_on(second, [cast.analyst], by=None)
        assert [one.item for one in near_duplicates(first, cast.analyst)] == [second]
    page = client.get(f"/p/talmora/evidence/{first.code}/").content.decode()
    assert second.code in page


def test_another_programme_is_never_looked_at(cast: Cast, tmp_path: Path) -> None:
    with scopes_disabled():
        first = photo(cast, tmp_path)
        Evidence.objects.create(
            programme=cast.other_programme,
            file=StoredFile.objects.create(
                programme=cast.other_programme, sha256="0" * 64, size=1, media_type="image/jpeg"
            ),
            original_name="theirs.jpg",
        )
        describing.turn()
        mine = ImageHash.objects.get(file=first.file)
        parts = (mine.band0, mine.band1, mine.band2, mine.band3)
        theirs = StoredFile.objects.get(programme=cast.other_programme)
        names = ("band0", "band1", "band2", "band3")
        ImageHash.objects.create(
            file=theirs, programme=cast.other_programme, **dict(zip(names, parts, strict=True))
        )
        assert dict(near_files(cast.programme.pk, parts)) == {first.file_id: 0}


def test_near_files_are_those_within_ten_bits(in_programme: Cast) -> None:
    value = 0x0F1E_2D3C_4B5A_6978
    for bits in (0, 4, 10, 11, 30):
        flipped = value ^ sum(1 << (5 * bit % 64) for bit in range(bits))
        file = StoredFile.objects.create(
            programme=in_programme.programme, sha256=f"{bits:064}", size=1, media_type="image/png"
        )
        parts = {f"band{number}": band for number, band in enumerate(bands(flipped))}
        ImageHash.objects.create(file=file, programme=in_programme.programme, **parts)
    found = dict(near_files(in_programme.programme.pk, bands(value)))
    assert sorted(found.values()) == [0, 4, 10]
