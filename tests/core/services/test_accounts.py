"""Inviting, joining, changing and ending memberships."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.access import name_on
from goodoffices.core.models import ApiToken, AuditEntry, Membership, Place, User
from goodoffices.core.roles import Role
from goodoffices.core.services import accounts, tokens
from goodoffices.core.tlp import TLP
from tests.cast import PASSWORD, Cast

NEW = "a sentence known to one person"


def invite(
    cast: Cast, email: str = "New.Person@Example.org", **more: object
) -> accounts.Invitation:
    values: dict[str, object] = {
        "programme": cast.programme,
        "email": email,
        "name": "New Person",
        "role": Role.ANALYST,
        "by": cast.administrator.user,
    }
    return accounts.invite(**(values | more))  # type: ignore[arg-type]


def test_an_invitation_opens_an_account_and_a_membership_once(in_programme: Cast) -> None:
    made = invite(in_programme)
    assert not made.membership.active
    assert made.secret not in made.membership.invitation
    member = accounts.accept_with_password(secret=made.secret, name="New  Person", password=NEW)
    assert member.active
    assert User.objects.get(email="new.person@example.org").check_password(NEW)
    with pytest.raises(NotFound):
        accounts.invited(made.secret)


def test_an_invitation_runs_out(in_programme: Cast) -> None:
    made = invite(in_programme)
    Membership.objects.filter(pk=made.membership.pk).update(
        invited_until=timezone.now() - timedelta(seconds=1)
    )
    with pytest.raises(NotFound):
        accounts.accept_with_password(secret=made.secret, name="New Person", password=NEW)


def test_a_renewed_invitation_closes_the_old_link(in_programme: Cast) -> None:
    made = invite(in_programme)
    again = accounts.renew_invitation(
        membership=made.membership, by=in_programme.administrator.user
    )
    with pytest.raises(NotFound):
        accounts.invited(made.secret)
    assert accounts.invited(again.secret) == made.membership


def test_a_weak_password_changes_nothing(in_programme: Cast) -> None:
    made = invite(in_programme)
    for weak in ("elevenchars", "password1234", "123456789012345", "new.person@example.org"):
        with pytest.raises(InvalidInput) as refused:
            accounts.accept_with_password(secret=made.secret, name="New Person", password=weak)
        assert refused.value.code == "password"
    assert not User.objects.get(email="new.person@example.org").has_usable_password()
    assert accounts.invited(made.secret) == made.membership


def test_an_invitation_never_touches_the_password_of_an_account(in_programme: Cast) -> None:
    made = invite(in_programme, in_programme.stranger.email)
    with pytest.raises(Conflict):
        accounts.accept_with_password(secret=made.secret, name="Mallory", password=NEW)
    in_programme.stranger.refresh_from_db()
    assert in_programme.stranger.check_password(PASSWORD)
    assert in_programme.stranger.name == "Stra Nger"


def test_only_the_invited_account_can_accept(in_programme: Cast) -> None:
    made = invite(in_programme, in_programme.stranger.email)
    with pytest.raises(NotFound):
        accounts.accept_invitation(secret=made.secret, by=in_programme.outsider.user)
    assert accounts.accept_invitation(secret=made.secret, by=in_programme.stranger).active


def test_who_controls_an_account_elsewhere_does_not_come_in_by_it(in_programme: Cast) -> None:
    """Another programme's administrator invites the address first and keeps the account."""
    with scopes_disabled():
        elsewhere_admin = accounts.add_member(
            programme=in_programme.other_programme,
            user=User.objects.create_user("boss@example.org", PASSWORD, name="Bo Ss"),
            role=Role.ADMINISTRATOR,
            by=None,
        )
    theirs = invite(
        in_programme,
        "victim@example.org",
        programme=in_programme.other_programme,
        by=elsewhere_admin.user,
    )
    ours = invite(in_programme, "victim@example.org")
    held = accounts.accept_with_password(secret=theirs.secret, name="Vic Tim", password=NEW).user
    assert not Membership.objects.get(user=held).active
    assert ours.membership.user == held


def test_a_member_is_not_invited_again(in_programme: Cast) -> None:
    with pytest.raises(Conflict):
        invite(in_programme, in_programme.analyst.user.email)


