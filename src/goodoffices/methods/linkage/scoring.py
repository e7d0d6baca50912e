"""How likely pairs are of one event: the model, what came with the reports, and the rivals."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from .comparing import Compared, Crowds
from .copies import beside
from .hand import by_hand, parties
from .lifts import lifts
from .rivals import crowds, posterior, rivalry
from .told import by_telling

if TYPE_CHECKING:
    from .model import Model
    from .table import Floats, Table, Whole
    from .trees import Trees

CHUNK = 100_000
WORKERS = 2
"""Threads; numpy lets them run side by side."""

LIFT = 0.7
"""How much lifts count: they are drawn from the same records and not free of doubt."""

FAINT = 0.01
"""Pairs less likely than this by themselves are not weighed against their rivals."""

BY_RULE = 1.5
"""Rivals are counted apart, so that of the pairs left fewer are of different events."""


def chances(table: Table, i: Whole, j: Whole, model: Model) -> Floats:
    """Return the probability of each pair that both tell of one event, beside all its rivals."""
    extra = beside(table, i, j)
    busy = crowds(table, i, j)
    if model.trees is None:
        return _by_rule(table, i, j, extra, model)
    return _learnt(table, i, j, extra, busy, model)


def _by_rule(table: Table, i: Whole, j: Whole, extra: Floats, model: Model) -> Floats:
    """Weights by hand, names and kinds that turn out to go together, and the rule of rivals."""
    import numpy as np

    weight = _of_pairs(table, i, j, first_weight) + extra + BY_RULE
    together = lifts(table, i, j, posterior(table, i, j, weight))
    lifted = np.where(table.told[i] & table.told[j], 0, LIFT * (together[0] + together[2]))
    weight = weight + lifted + model.correction(table, i, j)
    return posterior(table, i, j, weight)


def first_weight(pairs: Compared) -> Floats:
    """Return the weight of pairs by what was set by hand: in one way for reports told in words,
    in another for records of databases."""
    import numpy as np

    if not pairs.told.any():
        return by_hand(pairs)
    found: Floats = np.where(pairs.told, by_telling(pairs), by_hand(pairs))
    return found


def _learnt(table: Table, i: Whole, j: Whole, extra: Floats, busy: Crowds, model: Model) -> Floats:
    """Trees on the measures of the pair, then trees that also see how its rivals fared."""
    import numpy as np

    assert model.trees is not None
    alone, beside_rivals = model.trees
    weight = _of_pairs(table, i, j, lambda pairs: _alone(alone, pairs, busy)) + extra
    chance = sigmoid(weight)
    ranks = rivalry(table, i, j, chance)
    ranks[0] = sigmoid(weight - extra)
    final, close = posterior(table, i, j, weight + BY_RULE), chance > FAINT
    whole = close & Compared(table, i, j).whole
    final[~close] = chance[~close]

    def beside_all(few: Whole) -> Floats:
        measures = Compared(table, i[few], j[few]).matrix(busy)
        return beside_rivals.log_odds(np.concatenate([measures, ranks[:, few]])) + extra[few]

    final[whole] = sigmoid(_in_parts(np.flatnonzero(whole), beside_all))
    return sigmoid(logit(final) + model.correction(table, i, j)) if model.ways else final


def _alone(trees: Trees, pairs: Compared, busy: Crowds) -> Floats:
    """Return the weight of pairs without their rivals; by hand where trees do not apply."""
    import numpy as np

    found = trees.log_odds(pairs.matrix(busy))
    bare = ~pairs.whole
    if bare.any():
        few = Compared(pairs.table, pairs.i[bare], pairs.j[bare])
        by_names = np.where(few.told, 0, parties(*few.alike))
        found[bare] = first_weight(few) + by_names
    return np.asarray(found)


def _of_pairs(table: Table, i: Whole, j: Whole, measure: Callable[[Compared], Floats]) -> Floats:
    import numpy as np

    return _in_parts(np.arange(len(i)), lambda few: measure(Compared(table, i[few], j[few])))


def _in_parts(at: Whole, part: Callable[[Whole], Floats]) -> Floats:
    """Work through positions part by part, two at a time, and join what comes of them."""
    import numpy as np

    with ThreadPoolExecutor(WORKERS) as pool:
        found = pool.map(part, [at[n : n + CHUNK] for n in range(0, len(at), CHUNK)])
        return np.concatenate([np.zeros(0, np.float32), *found])


def sigmoid(weight: Floats) -> Floats:
    """Return the probability of natural log-odds."""
    import numpy as np

    found: Floats = 1 / (1 + np.exp(-np.clip(weight, -40, 40)))
    return found


def logit(chance: Floats) -> Floats:
    """Return the natural log-odds of a probability."""
    import numpy as np

    chance = np.clip(chance, 1e-9, 1 - 1e-9)
    found: Floats = np.log(chance / (1 - chance))
    return found
