"""What the records beneath a publication say today: the evidence behind each citation.

The editor, the gates and the freezing of an edition all ask here, so that they never disagree.
"""

from goodoffices.publish.evidence.resolving import resolve, resolve_all, resolve_each
from goodoffices.publish.evidence.values import FIGURES, Evidence, Standing, figure_texts

__all__ = [
    "FIGURES",
    "Evidence",
    "Standing",
    "figure_texts",
    "resolve",
    "resolve_all",
    "resolve_each",
]
