"""Whether a file is ours, at the command line."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.publish.data import services
from goodoffices.publish.models import DataFile
from tests.cast import Cast
from tests.publish.data import stage


def told(path: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["data", "verify", str(path)])
    return done.exit_code, done.output


def test_a_file_is_told_by_its_hash_once_it_came_out(in_programme: Cast, tmp_path: Path) -> None:
    stage.policy(in_programme.programme)
    here = stage.places(in_programme.programme)["Harrow"]
    stage.many(in_programme.programme, here, 3)
    release = stage.series(in_programme)
    version, path = stage.prepared(release, in_programme.analyst), tmp_path / "renamed.bin"
    file = DataFile.objects.get(version=version, name="incidents-v1.csv")
    path.write_bytes(bytes(file.content))
    assert told(path)[0] == 1, "not out yet"
    services.approve(version=version, by=in_programme.director.user)
    services.publish(version=version, by=in_programme.director.user)
    code, said = told(path)
    assert (code, "incidents-v1.csv of talmora/incidents, version 1" in said) == (0, True)
    path.write_bytes(bytes(file.content) + b" ")
    assert told(path)[0] == 1
    path.write_bytes(bytes(file.content))
    services.withdraw(version=version, why={"en": "Wrong."}, by=in_programme.director.user)
    code, said = told(path)
    assert (code, "withdrawn" in said) == (1, True)
