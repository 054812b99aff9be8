"""The names a query may use: fields, flags, statuses and times, in English, Azerbaijani, Turkish and Russian.

All names are compared under the fold, so `müəllif:`, `muellif:` and `MÜƏLLİF:` are one field.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal, get_args

from desktop_app.query.tree import FlagName, RangeField, TextField, ValueField
from desktop_app.text.dates import days_in_month, parse_date
from desktop_app.text.folding import fold

Operator = Literal["AND", "OR", "NOT"]


def _names(table: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for own, names in table.items():
        for name in (own, *names.split()):
            if found.setdefault(fold(name), own) != own:
                raise ValueError(f"{name} would mean {own} and {found[fold(name)]}")
    return found


OPERATORS: dict[str, Operator] = {
    "AND": "AND", "VƏ": "AND", "VE": "AND", "И": "AND",
    "OR": "OR", "VƏ YA": "OR", "VEYA": "OR", "ИЛИ": "OR",
    "NOT": "NOT", "DEYİL": "NOT", "DEĞİL": "NOT", "НЕ": "NOT",
}  # fmt: skip
"""Operators as they must be written, in capitals; `explain` says the same ones."""

FIELDS = _names(
    {
        "title": "headline başlıq sərlövhə başlık заголовок название",
        "body": "text mətn metin текст",
        "author": "authors by byline müəllif müəlliflər yazar yazarlar автор авторы",
        "section": "bölmə rubrika bölüm раздел рубрика",
        "kind": "type növ tür вид тип",
        "tag": "tags etiket etiketlər тег теги метка метки",
        "language": "lang dil dili язык",
        "status": "vəziyyət durum статус состояние",
        "publication": "paper nəşr yayın издание",
        "folder": "qovluq klasör папка",
        "source": "mənbə kaynak источник",
        "batch": "import idxal aktarma parti импорт партия",
        "id": "uid nömrə numara номер",
        "published": "date year tarix tarih yayım дата выход il yıl sene год",
        "created": "yaradılıb yaradılma oluşturma создано",
        "updated": "changed dəyişib dəyişdirilib güncelleme değişiklik изменено",
        "words": "length söz sözcük kelime слов слова",
        "has": "var есть имеет",
        "is": "olan это",
    }
)
"""Every name of a field, folded, with the field's own name."""

TEXT_FIELDS: tuple[TextField, ...] = ("title", "body")
VALUE_FIELDS: tuple[ValueField, ...] = get_args(ValueField)
RANGE_FIELDS: tuple[RangeField, ...] = get_args(RangeField)

NONE = frozenset(map(fold, ("none", "yoxdur", "yox", "yok", "hiç", "нет", "без")))
ANY = frozenset(map(fold, ("any", "hər", "istənilən", "var", "herhangi", "любой", "любая", "любое", "есть", "*")))

HAS = _names(
    {
        "picture": "pictures image photo şəkil resim görsel fotoğraf картинка картинки фото изображение",
        "source": "mənbə kaynak источник",
    }
)
FLAGS: dict[str, FlagName] = {
    name: flag
    for flag in get_args(FlagName)
    for name, own in _names(
        {
            "draft": "qaralama taslak черновик",
            "trashed": "trash deleted silinmiş silinib səbət səbətdə zibildə çöpte silindi"
            " корзина в-корзине удалено удалён",
            "reprint": "təkrar yenidən-çap yeniden-basım перепечатка",
        }
    ).items()
    if own == flag
}

DRAFT_STATUSES = ("writing", "review", "ready")
"""As archive.articles has them; this room may not ask it."""

STATUSES = _names(
    {
        "writing": "yazılır yazılıyor пишется",
        "review": "yoxlanılır inceleniyor inceleme проверка на-проверке рецензия",
        "ready": "hazır hazırdır готово готов",
        "published": "dərc dərc-edilib nəşr-olunub yayımlandı yayında опубликовано опубликован",
        "withdrawn": "geri-götürülüb geri-çekildi отозвано снято",
    }
)

