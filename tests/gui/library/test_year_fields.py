"""The two year fields beside the timeline, with real key events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui.library.year_fields import YearFields
from desktop_app.gui.theme import Theme, ThemeKeeper


@pytest.fixture
def years(qtbot: QtBot) -> YearFields:
    widget = YearFields(ThemeKeeper(Theme.load("light")))
    qtbot.addWidget(widget)
    widget.set_whole((18800101, 19991231))
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    return widget


def type_into(years: YearFields, first: str = "", last: str = "") -> QSignalSpy:
    told = QSignalSpy(years.chosen)
    for field, words in ((years.first, first), (years.last, last)):
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        for letter in words:
            event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(field, event)
    QTest.keyClick(years.last, Qt.Key.Key_Return)
    return told


def answers(told: QSignalSpy) -> list[object]:
    return [told.at(n)[0] for n in range(told.count())]


@pytest.mark.parametrize(
    ("first", "last", "brush"),
    [
        ("1908", "1931", (19080101, 19311231)),
        ("1908-03", "1908-04", (19080301, 19080430)),
        ("март 1911", "12.05.1911", (19110301, 19110512)),
        ("1950s", "1950s", (19500101, 19591231)),
    ],
)
def test_years_months_and_days_make_a_brush(years: YearFields, first: str, last: str, brush: tuple[int, int]) -> None:
    assert answers(type_into(years, first, last))[-1] == brush


def test_an_empty_field_reaches_as_far_as_the_archive(years: YearFields) -> None:
    assert answers(type_into(years, "1980", ""))[-1] == (19800101, 19991231)
    assert answers(type_into(years, "", "1901"))[-1] == (18800101, 19011231)
    assert answers(type_into(years, "", ""))[-1] is None


def test_what_is_no_date_is_told_and_stays_to_be_mended(years: YearFields) -> None:
    refused = QSignalSpy(years.refused)
    assert answers(type_into(years, "soon", "1931")) == []
    assert "soon" in str(refused.at(0)[0])
    assert years.first.text() == "soon"
    QTest.keyClick(years.first, Qt.Key.Key_Escape)
    assert (years.first.text(), years.last.text()) == ("", "")


def test_an_end_before_the_beginning_is_refused(years: YearFields) -> None:
    refused = QSignalSpy(years.refused)
    # The open stretch from 1931 on was asked for on the way from one field to the other.
    assert answers(type_into(years, "1931", "1908")) == [(19310101, 19991231)]
    assert refused.count() >= 1
    assert years.last.text() == "1908"


def test_the_brush_is_shown_no_finer_than_it_is(years: YearFields) -> None:
    told = QSignalSpy(years.chosen)
    years.set_brush((19080101, 19310630))
    assert (years.first.text(), years.last.text()) == ("1908-01", "1931-06")
    years.set_brush(None)
    assert (years.first.text(), years.first.placeholderText()) == ("", "1880")
    assert told.count() == 0


def test_what_was_refused_does_not_stay_when_another_brush_is_drawn(years: YearFields, qtbot: QtBot) -> None:
    type_into(years, "soon", "1931")
    years.last.clearFocus()
    years.set_brush((19500101, 19591231))
    assert (years.first.text(), years.last.text()) == ("1950", "1959")
    years.first.setFocus()
    QTest.keyClicks(years.first, "7")
    typed = years.first.text()
    years.set_brush((19600101, 19691231))
    assert years.first.text() == typed, "what somebody is typing stays"