def test_who_may_not_invite_does_not(in_programme: Cast) -> None:
    with pytest.raises(NotPermitted):
        invite(in_programme, by=in_programme.analyst.user)
    with pytest.raises(NotFound):
        invite(in_programme, by=in_programme.outsider.user)
    assert not User.objects.filter(email="new.person@example.org").exists()


def change(cast: Cast, member: Membership, by: Membership, **more: object) -> Membership:
    values: dict[str, object] = {
        "membership": member,
        "role": member.role,
        "clearance": member.clearance,
        "office": member.office,
        "by": by.user,
        "seen_before": accounts.seen(member),
    }
    return accounts.change_member(**(values | more))  # type: ignore[arg-type]


def test_two_people_changing_one_member_are_told(in_programme: Cast) -> None:
    shown = accounts.seen(in_programme.analyst)
    change(in_programme, in_programme.analyst, in_programme.director, role=Role.LIAISON)
    with pytest.raises(Conflict):
        change(
            in_programme,
            in_programme.analyst,
            in_programme.administrator,
            role=Role.PRESS_OFFICER,
            seen_before=shown,
        )
    in_programme.analyst.refresh_from_db()
    assert in_programme.analyst.role == Role.LIAISON


def test_nobody_changes_their_own_membership(in_programme: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(in_programme, in_programme.director, in_programme.director, clearance=0)
    assert refused.value.code == "own-membership"


def test_at_least_one_administrator_remains(in_programme: Cast) -> None:
    for act in (
        lambda: change(
            in_programme, in_programme.administrator, in_programme.director, role=Role.LIAISON
        ),
        lambda: accounts.end_membership(
            membership=in_programme.administrator, by=in_programme.director.user
        ),
    ):
        with pytest.raises(InvalidInput) as refused:
            act()
        assert refused.value.code == "last-administrator"
    change(in_programme, in_programme.analyst, in_programme.director, role=Role.ADMINISTRATOR)
    accounts.end_membership(membership=in_programme.administrator, by=in_programme.director.user)
    in_programme.administrator.refresh_from_db()
    assert not in_programme.administrator.active


@pytest.mark.parametrize(
    ("role", "clearance", "taken"),
    [
        (Role.PARTNER, TLP.GREEN, True),
        (Role.PARTNER, TLP.AMBER, False),
        (Role.ANALYST, TLP.AMBER_STRICT, True),
        (Role.ANALYST, TLP.RED, False),
        ("emperor", TLP.CLEAR, False),
    ],
)
def test_a_role_has_its_highest_clearance(
    in_programme: Cast, role: str, clearance: int, taken: bool
) -> None:
    made = lambda: change(  # noqa: E731
        in_programme,
        in_programme.analyst,
        in_programme.administrator,
        role=role,
        clearance=clearance,
    )
    if taken:
        assert made().clearance == clearance
    else:
        with pytest.raises(InvalidInput):
            made()


def test_the_end_of_a_membership_ends_its_tokens_and_namings(in_programme: Cast) -> None:
    member = in_programme.analyst
    _token, secret = tokens.issue_token(member=member, name="notebook", days=30)
    place = Place.objects.create(
        programme=in_programme.programme, kind="town", name="Harrow", tlp=TLP.RED
    )
    name_on(place, [member], by=in_programme.director.user)
    assert tokens.find_token(secret)
    accounts.end_membership(
        membership=member, by=in_programme.administrator.user, reason="moved on"
    )
    assert tokens.find_token(secret) is None
    again = invite(in_programme, member.user.email)
    joined = accounts.accept_invitation(secret=again.secret, by=member.user)
    assert not Place.objects.visible_to(joined).exists()
    assert not ApiToken.objects.filter(revoked_at__isnull=True).exists()


def test_the_log_says_who_did_it_and_names_no_address(in_programme: Cast) -> None:
    made = invite(in_programme)
    accounts.accept_with_password(secret=made.secret, name="New Person", password=NEW)
    entries = list(AuditEntry.objects.order_by("seq").values_list("action", "actor", "data"))
    assert [entry[0] for entry in entries] == ["core.member.invited", "core.member.joined"]
    assert entries[0][1] == in_programme.administrator.user_id
    assert "example.org" not in str(entries)
