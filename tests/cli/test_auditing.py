"""`goodoffices audit`, `evidence check` and `load gazetteer`, as a person at a terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import Result
from django.db import connection, transaction
from django_scopes import scope, scopes_disabled
from typer.testing import CliRunner

from goodoffices.cli import app
from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit, evidence
from goodoffices.core.audit import guards
from goodoffices.core.models import Place
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def act(cast: Cast, times: int = 3) -> None:
    with scopes_disabled(), transaction.atomic():
        for _ in range(times):
            audit.record("core.export", by=cast.director.user, programme=cast.programme)


def test_a_whole_log_ends_with_zero(cast: Cast, tmp_path: Path) -> None:
    act(cast)
    kept = tmp_path / "heads.jsonl"
    kept.write_text(run("audit", "head").output, encoding="utf-8")
    act(cast)
    said = run("audit", "verify", "--head", kept)
    assert (said.exit_code, said.output) == (0, "talmora: 6 entries, unbroken.\n")


def test_a_doctored_entry_is_named_and_ends_with_one(cast: Cast) -> None:
    act(cast)
    guards.remove()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditentry SET reason = 'x' WHERE seq = 2")
    said = run("audit", "verify")
    assert said.exit_code == 1
    assert "talmora: Entry 2 (core.export" in said.output
    assert "audit_entry_no" in said.output
    guards.install()


def test_a_cut_end_is_found_by_the_kept_head(cast: Cast, tmp_path: Path) -> None:
    act(cast)
    kept = tmp_path / "heads.jsonl"
    kept.write_text(run("audit", "head").output, encoding="utf-8")
    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditentry")
        cursor.execute("DELETE FROM core_audithead")
    assert run("audit", "verify").exit_code == 0
    said = run("audit", "verify", "--head", kept)
    assert (said.exit_code, "cut off" in said.output) == (1, True)


def test_a_file_that_holds_no_heads_is_refused(cast: Cast, tmp_path: Path) -> None:
    wrong = tmp_path / "heads.jsonl"
    wrong.write_text("nonsense\n")
    error = run("audit", "verify", "--head", wrong).exception
    assert isinstance(error, InvalidInput)
    assert error.exit_code == 2


def test_stored_files_are_read_again(cast: Cast) -> None:
    with scope(programme=cast.programme):
        file = evidence.store_file(io.BytesIO(b"seen"), programme=cast.programme)
    assert run("evidence", "check").exit_code == 0
    evidence.path(file).write_bytes(b"other")
    said = run("evidence", "check")
    assert said.exit_code == 1
    assert f"talmora {file.sha256}: its bytes are not those" in said.output


def test_a_gazetteer_is_loaded_for_the_countries_named(cast: Cast) -> None:
    said = run("load", "gazetteer", "--country", "MC", "--programme", "talmora")
    assert said.exit_code == 0, said.exception
    assert "places added, 0 were there already" in said.output
    with scope(programme=cast.programme):
        assert Place.objects.filter(kind="country").get().labels["en"] == "Monaco"
    error = run("load", "gazetteer", "--programme", "talmora").exception
    assert isinstance(error, InvalidInput)
