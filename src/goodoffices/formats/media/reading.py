"""What a file is and says of itself; run in a process of its own (`calling`)."""

from __future__ import annotations

import zipfile
from typing import Any

from goodoffices.formats.media.layers import layers
from goodoffices.formats.media.values import Facts, Refused

POINTS = 100_000_000
"""Points of the largest picture that is read: a camera of 100 megapixels."""

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")
MOST_SAID, LONGEST = 200, 300
"""Entries kept of what a file says of itself, and letters of each."""

BOMB = 200
"""Times its size that an archive may unpack to."""

PDF_FLAGS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/Launch": "starts-programs",
    "/OpenAction": "acts-when-opened",
    "/AA": "acts-when-opened",
    "/URI": "links-out",
    "/SubmitForm": "links-out",
    "/GoToR": "links-out",
    "/EmbeddedFile": "attachments",
    "/EmbeddedFiles": "attachments",
    "/RichMedia": "attachments",
}
MOST_OBJECTS = 300_000


def described(path: str, media_type: str) -> Facts:
    """Return what is learnt of a file; raises Refused only for what cannot be looked at at all."""
    flags = layers(path, media_type)
    try:
        found = _by_type(path, media_type)
    except Refused as refused:
        return Facts(problem=str(refused), flags=flags)
    except (MemoryError, RecursionError):
        raise
    except Exception:
        return Facts(problem="corrupt", flags=flags)
    every = dict.fromkeys([*flags, *found.flags])
    return Facts.from_dict(found.to_dict() | {"flags": tuple(every)})


def _by_type(path: str, media_type: str) -> Facts:
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        return _picture(path, media_type)
    if media_type == "application/pdf":
        return _document(path)
    if media_type == "application/zip" or "officedocument" in media_type:
        return _archive(path)
    return Facts()


def open_picture(path: str) -> Any:
    """Open a picture without reading its points; raises Refused for one with too many."""
    import warnings

    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # we compare ourselves, before a point is read
    warnings.simplefilter("ignore")
    picture = Image.open(path, formats=FORMATS)
    if picture.width * picture.height > POINTS:
        raise Refused("too-large-picture")
    return picture


def _picture(path: str, media_type: str) -> Facts:
    from PIL import Image, UnidentifiedImageError

    said, taken, point = _exif(path)
    try:
        picture = open_picture(path)
    except UnidentifiedImageError:
        if media_type in {"image/heic", "image/heif", "image/avif"}:
            return Facts(said=said, taken=taken, latitude=point[0], longitude=point[1])
        raise Refused("corrupt") from None
    turned = picture.getexif().get(0x0112) in {5, 6, 7, 8}
    size = picture.size[::-1] if turned else picture.size
    frames = getattr(picture, "n_frames", 1)
    said |= _texts(picture.info)
    picture.draft("L", (256, 256))
    picture.load()
    gray = picture.convert("L")
    gray.thumbnail((256, 256), Image.Resampling.BOX)
    return Facts(
        width=size[0],
        height=size[1],
        pages=frames if frames > 1 else None,
        said=dict(list(said.items())[:MOST_SAID]),
        taken=taken,
        latitude=point[0],
        longitude=point[1],
        looks=_looks(gray, picture.getexif().get(0x0112, 1)),
    )


def _looks(gray: Any, orientation: int) -> int | None:
    import numpy as np
    from PIL import Image

    from goodoffices.methods.images import perceptual_hash

    turns = Image.Transpose
    turn = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_270,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_90,
    }.get(orientation)
    return perceptual_hash(np.asarray(gray.transpose(turn) if turn is not None else gray))


def _exif(path: str) -> tuple[dict[str, str], str, tuple[float | None, float | None]]:
    """Return the EXIF entries as text, when the picture was taken, and where."""
    import exifread
    from exifread.utils import get_gps_coords

    try:
        with open(path, "rb") as stream:
            tags = exifread.process_file(stream, details=False)
        where = get_gps_coords(tags) or (None, None)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # a picture whose EXIF is broken is still a picture
        return {}, "", (None, None)
    found = {name: _short(value) for name, value in tags.items() if "Thumbnail" not in name}
    taken = found.get("EXIF DateTimeOriginal") or found.get("Image DateTime") or ""
    return dict(list(found.items())[:MOST_SAID]), taken[:40], _point(where)


def _point(where: tuple[Any, ...]) -> tuple[float | None, float | None]:
    latitude, longitude = where[:2]
    if latitude is None or longitude is None:
        return None, None
    inside = -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180
    return (round(float(latitude), 6), round(float(longitude), 6)) if inside else (None, None)


def _texts(info: dict[Any, Any]) -> dict[str, str]:
    """Return the texts a picture carries beside EXIF, such as a PNG's comments."""
    return {f"Text {key}"[:60]: _short(value) for key, value in info.items() if _is_text(value)}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _short(value: Any) -> str:
    text = " ".join(str(value).split())[:LONGEST]
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _document(path: str) -> Facts:
    """Look through a PDF without drawing it: pages, properties, what it would do."""
    import pikepdf

    try:
        document = pikepdf.open(path)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    with document:
        flags = dict.fromkeys(_acts(document))
        said = {
            f"Document {str(key).lstrip('/')}"[:60]: _short(value)
            for key, value in list(document.docinfo.items())[:MOST_SAID]
        }
        if document.Root.get("/Encrypt") is not None or document.is_encrypted:
            flags["restricted"] = None
        return Facts(pages=len(document.pages), flags=tuple(flags), said=said)


def _acts(document: Any) -> list[str]:
    """Return flags for what a PDF holds beside pages."""
    import pikepdf

    found = []
    for number, one in enumerate(document.objects):
        if number > MOST_OBJECTS:
            break
        held = one if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)) else None
        if held is not None:
            found += _flags(held)
    return sorted(set(found))


def _flags(held: Any, depth: int = 0) -> list[str]:
    import pikepdf

    found = []
    for key in held.keys():  # noqa: SIM118 - not a mapping
        if key in PDF_FLAGS:
            found.append(PDF_FLAGS[key])
        value = held.get(key)
        if key in {"/S", "/Type"} and isinstance(value, pikepdf.Name):
            found += [PDF_FLAGS[str(value)]] if str(value) in PDF_FLAGS else []
        if isinstance(value, pikepdf.Dictionary) and not value.is_indirect and depth < 5:
            found += _flags(value, depth + 1)
    return found


def _archive(path: str) -> Facts:
    with zipfile.ZipFile(path) as archive:
        listed = archive.infolist()
    if any(one.flag_bits & 1 for one in listed):
        raise Refused("encrypted")
    unpacked = sum(one.file_size for one in listed)
    packed = sum(one.compress_size for one in listed) or 1
    return Facts(flags=("bomb",) if unpacked > max(BOMB * packed, 2**30) else ())
