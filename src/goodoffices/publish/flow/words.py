"""The states, steps and reasons of a publication in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

STEPS: dict[str, tuple[Promise | str, Promise | str]] = {
    "submit": (gettext_lazy("Send into the checks"), gettext_lazy("It is being checked now.")),
    "facts": (gettext_lazy("The facts hold"), gettext_lazy("The facts are checked.")),
    "language": (
        gettext_lazy("The language is neutral"),
        gettext_lazy("The language is reviewed."),
    ),
    "approve": (gettext_lazy("Approve"), gettext_lazy("It is approved.")),
    "security": (gettext_lazy("It endangers nobody"), gettext_lazy("It is ready to come out.")),
    "unschedule": (
        gettext_lazy("Take off the schedule"),
        gettext_lazy("It does not come out now."),
    ),
    "recheck": (gettext_lazy("Have it checked again"), gettext_lazy("It is being checked again.")),
    "back": (gettext_lazy("Send back to draft"), gettext_lazy("It is a draft again.")),
    "drop": (gettext_lazy("Drop it"), gettext_lazy("It is dropped.")),
    "take_up": (gettext_lazy("Take it up again"), gettext_lazy("It is a draft again.")),
}
"""What the button of a step says, and the message after it."""

REASONS: dict[str, Promise | str] = {
    "text-changed": gettext_lazy("A text or a citation was changed after it was checked."),
    "check-missing": gettext_lazy("A check is missing."),
    "own-text": gettext_lazy("Somebody who wrote a part of it checked it."),
    "same-person": gettext_lazy("Too few people looked at it."),
    "embargo": gettext_lazy("The embargo is not over."),
    "nobody-answers": gettext_lazy("Nobody who checked or released it is a member any more."),
    "not-out": gettext_lazy("What it corrects is not out any more."),
    "amended-stale": gettext_lazy("A translation of the amended text does not follow its source."),
}
OF_EVIDENCE: dict[str, Promise | str] = {
    "withdrawn": gettext_lazy("[@%(key)s]: what it cites was withdrawn or refuted."),
    "merged": gettext_lazy("[@%(key)s]: what it cites was merged into another record."),
    "hidden": gettext_lazy("[@%(key)s]: what it cites may not be seen any more."),
    "weaker": gettext_lazy("[@%(key)s]: what it cites is less sure than it was."),
    "restricted": gettext_lazy("[@%(key)s]: what it cites is marked more strictly now."),
    "figures": gettext_lazy("[@%(key)s]: a figure, date or place is another now."),
    "drawn": gettext_lazy("[@%(key)s]: the numbers of the picture are others now."),
    "gone": gettext_lazy("[@%(key)s]: the citation was taken back."),
    "text-changed": gettext_lazy("[@%(key)s]: the citation is new."),
}
"""Why something was held back, or cannot come out; of the evidence under a key."""


SINCE: dict[str, Promise | str] = {
    "withdrawn": gettext_lazy("The record was withdrawn or refuted."),
    "merged": gettext_lazy("The record was merged into another."),
    "hidden": gettext_lazy("The record may not be seen by you any more."),
    "weaker": gettext_lazy("The record is less sure than it was."),
    "restricted": gettext_lazy("The record is marked more strictly now."),
    "figures": gettext_lazy("A figure, date or place is another now."),
    "drawn": gettext_lazy("The numbers of the picture are others now."),
    "gone": gettext_lazy("The citation was taken back for the next edition."),
}
"""What changed beneath a text that is out."""


LEFT_TO_RIGHT, AS_BEFORE = "\u2066", "\u2069"
"""Signs around a mark of citation, which is read from the left in every language."""


def sentences(why: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say reasons that are kept as codes, in the language in use."""
    return [_sentence(one) for one in why]


def _sentence(one: Mapping[str, Any]) -> str:
    what, key = str(one.get("what", "")), str(one.get("key", ""))
    if what == "gate-open":
        count = int(one.get("count", 1))
        said = ngettext(
            "%(count)s finding of a gate is open.",
            "%(count)s findings of the gates are open.",
            count,
        )
        return said % {"count": count}
    if key and what in OF_EVIDENCE:
        mark = key.removeprefix("corrected ")
        said = str(OF_EVIDENCE[what]) % {"key": mark}
        return said.replace(f"[@{mark}]", f"{LEFT_TO_RIGHT}[@{mark}]{AS_BEFORE}")
    return str(REASONS.get(what, _("Something stands against it.")))
