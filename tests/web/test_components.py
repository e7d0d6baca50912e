"""The tags print each thing the same way everywhere, escaped, and say what is not known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from goodoffices import codebook
from goodoffices.core.tlp import TLP
from goodoffices.web.templatetags.offices import toll
from goodoffices.web.words import toll_in_words


def render(source: str, **values: Any) -> str:
    """Render a snippet with the tags that every template has."""
    return (
        engines["django"].from_string(source).render(values, RequestFactory().get("/?q=a&page=3"))
    )


@pytest.mark.parametrize(
    ("low", "best", "high", "said"),
    [
        (9, 12, 15, "12 (9–15)"),
        (12, 12, 12, "12"),
        (None, 12, None, "12"),
        (9, None, 15, "9–15"),
        (9, None, None, "at least 9"),
        (None, None, 15, "at most 15"),
        (9, 12, None, "12 (at least 9)"),
        (0, 0, 0, "0"),
        (0, 0, 4, "0 (0–4)"),
        (1000, 1200, 1500, "1,200 (1,000–1,500)"),
    ],
)
def test_a_toll_carries_its_interval(
    low: int | None, best: int | None, high: int | None, said: str
) -> None:
    assert toll_in_words(low, best, high) == said


def test_an_unknown_toll_is_said_and_is_not_zero() -> None:
    assert render("{% toll %}") == '<span class="unknown">not known</span>'
    assert render("{% toll 0 0 0 %}") == '<bdi class="num">0</bdi>'


def test_numbers_are_isolated_and_grouped() -> None:
    assert render("{% number 176579 %}") == '<bdi class="num">176,579</bdi>'
    assert "not known" in render("{% number value %}", value=None)


def test_every_state_of_the_codebook_has_its_own_mark() -> None:
    states = [entry.id for entry in codebook.load()["verification_states"]]
    drawn = {state: render("{% state_mark state %}", state=state) for state in states}
    shapes = {text.split("</svg>")[0].split('aria-hidden="true">')[1] for text in drawn.values()}
    assert len(shapes) == len(states)
    assert "not known" in render("{% state_mark 'no-such' %}")


def test_state_words_follow_the_language() -> None:
    with translation.override("ar"):
        word = codebook.load().label("verification_states", "verified", "ar")
        assert word in render("{% state_mark 'verified' %}")


def test_tlp_marks_are_the_standard_labels() -> None:
    said = [render("{% tlp_mark level %}", level=level) for level in TLP]
    labels = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
    assert all(f">{label}</bdi>" in text for label, text in zip(labels, said, strict=True))


def test_an_imprecise_date_keeps_its_exact_value_on_hover() -> None:
    text = render("{% span_date '2026-11-03/2026-11-05' %}")
    assert 'title="2026-11-03/2026-11-05"' in text
    assert "November 2026" in text
    assert "not known" in render("{% span_date '' %}")


def test_a_moment_names_the_month_in_words() -> None:
    at = datetime(2026, 11, 3, 9, 5, tzinfo=UTC)
    assert "3 Nov 2026, 09:05" in render("{% moment at %}", at=at)
    assert "ago" not in render("{% moment at %}", at=at)
    assert "ago" in render("{% moment at relative=True %}", at=at.replace(year=2020))


def test_quoted_text_has_its_own_direction_and_cannot_write_markup() -> None:
    text = render("{% quoted text 'ar' %}", text="قصف <script>alert(1)</script>")
    assert text.startswith('<blockquote class="quoted" lang="ar" dir="rtl">')
    assert "<script>" not in text
    assert 'dir="auto"' in render("{% quoted 'x' %}")
    assert render("{% quoted 'x' lang inline=True %}", lang='en" onx="').count('"') == 6


def test_a_label_of_the_codebook_or_the_code_itself() -> None:
    assert render("{% label 'verification_states' 'verified' %}") == "Verified"
    assert render("{% label 'verification_states' code %}", code="a<b") == "a&lt;b"


class Form(forms.Form):
    """A field of each way of being shown."""

    title = forms.CharField(help_text="Say it neutrally.")
    sure = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_field_ties_help_and_errors_to_its_control() -> None:
    form = Form({"title": "", "kind": "z"})
    text = render("{% field form.title %}", form=form)
    assert '<label for="id_title">' in text
    assert 'id="id_title_helptext"' in text
    assert "id_title_helptext" in text.split("<input")[1].split(">")[0]
    assert 'aria-invalid="true"' in text
    assert "This field is required." in text


def test_choices_stand_in_a_group_with_a_legend() -> None:
    text = render("{% fields form %}", form=Form())
    assert "<legend>Kind</legend>" in text
    assert text.index('type="checkbox"') < text.index('for="id_sure"')


def test_pages_keep_the_filters_of_the_address() -> None:
    text = render("{% pagination page %}", page=Paginator(range(100), 10).page(3))
    assert 'href="?q=a&amp;page=4" rel="next"' in text
    assert '<span aria-current="page">3</span>' in text
    assert "<nav" not in render("{% pagination page %}", page=Paginator([1], 10).page(1))


def test_a_figure_sets_its_interval_smaller() -> None:
    for value in ("4 (3–6)", toll(3, 4, 6)):
        text = render("{% stat 'Killed' value %}", value=value)
        assert '4 <span class="interval">(3–6)</span>' in text
    assert "not known" in render("{% stat 'Killed' None %}")
    assert "<bdi>&lt;b&gt;</bdi>" in render("{% stat 'Killed' value %}", value="<b>")


def test_icons_speak_only_when_they_stand_alone() -> None:
    assert 'aria-hidden="true"' in render("{% icon 'search' %}")
    assert 'aria-label="Se &lt;arch"' in render("{% icon 'search' said %}", said="Se <arch")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_style_page_holds_no_inline_script_or_style(client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    text = client.get("/style/").content.decode()
    assert f'lang="{language}" dir="{"ltr" if language == "en" else "rtl"}"' in text
    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick" not in text


@pytest.mark.django_db
def test_what_is_nowhere_gets_a_page_that_says_what_to_do(client: Client) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert "What to do" in answer.content.decode()


def test_the_page_for_our_own_faults_needs_neither_request_nor_database() -> None:
    text = engines["django"].get_template("errors/500.html").render()
    assert "Something went wrong on our side" in text
    assert "What was kept" in text


def test_pages_stand_without_anything_built(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    settings.DEBUG = False
    assert render("{% asset 'built/theme.css' %}") == "/static/built/theme.css"
