"""The slots of a text: what one telling fills into the sentences of its language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from goodoffices.demo.events import OTHER, WINGS
from goodoffices.demo.language.grammar import Phrases, joined
from goodoffices.demo.language.numbers import Parts, agreed, clause, counted, listed
from goodoffices.demo.people import label_of
from goodoffices.demo.tables import LANGUAGES, table
from goodoffices.demo.telling import Telling
from goodoffices.demo.values import DemoParty, DemoPlace

VERBS = {
    "ar": {
        "qutil": ("killed", ("قُتل", "قُتلت", "قُتل")),
        "usib": ("injured", ("أُصيب", "أُصيبت", "أُصيب")),
    },
    "he": {
        "nehereg": ("killed", ("נהרג", "נהרגה", "נהרגו")),
        "nehereg_b": ("killed", ("נהרג", "נהרגה", "נהרגו")),
        "nehereg_died": ("killed", ("מת", "מתה", "מתו")),
        "niftsa": ("injured", ("נפצע", "נפצעה", "נפצעו")),
        "niftsa_b": ("injured", ("נפצע", "נפצעה", "נפצעו")),
        "huva": ("injured", ("הובא", "הובאה", "הובאו")),
    },
}
"""Verbs that agree with the people they speak of: slot, measure, (he, she, they)."""

COUNTS = {
    "shells": "shell",
    "houses": "house",
    "families": "family",
    "vehicles": "vehicle",
    "hours": "hour",
    "days": "day",
    "shops": "shop",
}
CLAUSES = {"houses_hit": "houses", "families_left": "families", "shops_closed": "shops"}
CHOSEN = ("vehicle", "facility", "direction", "demand", "topic")
PEOPLE = {
    "killed": "killed",
    "injured": "injured",
    "held": "detained",
    "taken": "abducted",
    "freed": "released",
}
NAMED_BY_TOWN = ("crossing", "port", "bridge")
DAMAGED = ("house", "shop", "tree", "vehicle")

INJURY = {
    "shelling": "blast",
    "drone": "blast",
    "device": "blast",
    "mine": "blast",
    "crowd": "blunt",
    "dispersal": "blunt",
    "property": "blunt",
}
"""What a hospital would note, by kind of event; wounds by shots otherwise."""

Facts = dict[str, str]


class FactFinder:
    """Fills slots for tellings; knows the names of parties and places."""

    def __init__(
        self, parties: Mapping[str, DemoParty], places: Mapping[str, DemoPlace], rng: Random
    ) -> None:
        self._parties = parties
        self._places = places
        self._rng = rng

    def facts(self, told: Telling, phrases: Phrases) -> Facts:
        """Return every slot for one telling, with a capitalised twin ``x_c`` for English."""
        found: Facts = {}
        found |= self._where(told)
        found |= self._when(told, phrases)
        found |= self._who(told)
        found |= _how_many(told)
        found |= _things(told)
        found |= self._speakers(told, phrases, found)
        found |= {f"{name}_c": text[:1].upper() + text[1:] for name, text in found.items()}
        return found

    def _where(self, told: Telling) -> Facts:
        language, words = told.language, table("words")
        country = self._places["talmora"].names[language]
        place = self._base_name(told) or country
        entry = words["spots"][told.spot][language]
        spot, at_spot = entry if language != "en" else (entry[1], " ".join(entry))
        other = self._other_place(told).names[language]
        near = words["near"][language].format(spot=spot)
        return {
            "place": place,
            "place_caps": place.upper(),
            "in_place": joined("ב", place),
            "spot": spot,
            "spot.a": spot.replace("موقع ", "موقعاً ") if told.spot == "unnamed" else spot,
            "at_spot": at_spot,
            "near_spot": near if told.spot != "unnamed" else at_spot,
            "district_seat": self._places[told.seat].names[language],
            "other_place": other,
            "in_other": joined("ב", other),
        }

    def _base_name(self, told: Telling) -> str:
        """Return the place as texts name it: a crossing or a port by its town, with the spot."""
        place = told.place.place
        if place is None or place.kind not in NAMED_BY_TOWN:
            return told.place.shown
        return self._places[place.key.removesuffix(f"_{place.kind}")].names[told.language]

    def _other_place(self, told: Telling) -> DemoPlace:
        """Return where the families of this event went: another seat, the same for everybody."""
        seats = [p for p in self._places.values() if p.kind in ("city", "town") and p.population]
        seats = [p for p in seats if p.key not in (told.event.place, told.seat)]
        return seats[told.event.things["variant"] % len(seats)]

    def _when(self, told: Telling, phrases: Phrases) -> Facts:
        language, words = told.language, table("words")
        at = told.event.at
        known = told.date.precision == "day"
        clock = rounded(at, 5 if told.source.style in ("field", "observer", "hospital") else 30)
        later = clock + timedelta(minutes=40 + told.event.things["variant"] % 90)
        found = {
            "date": date_text(language, told.date.first),
            "month": words["months"][language][told.date.first.month - 1],
            "clock": f"{clock:%H:%M}",
            "clock2": f"{later:%H:%M}",
            "clock_hour": f"{(clock + timedelta(hours=1)):%H}:00",
            "shift": words["shifts"][language][_shift(at.hour)],
            "daypart": daypart(language, at.hour),
        }
        found["when"] = (
            self._moment(language, told, found) if known else _vaguely(told, phrases, found)
        )
        return found

    def _moment(self, language: str, told: Telling, found: Facts) -> str:
        words = table("words")
        pattern: str = self._rng.choice(words["when"][language])
        day = words["weekdays"][language][told.date.first.weekday()]
        return pattern.format(
            day=day, date=found["date"], clock=found["clock"], part=found["daypart"]
        )

    def _who(self, told: Telling) -> Facts:
        found: Facts = {}
        for slot, side, key in (("actors", "a", told.actor), ("others", "b", told.other)):
            key = key or "unknown"
            found[f"side_{side}"] = self._called(key, told)
            found[slot], found[f"{slot}.g"] = self._people(key, told)
        leans = told.source.leans or "lantern"
        found["own"] = self._named(leans, told.language)
        found["enemy"] = self._called(WINGS[OTHER[leans]], told)
        return found

    def _called(self, key: str, told: Telling) -> str:
        """Return what the source calls a party: its own label for it, else the party's name."""
        label = label_of(self._parties[key], told.source, told.language)
        return label or self._named(key, told.language)

    def _named(self, key: str, language: str) -> str:
        name = self._parties[key].names[language]
        if language != "en":
            return name
        plain = key in ("residents", "unknown")
        return name[:1].lower() + name[1:] if plain else f"the {name}"

    def _people(self, key: str, told: Telling) -> tuple[str, str]:
        """Return the people of a party as subject and as object, in the source's words."""
        language = told.language
        label = label_of(self._parties[key], told.source, language)
        entry = table("people")["parties"][key]["people"][LANGUAGES.index(language)]
        if not label:
            return (entry[0], entry[1]) if language == "ar" else (entry, entry)
        if told.source.leans and self._parties[key].camp == told.source.leans:
            return label, label
        if language == "ar":
            return f"مسلحون من {label}", f"مسلحين من {label}"
        text = f"gunmen of {label}" if language == "en" else f"חמושים מ{label}"
        return text, text

    def _speakers(self, told: Telling, phrases: Phrases, found: Facts) -> Facts:
        person = phrases.draw("person", found)
        alone = phrases.draw("person_m", found) if phrases.has("person_m") else person
        plain = person[:1].lower() + person[1:]
        injury = phrases.draw(f"injury.{INJURY.get(told.event.kind, 'shot')}", found)
        return {
            "person": plain,
            "said": person,
            "said_m": alone,
            "injury": injury[:1].lower() + injury[1:],
        }


