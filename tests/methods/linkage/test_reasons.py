"""Each reason is true of both records, and nothing is said of what is not known."""

from __future__ import annotations

from dataclasses import replace

from goodoffices.methods.linkage import Record, reasons

from .incidents import MARKET, on


def said(one, other):
    return {reason.code: reason.values for reason in reasons(one, other)}


def test_nothing_is_said_of_what_is_not_known():
    assert said(Record("a"), MARKET) == {}
    assert said(MARKET, Record("a", first_day=None, killed=(None, None, None))) == {}


def test_days_that_overlap_are_not_the_same_day_and_a_gap_is_counted_from_edge_to_edge():
    spell = replace(MARKET, last_day=MARKET.first_day + 6)
    assert "days_overlap" in said(MARKET, spell)
    assert "same_day" not in said(spell, spell)
    assert said(spell, on(9))["days_apart"] == {"days": 3}


def test_a_rough_place_is_named_as_rough():
    rough = replace(MARKET, latitude=10.1, radius_m=25_000)
    assert said(MARKET, rough)["km_apart"] == {"km": 11.1}
    assert said(MARKET, rough)["place_rough"] == {"km": 25}
    assert "place_rough" not in said(MARKET, MARKET)


def test_figures_are_the_same_close_or_differ():
    assert said(MARKET, MARKET)["same_killed"] == {"count": 28}
    assert said(MARKET, replace(MARKET, killed=(20, 25, 30)))["killed_close"] == {
        "one": 28,
        "other": 25,
    }
    assert said(MARKET, replace(MARKET, killed=(1, 2, 40)))["killed_close"]["other"] == 2
    assert "killed_differ" in said(MARKET, replace(MARKET, killed=(None, 2, None)))
    assert "injured_differ" in said(
        replace(MARKET, injured=(None, 3, None)), replace(MARKET, injured=(None, 9, None))
    )


def test_a_figure_whose_low_lies_above_its_high_is_read_in_order():
    assert said(MARKET, replace(MARKET, killed=(40, None, 16)))["same_killed"] == {"count": 28}


def test_parties_are_compared_without_sides_and_nobody_is_no_party():
    turned = replace(MARKET, parties=MARKET.parties[::-1])
    assert "same_parties" in said(MARKET, turned)
    some = replace(MARKET, parties=("north front", "other guard"))
    assert said(MARKET, some)["some_parties"] == {"parties": ("north front",)}
    assert "parties_differ" in said(MARKET, replace(MARKET, parties=("other guard",)))
    assert not {"parties_differ", "same_parties"} & set(
        said(replace(MARKET, parties=("unknown",)), replace(MARKET, parties=("unknown",)))
    )


def test_kinds_go_together_by_the_codebook():
    assert said(MARKET, MARKET)["same_type"] == {"type": "remote_shelling"}
    assert "types_related" in said(MARKET, replace(MARKET, event_type="remote_air_strike"))
    assert "types_differ" in said(MARKET, replace(MARKET, event_type="agreement_reached"))
    possible = said(MARKET, replace(MARKET, event_type="battle_clash"))
    assert not {"same_type", "types_related", "types_differ"} & set(possible)


def test_links_are_the_same_whatever_was_hung_on_to_them_and_a_site_is_no_story():
    one = replace(MARKET, links=("https://www.News.example/a/1?utm_source=x#top",))
    assert (
        said(one, replace(MARKET, links=("http://news.example/a/1/",)))["same_link"]["links"] == 1
    )
    site = replace(MARKET, links=("https://news.example/",))
    assert "same_link" not in said(site, site)


def test_a_picture_re_packed_is_the_same_and_a_plain_surface_is_no_picture():
    image = 0x0F0F33335555AAAA
    one, near = (replace(MARKET, images=(value,)) for value in (image, image ^ 0b111))
    assert said(one, near)["same_photo"] == {"photos": 1}
    plain = replace(MARKET, images=(0,))
    assert "same_photo" not in said(plain, plain)


def test_the_phrase_quoted_stands_in_the_report_in_three_languages():
    for text in (
        "سقطت قذائف على سوق الجسر القديم بعد صلاة الظهر",
        "פגזים נפלו על השוק ליד הגשר הישן אחרי תפילת הצהריים",
        "Shells fell on the market by the old bridge after noon prayer",
    ):
        one, other = replace(MARKET, text=text), replace(MARKET, text="… " + text + " 28.")
        values = said(one, other)["same_words"]
        assert values["percent"] == 100
        assert values["phrase"] in text
        assert len(values["phrase"]) > 20
