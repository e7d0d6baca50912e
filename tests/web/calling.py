"""A machine that calls the API with a member's token, and how its problems look."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django_scopes import scope

from goodoffices.core.models import Membership
from goodoffices.core.services import tokens

BASE = "/api/v1/p/talmora"


class Caller:
    """A machine with a member's token."""

    def __init__(self, member: Membership, *, may_write: bool = False) -> None:
        with scope(programme=member.programme):
            self.token, self.secret = tokens.issue_token(
                member=member, name="x", days=1, may_write=may_write
            )
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"})

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(BASE + path, query)  # type: ignore[return-value]

    def post(self, given: dict[str, Any], **headers: str) -> HttpResponse:
        return self.client.post(  # type: ignore[return-value]
            f"{BASE}/reports", given, content_type="application/json", headers=headers
        )


def problem(answer: HttpResponse, status: int, code: str) -> dict[str, Any]:
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    return body