def _how_many(told: Telling) -> Facts:
    """Return people by what befell them; nobody is "no one", so that every slot has words."""
    language = told.language
    found: Facts = {}
    for slot, measure in PEOPLE.items():
        figure = told.figures.get(measure)
        parts: Parts = figure.parts if figure and figure.parts else (("person", 1),)
        found[slot] = listed(language, parts)
        found[f"{slot}.g"] = listed(language, parts, "g")
        found[f"{slot}.a"] = listed(language, parts, "a")
    people = _admitted(told)
    found["patients"] = listed(language, people)
    found["patients.g"] = listed(language, people, "g")
    found["patients.a"] = listed(language, people, "a")
    killed = told.figures.get("killed")
    found["low"], found["high"] = (str(killed.low), str(killed.high)) if killed else ("0", "0")
    for slot, (measure, forms) in VERBS.get(language, {}).items():
        figure = told.figures.get(measure)
        parts = figure.parts if figure and figure.parts else (("person", 1),)
        found[slot] = agreed(language, parts, forms)
    return found


def _admitted(told: Telling) -> Parts:
    """Return everybody a hospital took in: killed and injured together, noun by noun."""
    counts: dict[str, int] = {}
    for measure in ("killed", "injured"):
        figure = told.figures.get(measure)
        for noun, count in figure.parts if figure else ():
            counts[noun] = counts.get(noun, 0) + count
    if "person" in counts and len(counts) > 1:
        counts = {"person": sum(counts.values())}
    return list(counts.items()) or [("person", 1)]


