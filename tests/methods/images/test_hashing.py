"""The hash of what a picture shows: the published one, and it hardly changes with the picture."""

from __future__ import annotations

import imagehash
import numpy as np
import pytest
from PIL import Image, ImageFilter

from goodoffices.methods.images import bands, distance, perceptual_hash, probes, whole
from goodoffices.methods.images.bands import RADIUS


def scene(seed: int, side: int = 256) -> Image.Image:
    """Return an invented picture: soft shapes, as photographs have them."""
    noise = np.random.default_rng(seed).integers(0, 256, (9, 12), dtype=np.uint8)
    return Image.fromarray(noise, "L").resize((side * 4 // 3, side), Image.Resampling.BICUBIC)


def looks(picture: Image.Image) -> int:
    found = perceptual_hash(np.asarray(picture.convert("L")))
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_published_hash(seed: int) -> None:
    small = scene(seed).resize((32, 32), Image.Resampling.LANCZOS)
    assert looks(small) == int(str(imagehash.phash(small)), 16)


@pytest.mark.parametrize("seed", range(10))
def test_shrinking_and_pressing_change_few_bits(seed: int, tmp_path) -> None:
    picture = scene(seed, 480)
    first = looks(picture)
    picture.save(tmp_path / "a.jpg", quality=35)
    for other in (
        Image.open(tmp_path / "a.jpg"),
        picture.resize((200, 150)),
        picture.filter(ImageFilter.GaussianBlur(2)),
        picture.point(lambda shade: min(255, int(shade * 1.2))),
    ):
        assert distance(first, looks(other)) <= RADIUS


def test_other_pictures_are_far() -> None:
    found = [looks(scene(seed)) for seed in range(60)]
    apart = [distance(a, b) for i, a in enumerate(found) for b in found[:i]]
    assert min(apart) > RADIUS


@pytest.mark.parametrize("shape", [(1, 1), (7, 3), (32, 32), (1000, 40)])
def test_any_shape_has_a_hash(shape: tuple[int, int]) -> None:
    gray = np.random.default_rng(1).integers(0, 256, shape)
    found = perceptual_hash(gray)
    assert found is None or 0 <= found < 2**64


def test_a_blank_page_is_like_nothing() -> None:
    assert perceptual_hash(np.full((300, 200), 250)) is None


@pytest.mark.parametrize("wrong", [np.zeros((3, 3, 3)), np.zeros((0, 5)), np.zeros(9)])
def test_what_is_no_picture_is_refused(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError):
        perceptual_hash(wrong)


def test_bands_are_the_hash_in_parts() -> None:
    assert bands(0x0123_4567_89AB_CDEF) == (0x0123, 0x4567, 0x89AB, 0xCDEF)
    assert whole((0x0123, 0x4567, 0x89AB, 0xCDEF)) == 0x0123_4567_89AB_CDEF
    for number, count, bits in ((0, 137, 2), (1, 137, 2), (2, 137, 2), (3, 17, 1)):
        near = probes(0xFFFF, number)
        assert len(near) == len(set(near)) == count
        assert all(0 <= one < 2**16 and distance(one, 0xFFFF) <= bits for one in near)
