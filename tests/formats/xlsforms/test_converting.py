"""From a spreadsheet to a form: questions in order, languages, lists, media, and what is wrong."""

from __future__ import annotations

import pytest

from goodoffices.formats.xlsforms.converting import converted
from goodoffices.formats.xlsforms.values import Conversion, Finding, FormDefinition, Medium
from tests.formats.xlsforms.examples import CASCADE, EVERY_TYPE, SETTINGS, workbook


def form_of(conversion: Conversion) -> FormDefinition:
    assert conversion.form is not None, conversion.findings
    return conversion.form


def of(**sheets: str) -> Conversion:
    return converted(workbook(**({"settings": SETTINGS} | sheets)), "example.xlsx")


def found(conversion: Conversion, code: str) -> Finding:
    return next(finding for finding in conversion.findings if finding.code == code)


@pytest.fixture(scope="module")
def conversion() -> Conversion:
    return converted(workbook(**CASCADE))


@pytest.fixture(scope="module")
def form() -> FormDefinition:
    return form_of(converted(workbook(**EVERY_TYPE)))


class TestCascade:
    """Three languages, a cascade, a repeat in a repeat."""

    def test_nothing_is_found_in_a_form_that_is_well(self, conversion: Conversion) -> None:
        assert conversion.findings == ()
        assert conversion.features == ()

    def test_its_head(self, conversion: Conversion) -> None:
        form = form_of(conversion)
        assert (form.xform_id, form.version) == ("cascade", "3")
        assert form.titles == {"en": "Cascade", "ar": "تتالٍ"}
        assert form.languages == ("en", "ar", "he")
        assert form.default_language == "en"
        assert not form.encrypted
        assert form.media == ()

    def test_questions_stand_in_order_with_repeat_and_list(self, conversion: Conversion) -> None:
        told = [(q.path, q.type, q.repeat, q.list) for q in form_of(conversion).questions]
        assert told == [
            ("start", "start", "", ""),
            ("place/region", "select_one", "", "regions"),
            ("place/district", "select_one", "", "districts"),
            ("place/point", "geopoint", "", ""),
            ("households/head", "text", "households", ""),
            ("households/people/age", "integer", "households/people", ""),
            ("oldest", "calculate", "", ""),
            ("told", "note", "", ""),
            ("photo", "image", "", ""),
        ]

    def test_labels_are_in_every_language(self, conversion: Conversion) -> None:
        region, told = (form_of(conversion).questions[index] for index in (1, 7))
        assert region.labels == {"en": "Region", "ar": "الإقليم", "he": "מחוז"}
        assert region.required
        assert told.labels["en"] == "The oldest is ${oldest}"

    def test_choices_are_in_every_language(self, conversion: Conversion) -> None:
        choices = form_of(conversion).choices
        assert choices["districts"] == (
            {
                "name": "n1",
                "labels": {"en": "Upper North", "ar": "أعلى الشمال", "he": "צפון עליון"},
            },
            {
                "name": "s1",
                "labels": {"en": "Lower South", "ar": "أدنى الجنوب", "he": "דרום תחתון"},
            },
        )

    def test_it_is_the_same_after_a_journey_as_json(self, conversion: Conversion) -> None:
        import json

        back = Conversion.from_dict(json.loads(conversion.to_json()))
        assert back.form == conversion.form
        assert back.findings == conversion.findings

    def test_its_xform_uploaded_by_itself_is_the_same_form(self, conversion: Conversion) -> None:
        form = form_of(conversion)
        again = form_of(converted(form.xform))
        assert again.questions == form.questions
        assert again.choices == form.choices
        assert again.languages == form.languages
        assert again.xform == form.xform


class TestEveryType:
    """One question of each type that XLSForm has."""

    def test_each_is_known_by_its_type(self, form: FormDefinition) -> None:
        types = {question.name: question.type for question in form.questions}
        assert types == {
            "start": "start",
            "end": "end",
            "today": "today",
            "deviceid": "deviceid",
            "username": "username",
            "phonenumber": "phonenumber",
            "email": "email",
            "begun_at": "geopoint",
            "overheard": "background-audio",
            "a_text": "text",
            "an_integer": "integer",
            "a_decimal": "decimal",
            "a_date": "date",
            "a_time": "time",
            "a_moment": "dateTime",
            "a_choice": "select_one",
            "some_choices": "select_multiple",
            "a_rank": "rank",
            "a_town": "select_one",
            "some_areas": "select_multiple",
            "a_range": "range",
            "a_point": "geopoint",
            "a_trace": "geotrace",
            "a_shape": "geoshape",
            "an_image": "image",
            "an_audio": "audio",
            "a_video": "video",
            "a_file": "file",
            "a_barcode": "barcode",
            "an_acknowledge": "acknowledge",
            "a_note": "note",
            "a_hidden": "hidden",
            "a_calculation": "calculate",
            "looked_up": "calculate",
            "passed_at": "geopoint",
        }

    def test_the_lists_it_needs_are_named(self, form: FormDefinition) -> None:
        assert set(form.media) == {
            Medium("towns.csv", is_list=True),
            Medium("areas.geojson", is_list=True),
            Medium("prices.csv", is_list=True),
            Medium("parts.xml", is_list=True),
        }

    def test_a_form_without_named_languages_names_none(self, form: FormDefinition) -> None:
        assert form.languages == ()
        assert form.titles == {"default": "Example"}
        assert form.questions[9].labels == {"default": "Text"}


