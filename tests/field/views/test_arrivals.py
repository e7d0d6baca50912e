"""Arrivals: counted by day and week, by office and form, how late; who has gone silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.core.models import Office
from goodoffices.field.models import Submission
from goodoffices.field.queries import arrivals
from goodoffices.field.queries.asked import SubmissionFilter
from goodoffices.field.services.devices import note_queue
from tests.field.views.stage import FieldStage, xml


def came(stage: FieldStage, days_ago: float, number: int = 0, **more: object) -> Submission:
    """Have a submission come in some days ago."""
    sent = stage.send(xml(f"uuid:a{days_ago}-{number}"))
    at = timezone.now() - timedelta(days=days_ago)
    Submission.objects.filter(pk=sent.pk).update(received_at=at, **more)
    return sent


def counted(stage: FieldStage, by: str = "day", **asked: object) -> arrivals.Arrivals:
    member = stage.cast.monitoring_officer
    spanned = arrivals.period(SubmissionFilter(**asked), by, member)  # type: ignore[arg-type]
    return arrivals.arrivals(spanned, by, member)


def test_bars_are_days_or_weeks_up_to_today(field_stage: FieldStage) -> None:
    came(field_stage, 1)
    came(field_stage, 10)
    by_day = counted(field_stage)
    assert len(by_day.bars) == 42
    assert [bar.count for bar in by_day.bars if bar.count] == [1, 1, 3]
    by_week = counted(field_stage, "week")
    assert len(by_week.bars) == 26
    assert by_week.bars[-1].last == arrivals.today(field_stage.cast.director).toordinal()
    assert sum(bar.count for bar in by_week.bars) == by_week.total == 5


def test_a_day_is_a_day_of_the_programme(field_stage: FieldStage) -> None:
    """22:30 UTC is the next day two hours further east."""
    stage = field_stage
    stage.cast.programme.time_zone = "Africa/Cairo"
    stage.cast.programme.save()
    sent = came(stage, 1)
    late = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
    Submission.objects.filter(pk=sent.pk).update(received_at=late)
    day = datetime(2026, 3, 5, tzinfo=UTC).date().toordinal()
    member = stage.cast.monitoring_officer
    member.programme.time_zone = "Africa/Cairo"
    spanned = SubmissionFilter(first_day=day, last_day=day)
    found = arrivals.arrivals(spanned, "day", member)
    assert [bar.count for bar in found.bars] == [1]


def test_how_late_they_were(field_stage: FieldStage) -> None:
    now = timezone.now()
    took = {"hour": 0.5, "day": 20, "three-days": 60, "week": 100, "longer": 400, "clock": -3}
    Submission.objects.all().update(ended_at=None)
    for number, (name, hours) in enumerate(took.items()):
        sent = came(field_stage, 0, number)
        ended = now - timedelta(hours=hours)
        Submission.objects.filter(pk=sent.pk).update(received_at=now, ended_at=ended)
        assert counted(field_stage).delays[name] == 1, name
    assert counted(field_stage).delays["unknown"] == 3


def test_from_whom_they_came(field_stage: FieldStage) -> None:
    (origin,) = counted(field_stage).origins
    assert (origin.office, origin.form, origin.count) == (
        field_stage.cast.office,
        field_stage.form,
        3,
    )
    assert counted(field_stage).awaiting == 1


def silent(stage: FieldStage) -> list[tuple[str, int, int | None]]:
    found = arrivals.silent_offices(stage.cast.monitoring_officer)
    return [(one.office.code, one.days, one.usual) for one in found]


def test_an_office_is_silent_by_its_own_rhythm(field_stage: FieldStage) -> None:
    stage = field_stage
    Submission.objects.exclude(pk=stage.hidden.pk).delete()
    for number in range(10):
        came(stage, 3 + number)
    assert silent(stage) == [("harrow", 3, 1)], "it sends every day, and has not for three"
    came(stage, 0.1)
    assert silent(stage) == []


def test_an_office_that_sends_once_a_week_is_not_silent_after_five_days(
    field_stage: FieldStage,
) -> None:
    stage = field_stage
    Submission.objects.exclude(pk=stage.hidden.pk).delete()
    for week in range(9):
        came(stage, 5.5 + 7 * week)
    assert silent(stage) == []
    Submission.objects.update(received_at=timezone.now() - timedelta(days=200))
    assert silent(stage) == [], "absent, not silent"


def test_without_a_rhythm_four_days_are_silence(field_stage: FieldStage) -> None:
    stage = field_stage
    Submission.objects.all().update(received_at=timezone.now() - timedelta(days=4.5))
    assert silent(stage) == [("harrow", 4, None)]
    Submission.objects.all().update(received_at=timezone.now() - timedelta(days=3.5))
    assert silent(stage) == []


def test_what_is_hidden_breaks_no_silence_and_counts_nowhere(field_stage: FieldStage) -> None:
    stage = field_stage
    shown = Submission.objects.exclude(pk=stage.hidden.pk)
    shown.update(received_at=timezone.now() - timedelta(days=5))
    assert silent(stage) == [("harrow", 5, None)]
    assert counted(stage).total == 3
    director = arrivals.silent_offices(stage.cast.director)
    assert director == []


@settings(deadline=None)
@given(st.lists(st.integers(700_000, 700_200), max_size=60))
def test_the_usual_gap_lies_among_the_gaps(days: list[int]) -> None:
    ordered = sorted(set(days))
    gaps = [after - before for before, after in pairwise(ordered)]
    usual = arrivals.usual_gap(days)
    if len(gaps) < 6:
        assert usual is None
    else:
        assert usual in gaps[-12:]


def test_the_page_says_it_all(field_stage: FieldStage) -> None:
    stage = field_stage
    other = Office.objects.create(
        programme=stage.cast.programme, code="sarend", names={"en": "Sarend"}
    )
    came(stage, 6, office=other)
    note_queue(
        stage.desk, queue={"waiting": 4, "oldest": "2026-03-04T08:00:00+00:00", "shell": "1"}
    )
    shown = stage.page("arrivals/")
    for words in (
        "Nothing from Sarend for 6 days",
        "4 submissions in this time",
        "Submissions a week.",
        "Within an hour",
        "1 submission still awaits files",
        "The oldest was finished",
        'class="timeline-axis"',
        "Show as table",
    ):
        assert words in shown, words
    assert "Submissions a day." in stage.page("arrivals/", by="day")
    narrow = stage.page("arrivals/", office="sarend")
    assert "1 submission in this time" in narrow


def test_each_number_leads_to_its_list(field_stage: FieldStage) -> None:
    stage = field_stage
    shown = stage.client().get(stage.at("arrivals/"))
    for bar in shown.context["figure"].bars:
        if bar.period.count:
            listed = stage.client().get(bar.period.url)
            assert listed.context["total"] == bar.period.count


@pytest.mark.parametrize("query", ["by=century", "from=2026-02-31", "from=1900-01-01&by=day", "x"])
def test_an_absurd_address_gets_a_clear_page(field_stage: FieldStage, query: str) -> None:
    assert field_stage.client().get(field_stage.at(f"arrivals/?{query}")).status_code == 200


def test_who_reads_no_submissions_is_refused(field_stage: FieldStage) -> None:
    stage = field_stage
    assert stage.client(stage.cast.field_officer).get(stage.at("arrivals/")).status_code == 403
    assert stage.client().post(stage.at("arrivals/")).status_code == 405


def test_a_long_period_ends_with_its_latest_bars(field_stage: FieldStage) -> None:
    first = datetime(1900, 1, 1, tzinfo=UTC).date().toordinal()
    found = counted(field_stage, "day", first_day=first)
    assert len(found.bars) == arrivals.MOST_BARS
    assert found.bars[-1].last == arrivals.today(field_stage.cast.director).toordinal()
    assert found.total == 3
