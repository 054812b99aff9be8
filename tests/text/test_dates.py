"""Dates as people write them, and that no impossible one slips in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.dates import PartialDate, from_day, from_value, parse_date
from tests.text.alphabets import anything


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1998", "1998"),
        ("1998-03", "1998-03"),
        ("1998-3-2", "1998-03-02"),
        ("1998/03/12", "1998-03-12"),
        ("12.03.1998", "1998-03-12"),
        ("03/28/1998", "1998-03-28"),
        ("19980312", "1998-03-12"),
        ("1998-00-00", "1998"),
        (" 1998 ", "1998"),
        ("March 1911", "1911-03"),
        ("14 March 1911", "1911-03-14"),
        ("March 14th, 1911", "1911-03-14"),
        ("Sept. 5, 1998", "1998-09-05"),
        ("Wednesday, 14 March 2012", "2012-03-14"),
        ("14 марта 1911", "1911-03-14"),
        ("14 марта 1911 г.", "1911-03-14"),
        ("МАРТ 1911", "1911-03"),
        ("в 1911 году", "1911"),
        ("14 mart 1911-ci il", "1911-03-14"),
        ("1911-ci ilin martı", "1911-03"),
        ("7 İyun 1961", "1961-06-07"),
        ("IYUN 1905", "1905-06"),
        ("5 Ağustos 1999", "1999-08-05"),
        ("14 Mayıs 1998, Perşembe", "1998-05-14"),
        ("1911 yılı", "1911"),
        ("c. 1911", "1911"),
        ("circa 1911", "1911"),
        ("ca. March 1911", "1911-03"),
        ("около 1911", "1911"),
        ("təxminən 1911", "1911"),
        ("yaklaşık 1911", "1911"),
        ("[1911?]", "1911"),
        ("2014-03-19 1:02:11 -0400", "2014-03-19"),
        ("2014-03-19 23:02:11 -0400", "2014-03-19"),
        ("2014-03-19T01:02:11+04:00", "2014-03-19"),
        ("2014-03-19T01:02:11.123Z", "2014-03-19"),
        ("Wed, 19 Mar 2014 10:00:00 +0000", "2014-03-19"),
        ("Tue Mar 3 2020 10:11:12 GMT+0300 (MSK)", "2020-03-03"),
        ("1920s", "1920/1929"),
        ("1920-е", "1920/1929"),
        ("1920-ci illər", "1920/1929"),
        ("1911–1912", "1911/1912"),
        ("1911-1912", "1911/1912"),
        ("1911/1912", "1911/1912"),
        ("June 1905 – May 1906", "1905-06-01/1906-05-31"),
        ("29 February 2024", "2024-02-29"),
    ],
)
def test_a_date_is_read(text: str, iso: str) -> None:
    read = parse_date(text)
    assert read is not None
    assert read.iso == iso
    assert read.text == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", " ", "foo", "March", "12 March", "12", "1998-13", "1998-02-30", "30 February 1998", "0000-00-00", "1998-00-12",
     "the bridge of 1998",
     "12345", "1912–1911", "March April 1911", "1911 1912", "99/99/9999", "31.04.1998", "-", "//"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_ends_are_days() -> None:
    assert parse_date("1998-02") == PartialDate("1998-02", 19980201, 19980228)
    assert parse_date("2024-02") == PartialDate("2024-02", 20240201, 20240229)
    assert parse_date("1920s") == PartialDate("1920s", 19200101, 19291231)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (2014, "2014"),
        (20140319, "2014-03-19"),
        (1395190931, "2014-03-19"),
        (1998.0, "1998"),
        (date(1998, 3, 2), "1998-03-02"),
        (datetime(1998, 3, 2, 23, 59), "1998-03-02"),
        (datetime(2014, 3, 19, 23, 2, tzinfo=timezone(timedelta(hours=-4))), "2014-03-19"),
        (datetime(2014, 3, 19, 1, 2, tzinfo=UTC), "2014-03-19"),
        ("March 1911", "1911-03"),
    ],
)
def test_a_value_of_front_matter_is_read(value: object, iso: str) -> None:
    read = from_value(value)
    assert read is not None
    assert read.iso == iso


@pytest.mark.parametrize("value", [None, True, 0, -1, 3.5, float("nan"), float("inf"), [], {}, b"1998", 10**30])
def test_a_value_that_is_no_date_is_none(value: object) -> None:
    assert from_value(value) is None


@given(st.dates())
def test_a_day_is_itself(day: date) -> None:
    assert from_day(day).iso == day.isoformat()
    assert parse_date(day.isoformat()) == from_day(day)


@given(st.dates(), st.dates())
def test_the_iso_form_reads_back(one: date, other: date) -> None:
    first, last = sorted((from_day(one).first, from_day(other).first))
    stretch = PartialDate("", first, last)
    read = parse_date(stretch.iso)
    assert read is not None
    assert (read.first, read.last) == (first, last)


@given(anything | st.text(st.sampled_from("0123456789-/.–: cTZmartyil"), max_size=30))
def test_nothing_typed_is_an_error(text: str) -> None:
    read = parse_date(text)
    assert read is None or (read.first <= read.last and parse_date(read.iso) is not None)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2013-07-31 10:34:45 -0400", "2013-07-31"),
        ("2013-07-31T10:34:45Z", "2013-07-31"),
        ("31 July 2013, 10:34", "2013-07-31"),
        ("31 July 2013", "31 July 2013"),
        ("c. 1911", "c. 1911"),
        ("1998-03", "1998-03"),
    ],
)
def test_a_date_is_shown_as_typed_but_without_the_time_of_day(typed: str, shown: str) -> None:
    read = parse_date(typed)
    assert read is not None
    assert read.shown == shown
