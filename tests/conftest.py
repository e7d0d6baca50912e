"""Fixtures every test can use."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

os.environ.setdefault("GOODOFFICES_DEBUG", "yes")
os.environ.setdefault("GOODOFFICES_DATA", tempfile.mkdtemp(prefix="goodoffices-test-"))

from tests import laying

if TYPE_CHECKING:
    from tests.cast import Cast


def kept_databases(config: pytest.Config) -> Path:
    """Return where migrated databases are kept from one run to the next."""
    assert config.cache is not None
    return config.cache.mkdir("migrated")


def pytest_configure(config: pytest.Config) -> None:
    """Migrate while the processes of a run that has several still look for their tests."""
    if getattr(config.option, "numprocesses", None) and "GOODOFFICES_DATABASE" not in os.environ:
        config.stash[MIGRATING] = laying.begin(kept_databases(config))


def pytest_collection_finish() -> None:
    """Spare Python looking again and again through what stays until the end: all the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no process behind."""
    if MIGRATING in config.stash:
        config.stash[MIGRATING].wait()


MIGRATING = pytest.StashKey[subprocess.Popen[bytes]]()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Hash passwords fast: the cast is made anew for every test."""
    from django.conf import settings as django_settings
    from django.contrib.auth import hashers

    if django_settings.configured:
        django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        hashers.get_hashers.cache_clear()
        hashers.get_hashers_by_algorithm.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _look_for_static_files_when_asked() -> None:
    """Let each test client begin without going through all static files, as a server does."""
    from django.conf import settings as django_settings

    if django_settings.configured:
        django_settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def _public_pages_within_each_tests_transaction() -> None:
    """Confine the main connection for public pages: another one would not see what a test made."""
    from django.conf import settings as django_settings

    if django_settings.configured:
        django_settings.PUBLIC_DATABASE = "default"


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_audit_log() -> None:
    """Take the guards down while Django empties the tables after a test with real commits."""
    from django.core.management.commands import flush
    from django.db import connection

    from goodoffices.core.audit import guards
    from goodoffices.core.search import KINDS
    from goodoffices.publish.flow import guards as of_publications

    empty = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        with guards.lifted(), of_publications.lifted():
            empty(self, **options)
            with connection.cursor() as cursor:
                for kind in KINDS:
                    cursor.execute(f"DELETE FROM search_{kind}")  # noqa: S608

    flush.Command.handle = handle


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Begin each test in English, whatever language the one before ended in."""
    from django.conf import settings as django_settings
    from django.utils import translation

    if django_settings.configured:
        translation.activate("en")


@pytest.fixture(scope="session")
def laid(request: pytest.FixtureRequest) -> Path:
    """Return an empty, migrated SQLite database, made once for all tests and processes of a run."""
    return laying.laid(kept_databases(request.config))


@pytest.fixture(scope="session")
def lay(laid: Path) -> Callable[[Path], Path]:
    """Return what lays the migrated database into a folder, for processes of its own."""

    def into(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(laid, folder / laid.name)
        return folder

    return into


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Have Django begin with a copy of the migrated database; it finds nothing left to migrate."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    create, poured = connection.creation._create_test_db, []

    def created(*args: Any, **options: Any) -> str:
        memory: str = create(*args, **options)
        poured.append(laying.pour(request.getfixturevalue("laid"), memory))
        return memory

    connection.creation._create_test_db = created
    yield
    for one in poured:
        one.close()


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the two programmes and their people."""
    from django_scopes import scopes_disabled

    from tests.cast import make_cast

    with scopes_disabled():
        return make_cast()


@pytest.fixture
def in_programme(cast: Cast) -> Iterator[Cast]:
    """Return the cast with the scope of its programme entered."""
    from django_scopes import scope

    with scope(programme=cast.programme):
        yield cast


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, settings: object) -> None:
    """Keep each test's files apart."""
    from django.conf import settings as django_settings

    if django_settings.configured:
        for name in ("EVIDENCE_ROOT", "SNAPSHOT_ROOT", "MEDIA_ROOT"):
            setattr(settings, name, tmp_path / name.lower())
        settings.IDENTITY_KEYRING = tmp_path / "keys" / "identity-keys"  # type: ignore[attr-defined]
        settings.RELEASE_KEY_PATH = tmp_path / "keys" / "release-key"  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _forget_forms() -> Iterator[None]:
    """Forget what was kept in memory of published versions: ids come again after a rollback."""
    yield
    from django.conf import settings as django_settings

    if django_settings.configured:
        from tests.forgetting import forget_forms

        forget_forms()
