"""The pages for files: load one, follow it, decide, download what was not taken."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from goodoffices.core import jobs
from goodoffices.core.models import Job, Membership
from goodoffices.core.tlp import TLP
from goodoffices.monitor.models import Import, Incident, Report, SavedMapping, Source
from tests.cast import Cast
from tests.monitor.services.test_loading import event, table

pytestmark = pytest.mark.django_db(transaction=True)


def page(name: str, *arguments: str) -> str:
    return reverse(f"monitor:{name}", args=["talmora", *arguments])


@pytest.fixture
def officer(in_programme: Cast, client: Client) -> Client:
    client.force_login(in_programme.monitoring_officer.user)
    return client


def send(client: Client, content: bytes, **more: Any) -> HttpResponse:
    given = {
        "file": SimpleUploadedFile("events.csv", content),
        "reader": "ucdp-ged",
        "source": "new",
        "tlp": "2",
    }
    return client.post(page("import-new"), {**given, **more})  # type: ignore[return-value]


def loaded(cast: Cast, client: Client, content: bytes, **more: Any) -> Import:
    answer = send(client, content, **more)
    assert answer.status_code == 302, answer.content.decode()
    with scope(programme=cast.programme):
        imported = Import.objects.select_related("job").order_by("-pk").first()
        assert imported is not None
        assert imported.job is not None
        jobs.run_now(imported.job)
        imported.refresh_from_db()
    return imported


def text(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_file_is_loaded_under_its_publisher_with_its_terms(
    officer: Client, in_programme: Cast
) -> None:
    imported = loaded(in_programme, officer, table([event(1), event(2, best="x")]))
    with scope(programme=in_programme.programme):
        source = Source.objects.get()
    assert (source.name, source.licence) == ("UCDP GED", "CC BY 4.0")
    assert "Sundberg" in source.note
    shown = text(officer.get(page("import", imported.code)))
    assert "events.csv" in shown
    assert "finished" in shown
    assert text(officer.get(page("imports"))).count("events.csv") == 1


def test_progress_is_shown_while_it_runs(officer: Client, in_programme: Cast) -> None:
    send(officer, table([event(1)]))
    with scope(programme=in_programme.programme):
        imported = Import.objects.get()
    shown = text(officer.get(page("import", imported.code)))
    assert 'hx-trigger="every 3s"' in shown
    assert "Show again" in shown
    assert "<progress" in shown


def test_rejected_rows_are_listed_and_downloaded_safely(
    officer: Client, in_programme: Cast
) -> None:
    rows = [event(1), event(2, best="=cmd()"), event(3, best="<script>alert(1)</script>")]
    imported = loaded(in_programme, officer, table(rows))
    shown = text(officer.get(page("import", imported.code), {"list": "rejected"}))
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    answer = officer.get(page("import-rejections", imported.code))
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    first, second = content.splitlines()[1:3]
    assert first.startswith("3,best,'=cmd(),")
    assert "not a whole number of people" in first
    assert second.startswith("4,best,")


def test_changes_are_shown_before_and_now(officer: Client, in_programme: Cast) -> None:
    loaded(in_programme, officer, table([event(1)]))
    imported = loaded(in_programme, officer, table([event(1, best=3)]))
    shown = text(officer.get(page("import", imported.code), {"list": "changed"}))
    assert "2 (1–3)" in shown
    assert "3 (1–3)" in shown


def test_what_a_complete_release_lacks_waits_for_a_person(
    officer: Client, in_programme: Cast
) -> None:
    cast = in_programme
    loaded(cast, officer, table([event(1), event(2)]))
    imported = loaded(cast, officer, table([event(1)]), complete="on")
    shown = text(officer.get(page("import", imported.code)))
    assert "Mark 1 report as withdrawn" in shown
    answer = officer.post(page("import-confirm", imported.code))
    assert answer.status_code == 302
    with scope(programme=cast.programme):
        task = Job.objects.order_by("-pk").first()
        assert task is not None
        jobs.run_now(task)
        assert Report.objects.filter(withdrawn_at__isnull=False).count() == 1
    assert "Mark 1 report" not in text(officer.get(page("import", imported.code)))
    again = officer.post(page("import-confirm", imported.code))
    assert again.status_code == 409


def test_a_file_that_is_something_else_is_told_in_one_sentence(
    officer: Client, in_programme: Cast
) -> None:
    imported = loaded(in_programme, officer, b"%PDF-1.7")
    shown = text(officer.get(page("import", imported.code)))
    assert "The file could not be loaded." in shown
    assert "Nothing of it was taken in." in shown


def test_a_second_import_of_the_source_is_refused_on_the_page(officer: Client) -> None:
    assert send(officer, table([event(1)])).status_code == 302
    answer = send(officer, table([event(2)]))
    assert answer.status_code == 400
    assert "under way" in text(answer)


def test_an_import_stricter_than_ones_clearance_does_not_exist(
    officer: Client, in_programme: Cast, client: Client
) -> None:
    cast = in_programme
    imported = loaded(cast, officer, table([event(1)]), tlp="3")
    Membership.objects.filter(pk=cast.analyst.pk).update(clearance=TLP.AMBER)
    client.force_login(cast.analyst.user)
    assert client.get(page("import", imported.code)).status_code == 404
    assert client.get(page("import-rejections", imported.code)).status_code == 404
    assert client.post(page("import-confirm", imported.code)).status_code == 404
    assert "events.csv" not in text(client.get(page("imports")))


TABLE = (
    b"Ref,Day,Where,What,Dead,Notes\n"
    b"a1,03/11/2026,Harrow,shelling,2,Two were killed\n"
    b"a2,99/11/2026,Harrow,shelling,1,One was killed\n"
    b"a3,05/11/2026,Quay,gunfire,,Shots were heard\n"
)


def upload(client: Client) -> str:
    answer = client.post(page("mapping-new"), {"file": SimpleUploadedFile("field.csv", TABLE)})
    assert answer.status_code == 302
    return str(answer["Location"])


def given(**more: str) -> dict[str, str]:
    return {
        "name": "Field sheet",
        "id": "Ref",
        "date": "Day",
        "date_order": "dmy",
        "place_0": "Where",
        "country_name": "Talmora",
        "type": "What",
        "word_0": "remote_shelling",
        "default_type": "other",
        "default_language": "en",
        "text": "Notes",
        "toll_0_measure": "killed",
        "toll_0_category": "all",
        "toll_0_best": "Dead",
        "tlp": "2",
        "source_name": "Field office",
        **more,
    }


def test_a_table_is_shown_with_a_guess_and_what_each_row_becomes(
    officer: Client, in_programme: Cast
) -> None:
    address = upload(officer)
    assert "Becomes" in text(officer.get(address))
    shown = text(officer.post(address, given(act="show")))
    assert "not taken" in shown
    assert "Shelling" in shown
    with scope(programme=in_programme.programme):
        assert not SavedMapping.objects.exists()


def test_a_mapping_is_saved_and_its_table_loaded(officer: Client, in_programme: Cast) -> None:
    cast = in_programme
    answer = officer.post(upload(officer), given(act="load"))
    assert answer.status_code == 302, text(answer)  # type: ignore[arg-type]
    with scope(programme=cast.programme):
        saved = SavedMapping.objects.get()
        assert saved.name == "Field sheet"
        jobs.run_now(Job.objects.get())
        imported = Import.objects.get()
        assert (imported.added, imported.rejected) == (2, 1)
        incident = Incident.objects.get(links__report__external_id="a1")
        assert (incident.event_type, incident.killed_best) == ("remote_shelling", 2)
        assert incident.edtf == "2026-11-03"
        assert Incident.objects.get(links__report__external_id="a3").killed_best is None
    again = officer.post(
        page("mapping-again", saved.code), {"file": SimpleUploadedFile("f.csv", TABLE)}
    )
    shown = text(officer.get(again["Location"]))
    assert 'value="Field sheet"' in shown


def test_a_mapping_that_says_too_little_is_explained_and_kept(officer: Client) -> None:
    answer = officer.post(upload(officer), given(act="save", date="", text="", name="Half"))
    assert answer.status_code == 400
    shown = text(answer)  # type: ignore[arg-type]
    assert "Map at least the date or the text" in shown
    assert 'value="Half"' in shown


def test_an_uploaded_table_is_open_to_its_uploader_alone(
    officer: Client, in_programme: Cast, client: Client
) -> None:
    address = upload(officer)
    client.force_login(in_programme.director.user)
    assert client.get(address).status_code == 404
    assert client.get(address[:-6] + "aaaaa/").status_code == 404


def test_a_picture_is_no_table(officer: Client) -> None:
    file = SimpleUploadedFile("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(100))
    answer = officer.post(page("mapping-new"), {"file": file})
    assert answer.status_code == 400
    assert "picture" in text(answer)  # type: ignore[arg-type]
