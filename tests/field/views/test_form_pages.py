"""Pages of forms: what they show, take, refuse and hide."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from goodoffices.core import jobs
from goodoffices.core.models import Job
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form, FormVersion, Mapping, Submission
from goodoffices.field.services import forms
from goodoffices.formats.xlsforms.shelf import shelf
from tests.cast import Cast
from tests.field.asking import HOME, client, file, here, page_of, text
from tests.field.forms import SURVEY, published, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(cast: Cast) -> Client:
    return client(cast.monitoring_officer)


class TestTheList:
    """Which forms there are, and what was sent with them."""

    def test_it_says_what_to_do_when_there_are_none(self, manager: Client) -> None:
        page = text(manager.get(HOME))
        assert "There are no forms yet" in page
        assert f'href="{HOME}new/"' in page

    def test_a_form_stands_there_with_its_state_and_what_was_sent(
        self, cast: Cast, manager: Client
    ) -> None:
        with scope(programme=cast.programme):
            form = published(cast.monitoring_officer)
            for number, tlp in enumerate((TLP.AMBER, TLP.RED)):
                Submission.objects.create(
                    programme=cast.programme, form=form, root_id=str(number), tlp=tlp
                )
        page = text(manager.get(HOME))
        assert "Event" in page
        assert "Open" in page
        assert re.search(r'data-label="Sent"><bdi class="num">1</bdi>', page)

    def test_filters_leave_out_what_does_not_fit(self, cast: Cast, manager: Client) -> None:
        here(cast)
        assert "Event</bdi>" in text(manager.get(f"{HOME}?state=draft&purpose=other"))
        page = text(manager.get(f"{HOME}?state=open"))
        assert "Event</bdi>" not in page
        assert "Nothing matches these filters" in page
        assert "Event</bdi>" in text(manager.get(f"{HOME}?state=nonsense"))

    def test_its_questions_to_the_database_do_not_grow_with_it(
        self, cast: Cast, manager: Client, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(5):
            here(cast, form_id=f"form{number}")
        manager.get(HOME)
        with django_assert_max_num_queries(12):
            manager.get(HOME)


class TestUploading:
    """A file is taken, or the page says where it is wrong."""

    def test_a_good_one_leads_to_its_version(self, cast: Cast, manager: Client) -> None:
        answer = manager.post(f"{HOME}new/", {"file": file(xlsx())})
        with scope(programme=cast.programme):
            version = FormVersion.objects.select_related("form").get()
        assert answer["Location"] == page_of(version)
        page = text(manager.get(answer["Location"]))
        assert "The form is converted" in page
        assert "What happened" in page

    def test_the_same_again_says_so_when_it_is_published(self, cast: Cast, manager: Client) -> None:
        with scope(programme=cast.programme):
            published(cast.monitoring_officer)
        answer = manager.post(f"{HOME}new/", {"file": file(xlsx())}, follow=True)
        assert "is here already, and published" in text(answer)

    def test_what_is_wrong_stands_at_its_row_and_column(self, manager: Client) -> None:
        broken = xlsx(survey=SURVEY.replace("integer ", "wonder "))
        answer = manager.post(f"{HOME}new/", {"file": file(broken)})
        page = text(answer)
        assert answer.status_code == 400
        assert "There is no question type wonder." in page
        assert "row 5" in page
        assert '<bdi class="mono" dir="ltr">type</bdi>' in page

    def test_own_words_of_the_converter_stay_english(self, cast: Cast) -> None:
        arabic = client(cast.monitoring_officer, "ar")
        broken = xlsx(survey=SURVEY.replace("| killed", "| place "))
        page = text(arabic.post(f"{HOME}new/", {"file": file(broken)}))
        assert '<span lang="en" dir="ltr">' in page

    def test_no_file_is_an_empty_entry(self, manager: Client) -> None:
        answer = manager.post(f"{HOME}new/", {})
        assert answer.status_code == 400
        assert "field-errors" in text(answer)

    def test_a_new_version_is_asked_for_by_its_form(self, cast: Cast, manager: Client) -> None:
        form = here(cast).form
        address = f"{HOME}new/?form={form.code}"
        assert "New version of Event" in text(manager.get(address))
        answer = manager.post(address, {"file": file(xlsx(form_id="other"))})
        assert "This is another form" in text(answer)
        manager.post(address, {"file": file(xlsx(version="2"))})
        with scope(programme=cast.programme):
            assert form.versions.count() == 2

    def test_a_form_one_may_not_see_takes_no_version(self, cast: Cast, manager: Client) -> None:
        form = here(cast).form
        with scope(programme=cast.programme):
            Form.objects.update(tlp=TLP.RED)
        assert manager.get(f"{HOME}new/?form={form.code}").status_code == 404

    @pytest.mark.django_db(transaction=True)  # PostgreSQL: progress has a connection of its own
    def test_a_slow_one_is_shown_until_it_is_done(
        self, cast: Cast, manager: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from goodoffices.field.services.forms import uploading
        from goodoffices.formats.xlsforms.values import Conversion, Finding

        slow = Conversion(None, (Finding("too-long", "error", facts={"seconds": "8"}),))
        with monkeypatch.context() as patched:
            patched.setattr(uploading, "convert", lambda *given, **more: slow)
            answer = manager.post(f"{HOME}new/", {"file": file(xlsx())})
        address = answer["Location"]
        page = text(manager.get(address))
        assert "is being converted" in page
        assert "hx-get" in page
        with scope(programme=cast.programme):
            jobs.run_now(Job.objects.get())
            version = FormVersion.objects.select_related("form").get()
        assert manager.get(address)["Location"] == page_of(version)
        assert client(cast.director).get(address).status_code == 404

    @pytest.mark.django_db(transaction=True)  # PostgreSQL: progress has a connection of its own
    def test_a_slow_one_that_is_wrong_says_where(self, cast: Cast, manager: Client) -> None:
        with scope(programme=cast.programme):
            import io

            done = forms.upload(
                programme=cast.programme,
                file=io.BytesIO(xlsx(survey=SURVEY.replace("integer ", "wonder "))),
                name="a.xlsx",
                by=cast.monitoring_officer.user,
                patience=0,
            )
            assert done.job is not None
            jobs.run_now(done.job)
        page = text(manager.get(f"{HOME}uploads/{done.job.code}/"))
        assert "There is no question type wonder." in page
        assert "Upload it again" in page


class TestTheShelf:
    """Ready-made forms are added and downloaded from the page."""

    def test_all_stand_there_in_the_readers_language(self, cast: Cast) -> None:
        for language in ("en", "ar", "he"):
            page = text(client(cast.monitoring_officer, language).get(f"{HOME}new/"))
            for one in shelf().values():
                assert one.titles[language] in page
                assert one.about[language] in page

    def test_one_is_added_as_a_draft_with_its_mapping(self, cast: Cast, manager: Client) -> None:
        answer = manager.post(f"{HOME}ready/incident-report/", follow=True)
        assert "The form is added" in text(answer)
        with scope(programme=cast.programme):
            form = Form.objects.get()
            assert form.state == Form.State.DRAFT
            assert Mapping.objects.get().version.form == form
        assert "is here" in text(manager.get(f"{HOME}new/"))

    def test_its_spreadsheet_can_be_changed_into_ones_own(self, manager: Client) -> None:
        answer = manager.get(f"{HOME}ready/meeting-note.xlsx")
        assert answer["Content-Disposition"] == 'attachment; filename="meeting-note.xlsx"'
        assert answer.content.startswith(b"PK")
        assert manager.get(f"{HOME}ready/nothing.xlsx").status_code == 404


class TestTheForm:
    """The page of a form: versions, state, settings, history."""

    def test_it_names_its_versions_and_what_waits(self, cast: Cast, manager: Client) -> None:
        with scope(programme=cast.programme):
            form = published(cast.monitoring_officer)
        here(cast, version="2")
        page = text(manager.get(f"{HOME}{form.code}/"))
        assert "on phones" in page
        assert "A draft waits to be published" in page
        assert "published version “1” of the form" in page

    def test_it_is_closed_with_a_reason_only(self, cast: Cast, manager: Client) -> None:
        with scope(programme=cast.programme):
            form = published(cast.monitoring_officer)
        address = f"{HOME}{form.code}/state/"
        page = text(manager.post(address, {"state": "closed"}, follow=True))
        assert "Say why the form is closed" in page
        page = text(manager.post(address, {"state": "closed", "reason": "Over"}, follow=True))
        assert "The state of the form is changed." in page
        assert "Over" in page
        with scope(programme=cast.programme):
            assert Form.objects.get().state == "closed"

    def test_a_state_it_cannot_have_is_refused(self, cast: Cast, manager: Client) -> None:
        form = here(cast).form
        page = text(manager.post(f"{HOME}{form.code}/state/", {"state": "open"}, follow=True))
        assert "Choose what is to become of the form" in page

    def test_settings_are_changed(self, cast: Cast, manager: Client) -> None:
        form = here(cast).form
        address = f"{HOME}{form.code}/settings/"
        assert "Settings of Event" in text(manager.get(address))
        given = {"purpose": "incident", "tlp": "3", "editing": "any", "opens_incident": "on"}
        assert manager.post(address, given)["Location"] == f"{HOME}{form.code}/"
        with scope(programme=cast.programme):
            kept = Form.objects.get()
        assert (kept.purpose, kept.tlp, kept.editing) == ("incident", 3, "any")
        assert kept.opens_incident
        answer = manager.post(address, {**given, "tlp": "4"})
        assert answer.status_code == 400


class TestTheVersion:
    """The page of a version: findings, files, publishing, downloads."""

    def test_what_stands_in_the_way_is_said(self, cast: Cast, manager: Client) -> None:
        survey = SURVEY + "select_one_from_file towns.csv | t | Town | البلدة"
        version = here(cast, survey=survey)
        page = text(manager.get(page_of(version)))
        assert "Hand in the lists that the form chooses from: towns.csv." in page
        answer = manager.post(page_of(version, "field:form-publish"), follow=True)
        assert "Hand in the lists" in text(answer)
        with scope(programme=cast.programme):
            medium = version.media.get()
        store = f"{page_of(version)}media/{medium.pk}/store/"
        wrong = manager.post(store, {"file": file(b"\x89PNG" + bytes(100), "t.csv")}, follow=True)
        assert "is kept with the form" not in text(wrong)
        csv = b"name,label\nh,Harrow\n"
        assert "is kept with the form" in text(
            manager.post(store, {"file": file(csv, "t.csv")}, follow=True)
        )
        got = manager.get(f"{page_of(version)}media/{medium.pk}/")
        assert b"".join(got.streaming_content) == csv  # type: ignore[attr-defined]
        assert "Publish</button>" in text(manager.get(page_of(version)))

    def test_publishing_says_what_happens(self, cast: Cast, manager: Client) -> None:
        version = here(cast)
        page = text(manager.get(page_of(version)))
        assert "Nobody has said yet what the questions mean" in page
        page = text(manager.post(page_of(version, "field:form-publish"), follow=True))
        assert "The version is published" in page
        assert "Publish</button>" not in page

    def test_features_are_listed_by_who_cannot_do_them(self, cast: Cast, manager: Client) -> None:
        survey = SURVEY + "audio | s | Sound | صوت\nbarcode | b | Code | رمز"
        page = text(manager.get(page_of(here(cast, survey=survey))))
        assert "What our web form does differently" in page
        assert "cannot take a file of this kind" in page
        assert "What ODK Collect does differently" not in page

    def test_spreadsheet_and_xform_are_handed_out_as_files(
        self, cast: Cast, manager: Client
    ) -> None:
        content = xlsx()
        manager.post(f"{HOME}new/", {"file": file(content)})
        with scope(programme=cast.programme):
            version = FormVersion.objects.select_related("form").get()
        sheet = manager.get(page_of(version, "field:form-xlsx"))
        assert b"".join(sheet.streaming_content) == content  # type: ignore[attr-defined]
        xform = manager.get(page_of(version, "field:form-xml"))
        assert xform["Content-Disposition"] == 'attachment; filename="event.xml"'
        assert xform["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert xform["Content-Type"] == "application/xml"

    def test_a_version_that_is_not_there(self, cast: Cast, manager: Client) -> None:
        version = here(cast)
        assert manager.get(f"{HOME}{version.form.code}/versions/9/").status_code == 404

    def test_labels_are_in_the_readers_language(self, cast: Cast) -> None:
        version = here(cast)
        page = text(client(cast.monitoring_officer, "ar").get(page_of(version)))
        assert '<bdi lang="ar">ماذا حدث</bdi>' in page
        page = text(client(cast.monitoring_officer, "he").get(page_of(version)))
        assert '<bdi lang="en">What happened</bdi>' in page
