"""Forms for tests, written as small tables, and the workbooks made of them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl


def rows(table: str) -> list[list[str]]:
    """Take a table apart: one line a row, cells between bars."""
    lines = [line.strip() for line in table.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def workbook(**sheets: str | list[list[Any]]) -> bytes:
    """Return the bytes of an XLSX workbook; a sheet is a table as text, or its rows."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows(table) if isinstance(table, str) else table:
            sheet.append([cell if cell != "" else None for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


SETTINGS = """
form_title | form_id | version
Example    | example | 2026112601
"""

CASCADE = {
    "survey": """
    type                    | name       | label::English (en)   | label::Arabic (ar) | label::Hebrew (he) | choice_filter    | relevant    | calculation   | required | parameters
    start                   | start      |                       |                    |                    |                  |             |               |          |
    begin_group             | place      | Where                 | أين                | היכן               |                  |             |               |          |
    select_one regions      | region     | Region                | الإقليم            | מחוז               |                  |             |               | yes      |
    select_one districts    | district   | District              | القضاء             | נפה                | region=${region} |             |               |          |
    geopoint                | point      | Point                 | النقطة             | נקודה              |                  |             |               |          |
    end_group               |            |                       |                    |                    |                  |             |               |          |
    begin_repeat            | households | Households            | الأسر              | משקי בית           |                  |             |               |          |
    text                    | head       | Head of the household | رب الأسرة          | ראש המשפחה         |                  |             |               |          |
    begin_repeat            | people     | People                | الأشخاص            | אנשים              |                  |             |               |          |
    integer                 | age        | Age                   | العمر              | גיל                |                  |             |               |          |
    end_repeat              |            |                       |                    |                    |                  |             |               |          |
    end_repeat              |            |                       |                    |                    |                  |             |               |          |
    calculate               | oldest     |                       |                    |                    |                  |             | max(${age})   |          |
    note                    | told       | The oldest is ${oldest} | الأكبر ${oldest} | המבוגר ${oldest}   |                  | ${oldest}>0 |               |          |
    image                   | photo      | Photo                 | صورة               | תמונה              |                  |             |               |          | max-pixels=1600
    """,
    "choices": """
    list_name | name | label::English (en) | label::Arabic (ar) | label::Hebrew (he) | region
    regions   | n    | North               | الشمال             | צפון               |
    regions   | s    | South               | الجنوب             | דרום               |
    districts | n1   | Upper North         | أعلى الشمال        | צפון עליון         | n
    districts | s1   | Lower South         | أدنى الجنوب        | דרום תחתון         | s
    """,
    "settings": """
    form_title | form_title::Arabic (ar) | form_id | version | default_language | instance_name
    Cascade    | تتالٍ                   | cascade | 3       | English (en)     | concat(${region}, '-', ${oldest})
    """,
}
"""Three languages, a cascade of choices, a repeat in a repeat, a calculation over both."""

EVERY_TYPE = {
    "survey": """
    type                               | name            | label            | calculation | parameters                 | appearance | trigger    | choice_filter
    start                              | start           |                  |             |                            |            |            |
    end                                | end             |                  |             |                            |            |            |
    today                              | today           |                  |             |                            |            |            |
    deviceid                           | deviceid        |                  |             |                            |            |            |
    username                           | username        |                  |             |                            |            |            |
    phonenumber                        | phonenumber     |                  |             |                            |            |            |
    email                              | email           |                  |             |                            |            |            |
    audit                              | audit           |                  |             |                            |            |            |
    start-geopoint                     | begun_at        |                  |             |                            |            |            |
    background-audio                   | overheard       |                  |             |                            |            |            |
    text                               | a_text          | Text             |             |                            |            |            |
    integer                            | an_integer      | Integer          |             |                            |            |            |
    decimal                            | a_decimal       | Decimal          |             |                            |            |            |
    date                               | a_date          | Date             |             |                            |            |            |
    time                               | a_time          | Time             |             |                            |            |            |
    dateTime                           | a_moment        | Date and time    |             |                            |            |            |
    select_one yesno                   | a_choice        | Choice           |             |                            |            |            |
    select_multiple yesno              | some_choices    | Choices          |             |                            |            |            |
    rank yesno                         | a_rank          | Rank             |             |                            |            |            |
    select_one_from_file towns.csv     | a_town          | Town             |             |                            |            |            |
    select_multiple_from_file areas.geojson | some_areas | Areas            |             |                            |            |            |
    range                              | a_range         | Range            |             | start=0 end=10 step=1      |            |            |
    geopoint                           | a_point         | Point            |             |                            |            |            |
    geotrace                           | a_trace         | Trace            |             |                            |            |            |
    geoshape                           | a_shape         | Shape            |             |                            |            |            |
    image                              | an_image        | Image            |             | max-pixels=1000            | signature  |            |
    audio                              | an_audio        | Audio            |             |                            |            |            |
    video                              | a_video         | Video            |             |                            |            |            |
    file                               | a_file          | File             |             |                            |            |            |
    barcode                            | a_barcode       | Barcode          |             |                            |            |            |
    acknowledge                        | an_acknowledge  | Acknowledge      |             |                            |            |            |
    note                               | a_note          | Note             |             |                            |            |            |
    hidden                             | a_hidden        |                  |             |                            |            |            |
    calculate                          | a_calculation   |                  | 1 + 1       |                            |            |            |
    calculate                          | looked_up       |                  | pulldata('prices', 'price', 'name', ${a_text}) | |            |            |
    background-geopoint                | passed_at       |                  |             |                            |            | ${a_text}  |
    csv-external                       | prices          |                  |             |                            |            |            |
    xml-external                       | parts           |                  |             |                            |            |            |
    """,
    "choices": """
    list_name | name | label
    yesno     | yes  | Yes
    yesno     | no   | No
    """,
    "settings": SETTINGS,
}
"""Every question type that XLSForm has today, in one form."""
