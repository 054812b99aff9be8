"""Dates that may be partial: `1998`, `1998-03`, `1998-03-12`, `c. 1911`. Kept as typed, compared as a range of days.

Reads what stands in front matter, bylines and search boxes, with month names in English, Azerbaijani, Turkish and
Russian. An impossible day is no date: `None`, so that the caller can keep the text and say so. Not for times of day:
of a timestamp the day is taken as written, whatever its zone.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime

from desktop_app.text.expressions import expression
from desktop_app.text.folding import fold
from desktop_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year: `text` as typed, `first` and `last` day as yyyymmdd integers, both inclusive."""

    text: str
    first: int
    last: int

    @property
    def iso(self) -> str:
        """Return `1998`, `1998-03` or `1998-03-12`; for a longer stretch both ends, `1911/1912`."""
        first, last = self.first, self.last
        if first == last:
            return _iso_day(first)
        if first % 100 == 1 and last == _last_day(last // 100):
            if first // 100 == last // 100:
                return f"{first // 10000:04}-{first // 100 % 100:02}"
            if first % 10000 == 101 and last % 10000 == 1231:
                years = f"{first // 10000:04}", f"{last // 10000:04}"
                return years[0] if years[0] == years[1] else "/".join(years)
        return f"{_iso_day(first)}/{_iso_day(last)}"

    @property
    def shown(self) -> str:
        """Return the date for reading: as typed, but a day with its time of day as the day alone."""
        return self.iso if _TIME.search(fold(self.text)) else self.text


def from_day(day: date) -> PartialDate:
    """Make the partial date that is one whole day."""
    number = day.year * 10000 + day.month * 100 + day.day
    return PartialDate(_iso_day(number), number, number)


def from_value(value: object) -> PartialDate | None:
    """Read a date as YAML, TOML or JSON hand it over: a date, a datetime, a number or a text."""
    if isinstance(value, datetime | date):
        return from_day(value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float) and math.isfinite(value):
        if 10**9 <= value < 10**11:
            return from_day(datetime.fromtimestamp(value, UTC))
        return parse_date(str(int(value))) if value == int(value) and 0 < value < 10**8 else None
    return parse_date(value) if isinstance(value, str) else None


def parse_date(text: str) -> PartialDate | None:
    """Read a date as people write it, or return None."""
    written = text.strip()
    if not written or len(written) > 80:
        return None
    read = _read(_plain(written))
    return None if read is None else PartialDate(written, *read)


_Range = tuple[int, int]

_TIME = expression(
    r"[t,\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?(?:\s*(?:z|utc|gmt|msk|[a-z]{1,2}[sd]t))?"
    r"(?:\s*[+-]\d{2}:?(?:\d{2})?)?(?:\s*\([\w\s]+\))?$"
)
_ABOUT = expression(
    r"^(?:c(?:a|irca)?\b\.?|about|around|approx\w*\.?|~|≈|ok\.|около|примерно|прибл\w*\.?|teqriben|texminen|yaklasik"
    r"|takriben|[\[(])\s*|\s*[?\])]+$"
)
_DECADE = expression(r"^(\d{3}0)(?:'?s|\s*-?\s*(?:е|х|ые|ых)(?: (?:гг?\.?|год\w+))?|(?:'| )?l[ae]r|-c[iu] il+er\w*)$")
_ISO = expression(r"^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?$")
_DAY_FIRST = expression(r"^(?:(\d{1,2})([-/.]))?(\d{1,2})([-/.])(\d{4})$")
_COMPACT = expression(r"^(\d{4})(\d{2})(\d{2})(?:t?\d{6}z?)?$")
_SPAN = expression(r"^(.{4,}?)\s*(?:[–—/]|\.\.|\bto\b|\s-\s|(?<=^\d{4})-(?=\d{4}$))\s*(.{4,})$")
_YEAR_WORDS = expression(r"(?<=\d)\s*-?\s*(?:c[iu]|in?c[iu]|nc[iu]|й|го|му|м)(?= |$)")


def _plain(written: str) -> str:
    """Fold, and take away the time of day and the words for "about"."""
    plain = re.sub(r"\s+", " ", fold(written)).strip()
    plain = _TIME.sub("", plain).strip(" ,;")
    previous = ""
    while previous != plain:
        previous, plain = plain, _ABOUT.sub("", plain).strip()
    return plain


def _read(plain: str) -> _Range | None:
    """Try the forms one after another, the strictest first."""
    if match := _ISO.match(plain):
        return _days(match[1], match[3] or "0", match[4] or "0")
    if match := _COMPACT.match(plain):
        return _days(*match.groups())
    if match := _DAY_FIRST.match(plain):
        return _day_first(match[1] or "0", match[3], match[5])
    if match := _DECADE.match(plain):
        first, last = _days(match[1]), _days(str(int(match[1]) + 9))
        return (first[0], last[1]) if first and last else None
    if read := _worded(plain):
        return read
    if match := _SPAN.match(plain):
        return _joined(_read_end(match[1]), _read_end(match[2]))
    return None


def _read_end(plain: str) -> _Range | None:
    """Read one end of a stretch; ends are no stretches themselves."""
    plain = plain.strip()
    return None if _SPAN.match(plain) and not _ISO.match(plain) else _read(plain)


def _joined(first: _Range | None, last: _Range | None) -> _Range | None:
    if first is None or last is None or first[0] > last[1]:
        return None
    return first[0], last[1]


def _day_first(day: str, month: str, year: str) -> _Range | None:
    """12.03.1998 is the 12th of March nearly everywhere; 03/28/1998 can only be the 28th."""
    return _days(year, month, day) or (_days(year, day, month) if day != "0" else None)


def _days(year: str, month: str = "0", day: str = "0") -> _Range | None:
    """Return the first and last day, None where there is no such day. Zeros stand for unknown."""
    y, m, d = int(year), int(month), int(day)
    if not (1 <= y <= 9999 and 0 <= m <= 12) or (d and not m):
        return None
    if not m:
        return y * 10000 + 101, y * 10000 + 1231
    last = _last_day(y * 100 + m)
    if d:
        only = y * 10000 + m * 100 + d
        return (only, only) if only <= last else None
    return y * 10000 + m * 100 + 1, last


def _last_day(year_month: int) -> int:
    return year_month * 100 + days_in_month(*divmod(year_month, 100))


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month of the Gregorian calendar has."""
    # Not asked of `calendar`, which takes as long to load as all dates of a page to read.
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 + (month + month // 8) % 2


def _iso_day(number: int) -> str:
    return f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}"


_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "january jan yanvar yan ocak oca январь января январе янв",
            "february feb fevral fev subat sub февраль февраля феврале фев февр",
            "march mar mart март марта марте мар",
            "april apr aprel nisan nis апрель апреля апреле апр",
            "may mayis май мая мае",
            "june jun iyun iyn haziran haz июнь июня июне июн",
            "july jul iyul iyl temmuz tem июль июля июле июл",
            "august aug avqust avq avgust agustos agu август августа августе авг",
            "september sep sept sentyabr sen sent eylul eyl сентябрь сентября сентябре сен сент",
            "october oct oktyabr okt ekim eki октябрь октября октябре окт",
            "november nov noyabr noy kasim kas ноябрь ноября ноябре ноя нояб",
            "december dec dekabr dek aralik ara декабрь декабря декабре дек",
        ),
        start=1,
    )
    for name in names.split()
}

_BESIDE = """
    the of on in at в year st nd rd th d il ili ilin ilde ilinde yil yili yilinin yilinda г год года году р гг
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
    pazartesi sali carsamba persembe cuma cumartesi pazar bazar ertesi cersenbe axsami cume senbe gunu
"""
_NOISE = frozenset(_BESIDE.split())
"""Words and weekdays that stand in a date and change nothing."""


def _worded(plain: str) -> _Range | None:
    """Read `14 march 1911`, `march 14th, 1911`, `14 марта 1911 г.`, `1911-ci il`, `mart 1911` in any order."""
    day = month = year = ""
    for part in re.findall(r"\d+|[^\W\d_]+|[^\s\w]", _YEAR_WORDS.sub("", plain)):
        if part.isdecimal():
            if len(part) == 4 and not year:
                year = part
            elif len(part) <= 2 and not day and int(part):
                day = part
            else:
                return None
        elif number := _month(part):
            if month:
                return None
            month = str(number)
        elif part not in _NOISE and part not in ".,-'/":
            return None
    if not year or (day and not month):
        return None
    return _days(year, month or "0", day or "0")


def _month(word: str) -> int:
    """Return 1..12, or 0; Turkish and Azerbaijani endings may follow (`martın`, `mayısta`)."""
    if word in _MONTHS:
        return _MONTHS[word]
    stem = re.sub(r"(?:n?[iu]n|[iu]nd[ae]|[iu]|[dt][ae])$", "", word)
    return _MONTHS.get(stem, 0) if len(stem) >= 3 and stem != word else 0
