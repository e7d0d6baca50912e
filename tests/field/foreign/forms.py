"""Ten forms that between them ask in every way a phone can be asked."""

from __future__ import annotations

THREE = "label::English (en) | label::Arabic (ar) | label::Hebrew (he)"

TEN: dict[str, dict[str, str]] = {
    "texts": {
        "survey": f"""
type | name | {THREE} | constraint | required
text | one | One | واحد | אחת | | yes
text | two | Two | اثنان | שתיים | string-length(.) > 1 |
note | tell | A note | ملاحظة | הערה | |
barcode | code | Barcode | رمز | ברקוד | |
acknowledge | agreed | Agreed | موافق | מסכים | |
""",
    },
    "numbers": {
        "survey": """
type | name | label | calculation | appearance | parameters
integer | a | A | | |
decimal | b | B | | |
range | c | C | | | start=1 end=9 step=1
calculate | total | | ${a} + ${b} * 2 | |
""",
    },
    "moments": {
        "survey": """
type | name | label
start | begun |
end | ended |
today | today |
date | day | Day
time | hour | Hour
dateTime | moment | Moment
""",
    },
    "places": {
        "survey": """
type | name | label
geopoint | point | Point
geotrace | trace | Trace
geoshape | shape | Shape
""",
    },
    "choices": {
        "survey": """
type | name | label
select_one kinds | one | One
select_multiple kinds | many | Many
rank kinds | order | Order
select_one kinds or_other | other | With another
""",
        "choices": """
list_name | name | label
kinds | a | First
kinds | b | Second
kinds | c | Third
""",
    },
    "cascade": {
        "survey": f"""
type | name | {THREE} | choice_filter
select_one regions | region | Region | الإقليم | מחוז |
select_one towns | town | Town | البلدة | עיירה | region = ${{region}}
""",
        "choices": f"""
list_name | name | {THREE} | region
regions | north | North | الشمال | צפון |
regions | south | South | الجنوب | דרום |
towns | arva | Arva | أرفا | ארווה | north
towns | belm | Belm | بلم | בלם | south
""",
    },
    "nested": {
        "survey": """
type | name | label | relevant | repeat_count
begin_group | home | Home | |
text | street | Street | |
begin_repeat | people | People | |
text | name | Name | |
integer | age | Age | |
begin_repeat | papers | Papers | |
text | number | Number | |
end_repeat | | | |
end_repeat | | | |
end_group | | | |
integer | times | Times | |
begin_repeat | visits | Visits | | 2
date | day | Day | |
end_repeat | | | |
""",
    },
    "branches": {
        "survey": """
type | name | label | relevant | constraint | constraint_message
select_one yn | seen | Seen | | |
text | what | What | ${seen} = 'y' | |
integer | number | Number | ${seen} = 'y' | . >= 0 and . < 100 | Fewer than a hundred
calculate | said | | | |
text | why | Why not | ${seen} = 'n' | |
""".replace("calculate | said | | | |\n", ""),
        "choices": """
list_name | name | label
yn | y | Yes
yn | n | No
""",
    },
    "files": {
        "survey": """
type | name | label
image | photo | Photo
audio | sound | Sound
video | film | Film
file | paper | Paper
begin_repeat | more | More
image | another | Another photo
end_repeat | |
""",
    },
    "large": {
        "survey": "type | name | label\n"
        + "\n".join(f"text | q{n} | Question {n}" for n in range(300))
        + "\nselect_one big | pick | Pick",
        "choices": "list_name | name | label\n"
        + "\n".join(f"big | c{n} | Choice {n}" for n in range(500)),
    },
}
"""XLSForms as small tables, by their id: survey, and choices where there are any."""
