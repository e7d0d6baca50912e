"""Finding the terms of packs in a text: each word once, each term as it may be written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .forms import Word, plain, term_forms, words
from .passages import Sentences, Span, quoted
from .rules import Pack, Rule


@dataclass(frozen=True, slots=True)
class Hit:
    """A term met in a text, as offsets in it; ``term`` is the one of the rule."""

    start: int
    end: int
    rule: Rule
    term: str
    language: str


@dataclass(frozen=True, slots=True)
class _Term:
    """One term of one rule, its words ready to compare."""

    parts: tuple[str, ...]
    said: str
    language: str
    rule: Rule | None


class Checker:
    """Packs made ready to check many texts.

    A term in somebody else's words (a quotation) or in a proper name is no hit. One that asks for
    attribution is none either where its sentence says whose word it is.
    """

    def __init__(self, packs: Iterable[Pack], *, names: Sequence[str] = ()) -> None:
        packs = list(packs)
        rules = [rule for pack in packs for rule in pack.rules]
        self._terms = Index(_terms(rules))
        said = [word for pack in packs for words_ in pack.attribution.values() for word in words_]
        self._attribution = Index(map(exact, said))
        called = [*names, *(name for pack in packs for name in pack.names)]
        self._names = Index(map(exact, called))

    def check(self, text: str) -> list[Hit]:
        """Return the terms met in our own words, in the order of the text; the longest wins."""
        found = list(words(text))
        taken = quoted(text) + [(start, end) for start, end, _term in self._names.met(found)]
        sentences = Sentences(text)
        said = [start for start, _end, _term in self._attribution.met(found)]
        hits = []
        for start, end, term in longest(self._terms.met(found)):
            rule = term.rule
            if rule is None or any(first <= start and end <= last for first, last in taken):
                continue
            if rule.severity == "attribute" and _said_in(sentences.around(start), said):
                continue
            hits.append(Hit(start, end, rule, term.said, term.language))
        return hits


Met = tuple[int, int, _Term]


class Index:
    """Terms by their first word, so that each word of a text is looked up once."""

    def __init__(self, terms: Iterable[_Term]) -> None:
        self._whole: dict[str, list[_Term]] = defaultdict(list)
        self._begun: dict[str, list[_Term]] = defaultdict(list)
        for term in terms:
            first = term.parts[0]
            if first.endswith("*"):
                self._begun[first[:2]].append(term)
            else:
                self._whole[first].append(term)

    def met(self, found: Sequence[Word]) -> Iterator[Met]:
        """Yield each term met, with where it begins and ends."""
        for at, word in enumerate(found):
            for term in self._beginning(word):
                last = at + len(term.parts)
                following = zip(term.parts, found[at:last], strict=False)
                if last <= len(found) and all(_is(part, one) for part, one in following):
                    yield word.start, found[last - 1].end, term

    def _beginning(self, word: Word) -> Iterator[_Term]:
        for form in word.forms:
            yield from self._whole.get(form, ())
            yield from self._begun.get(form[:2], ())


def _is(part: str, word: Word) -> bool:
    if part.endswith("*"):
        return any(form.startswith(part[:-1]) for form in word.forms)
    return part in word.forms


def exact(said: str) -> _Term:
    """Return words that are met only as they are written, but for particles before them."""
    parts = tuple(plain(said[word.start : word.end]) for word in words(said))
    if not parts:
        raise ValueError(f"{said!r} holds no word")
    return _Term(parts, said, "", None)


def _terms(rules: Iterable[Rule]) -> Iterator[_Term]:
    for rule in rules:
        for language, terms in rule.terms.items():
            for said in terms:
                yield _term(said, language, rule)


def _term(said: str, language: str, rule: Rule) -> _Term:
    parts = []
    for word in words(said):
        written = said[word.start : word.end]
        begun = said[word.end : word.end + 1] == "*"
        parts.append(f"{plain(written)}*" if begun else term_forms(written))
    if not parts:
        raise ValueError(f"{said!r} holds no word")
    return _Term(tuple(parts), said, language, rule)


def longest(met: Iterable[Met]) -> list[Met]:
    """Keep of terms that overlap the one that begins first, and of those the longest."""
    kept: list[Met] = []
    for one in sorted(met, key=lambda one: (one[0], -one[1])):
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


def _said_in(sentence: Span, said: Sequence[int]) -> bool:
    return any(sentence[0] <= place < sentence[1] for place in said)
