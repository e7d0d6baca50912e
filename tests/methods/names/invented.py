"""Two lists of invented people in three scripts, with who is who known: the same at every run.

The names are usual ones of the region; how they are put together, with years, days and places, is
drawn by a generator and means nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from goodoffices.methods.names import Entry, person_name

MEN = """
محمد|מוחמד|Muhammad Mohamed Mohammed Muhammed Mohamad
أحمد|אחמד|Ahmad Ahmed Aḥmad
محمود|מחמוד|Mahmoud Mahmud Maḥmūd
علي|עלי|Ali ʿAlī Aly
حسن|חסן|Hasan Hassan Ḥasan
حسين|חוסיין|Husayn Hussein Hossein Houssein
يوسف|יוסף|Yusuf Youssef Yousef Yusef
إبراهيم|אבראהים|Ibrahim Ebrahim Ibrāhīm
خالد|ח'אלד|Khalid Khaled Khālid
عمر|עומר|Umar Omar ʿUmar
سعيد|סעיד|Said Saeed Sa'id Saʿīd
جمال|ג'מאל|Jamal Gamal Djamal
كمال|כמאל|Kamal Kamāl Kemal
سامي|סאמי|Sami Samy
سمير|סמיר|Samir Sameer
ناصر|נאצר|Nasir Nasser Naser
طارق|טארק|Tariq Tarek Tareq
فادي|פאדי|Fadi Fady
وليد|וליד|Walid Waleed
زياد|זיאד|Ziyad Ziad Zeyad
عثمان|עות'מאן|Uthman Othman Osman
مصطفى|מוסטפא|Mustafa Mostafa Moustafa
عبد الرحمن|עבד א-רחמן|Abd al-Rahman Abdulrahman Abdelrahman Abdurrahman
عبد الله|עבדאללה|Abdullah Abdallah Abdulla
صلاح الدين|סלאח א-דין|Salah al-Din Salahuddin Salaheddin
بلال|בילאל|Bilal Belal
رشيد|רשיד|Rashid Rachid Rasheed
غسان|ע'סאן|Ghassan Gassan Ghassān
نبيل|נביל|Nabil Nabeel
هشام|השאם|Hisham Hesham Hicham
موسى|מוסא|Musa Mousa Moussa
داود|דאוד|Dawud Daoud Dawood
داني|דני|Dani Danny
دافيد|דוד|David Dawid
يتسحاق|יצחק|Yitzhak Itzhak Yitzchak
موشيه|משה|Moshe Moshé
يوناتان|יונתן|Yonatan Jonatan Yonathan
أوري|אורי|Uri Oori
أفنير|אבנר|Avner Abner
شمعون|שמעון|Shimon Shim'on
"""
WOMEN = """
فاطمة|פאטמה|Fatima Fatma Fatimah Fāṭima
عائشة|עאישה|Aisha Aysha Aicha ʿĀʾisha
مريم|מרים|Maryam Mariam Miryam
خديجة|ח'דיג'ה|Khadija Khadijah Khadidja
زينب|זיינב|Zaynab Zainab Zeinab
ليلى|לילא|Layla Leila Laila
سارة|סארה|Sara Sarah
هدى|הודא|Huda Hoda
نادية|נאדיה|Nadia Nadya Nadiyah
سميرة|סמירה|Samira Sameera
سلمى|סלמא|Salma Selma
رانيا|ראניה|Rania Raniya
هبة|היבה|Hiba Heba
جميلة|ג'מילה|Jamila Gamila Jameela
لطيفة|לטיפה|Latifa Lateefa
نور|נור|Nur Noor Nour
ياسمين|יאסמין|Yasmin Yasmine Yasmeen
دينا|דינה|Dina Deena
آمنة|אמנה|Amina Aminah
وفاء|ופאא|Wafa Wafaa
ميخال|מיכל|Michal Mikhal
راحيل|רחל|Rahel Rachel
تمار|תמר|Tamar Tamara
شيرا|שירה|Shira Shirah
يائيل|יעל|Yael Ya'el
"""
FAMILIES = """
حداد|חדאד|Haddad Hadad Ḥaddād
المصري|אל-מסרי|al-Masri El-Masry Almasri Masri
الخطيب|אל-ח'טיב|al-Khatib El-Khatib Alkhatib Khatib
النجار|א-נג'אר|al-Najjar an-Najjar El-Naggar Najjar
الشامي|א-שאמי|al-Shami ash-Shami El-Shamy Shami
منصور|מנסור|Mansour Mansur Mansoor
قاسم|קאסם|Qasim Kassem Qassem Kasim
صالح|סאלח|Salih Saleh Ṣāliḥ
عودة|עודה|Odeh Awda Audeh
زيدان|זידאן|Zaydan Zidan Zeidan
حمدان|חמדאן|Hamdan Ḥamdān
سليمان|סולימאן|Sulayman Suleiman Soliman Sleiman
شاهين|שאהין|Shahin Shaheen Chahine
درويش|דרוויש|Darwish Darwesh Derwish
عيسى|עיסא|Issa Isa Eissa
بركات|ברכאת|Barakat Barakāt
الرفاعي|א-ריפאעי|al-Rifai ar-Rifa'i El-Refai Rifai
جبر|ג'בר|Jabr Jaber Gabr
خوري|ח'ורי|Khoury Khouri Khuri
طنوس|טנוס|Tannous Tanous Tannus
غانم|ע'אנם|Ghanem Ghanim
الحسيني|אל-חוסייני|al-Husayni El-Husseini Alhusseini Husseini
أبو سالم|אבו סאלם|Abu Salim Abou Salem Abu Salem
أبو ليل|אבו ליל|Abu Layl Abu Leil Abou Leil
عبد الهادي|עבד אל-האדי|Abd al-Hadi Abdulhadi Abdelhadi
نصر الله|נסראללה|Nasrallah Nasr Allah
بشارة|בשארה|Bishara Beshara Bichara
حبيب|חביב|Habib Habeeb
ذياب|ד'יאב|Dhiab Diab Ziab
ظاهر|ט'אהר|Zahir Daher Dhaher
ثابت|ת'אבת|Thabet Thabit Sabet
ضاهر|דאהר|Daher Dahir
عساف|עסאף|Assaf ʿAssāf
كوهين|כהן|Cohen Kohen
ليفي|לוי|Levi Levy
مزراحي|מזרחי|Mizrahi Mizrachi
بيرتس|פרץ|Peretz Perets
بن دافيد|בן דוד|Ben-David Ben David
فايس|וייס|Weiss Vais
شابيرا|שפירא|Shapira Shapiro
"""
PLACES = """
تل الريح|תל א-ריח|Tell al-Rih
وادي النور|ואדי א-נור|Wadi al-Nur
عين الحجر|עין אל-חג'ר|Ain al-Hajar
بيت السرو|בית א-סרו|Beit al-Sarw
الميناء القديم|אל-מינא אל-קדים|al-Mina al-Qadim
"""


@dataclass(frozen=True, slots=True)
class Word:
    """One name in three scripts; in Latin letters in several spellings."""

    arabic: str
    hebrew: str
    latin: tuple[str, ...]

    def written(self, script: str, random: Random) -> str:
        """Return the word in a script (ar, he or en)."""
        if script == "en":
            return random.choice(self.latin)
        return self.arabic if script == "ar" else self.hebrew


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person."""

    given: Word
    father: Word
    family: Word
    sex: str
    born: int
    when: date
    place: Word


