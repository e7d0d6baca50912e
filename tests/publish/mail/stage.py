"""A public site with a publication, and people on its mailing list; all invented."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goodoffices.core.codes import new_codes
from goodoffices.core.models import Programme
from goodoffices.publish.mail import marks
from goodoffices.publish.models import Mailing, ReleasedPage, ReleasedSite, Subscriber, Topic

ADDRESS = "calm-in-harrow"
TITLES = {"en": "Calm in Harrow", "ar": "هدوء في هارو", "he": "רגיעה בהארו"}
BODIES = {
    "en": '<p>It was <strong>calm</strong> for a week.<sup><a href="#n1">1</a></sup></p>'
    '<p><a href="/site/talmora/en/news/other/">Before</a><img src="https://x.example/p.gif"></p>',
    "ar": "<p>ساد الهدوء أسبوعا.</p>",
    "he": "<p>היה שקט שבוע.</p>",
}


def site(programme: Programme) -> ReleasedSite:
    """Open the programme's public site, with two topics."""
    for slug in ("ceasefire", "youth"):
        names = {"en": slug.capitalize(), "ar": slug, "he": slug}
        Topic.objects.get_or_create(programme=programme, slug=slug, defaults={"names": names})
    made, _new = ReleasedSite.objects.get_or_create(
        programme=programme.slug,
        defaults={
            "open": True,
            "languages": ["en", "ar", "he"],
            "words": {one: {"name": "Talmora programme"} for one in ("en", "ar", "he")},
            "topics": [{"slug": s, "names": {"en": s}} for s in ("ceasefire", "youth")],
            "address": f"https://{programme.slug}.example.org",
        },
    )
    return made


def published(
    programme: Programme,
    address: str = ADDRESS,
    *,
    languages: tuple[str, ...] = ("en", "ar", "he"),
    topics: tuple[str, ...] = ("ceasefire",),
    **more: Any,
) -> list[ReleasedPage]:
    """Release a publication in some languages."""
    now = timezone.now()
    return [
        ReleasedPage.objects.create(
            programme=programme.slug,
            address=address,
            language=language,
            kind="press-release",
            sha256="0" * 64,
            published_at=now,
            changed_at=now,
            languages=list(languages),
            topics=list(topics),
            **{
                "title": TITLES[language],
                "summary": f"{TITLES[language]}.",
                "body": BODIES[language],
                "notes": [{"number": 1, "text": "An incident", "href": ""}],
                **more,
            },
        )
        for language in languages
    ]


def subscriber(programme: Programme, email: str, **more: Any) -> Subscriber:
    """Put somebody on the list."""
    values = {"language": "en", "state": "on", "confirmed_at": timezone.now(), **more}
    return Subscriber.objects.create(
        programme=programme, email=email, mark=marks.mark(email), **values
    )


def many(programme: Programme, count: int) -> None:
    """Put many people on the list, a third in each language."""
    now = timezone.now()
    addresses = [f"reader{number}@example.net" for number in range(count)]
    Subscriber.objects.bulk_create(
        [
            Subscriber(
                programme=programme,
                code=code,
                email=email,
                mark=marks.mark(email),
                language=("en", "ar", "he")[number % 3],
                state="on",
                confirmed_at=now,
            )
            for number, (email, code) in enumerate(zip(addresses, new_codes(count), strict=True))
        ],
        batch_size=1000,
    )


def mailing(programme: Programme, state: str = "sending", **more: Any) -> Mailing:
    """Make a mailing of the publication."""
    values = {"edition": 1, "address": ADDRESS, **more}
    if state not in ("draft", "cancelled"):
        values.setdefault("started_at", timezone.now())
    return Mailing.objects.create(programme=programme, state=state, **values)
