"""The demonstration programme of one seed and one day: everything put together."""

from __future__ import annotations

from datetime import date

from goodoffices.demo import people
from goodoffices.demo.events import Ground, second_events, true_events
from goodoffices.demo.evidence import attachments
from goodoffices.demo.geography.gazetteer import country
from goodoffices.demo.language.writer import Writer
from goodoffices.demo.reports import Newsroom
from goodoffices.demo.tables import in_three, table
from goodoffices.demo.teamwork import Team
from goodoffices.demo.values import DemoProgramme

SEED = 20
TIME_ZONE = "Etc/GMT+2"
NAMES = {"en": "Talmora programme", "ar": "برنامج تلمورا", "he": "תוכנית טלמורה"}


def generate(*, seed: int = SEED, today: date | None = None) -> DemoProgramme:
    """Return the demonstration programme: the same for the same seed and day, to the byte.

    ``today`` is the day on which the twenty-four months end, by default the day it is.
    """
    day = today or date.today()  # noqa: DTZ011
    places, boundaries = country(seed)
    ground = Ground.of(places)
    parties, offices, staff = people.parties(), people.offices(), people.staff()
    sources = people.sources(day)
    styles = {source.key: source.style for source in sources}
    events = (*true_events(seed, day, ground), *second_events(seed, day, ground))
    writer = Writer(seed, {p.key: p for p in parties}, ground.places)
    reports = Newsroom(seed, day, ground, writer, sources, offices, staff).reports(events)
    team = Team(seed, day, staff, styles, events)
    incidents = team.incidents(reports)
    second = table("people")["second"]
    return DemoProgramme(
        seed=seed,
        today=day,
        names=NAMES,
        second=(second["key"], in_three(second["names"][0], second["names"][1:])),
        time_zone=TIME_ZONE,
        places=places,
        boundaries=boundaries,
        parties=parties,
        offices=offices,
        staff=staff,
        sources=sources,
        truth=events,
        reports=reports,
        incidents=incidents,
        set_aside=team.set_aside(reports, incidents),
        credibility=team.credibility(reports, incidents),
        evidence=attachments(seed, reports, styles),
    )
