"""Weighing the words of a text at the command line."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from goodoffices.cli import app

PACK = """
id: own
title: {en: Own}
rules:
- {id: foe, severity: warn, terms: {en: [foe]}, reason: {en: It takes a side.}}
"""


def told(*words: str, given: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["wording", "check", *words], input=given)
    return done.exit_code, done.output


def written(folder: Path, text: str, name: str = "statement.md") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_each_word_is_named_with_its_place_reason_and_substitute(tmp_path: Path) -> None:
    path = written(tmp_path, "Two people died.\nOne was neutralised there.\n")
    code, said = told(path)
    assert code == 1
    assert f"{path}:2:9: neutralised (eliminated, block)" in said
    assert "A technical word hides that a person was killed." in said
    assert "Instead: killed" in said
    assert "1 found, 1 of them to be changed or attributed." in said


def test_reasons_come_in_the_language_asked_for(tmp_path: Path) -> None:
    code, said = told(written(tmp_path, "הם חוסלו."), "--language", "he")
    assert code == 1
    assert "מילה טכנית מסתירה שאדם נהרג." in said
    assert "Instead: נהרג" in said


def test_a_plain_text_from_standard_input_passes() -> None:
    assert told("-", given="Two people were killed on Monday.") == (
        0,
        "0 found, 0 of them to be changed or attributed.\n",
    )


def test_a_pack_of_ones_own_alone(tmp_path: Path) -> None:
    pack = written(tmp_path, PACK, "own.yaml")
    text = written(tmp_path, "The foe was neutralised.")
    code, said = told(text, "--pack", pack, "--no-starter")
    assert code == 0, "a warning alone is no reason to stop"
    assert "foe (foe, warn)" in said
    assert "neutralised" not in said


def test_files_that_will_not_do(tmp_path: Path) -> None:
    path = tmp_path / "binary"
    path.write_bytes(b"\xff\xfe\x00")
    for words in ([str(path)], [str(tmp_path / "none")], ["-", "--no-starter"]):
        assert CliRunner().invoke(app, ["wording", "check", *words]).exit_code != 0
