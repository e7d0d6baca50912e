"""Forms through their life: taken in, published, changed, opened and closed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django_scopes import scope

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core import evidence, jobs
from goodoffices.core.models import AuditEntry, Job, StoredFile
from goodoffices.core.tlp import TLP
from goodoffices.field.models import Form, FormVersion
from goodoffices.field.services import forms
from goodoffices.field.services.forms import Settings
from goodoffices.formats.xlsforms.shelf import shelf
from tests.cast import Cast
from tests.field.forms import ENTRIES, SURVEY, published, taken, xlsx

pytestmark = pytest.mark.usefixtures("in_programme")

LISTS = """
type                           | name | label::English (en) | label::Arabic (ar)
select_one_from_file towns.csv | town | Town                | البلدة
note                           | seen | Look                | انظر
"""


def actions(form: Form) -> list[str]:
    return list(
        AuditEntry.objects.filter(kind="field.form", object_id=form.pk)
        .order_by("seq")
        .values_list("action", flat=True)
    )


class TestTakingIn:
    """A file becomes a draft version, or findings say why not."""

    def test_a_spreadsheet_becomes_a_draft_of_a_new_form(self, cast: Cast) -> None:
        version = taken(cast.monitoring_officer)
        form = version.form
        assert (form.xform_id, form.title, form.state) == ("event", "Event", Form.State.DRAFT)
        assert form.tlp == cast.programme.default_tlp
        assert form.current is None
        assert (version.number, version.version, version.languages) == (1, "1", ["en", "ar"])
        assert [field["path"] for field in version.fields][:2] == ["day", "place"]
        assert set(version.fields[0]) == {
            *("path", "name", "type", "labels", "repeat", "list", "required", "conditional"),
        }
        assert version.choices["kinds"][0] == {
            "name": "battle",
            "labels": {"en": "Fighting", "ar": "قتال"},
        }
        assert actions(form) == ["field.form.added", "field.form.uploaded"]

    def test_the_file_is_kept_as_it_came_beside_what_phones_get(self, cast: Cast) -> None:
        import hashlib

        content = xlsx()
        version = taken(cast.monitoring_officer, content)
        assert version.source is not None
        with evidence.open(version.source) as stream:
            assert stream.read() == content
        with evidence.open(version.xform) as stream:
            xform = stream.read()
        assert version.md5 == hashlib.md5(xform).hexdigest()  # noqa: S324
        assert b'id="event"' in xform
        assert version.source_name == "event.xlsx"

    def test_the_same_file_again_is_no_new_version(self, cast: Cast) -> None:
        first, second = taken(cast.monitoring_officer), taken(cast.monitoring_officer)
        assert first.pk == second.pk
        assert FormVersion.objects.count() == 1

    def test_other_content_is_a_new_draft_of_the_same_form(self, cast: Cast) -> None:
        first = taken(cast.monitoring_officer)
        second = taken(cast.monitoring_officer, version="2")
        assert second.form == first.form
        assert second.number == 2

    def test_a_file_that_is_no_form_leaves_nothing(self, cast: Cast) -> None:
        done = forms.upload(
            programme=cast.programme,
            file=io.BytesIO(b"PK\x03\x04 broken"),
            name="a.xlsx",
            by=cast.monitoring_officer.user,
        )
        assert done.version is None
        assert [finding.code for finding in done.findings] == ["damaged"]
        assert not Form.objects.exists()
        assert not StoredFile.objects.exists()

    def test_a_form_with_errors_is_kept_and_cannot_be_published(self, cast: Cast) -> None:
        survey = SURVEY + "calculate | a | |\ncalculate | b | |"
        circle = survey.replace("label::Arabic (ar)", "label::Arabic (ar) | calculation")
        circle = circle.replace("calculate | a | |", "calculate | a | | | ${b}")
        circle = circle.replace("calculate | b | |", "calculate | b | | | ${a}")
        version = taken(cast.monitoring_officer, survey=circle)
        assert [f["code"] for f in version.warnings if f["level"] == "error"] == ["circular"]
        with pytest.raises(InvalidInput, match="Correct the errors"):
            forms.publish(version=version, by=cast.director.user)

    @pytest.mark.django_db(transaction=True)  # PostgreSQL: progress has a connection of its own
    def test_a_form_that_takes_long_is_left_to_a_worker(self, cast: Cast) -> None:
        done = forms.upload(
            programme=cast.programme,
            file=io.BytesIO(xlsx()),
            name="event.xlsx",
            by=cast.monitoring_officer.user,
            patience=0,
        )
        assert done.version is None
        assert done.job is not None
        ended = jobs.run_now(done.job)
        assert ended.state == Job.State.DONE
        version = FormVersion.objects.get()
        assert ended.result == {"form": version.form.code, "number": 1}
        assert version.by == cast.monitoring_officer.user
        assert version.source_name == "event.xlsx"

    @pytest.mark.django_db(transaction=True)  # PostgreSQL: progress has a connection of its own
    def test_what_a_worker_finds_wrong_is_its_result(self, cast: Cast) -> None:
        done = forms.upload(
            programme=cast.programme,
            file=io.BytesIO(b"nothing"),
            name="a.xlsx",
            by=cast.monitoring_officer.user,
            patience=0,
        )
        assert done.job is not None
        ended = jobs.run_now(done.job)
        assert [finding["code"] for finding in ended.result["findings"]] == ["not-a-form"]

    def test_a_version_of_a_chosen_form_must_be_that_form(self, cast: Cast) -> None:
        form = taken(cast.monitoring_officer).form
        with pytest.raises(InvalidInput, match="“other” and not “event”"):
            forms.upload(
                programme=cast.programme,
                file=io.BytesIO(xlsx(form_id="other")),
                name="a.xlsx",
                form=form,
                by=cast.monitoring_officer.user,
            )
        assert not Form.objects.filter(xform_id="other").exists()

    def test_two_programmes_may_have_a_form_of_the_same_id(self, cast: Cast) -> None:
        here = taken(cast.monitoring_officer).form
        with scope(programme=cast.other_programme):
            there = taken(cast.outsider).form
        assert here.pk != there.pk

    @pytest.mark.parametrize("who", ["analyst", "field_officer", "press_officer", "partner"])
    def test_other_roles_may_not(self, cast: Cast, who: str) -> None:
        with pytest.raises(NotPermitted):
            taken(getattr(cast, who))

    def test_a_stranger_finds_nothing(self, cast: Cast) -> None:
        with pytest.raises(NotFound):
            forms.upload(
                programme=cast.programme, file=io.BytesIO(xlsx()), name="a", by=cast.stranger
            )

    def test_a_form_above_ones_clearance_does_not_take_versions(self, cast: Cast) -> None:
        form = taken(cast.monitoring_officer).form
        Form.objects.filter(pk=form.pk).update(tlp=TLP.RED)
        with pytest.raises(NotFound):
            taken(cast.monitoring_officer, version="2")
        assert FormVersion.objects.count() == 1


class TestPublishing:
    """A version is handed out once its text is new and all it needs is there."""

    def test_publishing_opens_the_form(self, cast: Cast) -> None:
        version = taken(cast.monitoring_officer)
        done = forms.publish(version=version, by=cast.monitoring_officer.user)
        form = Form.objects.get()
        assert form.state == Form.State.OPEN
        assert form.current == done
        assert done.published_at is not None
        assert actions(form)[-1] == "field.form.published"

    def test_the_same_version_text_with_other_content_is_refused(self, cast: Cast) -> None:
        published(cast.monitoring_officer)
        again = taken(cast.monitoring_officer, title="Another title")
        with pytest.raises(InvalidInput, match="Raise version"):
            forms.publish(version=again, by=cast.monitoring_officer.user)
        assert FormVersion.objects.get(pk=again.pk).published_at is None

    def test_without_a_version_text_only_once(self, cast: Cast) -> None:
        published(cast.monitoring_officer, version="")
        again = taken(cast.monitoring_officer, version="", title="Another title")
        with pytest.raises(InvalidInput, match="Write one"):
            forms.publish(version=again, by=cast.monitoring_officer.user)

    def test_twice_is_a_conflict(self, cast: Cast) -> None:
        form = published(cast.monitoring_officer)
        assert form.current is not None
        with pytest.raises(Conflict):
            forms.publish(version=form.current, by=cast.director.user)

    def test_an_older_draft_is_not_published_over_a_newer_version(self, cast: Cast) -> None:
        old = taken(cast.monitoring_officer)
        published(cast.monitoring_officer, version="2")
        with pytest.raises(InvalidInput, match="newer version"):
            forms.publish(version=old, by=cast.director.user)

    def test_a_new_version_takes_the_place_of_the_old_one(self, cast: Cast) -> None:
        published(cast.monitoring_officer)
        form = published(cast.monitoring_officer, version="2", title="New title")
        assert form.current is not None
        assert form.current.number == 2
        assert Form.objects.get().title == "New title"

    def test_a_closed_form_stays_closed(self, cast: Cast) -> None:
        form = published(cast.monitoring_officer)
        forms.set_state(form=form, state="closed", reason="Over", by=cast.director.user)
        assert published(cast.monitoring_officer, version="2").state == Form.State.CLOSED

    def test_lists_must_be_there_pictures_need_not(self, cast: Cast) -> None:
        survey = LISTS.replace("label::Arabic (ar)", "label::Arabic (ar) | image")
        survey = survey.replace("انظر", "انظر | map.png")
        version = taken(cast.monitoring_officer, survey=survey)
        with pytest.raises(InvalidInput, match=r"Hand in the lists.*towns\.csv"):
            forms.publish(version=version, by=cast.director.user)
        medium = version.media.get(name="towns.csv")
        forms.store_medium(
            medium=medium, file=io.BytesIO(b"name,label\nh,Harrow\n"), by=cast.director.user
        )
        assert forms.publish(version=version, by=cast.director.user).published_at


class TestStates:
    """Open, closing, closed: what is destructive asks why."""

    def test_closing_needs_no_reason_closed_does(self, cast: Cast) -> None:
        form = published(cast.monitoring_officer)
        by = cast.director.user
        form = forms.set_state(form=form, state="closing", by=by)
        with pytest.raises(InvalidInput, match="Say why"):
            forms.set_state(form=form, state="closed", reason="  ", by=by)
        form = forms.set_state(form=form, state="closed", reason="The mission is over", by=by)
        form = forms.set_state(form=form, state="open", by=by)
        assert form.state == Form.State.OPEN
        told = AuditEntry.objects.filter(action="field.form.state_set").order_by("seq")
        assert [entry.data["to"] for entry in told] == ["closing", "closed", "open"]
        assert told[1].reason == "The mission is over"

    def test_the_same_state_again_is_nothing(self, cast: Cast) -> None:
        form = published(cast.monitoring_officer)
        forms.set_state(form=form, state="open", by=cast.director.user)
        assert not AuditEntry.objects.filter(action="field.form.state_set").exists()

    @pytest.mark.parametrize("state", ["open", "closing", "draft", "nonsense"])
    def test_a_draft_is_opened_by_publishing_only(self, cast: Cast, state: str) -> None:
        form = taken(cast.monitoring_officer).form
        if state == "draft":
            assert forms.set_state(form=form, state=state, by=cast.director.user) == form
            return
        with pytest.raises(InvalidInput, match="publishing"):
            forms.set_state(form=form, state=state, by=cast.director.user)


class TestSettings:
    """What a form is for and who sees what is sent with it."""

    def test_what_changes_is_on_record(self, cast: Cast) -> None:
        form = taken(cast.monitoring_officer).form
        wanted = Settings("incident", int(TLP.AMBER_STRICT), "any", True)
        forms.change_settings(form=form, settings=wanted, by=cast.director.user)
        kept = Form.objects.get()
        assert (kept.purpose, kept.tlp, kept.editing) == ("incident", TLP.AMBER_STRICT, "any")
        assert kept.opens_incident
        entry = AuditEntry.objects.get(action="field.form.changed")
        assert set(entry.data) == {"purpose", "tlp", "editing", "opens_incident"}
        forms.change_settings(form=kept, settings=wanted, by=cast.director.user)
        assert AuditEntry.objects.filter(action="field.form.changed").count() == 1

    @pytest.mark.parametrize(
        "wanted",
        [
            Settings("incident", int(TLP.RED), "own", False),
            Settings("incident", 9, "own", False),
            Settings("war", int(TLP.AMBER), "own", False),
            Settings("incident", int(TLP.AMBER), "everybody", False),
        ],
    )
    def test_what_is_not_known_is_refused(self, cast: Cast, wanted: Settings) -> None:
        form = taken(cast.monitoring_officer).form
        with pytest.raises(InvalidInput):
            forms.change_settings(form=form, settings=wanted, by=cast.director.user)


class TestMedia:
    """Files a form needs: checked, kept, replaced in a draft only."""

    @staticmethod
    def stored(cast: Cast, version: FormVersion, name: str, content: bytes) -> Any:
        medium = version.media.select_related("version__form__programme").get(name=name)
        return forms.store_medium(medium=medium, file=io.BytesIO(content), by=cast.director.user)

    def test_a_list_is_checked_and_its_labels_are_kept(self, cast: Cast) -> None:
        version = taken(cast.monitoring_officer, survey=LISTS)
        self.stored(cast, version, "towns.csv", "name,label\nh,Harrow\nq,قرية\n".encode())
        version.refresh_from_db()
        assert version.choices["towns"] == [
            {"name": "h", "labels": {"default": "Harrow"}},
            {"name": "q", "labels": {"default": "قرية"}},
        ]
        medium = version.media.get(name="towns.csv")
        assert medium.file is not None
        assert len(medium.md5) == 32

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"name,label\nh,Harrow,too,many\n",
            "name,label\nh,قرية\n".encode("cp1256"),
            b"\x89PNG\r\n\x1a\n" + bytes(200),
            b"<html>log in</html>",
        ],
    )
    def test_what_is_no_list_is_refused(self, cast: Cast, content: bytes) -> None:
        version = taken(cast.monitoring_officer, survey=LISTS)
        with pytest.raises(InvalidInput):
            self.stored(cast, version, "towns.csv", content)
        assert version.media.get(name="towns.csv").file is None

    def test_a_picture_must_be_one(self, cast: Cast) -> None:
        survey = LISTS.replace("label::Arabic (ar)", "label::Arabic (ar) | image")
        version = taken(cast.monitoring_officer, survey=survey.replace("انظر", "انظر | map.png"))
        with pytest.raises(InvalidInput, match="something else"):
            self.stored(cast, version, "map.png", b"just text")
        self.stored(cast, version, "map.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
        assert version.media.get(name="map.png").file is not None

    def test_a_published_version_keeps_its_files(self, cast: Cast) -> None:
        version = taken(cast.monitoring_officer, survey=LISTS)
        self.stored(cast, version, "towns.csv", b"name,label\nh,Harrow\n")
        forms.publish(version=version, by=cast.director.user)
        with pytest.raises(Conflict):
            self.stored(cast, version, "towns.csv", b"name,label\nx,Other\n")

    def test_the_next_version_begins_with_the_files_of_this_one(self, cast: Cast) -> None:
        version = taken(cast.monitoring_officer, survey=LISTS)
        old = self.stored(cast, version, "towns.csv", b"name,label\nh,Harrow\n")
        new = taken(cast.monitoring_officer, survey=LISTS, version="2")
        assert new.media.get(name="towns.csv").file == old.file
        assert new.choices["towns"] == [{"name": "h", "labels": {"default": "Harrow"}}]


class TestTheShelf:
    """Ready-made forms: added with their mapping, once."""

    @pytest.mark.parametrize("key", list(shelf()))
    def test_each_is_added_published_and_mapped(self, cast: Cast, key: str) -> None:
        version = forms.add_ready_made(
            programme=cast.programme, key=key, published=True, by=cast.director.user
        )
        form = Form.objects.get()
        assert form.current == version
        assert form.state == Form.State.OPEN
        assert form.titles == dict(shelf()[key].titles)
        assert form.purpose == shelf()[key].purpose
        assert version.mappings.count() == 1
        again = forms.add_ready_made(
            programme=cast.programme, key=key, published=True, by=cast.director.user
        )
        assert again == version
        assert FormVersion.objects.count() == 1

    def test_the_form_about_people_is_marked_strictly(self, cast: Cast) -> None:
        version = forms.add_ready_made(
            programme=cast.programme, key="rights-first-note", by=cast.director.user
        )
        assert version.form.tlp == TLP.AMBER_STRICT
        assert version.published_at is None

    def test_entries_of_the_tests_are_read(self, cast: Cast) -> None:
        version = taken(cast.monitoring_officer)
        forms.confirm_mapping(version=version, entries=ENTRIES, by=cast.director.user)
        assert version.mappings.get().number == 1
