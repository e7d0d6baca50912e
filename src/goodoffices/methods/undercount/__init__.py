"""How many in all: capture-recapture over two to five overlapping lists of people."""

from .averaging import averaged, weights
from .cautions import CODES, Caution
from .estimating import Estimate, ModelTotal, estimate, total_of
from .fitting import Fit, fit_models
from .graphs import bayesian_average, decomposable_graphs
from .hierarchies import hierarchical_models, named
from .histories import CaptureTable, capture_table, table_of_people
from .leaving_out import LeftOut, without_lists, without_models
from .linking import DRAWS, Link, PooledEstimate, draw_tables, pooled
from .overlaps import chao, chapman, chapman_of_pairs, chapman_variance
from .profiles import profile_interval
from .saying import VERSION, rounded, withheld
from .totals import Total

__all__ = [
    "CODES",
    "DRAWS",
    "VERSION",
    "CaptureTable",
    "Caution",
    "Estimate",
    "Fit",
    "LeftOut",
    "Link",
    "ModelTotal",
    "PooledEstimate",
    "Total",
    "averaged",
    "bayesian_average",
    "capture_table",
    "chao",
    "chapman",
    "chapman_of_pairs",
    "chapman_variance",
    "decomposable_graphs",
    "draw_tables",
    "estimate",
    "fit_models",
    "hierarchical_models",
    "named",
    "pooled",
    "profile_interval",
    "rounded",
    "table_of_people",
    "total_of",
    "weights",
    "withheld",
    "without_lists",
    "without_models",
]
