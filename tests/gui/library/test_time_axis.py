"""The arithmetic of the timeline."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.library.time_axis import (
    View,
    as_day,
    bin_number,
    bin_range,
    key_of,
    key_range,
    level_for,
    ordinal,
    whole_view,
)

days = st.dates(date(1, 1, 1), date(9998, 12, 31))
levels = st.sampled_from(["year", "month", "day"])


@given(days, levels)
def test_day_lies_in_its_own_bin(day: date, level: str) -> None:
    first, last = key_range(key_of(day.toordinal(), level))
    assert first <= day.toordinal() <= last
    assert key_of(first, level) == key_of(last, level) == key_of(day.toordinal(), level)
    assert last == first or key_of(last + 1, level) != key_of(last, level)


@given(days, levels)
def test_bins_are_numbered_without_gaps(day: date, level: str) -> None:
    number = bin_number(day.toordinal(), level)
    first, last = bin_range(number, level)
    assert first <= day.toordinal() <= last
    assert bin_number(last + 1, level) == number + 1


@given(days)
def test_day_number_and_ordinal_are_inverse(day: date) -> None:
    assert as_day(day.toordinal()) == int(day.strftime("%Y%m%d").rjust(8, "0"))
    assert ordinal(as_day(day.toordinal())) == day.toordinal()


def test_day_that_no_calendar_has_falls_on_the_last_of_its_month() -> None:
    assert ordinal(19990231) == date(1999, 2, 28).toordinal()
    assert ordinal(0) == 1


@given(st.integers(700_000, 720_000), st.integers(1, 40_000), st.floats(0, 1), st.floats(0.2, 5))
def test_zoom_keeps_the_day_under_the_pointer_and_stays_inside(
    first: int, length: int, share: float, factor: float
) -> None:
    whole = View(first, first + length + 13)
    around = first + round(share * (whole.days - 1))
    view = whole.zoomed(0.5, around, whole).zoomed(factor, around, whole)
    assert whole.first <= view.first <= around <= view.last <= whole.last


@given(st.integers(1, 1_000_000), st.integers(1, 50_000), st.integers(200, 3000))
def test_position_and_day_are_inverse(first: int, length: int, width: int) -> None:
    view = View(first, first + length)
    for day in (view.first, (view.first + view.last) // 2, view.last):
        middle = view.x(day + 0.5, width)
        assert abs(view.day_at(middle, width) - day) <= 1


@pytest.mark.parametrize(
    ("days", "level"), [(30, "day"), (93, "day"), (94, "month"), (8 * 365, "month"), (3300, "year")]
)
def test_level_suits_the_stretch(days: int, level: str) -> None:
    assert level_for(days) == level


def test_ticks_are_years_that_have_room() -> None:
    view = View(date(1908, 1, 1).toordinal(), date(2025, 12, 31).toordinal())
    words = [text for _, text in view.ticks(1200)]
    assert words[:3] == ["1910", "1915", "1920"]
    assert [text for _, text in view.ticks(300)][:2] == ["1920", "1940"]


def test_whole_view_of_one_year_shows_its_neighbours() -> None:
    view = whole_view(["1998"])
    assert view is not None
    assert view.days > 3 * 365
    assert whole_view([]) is None
