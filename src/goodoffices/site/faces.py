"""Which programme's public site a request is for, and how addresses on it are written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from goodoffices.publish.models import ReleasedSite

PREFIX = "/site/"
RIGHT_TO_LEFT = frozenset({"ar", "he"})
NO_SITE = ReleasedSite(open=False)


@dataclass(frozen=True, slots=True)
class Face:
    """One programme's site as a request found it.

    ``base`` is what stands before all its addresses: ``/site/<programme>`` or nothing; ``rest``
    what the request asks for behind it. ``origin`` is what stands before that in absolute links.
    """

    programme: str
    base: str
    rest: str
    origin: str
    language: str = "en"
    site: ReleasedSite = field(default=NO_SITE, compare=False)

    @property
    def direction(self) -> str:
        """The direction in which this language is written."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def words(self) -> dict[str, str]:
        """What the programme says of itself in this language."""
        found: dict[str, str] = self.site.words.get(self.language, {})
        return found

    @property
    def name(self) -> str:
        """The programme's name in this language."""
        return self.words.get("name") or self.programme

    @property
    def languages(self) -> list[str]:
        """The languages of the site, in their fixed order."""
        known = self.site.languages or dict(settings.LANGUAGES)
        return [code for code, _name in settings.LANGUAGES if code in known]

    @property
    def root(self) -> str:
        """The absolute address of the whole site, without a slash at the end."""
        return self.site.address.rstrip("/") or f"{self.origin}{self.base}"

    def at(self, path: str = "", language: str = "") -> str:
        """Return the address of a page on this site, in the face's language if none is named."""
        return f"{self.base}/{language or self.language}/{path}"

    def absolute(self, path: str = "", language: str = "") -> str:
        """Return the same with scheme and host, for feeds, maps of the site and machines."""
        return f"{self.root}/{language or self.language}/{path}"

    def speaking(self, language: str) -> Face:
        """Return the face in another language."""
        return replace(self, language=language)


def face_of(request: HttpRequest) -> Face | None:
    """Return the site a request is for by its host or path; None where it is for the workspace."""
    host = request.get_host()
    origin = f"{request.scheme}://{host}"
    own: Any = settings.SITE_HOSTS.get(host.lower().rsplit(":", 1)[0])
    path = request.path_info
    if own:
        return Face(own, "", path.removeprefix("/"), origin)
    if not path.startswith(PREFIX):
        return None
    slug, slash, rest = path.removeprefix(PREFIX).partition("/")
    if not slash or slug in settings.SITE_HOSTS.values():
        return Face("", f"{PREFIX}-", rest, origin)
    return Face(slug, f"{PREFIX}{slug}", rest, origin)
