"""The shipped form of trees says what the library that grew them says, missing values included."""

from __future__ import annotations

import json

import numpy as np

from goodoffices.methods.linkage.trees import Trees


def test_plain_numbers_give_the_same_probability_as_the_library():
    from sklearn.ensemble import HistGradientBoostingClassifier

    random = np.random.default_rng(2)
    rows = random.normal(size=(1500, 4)).astype(np.float32)
    rows[random.random(rows.shape) < 0.2] = np.nan
    same = np.nan_to_num(rows[:, 0], nan=1.0) + np.nan_to_num(rows[:, 1], nan=-1.0) > 0
    grown = HistGradientBoostingClassifier(max_iter=12, max_depth=6, max_bins=63, random_state=0)
    grown.fit(rows, same)
    plain = Trees.from_boosting(grown, 4).to_plain()
    read = Trees.from_plain(json.loads(json.dumps(plain)))
    expected = grown.decision_function(rows)
    np.testing.assert_allclose(read.log_odds(rows.T), expected, atol=1e-3)
