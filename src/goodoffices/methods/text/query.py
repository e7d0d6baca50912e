"""What a person typed into the search box, read once and written for either database.

Words must all be there; "words in quotes" stand side by side; -word must be absent; begin* finds
every word that begins so. Anything else is literal: no character reaches a database as syntax,
because only folded tokens (letters and digits) are ever written out, in quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from goodoffices.codebook.errors import InvalidInput

from .letters import fold
from .stems import LONGEST, stem, without_particles
from .words import index_text, straight_quotes

MOST_TERMS = 32
MOST_CHARACTERS = 1000

_ITEM = re.compile(r'(?P<no>(?<!\S)-)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
_LATIN_ARTICLE = re.compile(r"(?i)^(?:al|el|a[dnrstz]|a[dst]h)-(?=[^\W\d_])")
_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Endings that English stemming takes off: a prefix that runs into one must still find the stem.
_ENDINGS = """
ability abilities ables ably aries ated ating ation ations ational ative ators edly ements
fulness hoods ibility ibilities icals ically iciti ied ier ies iest ily inesses ings ingly
ional ionally ions isms ists ities ivities ively iveness izations izing izers lessly lessness
liness ments nesses ously ousness tional yings
"""
_BEGUN_ENDINGS = frozenset(
    ending[:cut] for ending in _ENDINGS.split() for cut in range(1, len(ending) + 1)
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: tokens side by side; ``also``: other ways to find a prefix.

    ``prefix``: the last token is only the beginning of a word. ``excluded``: must be absent.
    """

    tokens: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A typed search, read into terms that must all hold."""

    terms: tuple[Term, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that must be there."""
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def excluded(self) -> tuple[Term, ...]:
        """The terms that must be absent."""
        return tuple(term for term in self.terms if term.excluded)

    @property
    def only_excludes(self) -> bool:
        """True when it says what is not wanted but nothing to look for."""
        return bool(self.terms) and not self.wanted

    def __bool__(self) -> bool:
        return bool(self.terms)


def query(text: str) -> Query:
    """Read what was typed; never fails on syntax. Raises InvalidInput when it is far too long."""
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput(
            f"This search has more than {MOST_CHARACTERS} characters. Search for a few words.",
            code="search-too-long",
        )
    terms = [term for match in _ITEM.finditer(straight_quotes(text)) if (term := _term(match))]
    return Query(tuple(dict.fromkeys(terms))[:MOST_TERMS])


def _term(match: re.Match[str]) -> Term | None:
    excluded = bool(match["no"])
    if match["word"] is None:
        found = tuple(index_text(match["phrase"]).split())
        return Term(found, excluded=excluded) if found else None
    word = match["word"]
    if word.endswith("*"):
        return _prefix(word, excluded=excluded)
    found = tuple(index_text(_LATIN_ARTICLE.sub("", word)).split())
    return Term(found, excluded=excluded) if found else None


def _prefix(word: str, *, excluded: bool) -> Term | None:
    """Read begin*: earlier parts are stemmed, the last part only folded."""
    parts = re.findall(r"[^\W_]+", fold(_LATIN_ARTICLE.sub("", word)).replace("'", ""))
    if not parts:
        return None
    *before, last = parts
    last = last[:LONGEST]
    also = () if before else tuple(_other_beginnings(last))
    return Term((*map(stem, before), last), prefix=True, excluded=excluded, also=also)


def _other_beginnings(last: str) -> list[str]:
    """Return tokens ('x') and beginnings ('x*') under which words that begin so may be filed."""
    if not last.isascii():
        return [f"{shorter}*" for shorter in without_particles(last)]
    shorter = (last[:cut] for cut in range(max(2, len(last) - 8), len(last)))
    likely = [part for part in shorter if _inside_ending(last[len(part) :])]
    return [part for part in dict.fromkeys([stem(last), *likely]) if part != last]


def _inside_ending(rest: str) -> bool:
    """Tell whether an English ending begins like this."""
    return rest in _BEGUN_ENDINGS


def _any_of(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})"


def _fts5_term(term: Term) -> str:
    ways = [f'"{" ".join(term.tokens)}"' + ("*" if term.prefix else "")]
    ways += [f'"{way[:-1]}"*' if way.endswith("*") else f'"{way}"' for way in term.also]
    return _any_of(ways)


def fts5(asked: Query, column: str | None = None) -> str | None:
    """Write the query as an SQLite FTS5 MATCH expression; None when there is nothing to look for.

    ``column``: the FTS5 column that holds `index_text`; None looks in all. FTS5 cannot answer a
    query that only excludes: that gives None too (see `Query.only_excludes`).
    """
    if column is not None and not _COLUMN.fullmatch(column):
        raise ValueError(f"not a column name: {column!r}")
    if not asked.wanted:
        return None
    expression = " AND ".join(map(_fts5_term, asked.wanted))
    if asked.excluded:
        barred = " OR ".join(map(_fts5_term, asked.excluded))
        expression = f"({expression}) NOT ({barred})"
    return f"{column} : ({expression})" if column else expression


def _tsquery_term(term: Term) -> str:
    side_by_side = " <-> ".join(f"'{token}'" for token in term.tokens)
    ways = [side_by_side + (":*" if term.prefix else "")]
    ways += [f"'{way[:-1]}':*" if way.endswith("*") else f"'{way}'" for way in term.also]
    joined = " | ".join(ways)
    both = len(ways) > 1 or len(term.tokens) > 1
    return ("!" if term.excluded else "") + (f"({joined})" if both else joined)


def tsquery(asked: Query) -> str | None:
    """Write the query for PostgreSQL's ``to_tsquery('simple', ...)`` over `index_text`.

    None when there is nothing to look for, by the same rule as `fts5`.
    """
    if not asked.wanted:
        return None
    return " & ".join(map(_tsquery_term, asked.terms))
