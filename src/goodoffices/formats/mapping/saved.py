"""What every mapping of columns shares: it is saved as JSON, and read back whole or refused."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any, ClassVar, Self

from goodoffices.codebook.errors import InvalidInput


class Saved:
    """A frozen dataclass that is kept as JSON; it says how one value is read, and what it needs."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @staticmethod
    def value(name: str, value: Any) -> Any:
        """Return one plain value as the field holds it; any error refuses the mapping."""
        raise NotImplementedError

    def require_sound(self) -> None:
        """Raise `InvalidInput` for a mapping that says too little, or names unknown codes."""
        raise NotImplementedError

    def to_json(self) -> str:
        """Write the mapping as JSON that `from_json` reads back to an equal value."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a mapping from JSON. Raises `InvalidInput` naming what does not fit."""
        try:
            data = json.loads(text)
        except ValueError:
            raise InvalidInput("The saved mapping is not JSON: make it again.") from None
        return cls.from_dict(data)

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Read a mapping from plain values, as a form or JSON gives them. Raises `InvalidInput`."""
        if not isinstance(data, dict):
            raise InvalidInput("The mapping is not a set of named values: make it again.")
        known = {item.name for item in fields(cls)}
        if unknown := sorted(set(map(str, data)) - known):
            raise InvalidInput(f"The mapping has unknown parts: {', '.join(unknown)[:200]}.")
        try:
            mapping = cls(**{name: cls.value(name, value) for name, value in data.items()})
        except (TypeError, ValueError, AttributeError):
            raise InvalidInput("The mapping is not in the expected form: make it again.") from None
        mapping.require_sound()
        return mapping
