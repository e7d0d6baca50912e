"""What a file is and says of itself; whatever it holds, an answer comes."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pikepdf
import pytest

from goodoffices.formats import media
from goodoffices.methods.images import distance
from tests.formats.media.pictures import SECRET, bomb, document, jpeg, png_bytes, scene


def test_a_photograph_says_where_when_and_with_what(tmp_path: Path) -> None:
    facts = media.describe(jpeg(tmp_path / "a.jpg"), "image/jpeg")
    assert (facts.width, facts.height, facts.problem, facts.flags) == (320, 240, "", ())
    assert (facts.latitude, facts.longitude) == (10.5, -20.25)
    assert facts.taken == "2021:03:04 05:06:07"
    assert facts.said["Image Model"] == "Model 7"


def test_a_turned_photograph_is_measured_and_hashed_as_it_is_seen(tmp_path: Path) -> None:
    straight = media.describe(jpeg(tmp_path / "a.jpg"), "image/jpeg")
    turned = scene().rotate(90, expand=True)
    turned.save(tmp_path / "b.jpg", quality=92, exif=_turned())
    found = media.describe(tmp_path / "b.jpg", "image/jpeg")
    assert (found.width, found.height) == (320, 240)
    assert straight.looks is not None
    assert found.looks is not None
    assert distance(straight.looks, found.looks) <= 4


def _turned():
    from tests.formats.media.pictures import exif

    return exif(orientation=6)


def test_a_decompression_bomb_ends_in_a_sentence(tmp_path: Path) -> None:
    begun = time.monotonic()
    facts = media.describe(bomb(tmp_path / "a.png"), "image/png")
    assert facts.problem == "too-large-picture"
    assert time.monotonic() - begun < 10


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch) -> None:
    from goodoffices.formats.media import calling

    scene(9000, 9000).save(tmp_path / "a.png", compress_level=1)
    monkeypatch.setattr(calling, "GRACE", 0)
    facts = media.describe(tmp_path / "a.png", "image/png", seconds=0)
    assert facts.problem == "too-long"


@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_half_a_picture_is_damaged(tmp_path: Path, share: float) -> None:
    whole = jpeg(tmp_path / "a.jpg").read_bytes()
    (tmp_path / "b.jpg").write_bytes(whole[: int(len(whole) * share)])
    assert media.describe(tmp_path / "b.jpg", "image/jpeg").problem == "corrupt"


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "image/gif", "image/tiff"])
def test_noise_is_damaged(tmp_path: Path, media_type: str) -> None:
    (tmp_path / "a").write_bytes(bytes(range(256)) * 40)
    assert media.describe(tmp_path / "a", media_type).problem == "corrupt"


@pytest.mark.parametrize(
    ("more", "flag"),
    [
        (b"%PDF-1.4 hidden", "more-behind"),
        (b"<script>alert(1)</script>", "also-html"),
    ],
)
def test_a_picture_with_something_behind_it(tmp_path: Path, more: bytes, flag: str) -> None:
    for name, kind, content in (
        ("a.jpg", "image/jpeg", jpeg(tmp_path / "x.jpg").read_bytes()),
        ("a.png", "image/png", png_bytes(scene(60, 40))),
    ):
        (tmp_path / name).write_bytes(content + more)
        assert flag in media.describe(tmp_path / name, kind).flags
        (tmp_path / name).write_bytes(content + bytes(64))
        assert media.describe(tmp_path / name, kind).flags == ()


def test_a_picture_that_is_an_archive_as_well(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hidden.exe", b"MZ")
    (tmp_path / "a.jpg").write_bytes(jpeg(tmp_path / "x.jpg").read_bytes() + packed.getvalue())
    facts = media.describe(tmp_path / "a.jpg", "image/jpeg")
    assert {"also-zip", "more-behind"} <= set(facts.flags)


def test_a_picture_that_is_a_pdf_as_well(tmp_path: Path) -> None:
    picture = scene(60, 40)
    picture.save(tmp_path / "a.jpg", comment=b"%PDF-1.4 and so on")
    assert "also-pdf" in media.describe(tmp_path / "a.jpg", "image/jpeg").flags


def test_a_pdf_says_what_it_would_do(tmp_path: Path) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    facts = media.describe(document(tmp_path / "a.pdf", 2, OpenAction=script), "application/pdf")
    assert (facts.pages, facts.problem) == (2, "")
    assert {"script", "acts-when-opened", "links-out", "attachments"} <= set(facts.flags)
    assert facts.said["Document Author"] == SECRET


def test_a_locked_pdf_ends_in_a_sentence(tmp_path: Path) -> None:
    locked = document(tmp_path / "a.pdf", password="x")
    assert media.describe(locked, "application/pdf").problem == "encrypted"
    with pytest.raises(media.Failed, match="password"):
        media.page(locked, "application/pdf", tmp_path / "o.jpg")


def test_a_broken_pdf_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <</Type/Catalog /Pages 2 0 R>>")
    assert media.describe(tmp_path / "a.pdf", "application/pdf").problem == "corrupt"
    with pytest.raises(media.Failed):
        media.page(tmp_path / "a.pdf", "application/pdf", tmp_path / "o.jpg")


def test_an_archive_that_unpacks_to_gigabytes_is_flagged(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"{number}", bytes(100 << 20))
    assert media.describe(tmp_path / "a.zip", "application/zip").flags == ("bomb",)


def test_a_missing_file_ends_in_a_sentence(tmp_path: Path) -> None:
    assert media.describe(tmp_path / "none", "image/png").problem


@pytest.mark.parametrize(
    ("name", "media_type", "wrong"),
    [
        ("a.jpg", "image/jpeg", False),
        ("a.JPG", "text/html", True),
        ("a.pdf", "application/zip", True),
        ("a.txt", "application/pdf", True),
        ("a.mp4", "application/octet-stream", False),
        ("a.jpg", "application/octet-stream", True),
        ("noending", "text/html", False),
        ("a.unheard", "text/html", False),
    ],
)
def test_a_name_that_promises_something_else(name: str, media_type: str, wrong: bool) -> None:
    assert media.is_mislabelled(name, media_type) == wrong
