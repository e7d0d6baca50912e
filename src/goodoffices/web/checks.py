"""What an installation lacks, each with a sentence on how to mend it (``goodoffices check``).

Dangers that can be seen from the settings alone stop the web server from starting; all others
are told.
"""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from goodoffices.web.environment import BadSetting

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", "testserver"})
ROOM_BYTES = 2 * 2**30


class Level(StrEnum):
    """How grave a finding is."""

    DANGER = "danger"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an installation lacks: what it is, and how to mend it."""

    code: str
    level: Level
    what: str
    mend: str


def findings(settings: Any) -> list[Finding]:
    """Return all that this installation lacks, the dangers first."""
    found = [finding for look in (*SETTINGS_CHECKS, *MACHINE_CHECKS) for finding in look(settings)]
    return sorted(found, key=lambda finding: finding.level != Level.DANGER)


def refuse_unsafe(settings: Any) -> None:
    """Raise BadSetting for the first danger that the settings alone show."""
    for look in SETTINGS_CHECKS:
        for finding in look(settings):
            if finding.level == Level.DANGER:
                raise BadSetting(f"{finding.what} {finding.mend}")


def _danger(code: str, what: str, mend: str) -> Finding:
    return Finding(code, Level.DANGER, what, mend)


def _warning(code: str, what: str, mend: str) -> Finding:
    return Finding(code, Level.WARNING, what, mend)


def reached_from_outside(settings: Any) -> bool:
    """Say whether host names beyond this machine are served."""
    return not set(settings.ALLOWED_HOSTS) <= LOOPBACK


def debug(settings: Any) -> Iterator[Finding]:
    """Development mode shows the program's insides to whoever meets an error."""
    if settings.DEBUG:
        level = Level.DANGER if reached_from_outside(settings) else Level.WARNING
        what = "Development mode is on: error pages show data and settings."
        yield Finding("debug", level, what, "Unset GOODOFFICES_DEBUG.")


def demonstration(settings: Any) -> Iterator[Finding]:
    """The demonstration's passwords are known to everybody."""
    if settings.DEMO and reached_from_outside(settings):
        what = "The demonstration has known passwords and is served to other machines."
        yield _danger("demo", what, "Unset GOODOFFICES_DEMO, or leave GOODOFFICES_HOSTS unset.")


def https(settings: Any) -> Iterator[Finding]:
    """Without HTTPS, sessions and records can be read on the way."""
    if not settings.HTTPS and reached_from_outside(settings):
        what = "Pages are served to other machines without HTTPS."
        mend = "Put a proxy with a certificate in front, and unset GOODOFFICES_HTTPS."
        yield _danger("https", what, mend)


def hosts(settings: Any) -> Iterator[Finding]:
    """A wildcard host lets others make links that lead to themselves."""
    if any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        what = "GOODOFFICES_HOSTS holds a wildcard."
        yield _danger("hosts", what, "Name each host that people type.")


def origins(settings: Any) -> Iterator[Finding]:
    """Forms are accepted from named origins only, and these must be HTTPS."""
    bad = [origin for origin in settings.CSRF_TRUSTED_ORIGINS if not origin.startswith("https://")]
    if bad and settings.HTTPS:
        what = "GOODOFFICES_ORIGINS holds an origin without https://."
        yield _danger("origins", what, "Write each origin as https://name.")


def mail(settings: Any) -> Iterator[Finding]:
    """Without a mail server, links are handed over by hand."""
    if not settings.EMAIL_HOST:
        what = "No mail server is set: invitations and password links are not sent."
        yield _warning("mail", what, "Set GOODOFFICES_SMTP_HOST, or hand the links over.")


def data_folder(settings: Any) -> Iterator[Finding]:
    """The data folder is for the program's own user only."""
    data: Path = settings.DATA
    if not data.is_dir():
        yield _danger("data", f"There is no data folder {data}.", "Run: goodoffices init")
        return
    if data.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        what = f"Other users of this machine can look into {data}."
        yield _warning("data-open", what, f"Run: chmod 700 {data}")
    key = data / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        what = "Other users of this machine can read the secret key."
        yield _danger("key-open", what, f"Run: chmod 600 {key}, and replace the key.")


def room(settings: Any) -> Iterator[Finding]:
    """A full disk stops imports and backups."""
    if settings.DATA.is_dir() and shutil.disk_usage(settings.DATA).free < ROOM_BYTES:
        what = f"Less than 2 GB are free where {settings.DATA} lies."
        yield _warning("room", what, "Make room, or move the data folder.")


def database(settings: Any) -> Iterator[Finding]:
    """The database answers, can do what is asked of it, and is up to date."""
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        what = f"The database does not answer: {str(error).strip()}"
        yield _danger("database", what, "Look at GOODOFFICES_DATABASE and at the server.")
        return
    yield from _fit_database(connection)
    yield from _up_to_date(connection)


def _fit_database(connection: Any) -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
            if not cursor.fetchone()[0]:
                what = f"SQLite {sqlite3.sqlite_version} was built without full-text search."
                yield _danger("fts5", what, "Use a Python whose SQLite has FTS5.")
    elif connection.pg_version < 140000:
        what = f"PostgreSQL is too old ({connection.pg_version // 10000})."
        yield _danger("postgresql", what, "Use version 14 or newer.")


