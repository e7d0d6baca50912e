"""Template tags: the components of the design system (docs/explanation/interface.md lists them).

Each prints one thing the same way everywhere: a state, a mark, a toll, an imprecise date, a text
in its own direction. What is not known is said so, and never printed as blank or zero.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from goodoffices import codebook
from goodoffices.codebook.errors import NotFound
from goodoffices.core.days import moment_in_words
from goodoffices.core.tlp import TLP
from goodoffices.web import icons
from goodoffices.web.navigation import RailLink, rail
from goodoffices.web.saved_views import row_of_views
from goodoffices.web.trouble import Trouble, trouble
from goodoffices.web.words import NOT_KNOWN, span_in_words, toll_in_words

register = template.Library()

RIGHT_TO_LEFT = {"ar", "he", "fa", "ur", "yi", "syr", "ckb"}


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a static file, also while nothing is built or collected."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; with a label it speaks, without one it is decoration."""
    turns = " icon--turns" if name in icons.TURNS else ""
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon{}" viewBox="0 0 16 16" {}>{}</svg>',
        turns,
        mark_safe(said),  # noqa: S308 - a constant or escaped just above
        mark_safe(icons.ICONS[name]),  # noqa: S308 - drawn by us
    )


@register.simple_tag
def mark(name: str) -> SafeString:
    """Draw the mark of a state or of a kind of change; the word stands beside it."""
    drawn = icons.MARKS.get(name, icons.MARKS["unverified"])
    return format_html(
        '<svg class="mark mark--{}" viewBox="0 0 16 16" aria-hidden="true">{}</svg>',
        name,
        mark_safe(drawn),  # noqa: S308 - drawn by us
    )


@register.simple_tag
def state_mark(state: str) -> SafeString:
    """Say a verification state by mark and word, both as the codebook has them."""
    states = codebook.load()["verification_states"]
    if state not in states:
        return unknown()
    entry = states[state]
    drawn = mark(str(entry.extra.get("mark", state)))
    word = entry.label(get_language() or "en")
    return format_html('<span class="state state--{}">{}{}</span>', state, drawn, word)


@register.simple_tag
def tlp_mark(tlp: int) -> SafeString:
    """Print the TLP 2.0 label of a record, with what it allows on hover."""
    level = TLP(tlp)
    return format_html(
        '<bdi class="tlp tlp--{}" lang="en" title="{}">{}</bdi>',
        level.name.lower().replace("_", "-"),
        codebook.load()["tlp"][level.name.lower()].definition(get_language() or "en"),
        f"TLP:{level.name.replace('_', '+')}",
    )


@register.simple_tag
def toll(low: int | None = None, best: int | None = None, high: int | None = None) -> SafeString:
    """Print a count of people with its interval, ``12 (9–15)``, or that it is not known."""
    if low is None and best is None and high is None:
        return unknown()
    return format_html('<bdi class="num">{}</bdi>', toll_in_words(low, best, high))


@register.simple_tag
def number(value: float | None) -> SafeString:
    """Print a count with grouped thousands, apart from the direction of the text around it."""
    if value is None:
        return unknown()
    return format_html('<bdi class="num">{}</bdi>', f"{value:,}")


@register.simple_tag
def unknown() -> SafeString:
    """Say that something is not known."""
    return format_html('<span class="unknown">{}</span>', NOT_KNOWN)


@register.simple_tag
def span_date(value: Any) -> SafeString:
    """Print an imprecise date in the reader's language, the exact EDTF on hover.

    Takes EDTF text or anything with an ``edtf`` (an incident, a claim).
    """
    edtf = value if isinstance(value, str) else getattr(value, "edtf", "")
    if not edtf:
        return unknown()
    words = span_in_words(edtf, get_language() or "en")
    return format_html('<time title="{}"><bdi>{}</bdi></time>', edtf, words)


@register.simple_tag
def comma() -> str:
    """Print the comma of the page's language, with its space."""
    return pgettext("between two things named in a row", ", ")


@register.simple_tag
def moment(value: datetime | None, relative: bool = False) -> SafeString:
    """Print a moment in the programme's time zone; the distance to now only beside it."""
    if value is None:
        return unknown()
    local = timezone.localtime(value)
    shown = moment_in_words(local, get_language() or "en")
    exact = local.isoformat(timespec="seconds")
    printed = format_html(
        '<time datetime="{}" title="{}"><bdi>{}</bdi></time>', exact, exact, shown
    )
    if not relative:
        return printed
    ago = _("%(distance)s ago") % {"distance": timesince(value, depth=1)}
    return format_html("{} <small>({})</small>", printed, ago)


