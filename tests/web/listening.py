"""What a page reads of its address: only those parts can change what it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict


class Heard(set[str]):
    """The parts asked for by name; ``everything`` where a page went through all there are."""

    everything = False

    def __contains__(self, part: object) -> bool:
        return self.everything or super().__contains__(part)


class Listening(QueryDict):
    """The parts of an address, which note what is asked of them.

    Handing all of them on into links, unread, is not noted: it treats every part alike.
    """

    heard = Heard()

    def __getitem__(self, part: str) -> Any:
        self.heard.add(part)
        return super().__getitem__(part)

    def __contains__(self, part: object) -> bool:
        self.heard.add(str(part))
        return super().__contains__(part)

    def getlist(self, part: str, default: Any = None) -> list[Any]:
        self.heard.add(part)
        return super().getlist(part, default)

    def __iter__(self) -> Iterator[str]:
        self.heard.everything = True
        return super().__iter__()

    def __len__(self) -> int:
        self.heard.everything = True
        return super().__len__()

    def copy(self) -> Listening:
        made = Listening("", mutable=True, encoding=self.encoding)
        made.heard = self.heard
        for part, values in dict.items(self):
            made.setlist(part, list(values))
        return made

    def urlencode(self, safe: str | None = None) -> str:
        handed_on = QueryDict("", mutable=True, encoding=self.encoding)
        for part, values in dict.items(self):
            handed_on.setlist(part, values)
        return handed_on.urlencode(safe)


def _whole(way: str) -> Any:
    def went_through_all(self: Listening, *args: Any, **options: Any) -> Any:
        self.heard.everything = True
        return getattr(QueryDict, way)(self, *args, **options)

    return went_through_all


for _way in ("items", "keys", "values", "lists", "dict", "__copy__", "__deepcopy__"):
    setattr(Listening, _way, _whole(_way))


def listen(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Return what collects the parts that are read from now on."""
    heard = Heard()

    def given(request: WSGIRequest) -> QueryDict:
        made = Listening(request.META.get("QUERY_STRING", ""), encoding=request.encoding)
        made.heard = heard
        return made

    monkeypatch.setattr(WSGIRequest, "GET", property(given))
    return heard