def _up_to_date(connection: Any) -> Iterator[Finding]:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        what = "The database is behind this version of the program."
        yield _danger("migrations", what, "Make a backup, then run: goodoffices migrate")
        return
    for look in RECORDS_CHECKS:
        yield from look()


def public_sites() -> Iterator[Finding]:
    """Public sites read through a connection that can see what was released and nothing else."""
    from goodoffices.publish.models import ReleasedSite
    from goodoffices.site.role import ROLE, what_is_missing

    said = what_is_missing()
    if not said:
        return
    what = f"Public sites cannot be shown: {said}"
    mend = (
        f"On PostgreSQL the public reads in the role {ROLE}. Let the program's login create roles "
        "and run goodoffices migrate, or see docs/how-to/open-the-public-site.md."
    )
    if ReleasedSite.objects.filter(open=True).exists():
        yield _danger("public-site", what, mend)
    else:
        yield _warning("public-site", what, mend)


def administrators() -> Iterator[Finding]:
    """Each programme has somebody who can let people in and out."""
    from goodoffices.core.models import Membership, Programme

    lead = Membership.objects.filter(active=True, role="administrator").values("programme")
    for programme in Programme.objects.exclude(pk__in=lead):
        what = f"The programme {programme.slug} has no administrator."
        yield _danger("administrator", what, "Make one with: goodoffices init")


def second_factors() -> Iterator[Finding]:
    """A password alone is weak where lives depend on confidentiality."""
    from goodoffices.core.models import Programme

    for programme in Programme.objects.filter(require_second_factor=False):
        what = f"The programme {programme.slug} does not ask for a second factor."
        yield _warning("second-factor", what, "An administrator can ask for it in its settings.")


def stored_files() -> Iterator[Finding]:
    """Bytes that changed on the disk are no evidence any more."""
    from goodoffices.core import evidence
    from goodoffices.core.models import Programme

    for programme in Programme.objects.order_by("slug"):
        hashes = list(evidence.damaged(programme).values_list("sha256", flat=True))
        if hashes:
            named = ", ".join(hashes[:3]) + (", ..." if len(hashes) > 3 else "")
            what = f"{len(hashes)} stored files of {programme.slug} are damaged: {named}"
            mend = "Restore them from a backup, then run: goodoffices evidence verify"
            yield _danger("stored-files", what, mend)


def worker() -> Iterator[Finding]:
    """Somebody has to do the background work."""
    from django.utils import timezone

    from goodoffices.core.models import Job

    since = timezone.now() - timedelta(minutes=10)
    waiting = Job.objects.filter(state=Job.State.WAITING, created_at__lt=since).count()
    if waiting:
        what = f"{waiting} background tasks have waited for over ten minutes."
        yield _warning("worker", what, "See that a worker runs: goodoffices worker")


def time_stamps(settings: Any) -> Iterator[Finding]:
    """A time stamp is worth what can be checked: an authority and its certificates go together."""
    if bool(settings.TIMESTAMP_URL) != bool(settings.TIMESTAMP_ROOTS):
        what = "Files are not time-stamped: an authority and its certificates go together."
        mend = "Set both GOODOFFICES_TIMESTAMP_URL and GOODOFFICES_TIMESTAMP_ROOTS, or neither."
        yield _warning("time-stamps", what, mend)
    elif settings.TIMESTAMP_ROOTS and not Path(settings.TIMESTAMP_ROOTS).is_file():
        what = f"There are no certificates at {settings.TIMESTAMP_ROOTS}."
        yield _warning("time-stamps", what, "See GOODOFFICES_TIMESTAMP_ROOTS.")


def frontend(settings: Any) -> Iterator[Finding]:
    """The stylesheet and the islands are built, not committed."""
    if not (settings.PACKAGE / "web/static/built/theme.css").is_file():
        what = "The stylesheet was not built: pages look bare."
        yield _warning("frontend", what, "Run: make setup, or install the wheel.")


def translations(settings: Any) -> Iterator[Finding]:
    """The languages other than English come from compiled catalogues."""
    for code, _name in settings.LANGUAGES:
        catalogue = settings.PACKAGE / "locale" / code / "LC_MESSAGES" / "django.mo"
        if code != "en" and not catalogue.is_file():
            what = f"The texts in the language {code!r} were not compiled."
            yield _warning("translations", what, "Run: make setup, or install the wheel.")


def _every_programme(
    look: Callable[[], Iterator[Finding]],
) -> Callable[[], list[Finding]]:
    def looked() -> list[Finding]:
        from django_scopes import scopes_disabled

        with scopes_disabled():
            return list(look())

    return looked


SETTINGS_CHECKS = (debug, demonstration, https, hosts, origins)
MACHINE_CHECKS = (data_folder, room, database, mail, time_stamps, frontend, translations)
RECORDS_CHECKS = tuple(
    map(_every_programme, (administrators, second_factors, stored_files, worker, public_sites))
)
