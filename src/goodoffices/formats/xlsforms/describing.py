"""From a parsed XForm to what we keep of it: questions in order, media, what it relies on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from goodoffices.formats.xlsforms.languages import language_code
from goodoffices.formats.xlsforms.sheets import Refused
from goodoffices.formats.xlsforms.values import FormDefinition, Medium, Question, Use
from goodoffices.formats.xlsforms.xform import (
    MEDIA,
    PLAIN,
    Control,
    Element,
    XForm,
    attributes,
    child,
    children,
    choices_of,
    list_of,
    local,
    parse,
)

LONGEST = 200
"""Characters of a form's id and of its version."""

BY_TYPE = {
    "string": "text",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "dateTime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
    "boolean": "text",
}
BY_CONTROL = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
    "secret": "text",
}
PRELOADS = {
    ("timestamp", "start"): "start",
    ("timestamp", "end"): "end",
    ("date", "today"): "today",
}
SEARCH = re.compile(r"\bsearch\(\s*['\"]([^'\"]+)['\"]")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
FUNCTION = re.compile(r"([A-Za-z][\w:.-]*)\s*\(")
NO_FUNCTIONS = {"and", "or", "div", "mod", "text", "node", "comment"}
EXPRESSIONS = ("calculate", "relevant", "constraint", "required", "readonly")
RESOURCE = re.compile(r"jr://[a-z-]+/(.+)\Z")


def describe(
    content: bytes, *, titles: Mapping[str, str] | None = None, content_of: Mapping[str, str] = {}
) -> tuple[FormDefinition, XForm]:
    """Read an XForm; ``titles`` are further ones by language. Raises `Refused`."""
    form = XForm.of(parse(content))
    assert form.instance is not None
    given = attributes(form.instance)
    xform_id = (given.get("id") or _namespace(form.instance)).strip()
    version = given.get("version", "").strip()
    _refuse_ids(xform_id, version)
    codes = tuple(dict.fromkeys(language_code(name) for name in form.languages if name))
    languages = () if codes == (PLAIN,) else codes
    default = languages[0] if languages and form.languages[0] != PLAIN else ""
    questions = tuple(_questions(form))
    return (
        FormDefinition(
            xform=content,
            xform_id=xform_id,
            version=version,
            titles={default or PLAIN: form.title or xform_id} | dict(titles or {}),
            languages=tuple(code for code in languages if code != PLAIN),
            default_language=default,
            questions=questions,
            choices=choices_of(form),
            media=tuple(_media(form, questions)),
            encrypted=_is_encrypted(form),
            content=content_of,
            uses=tuple(_uses(form)),
        ),
        form,
    )


def _refuse_ids(xform_id: str, version: str) -> None:
    if not xform_id:
        raise Refused("xform-no-id")
    if len(xform_id) > LONGEST:
        raise Refused("long-id")
    if len(version) > LONGEST:
        raise Refused("long-version")


def _namespace(instance: Element) -> str:
    """Return the namespace of the form's own instance, which older forms use as their id."""
    name = str(instance.tag)
    space = name[1:].split("}")[0] if name.startswith("{") else ""
    return "" if space == "http://www.w3.org/2002/xforms" else space


def _questions(form: XForm) -> Iterator[Question]:
    seen: set[str] = set()
    for path in _leaves(form.instance, ""):
        if path not in seen:
            seen.add(path)
            yield _question(form, path)


def _leaves(element: Element | None, above: str) -> Iterator[str]:
    """Yield the paths of what can be answered, in order; ``meta`` is the program's own."""
    for one in children(element):
        name = local(one)
        path = f"{above}/{name}" if above else name
        if not above and name == "meta":
            continue
        if children(one):
            yield from _leaves(one, path)
        else:
            yield path


def _question(form: XForm, path: str) -> Question:
    bind, control = form.binds.get(path, {}), form.controls.get(path)
    return Question(
        path=path,
        name=path.rsplit("/", 1)[-1],
        type=_type(form, path, bind, control),
        labels=form.labels(child(control.element, "label")) if control else {},
        repeat=_repeat(form, path),
        list=list_of(control, form) if control else "",
        required=bind.get("required", "false()").strip() != "false()",
        conditional=_conditional(form, path, bind),
        appearance=control.element.get("appearance", "") if control else "",
    )


def _conditional(form: XForm, path: str, bind: Mapping[str, str]) -> bool:
    """Say whether earlier answers decide that it is asked (with its group) or to be answered."""
    if bind.get("required", "").strip() not in {"", "true()", "false()"}:
        return True
    steps = path.split("/")
    upwards = ("/".join(steps[:end]) for end in range(len(steps), 0, -1))
    return any("relevant" in form.binds.get(one, {}) for one in upwards)


def _repeat(form: XForm, path: str) -> str:
    found = [repeat for repeat in form.repeats if path.startswith(f"{repeat}/")]
    return found[-1] if found else ""


