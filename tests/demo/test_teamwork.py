"""How far the team has got: most is linked and rightly, the last two weeks are not done."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from datetime import UTC, datetime, timedelta

from goodoffices.demo import DemoProgramme
from tests.demo.conftest import TODAY

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 7, tzinfo=UTC)


def test_most_incidents_hold_one_true_event(programme: DemoProgramme) -> None:
    truth = {r.row.external_id: r.true_event_id for r in programme.reports}
    events = Counter(
        len({truth[link.external_id] for link in i.links}) for i in programme.incidents
    )
    assert events[1] > 0.95 * len(programme.incidents)
    assert events[2] >= 5, "some mistakes, as people make them"


def test_a_report_is_linked_once(programme: DemoProgramme) -> None:
    linked = [link.external_id for i in programme.incidents for link in i.links]
    assert len(linked) == len(set(linked))


def test_recent_reports_wait(programme: DemoProgramme) -> None:
    linked = {link.external_id for i in programme.incidents for link in i.links}
    main = [r for r in programme.reports if r.programme == "talmora" and r.version == 1]
    recent = [r for r in main if r.received_at > NOW - timedelta(days=14)]
    older = [r for r in main if r.received_at <= NOW - timedelta(days=14)]
    waiting = sum(r.row.external_id not in linked for r in recent) / len(recent)
    assert 0.15 < waiting < 0.6
    assert sum(r.row.external_id not in linked for r in older) < 0.06 * len(older)


def test_vague_old_reports_were_set_aside(programme: DemoProgramme) -> None:
    linked = {link.external_id for i in programme.incidents for link in i.links}
    aside = {one.external_id for one in programme.set_aside}
    assert len(aside) > 20
    assert not aside & linked
    first = {r.row.external_id: r for r in programme.reports if r.version == 1}
    waiting = [r for key, r in first.items() if key not in linked | aside]
    assert 15 <= len(waiting) <= 90


def test_states_are_judged_with_reasons_by_people_of_the_programme(
    programme: DemoProgramme,
) -> None:
    staff = {s.key: s for s in programme.staff}
    states = Counter(i.state for i in programme.incidents)
    assert set(states) == {
        *("unverified", "pending", "corroborated", "verified", "contested", "refuted"),
    }
    assert states["verified"] > 120
    for incident in programme.incidents:
        last = max(link.at for link in incident.links)
        for judged in (*incident.links, *incident.assessments):
            assert judged.reason
            assert staff[judged.by].programme == incident.programme
            assert judged.at <= NOW
        moments = [a.at for a in incident.assessments]
        assert moments == sorted(moments)
        assert not moments or moments[0] >= last


def test_refuted_incidents_are_rumours_or_lone(programme: DemoProgramme) -> None:
    happened = {e.key: e.happened for e in programme.truth}
    truth = {r.row.external_id: r.true_event_id for r in programme.reports}
    refuted = [i for i in programme.incidents if i.state == "refuted"]
    rumours = 0
    for incident in refuted:
        rumour = not all(happened[truth[link.external_id]] for link in incident.links)
        rumours += rumour
        sources = {link.external_id.rsplit("-", 2)[0] for link in incident.links}
        assert rumour or len(sources) == 1
    assert rumours >= 3


def test_nobody_has_judged_the_disputed_toll(programme: DemoProgramme) -> None:
    event = next(e for e in programme.truth if e.storyline == "disputed_toll")
    reports = {r.row.external_id for r in programme.reports if r.true_event_id == event.key}
    incident = next(
        i for i in programme.incidents if reports & {link.external_id for link in i.links}
    )
    assert incident.assessments == ()
    assert len(incident.links) == 2


def test_marks_and_grades(programme: DemoProgramme) -> None:
    marks = Counter(r.tlp for r in programme.reports)
    assert set(marks) == {"CLEAR", "GREEN", "AMBER", "AMBER_STRICT", "RED"}
    assert 4 <= marks["RED"] <= 60
    assert {c.grade for c in programme.credibility} == {1, 2, 3, 4, 5, 6}
    assert any(len(s.grades) > 1 for s in programme.sources)


def test_evidence_is_small_and_whole(programme: DemoProgramme) -> None:
    assert 30 <= len(programme.evidence) <= 120
    assert {e.media_type for e in programme.evidence} == {"image/png", "text/plain"}
    for item in programme.evidence:
        assert 0 < len(item.content) < 60_000
        if item.media_type == "image/png":
            assert_is_png(item.content)
        else:
            assert item.external_id in item.content.decode()


def assert_is_png(content: bytes) -> None:
    """Read the file back by the format's own rules: chunks, checksums, as many bytes as pixels."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        (check,) = struct.unpack(">I", content[at + 8 + size : at + 12 + size])
        assert check == zlib.crc32(name + data)
        chunks[name], at = data, at + 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    pixels = zlib.decompress(chunks[b"IDAT"])
    assert len(pixels) == (width + 1) * height
    assert max(pixels) < len(chunks[b"PLTE"]) / 3