_TIMES = _names(
    {
        "today": "bugün bu-gün сегодня",
        "yesterday": "dünən dün вчера",
        "this-week": "bu-həftə bu-hafta эта-неделя на-этой-неделе",
        "last-week": "keçən-həftə geçen-hafta прошлая-неделя на-прошлой-неделе",
        "this-month": "bu-ay этот-месяц в-этом-месяце",
        "last-month": "keçən-ay geçen-ay прошлый-месяц в-прошлом-месяце",
        "this-year": "bu-il bu-yıl bu-sene этот-год в-этом-году",
        "last-year": "keçən-il ötən-il geçen-yıl geçen-sene прошлый-год в-прошлом-году",
    }
)

Days = tuple[int | None, int | None]

_ASCII = str.maketrans({"…": "..", "≥": ">=", "≤": "<=", "‐": "-", "‑": "-", "−": "-"})
"""What editors make of `...`, `>=` and the hyphen. The longer dashes stay: between two dates they say more."""


def read_days(text: str, today: date) -> Days | None:
    """Read `1998`, `1998-03..2004`, `..1911`, `>2020-01-01`, `last-month` as first and last day; None: no time."""
    text = text.translate(_ASCII).strip()
    if match := re.match(r"([<>]=?|=)\s*(.+)", text):
        return _compared(match[1], _span(match[2], today))
    first_text, dots, last_text = text.partition("..")
    if not dots:
        return _span(text, today)
    first, last = _span(first_text, today), _span(last_text.lstrip("."), today)
    if (first_text.strip() and first is None) or (last_text.strip(". ") and last is None) or first == last is None:
        return None
    if first and last and first[0] > last[1]:
        first, last = last, first
    return first[0] if first else None, last[1] if last else None


def _compared(sign: str, span: tuple[int, int] | None) -> Days | None:
    if span is None:
        return None
    first, last = span
    if sign == "=":
        return span
    if sign == ">=":
        return first, None
    if sign == "<=":
        return None, last
    return (_shifted(last, 1), None) if sign == ">" else (None, _shifted(first, -1))


def _shifted(day: int, days: int) -> int:
    """Return the day after or before; at the ends of the calendar a number that no day has."""
    try:
        return number_of(date(day // 10000, day // 100 % 100, day % 100) + timedelta(days))
    except OverflowError:
        return day + days


def number_of(day: date) -> int:
    """Return the day as yyyymmdd."""
    return day.year * 10000 + day.month * 100 + day.day


def _span(text: str, today: date) -> tuple[int, int] | None:
    name = _TIMES.get(re.sub(r"[\s_–—]+", "-", fold(text).strip()))
    if name is None:
        read = parse_date(text)
        return None if read is None else (read.first, read.last)
    first, last = _relative(name, today)
    return number_of(first), number_of(last)


def _relative(name: str, today: date) -> tuple[date, date]:
    """Return first and last day of a time named from today on; a week begins on Monday."""
    one = timedelta(1)
    if name == "today":
        return today, today
    if name == "yesterday":
        return today - one, today - one
    unit = name.partition("-")[2]
    day = today
    if name.startswith("last"):
        starts = {"week": today - timedelta(today.weekday()), "month": today.replace(day=1)}
        day = starts.get(unit, today.replace(month=1, day=1)) - one
    if unit == "week":
        monday = day - timedelta(day.weekday())
        return monday, monday + timedelta(6)
    if unit == "month":
        return day.replace(day=1), day.replace(day=days_in_month(day.year, day.month))
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


def read_count(text: str) -> tuple[int | None, int | None] | None:
    """Read `>800`, `100..200`, `..500`, `1,000` as least and most, inclusive; None: it is no number."""
    text = re.sub(r"(?<=\d)[,.'’](?=\d{3}(?!\d))", "", "".join(text.translate(_ASCII).split()))
    if match := re.fullmatch(r"([<>]=?|=)?(\d{1,9})", text):
        number = int(match[2])
        return {
            "": (number, number), "=": (number, number), ">": (number + 1, None), ">=": (number, None),
            "<": (None, number - 1), "<=": (None, number),
        }[match[1] or ""]  # fmt: skip
    if (match := re.fullmatch(r"(\d{0,9})(?:\.{2,3}|[-–—])(\d{0,9})", text)) and (match[1] or match[2]):
        low = int(match[1]) if match[1] else None
        high = int(match[2]) if match[2] else None
        return (high, low) if low is not None and high is not None and low > high else (low, high)
    return None
