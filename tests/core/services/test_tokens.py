"""Tokens of the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from goodoffices.codebook.errors import InvalidInput, NotPermitted
from goodoffices.core.models import ApiToken, User
from goodoffices.core.services import tokens
from tests.cast import Cast


def test_only_the_hash_of_a_token_is_kept(in_programme: Cast) -> None:
    token, secret = tokens.issue_token(member=in_programme.analyst, name="notebook", days=30)
    stored = ApiToken.objects.filter(pk=token.pk).values().get()
    assert secret not in str(stored)
    assert tokens.find_token(secret) == token
    assert tokens.find_token(secret + "x") is None
    assert tokens.find_token(token.digest) is None


def test_a_revoked_or_old_token_opens_nothing(in_programme: Cast) -> None:
    token, secret = tokens.issue_token(member=in_programme.analyst, name="notebook", days=1)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert tokens.find_token(secret) is None
    other, open_secret = tokens.issue_token(member=in_programme.analyst, name="two", days=1)
    tokens.revoke_token(token=other, by=in_programme.analyst.user)
    assert tokens.find_token(open_secret) is None


def test_a_token_of_a_closed_account_opens_nothing(in_programme: Cast) -> None:
    _token, secret = tokens.issue_token(member=in_programme.analyst, name="notebook", days=1)
    User.objects.filter(pk=in_programme.analyst.user_id).update(is_active=False)
    assert tokens.find_token(secret) is None


def test_a_token_cannot_do_more_than_its_member(in_programme: Cast) -> None:
    with pytest.raises(NotPermitted):
        tokens.issue_token(member=in_programme.partner, name="x", days=1)
    with pytest.raises(NotPermitted):
        tokens.issue_token(member=in_programme.administrator, name="x", days=1, may_write=True)
    token, _secret = tokens.issue_token(
        member=in_programme.analyst, name="x", days=1, may_write=True
    )
    assert token.may_write


def test_another_members_token_is_revoked_by_administrators_only(in_programme: Cast) -> None:
    token, secret = tokens.issue_token(member=in_programme.analyst, name="x", days=1)
    with pytest.raises(NotPermitted):
        tokens.revoke_token(token=token, by=in_programme.monitoring_officer.user)
    assert tokens.find_token(secret)
    tokens.revoke_token(token=token, by=in_programme.administrator.user)
    assert tokens.find_token(secret) is None


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lives_a_year_at_most(in_programme: Cast, days: int) -> None:
    with pytest.raises(InvalidInput):
        tokens.issue_token(member=in_programme.analyst, name="x", days=days)


def test_tokens_do_not_pile_up(in_programme: Cast) -> None:
    for number in range(tokens.MOST_TOKENS):
        tokens.issue_token(member=in_programme.analyst, name=str(number), days=1)
    with pytest.raises(InvalidInput):
        tokens.issue_token(member=in_programme.analyst, name="one more", days=1)
