"""Estimates from lists that the programme keeps, and how lists and estimates are purged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodoffices.core.models import Handling
from goodoffices.core.services import holds, retention
from goodoffices.rights.forms.estimates import KEPT, EstimateForm
from goodoffices.rights.models import (
    CasualtyList,
    Estimate,
    ListDecision,
    ListPair,
    ListRow,
    Person,
    PersonLink,
    RowPerson,
)
from goodoffices.rights.services.estimates import LISTS
from tests.cast import Cast, sign_in
from tests.rights import totals
from tests.rights.list_stage import bare_list, paired, rows_of, said
from tests.rights.stage import person

OLD = timezone.now() - timedelta(days=400)


def sending(lists: list[CasualtyList], **more: Any) -> dict[str, Any]:
    return {**totals.typed(), "chosen": [one.code for one in lists], **more}


def test_lists_of_the_programme_are_counted_as_they_stand(in_programme: Cast) -> None:
    cast = in_programme
    lists = [bare_list(cast.programme, 40, title=f"List {sign}", tlp=2) for sign in "ABC"]
    paired(lists[0], lists[1], [(i, i, "certain", 12) for i in range(12)])
    paired(lists[1], lists[2], [(i, i + 20, "certain", 12) for i in range(8, 20)])
    said(rows_of(lists[0])[0], rows_of(lists[1])[0], "different")
    sent = sending(lists, tlp="2")
    form = EstimateForm(KEPT, None, sent, {}, member=cast.rights_officer)
    assert form.is_valid(), form.errors
    counts = form.table()
    assert counts["origin"] == LISTS
    assert counts["lists"] == ("List A", "List B", "List C")
    assert counts["histories"] == {
        (1, 1, 0): 7,
        (1, 1, 1): 4,
        (0, 1, 1): 8,
        (1, 0, 0): 29,
        (0, 1, 0): 21,
        (0, 0, 1): 28,
    }


def test_an_estimate_is_shown_no_more_widely_than_its_lists(in_programme: Cast) -> None:
    cast = in_programme
    lists = [bare_list(cast.programme, 9, title="Same", tlp=mark) for mark in (2, 3)]
    sent = sending(lists, tlp="2")
    form = EstimateForm(KEPT, None, sent, {}, member=cast.rights_officer)
    assert list(form.errors) == ["tlp"]
    assert len(set(form.given_lists)) == 2, "lists of one title are told apart"


def test_a_list_that_readers_may_not_see_does_not_show_through_the_counts(
    in_programme: Cast,
) -> None:
    cast = in_programme
    lists = [bare_list(cast.programme, 9, title=f"List {sign}", tlp=2) for sign in "AB"]
    closer = bare_list(cast.programme, 1, title="Known to few", tlp=3)
    said(rows_of(lists[0])[0], rows_of(closer)[0], "same")
    said(rows_of(lists[1])[0], rows_of(closer)[0], "same")
    both = []
    for mark in (2, 3):
        sent = sending(lists, tlp=str(mark))
        form = EstimateForm(KEPT, None, sent, {}, member=cast.rights_officer)
        assert form.is_valid(), form.errors
        both.append(form.given_counts.get((1, 1), 0))
    assert both == [0, 1]


def test_a_list_one_may_not_see_cannot_be_chosen(in_programme: Cast) -> None:
    cast = in_programme
    lists = [bare_list(cast.programme, 9, tlp=mark) for mark in (2, 4)]
    form = EstimateForm(KEPT, None, member=cast.rights_officer)
    assert list(form.kept) == [lists[0].code]
    sent = sending(lists)
    hidden, unknown = lists[1].code, "notthere"
    words = []
    for code in (hidden, unknown):
        sent["chosen"] = [lists[0].code, code]
        refused = EstimateForm(KEPT, None, sent, {}, member=cast.rights_officer)
        words.append(str(refused.errors["chosen"]).replace(code, "X"))
    assert words[0] == words[1]


def test_the_page_makes_an_estimate_of_chosen_lists(in_programme: Cast, client: Client) -> None:
    cast = in_programme
    lists = [bare_list(cast.programme, 40, title=f"List {sign}") for sign in "AB"]
    paired(lists[0], lists[1], [(i, i, "certain", 12) for i in range(15)])
    sign_in(client, cast.rights_officer.user)
    where = reverse("rights:total-new", args=[cast.programme.slug]) + "?by=lists"
    assert "List A" in client.get(where).content.decode()
    assert client.post(where, sending(lists[:1])).status_code == 400
    assert client.post(where, sending(lists)).status_code == 302
    made = Estimate.objects.get()
    assert (made.origin, made.lists) == (LISTS, ["List A", "List B"])
    assert made.counts == {"11": 15, "10": 25, "01": 25}


@pytest.fixture
def purging(in_programme: Cast) -> Cast:
    for kind in ("casualtylist", "estimate", "person"):
        Handling.objects.create(
            programme=in_programme.programme, kind=f"rights.{kind}", keep_days=365, purges=True
        )
    return in_programme


def aged(*records: Any) -> None:
    for one in records:
        one.__class__.objects.filter(pk=one.pk).update(created_at=OLD)


def purge(cast: Cast) -> int:
    return retention.purge(cast.programme, by=cast.director.user)


def test_a_list_goes_with_its_rows_pairs_and_decisions(purging: Cast) -> None:
    old, young = (bare_list(purging.programme, 3, title=name) for name in ("Old", "Young"))
    paired(old, young, [(0, 0, "certain", 12)])
    said(rows_of(old)[0], rows_of(young)[0], "same")
    aged(old)
    assert purge(purging) == 1
    assert list(CasualtyList.objects.all()) == [young]
    assert ListRow.objects.count() == 3
    assert not ListPair.objects.exists()
    assert not ListDecision.objects.exists()


def test_a_person_on_a_list_goes_after_the_list(purging: Cast) -> None:
    made, other = person(purging.programme), person(purging.programme)
    one = bare_list(purging.programme, 1)
    RowPerson.objects.create(row=rows_of(one)[0], person=made)
    PersonLink.objects.create(one=made, other=other, certainty="likely", reason="Same papers")
    aged(made, one)
    about: Any = {"programme": purging.programme, "kind": "rights.person", "code": made.code}
    holds.place(**about, reason="A court asked", by=purging.director.user)
    assert purge(purging) == 0
    holds.end(**about, reason="Over", by=purging.director.user)
    assert [purge(purging), purge(purging)] in ([1, 1], [2, 0])
    assert not RowPerson.objects.exists()
    assert not PersonLink.objects.exists()
    assert list(Person.objects.all()) == [other]


def test_an_estimate_that_was_replaced_stays_as_long_as_the_later_one(purging: Cast) -> None:
    first = totals.made(purging.programme)
    second = totals.made(purging.programme, replaces=first, reason="A list came late")
    aged(first)
    assert purge(purging) == 0
    aged(second)
    assert purge(purging) == 1
    assert purge(purging) == 1
    assert not Estimate.objects.exists()
