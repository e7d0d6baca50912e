"""The readers by name: what ``goodoffices load`` and the import page offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any

from goodoffices.codebook.errors import InvalidInput
from goodoffices.formats.values import Checked, Rejection, ReportRow


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file we can read.

    ``check(source, encoding=, limits=)`` looks through the whole file and raises `InvalidInput`
    with one sentence, or returns `Checked`; ``read`` takes the same arguments and yields rows and
    rejections in file order. Where ``needs_mapping``, both also take ``mapping=``.
    ``source_name`` is the publisher, for the source an import is filed under, and ``licence``
    what may be done with the data.
    """

    name: str
    label: str
    description: str
    module: str = field(repr=False)
    source_name: str = ""
    licence: str = ""
    needs_mapping: bool = False

    @property
    def check(self) -> Callable[..., Checked]:
        """The look through the whole file that comes before the first row."""
        check: Callable[..., Checked] = _function(self.module, "check")
        return check

    @property
    def read(self) -> Callable[..., Iterator[ReportRow | Rejection]]:
        """The generator of rows and rejections."""
        read: Callable[..., Iterator[ReportRow | Rejection]] = _function(self.module, "read")
        return read


def _function(module: str, name: str) -> Any:
    return getattr(import_module(f"goodoffices.formats.{module}"), name)


_ALL = (
    Reader(
        name="ucdp-ged",
        label="UCDP GED",
        description="Georeferenced events of organised violence, one row each: yearly releases "
        "17.1 to 25.1 and extracts of them, as CSV or Parquet.",
        module="ucdp",
        source_name="UCDP GED",
        licence="CC BY 4.0",
    ),
    Reader(
        name="ucdp-candidate",
        label="UCDP Candidate",
        description="Monthly and quarterly candidate events, with or without a header row; they "
        "may change or disappear in the yearly release.",
        module="ucdp",
        source_name="UCDP Candidate Events",
        licence="CC BY 4.0",
    ),
    Reader(
        name="acled",
        label="ACLED",
        description="An export from your own ACLED account (2024 and later columns), or a list of "
        "deleted events.",
        module="acled",
        source_name="ACLED",
        licence="ACLED terms of use: not to be passed on",
    ),
    Reader(
        name="table",
        label="Any table",
        description="A CSV, XLSX or Parquet table, read through a saved mapping of its columns.",
        module="mapping",
        needs_mapping=True,
    ),
)

READERS: MappingProxyType[str, Reader] = MappingProxyType({item.name: item for item in _ALL})


def reader(name: str) -> Reader:
    """Return a reader by name. Raises `InvalidInput` that lists the names."""
    try:
        return READERS[name]
    except KeyError:
        known = ", ".join(READERS)
        raise InvalidInput(f"There is no reader {name[:40]!r}: choose one of {known}.") from None
