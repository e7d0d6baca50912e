"""Estimates of how many in all: frozen, replaced, withdrawn, and no figure where none may be."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.jobs import run_now
from goodoffices.core.models import AuditEntry, Job
from goodoffices.core.tlp import TLP
from goodoffices.formats import capture_histories
from goodoffices.rights.models import Estimate
from goodoffices.rights.models.estimates import FAILS, UNSURE
from goodoffices.rights.queries import estimates as told
from goodoffices.rights.services import estimates
from goodoffices.rights.services.restricting import restrict
from tests.cast import Cast
from tests.methods.undercount.published import FIVE_LISTS, KOSOVO, KOSOVO_LISTS, in_order
from tests.rights.totals import COUNTS, DISJOINT, LISTS, SMALL, YES, given, made
from tests.shared_data import shared

FIVE = in_order("ABCDE", FIVE_LISTS)


def test_a_result_is_kept_with_its_input_and_method(in_programme: Cast) -> None:
    one = made(in_programme.programme, by=in_programme.rights_officer.user)
    one.refresh_from_db()
    assert one.result["seen"] == sum(COUNTS.values())
    assert one.result["average"]["low"] < one.result["average"]["high"]
    assert (one.method_version, one.computed_at is not None) == ("1", True)
    assert one.input_sha256 == sha256(capture_histories.written(LISTS, COUNTS)).hexdigest()
    entry = AuditEntry.objects.filter(action="rights.estimate.made").get()
    assert "410" not in str(entry.data)


def test_a_counter_of_bools_will_do(in_programme: Cast) -> None:
    """That is what casualty lists of the programme give."""
    counter = Counter({tuple(map(bool, one)): number for one, number in COUNTS.items()})
    one = made(in_programme.programme, counts=counter, origin=estimates.LISTS)
    assert one.result == made(in_programme.programme).result
    assert one.origin == "lists"


def test_five_lists_are_worked_out_in_the_background(in_programme: Cast) -> None:
    one = made(in_programme.programme, counts=FIVE.histories(), lists=tuple("ABCDE"))
    assert (one.result, told.is_under_way(one)) == (None, True)
    job = run_now(Job.objects.get(pk=one.job_id))
    assert (job.state, job.done, job.total, job.result) == (Job.State.DONE, 6, 6, {})
    one.refresh_from_db()
    assert 600 < one.result["average"]["estimate"] < 650
    assert [row["name"] for row in one.result["left_out"]["lists"]] == list("ABCDE")
    before = one.computed_at
    again = Estimate.objects.get(pk=one.pk)
    estimates.work_out(estimate=again, advance=lambda done, total: None)
    assert Estimate.objects.get(pk=one.pk).computed_at == before


def test_work_that_comes_too_late_changes_nothing(in_programme: Cast) -> None:
    one = made(in_programme.programme, counts=FIVE.histories(), lists=tuple("ABCDE"))
    estimates.withdraw(estimate=one, by=None, reason="A list was wrong")
    run_now(Job.objects.get(pk=one.job_id))
    one.refresh_from_db()
    assert one.result is None


def test_the_published_numbers_come_out_of_the_service(in_programme: Cast) -> None:
    """Killings in Kosovo, March to June 1999: the published model gives 10,356."""
    one = made(in_programme.programme, counts=KOSOVO, lists=KOSOVO_LISTS)
    assert one.result["models"][0]["estimate"] == pytest.approx(10_357, abs=1)
    average = one.result["average"]
    assert [round(average[name]) for name in ("low", "estimate", "high")] == [9172, 13184, 20869]
    figure = told.figure(one)
    assert (figure.low, figure.estimate, figure.high) == (9100, 13200, 20900)
    assert "models-disagree" in [caution["code"] for caution in one.result["cautions"]]


def test_the_published_file_gives_the_published_numbers(in_programme: Cast) -> None:
    read = capture_histories.read(shared("kosovo1999_four_lists.csv"))
    one = made(in_programme.programme, counts=read.counts, lists=read.lists)
    assert round(one.result["average"]["estimate"]) == 13184


@pytest.mark.parametrize(
    ("counts", "assumptions", "why"),
    [
        (DISJOINT, YES, ["no-estimate"]),
        ({**DISJOINT, (1, 1, 0): 1}, YES, ["too-few-shared"]),
        (COUNTS, {**YES, "made-apart": FAILS}, ["made-apart"]),
    ],
)
def test_no_figure_is_kept_where_none_may_be_given(
    counts: Any, assumptions: Any, why: list[str], in_programme: Cast
) -> None:
    one = made(in_programme.programme, counts=counts, assumptions=assumptions, tlp=TLP.AMBER_STRICT)
    assert one.result["withheld"] == why
    assert not {"average", "models", "pairs", "lower_bound"} & set(one.result)
    assert told.figure(one) is None
    assert len(told.why_withheld(one)) == 1


def test_what_nobody_knows_is_told_among_the_findings(in_programme: Cast) -> None:
    one = made(in_programme.programme, assumptions={**YES, "within-reach": UNSURE})
    assert told.figure(one) is not None
    assert any("Not known whether" in said for said in told.findings(one))


@pytest.mark.parametrize(
    ("lists", "counts", "code"),
    [
        (("A",), {(1,): 5}, "number-of-lists"),
        (tuple("ABCDEF"), {(1, 0, 0, 0, 0, 0): 5}, "number-of-lists"),
        (("A", "A"), {(1, 0): 5, (0, 1): 5, (1, 1): 5}, "same-list-twice"),
        (("A", "B"), {(1, 0): 5, (1, 1): 0}, "empty-list"),
        (("A", "B"), {(1, 0): 0, (0, 1): 0, (1, 1): 0}, "empty-list"),
        (("A", "B"), {(1, 0): -5, (0, 1): 5, (1, 1): 5}, "bad-count"),
        (("A", "B"), {(1, 0): 10**10, (0, 1): 5, (1, 1): 5}, "bad-count"),
        (("A", "B"), {(1, 0): "5", (0, 1): 5, (1, 1): 5}, "bad-count"),
        (("A", "B"), {(0, 0): 5, (1, 0): 5, (0, 1): 5, (1, 1): 5}, "unseen-counted"),
        (("A", "B"), {(1, 0, 1): 5}, "bad-history"),
        (("=A", "B"), {(1, 0): 5, (0, 1): 5, (1, 1): 5}, "bad-list-name"),
        (("n", "B"), {(1, 0): 5, (0, 1): 5, (1, 1): 5}, "bad-list-name"),
        ((" ", "B"), {(1, 0): 5, (0, 1): 5, (1, 1): 5}, "bad-list-name"),
    ],
)
def test_a_table_that_is_none_is_refused(
    lists: Any, counts: Any, code: str, in_programme: Cast
) -> None:
    with pytest.raises(InvalidInput) as refused:
        made(in_programme.programme, lists=lists, counts=counts)
    assert refused.value.code == code
    assert not Estimate.objects.exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "no-title"),
        ({"period": ""}, "no-scope"),
        ({"assumptions": {}}, "no-answer"),
        ({"assumptions": {**YES, "closed": "perhaps"}}, "no-answer"),
        ({"tlp": 9}, "bad-tlp"),
    ],
)
def test_what_it_is_of_has_to_be_said(more: Any, code: str, in_programme: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        made(in_programme.programme, **more)
    assert refused.value.code == code


def test_the_largest_numbers_are_borne(in_programme: Cast) -> None:
    counts = {one: 10**9 if sum(one) == 1 else 10**8 for one in COUNTS}
    one = made(in_programme.programme, counts=counts)
    assert told.figure(one).high > 10**9
    assert all(row["total"] for row in one.result["left_out"]["lists"])


def test_small_counts_stay_with_those_who_work_with_the_lists(in_programme: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        made(in_programme.programme, counts=SMALL, tlp=TLP.GREEN)
    assert refused.value.code == "small-counts"
    one = made(in_programme.programme, counts=SMALL, tlp=TLP.AMBER)
    with pytest.raises(InvalidInput):
        restrict(record=one, tlp=TLP.GREEN, by=None, reason="For partners")
    with pytest.raises(IntegrityError), transaction.atomic():
        Estimate.objects.filter(pk=one.pk).update(tlp=TLP.GREEN)
    large = made(in_programme.programme)
    restrict(record=large, tlp=TLP.GREEN, by=None, reason="For partners")
    assert Estimate.objects.get(pk=large.pk).tlp == TLP.GREEN


def test_a_result_cannot_stand_without_its_method(in_programme: Cast) -> None:
    one = made(in_programme.programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Estimate.objects.filter(pk=one.pk).update(method_version="")


def test_a_later_one_replaces_and_changes_nothing(in_programme: Cast) -> None:
    officer = in_programme.rights_officer.user
    old = made(in_programme.programme)
    kept = Estimate.objects.filter(pk=old.pk).values("result", "counts", "title").get()
    with pytest.raises(InvalidInput):
        made(in_programme.programme, replaces=old, by=officer)
    new = made(in_programme.programme, replaces=old, by=officer, reason="A list grew", title="New")
    assert Estimate.objects.filter(pk=old.pk).values("result", "counts", "title").get() == kept
    old.refresh_from_db()
    assert (old.withdrawn_by, old.withdrawn_reason) == (officer, "A list grew")
    assert told.replacing(old, in_programme.analyst) == (None, new)
    with pytest.raises(Conflict):
        made(in_programme.programme, replaces=old, by=officer, reason="Again")
    assert Estimate.objects.count() == 2


def test_withdrawing_asks_why_and_happens_once(in_programme: Cast) -> None:
    one = made(in_programme.programme)
    with pytest.raises(InvalidInput):
        estimates.withdraw(estimate=one, by=None, reason=" ")
    estimates.withdraw(estimate=one, by=None, reason="One list was copied")
    with pytest.raises(Conflict):
        estimates.withdraw(estimate=one, by=None, reason="Again")


def test_who_may_make_and_withdraw(in_programme: Cast) -> None:
    one = made(in_programme.programme)
    for member in (in_programme.analyst, in_programme.partner, in_programme.press_officer):
        with pytest.raises(NotPermitted):
            made(in_programme.programme, by=member.user)
        with pytest.raises(NotPermitted):
            estimates.withdraw(estimate=one, by=member.user, reason="x")
    with pytest.raises(NotFound):
        made(in_programme.programme, by=in_programme.outsider.user)


def test_a_red_one_is_for_who_made_it(in_programme: Cast) -> None:
    officer, director = in_programme.rights_officer, in_programme.director
    one = made(in_programme.programme, by=officer.user, tlp=TLP.RED)
    assert [row.pk for row in told.listed(officer)] == [one.pk]
    assert not told.listed(director).exists()
    with pytest.raises(NotFound):
        made(in_programme.programme, replaces=one, by=director.user, reason="x")
    new = made(in_programme.programme, replaces=one, by=officer.user, reason="Wider")
    assert told.replacing(new, director) == (None, None)


def test_the_list_is_searched_by_words_and_state(in_programme: Cast) -> None:
    one = made(in_programme.programme, title="Held at the ford")
    two = made(in_programme.programme)
    estimates.withdraw(estimate=two, by=None, reason="x")
    member = in_programme.analyst
    assert [row.pk for row in told.listed(member)] == [one.pk, two.pk]
    assert [row.pk for row in told.listed(member, text="FORD")] == [one.pk]
    assert [row.pk for row in told.listed(member, state="withdrawn")] == [two.pk]
    assert given().title not in {row.title for row in told.listed(member, state="stands")}
