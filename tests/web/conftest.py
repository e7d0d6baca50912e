"""What the tests of pages and of the API share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django_scopes import scope

from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Report, Source
from goodoffices.monitor.services import reports as services
from tests.cast import Cast
from tests.monitor.rows import row, source
from tests.web.calling import Caller


@pytest.fixture
def analyst(cast: Cast) -> Caller:
    return Caller(cast.analyst, may_write=True)


@pytest.fixture
def radio(cast: Cast) -> Source:
    with scope(programme=cast.programme):
        return source(cast.programme, tlp=TLP.GREEN)


@pytest.fixture
def receive(cast: Cast, radio: Source) -> Callable[..., Report]:
    def received(external_id: str = "", tlp: int = TLP.AMBER, opening: bool = True) -> Report:
        with scope(programme=cast.programme):
            return services.receive(
                programme=cast.programme,
                source=radio,
                row=row(external_id),
                by=None,
                tlp=tlp,
                open_incident=opening,
            )

    return received
