"""Fixtures every test can use."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

os.environ.setdefault("GOODOFFICES_DEBUG", "yes")
os.environ.setdefault("GOODOFFICES_DATA", tempfile.mkdtemp(prefix="goodoffices-test-"))

if TYPE_CHECKING:
    from tests.cast import Cast


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
def _tests_may_empty_the_audit_log() -> None:
    """Take the guards down while Django empties the tables after a test with real commits."""
    from django.core.management.commands import flush
    from django.db import connection

    from goodoffices.core.audit import guards
    from goodoffices.core.search import KINDS

    empty = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        with guards.lifted():
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
def lay(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Return what lays an empty, migrated SQLite database into a folder, for processes of its own.

    It is migrated once for all tests of a run, whichever of the run's processes needs it first.
    """
    made = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        made = made.parent
    database = made / "laid" / "goodoffices.sqlite3"

    def migrated() -> Path:
        with (made / "laid.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not database.exists():
                _migrate(database)
        return database

    def into(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(migrated(), folder / database.name)
        return folder

    return into


def _migrate(database: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GOODOFFICES_")}
    folder = database.parent.with_name("laying")
    own = {"DJANGO_SETTINGS_MODULE": "goodoffices.web.settings", "GOODOFFICES_DEBUG": "yes"}
    own |= {"GOODOFFICES_DATA": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--skip-checks"]
    subprocess.run(command, env=kept | own, check=True)
    folder.rename(database.parent)


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


@pytest.fixture(autouse=True)
def _forget_forms() -> Iterator[None]:
    """Forget what was kept in memory of published versions: ids come again after a rollback."""
    yield
    from django.conf import settings as django_settings

    if django_settings.configured:
        from goodoffices.field.services.receiving import finding

        for kept in vars(finding).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
