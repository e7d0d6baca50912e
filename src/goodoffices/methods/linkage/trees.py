"""Boosted trees as plain numbers, evaluated with numpy: nothing is unpickled, nothing is run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from .table import Floats

DEPTH = 6
NODES = 2**DEPTH - 1
CHUNK = 16_384
"""Rows taken at once, so that what is looked up stays in the processor's cache."""

MISSING_HIGH = 255
MOST_EDGES = 250


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees of equal depth over binned measures.

    ``edges``: for each measure the values at which trees split it. ``column`` (trees x nodes) is
    the measure a node looks at, plus the number of measures where a missing value goes left;
    ``edge`` which of its edges; ``leaf`` (trees x leaves) what is added. Nodes are laid out as a
    heap: after node n come 2n + 1 (at most the edge) and 2n + 2 (above).
    """

    start: float
    edges: tuple[tuple[float, ...], ...]
    column: npt.NDArray[np.int64]
    edge: npt.NDArray[np.uint8]
    leaf: npt.NDArray[np.float32]

    def log_odds(self, measures: Floats) -> Floats:
        """Return the sum for each column of ``measures`` (one row a measure)."""
        import numpy as np

        found = np.empty(measures.shape[1], np.float32)
        for begin in range(0, len(found), CHUNK):
            binned = self._binned(measures[:, begin : begin + CHUNK])
            found[begin : begin + CHUNK] = self._summed(binned)
        return found

    def _binned(self, measures: Floats) -> npt.NDArray[np.uint8]:
        """Return the bins twice: with missing values above all edges, and below."""
        import numpy as np

        rows = np.zeros((2 * len(self.edges), measures.shape[1]), np.uint8)
        for at, (values, edges) in enumerate(zip(measures, self.edges, strict=True)):
            bins = np.searchsorted(np.array(edges, np.float32), values, side="left")
            missing = np.isnan(values)
            rows[at] = np.where(missing, MISSING_HIGH, bins)
            rows[at + len(self.edges)] = np.where(missing, 0, bins)
        return rows

    def _summed(self, binned: npt.NDArray[np.uint8]) -> Floats:
        import numpy as np

        size = binned.shape[1]
        flat, row = binned.ravel(), np.arange(size)
        total = np.full(size, self.start, np.float32)
        for column, edge, leaf in zip(self.column * size, self.edge, self.leaf, strict=True):
            node = np.zeros(size, np.int64)
            for _ in range(DEPTH):
                above = flat[column[node] + row] > edge[node]
                node = 2 * node + 1 + above
            total += leaf[node - NODES]
        return total

    def to_plain(self) -> dict[str, Any]:
        """Return the numbers as lists, for JSON."""
        return {
            "start": self.start,
            "edges": [list(edges) for edges in self.edges],
            "column": self.column.tolist(),
            "edge": self.edge.tolist(),
            "leaf": [[round(value, 5) for value in tree] for tree in self.leaf.tolist()],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Trees:
        """Read what `to_plain` gave."""
        import numpy as np

        return cls(
            float(plain["start"]),
            tuple(tuple(edges) for edges in plain["edges"]),
            np.array(plain["column"], np.int64).reshape(-1, NODES),
            np.array(plain["edge"], np.uint8).reshape(-1, NODES),
            np.array(plain["leaf"], np.float32).reshape(-1, NODES + 1),
        )

    @classmethod
    def from_boosting(cls, fitted: Any, measures: int) -> Trees:
        """Take over a fitted `HistGradientBoostingClassifier` of at most `DEPTH` levels."""
        grown = [stage[0].nodes for stage in fitted._predictors]
        edges = [_edges(grown, measure) for measure in range(measures)]
        return cls.from_plain(
            {
                "start": float(fitted._baseline_prediction.ravel()[0]),
                "edges": edges,
                **_laid_out(grown, edges),
            }
        )


def _edges(grown: Sequence[Any], measure: int) -> list[float]:
    found = {
        float(node["num_threshold"])
        for nodes in grown
        for node in nodes
        if not node["is_leaf"] and node["feature_idx"] == measure
    }
    if len(found) > MOST_EDGES:
        raise ValueError(f"trees split a measure at more than {MOST_EDGES} values")
    return sorted(found)


def _laid_out(grown: Sequence[Any], edges: list[list[float]]) -> dict[str, list[Any]]:
    """Lay each tree out as a full heap; a leaf that comes early is repeated below itself."""
    columns, edge, leaves = [], [], []
    for nodes in grown:
        column_, edge_, leaf_ = [0] * NODES, [0] * NODES, [0.0] * (NODES + 1)
        waiting = [(0, 0)]
        while waiting:
            at, place = waiting.pop()
            node = nodes[at]
            if place >= NODES:
                leaf_[place - NODES] = float(node["value"])
                continue
            left, right = int(node["left"]), int(node["right"])
            if node["is_leaf"]:
                left = right = at
            else:
                measure = int(node["feature_idx"])
                shift = len(edges) if node["missing_go_to_left"] else 0
                column_[place] = measure + shift
                edge_[place] = edges[measure].index(float(node["num_threshold"]))
            waiting += [(left, 2 * place + 1), (right, 2 * place + 2)]
        columns.append(column_)
        edge.append(edge_)
        leaves.append(leaf_)
    return {"column": columns, "edge": edge, "leaf": leaves}