@register.simple_tag
def coordinates(latitude: float | None, longitude: float | None) -> SafeString:
    """Print a point in degrees, latitude first."""
    if latitude is None or longitude is None:
        return unknown()
    return format_html(
        '<bdi class="num" dir="ltr">{}, {}</bdi>', *(f"{latitude:.4f}", f"{longitude:.4f}")
    )


@register.simple_tag
def quoted(text: str, lang: str = "", inline: bool = False) -> SafeString:
    """Print somebody's words in their own language and direction, escaped, line breaks kept."""
    tag = "span" if inline else "blockquote"
    short = lang.split("-")[0].lower()
    direction = "rtl" if short in RIGHT_TO_LEFT else "ltr" if short else "auto"
    said = format_html(' lang="{}"', lang) if lang else ""
    return format_html('<{0} class="quoted"{1} dir="{2}">{3}</{0}>', tag, said, direction, text)


@register.simple_tag
def label(scheme: str, code: str) -> str:
    """Say a code of the codebook in the reader's language; an unknown code as it stands."""
    if not code:
        return str(NOT_KNOWN)
    try:
        return codebook.load().label(scheme, code, get_language() or "en")
    except NotFound:
        return code


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """Print a form field: label, control, one sentence of help, errors tied to the control."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    return {
        "field": bound,
        "hint": hint or bound.help_text,
        "tick": kind == "checkbox" and not bound.use_fieldset,
        "group": bound.use_fieldset,
        "optional": not bound.field.required and kind != "checkbox",
    }


@register.inclusion_tag("components/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """Print a whole form's errors and visible fields, and its hidden ones."""
    return {"form": form}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Page[Any], parameter: str = "page"
) -> dict[str, Any]:
    """Print the way through a long list; every page keeps the filters of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    steps = [(number, _page_url(context, parameter, number)) for number in numbers]
    return {
        "page": page,
        "steps": [(number, url) for number, url in steps],
        "gap": page.paginator.ELLIPSIS,
        "previous": _page_url(context, parameter, page.number - 1) if page.has_previous() else "",
        "next": _page_url(context, parameter, page.number + 1) if page.has_next() else "",
    }


def _page_url(context: template.Context, parameter: str, number: int | str) -> str:
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/saved_views.html", takes_context=True)
def saved_views(context: template.Context) -> dict[str, Any]:
    """Print the views saved of this page, and where to save it as it stands."""
    request: HttpRequest = context["request"]
    member, match = getattr(request, "member", None), request.resolver_match
    if member is None or match is None:
        return {}
    return row_of_views(member, match.view_name, request)


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, str]:
    """Say that a list is empty, why that may be, and what to do."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int | None, note: str = "") -> dict[str, Any]:
    """Show how far long work has got; without a total it is under way."""
    share = min(100, int(100 * done / total)) if total else None
    return {"done": done, "total": total, "share": share, "note": note}


@register.inclusion_tag("components/stat.html")
def stat(title: str, value: Any, note: str = "", url: str = "") -> dict[str, Any]:
    """Show one figure with its name and one sentence; the whole of it leads to its list."""
    shown = f"{value:,}" if isinstance(value, int) else value
    interval = ""
    if isinstance(shown, SafeString) and "unknown" not in shown:
        shown = strip_tags(shown)
    if isinstance(shown, str) and shown.endswith(")"):
        shown, opening, rest = shown.partition(" (")
        interval = f"({rest}" if opening else ""
    return {"title": title, "value": shown, "interval": interval, "note": note, "url": url}


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[RailLink]:
    """Return the rail of the page's member."""
    request = context.get("request")
    return rail(request) if request is not None else []


@register.simple_tag(takes_context=True)
def programme_url(context: template.Context, name: str, **kwargs: Any) -> str:
    """Return an address inside the page's programme, or nothing where it does not exist."""
    programme = context.get("programme")
    try:
        return reverse(name, kwargs={"programme": programme.slug, **kwargs}) if programme else ""
    except NoReverseMatch:
        return ""


@register.simple_tag
def docs_url(page: str = "") -> str:
    """Return the address of a page of the documentation, or nothing where it is not served."""
    try:
        return reverse("docs", kwargs={"page": page or "index.html"})
    except NoReverseMatch:
        return ""


@register.simple_tag(name="trouble")
def trouble_tag(status: int, code: str = "") -> Trouble:
    """Return what an error page says for a status."""
    return trouble(status, code)
