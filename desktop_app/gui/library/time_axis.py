"""The arithmetic of the timeline: days, bins and zoom levels, free of widgets.

Days are yyyymmdd integers outside and ordinals (days since year 1) inside; a bin key is `1998`, `1998-03` or
`1998-03-12`. All ranges include both ends.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from desktop_app.search.service import Bins

MONTHS_UP_TO_DAYS = 8 * 366
DAYS_UP_TO_DAYS = 93


def ordinal(day: int) -> int:
    """Return the ordinal of a yyyymmdd day; days that no calendar has fall on the last of their month."""
    year, month, number = day // 10000, day // 100 % 100, day % 100
    year, month = min(max(year, 1), 9999), min(max(month, 1), 12)
    return date(year, month, min(max(number, 1), calendar.monthrange(year, month)[1])).toordinal()


def as_day(ordinal_day: int) -> int:
    """Return yyyymmdd of an ordinal."""
    day = date.fromordinal(min(max(ordinal_day, 1), date.max.toordinal()))
    return day.year * 10000 + day.month * 100 + day.day


def key_range(key: str) -> tuple[int, int]:
    """Return first and last ordinal of a bin."""
    parts = [int(part) for part in key.split("-")]
    first = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    if len(parts) == 3:
        return first.toordinal(), first.toordinal()
    if len(parts) == 2:
        days = calendar.monthrange(parts[0], parts[1])[1]
        return first.toordinal(), first.toordinal() + days - 1
    return first.toordinal(), date(parts[0], 12, 31).toordinal()


def key_of(ordinal_day: int, level: Bins) -> str:
    """Return the key of the bin an ordinal falls into."""
    day = date.fromordinal(min(max(ordinal_day, 1), date.max.toordinal()))
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[level]]


def bin_number(ordinal_day: int, level: Bins) -> int:
    """Return how many bins of a level come before this day's; neighbours differ by one."""
    day = date.fromordinal(min(max(ordinal_day, 1), date.max.toordinal()))
    return {"year": day.year, "month": day.year * 12 + day.month - 1, "day": ordinal_day}[level]


def bin_range(number: int, level: Bins) -> tuple[int, int]:
    """Return first and last ordinal of the bin with this number."""
    if level == "day":
        return number, number
    year, month = (number, 1) if level == "year" else (number // 12, number % 12 + 1)
    start = date(min(max(year, 1), 9999), month, 1)
    return key_range(key_of(start.toordinal(), level))


def level_for(days: int) -> Bins:
    """Return the bins that suit a view of so many days: months up to eight years, days up to three months."""
    if days <= DAYS_UP_TO_DAYS:
        return "day"
    return "month" if days <= MONTHS_UP_TO_DAYS else "year"


@dataclass(frozen=True, slots=True)
class View:
    """The stretch of time on screen, both ends included."""

    first: int
    last: int

    @property
    def days(self) -> int:
        return self.last - self.first + 1

    @property
    def level(self) -> Bins:
        return level_for(self.days)

    def x(self, ordinal_day: float, width: float) -> float:
        """Return where the start of a day lies in `width` px."""
        return (ordinal_day - self.first) / self.days * width

    def day_at(self, x: float, width: float) -> int:
        """Return the day under a position."""
        return self.first + min(max(int(x / max(width, 1) * self.days), 0), self.days - 1)

    def zoomed(self, factor: float, around: int, whole: View) -> View:
        """Return the view `factor` times as long, keeping the day `around` where it is, inside `whole`."""
        days = min(max(round(self.days * factor), 14), whole.days)
        share = (around - self.first) / self.days
        first = min(max(round(around - share * days), around - days + 1), around)
        first = min(max(first, whole.first), whole.last - days + 1)
        return View(first, first + days - 1)

    def ticks(self, width: float, room_px: float = 46) -> list[tuple[int, str]]:
        """Return ordinals and words for the axis, as many as have room."""
        most = max(int(width / room_px), 1)
        if self.level == "year":
            return self._year_ticks(most)
        if self.level == "month":
            return self._month_ticks(most)
        step = max(1, -(-self.days // most))
        return [(day, key_of(day, "day")[5:]) for day in range(self.first, self.last + 1, step)]

    def _year_ticks(self, most: int) -> list[tuple[int, str]]:
        first, last = date.fromordinal(self.first).year, date.fromordinal(self.last).year
        step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200) if (last - first + 1) / s <= most), 500)
        years = range(-(-first // step) * step, last + 1, step)
        return [(date(year, 1, 1).toordinal(), str(year)) for year in years if year > 0]

    def _month_ticks(self, most: int) -> list[tuple[int, str]]:
        start, end = date.fromordinal(self.first), date.fromordinal(self.last)
        months = [
            (year, month)
            for year in range(start.year, end.year + 1)
            for month in range(1, 13)
            if date(start.year, start.month, 1) <= date(year, month, 1) <= end
        ]
        step = next((s for s in (1, 3, 6, 12, 24) if len(months) / s <= most), 48)
        return [
            (date(year, month, 1).toordinal(), str(year) if month == 1 else f"{year}-{month:02}")
            for year, month in months
            if (year * 12 + month - 1) % step == 0
        ]


def whole_view(keys: list[str]) -> View | None:
    """Return the view that shows every bin, with a little air, or None without bins."""
    if not keys:
        return None
    first, last = key_range(min(keys))[0], key_range(max(keys))[1]
    # A single year would be one bar across the window: show its neighbours too.
    air = max(0, (366 * 3 - (last - first)) // 2)
    return View(max(first - air, 1), min(last + air, date.max.toordinal()))


def widest(one: View | None, other: View | None) -> View | None:
    """Return the view that holds both."""
    if one is None or other is None:
        return one or other
    return View(min(one.first, other.first), max(one.last, other.last))
