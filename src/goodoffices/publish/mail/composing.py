"""A mail of a mailing: the released page in its reader's language, as text and as HTML.

What is common to all readers of a language is made once; what is theirs, two links and the
headers, is put in for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urljoin

import nh3
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from goodoffices.core.models import Programme
from goodoffices.publish.mail import links
from goodoffices.publish.mail.asking import RIGHT_TO_LEFT, sender
from goodoffices.publish.mail.html_text import as_text
from goodoffices.publish.mail.names import line, programme_name
from goodoffices.publish.models import Delivery, ReleasedPage, Subscriber

LEAVE, MANAGE = "https://leave.invalid/", "https://manage.invalid/"
"""Stand in the common part for the two links that are each reader's own."""

_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "b", "i", "sup"),
    *("a", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "caption", "bdi", "span"),
    *("div", "section", "figure", "figcaption", "time", "abbr", "q", "cite", "code", "pre"),
}
_ATTRIBUTES = {"*": {"dir", "lang"}, "a": {"href"}, "th": {"scope"}}
_DROPPED = {"script", "style", "svg", "title", "template", "object", "iframe"}


@dataclass(frozen=True, slots=True)
class Common:
    """What all readers of one language get: subject, text, HTML, and headers of the list."""

    language: str
    subject: str
    text: str
    html: str
    sender: str
    base: str
    list_id: str


def prepare(programme: Programme, page: ReleasedPage) -> Common:
    """Make what all readers of a page get."""
    language, base = page.language, links.root(programme)
    name = programme_name(programme, language)
    address = links.at(base, language, f"news/{page.address}/")
    body = _clean(page.body, address)
    values = {
        "page": page,
        "name": name,
        "address": address,
        "body": body,
        "text": as_text(body),
        "notes": _notes(page, address),
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "leave": LEAVE,
        "manage": MANAGE,
    }
    with override(language):
        text = render_to_string("publish/mail/message.txt", values)
        html = render_to_string("publish/mail/message.html", values)
    list_id = f"{name} <{programme.slug}.{links.sending_domain()}>" if name.isascii() else ""
    return Common(
        language=language,
        subject=line(page.title),
        text=text,
        html=html,
        sender=sender(programme, language),
        base=base,
        list_id=line(list_id or f"<{programme.slug}.{links.sending_domain()}>"),
    )


def _clean(html: str, address: str) -> str:
    """Return the body without pictures, scripts and styles: nothing is fetched from anywhere."""

    def absolute(tag: str, attribute: str, value: str) -> str:
        return urljoin(address, value) if (tag, attribute) == ("a", "href") else value

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED,
        attribute_filter=absolute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _notes(page: ReleasedPage, address: str) -> list[dict[str, str]]:
    """Return the numbered sources under the text, with whole addresses."""
    found = []
    for one in page.notes:
        href = str(one.get("href") or "")
        whole = urljoin(address, href) if href else ""
        safe = whole if whole.startswith(("https://", "http://")) else ""
        found.append(
            {"number": str(one.get("number", "")), "text": str(one.get("text", "")), "href": safe}
        )
    return found


def compose(common: Common, one: Subscriber, delivery: Delivery) -> bytes:
    """Return the mail to one reader, as it goes to the server."""
    leave = links.at(common.base, common.language, f"mail/unsubscribe/{links.leave_token(one)}/")
    manage = links.at(common.base, common.language, f"mail/manage/{links.manage_token(one)}/")
    message = EmailMessage(policy=SMTP)
    message["From"] = common.sender
    message["To"] = one.email
    message["Subject"] = common.subject
    message["Date"] = format_datetime(timezone.now())
    message["List-Id"] = common.list_id
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(common.text.replace(LEAVE, leave).replace(MANAGE, manage))
    html = common.html.replace(LEAVE, leave).replace(MANAGE, manage)
    message.add_alternative(html, subtype="html")
    message["Content-Language"] = common.language
    whole = {"Message-ID": links.message_id(delivery), "List-Unsubscribe": f"<{leave}>"}
    return _unfolded(whole) + message.as_bytes()


def _unfolded(headers: dict[str, str]) -> bytes:
    """Return headers that must stay in one piece: the library would fold and encode long ones."""
    if any(not value.isascii() or set(value) & _BREAKS for value in headers.values()):
        raise ValueError("a header of one piece holds what none may hold")
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("ascii")


_BREAKS = frozenset("\r\n\t \0")