def words(text: str) -> list[Word]:
    """Read a table of names above. In it a spelling of two words is known by its small first letter
    or its Arabic words of two."""
    found = []
    for line in text.strip().splitlines():
        arabic, hebrew, latin = line.split("|")
        found.append(Word(arabic, hebrew, tuple(_spellings(latin, arabic))))
    return found


def _spellings(latin: str, arabic: str) -> list[str]:
    tokens = latin.split(" ")
    opening = {"Abd", "Abu", "Abou", "Nasr", "Salah", "Ben", "Tell", "Wadi", "Ain", "Beit"}
    found: list[str] = []
    for token in tokens:
        if found and (found[-1] in opening or (token == "al-Qadim" and found)):
            found[-1] += " " + token
        else:
            found.append(token)
    return found


@cache
def people(count: int, seed: int = 1) -> tuple[Person, ...]:
    """Return so many invented people; usual names are more usual."""
    random = Random(seed)
    men, women, families = words(MEN), words(WOMEN), words(FAMILIES)
    places = words(PLACES)
    return tuple(_person(random, men, women, families, places) for _ in range(count))


def _person(
    random: Random, men: list[Word], women: list[Word], families: list[Word], places: list[Word]
) -> Person:
    sex = random.choice("mf")
    return Person(
        _usual(random, men if sex == "m" else women),
        _usual(random, men),
        _usual(random, families),
        sex,
        int(random.triangular(1930, 2010, 1985)),
        date(2019, 1, 1) + timedelta(days=int(random.random() * 700)),
        random.choice(places),
    )


