"""From an incident to the public: written, checked by others, out, mailed, left, corrected.

All by hand in a browser, as six people would do it; only the worker's part is called here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as configured
from django_scopes import scope, scopes_disabled

from goodoffices.core import jobs
from goodoffices.core.models import Job, Membership
from goodoffices.core.tlp import TLP
from goodoffices.publish.gates.services import policies
from goodoffices.publish.mail import asking, letters
from goodoffices.publish.models import Publication, Subscriber
from tests.browser.conftest import Visit, Visitor
from tests.cast import Cast
from tests.publish.flow.stage import incident
from tests.publish.mail.server import Handler, Server
from tests.site.stage import opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "site"])

HOME = "/p/talmora/publications/"
READER = "reader@home.example"
TITLES = {"en": "Hours for the crossing", "ar": "مواعيد للمعبر", "he": "שעות פתיחה למעבר"}
BODIES = {
    "en": "We verified [=c1.incidents] incident at the crossing. [@c1]\n\nWe ask for calm. [~]",
    "ar": "تحققنا من حادثة عند المعبر. [@c1]\n\nندعو إلى الهدوء. [~]",
    "he": "אימתנו אירוע במעבר. [@c1]\n\nאנו קוראים לשקט. [~]",
}
WRONG = "The first version named another crossing."
POLICY = {
    "level": "verified",
    "tlp": int(TLP.AMBER),
    "smallest": 5,
    "displace_m": 5000,
    "delay_days": 0,
    "replies": True,
    "reply_hours": 24,
    "all_languages": True,
    "starter": True,
}


@pytest.fixture
def server(settings: Any) -> Iterator[Handler]:
    """A real mail server that the program is set up to use."""
    with Server() as made:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAIL_IS_SENT = True
        settings.MAIL_SALT = "a salt for tests"
        yield made.handler


@pytest.fixture
def people(
    member_visit: Visitor, cast: Cast, settings: Any, live_server: Any
) -> Callable[..., Any]:
    """Return a way to let a member of the cast sit down at a browser of their own."""
    settings.PUBLIC_DATABASE = "site"
    settings.ADDRESS = live_server.url
    with scope(programme=cast.programme):
        by = cast.director.user
        policies.set_policy(programme=cast.programme, values=POLICY, packs=[], seen=0, by=by)
    opened(address=f"{live_server.url}/site/talmora")
    seated: dict[str, Visit] = {}

    def sit(role: str) -> Visit:
        if role not in seated:
            member: Membership = getattr(cast, role)
            seated[role] = member_visit("en", member=member)
        return seated[role]

    return sit


def work() -> None:
    """Do what a worker would do now: letters, links, and all jobs that wait."""
    with scopes_disabled():
        letters.read_waiting()
        asking.send_due()
        for job in Job.objects.filter(state=Job.State.WAITING, not_before=None).order_by("pk"):
            jobs.run_now(job)


def press(page: Page) -> None:
    """Press the main button of a page's form."""
    with page.expect_navigation():
        page.locator("main form button:not([name=language])").first.click()


def write(writer: Visit, code: str) -> None:
    """Write the three texts in the editor, and save each by the keys."""
    for language in TITLES:
        page = writer.open(f"{HOME}{code}/write/{language}/")
        page.fill("[name=title]", TITLES[language])
        page.fill("[name=summary]", TITLES[language])
        page.fill("[name=body]", BODIES[language])
        if page.locator("[name=follows]").count():
            page.check("[name=follows]")
        with page.expect_navigation():
            page.keyboard.press("Control+s")


