"""How many in all, at the command line: figures, cautions in words, and files that will not do."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.cli.estimating import WORDS
from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats import capture_histories
from goodoffices.methods.undercount import CODES, capture_table, estimate
from tests.methods.undercount.published import KOSOVO, KOSOVO_LISTS, kosovo


def told(path: Path, *options: str) -> str:
    done = CliRunner().invoke(app, ["estimate", "total", str(path), *options])
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def written(folder: Path, header: str, *rows: str) -> Path:
    path = folder / "counts.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def table_of_kosovo(folder: Path) -> Path:
    rows = [",".join(map(str, (*history, count))) for history, count in KOSOVO.items()]
    return written(folder, ",".join((*KOSOVO_LISTS, "n")), *rows)


def test_published_table_is_told_with_its_caution(tmp_path: Path):
    said = told(table_of_kosovo(tmp_path))
    assert "4,400 people are on a list" in said
    assert "│ average of all 113 models │ 13,184 │ 9,172 to 20,869 │" in said
    assert "│ [EXH HRW] [OSCE HRW] [EXH ABA OSCE] │ 10,357 │ 9,020 to 12,131 │ 0.371 │" in said
    assert "say from 10,357 to 18,393, 1.78 times apart: give the range" in said


def test_one_row_a_person_gives_the_same_table(tmp_path: Path):
    rows = [",".join(map(str, one)) for one, count in KOSOVO.items() for _ in range(count)]
    path = written(tmp_path, ",".join(KOSOVO_LISTS), *rows, "0,0,0,0")
    read = capture_histories.read(path)
    assert (capture_table(read.lists, read.counts), read.unseen) == (kosovo(), 1)
    assert "1 people who are on none of the lists are left out." in told(path, "--models", "0")


def test_lists_and_counts_may_be_named(tmp_path: Path):
    path = written(tmp_path, "region,A,B,many", "north,1,0,40", "south,0,1,30", "south,1,1,25")
    said = told(path, "--list", "A", "--list", "B", "--count", "many")
    assert "There are only 2 lists" in said
    assert "average of the one model" in said


def test_sound_lists_are_told_so(tmp_path: Path):
    rows = ("1,0,0,420", "0,1,0,240", "0,0,1,160", "1,1,0,180", "1,0,1,120", "0,1,1,80", "1,1,1,60")
    assert "No caution." in told(written(tmp_path, "A,B,[bold],count", *rows))


@pytest.mark.parametrize(
    ("header", "rows", "says"),
    [
        ("A,B,n", ["1,2,5"], "Line 2, column B: a list has 1"),
        ("A,B,n", ["1,0,5", "0,1,few"], "Line 3, column n: this is not a whole number"),
        ("A,B,n", ["1,0,-5"], "Line 2, column n"),
        ("A,B,n", ["1,0"], "Line 2 cannot be read"),
        ("A,B,n", [], "no rows"),
    ],
)
def test_files_that_will_not_do(tmp_path: Path, header: str, rows: list[str], says: str):
    with pytest.raises(InvalidInput, match=says):
        capture_histories.read(written(tmp_path, header, *rows))


def test_columns_that_are_not_there_are_named(tmp_path: Path):
    path = written(tmp_path, "A,B,n", "1,1,5")
    with pytest.raises(InvalidInput, match="no column C: it has A, B, n"):
        capture_histories.read(path, lists=["A", "C"])
    with pytest.raises(InvalidInput, match="no column many"):
        capture_histories.read(path, count="many")


def test_every_caution_has_its_words():
    assert set(WORDS) == set(CODES)
    thin = capture_table("ABC", {(1, 0, 0): 9, (0, 1, 0): 9, (0, 0, 1): 9, (1, 1, 1): 1})
    for caution in (*estimate(thin).cautions, *estimate(kosovo()).cautions):
        assert "{" not in WORDS[caution.code].format(**dict(caution.facts))
