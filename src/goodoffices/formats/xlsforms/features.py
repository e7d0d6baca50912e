"""What ODK Collect and our own web form cannot do with a form, said before it is published.

The lists follow the feature matrix of @getodk/web-forms and the code of the version we ship
(0.22: only pictures can be uploaded, no map background is fetched), the XForms specification of
ODK, and the notes of the Collect releases. ``docs/reference/question-types.md`` shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from goodoffices.formats.xlsforms.values import NOTE, WARNING, Finding, FormDefinition, Question

_WEB_FUNCTIONS = """
abs acos area asin atan atan2 base64-decode boolean boolean-from-string ceiling checklist coalesce
concat contains cos count count-non-empty count-selected current date date-time decimal-date-time
decimal-time digest distance ends-with exp exp10 false floor format-date format-date-time geofence
id if indexed-repeat instance int jr:choice-name jr:itext join lang last local-name log log10 max
min name namespace-uri normalize-space not now number once pi position pow pulldata random
randomize regex round selected selected-at sin sqrt starts-with string string-length substr
substring substring-after substring-before sum tan today translate true uuid weighted-checklist
"""
WEB_FUNCTIONS = frozenset(_WEB_FUNCTIONS.split())
COLLECT_FUNCTIONS = (
    WEB_FUNCTIONS
    - {"ceiling", "floor", "id", "lang", "local-name", "name", "namespace-uri", "substring"}
) | {"depend", "enclosed-area", "intersects", "is-selected", "property", "version"}

APPEARANCES: dict[str, dict[str, tuple[str, str]]] = {
    "web": {
        "signature": ("web-draw", WARNING),
        "draw": ("web-draw", WARNING),
        "annotate": ("web-draw", WARNING),
        "new": ("web-appearance", NOTE),
        "new-front": ("web-appearance", NOTE),
        "maps": ("web-map", WARNING),
        "placement-map": ("web-map", WARNING),
        "map": ("web-map", WARNING),
        "image-map": ("web-image-map", WARNING),
        "no-calendar": ("web-calendar", NOTE),
        "ethiopian": ("web-calendar", WARNING),
        "coptic": ("web-calendar", WARNING),
        "islamic": ("web-calendar", WARNING),
        "bikram-sambat": ("web-calendar", WARNING),
        "myanmar": ("web-calendar", WARNING),
        "persian": ("web-calendar", WARNING),
        "month-year": ("web-date-part", WARNING),
        "year": ("web-date-part", WARNING),
        "picker": ("web-range", NOTE),
        "no-ticks": ("web-range", NOTE),
        "url": ("web-appearance", NOTE),
        "bearing": ("web-appearance", WARNING),
        "counter": ("web-appearance", NOTE),
        "hidden-answer": ("web-appearance", WARNING),
        "quick": ("web-appearance", NOTE),
        "quickcompact": ("web-appearance", NOTE),
    },
    "collect": {
        "horizontal": ("collect-appearance", NOTE),
        "distress": ("collect-appearance", NOTE),
        "analog-scale": ("collect-appearance", NOTE),
        "comment": ("collect-appearance", WARNING),
        "hide-input": ("collect-appearance", NOTE),
        "show-formatted": ("collect-appearance", NOTE),
    },
}
"""What a client does not do with an appearance: a code of `messages` and how grave it is."""

GONE = {"simserial", "subscriberid"}
TELLTALE = {"deviceid", "phonenumber", "simserial", "subscriberid", "email"}
"""What the phone knows of its owner."""

MAPPED = {"geotrace", "geoshape"}
GRAVE = {"web-upload", "web-background-audio", "web-encrypted", "collect-function", "web-function"}


def features(form: FormDefinition, rows: Mapping[str, int]) -> tuple[Finding, ...]:
    """Return what the clients (and we) cannot do with a form; ``rows`` by a question's path."""
    found = [*_whole(form)]
    for question in form.questions:
        found.extend(_of_type(question))
        found.extend(_of_appearance(question))
    found.extend(_of_use(form))
    return tuple(_placed(finding, rows) for finding in _once(found))


def _once(found: list[Finding]) -> list[Finding]:
    return list({repr(finding): finding for finding in found}.values())


def _placed(finding: Finding, rows: Mapping[str, int]) -> Finding:
    """Give a finding the row of its question, where the form came as a spreadsheet."""
    row = rows.get(finding.path)
    if not finding.path or row is None:
        return finding
    column = COLUMNS.get(finding.code, "type")
    return Finding(finding.code, finding.level, "survey", row, column, finding.path, finding.facts)


