"""Grow the trees that linkage ships with, from a labelled file; the same file gives the same trees.

Run: ``python tools/train_linkage.py LABELLED.parquet``. It prints the quality by fortnights that
were not learnt from, and writes ``src/goodoffices/methods/linkage/shipped-1.json``; with
``--only-report`` it writes nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodoffices.formats.linkable import read
from goodoffices.methods.linkage.comparing import Compared
from goodoffices.methods.linkage.grouping import grouped
from goodoffices.methods.linkage.meeting import close_pairs
from goodoffices.methods.linkage.quality import evaluate
from goodoffices.methods.linkage.rivals import crowds, rivalry
from goodoffices.methods.linkage.table import Table, of_arrow
from goodoffices.methods.linkage.trees import DEPTH, Trees

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

TARGET = Path("src/goodoffices/methods/linkage/shipped-1.json")
FOLDS = 4
FORTNIGHT = 14
ALONE, BESIDE = 60, 110
"""Trees for a pair alone, and beside its rivals."""


def grown(measures: Any, same: Any, trees: int) -> HistGradientBoostingClassifier:
    """Grow trees on pairs (one column a pair); small and slow, so that they hold elsewhere."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    made = HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=0.08,
        max_leaf_nodes=24,
        max_depth=DEPTH,
        min_samples_leaf=60,
        l2_regularization=5,
        max_bins=63,
        early_stopping=False,
        random_state=7,
    )
    return made.fit(measures.T, same)


def by_fortnight(measures: Any, same: Any, fold: Any, trees: int) -> Any:
    """Return the probability of each pair from trees that saw nothing of its fortnights."""
    import numpy as np

    found = np.zeros(len(same))
    for one in range(FOLDS):
        held = fold == one
        fitted = grown(measures[:, ~held], same[~held], trees)
        found[held] = fitted.predict_proba(measures[:, held].T)[:, 1]
    return found


def folds(table: Table, pairs: Compared) -> Any:
    """Return which part of the year each pair falls into: fortnights, dealt out in turn."""
    day = table.first[pairs.i]
    return (day - table.first[table.dated].min()) // FORTNIGHT % FOLDS


def report(table: Table, pairs: Compared, chance: Any, same: Any, truth: list[str]) -> None:
    """Print the quality of groups by threshold, and precision and recall of the surest pairs."""
    total = evaluate(truth, truth).true_pairs
    for threshold in (0.3, 0.35, 0.4, 0.45):
        found = evaluate(grouped(len(table), pairs.i, pairs.j, chance, threshold).tolist(), truth)
        print(
            f"groups at {threshold}: F1 {found.f1:.4f} P {found.precision:.3f} "
            f"R {found.recall:.3f} B-cubed {found.bcubed_f1:.3f}"
        )
    for least in (0.8, 0.85, 0.87, 0.9):
        sure = chance >= least
        precision, recall = same[sure].mean(), same[sure].sum() / total
        print(f"pairs from {least}: precision {precision:.4f} recall {recall:.4f}")


def main(words: list[str]) -> int:
    """Grow, measure and write."""
    import numpy as np

    rows = read(Path(words[0])).sort_by("id")
    truth = rows["truth"].to_pylist()
    table = of_arrow(rows.drop_columns(["truth"]))
    pairs = Compared(table, *close_pairs(table))
    event = np.unique(truth, return_inverse=True)[1]
    same = event[pairs.i] == event[pairs.j]
    fold = folds(table, pairs)
    measures = pairs.matrix(crowds(table, pairs.i, pairs.j))
    print(f"{len(same):,} pairs, {same.sum():,} of one event", flush=True)
    alone = by_fortnight(measures, same, fold, ALONE)
    both = np.concatenate([measures, rivalry(table, pairs.i, pairs.j, alone)])
    report(table, pairs, by_fortnight(both, same, fold, BESIDE), same, truth)
    if "--only-report" not in words:
        trees = {"alone": (measures, ALONE), "beside_rivals": (both, BESIDE)}
        shipped = {
            name: Trees.from_boosting(grown(rows_, same, count), len(rows_)).to_plain()
            for name, (rows_, count) in trees.items()
        }
        text = json.dumps(shipped, separators=(",", ":"))
        TARGET.write_text(text + "\n", encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
