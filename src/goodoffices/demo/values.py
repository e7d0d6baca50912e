"""What the generator hands on: the invented country, its people, what happened, what was said.

All values are frozen. ``names`` maps a language ("en", "ar", "he") to a name; keys are stable
words of this programme ("harvend", "field_west"), the same for every seed where the thing is
written down in ``demo/data`` rather than drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from goodoffices.formats.values import ReportRow

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """One place with its names in three scripts.

    ``kind``: country, region, district, city, town, village or the pattern of a site
    (crossing, port, hospital, old_town, ...); ``parent`` is the key of the place above; degrees
    are WGS 84; ``radius_m`` is how far from the point something "in" it may lie.
    """

    key: str
    kind: str
    names: Names
    alternates: Mapping[str, tuple[str, ...]]
    parent: str
    latitude: float
    longitude: float
    radius_m: int
    population: int | None = None


@dataclass(frozen=True, slots=True)
class DemoParty:
    """A side, a group or an institution. ``labels``: (language, label, source key): others' words.

    ``camp`` is the key of the side it stands with, empty for those that stand with none.
    """

    key: str
    kind: str
    names: Names
    aliases: Mapping[str, tuple[str, ...]]
    parent: str = ""
    camp: str = ""
    labels: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """A field office: ``place`` it sits in, ``districts`` it looks after."""

    key: str
    names: Names
    place: str
    districts: tuple[str, ...]
    programme: str = "talmora"


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """A member of the cast: ``role`` is a role of the core, ``language`` what they work in."""

    key: str
    names: Names
    role: str
    office: str
    language: str
    email: str
    programme: str = "talmora"


@dataclass(frozen=True, slots=True)
class DemoSource:
    """Who says things, and how: the model of one source.

    ``grades``: dated reliability, (first day, A-F, reason); ``languages``: share of reports by
    language; ``reach``: chance of a report by district; ``leans``: camp it stands with or "".
    """

    key: str
    kind: str
    names: Names
    language: str
    languages: Mapping[str, float]
    grades: tuple[tuple[date, str, str], ...]
    style: str
    tlp: str
    leans: str
    offices: tuple[str, ...]
    districts: tuple[str, ...]
    model: Mapping[str, Any] = field(default_factory=dict)
    programme: str = "talmora"


@dataclass(frozen=True, slots=True)
class DemoToll:
    """Who was harmed in truth: counts of people by measure and category.

    ``men``, ``women``, ``children`` are civilians; ``fighters`` took part in hostilities.
    """

    measure: str
    men: int = 0
    women: int = 0
    children: int = 0
    fighters: int = 0

    @property
    def total(self) -> int:
        """All people of this measure."""
        return self.men + self.women + self.children + self.fighters


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """What truly happened; nobody in the programme sees this.

    ``kind`` is the generator's kind (shelling, ...), ``type_code`` the codebook's; ``things``
    counts what texts may mention (shells, houses, ...); ``side_a`` acts, ``side_b`` is acted
    on ("" for civilians); ``happened`` is False for a rumour that some source spread.
    """

    key: str
    kind: str
    type_code: str
    at: datetime
    place: str
    latitude: float
    longitude: float
    spot: str
    side_a: str
    side_b: str
    tolls: tuple[DemoToll, ...]
    things: Mapping[str, int]
    happened: bool = True
    storyline: str = ""
    programme: str = "talmora"

    def toll(self, measure: str) -> DemoToll:
        """The toll of one measure, zero where nobody was harmed that way."""
        return next((t for t in self.tolls if t.measure == measure), DemoToll(measure))


@dataclass(frozen=True, slots=True)
class DemoReport:
    """One report as received, with the truth behind it.

    ``version`` counts the versions of one ``row.external_id`` from 1; ``copies`` is the
    external id of the report whose words it repeats, ``follows`` of the one it adds to.
    """

    row: ReportRow
    source_key: str
    office_key: str
    tlp: str
    received_at: datetime
    true_event_id: str
    entered_by: str = ""
    version: int = 1
    copies: str = ""
    follows: str = ""
    programme: str = "talmora"


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A decision on a report, that it tells of an incident or of none: by whom, when, why."""

    external_id: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DemoAssessment:
    """A judgement of an incident's verification state: by whom, when, why."""

    state: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DemoIncident:
    """An incident as the team has it so far: the reports linked to it and what was judged."""

    key: str
    office_key: str
    tlp: str
    links: tuple[DemoLink, ...]
    assessments: tuple[DemoAssessment, ...]
    toll_rule: str = ""
    programme: str = "talmora"

    @property
    def state(self) -> str:
        """The verification state after the last judgement."""
        return self.assessments[-1].state if self.assessments else "unverified"


@dataclass(frozen=True, slots=True)
class DemoCredibility:
    """The grade 1-6 a person gave to what one report says."""

    external_id: str
    grade: int
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DemoEvidence:
    """A file somebody handed in with a report; ``content`` is generated, no third party's."""

    name: str
    media_type: str
    content: bytes
    caption: str
    external_id: str
    tlp: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DemoProgramme:
    """The whole demonstration programme of one seed and one day.

    ``boundaries`` is a GeoJSON FeatureCollection of country, regions and districts (``level`` 0,
    1, 2). ``truth`` are the true events behind the reports; ``set_aside`` the reports that somebody
    judged to tell of no incident. ``second`` holds the key and names
    of the other, small programme whose offices, staff, sources and reports carry its key.
    """

    seed: int
    today: date
    names: Names
    second: tuple[str, Names]
    time_zone: str
    places: tuple[DemoPlace, ...]
    boundaries: Mapping[str, Any]
    parties: tuple[DemoParty, ...]
    offices: tuple[DemoOffice, ...]
    staff: tuple[DemoStaff, ...]
    sources: tuple[DemoSource, ...]
    truth: tuple[DemoEvent, ...]
    reports: tuple[DemoReport, ...]
    incidents: tuple[DemoIncident, ...]
    set_aside: tuple[DemoLink, ...]
    credibility: tuple[DemoCredibility, ...]
    evidence: tuple[DemoEvidence, ...]
