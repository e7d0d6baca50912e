"""What an intake keeps at hand between chunks: places, parties, words, the programme's rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goodoffices.core.models import Programme
from goodoffices.formats.values import ReportRow
from goodoffices.monitor.services.intake.claims import TAIL, Recorder, Tail
from goodoffices.monitor.services.intake.register import ProgrammeRegister
from goodoffices.monitor.services.intake.words import Words
from goodoffices.monitor.services.values import Rules, Values, values_of

_PLACE, _PARTY = TAIL.index("place_id"), TAIL.index("party_id")


class Desk:
    """Where reports of one programme are taken in; keep one for all chunks of a file."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.register = ProgrammeRegister(programme)
        self.recorder = Recorder(self.register)
        self.words = Words()
        self.rules = Rules.of(programme)

    def prepare(self, rows: Sequence[ReportRow], tlp: int) -> None:
        """Add the places and parties that these rows name and the programme lacks."""
        self.register.learn(rows, tlp)

    def values(self, tails: Sequence[Tail]) -> Values:
        """Return the values of an incident that holds this one report."""
        return values_of(tails, self.rules)

    def incident_words(self, values: Sequence[Values], reports: Sequence[str]) -> Iterator[str]:
        """Return the tokens of incidents that hold one report each, given the reports' tokens.

        Every name is looked up before the first token is handed on: while rows stream into
        PostgreSQL, its connection can answer no question.
        """
        self.words.learn(
            {value.place_id for value in values},
            {party for value in values for party, _role in value.parties},
        )
        return (
            self.words.of_incident(
                place_id=value.place_id,
                party_ids=[party for party, _role in value.parties],
                event_type=value.event_type,
                reports=(report,),
            )
            for value, report in zip(values, reports, strict=True)
        )
