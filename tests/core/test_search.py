"""Search over folded words, within what a member may see, on the real tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import search
from goodoffices.core.access import name_on
from goodoffices.core.models import Membership, Place
from goodoffices.core.search import looking
from goodoffices.methods.text import index_text
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TEXTS = [
    "The governor met the elders in Harrow",
    "Governor denies a truce",
    "وصل المحافظ إلى القرية",
    "המושל הגיע אל הכפר",
    "A quiet day; nothing to report",
]


def filed(cast: Cast, *texts: str, tlp: int = 1) -> list[Place]:
    """Make one place per text, filed under the text."""
    places = [
        Place.objects.create(programme=cast.programme, kind="village", name=f"place {n}", tlp=tlp)
        for n, _ in enumerate(texts)
    ]
    search.index(
        "place",
        [
            (place.pk, cast.programme.pk, tlp, index_text(text))
            for place, text in zip(places, texts, strict=True)
        ],
    )
    return places


def found(text: str, member: Membership) -> set[int]:
    """Return the ids a member finds among the places they may see."""
    condition = search.matching("place", text, member)
    visible = Place.objects.visible_to(member)
    return set(
        (visible if condition is None else visible.filter(condition)).values_list("pk", flat=True)
    )


def which(typed: str, member: Membership, ids: list[int]) -> set[int]:
    """Return those of the ids that `search.which` says yes to."""
    column = np.array(ids, np.int64)
    return set(column[search.which("place", typed, member, column)].tolist())


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("governor", {0, 1}),
        ("governors elder", {0}),
        ('"a truce"', {1}),
        ("محافظ", {2}),
        ("الكفر", set()),
        ("מושל", {3}),
        ("gov*", {0, 1}),
        ("governor -truce", {0}),
        ("-governor", {2, 3, 4}),
        ("-governor -quiet", {2, 3}),
        ("", {0, 1, 2, 3, 4}),
        ("!!", set()),
    ],
)
def test_words_find_what_a_reader_would_expect(
    in_programme: Cast, typed: str, hits: set[int]
) -> None:
    places = filed(in_programme, *TEXTS)
    expected = {places[n].pk for n in hits}
    assert found(typed, in_programme.director) == expected
    ids = [place.pk for place in places]
    assert search.among("place", typed, ids) == expected
    assert which(typed, in_programme.director, ids) == expected


HOSTILE = [
    "' OR 1=1 --",
    '" OR ""="',
    "governor' UNION SELECT id FROM core_user --",
    "scope : p1t0",
    "tokens:governor",
    "{scope tokens} : governor",
    "governor NEAR(truce, 5)",
    "NOT governor",
    "governor OR quiet",
    "^governor",
    "governor & truce | !x",
    "truce:*",
    "truce:A",
    "<-> <2>",
    "(((((",
    '"""""',
    "%s %(x)s %",
    "*",
    "- -",
    "\\",
    "a\x00b",
    "'; DROP TABLE search_place; --",
    "governor" * 100,
    "𝔤𝔬𝔳 " * 50,
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_syntax_typed_into_the_box_is_inert(in_programme: Cast, typed: str) -> None:
    places = filed(in_programme, *TEXTS)
    member = in_programme.director
    hits = found(typed, member)
    assert hits <= {places[0].pk, places[1].pk}
    assert which(typed, member, [place.pk for place in places]) == hits
    assert search.count("place", typed, member) == len(hits)
    assert set(search.best("place", typed, member)) == hits
    assert search.estimate("place", typed, member) == len(hits)
    assert found("governor", member) == {places[0].pk, places[1].pk}


def test_a_search_far_too_long_is_refused(in_programme: Cast) -> None:
    with pytest.raises(InvalidInput):
        search.matching("place", "x" * 5000, in_programme.director)


