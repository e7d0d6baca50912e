"""Puts a telling into words: a title and two to six sentences in the manner of its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from goodoffices.demo.chance import stream
from goodoffices.demo.language.facts import FactFinder, Facts
from goodoffices.demo.language.grammar import Phrases
from goodoffices.demo.tables import LANGUAGES
from goodoffices.demo.telling import Telling
from goodoffices.demo.values import DemoParty, DemoPlace

SHAPES: Mapping[str, tuple[str, ...]] = {
    "field": (
        "brief toll know close",
        "brief toll unsure",
        "brief detail toll close",
        "lead toll detail know",
        "lead detail toll know unsure",
        "brief know toll detail context",
    ),
    "hospital": (
        "head know outcome close",
        "head outcome know",
        "head outcome close close",
    ),
    "paper": (
        "head toll blame quote",
        "head toll detail blame close",
        "head detail toll quote close",
        "head toll quote blame context",
    ),
    "wire": (
        "head toll know",
        "head toll detail know context",
        "head toll know detail close",
        "head detail toll know unsure",
    ),
    "radio": ("head toll know", "head toll know close", "head detail toll close"),
    "posts": ("head toll know", "head know toll close", "head toll close", "head know unsure"),
    "relief": ("head toll know close", "head detail know close", "head know detail toll"),
    "observer": ("head toll know close", "head know detail close", "head toll know context close"),
    "committee": (
        "head toll know close",
        "head detail toll know",
        "head toll quote close",
        "head detail toll quote close",
    ),
    "lawyers": ("head know close", "head detail know close", "head know detail"),
}
"""By style of source, the order of sections; ``head`` is the lead in the frame of the style."""

BRIEF_HEADS = ("posts",)
FIRE = ("clash", "shelling", "drone", "attack", "dispersal")
ACTS = (*FIRE, "device", "closure", "arrest", "abduction")
BLAST = ("shelling", "drone", "device", "mine")


@dataclass(frozen=True, slots=True)
class Written:
    """A text, and the words in it that carry a claim.

    ``quotes``: "toll", "range" (a toll without a best figure), "date", "place", "side_a", ...
    """

    title: str
    text: str
    quotes: Mapping[str, str] = field(default_factory=dict)


class Writer:
    """Writes the texts of a programme; draws every pool of sentences round before repeating."""

    def __init__(
        self, seed: int, parties: Mapping[str, DemoParty], places: Mapping[str, DemoPlace]
    ) -> None:
        self._rng: Random = stream(seed, "words")
        self._finder = FactFinder(parties, places, stream(seed, "slots"))
        self._ranges: set[str] = set()
        self._phrases = {lang: Phrases(lang, stream(seed, "phrases", lang)) for lang in LANGUAGES}

    def write(self, told: Telling, phase: str) -> Written:
        """Return the text of a telling; ``phase`` is before, war or after (the accord)."""
        phrases = self._phrases[told.language]
        facts = self._finder.facts(told, phrases)
        sentences: dict[str, None] = {}
        quotes = {name: facts[name] for name in ("place", "side_a", "side_b")}
        quotes["date"] = facts["when"]
        tags = _tags(told, phase)
        for section in self._rng.choice(SHAPES[told.source.style]).split():
            text = self._section(section, told, phrases, facts, tags)
            sentences[text] = None
            if section in ("toll", "outcome") and text:
                quotes["toll"] = text
                quotes["range"] = text if text in self._ranges else ""
        text = " ".join(s for s in sentences if s)
        kept = {name: quote for name, quote in quotes.items() if quote and quote in text}
        return Written(self._title(told, phrases, facts), text, kept)

    def add(self, pool: str, told: Telling, more: Facts, figures: bool = False) -> str:
        """Return one sentence of a pool that does not depend on the kind of event."""
        phrases = self._phrases[told.language]
        facts = self._finder.facts(told, phrases) | more
        if figures:
            facts["figures"] = phrases.draw(f"figures.{_harm(told)}", facts).rstrip(".")
            if told.language == "en":
                facts["figures"] = facts["figures"][:1].lower() + facts["figures"][1:]
        return phrases.draw(pool, facts)

    def _title(self, told: Telling, phrases: Phrases, facts: Facts) -> str:
        pool = "hospital" if told.source.style == "hospital" else told.event.kind
        return phrases.draw(f"{pool}.title", facts)

    def _section(
        self, section: str, told: Telling, phrases: Phrases, facts: Facts, tags: frozenset[str]
    ) -> str:
        style, kind = told.source.style, told.event.kind
        if section == "head":
            return self._head(told, phrases, facts, tags)
        if section == "toll":
            return self._toll(told, phrases, facts)
        if section == "outcome":
            died = told.figures.get("killed")
            return phrases.draw(f"hospital.{'killed' if died and died.best else 'alive'}", facts)
        if section in ("lead", "brief", "detail"):
            return phrases.draw(f"{kind}.{section}", facts, tags)
        if section == "blame":
            return phrases.draw(_blame(told), facts, tags)
        if section == "context":
            phase = next(name for name in ("before", "war", "after") if name in tags)
            return phrases.draw(f"context.{phase}", facts)
        pool = section if section in ("unsure", "quote") else f"{style}.{section}"
        return phrases.draw(pool, facts, tags)

    def _head(self, told: Telling, phrases: Phrases, facts: Facts, tags: frozenset[str]) -> str:
        style = told.source.style
        if style == "hospital":
            return phrases.draw("hospital.lead", facts)
        section = "brief" if style in BRIEF_HEADS else "lead"
        lead = phrases.draw(f"{told.event.kind}.{section}", facts, tags)
        return phrases.draw(f"{style}.lead", facts | {"lead": lead})

    def _toll(self, told: Telling, phrases: Phrases, facts: Facts) -> str:
        """Say who was harmed; nothing where the source gives no figures of harm."""
        killed = told.figures.get("killed")
        if killed is None:
            return phrases.draw("toll.none", facts) if _harmless(told) else ""
        if killed.high > killed.low and killed.high > 1 and self._rng.random() < 0.6:
            text = phrases.draw("toll.range", facts)
            self._ranges.add(text)
            return text
        return phrases.draw(f"toll.{_harm(told)}", facts)


def _harm(told: Telling) -> str:
    killed = told.figures.get("killed")
    injured = told.figures.get("injured")
    if killed and killed.best:
        return "both" if injured and injured.best else "killed"
    return "injured" if injured and injured.best else "none"


def _harmless(told: Telling) -> bool:
    """Say whether people would ask if anybody was hurt in such an event."""
    return told.event.kind in ("clash", "shelling", "drone", "device", "attack")


def _tags(told: Telling, phase: str) -> frozenset[str]:
    """Return what sentences may take for granted in this text."""
    counts = {m: f.best for m, f in told.figures.items() if m not in ("participants", "displaced")}
    facts = {
        "many": any(count >= 3 for count in counts.values()),
        "harm": bool(counts.get("killed") or counts.get("injured")),
        "killed": bool(counts.get("killed")),
        "fire": told.event.kind in FIRE,
        "blast": told.event.kind in BLAST,
        "act": told.event.kind in ACTS,
        "held": told.event.kind in ("arrest", "abduction"),
        phase: True,
    }
    return frozenset(name for name, true in facts.items() if true)


def _blame(told: Telling) -> str:
    """Return the pool in which a partisan paper defends its side or names the other."""
    own = told.source.leans + ("_guard" if told.source.leans == "lantern" else "_companies")
    armed = told.event.kind in ("clash", "shelling", "drone", "device", "attack")
    if not armed:
        return "paper.close"
    return "paper.own" if told.actor == own else "paper.blame"
