"""Devices: who may issue and revoke, and what a secret opens."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry, Membership
from goodoffices.field.models import Device
from goodoffices.field.services import devices
from tests.cast import Cast


def issued(cast: Cast, member: Membership | None = None) -> tuple[Device, str]:
    officer = member or cast.field_officer
    return devices.issue_device(member=officer, name=" My  phone ", kind="web", by=officer.user)


def test_the_secret_is_known_only_once(in_programme: Cast) -> None:
    device, secret = issued(in_programme)
    assert device.name == "My phone"
    assert secret not in str(Device.objects.values().get())
    found = devices.find_device(secret)
    assert found == device
    assert found is not None
    assert found.membership == in_programme.field_officer


@pytest.mark.parametrize("secret", ["", "x", "x" * 43, "x" * 5000, "\x00" * 30])
def test_no_other_secret_opens_anything(in_programme: Cast, secret: str) -> None:
    issued(in_programme)
    assert devices.find_device(secret) is None


def test_revoking_holds_at_once(in_programme: Cast) -> None:
    device, secret = issued(in_programme)
    assert devices.find_device(secret)
    devices.revoke_device(device=device, reason="lost", by=in_programme.field_officer.user)
    assert devices.find_device(secret) is None
    devices.revoke_device(device=device, reason="again", by=in_programme.field_officer.user)
    assert AuditEntry.objects.filter(action="field.device.revoked").count() == 1


@pytest.mark.parametrize("what", ["membership", "account", "role", "clearance"])
def test_what_changes_for_the_officer_changes_for_the_phone(in_programme: Cast, what: str) -> None:
    _device, secret = issued(in_programme)
    before = devices.find_device(secret)
    assert before is not None
    officer = in_programme.field_officer
    if what == "membership":
        Membership.objects.filter(pk=officer.pk).update(active=False)
    elif what == "account":
        type(officer.user).objects.filter(pk=officer.user.pk).update(is_active=False)
    elif what == "role":
        Membership.objects.filter(pk=officer.pk).update(role="partner")
    else:
        Membership.objects.filter(pk=officer.pk).update(clearance=0)
    found = devices.find_device(secret)
    if what in {"membership", "account"}:
        assert found is None
    else:
        assert found is not None
        assert (found.membership.role == "partner") == (what == "role")
        assert (found.membership.clearance == 0) == (what == "clearance")


def test_two_look_ups_share_nothing(in_programme: Cast) -> None:
    _device, secret = issued(in_programme)
    first, second = devices.find_device(secret), devices.find_device(secret)
    assert first is not None
    assert second is not None
    assert first.membership is not second.membership


def test_who_may_issue_for_whom(in_programme: Cast) -> None:
    cast = in_programme
    officer = cast.field_officer
    devices.issue_device(member=officer, name="a", kind="collect", by=cast.monitoring_officer.user)
    with pytest.raises(NotPermitted):
        devices.issue_device(member=officer, name="a", kind="collect", by=cast.analyst.user)
    with pytest.raises(NotFound):
        devices.issue_device(member=officer, name="a", kind="collect", by=cast.outsider.user)
    with pytest.raises(NotPermitted):
        issued(cast, cast.partner)
    with pytest.raises(InvalidInput):
        devices.issue_device(member=officer, name=" ", kind="collect", by=officer.user)


def test_an_officer_has_only_so_many(in_programme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "MOST_DEVICES", 1)
    issued(in_programme)
    with pytest.raises(InvalidInput):
        issued(in_programme)


def test_seen_and_queue(in_programme: Cast) -> None:
    device, secret = issued(in_programme)
    devices.note_seen(device)
    devices.note_queue(device, queue={"waiting": 3, "oldest": None, "shell": "1"})
    found = devices.find_device(secret)
    assert found is not None
    assert found.last_seen_at is not None
    assert found.queue["waiting"] == 3
