"""What a phone can fetch: cases 52 to 59 of the protocol."""

from __future__ import annotations

import pytest
from lxml import etree

from goodoffices.field.models import Form
from tests.cast import Cast
from tests.field.stage import Phone, add_media, make_form, make_phone

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


def listed(phone: Phone, query: str = "") -> list[etree._Element]:
    answer = phone.get(f"formList{query}")
    assert answer.status_code == 200
    tree = etree.fromstring(answer.content)
    assert tree.tag == f"{LIST}xforms"
    return list(tree)


def ids(phone: Phone, query: str = "") -> list[str]:
    return [form.findtext(f"{LIST}formID") for form in listed(phone, query)]


def test_52_without_credentials(phone: Phone) -> None:
    answer = phone.client.get(f"/field/{phone.slug}/formList")
    assert answer.status_code == 401
    assert phone.client.get("/field/nowhere/formList").status_code == 401


def test_53_the_list(phone: Phone) -> None:
    [form] = listed(phone)
    assert form.findtext(f"{LIST}name") == "Incident <report> & more"
    assert form.findtext(f"{LIST}version") == "1"
    assert form.findtext(f"{LIST}hash").startswith("md5:")
    assert form.find(f"{LIST}manifestUrl") is None
    answer = phone.client.get(form.findtext(f"{LIST}downloadUrl"))
    assert b"".join(answer.streaming_content).startswith(b"<h:html")


def test_54_one_form(phone: Phone) -> None:
    assert ids(phone, "?formID=incident") == ["incident"]
    assert ids(phone, "?formID=nothing") == []


def test_55_head(phone: Phone) -> None:
    assert phone.client.head(phone.at("formList")).status_code == 200


@pytest.mark.parametrize("state", ["draft", "closing", "closed"])
def test_56_only_open_forms(phone: Phone, state: str) -> None:
    Form.objects.update(state=state)
    assert ids(phone) == []


def test_57_58_the_manifest(phone: Phone, cast: Cast) -> None:
    form = Form.objects.get()
    where = f"manifest/{form.current_id}"
    assert len(etree.fromstring(phone.get(where).content)) == 0
    one = add_media(cast, form, "قائمة.csv", b"name,label\na,A\n")
    [form_listed] = listed(phone)
    assert form_listed.findtext(f"{LIST}manifestUrl").endswith(where)
    [media] = etree.fromstring(phone.get(where).content)
    assert media.findtext(f"{MANIFEST}filename") == "قائمة.csv"
    assert media.findtext(f"{MANIFEST}hash") == f"md5:{one.md5}"
    got = phone.client.get(media.findtext(f"{MANIFEST}downloadUrl"))
    assert b"".join(got.streaming_content) == b"name,label\na,A\n"
    assert phone.get("manifest/999999").status_code == 404


def test_59_two_programmes_with_a_form_of_one_name(phone: Phone, cast: Cast) -> None:
    from django_scopes import scope

    with scope(programme=cast.other_programme):
        Form.objects.create(programme=cast.other_programme, xform_id="incident", state="open")
        other = make_phone(cast, cast.outsider)
    elsewhere = Phone(cast.other_programme.slug, other.secret, other.device)
    assert ids(elsewhere) == []
    assert ids(phone) == ["incident"]


def test_what_has_not_changed_is_not_sent_again(phone: Phone, cast: Cast) -> None:
    form = Form.objects.get()
    media = add_media(cast, form, "a.csv", b"name\n1\n")
    for where in ("formList", f"forms/{form.current_id}.xml", f"media/{media.pk}/a.csv"):
        first = phone.get(where)
        again = phone.get(where, **{"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)


def test_a_hidden_form_and_its_files_do_not_exist(phone: Phone, cast: Cast) -> None:
    secret = make_form(cast, "secret", tlp=4)
    media = add_media(cast, secret, "a.csv", b"name\n1\n")
    for where in (f"forms/{secret.current_id}.xml", f"manifest/{secret.current_id}"):
        assert phone.get(where).status_code == 404
    assert phone.get(f"media/{media.pk}/a.csv").status_code == 404
    assert ids(phone) == ["incident"]


def test_the_list_follows_the_language_of_the_phone(phone: Phone) -> None:
    answer = phone.get("formList", **{"Accept-Language": "ar"})
    assert "بلاغ" in answer.content.decode()
