"""Find out how the text of a table is encoded, by looking through all of it.

UTF-8 (with or without a mark) and UTF-16 with a mark are certain. Windows-1255 and Windows-1256
give every byte a letter, so the whole file's letters are scored against how often each letter
occurs in Hebrew and Arabic; where neither fits clearly the person is asked.
"""

from __future__ import annotations

import codecs
import math
from typing import BinaryIO

from goodoffices.codebook.errors import InvalidInput

CHUNK = 2**20
ASK = "Save it as UTF-8, or name its encoding when you load it."

# Letters by how often they occur in running text, in parts of a thousand, rounded. From general
# letter counts of news text; only the order of magnitude matters for the choice.
_HEBREW = """
י110 ו105 ה90 ל75 א65 ר60 ת55 ב50 מ48 ש47 נ32 ע31 ד27 ק23 ח22 פ18 כ18 ס15 צ12 ט13 ג12 ז9 ם28 ן16
ך6 ף2 ץ2
"""
_ARABIC = """
ا150 ل125 ي75 م63 و60 ن58 ر50 ت46 ب38 ة36 ع35 د31 س28 ف28 ه26 ك23 ق22 أ20 ح19 ج15 ش12 ط11 ص10 ى10
خ9 إ9 ء7 ذ7 ز6 ث6 ئ6 ض6 غ4 ؤ2 ظ2 آ2
"""
HEBREW = {pair[0]: int(pair[1:]) for pair in _HEBREW.split()}
ARABIC = {pair[0]: int(pair[1:]) for pair in _ARABIC.split()}


def detect(stream: BinaryIO) -> str:
    """Return the Python name of the encoding of a whole stream. Raises `InvalidInput`."""
    start = stream.peek(4)[:4] if hasattr(stream, "peek") else stream.read(4)
    if not hasattr(stream, "peek"):
        stream.seek(0)
    if start.startswith(codecs.BOM_UTF8):
        return _must_decode(stream, "utf-8-sig")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _must_decode(stream, "utf-16")
    return _guess(stream)


def named(stream: BinaryIO, encoding: str) -> str:
    """Return the encoding a person named, if the whole stream can be read in it."""
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise InvalidInput(f"There is no encoding called {encoding[:40]!r}. {ASK}") from None
    return _must_decode(stream, "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)


def _must_decode(stream: BinaryIO, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    try:
        while chunk := stream.read(CHUNK):
            decoder.decode(chunk)
            done += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        raise InvalidInput(
            f"The file is not {encoding.removesuffix('-sig').upper()} throughout: about byte "
            f"{done:,} there is something else. The file may be damaged. {ASK}"
        ) from None
    return encoding


def _guess(stream: BinaryIO) -> str:
    import numpy as np

    counts = np.zeros(256, dtype=np.int64)
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, beside, pairs, last = True, 0, 0, b""
    while chunk := stream.read(CHUNK):
        if valid and not _decodes(decoder, chunk):
            valid = False
        if chunk.isascii():
            last = chunk[-1:]
            continue
        data = np.frombuffer(last + chunk, dtype=np.uint8)
        counts += np.bincount(data[len(last) :], minlength=256)
        high, folded = data >= 0x80, data | 0x20
        letter = (folded >= 0x61) & (folded <= 0x7A)
        beside += int(np.count_nonzero(high[1:] & letter[:-1]))
        pairs += int(np.count_nonzero((data[:-1] >= 0xC2) & ((data[1:] & 0xC0) == 0x80)))
        last = chunk[-1:]
    if valid and _decodes(decoder, b"", final=True):
        return "utf-8"
    return _by_letters(counts.tolist(), beside, pairs)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _by_letters(counts: list[int], beside: int, pairs: int) -> str:
    high = sum(counts[0x80:])
    if pairs * 2.5 > high:
        raise InvalidInput(f"The file is mostly UTF-8 but damaged or mixed in places. {ASK}")
    if beside * 4 > high:
        raise InvalidInput(
            "The file is not UTF-8; it looks like a Western European encoding (Windows-1252). "
            f"{ASK}"
        )
    scores = {
        "cp1255": _fit(counts, "cp1255", HEBREW),
        "cp1256": _fit(counts, "cp1256", ARABIC),
    }
    best, other = sorted(scores, key=lambda name: scores[name], reverse=True)
    if scores[best] < -6.0 or (scores[best] - scores[other]) * high < 6.0:
        raise InvalidInput(
            f"The file is not UTF-8, and neither Windows-1255 nor Windows-1256 fits it. {ASK}"
        )
    return best


def _fit(counts: list[int], encoding: str, letters: dict[str, int]) -> float:
    """Return the mean natural log likelihood of the high bytes under one language's letters."""
    total = sum(letters.values())
    rare = math.log(0.2 / total)
    score, seen = 0.0, 0
    for byte in range(0x80, 0x100):
        if counts[byte]:
            try:
                letter = bytes([byte]).decode(encoding)
            except UnicodeDecodeError:
                return -math.inf
            share = letters.get(letter)
            score += counts[byte] * (math.log(share / total) if share else rare)
            seen += counts[byte]
    return score / seen if seen else -math.inf
