"""What must be forgotten when a programme is closed: keys and whatever else a process holds.

A room says once what it holds (`on_lockdown`). It is told in every process that learns of the
closing: in the one that closed at the commit, in workers within seconds, in web processes at the
next request that speaks of the programme. So a room also asks `refuse` before it loads a key.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock as Mutex

from django_scopes import scopes_disabled

from goodoffices.core.access import closed
from goodoffices.core.models import Programme
from goodoffices.core.shutting import Shut

Forget = Callable[[int], object]

FORGETTING: list[Forget] = []
_seen: dict[int, str] = {}
_mutex = Mutex()


def on_lockdown(function: Forget) -> Forget:
    """Register what is called with a programme's id when it, or an office of it, is closed.

    It is called outside a transaction and in no scope, must be quick, and may come twice.
    """
    if function not in FORGETTING:
        FORGETTING.append(function)
    return function


def forget(programme_id: int) -> None:
    """Have this process forget what it holds of a programme."""
    for function in FORGETTING:
        function(programme_id)


def notice(programme: Programme) -> None:
    """Forget what this process holds if the programme was closed since it was last seen here."""
    with _mutex:
        before = _seen.get(programme.pk, "")
        if before == programme.shut:
            return
        _seen[programme.pk] = programme.shut
    if programme.shut:
        forget(programme.pk)


def watch() -> None:
    """Notice every closing and opening; what a worker asks every few seconds."""
    with _mutex:
        known = [pk for pk, mode in _seen.items() if mode]
    for programme in Programme.objects.exclude(shut="") | Programme.objects.filter(pk__in=known):
        notice(programme)


def refuse(programme_id: int) -> None:
    """Raise `Closed` where the programme answers nobody now, as the database says this moment."""
    with scopes_disabled():
        shut = Programme.objects.filter(pk=programme_id).values_list("shut", flat=True).first()
    if shut == Shut.NO_ACCESS:
        raise closed(shut)
