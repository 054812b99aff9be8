"""The timeline with real mouse and key events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from desktop_app.gui.library.timeline import Timeline, brush_words
from desktop_app.gui.theme import Theme, ThemeKeeper
from desktop_app.search.service import Bin


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    widget = Timeline(ThemeKeeper(Theme.load("light")))
    qtbot.addWidget(widget)
    widget.resize(1032, 80)
    widget.show_bins([Bin(str(year), year - 1900, 0.5) for year in range(1901, 2001)], "year", 0)
    widget.show()
    return widget


def x_of(timeline: Timeline, year: int) -> int:
    """Return the middle of a year's bar: 100 bars over 1000 px, 16 px in."""
    return 16 + round((year - 1901 + 0.5) * 10)


def drag(timeline: Timeline, start: int, end: int) -> None:
    y = 30
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(start, y))
    QTest.mouseMove(timeline, QPoint((start + end) // 2, y))
    QTest.mouseMove(timeline, QPoint(end, y))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(end, y))


def test_drag_makes_a_brush_of_whole_years(timeline: Timeline, qtbot: QtBot) -> None:
    with qtbot.waitSignal(timeline.brush_changed, timeout=2000) as told:
        drag(timeline, x_of(timeline, 1911), x_of(timeline, 1928))
    assert told.args == [(19110101, 19281231)]
    assert brush_words(timeline.brush) == "1911–1928"


def test_drag_inside_moves_and_a_handle_widens(timeline: Timeline) -> None:
    drag(timeline, x_of(timeline, 1911), x_of(timeline, 1930))
    drag(timeline, x_of(timeline, 1920), x_of(timeline, 1925))
    assert timeline.brush == (19160101, 19351231)
    drag(timeline, x_of(timeline, 1936) - 5, x_of(timeline, 1950))
    assert timeline.brush == (19160101, 19501231)


def test_click_takes_one_bar_and_double_click_clears(timeline: Timeline) -> None:
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x_of(timeline, 1950), 30))
    assert timeline.brush == (19500101, 19501231)
    QTest.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x_of(timeline, 1980), 30))
    assert timeline.brush is None


def test_keys_move_widen_and_clear(timeline: Timeline) -> None:
    timeline.set_brush((19500101, 19591231))
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert timeline.brush == (19510101, 19601231)
    QTest.keyClick(timeline, Qt.Key.Key_Left)
    QTest.keyClick(timeline, Qt.Key.Key_Left)
    assert timeline.brush == (19490101, 19581231)
    QTest.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.brush == (19490101, 19591231)
    QTest.keyClick(timeline, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.brush == (19490101, 19581231)
    left = QSignalSpy(timeline.left)
    QTest.keyClick(timeline, Qt.Key.Key_Return)
    assert left.count() == 1
    QTest.keyClick(timeline, Qt.Key.Key_Backspace)
    assert timeline.brush is None


def test_zoom_asks_for_months_when_eight_years_are_left(timeline: Timeline) -> None:
    wanted = QSignalSpy(timeline.level_wanted)
    for _ in range(9):
        QTest.keyClick(timeline, Qt.Key.Key_Plus)
    assert wanted.count() >= 1
    assert wanted.at(0) == ["month"]


def test_description_says_the_brush_and_its_exact_number(timeline: Timeline) -> None:
    assert timeline.accessibleName() == "Years"
    assert timeline.accessibleDescription() == f"All years, {sum(range(1, 101))} articles"
    timeline.set_brush((19010101, 19031231))
    assert timeline.accessibleDescription() == "1901 to 1903, 6 articles"
