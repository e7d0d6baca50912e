"""The sentences a form's findings are said in: stable codes with English templates.

They are marked for the catalogues here and translated where they are shown.
"""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a text for translation; it is translated where it is shown."""
    return text


MESSAGES: dict[str, str] = {
    "not-a-form": _("The file is neither an XLSX workbook nor an XForm: save the form as XLSX."),
    "empty": _("The file is empty: nothing was taken."),
    "too-large": _(
        "The file is larger than %(limit)s MB: a form is far smaller. Put long lists into "
        "CSV files of their own."
    ),
    "old-excel": _("The file is an old Excel file (.xls): save it as XLSX first."),
    "damaged": _("The Excel file is damaged or cut off: save it again, nothing was taken."),
    "bomb": _("The Excel file unpacks to far more than a form ever holds: it was refused unread."),
    "hostile": _(
        "The file holds parts that no form has (a document type or entities): it was refused."
    ),
    "too-many-rows": _(
        "The sheet %(sheet)s has more than %(limit)s rows: a form is shorter. Put long "
        "lists of choices into CSV files (select_one_from_file)."
    ),
    "too-wide": _("The sheet %(sheet)s is wider than %(limit)s columns: it was refused."),
    "too-long": _(
        "The form took longer than %(seconds)s seconds to convert and was given up. Make it"
        " smaller, or put long lists into CSV files."
    ),
    "too-much-memory": _(
        "The form needs more memory to convert than it may take. Make it smaller, or put "
        "long lists into CSV files."
    ),
    "too-deep": _("The form nests groups or expressions deeper than any phone could show."),
    "no-survey": _("There is no sheet called survey: the questions of a form stand on it."),
    "no-questions": _("The form asks nothing: the sheet survey has no questions."),
    "unexpected": _(
        "The converter could not make sense of the form and did not say where. Compare its "
        "headings and types with the reference of XLSForm."
    ),
    "repeated-column": _("The heading %(column)s stands over two columns: rename one of them."),
    "uncalculated": _(
        "The cell holds a formula whose result the file does not keep. Write the result "
        "into the cell, or open the file in a spreadsheet program and save it again."
    ),
    "formula-error": _(
        "The cell holds a formula that failed (%(value)s). Correct it, or write the result."
    ),
    "circular": _(
        "These questions depend on each other in a circle, so that none can be worked out: "
        "%(names)s."
    ),
    "no-id": _(
        "The sheet settings has no form_id, so the file's name stands for it. Write one: "
        "phones and answers are tied to it."
    ),
    "no-version": _(
        "The form has no version. Write one (on the sheet settings) and raise it with each "
        "change: phones tell versions apart by it."
    ),
    "long-id": _(
        "The form's id is longer than 200 characters: shorten form_id on the sheet settings."
    ),
    "long-version": _("The form's version is longer than 200 characters: shorten it."),
    "no-type": _("The row has a name or a label and no type: choose a type, or clear the row."),
    "unknown-type": _("There is no question type %(type)s."),
    "unknown-list": _("The list %(list)s is not on the sheet choices."),
    "skipped-row": _("The row has neither type nor name: it is passed over."),
    "untranslated": _(
        "Texts without a translation in the column %(column)s: %(count)s. The first stands here."
    ),
    "busy": _("Other forms are being converted: try again in a minute."),
    "no-list": _("The question chooses from a list: write the list's name after the type."),
    "no-choices": _("The question chooses from a list, and there is no sheet called choices."),
    "no-name": _("The question or group has no name."),
    "no-label": _(
        "The question %(name)s has neither a label nor a hint, so nobody could answer it."
    ),
    "no-calculation": _("The calculation is missing."),
    "spaced-choice": _(
        "The choice %(name)s of the list %(list)s has a space in its name. Several answers "
        "are kept apart by spaces: write it without."
    ),
    "missing-translation": _("Some texts are not translated into every language: %(columns)s."),
    "image-size": _(
        "Photos are sent as large as the camera makes them. Write max-pixels=1600 in the "
        "column parameters to spare time and money."
    ),
    "repeat-label": _("The repeat has no label, so that its rounds cannot be told apart."),
    "languages": _(
        "These languages are not named with a code: %(names)s. Write them like Arabic (ar)."
    ),
    "unused-list": _("No question uses the list %(list)s."),
    "not-xform": _("The file is XML and no XForm: it has no model with a form in it."),
    "bad-xml": _("The XML is not well-formed: %(why)s (line %(line)s)."),
    "xform-no-id": _("The XForm's form has no id: give its first element an id."),
    # What the clients cannot do; the prefix names the client.
    "web-barcode": _("Our web form cannot scan: the code is typed."),
    "web-upload": _("Our web form cannot take a file of this kind (only pictures)."),
    "web-datetime": _("Our web form has no picker for date and time together: it is typed."),
    "web-audit": _("Our web form keeps no audit of how the form was filled."),
    "web-background-audio": _("Our web form cannot record in the background: nothing is recorded."),
    "web-draw": _("Our web form cannot draw or sign: it asks for a picture instead."),
    "web-map": _(
        "Our web form shows no map background, so lines, areas and points can hardly be "
        "placed by hand. A plain geopoint works: it takes the device's position."
    ),
    "web-calendar": _("Our web form shows its usual calendar instead of %(appearance)s."),
    "web-date-part": _("Our web form asks for a whole date instead of %(appearance)s."),
    "web-appearance": _(
        "Our web form does not know the appearance %(appearance)s and shows the question in"
        " its plain form."
    ),
    "web-app": _("Our web form cannot call another app (%(appearance)s): the answer is typed."),
    "web-search": _(
        "Our web form cannot search a list that way (%(appearance)s): use select_one_from_file."
    ),
    "web-external": _(
        "Our web form cannot choose from an external list (select_one_external): use "
        "select_one_from_file."
    ),
    "web-image-map": _("Our web form cannot choose on a picture (image-map)."),
    "web-guidance": _("Our web form does not show guidance hints."),
    "web-big-image": _("Our web form does not enlarge pictures (big-image)."),
    "web-autoplay": _("Our web form does not play sounds or videos by itself."),
    "web-style": _("Our web form shows the form on one page, whatever style the settings name."),
    "web-last-saved": _(
        "Our web form does not remember the last form filled: such a default stays empty."
    ),
    "web-encrypted": _("Our web form cannot encrypt. Fill this form with ODK Collect only."),
    "web-function": _(
        "Our web form does not know the function %(function)s: what depends on it does not work."
    ),
    "web-range": _("Our web form shows a plain slider, without %(appearance)s."),
    "web-metadata": _("Our web form cannot give %(type)s: it stays empty."),
    "web-audio-quality": _("Our web form has no choice of audio quality."),
    "web-incremental": _("Our web form does not collect points by itself (incremental)."),
    "web-osm": _("Our web form cannot map buildings (osm)."),
    "collect-osm": _(
        "ODK Collect needs a second app (OpenMapKit) for osm, which is no longer kept up."
    ),
    "collect-metadata": _("Phones no longer give %(type)s: it stays empty on today's Android."),
    "collect-grid": _("ODK Collect knows no grid: the appearance %(appearance)s has no effect."),
    "collect-style": _(
        "ODK Collect shows one question a screen (or a field-list), whatever style the "
        "settings name."
    ),
    "collect-appearance": _(
        "ODK Collect does not know the appearance %(appearance)s and shows the question in "
        "its plain form."
    ),
    "collect-function": _(
        "ODK Collect does not know the function %(function)s: it refuses to open the form."
    ),
    "collect-external-app": _(
        "ODK Collect needs another app on the phone for this (%(appearance)s)."
    ),
    "here-entities": _("Good Offices keeps the answers and makes no list of entities from them."),
    "here-encrypted": _(
        "Answers arrive sealed: Good Offices stores them and hands them out, and can make "
        "no reports from them."
    ),
    "here-device": _(
        "The form asks the phone for %(type)s, which identifies the device or its owner. "
        "Leave it out unless you need it."
    ),
    "here-audit": _(
        "The audit records when each screen was seen, and where if asked. Where a phone is "
        "seized it tells the officer's ways."
    ),
    "here-repeat-title": _(
        "The name of the answer (instance_name) is not set: answers are listed by their time."
    ),
}
"""Every code but ``pyxform``, whose message is the converter's own."""
