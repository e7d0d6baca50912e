"""Forms for the tests of the page, written as tables and converted as an upload would be."""

from __future__ import annotations

from pyxform.xls2xform import convert

INCIDENT = """
| survey |
| | type | name | label::{en} | label::{ar} | label::{he} | required | appearance |
|  | start | start |  |  |  |  |  |
|  | date | when | When did it happen? | متى حدث ذلك؟ | מתי זה קרה? | yes |  |
|  | select_one kind | kind | What was it? | ما الذي حدث؟ | מה זה היה? |  |  |
|  | select_one kind | again | Choose from a list | اختر من قائمة | בחרו מרשימה |  | minimal |
|  | integer | wounded | How many were wounded? | كم عدد الجرحى؟ | כמה נפצעו? |  |  |
|  | geopoint | where | Where? | أين؟ | איפה? |  |  |
|  | image | photo | A photo | صورة | תמונה |  |  |
|  | begin repeat | person | Person | شخص | אדם |  |  |
|  | text | role | What were they doing? | ماذا كان يفعل؟ | מה הם עשו? |  |  |
|  | end repeat |  |  |  |  |  |  |
|  | text | story | Tell what happened | اروِ ما حدث | ספרו מה קרה |  | multiline |
|  | note | thanks | Thank you | شكراً | תודה |  |  |

| choices |
| | list_name | name | label::{en} | label::{ar} | label::{he} |
| | kind | shelling | Shelling | قصف | הפגזה |
| | kind | arrest | Arrest | اعتقال | מעצר |

| settings |
| | form_title | form_id | version | default_language | instance_name |
| | Incident | incident | 1 | English (en) | concat('Incident ', ${{when}}) |
""".format(en="English (en)", ar="Arabic (ar)", he="Hebrew (he)")

NOTE = """
| survey |
| | type | name | label |
| | text | said | What was said? |

| settings |
| | form_title | form_id | version |
| | Note | note | {version} |
"""


def xform(table: str) -> bytes:
    """Convert a form."""
    return convert(xlsform=table, file_type=".md", validate=False).xform.encode()


def photos(number: int) -> bytes:
    """Return a form with so many photos."""
    rows = "\n".join(f"| | image | p{one} | Photo {one:02} |" for one in range(number))
    return xform(
        f"| survey |\n| | type | name | label |\n| | text | what | What |\n{rows}\n\n"
        "| settings |\n| | form_title | form_id | version |\n| | Photos | photos | 1 |\n"
    )


def long(number: int) -> bytes:
    """Return a form of so many questions of ten kinds, in groups of twenty."""
    kinds = [
        *("text", "integer", "select_one yn", "select_multiple many", "decimal"),
        *("date", "select_one many", "text", "integer", "note"),
    ]
    rows = []
    for one in range(number):
        if one % 20 == 0:
            rows += ["| | end group | | | | |"] * bool(one)
            rows.append(f"| | begin group | g{one} | Section {one} | | |")
        kind = kinds[one % 10]
        relevant = f"${{q{one - 1}}} != 'x'" if one % 10 == 1 else ""
        limit = ". < 1000" if kind == "integer" else ""
        rows.append(f"| | {kind} | q{one} | Question {one}? | {relevant} | {limit} |")
    many = "\n".join(f"| | many | m{one} | Choice {one} |" for one in range(8))
    return xform(
        "| survey |\n| | type | name | label | relevant | constraint |\n"
        + "\n".join(rows)
        + "\n| | end group | | | | |\n\n| choices |\n| | list_name | name | label |\n"
        + f"| | yn | yes | Yes |\n| | yn | no | No |\n{many}\n\n"
        + "| settings |\n| | form_title | form_id | version |\n| | Long | long | 1 |\n"
    )
