"""Lists of people (killed, missing, detained, ...): read through a mapping of columns, and written.

No name is ever told in an error, a rejection or a printed value: the row's number is.
"""

from goodoffices.formats.casualty_lists.columns import PersonColumns
from goodoffices.formats.casualty_lists.reading import check, read
from goodoffices.formats.casualty_lists.suggesting import suggest_columns
from goodoffices.formats.casualty_lists.values import PersonRow
from goodoffices.formats.casualty_lists.writing import COLUMNS, OWN_MAPPING, as_csv, as_xlsx

__all__ = [
    "COLUMNS",
    "OWN_MAPPING",
    "PersonColumns",
    "PersonRow",
    "as_csv",
    "as_xlsx",
    "check",
    "read",
    "suggest_columns",
]
