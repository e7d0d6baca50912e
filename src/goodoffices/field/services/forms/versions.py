"""A converted form becomes a version: of the form it says it is, or of a new one."""

from __future__ import annotations

import hashlib
import io

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from goodoffices.codebook.errors import InvalidInput
from goodoffices.core import audit, evidence
from goodoffices.core.models import Programme, StoredFile, User
from goodoffices.field.models import Form, FormMedia, FormVersion
from goodoffices.field.services.forms.mapping import carry_over
from goodoffices.field.services.forms.permits import may_manage
from goodoffices.formats.xlsforms.values import Conversion, FormDefinition


def add_version(
    *,
    programme: Programme,
    conversion: Conversion,
    source: StoredFile | None,
    source_name: str = "",
    form: Form | None = None,
    by: User | None,
) -> FormVersion:
    """Keep a converted form as a draft version; the very same form again is no new version.

    ``form`` is the one it must be, where the person chose it. The mapping and the media of the
    version before are taken over where they still fit.
    """
    may_manage(by, programme, form)
    made = conversion.form
    if made is None:
        raise InvalidInput(_("The file could not be converted, so there is no form to keep."))
    if form is not None and form.xform_id != made.xform_id:
        raise InvalidInput(
            _(
                "This is another form: its form_id is “%(found)s” and not “%(wanted)s”. Upload "
                "it as a form of its own, or correct form_id on the sheet settings."
            )
            % {"found": made.xform_id, "wanted": form.xform_id},
            code="other-form",
        )
    xform = evidence.store_file(io.BytesIO(made.xform), programme=programme)
    with transaction.atomic():
        kept = _form(programme, made, by)
        may_manage(by, programme, kept)
        known = kept.versions.filter(xform=xform, version=made.version).order_by("-number").first()
        if known is not None:
            return known
        version = _version(kept, conversion, made, by)
        version.xform, version.source, version.source_name = xform, source, source_name[:255]
        before = kept.versions.order_by("-number").first()
        version.save(force_insert=True)
        _add_media(version, made, before)
        carry_over(version, by=by)
        audit.record(
            "field.form.uploaded",
            by=by,
            programme=programme,
            record=kept,
            data={"number": version.number, "version": version.version, "sha256": xform.sha256},
        )
    return version


def _form(programme: Programme, made: FormDefinition, by: User | None) -> Form:
    """Return the form of that id, locked; a new one is added."""
    form, is_new = Form.objects.get_or_create(
        programme=programme,
        xform_id=made.xform_id,
        defaults={"titles": dict(made.titles), "tlp": programme.default_tlp, "by": by},
    )
    if is_new:
        audit.record("field.form.added", by=by, programme=programme, record=form)
    found: Form = Form.objects.select_for_update().get(pk=form.pk)
    found.programme = programme
    return found


def _version(
    form: Form, conversion: Conversion, made: FormDefinition, by: User | None
) -> FormVersion:
    highest = form.versions.aggregate(highest=Max("number"))["highest"] or 0
    return FormVersion(
        form=form,
        number=highest + 1,
        version=made.version,
        md5=hashlib.md5(made.xform, usedforsecurity=False).hexdigest(),
        titles=dict(made.titles),
        languages=list(made.languages),
        default_language=made.default_language[:40],
        fields=[question.to_dict() for question in made.questions],
        choices={name: list(items) for name, items in made.choices.items()},
        warnings=[finding.to_dict() for finding in conversion.findings],
        features=[finding.to_dict() for finding in conversion.features],
        encrypted=made.encrypted,
        by=by,
    )


def _add_media(version: FormVersion, made: FormDefinition, before: FormVersion | None) -> None:
    """Write down what the form needs; what the version before had is taken over."""
    handed_in = {medium.name: medium for medium in before.media.all()} if before else {}
    for medium in made.media:
        old = handed_in.get(medium.name)
        added = FormMedia(version=version, name=medium.name, is_list=medium.is_list)
        if medium.name in made.content:
            content = made.content[medium.name].encode()
            added.file = evidence.store_file(io.BytesIO(content), programme=version.form.programme)
            added.md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
        elif old is not None and old.is_list == medium.is_list:
            added.file, added.md5 = old.file, old.md5
            _take_labels(version, before, medium.name)
        added.save(force_insert=True)


def _take_labels(version: FormVersion, before: FormVersion | None, name: str) -> None:
    """Take over the labels of a list that was handed in for the version before."""
    key = name.rsplit(".", 1)[0]
    if before is not None and key in before.choices:
        version.choices = version.choices | {key: before.choices[key]}
        version.save(update_fields=["choices"])
