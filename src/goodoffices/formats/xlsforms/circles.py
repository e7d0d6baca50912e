"""Find questions that depend on each other in a circle: phones refuse to open such a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from goodoffices.formats.xlsforms.describing import QUOTED
from goodoffices.formats.xlsforms.xform import XForm

LOGIC = ("calculate", "relevant", "readonly", "required")
"""What is worked out from other answers. A constraint may speak of its own answer."""

REFERENCE = re.compile(r"(?<![\w.\])/-])((?:current\(\))?\.{1,2}/[\w./-]+|/[A-Za-z_][\w./-]*)(\[)?")


def circles(form: XForm) -> list[tuple[str, ...]]:
    """Return the circles found, each as the paths that lead round it; at most one a question."""
    graph = {path: tuple(_needs(form, path, bind)) for path, bind in form.binds.items()}
    return _circles(graph)


def _needs(form: XForm, path: str, bind: Mapping[str, str]) -> Iterator[str]:
    """Yield the paths that a question is worked out from.

    References with a condition in brackets point at another round of a repeat, and so do
    ``indexed-repeat`` and ``position``: they are no circle and are left out.
    """
    for name in LOGIC:
        expression = QUOTED.sub("''", bind.get(name, ""))
        if "indexed-repeat(" in expression or "once(" in expression:
            continue
        for reference, condition in REFERENCE.findall(expression):
            if not condition:
                yield _resolved(form, path, reference)
    yield from (above for above in _above(path) if "relevant" in form.binds.get(above, {}))


def _above(path: str) -> Iterator[str]:
    """Yield the groups a question is in: hidden with them, it depends on what they need."""
    while "/" in path:
        path = path.rsplit("/", 1)[0]
        yield path


def _resolved(form: XForm, path: str, reference: str) -> str:
    reference = reference.removeprefix("current()/")
    if reference.startswith("/"):
        return form.path(reference)
    steps = path.split("/")
    for step in reference.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step and step != ".":
            steps.append(step)
    return "/".join(steps)


def _circles(graph: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Walk the graph depth first without recursion; each question is left for good once."""
    done: set[str] = set()
    found = []
    for start in graph:
        trail: list[str] = []
        waiting = [(start, False)]
        while waiting:
            path, leaving = waiting.pop()
            if leaving:
                trail.pop()
                done.add(path)
            elif path in trail:
                found.append(tuple(trail[trail.index(path) :]))
            elif path not in done:
                trail.append(path)
                waiting.append((path, True))
                waiting.extend((need, False) for need in graph.get(path, ()) if need in graph)
    return found
