"""A doctored audit log is found, and the first false entry is named."""

# ruff: noqa: S608
from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit
from goodoffices.core.audit import guards
from goodoffices.core.models import AuditEntry, AuditHead
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(cast: Cast) -> Iterator[Cast]:
    """Return a cast with ten, five and two entries in the logs of two programmes and the system."""
    with scopes_disabled(), transaction.atomic():
        for number in range(10):
            audit.record(
                "core.export",
                by=cast.director.user,
                programme=cast.programme,
                record=cast.programme,
                reason="للمراجعة" if number % 2 else "",
                data={
                    "rows": number,
                    "share": 0.1,
                    "ratio": 2.0,
                    "names": {"b": [1, None], "a": "שלום"},
                },
            )
        for _ in range(5):
            audit.record("core.login", by=cast.outsider.user, programme=cast.other_programme)
        for _ in range(2):
            audit.record("core.login.failed", by=None, programme=None)
        yield cast


def broken(**asked: Any) -> dict[str, audit.Finding]:
    return {c.chain: c.finding for c in audit.verify(**asked) if c.finding is not None}


def run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def doctor(sql: str, *params: Any) -> None:
    """Change the table as somebody would who has the database in their hands."""
    guards.remove()
    run(sql, *params)


def test_an_untouched_log_is_whole(log: Cast) -> None:
    assert broken(kept=audit.heads()) == {}
    assert {c.chain: c.entries for c in audit.verify()} == {
        "elsewhere": 5,
        "system": 2,
        "talmora": 10,
    }


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_auditentry SET reason = 'x' WHERE seq = 4",
        "DELETE FROM core_auditentry WHERE seq = 4",
        "DELETE FROM core_auditentry",
        "UPDATE core_audithead SET hash = 'x'",
        "UPDATE core_audithead SET seq = 1",
        "DELETE FROM core_audithead",
    ],
)
def test_the_database_refuses(log: Cast, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql)
    assert broken() == {}


def test_the_database_refuses_to_truncate_or_replace(log: Cast) -> None:
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        statement = "TRUNCATE core_auditentry"
    else:
        columns = ", ".join(f.column for f in AuditEntry._meta.fields if f.column != "reason")
        statement = (
            f"INSERT OR REPLACE INTO core_auditentry ({columns}, reason)"
            f" SELECT {columns}, 'doctored' FROM core_auditentry WHERE seq = 4"
        )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)


def test_orm_deletes_are_refused_too(log: Cast) -> None:
    with scopes_disabled(), pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_guards_taken_down_are_named_and_put_up_again(log: Cast) -> None:
    assert guards.missing() == []
    guards.remove()
    assert len(guards.missing()) == len(
        guards.SQLITE if connection.vendor == "sqlite" else guards.POSTGRESQL
    )
    guards.install()
    assert guards.missing() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "nothing to see"),
        ("action", "core.login"),
        ("actor_label", "Somebody Else"),
        ("actor_id", None),
        ("object_code", "other"),
        ("tlp", 3),
        ("data", '{"rows": 999}'),
        ("at", "2020-01-01 00:00:00"),
    ],
)
def test_an_edited_entry_is_named(log: Cast, column: str, value: Any) -> None:
    doctor(f"UPDATE core_auditentry SET {column} = %s WHERE chain = 'talmora' AND seq = 4", value)
    found = broken()
    assert list(found) == ["talmora"]
    assert (found["talmora"].fault, found["talmora"].seq) == ("edited", 4)
    assert "Entry 4" in found["talmora"].message


def test_a_deleted_entry_is_missed(log: Cast) -> None:
    doctor("DELETE FROM core_auditentry WHERE chain = 'talmora' AND seq IN (4, 5)")
    finding = broken()["talmora"]
    assert (finding.fault, finding.seq) == ("missing", 4)
    assert "4 to 5" in finding.message


def test_the_first_entry_is_missed_too(log: Cast) -> None:
    doctor("DELETE FROM core_auditentry WHERE chain = 'talmora' AND seq = 1")
    assert broken()["talmora"].message == "Entry 1 is missing."


def test_two_swapped_entries_are_found(log: Cast) -> None:
    doctor("UPDATE core_auditentry SET seq = 100 WHERE chain = 'talmora' AND seq = 4")
    run("UPDATE core_auditentry SET seq = 4 WHERE chain = 'talmora' AND seq = 7")
    run("UPDATE core_auditentry SET seq = 7 WHERE chain = 'talmora' AND seq = 100")
    finding = broken()["talmora"]
    assert (finding.fault, finding.seq) == ("edited", 4)


def rewrite(seq: int, **changes: Any) -> None:
    """Change an entry and give it a hash that fits what it now says."""
    with scopes_disabled():
        entry = AuditEntry.objects.get(chain="talmora", seq=seq)
        for name, value in changes.items():
            setattr(entry, name, value)
        entry.hash = audit.entry_hash(entry)
        entry.save()


def test_an_entry_rewritten_with_a_fitting_hash_breaks_the_next(log: Cast) -> None:
    guards.remove()
    rewrite(4, reason="doctored")
    finding = broken()["talmora"]
    assert (finding.fault, finding.seq) == ("replaced", 5)
    assert "entry 4" in finding.message