def test_what_earlier_answers_decide_is_conditional() -> None:
    conversion = of(
        survey="""
        type        | name   | label | required | relevant
        integer     | killed | K     | yes      |
        text        | names  | N     | yes      | ${killed} > 0
        begin_group | more   | M     |          | ${killed} > 9
        text        | where  | W     | yes      |
        end_group   |        |       |          |
        text        | why    | Y     | ${killed} > 1 |
        """
    )
    asked = {one.name: (one.required, one.conditional) for one in form_of(conversion).questions}
    assert asked == {
        "killed": (True, False),
        "names": (True, True),
        "where": (True, True),
        "why": (True, True),
    }


def test_pictures_sounds_and_videos_of_labels_are_media() -> None:
    conversion = of(
        survey="""
        type            | name | label::English (en) | image::English (en) | audio::English (en) | video::English (en)
        note            | a    | Look                | map.png             | said.mp3            | seen.mp4
        select_one l    | b    | Choose              |                     |                     |
        """,
        choices="""
        list_name | name | label::English (en) | image::English (en)
        l         | x    | X                   | x.jpg
        """,
    )
    names = {medium.name for medium in form_of(conversion).media}
    assert names == {"map.png", "said.mp3", "seen.mp4", "x.jpg"}
    assert not any(medium.is_list for medium in form_of(conversion).media)


def test_choices_on_a_sheet_of_their_own_come_along_as_a_list() -> None:
    conversion = of(
        survey="""
        type                      | name   | label  | choice_filter
        text                      | county | County |
        select_one_external towns | town   | Town   | county=${county}
        """,
        external_choices="""
        list_name | name | label | note | county
        towns     | a    | A     |      | n
        towns     | b    | B     | x    | s
        """,
    )
    form = form_of(conversion)
    assert form.media == (Medium("itemsets.csv", is_list=True),)
    assert form.content["itemsets.csv"].splitlines()[1:] == [
        '"towns","a","A","","n"',
        '"towns","b","B","x","s"',
    ]


def test_an_encrypted_form_says_so() -> None:
    conversion = of(
        survey="type | name | label\ntext | a | A",
        settings="""
        form_id | version | public_key
        sealed  | 1       | MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A
        """,
    )
    assert form_of(conversion).encrypted
    assert {f.code for f in conversion.features} >= {"web-encrypted", "here-encrypted"}


def test_a_form_without_id_takes_the_name_of_its_file() -> None:
    conversion = converted(workbook(survey="type | name | label\ntext | a | A"), "My form (2).xlsx")
    assert form_of(conversion).xform_id == "My_form_2"
    assert found(conversion, "no-id").sheet == "settings"
    assert found(conversion, "no-version").level == "warning"


def test_texts_without_translation_are_counted_at_their_column() -> None:
    conversion = of(
        survey="""
        type | name | label::English (en) | label::Arabic (ar)
        text | a    | A                   | أ
        text | b    | B                   |
        text | c    | C                   |
        """
    )
    finding = found(conversion, "untranslated")
    assert (finding.sheet, finding.row, finding.column) == ("survey", 3, "label::Arabic (ar)")
    assert finding.facts["count"] == "2"


def test_rows_after_many_empty_ones_are_not_lost() -> None:
    table = [["type", "name", "label"], ["text", "a", "A"], *[[""]] * 200, ["text", "b", "B"]]
    form = form_of(converted(workbook(survey=table, settings=[["form_id"], ["x"]])))
    assert [question.name for question in form.questions] == ["a", "b"]


def test_dates_and_truths_of_cells_read_as_people_see_them() -> None:
    from datetime import date

    table = [
        ["type", "name", "label", "default", "required"],
        ["date", "day", "Day", date(2026, 11, 3), True],
    ]
    form = form_of(converted(workbook(survey=table, settings=[["form_id"], ["x"]])))
    assert b"<day>2026-11-03</day>" in form.xform
    assert form.questions[0].required


CIRCLE = """
type      | name | label | calculation  | relevant
text      | t    | T     |              |
calculate | a    |       | ${b} + 1     |
calculate | b    |       | ${c} + 1     |
calculate | c    |       | ${a} + 1     |
"""


def test_questions_that_depend_on_each_other_are_an_error_at_their_row() -> None:
    finding = found(of(survey=CIRCLE), "circular")
    assert (finding.level, finding.sheet, finding.row) == ("error", "survey", 3)
    assert finding.facts["names"] == "a → b → c → a"


def test_a_group_that_hides_what_it_depends_on_is_a_circle() -> None:
    conversion = of(
        survey="""
        type        | name | label | relevant
        begin_group | g    | G     | ${x} = 'yes'
        text        | x    | X     |
        end_group   |      |       |
        """
    )
    assert found(conversion, "circular").level == "error"


@pytest.mark.parametrize(
    "calculation",
    [
        "count(${r})",
        "once(random())",
        "indexed-repeat(${x}, ${r}, 1)",
        "if(${t} = '/data/a', 1, 2)",
    ],
)
def test_what_is_no_circle_is_not_taken_for_one(calculation: str) -> None:
    conversion = of(
        survey=f"""
        type         | name | label | calculation   | constraint
        text         | t    | T     |               | . != ${{t}}
        begin_repeat | r    | R     |               |
        integer      | x    | X     |               |
        end_repeat   |      |       |               |
        calculate    | a    |       | {calculation} |
        """
    )
    assert not conversion.errors
    assert conversion.form is not None


def test_a_running_total_over_the_rounds_of_a_repeat_is_no_circle() -> None:
    conversion = of(
        survey="""
        type         | name  | label | calculation
        begin_repeat | r     | R     |
        integer      | x     | X     |
        calculate    | total |       | ${x} + coalesce(${r}[position() = position(current()/..) - 1]/total, 0)
        end_repeat   |       |       |
        """
    )
    assert not [f for f in conversion.findings if f.code == "circular"]
