"""The form that answers come to, remembered between posts and never out of date."""

from __future__ import annotations

import pytest

from goodoffices.field.models import Form
from goodoffices.field.services.receiving import finding
from tests.cast import Cast
from tests.field.builders import incident_form


def test_every_change_of_a_form_is_seen_by_the_next_post(in_programme: Cast) -> None:
    form = incident_form(in_programme)
    for state, tlp in (("open", 2), ("closed", 2), ("open", 3), ("open", 2)):
        Form.objects.filter(pk=form.pk).update(state=state, tlp=tlp)
        found = finding._form(in_programme.programme, form.xform_id)
        assert found is not None
        assert (found.state, found.tlp) == (state, tlp)
    Form.objects.filter(pk=form.pk).update(current=None)
    assert finding._form(in_programme.programme, form.xform_id) is None


def test_a_change_between_two_looks_is_not_remembered_as_what_was_before(
    in_programme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = incident_form(in_programme)
    rows = Form.objects.filter(pk=form.pk)
    look = finding._stamp

    def changed_after(*key: object) -> object:
        stamp = look(*key)  # type: ignore[arg-type]
        rows.update(state="closed")
        return stamp

    with monkeypatch.context() as patch:
        patch.setattr(finding, "_stamp", changed_after)
        finding._form(in_programme.programme, form.xform_id)
    rows.update(state="open")
    found = finding._form(in_programme.programme, form.xform_id)
    assert found is not None
    assert found.state == "open"
