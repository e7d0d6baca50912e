"""Saving texts: versions, two editors at once, translations that follow."""

from __future__ import annotations

import pytest

from goodoffices.codebook.errors import Conflict, InvalidInput, NotFound, NotPermitted
from goodoffices.core.models import AuditEntry
from goodoffices.core.tlp import TLP
from goodoffices.publish.models import Publication, State, Text
from goodoffices.publish.writing.queries import listed, versions
from goodoffices.publish.writing.services.publications import (
    GivenPublication,
    GivenText,
    Outdated,
    begin,
    change,
    save_text,
)
from goodoffices.publish.writing.services.topics import add_topic, close_topic
from tests.cast import Cast
from tests.publish.stage import publication, text

pytestmark = pytest.mark.django_db


def test_a_publication_begins_with_its_first_text(in_programme: Cast) -> None:
    by = in_programme.press_officer.user
    given = GivenPublication("statement", "ar", office=in_programme.office)
    made = begin(programme=in_programme.programme, given=given, text=GivenText("  بيان \n"), by=by)
    assert (made.state, made.tlp, made.kind) == (State.DRAFT, TLP.AMBER_STRICT, "statement")
    first = made.texts.get()
    assert (first.language, first.number, first.of_source, first.title) == ("ar", 1, None, "بيان")
    entry = AuditEntry.objects.latest("seq")
    assert (entry.action, entry.object_code) == ("publish.publication.added", made.code)
    assert "بيان" not in str(entry.data)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (GivenPublication("novel"), GivenText("x")),
        (GivenPublication("brief", "fr"), GivenText("x")),
        (GivenPublication("brief"), GivenText(" \n ")),
        (GivenPublication("brief"), GivenText("x" * 201)),
        (GivenPublication("brief"), GivenText("x", "", "y" * 400_001)),
    ],
)
def test_what_is_no_publication_is_refused(
    in_programme: Cast, given: GivenPublication, said: GivenText
) -> None:
    by = in_programme.press_officer.user
    with pytest.raises(InvalidInput):
        begin(programme=in_programme.programme, given=given, text=said, by=by)
    assert not Publication.objects.exists()


def test_saving_appends_and_never_edits(in_programme: Cast) -> None:
    draft, by = publication(in_programme.programme, body="One."), in_programme.analyst.user
    made = save_text(
        publication=draft, language="en", given=GivenText("T", "", "Two.\r\n"), number=1, by=by
    )
    assert (made.number, made.body) == (2, "Two.")
    assert [one.body for one in Text.objects.order_by("number")] == ["One.", "Two."]
    again = save_text(
        publication=draft, language="en", given=GivenText("T", "", "Two."), number=1, by=by
    )
    assert again == made, "what says the same is not saved twice"


def test_two_editors_at_once_lose_nothing(in_programme: Cast) -> None:
    draft = publication(in_programme.programme, body="One.")
    first, second = in_programme.analyst.user, in_programme.press_officer.user
    theirs = save_text(
        publication=draft, language="en", given=GivenText("T", "", "Theirs."), number=1, by=first
    )
    with pytest.raises(Outdated) as refused:
        save_text(
            publication=draft, language="en", given=GivenText("T", "", "Mine."), number=1, by=second
        )
    assert refused.value.latest == theirs
    assert isinstance(refused.value, Conflict)
    assert Text.objects.count() == 2


def test_a_translation_follows_its_source(in_programme: Cast) -> None:
    draft, by = publication(in_programme.programme, body="One."), in_programme.analyst.user
    said = GivenText("عنوان", "", "واحد.")
    with pytest.raises(InvalidInput):
        save_text(publication=draft, language="ar", given=said, number=0, by=by)
    with pytest.raises(InvalidInput):
        save_text(publication=draft, language="ar", given=said, number=0, of_source=7, by=by)
    save_text(publication=draft, language="ar", given=said, number=0, of_source=1, by=by)
    assert not versions(draft)["ar"].stale
    text(draft, "en", 2, body="Two.")
    text(draft, "en", 3, body="Three.")
    found = versions(draft)
    assert list(found) == ["en", "ar"]
    assert (found["ar"].behind, found["en"].stale) == (2, False)
    save_text(publication=draft, language="ar", given=said, number=1, of_source=3, by=by)
    assert not versions(draft)["ar"].stale, "that it still says the same is worth a version"


@pytest.mark.parametrize("state", [State.SCHEDULED, State.PUBLISHED, State.WITHDRAWN])
def test_what_is_scheduled_or_out_is_not_written(in_programme: Cast, state: State) -> None:
    draft, by = publication(in_programme.programme, state=state), in_programme.analyst.user
    with pytest.raises(Conflict):
        save_text(publication=draft, language="en", given=GivenText("T"), number=1, by=by)
    with pytest.raises(Conflict):
        change(publication=draft, given=GivenPublication("brief"), revision=1, by=by)
    assert draft.texts.count() == 1


def test_who_may_write(in_programme: Cast) -> None:
    draft, said = publication(in_programme.programme), GivenText("T")
    for member in (in_programme.field_officer, in_programme.partner, in_programme.administrator):
        with pytest.raises(NotPermitted):
            save_text(publication=draft, language="en", given=said, number=1, by=member.user)
    with pytest.raises(NotFound):
        save_text(
            publication=draft, language="en", given=said, number=1, by=in_programme.outsider.user
        )
    Publication.objects.update(tlp=TLP.RED)
    with pytest.raises(NotFound):
        save_text(
            publication=draft, language="en", given=said, number=1, by=in_programme.analyst.user
        )


def test_kind_and_topics_are_changed_one_at_a_time(in_programme: Cast) -> None:
    press, draft = in_programme.press_officer, publication(in_programme.programme)
    names = {"en": "Cease-fire", "ar": "وقف إطلاق النار", "he": "הפסקת אש"}
    topic = add_topic(programme=in_programme.programme, names=names, by=press.user)
    assert topic.slug == "cease-fire"
    given = GivenPublication("brief", topics=(topic,))
    change(publication=draft, given=given, revision=1, by=press.user)
    with pytest.raises(Conflict):
        change(publication=draft, given=given, revision=1, by=press.user)
    assert [one.code for one in listed(press, topic="cease-fire")] == [draft.code]
    assert close_topic(topic=topic, by=press.user).closed_at
    assert [one.code for one in listed(press, topic="cease-fire")] == [draft.code]
    with pytest.raises(InvalidInput):
        add_topic(programme=in_programme.programme, names=names, by=press.user)
    with pytest.raises(InvalidInput):
        add_topic(programme=in_programme.programme, names={"en": "x"}, by=press.user)
    with pytest.raises(NotPermitted):
        add_topic(programme=in_programme.programme, names=names, by=in_programme.analyst.user)


def test_the_list_is_filtered_and_titled(in_programme: Cast) -> None:
    press = in_programme.press_officer
    one = publication(in_programme.programme, title="Market", kind="brief")
    text(one, "ar", title="السوق", of_source=1)
    publication(in_programme.programme, title="Bridge", state=State.FACTS)
    publication(in_programme.programme, title="Market secret", tlp=TLP.RED)
    found = listed(press, text="market")
    assert [row.source_title for row in found] == ["Market"]  # type: ignore[attr-defined]
    assert [row.pk for row in listed(press, language="ar")] == [one.pk]
    assert listed(press, state="facts").count() == 1
    assert listed(press, kind="brief", text=one.code).get() == one
    assert listed(press).count() == 2
