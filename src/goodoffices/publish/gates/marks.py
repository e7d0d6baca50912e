"""Nothing cited is marked more strictly than public release allows."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goodoffices.core.tlp import TLP
from goodoffices.publish.gates.citing import uses
from goodoffices.publish.gates.draft import Draft, found_at
from goodoffices.publish.gates.finding import Finding

GATE = "tlp"


def findings(draft: Draft) -> list[Finding]:
    """Return the sentences whose evidence lies above the mark; not overridable.

    A record that the reader may not see is not looked at here (`levels` says it is hidden).
    """
    most = draft.rules.tlp
    return [
        found_at(
            GATE,
            passage,
            start,
            end,
            key,
            cited.evidence.tlp,
            most,
            why=_(
                "What it cites is marked %(mark)s; behind a public text may stand %(most)s at most."
            )
            % {"mark": TLP(cited.evidence.tlp).label, "most": TLP(most).label},
            do=_("Cite something else, or have whoever may do so lower the mark of the record."),
            key=key,
            overridable=False,
        )
        for passage, start, end, key, cited in uses(draft)
        if cited.evidence.tlp is not None and cited.evidence.tlp > most
    ]