def through(people: Callable[..., Any], code: str) -> None:
    """Take a publication through its checks, each by somebody else, and out."""
    for name, role in (
        ("submit", "monitoring_officer"),
        ("facts", "analyst"),
        ("language", "press_officer"),
        ("approve", "director"),
    ):
        press(people(role).open(f"{HOME}{code}/release/{name}/"))
    page = people("rights_officer").open(f"{HOME}{code}/names/")
    page.fill("[name=reason]", "Before it comes out")
    with page.expect_navigation():
        page.click("button[value=look]")
    with page.expect_navigation():
        page.click("button[value=clear]")
    press(
        page.context.pages[0] and people("rights_officer").open(f"{HOME}{code}/release/security/")
    )
    press(people("press_officer").open(f"{HOME}{code}/publish/"))
    with scopes_disabled():
        assert Publication.objects.get(code=code).state == "published"


def begun(writer: Visit, cast: Cast) -> str:
    """Begin a press release and cite an incident in it, from the incident's own page."""
    with scope(programme=cast.programme):
        found = incident(cast, tlp=TLP.AMBER)
    page = writer.open(f"{HOME}new/")
    page.select_option("[name=kind]", "press-release")
    page.fill("[name=title]", TITLES["en"])
    press(page)
    made = re.search(r"publications/([a-z0-9]{10})/", page.url)
    assert made is not None
    page = writer.open(f"/p/talmora/incidents/{found.code}/")
    with page.expect_navigation():
        page.get_by_text("Cite this").first.click()
    with page.expect_navigation():
        page.locator(f"main :is(a, button)[href*='{made[1]}'], main form button").first.click()
    if "/cite/" in page.url:
        press(page)
    return made[1]


def signed_up(reader: Visit, server: Handler) -> None:
    """Sign up on the public site, and confirm by the button behind the link."""
    page = reader.open("/site/talmora/ar/mail/")
    page.fill("[name=email]", READER)
    page.wait_for_timeout(2200)
    press(page)
    work()
    link = re.search(r"http\S+/mail/confirm/\S+", _text(server.to(READER)[0]))
    assert link is not None
    page.goto(link[0])
    press(page)
    work()
    with scopes_disabled():
        assert Subscriber.objects.get().state == "on"


def _text(message: Any) -> str:
    return str(message.get_body(("plain",)).get_content())


def mailed(people: Callable[..., Any], server: Handler) -> Any:
    """Start a mailing of what is out, and return what the reader got."""
    page = people("press_officer").open("/p/talmora/mailings/new/")
    page.get_by_text(TITLES["en"]).first.click()
    press(page)
    page.goto(page.url + "start/")
    page.check("main form input[type=checkbox]")
    press(page)
    work()
    return server.to(READER)[-1]


def test_a_press_release_from_the_incident_to_its_correction(
    people: Callable[..., Any], visit: Visitor, cast: Cast, server: Handler
) -> None:
    reader = visit("ar", "phone")
    signed_up(reader, server)
    writer = people("monitoring_officer")
    code = begun(writer, cast)
    write(writer, code)
    through(people, code)
    page = reader.open("/site/talmora/ar/")
    page.get_by_text(TITLES["ar"]).first.click()
    page.locator("h1", has_text=TITLES["ar"]).wait_for()
    assert reader.sideways() <= 0
    assert reader.axe() == []
    address = page.url

    message = mailed(people, server)
    assert message["Subject"] == TITLES["ar"]
    leave = re.search(r"<(http[^>]+)>", message["List-Unsubscribe"])
    assert leave is not None
    once = Request(leave[1], data=b"List-Unsubscribe=One-Click")  # noqa: S310 - our own server
    assert urlopen(once).status == 200  # noqa: S310
    work()
    with scopes_disabled():
        assert (Subscriber.objects.get().state, Subscriber.objects.get().email) == ("left", "")

    page = writer.open(f"{HOME}{code}/correct/")
    for field in page.locator("main form textarea").all():
        field.fill(WRONG)
    press(page)
    correction = re.search(r"publications/([a-z0-9]{10})/", page.url)
    assert correction is not None
    through(people, correction[1])
    page = reader.open(address.removeprefix(reader.server))
    page.locator(".notice", has_text=WRONG).wait_for()
    assert reader.complaints == []
    assert reader.foreign == []
    assert configured.PUBLIC_DATABASE == "site"
