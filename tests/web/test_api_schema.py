"""The API keeps its own description: schemathesis asks what nobody would ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django_scopes import scope
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import BaseSchema, Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from goodoffices.core.services import tokens
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Incident
from goodoffices.monitor.services import reports
from tests.cast import Cast
from tests.monitor.rows import row, source
from tests.publish.partners import stage as partners
from tests.publish.stage import publication
from tests.rights.stage import act, case, group, involve, person

PARTNER = "/api/v1/partner"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Keep the test's connection open over requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(_one_connection: None, cast: Cast, settings: Any) -> BaseSchema:
    """Return the description, with a token that may write and an incident to find."""
    from goodoffices.web.wsgi import application

    settings.API_PER_MINUTE = 1_000_000
    cache.clear()
    with scope(programme=cast.programme):
        _token, secret = tokens.issue_token(member=cast.director, name="x", days=1, may_write=True)
        origin = source(cast.programme, tlp=TLP.GREEN)
        report = reports.receive(
            programme=cast.programme, source=origin, row=row(), by=None, open_incident=True
        )
        incident = Incident.objects.get()
        known = _people(cast)
        with_ = partners.partner(cast.programme)
        partners.agreed(with_, states=["unverified"])
        _partners, partner_secret = partners.token(cast, with_)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)

    @schema.hook
    def map_headers(context: Any, headers: dict[str, str] | None) -> dict[str, str]:
        is_partners = context.operation.path.startswith(PARTNER)
        bearer = partner_secret if is_partners else secret
        own = {"Authorization": f"Bearer {bearer}", "Accept-Encoding": "identity"}
        return {**(headers or {}), **own}

    @schema.hook
    def map_path_parameters(context: Any, parts: dict[str, Any] | None) -> dict[str, Any]:
        codes = {"incidents": incident.code, "reports": report.code, **known}
        steps = context.operation.path.split("/")
        kind = next((one for one in steps if one in codes), "")
        return {**(parts or {}), "slug": "talmora", "code": codes.get(kind, "")}

    @schema.hook
    def map_body(context: Any, body: Any) -> Any:
        return {**body, "source": origin.code} if isinstance(body, dict) else body

    return schema


def _people(cast: Cast) -> dict[str, str]:
    """Return a record of each kind of the room of human rights, to find."""
    done, victim = act(cast.programme), person(cast.programme)
    involve(done, victim)
    made = {"acts": done, "persons": victim, "groups": group(cast.programme)}
    made |= {"cases": case(cast.programme), "publications": publication(cast.programme)}
    return {path: record.code for path, record in made.items()}


OPERATIONS = [
    ("GET", "/incidents"),
    ("GET", "/incidents/{code}"),
    ("GET", "/reports"),
    ("GET", "/reports/{code}"),
    ("POST", "/reports"),
    ("GET", "/sources"),
    ("GET", "/norms"),
    *(
        ("GET", f"/{path}{one}")
        for path in ("cases", "acts", "persons", "groups", "publications")
        for one in ("", "/{code}")
    ),
    ("GET", f"{PARTNER}/agreement"),
    ("GET", f"{PARTNER}/incidents"),
]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_the_api_keeps_its_description(described: BaseSchema, method: str, path: str) -> None:
    """No server error, and every answer of the status, type and form that is described."""

    whole = path if path.startswith(PARTNER) else "/api/v1/p/{slug}" + path

    @given(case=described[whole][method].as_strategy())
    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Case) -> None:
        cache.clear()
        case.call_and_validate(checks=CHECKS)

    asked()


def test_every_operation_is_asked(described: BaseSchema) -> None:
    found = {
        (one.ok().method.upper(), one.ok().path.removeprefix("/api/v1/p/{slug}"))
        for one in described.get_all_operations()
    }
    assert found == set(OPERATIONS)