def _things(told: Telling) -> Facts:
    language, things, words = told.language, told.things, table("words")
    found: Facts = {}
    for slot, noun in COUNTS.items():
        count = things.get(slot, 2)
        found[slot] = counted(language, noun, count)
        found[f"{slot}.g"] = counted(language, noun, count, "g")
        found[f"{slot}.a"] = counted(language, noun, count, "a")
    for slot, thing in CLAUSES.items():
        found[slot] = clause(language, slot, things.get(thing, 2))
    for slot in CHOSEN:
        entries: Any = words[slot]
        found[slot] = entries[things.get(slot, 0) % len(entries)][LANGUAGES.index(language)]
    noun = DAMAGED[things.get("damage", 0)]
    amount = things.get("amount", 2) * (6 if noun == "tree" else 1)
    found["damage"] = counted(language, noun, amount)
    found["damage.g"] = counted(language, noun, amount, "g")
    found["damage.a"] = counted(language, noun, amount, "a")
    found["crowd"] = counted(language, "person", told_crowd(told))
    found["victim_doing"] = _victim(told)
    return found


def told_crowd(told: Telling) -> int:
    """Return how many came, by this source."""
    figure = told.figures.get("participants")
    return figure.best if figure else told.things.get("crowd", 50)


def _victim(told: Telling) -> str:
    """Return whom the mine struck, in truth: one person by sex and age, or a group."""
    tolls = [told.event.toll("killed"), told.event.toll("injured")]
    men, women, children = (
        sum(getattr(t, who) for t in tolls) for who in ("men", "women", "children")
    )
    kind = "man"
    if men + women + children > 1:
        kind = "group"
    elif women:
        kind = "woman"
    elif children:
        kind = ("boy", "girl")[told.event.things["variant"] % 2]
    entries = table("words")[f"victim_{kind}"]
    text: str = entries[told.things.get("victim", 0)][LANGUAGES.index(told.language)]
    return text


def _shift(hour: int) -> int:
    """Return the hospital shift of an hour: 0 day, 1 late, 2 night."""
    return 0 if 6 <= hour < 14 else 1 if 14 <= hour < 22 else 2


def rounded(at: datetime, minutes: int) -> datetime:
    """Return the time rounded as people round it."""
    past = at.minute % minutes
    return (
        at - timedelta(minutes=past)
        if past * 2 < minutes
        else at + timedelta(minutes=minutes - past)
    )


def daypart(language: str, hour: int) -> str:
    """Return the part of the day an hour belongs to."""
    parts: Mapping[int, str] = table("words")["dayparts"][language]
    return parts[max(start for start in parts if start <= hour)]


def date_text(language: str, day: date) -> str:
    """Return day and month in words: "12 March"."""
    month = table("words")["months"][language][day.month - 1]
    return f"{day.day} ב{month}" if language == "he" else f"{day.day} {month}"


def _vaguely(told: Telling, phrases: Phrases, found: Facts) -> str:
    """Return when it was for a source that does not know the day."""
    words, language = table("words"), told.language
    if told.date.precision == "month":
        text = phrases.draw("month.when", found)
        return text[:1].lower() + text[1:]
    if told.date.precision == "days" and told.date.first != told.date.last:
        first, last = (date_text(language, d) for d in (told.date.first, told.date.last))
        return str(words["between"][language].format(first=first, last=last))
    return str(words["around"][language].format(date=found["date"]))
