"""An incident of twenty reports in a measured programme, and how many queries its page costs.

Run by `benchmarks.pages` in a process of its own: ``python -m benchmarks.twenty``, with the data
folder in the environment. Prints the incident's code and the number of queries.
"""

from __future__ import annotations

import os

NUMBER = 20
NAME = "Benchmark of twenty"


def main() -> None:
    """Make the incident once; count the queries of its page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodoffices.web.settings")
    import django

    django.setup()
    from django_scopes import scope

    from goodoffices.core.models import Membership, Programme
    from goodoffices.core.roles import Role

    programme = Programme.objects.get(slug="bench")
    with scope(programme=programme):
        # Whoever founded the programme looks at it as those do who work in it.
        Membership.objects.update(role=Role.MONITORING_OFFICER)
        member = Membership.objects.select_related("user").order_by("pk")[0]
        code = _made(programme, member.user)
    print(code, _queries(f"/p/bench/incidents/{code}/", member.user))


def _made(programme, user) -> str:  # type: ignore[no-untyped-def]
    from django.db import transaction

    from goodoffices.monitor import services
    from goodoffices.monitor.models import Incident, Source
    from tests.monitor.rows import row

    source, _made = Source.objects.get_or_create(programme=programme, name=NAME, kind="media")
    made = Incident.objects.filter(sole_source=source).first()
    if made is None:
        with transaction.atomic():
            reports = [
                services.receive(
                    programme=programme,
                    source=source,
                    row=row(f"t{n}", killed=(n, n + 1, n + 2), day=f"2026-03-{n + 1:02}"),
                    by=user,
                )
                for n in range(NUMBER)
            ]
            made = services.open_incident(programme=programme, reports=reports, by=user)
    return str(made.code)


def _queries(path: str, user) -> int:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return len(seen)


if __name__ == "__main__":
    main()
