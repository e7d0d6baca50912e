"""The form that starts an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goodoffices.core.models import Membership
from goodoffices.core.tlp import TLP
from goodoffices.formats.registry import READERS
from goodoffices.monitor.models import SavedMapping, Source

NEW = "new"
ENCODINGS = [
    ("", _("Find out from the file")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1256", _("Windows-1256 (Arabic)")),
    ("cp1255", _("Windows-1255 (Hebrew)")),
    ("cp1252", _("Windows-1252 (Western European)")),
]


class ImportForm(forms.Form):
    """Which file, what it is, whose it is, who may see what comes out of it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or Parquet; CSV may be packed as ZIP or GZIP."),
    )
    reader = forms.ChoiceField(label=_("What the file is"))
    source = forms.ChoiceField(
        label=_("Source"), help_text=_("Who publishes the data. A new one is added where needed.")
    )
    release = forms.CharField(
        label=_("Release"),
        required=False,
        max_length=100,
        help_text=_("The publisher's name for this edition, such as 25.1."),
    )
    complete = forms.BooleanField(
        label=_("The file is a complete release"),
        required=False,
        help_text=_(
            "Reports of this source that the file no longer holds are then listed. They are "
            "marked as withdrawn only after you have confirmed it."
        ),
    )
    tlp = forms.TypedChoiceField(
        label=_("Who may see what is loaded"),
        coerce=int,
        choices=[(mark.value, mark.label) for mark in TLP if mark != TLP.RED],
    )
    encoding = forms.ChoiceField(label=_("Encoding of text"), choices=ENCODINGS, required=False)

    def __init__(self, member: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        sources = Source.objects.visible_to(member).order_by("name")
        readers = [(r.name, r.label) for r in READERS.values() if not r.needs_mapping]
        mappings = SavedMapping.objects.filter(programme=member.programme).order_by("name")
        saved = [(f"mapping:{item.code}", item.name) for item in mappings]
        self.fields["reader"].choices = [  # type: ignore[attr-defined]
            (gettext("Known formats"), readers),
            *([(gettext("Your column mappings"), saved)] if saved else []),
        ]
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (NEW, gettext("The publisher, as the format names it")),
            *((source.code, source.label) for source in sources),
        ]
        self.initial.setdefault("tlp", member.programme.default_tlp)

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file that is larger than this installation takes."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.IMPORT_LIMIT_BYTES:
            limit = settings.IMPORT_LIMIT_BYTES // 2**20
            raise forms.ValidationError(
                gettext("The file is larger than %(limit)s MB. Split it, or load it by command.")
                % {"limit": limit}
            )
        return file

    def chosen_source(self) -> Source | None:
        """Return the chosen source; None for "as the format names it"."""
        code = self.cleaned_data["source"]
        if code == NEW:
            return None
        return Source.objects.visible_to(self.member).filter(code=code).first()

    def chosen_mapping(self) -> SavedMapping | None:
        """Return the saved mapping, where the file is read through one."""
        name: str = self.cleaned_data["reader"]
        if not name.startswith("mapping:"):
            return None
        code = name.removeprefix("mapping:")
        return SavedMapping.objects.filter(programme=self.member.programme, code=code).first()
