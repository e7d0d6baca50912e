"""How values are said in the interface: tolls with their interval, imprecise dates, moments."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOT_KNOWN = gettext_lazy("not known")


def toll_in_words(low: int | None, best: int | None, high: int | None) -> str:
    """Say a count of people: ``12 (9–15)``, ``9–15``, ``12``, ``at least 9``, ``at most 15``.

    At least one of the three is known. An interval of one value is said as that value.
    """
    interval = _interval(low, high)
    if best is None:
        return interval
    if low == high == best or (low is None and high is None):
        return f"{best:,}"
    return f"{best:,} ({interval})"


def _interval(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,}–{high:,}"
    if low is not None:
        return _("at least %(count)s") % {"count": f"{low:,}"}
    if high is not None:
        return _("at most %(count)s") % {"count": f"{high:,}"}
    return ""


def span_in_words(edtf: str, language: str) -> str:
    """Say an imprecise date in a language; text that is no EDTF is printed as it stands."""
    from goodoffices.codebook.errors import InvalidInput
    from goodoffices.methods.dates import parse, print_span

    try:
        return print_span(parse(edtf), language)
    except InvalidInput:
        return edtf
