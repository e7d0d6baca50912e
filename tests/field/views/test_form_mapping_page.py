"""The page on which a person says what the questions mean, and the preview."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django_scopes import scope

from goodoffices.field.models import Mapping, Submission, SubmissionVersion
from goodoffices.field.services import forms
from tests.cast import Cast
from tests.field.asking import client, here, page_of, text
from tests.field.forms import CHOICES, ENTRIES, SURVEY, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(cast: Cast) -> Client:
    return client(cast.monitoring_officer)


class TestMapping:
    """Each question beside the claim it gives; a person confirms."""

    def row(self, page: str, path: str) -> str:
        """Return the number of a question's row on the page."""
        rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
        found = next(one for one in rows if f">{path}</bdi>" in one)
        return re.findall(r'name="claim-(\d+)"', found)[0]

    def given(self, page: str) -> dict[str, str]:
        """Return what the page would send as it stands."""
        sent = {}
        for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page):
            chosen = re.search(r'value="([^"]*)" selected', inside)
            sent[name] = chosen.group(1) if chosen else ""
        return sent | {"seen": re.findall(r'name="seen" value="(\d+)"', page)[0]}

    def test_the_suggestion_is_confirmed_as_it_stands(self, cast: Cast, manager: Client) -> None:
        version = here(cast)
        address = page_of(version, "field:form-mapping")
        page = text(manager.get(address))
        assert "This is a suggestion" in page
        answer = manager.post(address, self.given(page) | {"act": "confirm"})
        assert answer["Location"] == page_of(version)
        with scope(programme=cast.programme):
            entries = Mapping.objects.get().entries
        claims = {(entry["claim"], entry["path"]) for entry in entries}
        assert claims == {
            ("date", "day"),
            ("type", "kind"),
            ("toll", "killed"),
            ("narrative", "account"),
            ("place", ""),
        }
        assert "Confirmed: 5 claims" in text(manager.get(page_of(version)))

    def test_a_person_changes_what_was_guessed(self, cast: Cast, manager: Client) -> None:
        version = here(cast)
        address = page_of(version, "field:form-mapping")
        page = text(manager.get(address))
        given = self.given(page)
        killed, place = self.row(page, "killed"), self.row(page, "place")
        given |= {f"category-{killed}": "civilians", f"bound-{killed}": "low"}
        given |= {f"claim-{place}": "party"}
        page = text(manager.post(address, given))
        assert f'name="role-{place}"' in page
        manager.post(address, given | {f"role-{place}": "victim", "act": "confirm"})
        with scope(programme=cast.programme):
            entries = Mapping.objects.get().entries
        toll = next(entry for entry in entries if entry["claim"] == "toll")
        assert (toll["category"], toll["bound"]) == ("civilians", "low")
        party = next(entry for entry in entries if entry["claim"] == "party")
        assert (party["path"], party["role"]) == ("place", "victim")

    def test_what_does_not_go_together_is_said_and_kept_on_the_page(
        self, cast: Cast, manager: Client
    ) -> None:
        survey = SURVEY + "integer | dead | Dead | قتلى آخرون"
        version = here(cast, survey=survey)
        address = page_of(version, "field:form-mapping")
        page = text(manager.get(address))
        given = self.given(page) | {"act": "confirm", f"claim-{self.row(page, 'dead')}": "toll"}
        answer = manager.post(address, given)
        assert answer.status_code == 400
        assert "Two questions give the same figure" in text(answer)
        with scope(programme=cast.programme):
            assert not Mapping.objects.exists()

    @pytest.mark.parametrize(
        "changed", [{"claim-0": "mood"}, {"claim-1": "until"}, {"constant": "nonsense"}]
    )
    def test_what_the_page_never_offers_is_refused(
        self, cast: Cast, manager: Client, changed: dict[str, str]
    ) -> None:
        version = here(cast)
        address = page_of(version, "field:form-mapping")
        answer = manager.post(address, {"act": "confirm", "seen": "0", **changed})
        assert answer.status_code == 400

    def test_two_people_at_once(self, cast: Cast, manager: Client) -> None:
        version = here(cast)
        address = page_of(version, "field:form-mapping")
        given = self.given(text(manager.get(address))) | {"act": "confirm"}
        manager.post(address, given)
        answer = manager.post(address, given)
        assert answer.status_code == 409
        assert "Somebody else confirmed" in text(answer)

    def test_the_next_version_says_that_it_was_taken_over(
        self, cast: Cast, manager: Client
    ) -> None:
        with scope(programme=cast.programme):
            forms.confirm_mapping(
                version=taken(cast.monitoring_officer), entries=ENTRIES, by=cast.director.user
            )
        version = here(cast, version="2")
        said = "The mapping of upload 1 holds: every question it speaks of is unchanged."
        assert said in text(manager.get(page_of(version)))
        assert said in text(manager.get(page_of(version, "field:form-mapping")))

    def test_a_long_list_of_kinds_is_not_asked_choice_by_choice(
        self, cast: Cast, manager: Client
    ) -> None:
        choices = CHOICES + "\n".join(f"kinds | k{n} | Kind {n} | نوع {n}" for n in range(250))
        version = here(cast, choices=choices)
        address = page_of(version, "field:form-mapping")
        page = text(manager.get(address))
        given = self.given(page)
        kind = self.row(page, "kind")
        page = text(manager.post(address, given | {f"claim-{kind}": "type"}))
        assert "more than 200 choices" in page
        manager.post(address, given | {f"claim-{kind}": "type", "act": "confirm"})
        with scope(programme=cast.programme):
            entries = Mapping.objects.get().entries
        values = next(entry for entry in entries if entry["claim"] == "type")["values"]
        assert values == {"battle": "battle", "riot": "riot"}

    def test_what_was_sent_is_mapped_again_on_request(self, cast: Cast, manager: Client) -> None:
        version = here(cast)
        with scope(programme=cast.programme):
            forms.confirm_mapping(version=version, entries=ENTRIES, by=cast.director.user)
            sent = Submission.objects.create(
                programme=cast.programme, form=version.form, root_id="a", mapping_state="mapped"
            )
            SubmissionVersion.objects.create(
                submission=sent,
                form=version.form,
                form_version=version,
                instance_id="a",
                xml=b"<a/>",
                sha256="0" * 64,
            )
        assert "Map the 1 submission again" in text(manager.get(page_of(version)))
        answer = manager.post(page_of(version, "field:form-map-again"), follow=True)
        assert "1 submission is mapped again." in text(answer)


class TestPreview:
    """The form in the browser, on a page with a policy of its own."""

    def test_it_hands_the_form_to_its_script(self, cast: Cast, manager: Client) -> None:
        version = here(cast)
        answer = manager.get(page_of(version, "field:form-preview"))
        page = text(answer)
        assert f'data-xform="{page_of(version, "field:form-xml")}"' in page
        assert "built/form-preview" in page
        assert "Nothing you fill in is sent or kept." in page

    def test_its_policy_runs_no_text_and_asks_nobody_else(
        self, cast: Cast, manager: Client
    ) -> None:
        policy = manager.get(page_of(here(cast), "field:form-preview"))["Content-Security-Policy"]
        parts = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
        assert parts["script-src"].split() == ["'self'", "'wasm-unsafe-eval'"]
        assert "'unsafe-eval'" not in policy
        assert parts["connect-src"] == "'self'"
        assert "http" not in policy

    def test_other_pages_keep_the_strict_one(self, cast: Cast, manager: Client) -> None:
        policy = manager.get(page_of(here(cast)))["Content-Security-Policy"]
        assert "unsafe" not in policy
