"""The database itself refuses whatever was not released, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from goodoffices.core.models import Programme
from goodoffices.publish.models import Letter, Publication, ReleasedPage, ReleasedSite, Text
from goodoffices.site import letters
from goodoffices.site.confining import as_public
from tests.cast import Cast
from tests.site.stage import opened, out

STATEMENTS = [
    "SELECT count(*) FROM core_user",
    "SELECT email FROM core_user",
    "SELECT 1 FROM core_user LIMIT 1",
    "SELECT p.title FROM released_page p JOIN publish_text t ON t.title = p.title",
    "SELECT title FROM released_page UNION SELECT body FROM publish_text",
    "SELECT title FROM released_page WHERE EXISTS (SELECT 1 FROM core_auditentry)",
    "SELECT * FROM letterbox_letter",
    "SELECT id FROM letterbox_letter",
    "UPDATE released_page SET title = 'x'",
    "DELETE FROM released_page",
    "DELETE FROM letterbox_letter",
    "INSERT INTO released_site (programme) VALUES ('x')",
    "INSERT INTO core_office (code) VALUES ('x')",
    "INSERT INTO letterbox_letter (programme, kind, content, at)"
    " SELECT email, 'message', '{}', CURRENT_TIMESTAMP FROM core_user",
    "CREATE TABLE released_x (a text)",
    "CREATE VIEW released_y AS SELECT * FROM core_user",
    "DROP TABLE released_page",
]
SQLITE = [
    "SELECT sql FROM sqlite_master",
    "PRAGMA table_info(core_user)",
    "PRAGMA writable_schema=ON",
    "ATTACH DATABASE ':memory:' AS other",
    "SELECT load_extension('x')",
    "CREATE TEMP TABLE released_z AS SELECT * FROM core_user",
]
POSTGRESQL = [
    "COPY core_user TO STDOUT",
    "SELECT pg_read_file('/etc/passwd')",
    "CREATE ROLE another",
    "ALTER ROLE goodoffices_site LOGIN",
    "GRANT SELECT ON core_user TO goodoffices_site",
    "LOCK TABLE core_user",
    "TRUNCATE released_page",
]


def refused(sql: str) -> bool:
    """Say whether the public is refused this statement."""
    try:
        with transaction.atomic(), as_public(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        said = str(error)
        assert any(w in said for w in ("prohibited", "not authorized", "denied", "must be")), said
        return True
    return False


def test_nothing_but_what_was_released_can_be_read(cast: Cast):
    more = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    assert [sql for sql in STATEMENTS + more if not refused(sql)] == []


def test_what_was_released_can(cast: Cast):
    opened()
    out()
    with as_public():
        assert ReleasedSite.objects.get().programme == "talmora"
        assert ReleasedPage.objects.get().title.startswith("The well")


def test_the_models_of_the_workspace_are_refused_too(cast: Cast):
    for model in (get_user_model(), Programme, Letter):
        with pytest.raises(DatabaseError), transaction.atomic(), as_public():
            model._default_manager.first()
    for scoped in (Publication, Text):
        with pytest.raises(Exception, match="scope"), as_public():
            scoped.objects.first()


def test_a_letter_can_be_left_and_not_read(cast: Cast):
    with as_public():
        letters.post("talmora", "message", {"message": "مرحبا 'x'"})
    letter = Letter.objects.get()
    assert (letter.programme, letter.content) == ("talmora", {"message": "مرحبا 'x'"})
    assert abs((timezone.now() - letter.at).total_seconds()) < 60


def test_afterwards_the_workspace_reads_again(cast: Cast):
    with pytest.raises(DatabaseError), transaction.atomic(), as_public():
        get_user_model().objects.count()
    assert get_user_model().objects.count() > 3
    with as_public():
        ReleasedPage.objects.count()
    assert Programme.objects.count() == 2


@pytest.mark.django_db(transaction=True, databases=["default", "site"])
def test_the_publics_own_connection_is_confined_for_good(settings):
    settings.PUBLIC_DATABASE = "site"
    opened()
    own = connections["site"]
    try:
        with as_public():
            assert ReleasedSite.objects.using("site").count() == 1
            with pytest.raises(DatabaseError, match="no business"), connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        for sql in STATEMENTS:
            with pytest.raises(DatabaseError), own.cursor() as cursor:
                cursor.execute(sql)
        with own.cursor() as cursor:
            cursor.execute("SELECT programme FROM released_site")
            assert cursor.fetchall() == [("talmora",)]
        with as_public():
            letters.post("talmora", "message", {"message": "x"})
        assert Letter.objects.count() == 1
    finally:
        own.close()
