"""Text in pictures and scans, read by the real program; what cannot be read ends in a sentence."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from PIL import Image

from goodoffices.formats import media
from goodoffices.formats.media import Failed, calling
from tests.formats.media.pictures import bomb, document
from tests.formats.media.signs import ARABIC, ENGLISH, HEBREW, needs_tesseract, png, scan, sign

PROGRAM = shutil.which("tesseract") or ""


def read(place: Path, media_type: str, *languages: str, program: str = PROGRAM) -> tuple[str, dict]:
    target = place.with_name("read.txt")
    asked = languages or ("eng",)
    done = media.text(place, media_type, target, program=program, languages=asked)
    return target.read_text(encoding="utf-8"), done


@needs_tesseract
def test_the_words_on_a_sign(tmp_path: Path) -> None:
    place = tmp_path / "a.png"
    place.write_bytes(png(sign()))
    text, done = read(place, "image/png")
    assert text.strip() == ENGLISH
    assert done == {"format": "text", "pages": 1, "letters": 34}


@needs_tesseract
def test_three_scripts_on_one_page(tmp_path: Path) -> None:
    place = tmp_path / "a.png"
    place.write_bytes(png(sign((ENGLISH, ARABIC, HEBREW))))
    try:
        text, _done = read(place, "image/png", "ara", "heb", "eng")
    except Failed:
        pytest.skip("Tesseract lacks a language (apt: tesseract-ocr-ara tesseract-ocr-heb)")
    assert [line for line in text.splitlines() if line.strip()] == [ENGLISH, ARABIC, HEBREW]


@needs_tesseract
def test_each_page_of_a_scan_stands_apart(tmp_path: Path) -> None:
    blank = Image.new("RGB", (600, 400), "white")
    place = scan(tmp_path / "a.pdf", [sign(), blank, sign(("Nobody was hurt.",))])
    text, done = read(place, "application/pdf")
    first, second, third = text.strip().split("\f")
    assert (first, second, third) == (ENGLISH, "", "Nobody was hurt.")
    assert done["pages"] == 3


@needs_tesseract
def test_where_nothing_is_written_no_copy_comes(tmp_path: Path) -> None:
    place = tmp_path / "a.png"
    place.write_bytes(png(Image.new("RGB", (600, 400), "white")))
    with pytest.raises(Failed) as failed:
        read(place, "image/png")
    assert failed.value.code == "no-text"
    assert not place.with_name("read.txt").exists()


def test_a_bomb_and_a_locked_document_end_in_a_sentence(tmp_path: Path) -> None:
    for place, kind, code in (
        (bomb(tmp_path / "b.png"), "image/png", "too-large-picture"),
        (document(tmp_path / "a.pdf", password="x"), "application/pdf", "encrypted"),
    ):
        with pytest.raises(Failed) as failed:
            read(place, kind, program="/bin/false")
        assert failed.value.code == code


def script(tmp_path: Path, words: str) -> str:
    place = tmp_path / "reader"
    place.write_text(f"#!/bin/sh\n{words}\n")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)
    return str(place)


def test_a_program_that_fails_ends_in_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "a.png"
    place.write_bytes(png(sign()))
    with pytest.raises(Failed) as failed:
        read(place, "image/png", program=script(tmp_path, "exit 1"))
    assert failed.value.code == "not-read"


def test_a_program_that_does_not_end_is_given_up(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(calling, "TEXT_SECONDS", 2)
    place = tmp_path / "a.png"
    place.write_bytes(png(sign()))
    with pytest.raises(Failed) as failed:
        read(place, "image/png", program=script(tmp_path, "exec sleep 60"))
    assert failed.value.code == "too-long"


def test_what_the_program_writes_holds_no_control_signs(tmp_path: Path) -> None:
    place = tmp_path / "a.png"
    place.write_bytes(png(sign()))
    wrote = script(tmp_path, r"""printf 'one\033[31m\n\342\200\256two\n\f' > "$2.txt" """)
    assert read(place, "image/png", program=wrote)[0] == "one[31m\ntwo\n"
