"""Members, settings, tokens, saved views and invitations as pages."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django_scopes import scope, scopes_disabled

from goodoffices.core.models import ApiToken, AuditEntry, Membership, Office, SavedView
from goodoffices.core.services import accounts, programmes
from tests.cast import PASSWORD, Cast, sign_in

HOME = "/p/talmora"
NEW = {"name": "New Person", "password": "an altogether new phrase"}


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.administrator)


def invitation(admin: Client, email: str = "new.person@example.org") -> str:
    answer = admin.post(
        f"{HOME}/members/invite/",
        {"email": email, "name": "New Person", "role": "analyst", "language": "ar"},
    )
    found = re.search(r'value="https?://testserver(/account/invitation/[^"]+)"', _text(answer))
    assert found, _text(answer)
    return found[1]


def _text(answer: object) -> str:
    return answer.content.decode()


def test_from_the_invitation_to_the_first_page(cast: Cast, admin: Client) -> None:
    link = invitation(admin)
    person = Client()
    page = _text(person.get(link))
    assert "Talmora programme" in page
    assert "new.person@example.org" in page
    answer = person.post(link, NEW | {"again": NEW["password"]})
    assert answer["Location"] == "/account/login/"
    person.post("/account/login/", {"login": "new.person@example.org", "password": NEW["password"]})
    assert person.get(f"{HOME}/views/").status_code == 200
    assert person.get(link).status_code == 404


def test_an_invitation_is_mailed_in_the_persons_language(
    cast: Cast, admin: Client, settings: object
) -> None:
    settings.MAIL_IS_SENT = True
    link = invitation(admin)
    [sent] = mail.outbox
    assert link in sent.body
    assert sent.to == ["new.person@example.org"]


def test_a_first_password_is_held_against_the_rules(cast: Cast, admin: Client) -> None:
    link = invitation(admin)
    person = Client()
    for wrong in ({"password": "short", "again": "short"}, {"again": "another phrase"}):
        answer = person.post(link, NEW | {"again": NEW["password"]} | wrong)
        assert answer.status_code == 200
        assert "field-errors" in _text(answer)
    with scopes_disabled():
        assert not Membership.objects.get(user__email="new.person@example.org").active


def test_who_has_an_account_logs_in_to_join(cast: Cast, admin: Client) -> None:
    link = invitation(admin, cast.stranger.email)
    person = Client()
    page = _text(person.get(link))
    assert f"/account/login/?next={link}" in page
    assert "password" not in re.sub(r"<title.*?</title>", "", page)
    person.post(link, NEW | {"again": NEW["password"]})
    cast.stranger.refresh_from_db()
    assert cast.stranger.check_password(PASSWORD)
    other = sign_in(Client(), cast.outsider)
    assert "Log out" in _text(other.get(link))
    assert other.post(link).status_code == 200
    assert sign_in(person, cast.stranger).post(link)["Location"] == f"{HOME}/situation/"
    with scopes_disabled():
        assert Membership.objects.get(user=cast.stranger, programme=cast.programme).active


def test_guessing_invitations_is_slowed_down(db: None, client: Client) -> None:
    answers = [client.get(f"/account/invitation/guess{n}/").status_code for n in range(31)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_a_change_on_an_old_page_is_told_and_loses_nothing(cast: Cast, admin: Client) -> None:
    path = f"{HOME}/members/{cast.analyst.code}/"
    seen = admin.get(path).context["form"]["seen"].value()
    given = {"role": "liaison", "clearance": "", "office": cast.office.pk, "seen": seen}
    assert admin.post(path, given).status_code == 302
    answer = admin.post(path, given | {"role": "partner"})
    assert answer.status_code == 409
    cast.analyst.refresh_from_db()
    assert cast.analyst.role == "liaison"


def test_the_last_administrator_is_told_on_the_page(cast: Cast, client: Client) -> None:
    sign_in(client, cast.director)
    path = f"{HOME}/members/{cast.administrator.code}/end/"
    answer = client.post(path, {"reason": "tidying up"})
    assert "at least one administrator" in _text(answer)
    cast.administrator.refresh_from_db()
    assert cast.administrator.active


def test_who_left_is_out_at_once(cast: Cast, admin: Client) -> None:
    analyst = sign_in(Client(), cast.analyst)
    assert analyst.get(f"{HOME}/views/").status_code == 200
    admin.post(f"{HOME}/members/{cast.analyst.code}/end/", {"reason": "moved on"})
    assert analyst.get(f"{HOME}/views/").status_code == 404


def test_members_of_other_programmes_are_not_found(cast: Cast, admin: Client) -> None:
    assert admin.get(f"{HOME}/members/{cast.outsider.code}/").status_code == 404
    assert "Olga" not in _text(admin.get(f"{HOME}/members/"))


def test_settings_are_changed_and_an_old_page_is_told(cast: Cast, client: Client) -> None:
    sign_in(client, cast.director)
    form = client.get(f"{HOME}/settings/").context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value()}
    changed = given | {"time_zone": "Asia/Amman", "countries": ["JO", "PS"], "name_ar": "برنامج"}
    assert client.post(f"{HOME}/settings/", changed).status_code == 302
    cast.programme.refresh_from_db()
    assert cast.programme.countries == ["JO", "PS"]
    assert cast.programme.names == {"en": "Talmora programme", "ar": "برنامج"}
    assert client.post(f"{HOME}/settings/", given | {"name_en": "Lost"}).status_code == 409


def test_an_office_is_added_and_renamed(cast: Cast, admin: Client) -> None:
    admin.post(f"{HOME}/settings/offices/new/", {"code": "quay", "name_he": "רציף"})
    page = admin.get(f"{HOME}/settings/offices/quay/")
    given = {"name_en": "Quay", "seen": page.context["form"]["seen"].value()}
    assert admin.post(f"{HOME}/settings/offices/quay/", given).status_code == 302
    with scope(programme=cast.programme):
        assert Office.objects.get(code="quay").names == {"en": "Quay"}
    assert admin.post(f"{HOME}/settings/offices/quay/", given).status_code == 409


def test_a_token_is_shown_once(cast: Cast, client: Client) -> None:
    sign_in(client, cast.analyst)
    answer = client.post(f"{HOME}/tokens/", {"name": "notebook", "days": "90"})
    found = re.search(r'value="(goodoffices_[\w-]+)"', _text(answer))
    assert found
    assert "no-store" in answer["Cache-Control"]
    assert found[1] not in _text(client.get(f"{HOME}/tokens/"))
    with scope(programme=cast.programme):
        token = ApiToken.objects.get()
        assert found[1] not in str(list(AuditEntry.objects.values()))
    client.post(f"{HOME}/tokens/{token.code}/revoke/")
    assert "notebook" not in _text(client.get(f"{HOME}/tokens/"))


def test_tokens_of_others_are_not_found(cast: Cast, client: Client) -> None:
    sign_in(client, cast.analyst).post(f"{HOME}/tokens/", {"name": "secret plan", "days": "30"})
    with scope(programme=cast.programme):
        code = ApiToken.objects.get().code
    sign_in(client, cast.monitoring_officer)
    assert "secret plan" not in _text(client.get(f"{HOME}/tokens/"))
    assert client.post(f"{HOME}/tokens/{code}/revoke/").status_code == 404
    assert "secret plan" in _text(sign_in(client, cast.administrator).get(f"{HOME}/tokens/"))


def test_a_view_is_saved_from_a_page_and_opened(cast: Cast, client: Client) -> None:
    sign_in(client, cast.analyst)
    page = client.get(f"{HOME}/views/new/?page=monitor:incidents&query=state%3Dverified%26page%3D3")
    form = page.context["form"]
    given = {"page": form["page"].value(), "query": form["query"].value(), "name": "Verified"}
    answer = client.post(f"{HOME}/views/new/", given)
    assert answer["Location"] == f"{HOME}/incidents/?state=verified"
    with scope(programme=cast.programme):
        code = SavedView.objects.get().code
    assert client.get(f"{HOME}/views/{code}/")["Location"] == answer["Location"]
    answer = client.post(f"{HOME}/views/{code}/change/", {"name": "Mine"})
    assert answer.status_code == 302
    assert sign_in(client, cast.director).get(f"{HOME}/views/{code}/").status_code == 404


def test_a_view_leads_only_inside_the_programme(cast: Cast, client: Client) -> None:
    sign_in(client, cast.analyst)
    for page in ("https://evil.example/", "home", "//evil.example", "core:members"):
        answer = client.post(f"{HOME}/views/new/", {"page": page, "query": "", "name": "x"})
        assert answer.status_code == 200
    assert not _views(cast)


def _views(cast: Cast) -> list[SavedView]:
    with scope(programme=cast.programme):
        return list(SavedView.objects.all())


def test_the_page_of_roles_agrees_with_what_roles_may(cast: Cast, client: Client) -> None:
    page = sign_in(client, cast.partner).get(f"{HOME}/roles/")
    held = {str(meaning): set(holders) for meaning, holders in page.context["rows"]}
    assert "monitoring-officer" in held["Load files of reports"]
    assert "partner" not in held["Load files of reports"]


def test_every_page_speaks_three_languages_and_both_directions(cast: Cast, admin: Client) -> None:
    with scope(programme=cast.programme):
        programmes.add_office(programme=cast.programme, code="quay", names={"en": "Quay"}, by=None)
    pages = ["members/", "members/invite/", f"members/{cast.analyst.code}/", "roles/", "settings/"]
    for language, direction in (("ar", "rtl"), ("he", "rtl"), ("en", "ltr")):
        admin.post("/language/", {"language": language, "next": f"{HOME}/members/"})
        for page in [*pages, "settings/offices/quay/", "tokens/", "views/", "views/new/"]:
            text = _text(admin.get(f"{HOME}/{page}"))
            assert f'<html lang="{language}" dir="{direction}">' in text, page


def test_an_invitation_does_not_hand_over_somebody_elses_programme(
    cast: Cast, admin: Client
) -> None:
    """An account that is only invited elsewhere: this link joins this programme alone."""
    with scopes_disabled():
        theirs = accounts.invite(
            programme=cast.other_programme,
            email="new.person@example.org",
            name="New Person",
            role="analyst",
            by=None,
        ).membership
    link = invitation(admin)
    Client().post(link, NEW | {"again": NEW["password"]})
    theirs.refresh_from_db()
    assert not theirs.active