def _usual(random: Random, names: list[Word]) -> Word:
    return names[min(int(random.expovariate(3) * len(names)), len(names) - 1)]


def written_name(person: Person, script: str, random: Random) -> str:
    """Write a person's name as one list does: parts left out, turned round, mistyped."""
    given, family = person.given.written(script, random), person.family.written(script, random)
    father = person.father.written(script, random)
    style = random.random()
    if style < 0.40:
        parts = [given, father, family]
    elif style < 0.75:
        parts = [given, family]
    elif style < 0.87:
        parts = [family, given]
    elif style < 0.95:
        parts = [given, _kin(script, person.sex), father, family]
    else:
        parts = [given, father[0] + ".", family]
    text = " ".join(parts)
    return mistyped(text, random) if random.random() < 0.06 else text


def _kin(script: str, sex: str) -> str:
    return {"en": ("ibn", "bint"), "ar": ("بن", "بنت"), "he": ("בן", "בת")}[script][sex == "f"]


def mistyped(text: str, random: Random) -> str:
    """Leave a letter out, double one or exchange two."""
    at = random.randrange(1, len(text) - 1)
    kind = random.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def entry(person: Person, script: str, random: Random) -> tuple[str, Entry]:
    """Return what one list says of a person: the name as written, and the entry."""
    text = written_name(person, script, random)
    born = person.born + random.choice([0, 0, 0, 1, -1]) if random.random() < 0.8 else None
    when = person.when + timedelta(days=random.choice([0, 0, 0, 1, -1, 3]))
    place = person.place.written(script, random) if random.random() < 0.7 else ""
    return text, Entry(person_name(text), born, person.sex, when, place)


@dataclass(frozen=True, slots=True)
class TwoLists:
    """Two lists as written and as entries, and which places in them are the same person."""

    first: tuple[tuple[str, Entry], ...]
    second: tuple[tuple[str, Entry], ...]
    same: frozenset[tuple[int, int]]


@cache
def two_lists(count: int = 600, shared: int = 400, seed: int = 7) -> TwoLists:
    """Return two lists of so many people each, of whom some are on both, in mixed scripts."""
    random = Random(seed)
    everybody = people(2 * count - shared, seed)
    first = list(range(count))
    second = list(range(count - shared, 2 * count - shared))
    random.shuffle(second)
    told = [
        tuple(entry(everybody[one], random.choice(["ar", "en", "he"]), random) for one in chosen)
        for chosen in (first, second)
    ]
    place = {person: at for at, person in enumerate(second)}
    same = frozenset((at, place[person]) for at, person in enumerate(first) if person in place)
    return TwoLists(told[0], told[1], same)
