"""Say less exactly where, when and how many: cells of a grid, whole weeks or months, few."""

from goodoffices.methods.coarsening.counts import withheld
from goodoffices.methods.coarsening.days import UNITS, is_whole, widened
from goodoffices.methods.coarsening.grid import Cell, cell_of

__all__ = ["UNITS", "Cell", "cell_of", "is_whole", "widened", "withheld"]
