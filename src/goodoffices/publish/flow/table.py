"""The state table: which steps a publication can take, who may take them, what each demands.

Nothing here reads a record; `moving` holds to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.publish.models.publications import State


@dataclass(frozen=True, slots=True)
class Move:
    """One step: from where, to where, with which permission.

    ``checks``: it says that somebody checked the texts, so that no author may take it. ``forward``:
    it brings the publication nearer to the public, so that no gate may be open. ``reason``: one has
    to be given. ``by_hand``: people take it on the page; the others belong to a service of theirs
    (a moment is asked, an edition is made).
    """

    name: str
    of: tuple[State, ...]
    to: State
    permission: str
    checks: bool = False
    forward: bool = True
    reason: bool = False
    by_hand: bool = True


S = State
CHECKED_IN = (S.FACTS, S.LANGUAGE, S.DIRECTOR, S.SECURITY)
"""The four checks, in their order."""

UNDER_WAY = (*CHECKED_IN, S.READY, S.SCHEDULED, S.HELD)
"""Where a change of the texts undoes what was checked."""

MOVES = (
    Move("submit", (S.DRAFT,), S.FACTS, "publish.write"),
    Move("facts", (S.FACTS,), S.LANGUAGE, "publish.facts", checks=True),
    Move("language", (S.LANGUAGE,), S.DIRECTOR, "publish.language", checks=True),
    Move("approve", (S.DIRECTOR,), S.SECURITY, "publish.approve", checks=True),
    Move("security", (S.SECURITY,), S.READY, "publish.security", checks=True),
    Move("schedule", (S.READY,), S.SCHEDULED, "publish.release", by_hand=False),
    Move("publish", (S.READY, S.SCHEDULED), S.PUBLISHED, "publish.release", by_hand=False),
    Move("unschedule", (S.SCHEDULED,), S.READY, "publish.release", forward=False, reason=True),
    Move("hold", (S.READY, S.SCHEDULED), S.HELD, "publish.release", forward=False, by_hand=False),
    Move("recheck", (S.HELD,), S.FACTS, "publish.release"),
    Move("back", UNDER_WAY, S.DRAFT, "", forward=False, reason=True),
    Move("drop", (S.DRAFT,), S.DROPPED, "publish.write", forward=False, reason=True),
    Move("take_up", (S.DROPPED,), S.DRAFT, "publish.write", forward=False),
    Move("corrected", (S.PUBLISHED,), S.CORRECTED, "", forward=False, by_hand=False),
    Move("withdraw", (S.PUBLISHED, S.CORRECTED), S.WITHDRAWN, "", forward=False, by_hand=False),
)
BY_NAME = {move.name: move for move in MOVES}
CHECKERS = {move.of[0]: move.permission for move in MOVES if move.checks}
"""By state: the permission of those it waits for."""


def move_of(name: str, state: str) -> Move | None:
    """Return the step of that name if it can be taken from a state."""
    move = BY_NAME.get(name)
    return move if move and state in move.of else None


def permissions(move: Move, state: str) -> tuple[str, ...]:
    """Return the permissions of which one allows a step: whoever may check may send back."""
    if move.name != "back":
        return (move.permission,) if move.permission else ()
    checker = CHECKERS.get(State(state))
    return ("publish.write", *([checker] if checker else ["publish.release"]))