def test_what_a_member_may_not_see_is_neither_found_nor_counted(in_programme: Cast) -> None:
    cast = in_programme
    open_ones = filed(cast, "truce in Harrow", tlp=1)
    hidden = filed(cast, "truce at night", tlp=3)
    red = filed(cast, "truce, named persons only", tlp=4)
    for member, expected in [
        (cast.partner, open_ones),
        (cast.director, open_ones + hidden),
        (cast.outsider, []),
    ]:
        pks = {place.pk for place in expected}
        assert search.count("place", "truce", member) == len(pks)
        assert search.estimate("place", "truce", member) == len(pks)
        assert set(search.best("place", "truce", member)) == pks
        assert found("truce", member) == pks
        assert which("truce", member, [one.pk for one in open_ones + hidden + red]) == pks
    assert red[0].pk not in found("truce", cast.director)
    assert search.count("place", "truce", None) == 0
    assert search.best("place", "truce", None) == []


def test_a_person_named_on_a_record_finds_it(in_programme: Cast) -> None:
    cast = in_programme
    red = filed(cast, "truce, named persons only", "something else", tlp=4)
    other = filed(cast, "truce in Harrow", tlp=0)
    name_on(red[0], [cast.partner], by=cast.director.user)
    assert found("truce", cast.partner) == {red[0].pk, other[0].pk}
    assert search.count("place", "truce", cast.partner) == 2
    assert set(search.best("place", "truce", cast.partner)) == {red[0].pk, other[0].pk}
    assert search.count("place", "something", cast.partner) == 0


def test_a_changed_mark_or_text_counts_from_now_on(in_programme: Cast) -> None:
    cast = in_programme
    (place,) = filed(cast, "truce in Harrow", tlp=1)
    search.rescope("place", [(place.pk, cast.programme.pk, 3)])
    assert search.count("place", "truce", cast.partner) == 0
    assert search.count("place", "truce", cast.director) == 1
    search.index("place", [(place.pk, cast.programme.pk, 1, index_text("ceasefire"))])
    assert search.count("place", "truce", cast.partner) == 0
    assert search.count("place", "ceasefire", cast.partner) == 1
    search.remove("place", [place.pk])
    assert search.count("place", "ceasefire", cast.partner) == 0


def test_programme_numbers_are_whole_words(in_programme: Cast) -> None:
    """Programme 1 must not find what programme 11 wrote."""
    cast = in_programme
    (place,) = filed(cast, "truce in Harrow")
    search.rescope("place", [(place.pk, int(f"{cast.programme.pk}1"), 1)])
    assert search.count("place", "truce", cast.director) == 0


def test_the_best_match_comes_first(in_programme: Cast) -> None:
    places = filed(in_programme, "truce " + "and so on " * 50, "truce truce truce", "peace")
    assert search.best("place", "truce", in_programme.director)[0] == places[1].pk
    assert len(search.best("place", "truce", in_programme.director, limit=1)) == 1


@pytest.mark.parametrize("few", [0, 100])
def test_a_common_word_is_looked_up_or_tested(
    few: int, in_programme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "COMMON", 2)
    monkeypatch.setattr(looking, "FEW", few)
    places = filed(in_programme, *["truce"] * 5, "peace")
    ids = [place.pk for place in places]
    assert which("truce", in_programme.director, ids[2:]) == set(ids[2:5])
    assert which("-truce", in_programme.director, ids) == {ids[5]}
    assert which("truce", in_programme.director, []) == set()


def test_an_estimate_stops_where_it_was_told(in_programme: Cast) -> None:
    filed(in_programme, *["truce"] * 8)
    assert search.estimate("place", "truce", in_programme.director, at_most=5) == 5


def test_an_enormous_text_is_cut_and_still_found(in_programme: Cast) -> None:
    long = "truce " + " ".join(f"word{n}" for n in range(60_000))
    filed(in_programme, long)
    assert search.count("place", "truce", in_programme.director) == 1
    assert search.count("place", "word59999", in_programme.director) == 0


def test_a_kind_nobody_declared_is_refused() -> None:
    with pytest.raises(KeyError):
        search.remove("core_user; --", [1])


def test_the_condition_stays_inside_the_database(
    in_programme: Cast, django_assert_num_queries: Any
) -> None:
    filed(in_programme, *TEXTS)
    condition = search.matching("place", "governor", in_programme.director)
    with django_assert_num_queries(1):
        assert Place.objects.filter(condition).count() == 2
