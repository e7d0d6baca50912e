"""Whom the programme reaches: its public site, its mailing list, a partner, open data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from goodoffices.core.models import Party
from goodoffices.core.tlp import TLP
from goodoffices.demo.loading.public import Press
from goodoffices.demo.tables import table
from goodoffices.publish.data import preparing
from goodoffices.publish.data import services as data
from goodoffices.publish.mail import links, mailings, subscribing
from goodoffices.publish.pages import services as pages
from goodoffices.publish.partners.services import agreements, organisations, runs


def fill_outreach(press: Press) -> None:
    """Open the site, put people on the list, share with a partner, release data."""
    given = table("publications")
    _site(press, given["pages"])
    _subscribers(press, given["subscribers"])
    _mailing(press)
    _partner(press, given["partner"])
    _data(press, given["data"])


def _site(press: Press, given: Mapping[str, Mapping[str, str]]) -> None:
    """Write the programme's own pages in three languages, and open the site."""
    press.at(85)
    programme, by = press.house.programme, press.member("press-officer").user
    for page, texts in given.items():
        for language, body in texts.items():
            text = pages.save_text(
                programme=programme, page=page, language=language, body=body, seen=0, by=by
            )
            pages.publish_text(text=text, by=by)
    pages.change_site(
        programme=programme, donate_url="https://give.talmora.example/", address="", by=by
    )
    pages.set_open(programme=programme, is_open=True, by=by)


def _subscribers(press: Press, given: list[Any]) -> None:
    programme = press.house.programme
    for number, (email, language, topics) in enumerate(given):
        press.at(70 - number * 6)
        one = subscribing.ask(programme=programme, email=email, language=language, topics=topics)
        if one is not None:
            press.at(70 - number * 6, hours=1)
            subscribing.confirm(programme=programme, token=links.confirm_token(one))
            type(one).objects.filter(pk=one.pk).update(due="")


def _mailing(press: Press) -> None:
    """Begin a mailing that nobody has started yet."""
    press.at(0)
    by = press.member("press-officer").user
    mailings.begin(programme=press.house.programme, address=press.made["crossing"].address, by=by)


def _partner(press: Press, given: Mapping[str, Any]) -> None:
    """Agree with one partner what is shared, and hand one file over."""
    house, by = press.house, press.member("rights-officer").user
    press.at(50)
    party = Party.objects.filter(programme=house.programme, name=given["name"]).first()
    made = organisations.add(
        programme=house.programme,
        given=organisations.GivenPartner(
            name=given["name"], kind="un", labels=given["labels"], party=party
        ),
        by=by,
    )
    terms = agreements.Terms(
        fields=given["fields"],
        purpose=given["purpose"],
        basis=given["basis"],
        since=house.demo.today - timedelta(days=45),
        until=house.demo.today + timedelta(days=320),
        agreed_with=given["agreed_with"],
        states=["verified"],
        ceiling=int(TLP.GREEN),
    )
    agreements.agree(partner=made, terms=terms, by=by)
    press.at(30)
    run = runs.prepare(partner=made, form="csv", hxl=True, by=by)
    press.at(29)
    runs.approve(run=run, by=house.director)
    press.at(29, hours=2)
    runs.hand_over(run=run, how="On an encrypted disk, at their office", by=by)


def _data(press: Press, given: Mapping[str, Any]) -> None:
    """Release a first version of the open data, and leave a second to be approved."""
    house, by = press.house, press.member("analyst").user
    press.at(60)
    release = data.define(
        programme=house.programme,
        given=data.GivenRelease(
            address=given["address"],
            words=given["words"],
            fields=tuple(given["fields"]),
            together=tuple(given["together"]),
            frequency="quarterly",
        ),
        by=by,
    )
    for days_ago in (40, 2):
        press.at(days_ago)
        version = data.begin(release=release, by=by)
        preparing.prepare(version, lambda *_done: None)
        version.refresh_from_db()
        if days_ago == 40:
            press.at(days_ago, hours=3)
            data.approve(version=version, by=house.director)
            press.at(days_ago, hours=5)
            version.refresh_from_db()
            data.publish(version=version, by=by)