def test_an_entry_put_in_between_is_found(log: Cast) -> None:
    doctor("UPDATE core_auditentry SET seq = seq + 1000 WHERE chain = 'talmora' AND seq > 4")
    run("UPDATE core_auditentry SET seq = seq - 999 WHERE chain = 'talmora' AND seq > 1000")
    with scopes_disabled():
        entry = AuditEntry.objects.get(chain="talmora", seq=4)
        entry.pk, entry.seq, entry.previous, entry.reason = None, 5, entry.hash, "put in"
        entry.hash = audit.entry_hash(entry)
        entry.save(force_insert=True)
    assert broken()["talmora"].seq == 6


def test_an_entry_moved_to_another_programme_is_found(log: Cast) -> None:
    doctor(
        "UPDATE core_auditentry SET programme_id = %s WHERE chain = 'talmora' AND seq = 4",
        log.other_programme.pk,
    )
    assert broken()["talmora"].fault == "foreign"


def test_a_cut_end_is_found_by_the_row_beside_the_log(log: Cast) -> None:
    doctor("DELETE FROM core_auditentry WHERE chain = 'talmora' AND seq > 7")
    finding = broken()["talmora"]
    assert (finding.fault, finding.seq) == ("cut", 8)


def test_a_cut_end_with_a_doctored_head_is_found_by_the_head_kept_elsewhere(log: Cast) -> None:
    kept = audit.heads()
    doctor("DELETE FROM core_auditentry WHERE chain = 'talmora' AND seq > 7")
    with scopes_disabled():
        last = AuditEntry.objects.get(chain="talmora", seq=7)
    AuditHead.objects.filter(pk="talmora").update(seq=7, hash=last.hash)
    assert broken() == {}
    finding = broken(kept=kept)["talmora"]
    assert (finding.fault, finding.seq) == ("cut", 8)


def test_a_log_rewritten_to_its_end_is_found_by_the_head_kept_elsewhere(log: Cast) -> None:
    kept = audit.heads()
    guards.remove()
    rewrite(4, reason="doctored")
    for seq in range(5, 11):
        with scopes_disabled():
            before = AuditEntry.objects.get(chain="talmora", seq=seq - 1)
        rewrite(seq, previous=before.hash)
    with scopes_disabled():
        last = AuditEntry.objects.get(chain="talmora", seq=10)
    AuditHead.objects.filter(pk="talmora").update(hash=last.hash)
    assert broken() == {}
    assert broken(kept=kept)["talmora"].fault == "head"


def test_a_chain_removed_as_a_whole_is_found_by_the_head_kept_elsewhere(log: Cast) -> None:
    kept = audit.heads()
    doctor("DELETE FROM core_auditentry WHERE chain = 'talmora'")
    run("DELETE FROM core_audithead WHERE chain = 'talmora'")
    assert broken() == {}
    assert broken(kept=kept)["talmora"].fault == "cut"


def test_heads_survive_the_way_through_a_file(log: Cast) -> None:
    written = "".join(f"{head.line()}\n" for head in audit.heads())
    assert audit.read_heads(io.StringIO(written)) == audit.heads()
    assert json.loads(written.splitlines()[-1])["seq"] == 10


@pytest.mark.parametrize("text", ["", "\n\n", "not json\n", '{"chain": "x"}\n', "[1]\n"])
def test_a_file_that_holds_no_heads_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        audit.read_heads(io.StringIO(text))


def test_entries_that_came_after_a_kept_head_are_fine(log: Cast) -> None:
    kept = audit.heads()
    with transaction.atomic():
        audit.record("core.export", by=None, programme=log.programme)
    assert broken(kept=kept) == {}


def test_the_log_is_read_in_parts(log: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodoffices.core.audit.verifying.AT_A_TIME", 3)
    assert broken() == {}


VERIFIER = Path(__file__).resolve().parents[2] / "tools" / "verify_audit_file.py"


@pytest.mark.django_db(transaction=True)
def test_the_independent_verifier_agrees(cast: Cast, tmp_path: Path) -> None:
    """A second implementation, with nothing but Python, reads a copy of the database file."""
    if connection.vendor != "sqlite":
        pytest.skip("the independent verifier reads SQLite files")
    with scopes_disabled(), transaction.atomic():
        for number in range(5):
            data = {"rows": number, "ratio": 0.5, "names": ["שלום", {"b": 1, "a": None}]}
            audit.record("core.export", by=cast.director.user, programme=cast.programme, data=data)
        heads = "".join(f"{head.line()}\n" for head in audit.heads())
    (tmp_path / "heads").write_text(heads, encoding="utf-8")
    copy = tmp_path / "copy.sqlite3"
    with sqlite3.connect(copy) as target:
        connection.connection.backup(target)

    def verdict() -> tuple[int, str]:
        told = subprocess.run(
            [sys.executable, "-I", VERIFIER, copy, tmp_path / "heads"],
            capture_output=True,
            text=True,
            check=False,
        )
        return told.returncode, told.stdout

    assert verdict() == (0, "talmora: 5 entries, unbroken\n")
    with sqlite3.connect(copy) as target:
        for name in guards.SQLITE:
            target.execute(f"DROP TRIGGER {name}")
        target.execute("UPDATE core_auditentry SET reason = 'x' WHERE seq = 3")
    assert verdict() == (1, "talmora: entry 3 was changed\n")
