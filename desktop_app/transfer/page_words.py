"""The few words and the dates that stand on an exported page, in the language of the article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.text.dates import PartialDate

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_MONTHS_ALONE = {
    **_MONTHS,
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
}


@dataclass(frozen=True, slots=True)
class PageWords:
    """Labels in one language."""

    language: str
    untitled: str
    picture: str
    source: str
    rights: str
    section: str
    page: str
    note: str
    notes: str
    contents: str
    all_articles: str
    tags: str
    authors: str
    years: str
    sections: str
    articles: str
    no_date: str

    def date(self, date: PartialDate) -> str:
        """Write a date as a reader expects it; one that was typed in words stays as typed."""
        parts = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ].*)?", date.text.strip())
        months, alone = _MONTHS.get(self.language), _MONTHS_ALONE.get(self.language)
        if parts is None or months is None or alone is None:
            return date.text
        year, month, day = parts[1], int(parts[2] or 0), int(parts[3] or 0)
        if not 1 <= month <= 12:
            return year
        return f"{day} {months.split()[month - 1]} {year}" if day else f"{alone.split()[month - 1]} {year}"


_WORDS = {
    "en": PageWords(
        "en", "Untitled", "picture", "Source", "Rights", "Section", "page", "Note", "Notes", "Contents",
        "All articles", "Tags", "Authors", "Years", "Sections", "articles", "No date",
    ),
    "az": PageWords(
        "az", "Başlıqsız", "şəkil", "Mənbə", "Hüquqlar", "Bölmə", "səhifə", "Qeyd", "Qeydlər", "Mündəricat",
        "Bütün məqalələr", "Etiketlər", "Müəlliflər", "İllər", "Bölmələr", "məqalə", "Tarixsiz",
    ),
    "tr": PageWords(
        "tr", "Başlıksız", "görsel", "Kaynak", "Haklar", "Bölüm", "sayfa", "Not", "Notlar", "İçindekiler",
        "Bütün yazılar", "Etiketler", "Yazarlar", "Yıllar", "Bölümler", "yazı", "Tarihsiz",
    ),
    "ru": PageWords(
        "ru", "Без названия", "рисунок", "Источник", "Права", "Раздел", "страница", "Примечание", "Примечания",
        "Содержание", "Все статьи", "Метки", "Авторы", "Годы", "Разделы", "статьи", "Без даты",
    ),
}  # fmt: skip


def words_for(language: str) -> PageWords:
    """Return the labels for a BCP 47 language, English ones where there are none."""
    return _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])
