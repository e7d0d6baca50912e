"""Names of months, seasons and relations as people write them in dates; folded when loaded."""

from __future__ import annotations

from goodoffices.methods.text.letters import fold

_MONTHS = (
    "january jan|يناير|كانون الثاني|كانون ثاني|جانفي|ינואר|ינו",
    "february feb|فبراير|شباط|فيفري|פברואר|פבר",
    "march mar|مارس|آذار|מרץ|מרס",
    "april apr|أبريل|نيسان|أفريل|אפריל|אפר",
    "may|مايو|أيار|ماي|מאי",
    "june jun|يونيو|يونيه|حزيران|جوان|יוני",
    "july jul|يوليو|يوليه|تموز|جويلية|יולי",
    "august aug|أغسطس|آب|أوت|غشت|אוגוסט|אוג",
    "september sept sep|سبتمبر|أيلول|ספטמבר|ספט",
    "october oct|أكتوبر|تشرين الأول|تشرين أول|אוקטובר|אוק",
    "november nov|نوفمبر|تشرين الثاني|تشرين ثاني|נובמבר|נוב",
    "december dec|ديسمبر|كانون الأول|كانون أول|דצמבר|דצמ",
)
_SEASONS = {
    21: "spring|ربيع|الربيع|אביב",
    22: "summer|صيف|الصيف|קיץ",
    23: "autumn|fall|خريف|الخريف|סתיו",
    24: "winter|شتاء|الشتاء|חורף",
}


def _names(written: str) -> list[str]:
    """Return the folded names of one entry; Latin ones may stand side by side."""
    found: list[str] = []
    for name in written.split("|"):
        folded = fold(name)
        found += folded.split() if folded.isascii() else [folded]
    return found


MONTHS: dict[str, int] = {
    name: number for number, written in enumerate(_MONTHS, 1) for name in _names(written)
}
SEASONS: dict[str, int] = {
    name: number for number, written in _SEASONS.items() for name in _names(written)
}
UNKNOWN_WORDS = frozenset(
    fold(word)
    for word in ("unknown", "not known", "?", "-", "غير معروف", "مجهول", "לא ידוע", "לא ידועה")
)
ABOUT = "about|around|approximately|approx|circa|ca|c|حوالي|نحو|تقريبا|قرابة|בסביבות|בערך|סביב|לערך"
BEFORE = "before|prior to|قبل|לפני"
AFTER = "after|بعد|אחרי|לאחר"
UNTIL = "until|till|up to|حتى|إلى|עד"
SINCE = "since|from|منذ|من|ابتداء من|החל ב|החל מ|מאז|מ"
