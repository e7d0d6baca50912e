"""The forms of publications, texts, topics and citations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from goodoffices.core.models import Membership, Office
from goodoffices.core.tlp import TLP
from goodoffices.monitor.forms.reasons import choices
from goodoffices.publish.models import Language, Publication, Topic
from goodoffices.publish.words import LANGUAGES
from goodoffices.publish.writing.queries import Version, topic_name, topics
from goodoffices.publish.writing.services.publications import (
    LONGEST_BODY,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    GivenPublication,
    GivenText,
    as_kept,
)

RIGHT_TO_LEFT = ("ar", "he")


def direction(language: str) -> str:
    """Return which way a language is written."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


class TextForm(forms.Form):
    """A text in one language, with the version that the writer had before them."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences for lists, feeds and mail."),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_BODY,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true"}),
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    of_source = forms.IntegerField(required=False, widget=forms.HiddenInput)
    follows = forms.BooleanField(required=False)

    def __init__(self, language: str, source: Version | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.language = language
        fields: Any = self.fields
        for name in ("title", "summary", "body"):
            attributes = {"lang": language, "dir": direction(language), "autocomplete": "off"}
            fields[name].widget.attrs.update(attributes)
        if source is None:
            del fields["follows"], fields["of_source"]
        else:
            said = _now("It says what version %(number)s of the source text says")
            fields["follows"].label = said % {"number": source.text.number}
            fields["follows"].help_text = _now(
                "Without this the translation stays marked as stale."
            )

    def clean_body(self) -> str:
        """Return the text as it is kept."""
        return as_kept(self.cleaned_data["body"])

    def clean_summary(self) -> str:
        """Return the summary as it is kept."""
        return as_kept(self.cleaned_data["summary"]).strip()

    def given(self) -> GivenText:
        """Return the text of a valid form."""
        said = self.cleaned_data
        return GivenText(said["title"], said["summary"], said["body"])


class PublicationForm(forms.Form):
    """What a publication is, whom it concerns, where it is written."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: choices("publication_kinds"))
    source_language = forms.ChoiceField(
        label=_("Language it is written in first"),
        choices=lambda: list(LANGUAGES.items()),
        help_text=_("The other languages are translations of this one, and follow it."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple, choices=list
    )
    office = forms.ChoiceField(label=_("Office"), required=False, choices=list)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, member: Membership, publication: Publication | None, *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.publication = publication
        self.offices = {one.code: one for one in Office.objects.order_by("code")}
        kept = list(publication.topics.all()) if publication else []
        found = {one.slug: one for one in (*topics(member), *kept)}
        self.known: dict[str, Topic] = dict(sorted(found.items()))
        fields: Any = self.fields
        named = [(code, one.name) for code, one in self.offices.items()]
        fields["office"].choices = [("", _now("none")), *named]
        fields["topics"].choices = [(slug, topic_name(one)) for slug, one in self.known.items()]
        if not self.known:
            del fields["topics"]
        del fields["source_language" if publication else "revision"]

    @staticmethod
    def of(publication: Publication) -> dict[str, Any]:
        """Return the initial values from a publication."""
        return {
            "kind": publication.kind,
            "office": publication.office.code if publication.office else "",
            "topics": [one.slug for one in publication.topics.all()],
            "revision": publication.revision,
        }

    def given(self) -> GivenPublication:
        """Return the publication of a valid form."""
        said = self.cleaned_data
        source = self.publication.source_language if self.publication else said["source_language"]
        return GivenPublication(
            kind=said["kind"],
            source_language=source,
            topics=tuple(self.known[slug] for slug in said.get("topics", ())),
            office=self.offices.get(said["office"]),
        )


class NewPublicationForm(PublicationForm):
    """A publication with its first text."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        # A correction begins from what it corrects, so that the two are tied.
        kinds: Any = self.fields["kind"]
        kinds.choices = [one for one in choices("publication_kinds") if one[0] != "correction"]

    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    body = forms.CharField(
        label=_("First text"),
        required=False,
        strip=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("A beginning is enough: the editor comes next, with preview and citations."),
    )

    def text(self) -> GivenText:
        """Return the first text of a valid form."""
        return GivenText(self.cleaned_data["title"], "", self.cleaned_data["body"])


class TopicForm(forms.Form):
    """A topic's name in each language."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        labels = {"en": _("In English"), "ar": _("In Arabic"), "he": _("In Hebrew")}
        for code in Language.values:
            self.fields[code] = forms.CharField(
                label=labels[code],
                max_length=80,
                widget=forms.TextInput(attrs={"lang": code, "dir": direction(code)}),
            )


class CiteForm(forms.Form):
    """Into which draft something is cited; for a set of incidents also as what, and how strict."""

    kind = forms.ChoiceField(label=_("Cite it as"), choices=list, widget=forms.RadioSelect)
    tlp = forms.TypedChoiceField(
        label=_("Count records marked"),
        coerce=int,
        choices=list,
        help_text=_(
            "Only what may come out in public should be counted: the gates look at the strictest"
            " mark in it. Records marked RED are never counted."
        ),
    )
    publication = forms.ChoiceField(label=_("In which draft"), choices=list)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("For those who write and check; readers do not see it."),
    )

    def __init__(
        self,
        kinds: list[tuple[str, Any]],
        drafts: list[Any],
        counts: Mapping[int, int],
        *args: Any,
        **more: Any,
    ) -> None:
        """``counts``: how many incidents are counted for each mark; empty where it is one thing."""
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["kind"].choices = kinds
        fields["publication"].choices = [
            (one.code, one.title or one.source_title or one.code) for one in drafts
        ]
        fields["tlp"].choices = [(mark, _up_to(mark, count)) for mark, count in counts.items()]
        if not counts:
            del fields["kind"], fields["tlp"]


def _up_to(mark: int, count: int) -> str:
    said = str(TLP(mark).label)
    many = ngettext("%(count)s incident", "%(count)s incidents", count) % {"count": f"{count:,}"}
    if mark > TLP.CLEAR:
        said = _now("%(mark)s and less strict") % {"mark": said}
    return f"{said}: {many}"
