"""What was covered is gone from the bytes: not hidden, gone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import media
from goodoffices.formats.media import Box
from tests.formats.media.pictures import SECRET, bomb, document, exif, jpeg, scene

HALF = [Box(1, 0, 0, 50, 100)]


def redacted(path: Path, kind: str, target: Path, boxes: list[Box]) -> Path:
    before = path.read_bytes()
    media.redact(path, kind, target, boxes)
    assert path.read_bytes() == before
    return target


def test_the_points_under_a_box_are_gone_and_the_others_stay(tmp_path: Path) -> None:
    scene().save(tmp_path / "a.png")
    seen = np.asarray(Image.open(redacted(tmp_path / "a.png", "image/png", tmp_path / "b", HALF)))
    first = np.asarray(scene())
    assert not seen[:, :160].any()
    assert (seen[:, 160:] == first[:, 160:]).all()


def test_a_photograph_loses_all_it_said(tmp_path: Path) -> None:
    path = redacted(jpeg(tmp_path / "a.jpg"), "image/jpeg", tmp_path / "b.jpg", HALF)
    raw = path.read_bytes()
    assert b"Exif" not in raw
    assert b"Model 7" not in raw
    assert not Image.open(path).getexif()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_box_lies_where_it_was_seen(tmp_path: Path, orientation: int) -> None:
    """The file holds points turned; the person saw, and marked, the picture upright."""
    scene(80, 60).save(tmp_path / "a.jpg", quality=95, exif=exif(orientation))
    boxes = [Box(1, 0, 0, 25, 25)]
    seen = Image.open(redacted(tmp_path / "a.jpg", "image/jpeg", tmp_path / "b.jpg", boxes))
    assert seen.size == ((80, 60) if orientation < 5 else (60, 80))
    shades = np.asarray(seen).astype(int)
    height, width = shades.shape[:2]
    assert shades[: height // 4 - 4, : width // 4 - 4].max() < 25
    assert shades[height // 2 :, width // 2 :].max() > 80


def test_colours_behind_transparency_are_gone(tmp_path: Path) -> None:
    hidden = scene(64, 64).convert("RGBA")
    hidden.putalpha(0)
    hidden.save(tmp_path / "a.png")
    seen = np.asarray(Image.open(redacted(tmp_path / "a.png", "image/png", tmp_path / "b", HALF)))
    assert seen.shape == (64, 64, 3)
    assert (seen[:, 40:] == 255).all()


def test_comments_of_a_png_and_its_second_picture_are_gone(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Comment", SECRET)
    scene().save(
        tmp_path / "a.png", pnginfo=said, save_all=True, append_images=[scene(seed=5)], duration=9
    )
    assert SECRET.encode() in (tmp_path / "a.png").read_bytes()
    path = redacted(tmp_path / "a.png", "image/png", tmp_path / "b", HALF)
    assert SECRET.encode() not in path.read_bytes()
    assert getattr(Image.open(path), "n_frames", 1) == 1


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return " ".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_the_text_of_a_pdf_is_gone_from_every_page(tmp_path: Path) -> None:
    first = document(tmp_path / "a.pdf", 3)
    assert SECRET in text_of(first)
    path = redacted(first, "application/pdf", tmp_path / "b.pdf", [Box(2, 0, 0, 100, 50)])
    assert text_of(path).strip() == ""
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 3
        assert not pdf.docinfo
        assert not pdf.attachments
        assert all("/Annots" not in page for page in pdf.pages)
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        unpacked = b"".join(
            one.read_raw_bytes() + repr(one).encode()
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream)
        )
    for word in SECRET.encode().split():
        assert word not in unpacked
        assert word not in path.read_bytes()


def darkest(path: Path, page: int, part: tuple[float, float, float, float]) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        seen = np.asarray(pdf[page].render(scale=1).to_pil().convert("L")).astype(int)
    height, width = seen.shape
    left, top, right, bottom = part
    return int(
        seen[int(top * height) : int(bottom * height), int(left * width) : int(right * width)].min()
    )


def test_a_box_on_one_page_leaves_the_others_readable(tmp_path: Path) -> None:
    first = document(tmp_path / "a.pdf", 2)
    path = redacted(first, "application/pdf", tmp_path / "b.pdf", [Box(1, 0, 15, 100, 15)])
    with pypdfium2.PdfDocument(path) as pdf:
        assert tuple(round(side) for side in pdf[0].get_size()) == (300, 400)
        covered = np.asarray(pdf[0].render(scale=1).to_pil().convert("L"))
    assert covered[70:110].max() < 20, "the line of text lies under one black bar"
    assert darkest(path, 0, (0, 0.5, 1, 1)) > 230
    assert darkest(path, 1, (0, 0.15, 1, 0.3)) < 100, "the same line of page 2 is there to read"


@pytest.mark.parametrize(
    "line",
    ["1 90 0 20 10", "1 0 95 10 10", "1 -1 0 5 5", "1 0 0 0 5", "1 0 0 nan 5", "2 0 0 5 5"],
)
def test_boxes_out_of_bounds_are_refused(line: str) -> None:
    with pytest.raises(InvalidInput):
        media.parse_boxes(line, pages=1)


@pytest.mark.parametrize("text", ["", "\n \n", "1 2 3", "a b c d e", "1.5 0 0 5 5"])
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        media.parse_boxes(text, pages=1)


def test_boxes_are_read_as_people_write_them() -> None:
    found = media.parse_boxes("1, 10, 20, 30, 40\n\n2 0 0 100 100\n", pages=2)
    assert found == [Box(1, 10, 20, 30, 40), Box(2, 0, 0, 100, 100)]


def test_a_bomb_is_not_redacted(tmp_path: Path) -> None:
    with pytest.raises(media.Failed, match="more points"):
        media.redact(bomb(tmp_path / "a.png"), "image/png", tmp_path / "b", HALF)
    assert not (tmp_path / "b").exists()


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("plain")
    with pytest.raises(media.Failed, match="Only pictures"):
        media.redact(tmp_path / "a.txt", "text/plain", tmp_path / "b", HALF)


def test_a_smaller_picture_says_nothing_of_itself(tmp_path: Path) -> None:
    made = media.smaller(jpeg(tmp_path / "a.jpg"), "image/jpeg", tmp_path / "b.jpg", side=100)
    assert (made["width"], made["height"]) == (100, 75)
    assert b"Exif" not in (tmp_path / "b.jpg").read_bytes()
