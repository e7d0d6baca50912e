"""Loading a draft costs the same, whatever its length; and nothing hides in what is embedded."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodoffices.core.models import Place
from goodoffices.formats.manuscript import render
from goodoffices.monitor.models import Incident
from goodoffices.publish.gates import queries
from goodoffices.publish.gates.loading import house, load
from goodoffices.publish.models import Publication
from tests.cast import Cast
from tests.publish.stage import citation, publication


def report(cast: Cast, citations: int) -> Publication:
    """Make a report that cites so many incidents, one a sentence."""
    said = " ".join(f"On day {number} it burned. [@c{number}]" for number in range(citations))
    made = publication(cast.programme, body=said)
    for number in range(citations):
        incident = Incident.objects.create(
            programme=cast.programme, state="verified", tlp=0, own_tlp=0, edtf="2026-01-05"
        )
        citation(made, f"c{number}", kind="incident", incident=incident)
    return made


def test_queries_do_not_grow_with_citations(in_programme: Cast) -> None:
    def asked(citations: int) -> int:
        made = report(in_programme, citations)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.open_findings(made)
        return len(seen)

    few = asked(2)
    assert asked(30) == few <= 20


def test_gates_read_no_database_once_the_draft_is_loaded(
    in_programme: Cast, django_assert_num_queries: Any
) -> None:
    from goodoffices.publish.gates.registry import run

    draft = load(report(in_programme, 3), in_programme.analyst)
    with django_assert_num_queries(0):
        run(draft)


def test_the_house_sees_what_staff_see_and_is_nobody(in_programme: Cast) -> None:
    eye = house(in_programme.programme)
    assert eye.pk is None
    tlps = [
        Place.objects.create(programme=in_programme.programme, kind="town", name="x", tlp=tlp)
        for tlp in (0, 3, 4)
    ]
    seen = Place.objects.visible_to(eye)
    assert [one in seen for one in tlps] == [True, True, False]


@pytest.mark.parametrize(
    "body",
    [
        "![a](data:image/png;base64,AAAA)",
        "![a](https://elsewhere.example/a.jpg)",
        '<img src="a.jpg"> was seen.',
        '<object data="a.pdf"></object>',
    ],
)
def test_no_file_can_come_along_with_what_a_camera_or_an_author_left_in_it(body: str) -> None:
    html = render(body, cite=lambda key: None, figure=lambda key, field: None)
    for tag in ("<img", "<object", "<embed", "<iframe", "<picture", "<video"):
        assert tag not in str(html)
