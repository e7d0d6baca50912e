"""Publishers of known data sets: the source an import is filed under, with its terms."""

from __future__ import annotations

from goodoffices.core.models import Programme, User
from goodoffices.core.tlp import TLP
from goodoffices.formats.registry import Reader
from goodoffices.monitor.models import Source
from goodoffices.monitor.services.sources import named_source

CITATIONS = {
    "ucdp-ged": (
        "Cite: Sundberg, Ralph and Erik Melander (2013) Introducing the UCDP Georeferenced Event "
        "Dataset. Journal of Peace Research 50(4); and the article that UCDP names for the "
        "release. Codebook and releases: Uppsala Conflict Data Program, Department of Peace and "
        "Conflict Research, Uppsala University."
    ),
    "ucdp-candidate": (
        "Cite: Hegre, Håvard, Mihai Croicu, Kristine Eck and Stina Högbladh (2020) Introducing "
        "the UCDP Candidate Events Dataset. Research & Politics 7(3). Candidate events may "
        "change or disappear in the yearly release."
    ),
    "acled": (
        "Cite ACLED as its terms of use ask. The data may not be passed on to others: keep the "
        "marks of what is loaded from it, and check its terms before you export."
    ),
}
"""How a publisher asks to be cited: kept in the source's note."""


def publisher(
    *, programme: Programme, reader: Reader, by: User | None, name: str = "", tlp: int = TLP.AMBER
) -> Source:
    """Return the source a reader's files are filed under; added with licence and citation."""
    called = (name or reader.source_name or reader.label).strip()
    return named_source(
        programme=programme,
        name=called,
        by=by,
        kind="data_set" if reader.source_name else "other",
        languages=["en"] if reader.source_name else [],
        tlp=tlp,
        note=CITATIONS.get(reader.name, ""),
        licence=reader.licence,
        external_key=reader.name,
    )
