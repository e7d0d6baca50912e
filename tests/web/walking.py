"""How the tests walk past many addresses of the program in one go.

Each address is asked as if it were the only one: whatever a request wrote is taken back before the
next, and a walk goes on after a failure, so that one run tells all that is wrong.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from tests.cast import Cast
from tests.forgetting import forget_forms
from tests.web.addresses import PROGRAMME
from tests.web.declaring import Address, Exhibit

Check = Callable[[Address, str], None]
"""Asks one address, declared as it is, at its path, and asserts what has to be."""


def walk(
    names: Iterable[str],
    check: Check,
    *,
    cast: Cast,
    finding: Membership,
    clients: Iterable[Client],
    tlp: int = TLP.GREEN,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Check every address, with a record of its own as the member would find it.

    ``clients`` are those who ask; ``then`` is what happens between the making and the asking.
    """
    failed, clients = [], list(clients)
    for exhibit, those in _by_exhibit(names):
        with untouched(clients):
            code = exhibited(exhibit, cast, finding, tlp)
            then()
            for name in those:
                address = PROGRAMME[name]
                try:
                    with untouched(clients):
                        check(address, at(name, code or address.fixed))
                except Exception as error:
                    failed.append(f"{name}: {type(error).__name__}: {error}")
    assert not failed, "\n".join([f"{len(failed)} addresses:", *failed])


@contextmanager
def untouched(clients: Iterable[Client] = ()) -> Iterator[None]:
    """Take back at the end what was written, kept in memory, or given to the clients."""
    cache.clear()
    cookies = [(client, copy.deepcopy(client.cookies)) for client in clients]
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        forget_forms()
        for client, held in cookies:
            client.cookies = held
        cache.clear()


def _by_exhibit(names: Iterable[str]) -> Iterable[tuple[Exhibit | None, list[str]]]:
    """Gather the addresses that speak of the same kind of record: it is made once for them."""
    gathered: dict[Exhibit | None, list[str]] = {}
    for name in names:
        gathered.setdefault(PROGRAMME[name].exhibit, []).append(name)
    return gathered.items()


def exhibited(exhibit: Exhibit | None, cast: Cast, member: Membership, tlp: int) -> str:
    """Make a record; return its code, nothing where none is asked for."""
    if exhibit is None:
        return ""
    with scope(programme=cast.programme):
        return exhibit(cast, member, tlp)


def url(name: str, cast: Cast, member: Membership, *, tlp: int = TLP.GREEN) -> str:
    """Return an address of the programme with a record of its own in it."""
    address = PROGRAMME[name]
    return at(name, exhibited(address.exhibit, cast, member, tlp) or address.fixed)


def at(name: str, code: str = "", programme: str = "talmora") -> str:
    """Return the path of an address."""
    address = PROGRAMME[name]
    more = {address.argument: code} if code else {}
    return reverse(name, kwargs={"programme": programme, **more, **dict(address.besides)})


def ask(client: Client, address: Address, path: str) -> HttpResponse:
    """Ask in a way the address was made for."""
    return client.get(path) if address.gets else client.post(path)  # type: ignore[return-value]


def plain(answer: HttpResponse) -> str:
    """Return a page without what differs at every request."""
    body = answer.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)
    body = re.sub(r'"X-CSRFToken": "[^"]+"', "", body)
    return re.sub(r'name="next" value="[^"]+"', "", body)
