"""What the programme says in public: written, checked by several people, published, corrected.

All of it goes through the services, at moments of the past: the demonstration shows publications
at every stage, with the checks that brought them there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from goodoffices.core.models import Membership, User
from goodoffices.core.tlp import TLP
from goodoffices.demo.loading.house import House
from goodoffices.demo.loading.past import Past, in_the_past, the_clock
from goodoffices.demo.tables import table
from goodoffices.monitor.models import Incident
from goodoffices.publish.evidence.values import date_in_words
from goodoffices.publish.flow import correcting, moving, publishing, scheduling
from goodoffices.publish.gates import looking
from goodoffices.publish.gates.services import policies
from goodoffices.publish.models import Publication, Topic
from goodoffices.publish.writing.services import citations, publications, topics

CHECKS = (
    ("facts", ("analyst", "monitoring-officer")),
    ("language", ("press-officer", "liaison")),
    ("approve", ("director",)),
    ("security", ("rights-officer", "administrator")),
)
"""The four checks and the roles that make them, the usual one first."""

POLICY = {
    "level": "verified",
    "tlp": int(TLP.AMBER),
    "smallest": 5,
    "displace_m": 5000,
    "delay_days": 7,
    "replies": True,
    "reply_hours": 24,
    "all_languages": False,
    "starter": True,
}
STAGES = ("draft", "facts", "language", "director", "security", "ready")
SETTLED = timedelta(days=10)
"""How long before the day on which a text was begun the incidents in it lie at least."""


@dataclass(slots=True)
class Press:
    """The press office while it is being filled."""

    house: House
    past: Past
    topics: dict[str, Topic] = field(default_factory=dict)
    made: dict[str, Publication] = field(default_factory=dict)

    def member(self, role: str, *, but: User | None = None) -> Membership:
        """Return the first member of a role who is not that person."""
        found = [one for one in self.house.members.values() if one.role == role]
        return next(one for one in found if one.user != but)

    def at(self, days_ago: float, hours: float = 0) -> datetime:
        """Set the moment at which things are done, and return it."""
        self.past.at = self.house.now - timedelta(days=days_ago) + timedelta(hours=hours)
        return self.past.at


def fill_public(house: House) -> None:
    """Set the policy, write and publish; before the ledger is written."""
    from goodoffices.demo.loading.outreach import fill_outreach

    with in_the_past(house.ledger, house.now) as past, the_clock(past, "publish"):
        press = Press(house, past)
        data = table("publications")
        _policy(press)
        _topics(press, data["topics"])
        oldest_first = sorted(data["publications"].items(), key=lambda row: -row[1]["days_ago"])
        for key, row in oldest_first:
            press.made[key] = _publication(press, row)
        fill_outreach(press)


def _policy(press: Press) -> None:
    press.at(90)
    policies.set_policy(
        programme=press.house.programme,
        values=POLICY,
        packs=[],
        seen=0,
        by=press.house.director,
    )


def _topics(press: Press, given: Mapping[str, Mapping[str, str]]) -> None:
    by = press.member("press-officer").user
    for key, names in given.items():
        press.topics[key] = topics.add_topic(programme=press.house.programme, names=names, by=by)


def _publication(press: Press, row: Mapping[str, Any]) -> Publication:
    """Write one publication and take it as far as it got."""
    press.at(row["days_ago"] + 3)
    writer = press.member(row["writer"]).user
    made = _begun(press, row, writer)
    for number, wanted in enumerate(row["citations"].values()):
        press.at(row["days_ago"] + 3, hours=0.1 + number * 0.05)
        citations.cite(publication=made, given=_given(press, row, wanted), by=writer)
    _write_all(press, made, row, writer)
    if row["stage"] != "draft":
        _take_on(press, made, row, writer)
    return made


def _begun(press: Press, row: Mapping[str, Any], writer: User) -> Publication:
    source = row["source"]
    first = _text(row, press, source)
    if row.get("corrects"):
        wrong = {language: row["texts"][language]["summary"] for language in row["texts"]}
        made = correcting.begin(publication=press.made[row["corrects"]], wrong=wrong, by=writer)
    else:
        given = publications.GivenPublication(
            kind=row["kind"],
            source_language=source,
            topics=tuple(press.topics[one] for one in row["topics"]),
        )
        made = publications.begin(
            programme=press.house.programme, given=given, text=first, by=writer
        )
    if row["address"]:
        Publication.objects.filter(pk=made.pk).update(address=row["address"])
        made.refresh_from_db()
    return made


def _write_all(press: Press, made: Publication, row: Mapping[str, Any], writer: User) -> None:
    """Save the source text, then its translations."""
    source = row["source"]
    for number, language in enumerate([source, *(one for one in row["texts"] if one != source)]):
        press.at(row["days_ago"] + 2, hours=number)
        latest = publications.latest_text(made, language)
        followed = publications.latest_text(made, source)
        publications.save_text(
            publication=made,
            language=language,
            given=_text(row, press, language),
            number=latest.number if latest else 0,
            of_source=followed.number if followed and language != source else None,
            by=writer,
        )


def _text(row: Mapping[str, Any], press: Press, language: str) -> publications.GivenText:
    """Return a text with the days of its period written out."""
    said = row["texts"][language]
    title, body = said["title"], said["body"]
    for name, day in _period(row, press).items():
        words = date_in_words(day.isoformat(), language)
        title, body = title.replace(f"{{{name}}}", words), body.replace(f"{{{name}}}", words)
    return publications.GivenText(title=title, summary=said["summary"], body=body)


def _period(row: Mapping[str, Any], press: Press) -> dict[str, date]:
    if "period" not in row:
        return {}
    first, last = (press.house.demo.today - timedelta(days=days) for days in row["period"])
    return {"from": first, "to": last}


def _given(
    press: Press, row: Mapping[str, Any], wanted: Mapping[str, Any]
) -> citations.GivenCitation:
    """Return what a row of the table wants cited, found among the records of this day."""
    if wanted["kind"] == "publication":
        return citations.GivenCitation("publication", cited=press.made[wanted["of"]])
    if wanted["kind"] == "incident":
        return citations.GivenCitation("incident", incident=_incident(press, row, wanted))
    period = _period(row, press)
    query = f"{wanted['asked']}&from={period['from']}&to={period['to']}"
    return citations.GivenCitation(wanted["kind"], query=query, tlp=int(TLP.AMBER))


def _incident(press: Press, row: Mapping[str, Any], wanted: Mapping[str, Any]) -> Incident:
    """Return the latest verified incident of a type before the text was begun, by number.

    A draft may cite what cannot come out like this: the checks beside it say so.
    """
    most = TLP.AMBER_STRICT if row["stage"] == "draft" else TLP.AMBER
    until = press.house.demo.today - timedelta(days=row["days_ago"]) - SETTLED
    rows = Incident.objects.filter(
        programme=press.house.programme,
        event_type=wanted["type"],
        state="verified",
        tlp__lte=most,
        place__isnull=False,
        last_day__lt=until.toordinal(),
    )
    found: Incident = rows.order_by("-last_day", "pk")[wanted["nth"] - 1]
    return found


def _take_on(press: Press, made: Publication, row: Mapping[str, Any], writer: User) -> None:
    """Take a publication through its checks, each by somebody else, and out."""
    press.at(row["days_ago"] + 1)
    moving.take(publication=made, name="submit", by=writer)
    wanted = row["stage"] if row["stage"] in STAGES else "ready"
    steps = CHECKS[: STAGES.index(wanted) - 1]
    for number, (name, roles) in enumerate(steps):
        press.at(row["days_ago"] + 1, hours=2 + 3 * number)
        made.refresh_from_db()
        checker = press.member(next(one for one in roles if one != row["writer"])).user
        if name == "security":
            _look_for_names(press, made, checker)
        moving.take(publication=made, name=name, by=checker)
    made.refresh_from_db()
    press_officer = press.member("press-officer").user
    press.at(row["days_ago"])
    if row["stage"] == "published":
        publishing.publish(publication=made, by=press_officer)
    elif row["stage"] == "scheduled":
        at = press.house.now + timedelta(days=2, hours=2)
        scheduling.schedule(publication=made, at=at, by=press_officer)
    made.refresh_from_db()


def _look_for_names(press: Press, made: Publication, checker: User) -> None:
    member = press.member("rights-officer")
    looked = looking.look(publication=made, member=member, reason="Before publication")
    looking.clear(publication=made, proof=looked.proof, by=member.user)
