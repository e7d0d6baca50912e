"""Adding a report by hand: understood, kept, saved once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodoffices.core.models import Place, PlaceName
from goodoffices.methods.text import fold
from goodoffices.monitor.models import Claim, Incident, Report, ReportEvidence, Source
from tests.cast import Cast
from tests.monitor.stage import Stage


def given(stage: Stage, **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "key": "one-form",
        "source": stage.radio.code,
        "new_source_kind": "witness",
        "channel": "phone",
        "office": "harrow",
        "language": "en",
        "title": "Shots heard",
        "text": "Shots were heard by the old bridge.",
        "tlp": "2",
    }
    for prefix in ("parties", "tolls"):
        values |= {f"{prefix}-TOTAL_FORMS": "2", f"{prefix}-INITIAL_FORMS": "0"}
    for number in range(2):
        values |= {f"parties-{number}-role": "side_a"}
        values |= {f"tolls-{number}-measure": "killed", f"tolls-{number}-category": "all"}
    return {**values, **more}


def place(cast: Cast, name: str, **more: Any) -> Place:
    made = Place.objects.create(
        programme=cast.programme, kind="town", name=name, latitude=11.4, longitude=31.2, **more
    )
    made.path = f"/{made.pk}/"
    made.save()
    PlaceName.objects.create(place=made, language="en", name=name, folded=fold(name))
    return made


def saved(stage: Stage, **more: Any) -> Report:
    answer = stage.client().post(stage.at("reports/new/"), given(stage, **more))
    assert answer.status_code == 302, answer.context["form"].errors
    return Report.objects.order_by("pk").last()  # type: ignore[return-value]


def test_every_value_is_kept_with_its_quote(stage: Stage) -> None:
    bridge = place(stage.cast, "Old Bridge")
    report = saved(
        stage,
        **{
            "date": "about May 2026",
            "date_quote": "some time in May",
            "place": "old bridge",
            "event_type": "battle",
            "parties-0-name": "Northern Front",
            "tolls-0-low": "2",
            "tolls-0-best": "3",
            "tolls-0-quote": "two or three",
        },
    )
    claims = {claim.kind: claim for claim in Claim.objects.filter(report=report)}
    assert claims["date"].edtf == "2026-05~"
    assert claims["date"].quote == "some time in May"
    assert claims["place"].place == bridge
    assert (claims["place"].latitude, claims["place"].radius_m) == (11.4, bridge.radius_m)
    assert claims["type"].event_type == "battle"
    assert claims["party"].party_text == "Northern Front"
    assert (claims["toll"].low, claims["toll"].best, claims["toll"].high) == (2, 3, None)
    assert (report.channel, report.office, report.is_linked) == ("phone", stage.cast.office, False)


def test_an_incident_is_opened_at_once_where_one_may(stage: Stage) -> None:
    report = saved(stage, open_incident="on")
    assert Incident.objects.filter(links__report=report).count() == 1
    officer = stage.client(stage.cast.field_officer)
    values = given(stage, key="other", open_incident="on", title="Another")
    assert officer.post(stage.at("reports/new/"), values).status_code == 302
    assert not Report.objects.get(title="Another").is_linked


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"date": "soon"}, "date"),
        ({"title": "", "text": " "}, "text"),
        ({"latitude": "95", "longitude": "3"}, "latitude"),
        ({"latitude": "45"}, "longitude"),
        ({"place": "Nowhere at all"}, "place"),
        ({"source": "zzz"}, "source"),
        ({"source": "new"}, "new_source"),
    ],
)
def test_nothing_typed_is_lost_on_an_error(stage: Stage, wrong: dict[str, str], field: str) -> None:
    values = given(stage, **{"parties-1-name": "Quay Guard", "tolls-1-best": "17", **wrong})
    before = Report.objects.count()
    answer = stage.client().post(stage.at("reports/new/"), values)
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    shown = answer.content.decode()
    assert "Quay Guard" in shown
    assert 'value="17"' in shown
    assert Report.objects.count() == before


def test_figures_out_of_order_and_tolls_given_twice_are_refused(stage: Stage) -> None:
    client, address = stage.client(), stage.at("reports/new/")
    values = given(stage, **{"tolls-0-low": "9", "tolls-0-best": "3"})
    assert "from low over best to high" in client.post(address, values).content.decode()
    values = given(stage, **{"tolls-0-best": "3", "tolls-1-best": "4"})
    assert "given twice" in client.post(address, values).content.decode()


def test_a_name_of_several_places_is_asked_about(stage: Stage) -> None:
    one, other = place(stage.cast, "Quay"), place(stage.cast, "Quay")
    client, address = stage.client(), stage.at("reports/new/")
    asked = client.post(address, given(stage, place="Quay"))
    assert asked.status_code == 400
    assert one.code in asked.content.decode()
    report = saved(stage, place="Quay", place_code=other.code)
    assert Claim.objects.get(report=report, kind="place").place == other


def test_a_place_nobody_knows_is_kept_as_written(stage: Stage) -> None:
    report = saved(stage, place="The third well", place_as_written="on")
    claim = Claim.objects.get(report=report, kind="place")
    assert (claim.place, claim.place_text) == (None, "The third well")


def test_a_point_has_its_radius(stage: Stage) -> None:
    report = saved(stage, latitude="11.5", longitude="31.25", radius_km="3")
    claim = Claim.objects.get(report=report, kind="place")
    assert (claim.latitude, claim.radius_m, claim.precision) == (11.5, 3000, "near")


def test_checking_saves_nothing_and_says_what_was_understood(stage: Stage) -> None:
    before = Report.objects.count()
    values = given(stage, date="3/11/2026", check="yes")
    answer = stage.client().post(stage.at("reports/new/"), values)
    assert answer.status_code == 200
    assert "2026-11-03" in answer.content.decode()
    assert Report.objects.count() == before


def test_more_rows_come_without_script_and_keep_what_is_typed(stage: Stage) -> None:
    values = given(stage, more="tolls", **{"tolls-1-best": "17", "text": "unfinished"})
    shown = stage.client().post(stage.at("reports/new/"), values).content.decode()
    assert 'name="tolls-3-best"' in shown
    assert 'value="17"' in shown
    assert "unfinished" in shown
    assert "needs another look" not in shown


def test_a_form_sent_twice_is_saved_once(stage: Stage) -> None:
    client, address = stage.client(), stage.at("reports/new/")
    first = client.post(address, given(stage))
    count = Report.objects.count()
    again = client.post(address, given(stage))
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    other = client.post(address, given(stage, text="Other words."))
    assert other.status_code == 409
    assert "Other words." in other.content.decode()
    assert Report.objects.count() == count
    key = other.context["form"]["key"].value()
    assert client.post(address, given(stage, text="Other words.", key=key)).status_code == 302
    assert Report.objects.count() == count + 1


def test_a_new_source_is_added_with_the_report(stage: Stage) -> None:
    report = saved(stage, source="new", new_source="A shepherd")
    assert (report.source.name, report.source.kind) == ("A shepherd", "witness")
    taken = given(stage, key="k2", source="new", new_source="Hospital")
    answer = stage.client().post(stage.at("reports/new/"), taken)
    assert answer.status_code == 409
    assert "already a source of this name" in answer.content.decode()
    officer = stage.client(stage.cast.field_officer)
    refused = officer.post(
        stage.at("reports/new/"), given(stage, key="k3", source="new", new_source="X")
    )
    assert refused.status_code == 400
    assert not Source.objects.filter(name="X").exists()


def test_files_come_along_and_too_large_ones_are_refused(stage: Stage, settings: Any) -> None:
    files = [SimpleUploadedFile("a.txt", b"one"), SimpleUploadedFile("b.txt", b"two")]
    report = saved(stage, attachments=files)
    assert ReportEvidence.objects.filter(report=report).count() == 2
    assert "a.txt" in stage.client().get(stage.at(f"reports/{report.code}/")).content.decode()
    settings.EVIDENCE_LIMIT_BYTES = 2
    large = given(stage, key="k2", attachments=[SimpleUploadedFile("c.txt", b"three")])
    answer = stage.client().post(stage.at("reports/new/"), large)
    assert answer.status_code == 400
    assert "c.txt is larger" in answer.content.decode()


def test_who_may_not_add_is_refused(stage: Stage) -> None:
    for who, status in (("press_officer", 403), ("partner", 403), ("outsider", 404)):
        client = stage.client(getattr(stage.cast, who))
        assert client.get(stage.at("reports/new/")).status_code == status
        assert client.post(stage.at("reports/new/"), given(stage)).status_code == status
    assert stage.client().put(stage.at("reports/new/")).status_code == 405