def _type(form: XForm, path: str, bind: Mapping[str, str], control: Control | None) -> str:
    kind = bind.get("type", "string").rsplit(":", 1)[-1]
    if control is None:
        return _unseen(form, path, bind, kind)
    if control.kind == "upload":
        return _upload(control.element.get("mediatype", ""))
    if control.kind != "input":
        return BY_CONTROL[control.kind]
    if control.element.get("query"):
        return "select_one_external"
    readonly = bind.get("readonly", "").strip() == "true()"
    if kind == "string" and readonly and not bind.get("calculate"):
        return "note"
    return BY_TYPE.get(kind, "text")


def _upload(mediatype: str) -> str:
    start = mediatype.split("/")[0]
    return start if start in {"image", "audio", "video", "osm"} else "file"


def _unseen(form: XForm, path: str, bind: Mapping[str, str], kind: str) -> str:
    """Return the type of what is never shown: worked out, given by the phone, or hidden."""
    preload, parameter = bind.get("preload", ""), bind.get("preloadParams", "")
    if preload:
        named = (parameter or preload).removeprefix("uri:")
        return PRELOADS.get((preload, parameter), named)
    action = form.actions.get(path)
    if action == "recordaudio":
        return "background-audio"
    if action == "setgeopoint":
        return "geopoint"
    if bind.get("calculate"):
        return "calculate"
    return "hidden" if kind != "geopoint" else "geopoint"


def _media(form: XForm, questions: tuple[Question, ...]) -> Iterator[Medium]:
    found = dict.fromkeys(_lists(form), True)
    for texts in form.itext.values():
        for values in texts.values():
            for kind in MEDIA & set(values):
                found.setdefault(_resource(values[kind]), False)
    assert form.instance is not None
    for leaf in form.instance.iter():
        if isinstance(leaf.tag, str) and (leaf.text or "").startswith("jr://images/"):
            found.setdefault(_resource(leaf.text or ""), False)
    for question in questions:
        for name in SEARCH.findall(question.appearance):
            found.setdefault(name if name.endswith(".csv") else f"{name}.csv", True)
        if question.type == "select_one_external":
            found.setdefault("itemsets.csv", True)
    yield from (Medium(name, is_list) for name, is_list in found.items() if name)


def _lists(form: XForm) -> Iterator[str]:
    for instance in form.secondary.values():
        source = instance.get("src", "")
        if source and not source.startswith("jr://instance/"):
            yield _resource(source)


def _resource(address: str) -> str:
    found = RESOURCE.search(address.strip())
    return found.group(1)[:255] if found else ""


def _is_encrypted(form: XForm) -> bool:
    submission = child(form.model, "submission")
    return submission is not None and bool(submission.get("base64RsaPublicKey"))


def _uses(form: XForm) -> Iterator[Use]:
    yield from _functions(form)
    if form.body is not None and (style := form.body.get("class", "")):
        yield Use("style", detail=style)
    meta = child(form.instance, "meta")
    yield from (Use(local(one)) for one in children(meta, "audit", "entity", "instanceName"))
    for control in form.controls.values():
        if control.element.get("autoplay"):
            yield Use("autoplay", control.path)
        if control.element.get("intent"):
            yield Use("intent", control.path, control.element.get("intent", ""))
    for path, bind in form.binds.items():
        for name in ("quality", "incremental"):
            if name in bind:
                yield Use(name, path, bind[name])
    for path, control in form.controls.items():
        if control.element.get("incremental"):
            yield Use("incremental", path)
        yield from _in_texts(form, control)
    if any(one.get("src", "").endswith("last-saved") for one in form.secondary.values()):
        yield Use("last-saved")


def _in_texts(form: XForm, control: Control) -> Iterator[Use]:
    for part in children(control.element, "label", "hint"):
        reference = part.get("ref", "")
        identifier = reference[len("jr:itext(") :].rstrip(")").strip("'\" ")
        kinds = {kind for values in form.itext.get(identifier, {}).values() for kind in values}
        if "guidance" in kinds:
            yield Use("guidance", control.path)
        if "big-image" in kinds:
            yield Use("big-image", control.path)


def _functions(form: XForm) -> Iterator[Use]:
    for path, bind in form.binds.items():
        for name in EXPRESSIONS:
            yield from (Use("function", path, one) for one in functions_in(bind.get(name, "")))
    for path, control in form.controls.items():
        itemset = child(control.element, "itemset")
        nodeset = itemset.get("nodeset", "") if itemset is not None else ""
        yield from (Use("function", path, one) for one in functions_in(nodeset))


def functions_in(expression: str) -> tuple[str, ...]:
    """Return the names of the functions that an expression calls, each once."""
    found = FUNCTION.findall(QUOTED.sub("''", expression))
    return tuple(dict.fromkeys(name for name in found if name not in NO_FUNCTIONS))
