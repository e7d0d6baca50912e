"""The page of field reports as it is served, and setting a phone up for it."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from django.test import Client

from goodoffices.codebook.errors import NotFound
from goodoffices.core.models import AuditEntry
from goodoffices.field.fill import shell
from goodoffices.field.models import Device
from goodoffices.field.services.devices import find_device
from tests.cast import Cast, sign_in

PAGE = "/field/fill/"
WORKER = f"{PAGE}sw.js"


@pytest.fixture(autouse=True)
def _built() -> None:
    try:
        shell.folder()
    except NotFound:
        pytest.skip("the frontend is not built")


def listed(client: Client) -> dict:
    """Return the list that the service worker keeps the page by."""
    code = b"".join(client.get(WORKER)).decode()
    return json.loads(re.match(r"self\.OFFICES_FILES = (\{.*?\});\n", code)[1])


class TestPage:
    def test_it_is_the_same_for_everybody(self, client: Client, cast: Cast):
        stranger = client.get(PAGE)
        member = sign_in(Client(), cast.field_officer).get(PAGE, headers={"Accept-Language": "ar"})
        assert stranger.status_code == member.status_code == 200
        assert stranger.content == member.content
        assert "talmora" not in stranger.content.decode().lower()
        assert "sessionid" not in stranger.cookies

    def test_its_policy_lets_nothing_in(self, client: Client):
        for address in (PAGE, WORKER):
            policy = client.get(address)["Content-Security-Policy"]
            rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
            assert rules["default-src"] == "'none'"
            assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"
            assert rules["style-src"] == rules["connect-src"] == "'self'"
            assert rules["form-action"] == rules["frame-ancestors"] == "'none'"
            assert "unsafe-inline" not in policy
            assert "'unsafe-eval'" not in policy
            assert "http" not in policy

    def test_every_file_is_what_the_worker_is_told(self, client: Client):
        files = listed(client)["files"]
        assert len(files) > 10
        assert {PAGE, f"{PAGE}words/ar.json"} <= {one["url"] for one in files}
        for one in files:
            answer = client.get(one["url"])
            assert answer.status_code == 200, one
            assert hashlib.sha256(answer.content).hexdigest() == one["sha256"], one

    def test_the_page_asks_for_nothing_that_is_not_kept(self, client: Client):
        kept = {one["url"] for one in listed(client)["files"]}
        html = client.get(PAGE).content.decode()
        for address in re.findall(r'(?:src|href|data-form-style)="(/[^"]+)"', html):
            assert address in kept, address

    def test_what_did_not_change_is_not_sent_again(self, client: Client):
        for address in (PAGE, WORKER, f"{PAGE}words/he.json", f"{PAGE}manifest.webmanifest"):
            first = client.get(address)
            assert first["Cache-Control"] == "no-cache"
            again = client.get(address, headers={"If-None-Match": first["ETag"]})
            assert again.status_code == 304

    def test_files_are_packed_and_kept_for_ever(self, client: Client):
        script = re.search(r'src="([^"]+\.js)"', client.get(PAGE).content.decode())[1]
        plain = client.get(script)
        assert "immutable" in plain["Cache-Control"]
        for coding in ("br", "gzip"):
            packed = client.get(script, headers={"Accept-Encoding": coding})
            assert packed["Content-Encoding"] == coding
            assert "Accept-Encoding" in packed["Vary"]
            assert len(packed.content) < len(plain.content) / 2

    @pytest.mark.parametrize(
        "name",
        [
            "f/files.json",
            "f/sw.js.map",
            "f/../field/files.json",
            "f/fonts/../sw.js",
            "f/%2e%2e/theme.css",
            "f/.hidden.js",
            "f/nothing.js",
            "words/fr.json",
            "words/../en.json",
        ],
    )
    def test_nothing_else_is_there(self, client: Client, name: str):
        assert client.get(PAGE + name).status_code == 404

    def test_the_home_screen_gets_an_icon(self, client: Client):
        manifest = json.loads(client.get(f"{PAGE}manifest.webmanifest").content)
        assert manifest["display"] == "standalone"
        assert manifest["scope"] == manifest["start_url"] == PAGE
        for icon in manifest["icons"]:
            assert client.get(icon["src"])["Content-Type"] == icon["type"]
        assert {"maskable"} <= {icon.get("purpose") for icon in manifest["icons"]}

    def test_only_reading(self, client: Client):
        for address in (PAGE, WORKER, f"{PAGE}words/en.json"):
            assert client.post(address).status_code == 405


class TestSettingUp:
    ADDRESS = "/p/talmora/field/web-form/"

    def test_a_phone_gets_its_access_once(self, client: Client, in_programme: Cast):
        cast = in_programme
        sign_in(client, cast.field_officer)
        assert b"web-form-access" not in client.get(self.ADDRESS).content
        answer = client.post(self.ADDRESS, {"name": "Small phone"})
        assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
        html = answer.content.decode()
        given = dict(re.findall(r'data-(base|slug|code|secret|next)="([^"]*)"', html))
        device = find_device(given["secret"])
        assert device is not None
        assert (device.kind, device.name, device.code) == ("web", "Small phone", given["code"])
        assert device.membership == cast.field_officer
        assert given["base"] == "/field/talmora/"
        assert given["next"] == "/field/fill/#/enrol"
        assert given["secret"].encode() not in client.get(self.ADDRESS).content
        assert AuditEntry.objects.filter(action="field.device.issued").count() == 1
        assert given["secret"] not in json.dumps(list(AuditEntry.objects.values()), default=str)

    def test_the_access_opens_what_the_page_asks_first(self, client: Client, cast: Cast):
        sign_in(client, cast.field_officer)
        html = client.post(self.ADDRESS, {"name": "Small phone"}).content.decode()
        given = dict(re.findall(r'data-(base|code|secret)="([^"]*)"', html))
        said = base64.b64encode(f"{given['code']}:{given['secret']}".encode()).decode()
        about = Client().get(f"{given['base']}about", headers={"Authorization": f"Basic {said}"})
        assert about.json()["device"]["code"] == given["code"]

    def test_a_phone_has_a_name(self, client: Client, in_programme: Cast):
        cast = in_programme
        sign_in(client, cast.field_officer)
        answer = client.post(self.ADDRESS, {"name": " "})
        assert b"web-form-access" not in answer.content
        assert not Device.objects.filter(programme=cast.programme).exists()

    def test_who_sends_nothing_gets_none(self, client: Client, cast: Cast):
        sign_in(client, cast.press_officer)
        assert client.post(self.ADDRESS, {"name": "x"}).status_code == 403
