"""Guess from the headers of a list of people which column means what; a person corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from goodoffices import codebook
from goodoffices.formats.casualty_lists.columns import PersonColumns
from goodoffices.formats.mapping.suggesting import order_of, take_header

# Header words in English, Arabic and Hebrew, folded; the more telling columns are taken first.
WORDS: dict[str, str] = {
    "id": "id|code|person id|record id|reference|ref|رقم السجل|المعرف|מזהה|קוד",
    "other_names": "other names|other name|alias|aliases|also known as|اللقب|اسم آخر|כינוי",
    "born": "birth year|year of birth|born|date of birth|birth date|dob|سنة الميلاد"
    "|تاريخ الميلاد|שנת לידה|תאריך לידה",
    "age": "age|العمر|عمر|السن|גיל",
    "sex": "sex|gender|الجنس|جنس|מין|מגדר",
    "status": "status|fate|what happened|الحالة|المصير|מצב|סטטוס",
    "date": "date|date of death|death date|event date|date of incident|day|when|التاريخ|تاريخ"
    "|تاريخ الوفاة|تاريخ الاستشهاد|תאריך|תאריך מוות",
}
PARTS = (
    "given name|first name|forename|الاسم الأول|שם פרטי",
    "father|father name|fathers name|father s name|middle name|اسم الأب|שם האב",
    "grandfather|grandfather name|grandfather s name|اسم الجد|שם הסב",
    "family name|surname|last name|family|اسم العائلة|العائلة|الكنية|שם משפחה",
)
WHOLE = "name|full name|person|victim|الاسم|اسم|الاسم الكامل|الاسم الثلاثي|الاسم الرباعي|שם|שם מלא"
PLACES = (
    "governorate|region|province|state|المحافظة|محافظة|מחוז",
    "district|القضاء|المنطقة|נפה",
    "place|location|town|village|city|place of death|المكان|المدينة|القرية|מקום|יישוב",
)


def suggest_columns(
    headers: Sequence[str], sample_rows: Sequence[Sequence[str]] = ()
) -> PersonColumns:
    """Guess a mapping. It may lack the name; it is never refused here."""
    left = list(headers)
    parts = tuple(name for words in PARTS if (name := take_header(left, words)))
    found: dict[str, Any] = {part: take_header(left, words) for part, words in WORDS.items()}
    whole = take_header(left, WHOLE) if len(parts) < 2 else ""
    places = tuple(name for words in PLACES if (name := take_header(left, words)))
    blank = PersonColumns(
        name=(whole,) if whole else parts,
        places=places,
        date_order=order_of(_cells(headers, sample_rows, found["date"])),
        status_values=_statuses(_cells(headers, sample_rows, found["status"])),
    )
    # A status whose words are not known would refuse every row: it is left to the person.
    status = found["status"] if blank.status_values else ""
    return replace(blank, **found | {"status": status})


def _cells(headers: Sequence[str], rows: Sequence[Sequence[str]], column: str) -> list[str]:
    if not column:
        return []
    at = list(headers).index(column)
    return [row[at].strip() for row in rows if len(row) > at and row[at].strip()]


def _statuses(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give the codes whose labels the list uses, if all of its words are such labels."""
    labels = {
        label.casefold(): entry.id
        for entry in codebook.load()["toll_measures"]
        for label in (entry.id, *entry.labels.values())
    }
    if any(word.casefold() not in labels for word in words):
        return ()
    return tuple((word, labels[word.casefold()]) for word in dict.fromkeys(words))
