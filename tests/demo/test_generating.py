"""The whole programme: the same for the same seed, within its counts, fast."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

from goodoffices import codebook
from goodoffices.demo import DemoProgramme, generate
from goodoffices.demo.chance import stream
from goodoffices.demo.telling import figures
from tests.demo.conftest import TODAY


def digest(programme: DemoProgramme) -> str:
    """Return a digest of everything the programme holds, field by field."""
    found = hashlib.sha256()
    for field in fields(programme):
        found.update(field.name.encode() + repr(getattr(programme, field.name)).encode())
    return found.hexdigest()


def test_same_seed_and_day_give_the_same_bytes(programme: DemoProgramme) -> None:
    assert digest(generate(today=TODAY)) == digest(programme)


def test_another_seed_gives_another_programme(programme: DemoProgramme) -> None:
    other = generate(seed=21, today=TODAY)
    assert other.boundaries != programme.boundaries
    assert {r.row.text for r in other.reports} != {r.row.text for r in programme.reports}
    assert 2_600 <= len(other.reports) <= 3_500


def test_is_generated_in_seconds() -> None:
    start = time.process_time()
    generate(seed=22, today=date(2027, 2, 1))
    assert time.process_time() - start < 5


def test_counts(programme: DemoProgramme) -> None:
    main = [r for r in programme.reports if r.programme == "talmora"]
    events = [e for e in programme.truth if e.programme == "talmora"]
    assert 2_700 <= len(main) <= 3_400
    assert 1_150 <= len(events) <= 1_500
    assert len([s for s in programme.sources if s.programme == "talmora"]) == 16
    assert len([o for o in programme.offices if o.programme == "talmora"]) == 3
    kinds = Counter(p.kind for p in programme.places)
    assert (kinds["country"], kinds["region"], kinds["district"]) == (1, 3, 12)
    assert 140 <= len(programme.places) - 16 <= 165
    assert {"port", "camp", "crossing", "hospital"} <= set(kinds)


def test_many_events_have_several_reports_in_several_languages(programme: DemoProgramme) -> None:
    per_event: dict[str, list[str]] = {}
    for report in programme.reports:
        per_event.setdefault(report.true_event_id, []).append(report.row.language)
    several = [found for found in per_event.values() if len(found) > 1]
    assert len(several) > 600
    assert sum(len(set(found)) > 1 for found in several) > 300
    shares = Counter(r.row.language for r in programme.reports)
    assert min(shares.values()) / sum(shares.values()) > 0.2
    assert set(shares) == {"en", "ar", "he"}


def test_reports_of_one_event_disagree(programme: DemoProgramme) -> None:
    said: dict[str, set[int]] = {}
    for report in programme.reports:
        for toll in report.row.tolls:
            if (toll.measure, toll.category) == ("killed", "all") and toll.best is not None:
                said.setdefault(report.true_event_id, set()).add(toll.best)
    assert sum(len(found) > 1 for found in said.values()) > 100


def test_partisan_papers_count_the_other_side_higher(programme: DemoProgramme) -> None:
    paper = next(s for s in programme.sources if s.key == "voice")
    event = next(e for e in programme.truth if e.toll("killed").total >= 3)
    rng = stream(1, "papers")
    mean = {
        actor: sum(figures(rng, event, paper, actor)["killed"].best for _ in range(200)) / 200
        for actor in ("lantern_guard", "anchor_companies")
    }
    truth = event.toll("killed").total
    assert mean["anchor_companies"] > 1.3 * truth
    assert mean["lantern_guard"] < 0.8 * truth


def test_hospitals_never_count_more_than_were_harmed(programme: DemoProgramme) -> None:
    events = {e.key: e for e in programme.truth}
    for report in programme.reports:
        if not report.source_key.startswith("hospital") or report.follows or report.version > 1:
            continue
        event = events[report.true_event_id]
        if event.storyline == "disputed_toll":
            continue
        for toll in report.row.tolls:
            if toll.category == "all":
                assert (toll.best or 0) <= event.toll(toll.measure).total


def test_the_two_years_have_quiet_an_escalation_a_truce_and_its_erosion(
    programme: DemoProgramme,
) -> None:
    first = TODAY - timedelta(days=730)
    days = Counter((e.at.date() - first).days for e in programme.truth if e.programme == "talmora")

    def rate(start: int, end: int) -> float:
        return sum(days[d] for d in range(start, end)) / (end - start)

    quiet, fighting, truce, late = rate(0, 165), rate(225, 338), rate(372, 485), rate(620, 730)
    assert fighting > 2.5 * quiet
    assert truce < 0.4 * fighting
    assert truce < late < fighting
    assert all(e.at.date() <= TODAY for e in programme.truth)


def test_true_events_follow_their_kinds_hours_and_sides(programme: DemoProgramme) -> None:
    by_kind: dict[str, list[int]] = {}
    for event in programme.truth:
        if event.programme != "talmora":
            continue
        by_kind.setdefault(event.kind, []).append(event.at.hour)
    assert len(by_kind) == 18
    assert sum(h < 6 for h in by_kind["arrest"]) / len(by_kind["arrest"]) > 0.4
    assert all(9 <= h <= 17 for h in by_kind["protest"])
    killed = [e.toll("killed").total for e in programme.truth if e.toll("killed").total]
    assert 1.2 < sum(killed) / len(killed) < 3
    assert max(killed) >= 5


def test_the_last_days_have_something_to_tell(programme: DemoProgramme) -> None:
    week = [e for e in programme.truth if e.at.date() >= TODAY - timedelta(days=7)]
    shelling = [e for e in week if e.place == "harvend" and e.kind == "shelling"]
    assert len(shelling) >= 7
    assert all(e.at.hour >= 20 for e in shelling if e.storyline)
    silent_from = datetime(2026, 11, 17, 7, tzinfo=UTC)
    recent = [r for r in programme.reports if r.received_at >= silent_from]
    assert len(recent) > 30
    assert not [r for r in recent if r.office_key == "quaylen"]
    disputed = [
        r
        for r in programme.reports
        if r.true_event_id == next(e.key for e in programme.truth if e.storyline == "disputed_toll")
    ]
    said = {r.source_key: t.best for r in disputed for t in r.row.tolls if t.measure == "killed"}
    assert said == {"hospital_derenth": 2, "field_centre": 4}
    west = [r for r in recent if r.source_key == "field_west"]
    assert west, "one office is silent, not two"


def test_codes_are_of_the_codebook(programme: DemoProgramme) -> None:
    book = codebook.load()
    for report in programme.reports:
        row = report.row
        assert all(t.code in book["event_types"] for t in row.types)
        assert all(d.precision in book["date_precision"] for d in row.dates)
        assert all(p.precision in book["place_precision"] for p in row.places)
        assert all(p.role in book["party_roles"] for p in row.parties)
        assert all(t.measure in book["toll_measures"] for t in row.tolls)
        assert all(t.category in book["toll_categories"] for t in row.tolls)
    assert all(s.kind in book["source_kinds"] for s in programme.sources)
    assert all(p.kind in book["party_kinds"] for p in programme.parties)
    assert all(i.state in book["verification_states"] for i in programme.incidents)
    assert {e.type_code for e in programme.truth} <= set(book["event_types"].entries)


def test_rows_are_sealed_and_numbered(programme: DemoProgramme) -> None:
    rows = [r.row for r in programme.reports]
    assert [row.line for row in rows] == list(range(2, len(rows) + 2))
    for row in rows:
        assert hashlib.sha256(row.raw.encode()).hexdigest() == row.digest
        for toll in row.tolls:
            known = [n for n in (toll.low, toll.best, toll.high) if n is not None]
            assert known == sorted(known)
            assert toll.quote == "" or toll.quote in row.text
        for place in row.places:
            assert place.quote == "" or place.quote in row.text


def test_versions_copies_and_follow_ups_point_at_earlier_reports(
    programme: DemoProgramme,
) -> None:
    seen: dict[tuple[str, int], DemoProgramme | str] = {}
    for report in programme.reports:
        key = report.row.external_id
        assert (key, report.version) not in seen
        if report.version > 1:
            assert (key, report.version - 1) in seen
        for other in (report.copies, report.follows):
            assert not other or (other, 1) in seen
        seen[key, report.version] = report.row.digest
    main = programme.reports
    assert 40 <= sum(r.version > 1 and not r.row.withdrawn for r in main) <= 160
    assert sum(bool(r.copies) for r in main) >= 60
    assert sum(bool(r.follows) for r in main) >= 60
    assert 10 <= sum(r.row.withdrawn for r in main) <= 80
    assert 20 <= sum(not r.row.places for r in main) <= 120
    assert 20 <= sum(r.row.dates[0].precision == "month" for r in main) <= 120


def test_the_second_programme_shares_nobody(programme: DemoProgramme) -> None:
    key = programme.second[0]
    assert 15 <= sum(r.programme == key for r in programme.reports) <= 40
    ours = {s.email for s in programme.staff if s.programme == "talmora"}
    theirs = {s.email for s in programme.staff if s.programme == key}
    assert theirs
    assert not ours & theirs
    owner = {r.row.external_id: r.programme for r in programme.reports}
    for incident in programme.incidents:
        assert {owner[link.external_id] for link in incident.links} == {incident.programme}
