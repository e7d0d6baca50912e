"""One person as a list names them. What could show a name is left out of every printed form."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of a list of people.

    ``line`` is counted from 1 with the header as line 1; ``external_id`` is the list's own, or the
    digest of the row; ``born`` is the year of birth, worked out from the age where ``born_by_age``
    (it may then be a year off); ``date`` is EDTF of what happened, ``status`` a code of
    ``toll_measures`` or empty; ``raw`` the row as received (canonical JSON), ``digest`` its
    SHA-256.
    """

    line: int
    external_id: str = field(repr=False)
    name: str = field(repr=False)
    raw: str = field(repr=False)
    digest: str
    other_names: tuple[str, ...] = field(default=(), repr=False)
    sex: str = ""
    born: int | None = None
    born_by_age: bool = False
    age: int | None = None
    date: str = ""
    date_precision: str = ""
    places: tuple[str, ...] = ()
    status: str = ""