COLUMNS = {
    "web-draw": "appearance",
    "web-appearance": "appearance",
    "web-calendar": "appearance",
    "web-date-part": "appearance",
    "web-range": "appearance",
    "web-image-map": "appearance",
    "web-app": "appearance",
    "web-search": "appearance",
    "collect-appearance": "appearance",
    "collect-grid": "appearance",
    "collect-external-app": "appearance",
    "web-guidance": "guidance_hint",
    "web-big-image": "big-image",
    "web-autoplay": "autoplay",
    "web-function": "",
    "collect-function": "",
    "web-audio-quality": "parameters",
    "web-incremental": "parameters",
}


def _whole(form: FormDefinition) -> Iterator[Finding]:
    if form.encrypted:
        yield Finding("web-encrypted", WARNING, "settings", column="public_key")
        yield Finding("here-encrypted", NOTE, "settings", column="public_key")


def _of_type(question: Question) -> Iterator[Finding]:
    kind, path = question.type, question.path
    facts = {"type": kind}
    if kind in {"audio", "video", "file"}:
        yield Finding("web-upload", WARNING, path=path)
    elif kind == "barcode":
        yield Finding("web-barcode", NOTE, path=path)
    elif kind == "dateTime":
        yield Finding("web-datetime", NOTE, path=path)
    elif kind in MAPPED:
        yield Finding("web-map", WARNING, path=path)
    elif kind == "background-audio":
        yield Finding("web-background-audio", WARNING, path=path)
    elif kind == "osm":
        yield Finding("web-osm", WARNING, path=path)
        yield Finding("collect-osm", WARNING, path=path)
    elif kind == "select_one_external":
        yield Finding("web-external", WARNING, path=path)
    if kind in GONE:
        yield Finding("collect-metadata", WARNING, path=path, facts=facts)
        yield Finding("web-metadata", WARNING, path=path, facts=facts)
    if kind in TELLTALE:
        yield Finding("here-device", NOTE, path=path, facts=facts)


def _of_appearance(question: Question) -> Iterator[Finding]:
    for word in question.appearance.split():
        facts = {"appearance": word}
        for client in APPEARANCES.values():
            if word in client:
                code, level = client[word]
                yield Finding(code, level, path=question.path, facts=facts)
        if word.startswith(("ex:", "printer:")):
            yield Finding("web-app", WARNING, path=question.path, facts=facts)
            yield Finding("collect-external-app", NOTE, path=question.path, facts=facts)
        if word.startswith("w") and word[1:].isdecimal():
            yield Finding("collect-grid", NOTE, path=question.path, facts=facts)
            yield Finding("web-appearance", NOTE, path=question.path, facts=facts)
        if word.startswith("search("):
            yield Finding(
                "web-search", WARNING, path=question.path, facts={"appearance": "search()"}
            )


def _of_use(form: FormDefinition) -> Iterator[Finding]:
    named = False
    for use in form.uses:
        named = named or use.what == "instanceName"
        if use.what == "function":
            yield from _of_function(use.path, use.detail)
        elif use.what == "style":
            yield from _of_style(use.detail)
        else:
            yield from (
                Finding(code, level, path=use.path, facts={"appearance": use.detail})
                for code, level in USES.get(use.what, ())
            )
    if not named:
        yield Finding("here-repeat-title", NOTE, "settings", column="instance_name")


USES: dict[str, tuple[tuple[str, str], ...]] = {
    "audit": (("web-audit", WARNING), ("here-audit", NOTE)),
    "entity": (("here-entities", WARNING),),
    "guidance": (("web-guidance", NOTE),),
    "big-image": (("web-big-image", NOTE),),
    "autoplay": (("web-autoplay", NOTE),),
    "intent": (("web-app", WARNING), ("collect-external-app", NOTE)),
    "last-saved": (("web-last-saved", NOTE),),
    "quality": (("web-audio-quality", NOTE),),
    "incremental": (("web-incremental", WARNING),),
}


def _of_function(path: str, name: str) -> Iterator[Finding]:
    if name not in WEB_FUNCTIONS:
        yield Finding("web-function", WARNING, path=path, facts={"function": f"{name}()"})
    if name not in COLLECT_FUNCTIONS:
        yield Finding("collect-function", WARNING, path=path, facts={"function": f"{name}()"})


def _of_style(style: str) -> Iterator[Finding]:
    words = set(style.split())
    if words & {"pages", "theme-grid"}:
        yield Finding("web-style", NOTE, "settings", column="style")
        yield Finding("collect-style", NOTE, "settings", column="style")
