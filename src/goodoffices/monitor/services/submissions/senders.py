"""Who says what comes from the field: an office and a device, each pair one source."""

from __future__ import annotations

from goodoffices.codebook.errors import Conflict
from goodoffices.core.models import Office, Programme
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Device, Submission
from goodoffices.monitor.models import Source
from goodoffices.monitor.services.sources import add_source

_COMMA = {"ar": "، "}
_BY_HAND = {"en": "brought by hand", "ar": "سُلِّم باليد", "he": "נמסר ביד"}
LANGUAGES = ("en", "ar", "he")


class Senders:
    """Finds the source of each submission; one that sends for the first time is added."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._by_key: dict[str, Source] = {}

    def source_of(self, submission: Submission) -> Source:
        """Return the source of a submission: its device, else its office."""
        device, office = submission.device, submission.office
        key = _key(device, office)
        if key not in self._by_key:
            self._by_key[key] = self._found(key) or self._added(key, device, office)
        return self._by_key[key]

    def _found(self, key: str) -> Source | None:
        rows = Source.objects.filter(programme=self._programme, external_key=key)
        return rows.order_by("pk").first()

    def _added(self, key: str, device: Device | None, office: Office | None) -> Source:
        if device is not None:
            office = device.office or office
        labels = {one: _label(one, device, office) for one in LANGUAGES}
        for name in (labels["en"], f"{labels['en'][:180]} ({key.rpartition(':')[2]})"):
            try:
                return add_source(
                    programme=self._programme,
                    name=name,
                    by=None,
                    kind="staff",
                    labels=labels,
                    office=office,
                    tlp=TLP.AMBER,
                    external_key=key,
                )
            except Conflict:
                found = self._found(key)
                if found is not None:
                    return found
        raise Conflict("Two sources have the name of this device: rename one of them.")


def _key(device: Device | None, office: Office | None) -> str:
    if device is not None:
        return f"device:{device.code}"
    return f"office:{office.code}" if office else "field"


def _label(language: str, device: Device | None, office: Office | None) -> str:
    """Return office and device in one language; the device has only the name it was given."""
    names = office.names if office else {}
    called = names.get(language) or names.get("en") or (office.code if office else "")
    own = device.name if device else _BY_HAND[language]
    return _COMMA.get(language, ", ").join(part for part in (called, own) if part)[:200]
