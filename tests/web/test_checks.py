"""What an installation lacks is named, and an unsafe one does not start."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.core.models import Job, Membership
from goodoffices.web import checks
from goodoffices.web.environment import BadSetting
from tests.cast import Cast

SAFE = {
    "DEBUG": False,
    "DEMO": False,
    "HTTPS": True,
    "ALLOWED_HOSTS": ["offices.example.org"],
    "CSRF_TRUSTED_ORIGINS": ["https://offices.example.org"],
    "EMAIL_HOST": "mail.example.org",
}


def settings(**changes: object) -> SimpleNamespace:
    """Return settings of a safe installation, with some changed."""
    return SimpleNamespace(**(SAFE | changes))


def dangers(**changes: object) -> list[str]:
    """Return the codes of the dangers in such settings."""
    held = settings(**changes)
    found = [finding for look in checks.SETTINGS_CHECKS for finding in look(held)]
    return [finding.code for finding in found if finding.level == checks.Level.DANGER]


def test_a_safe_installation_starts():
    assert dangers() == []
    checks.refuse_unsafe(settings())


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("debug", {"DEBUG": True}),
        ("demo", {"DEMO": True}),
        ("https", {"HTTPS": False}),
        ("hosts", {"ALLOWED_HOSTS": ["*"]}),
        ("hosts", {"ALLOWED_HOSTS": [".example.org"]}),
        ("origins", {"CSRF_TRUSTED_ORIGINS": ["http://offices.example.org"]}),
    ],
)
def test_an_unsafe_one_does_not(code: str, changes: dict[str, object]):
    assert code in dangers(**changes)
    with pytest.raises(BadSetting, match="GOODOFFICES_"):
        checks.refuse_unsafe(settings(**changes))


@pytest.mark.parametrize("change", ["DEBUG", "DEMO"])
def test_on_ones_own_machine_more_is_allowed(change: str):
    own = {"ALLOWED_HOSTS": ["localhost", "127.0.0.1"], "HTTPS": False, change: True}
    assert dangers(**own) == []


def test_an_open_data_folder_is_told(tmp_path: Path):
    tmp_path.chmod(0o755)
    key = tmp_path / "secret-key"
    key.write_text("x", encoding="ascii")
    key.chmod(0o644)
    found = {finding.code: finding for finding in checks.data_folder(settings(DATA=tmp_path))}
    assert set(found) == {"data-open", "key-open"}
    assert f"chmod 700 {tmp_path}" in found["data-open"].mend
    tmp_path.chmod(0o700)
    key.chmod(0o600)
    assert list(checks.data_folder(settings(DATA=tmp_path))) == []


def test_a_missing_data_folder_is_told(tmp_path: Path):
    (found,) = checks.data_folder(settings(DATA=tmp_path / "none"))
    assert found.code == "data"


def codes() -> list[str]:
    """Return what the database shows."""
    with scopes_disabled():
        return [finding.code for finding in checks.database(settings())]


def test_a_programme_without_administrator_is_told(cast: Cast):
    assert codes().count("administrator") == 1  # the other programme has none
    with scopes_disabled():
        Membership.objects.filter(pk=cast.administrator.pk).update(active=False)
    assert codes().count("administrator") == 2


def test_a_programme_without_second_factor_is_told(cast: Cast):
    assert codes().count("second-factor") == 2


def test_work_that_nobody_does_is_told(cast: Cast):
    assert "worker" not in codes()
    with scopes_disabled():
        long_ago = timezone.now() - timedelta(hours=1)
        Job.objects.create(programme=cast.programme, kind="x", created_at=long_ago)
    assert "worker" in codes()


def test_a_missing_stylesheet_and_missing_languages_are_told(tmp_path: Path):
    held = settings(PACKAGE=tmp_path, LANGUAGES=[("en", "English"), ("ar", "Arabic")])
    assert [finding.code for finding in checks.frontend(held)] == ["frontend"]
    assert [finding.code for finding in checks.translations(held)] == ["translations"]
