"""Every sheet of the window is entered, gone through and left by keyboard alone, and gives the focus back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.gui.desk.desk_place import DeskPlace
from desktop_app.gui.sheet import Sheet
from desktop_app.gui.window import MainWindow
from tests.gui.conftest import whole_window as window

__all__ = ["window"]

SHEETS = (
    "draft.template", "template.keep", "export", "replace.archive", "link.article", "snippet", "snippet.keep",
    "comment", "keyboard", "settings", "about",
)  # fmt: skip
"""Commands that open one from the Desk."""

INPUTS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
MOST_STEPS = 150


@pytest.fixture
def desk(window: MainWindow, qtbot: QtBot) -> DeskPlace:
    """The Desk with words chosen in a text."""
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    place = window.findChildren(DeskPlace)[0]
    number = place.context.archive.by_title(["Vapurda bir sabah"])["Vapurda bir sabah"][0]
    place.open_article(number, focus=True)
    qtbot.waitUntil(place.pane.editor.hasFocus)
    at = place.pane.editor.raw_text().index("mətni")
    place.pane.editor.go_to(at, at + 5)
    return place


def open_sheet(window: MainWindow) -> Sheet:
    [sheet] = [one for one in window.findChildren(Sheet) if one.isVisible()]
    return sheet


def wants_tab(widget: QWidget) -> bool:
    is_inside_another = isinstance(widget.parentWidget(), QComboBox | QLineEdit | QAbstractSpinBox)
    has_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return widget.isVisible() and widget.isEnabled() and has_tab and not is_inside_another


def group_of(widget: QWidget) -> object:
    """Return what a button shares with those it excludes, None where it excludes none."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return None
    return widget.group() or (widget.parentWidget() if widget.autoExclusive() else None)


@pytest.mark.parametrize("command", SHEETS)
def test_a_sheet_is_gone_through_and_left(window: MainWindow, desk: DeskPlace, qtbot: QtBot, command: str) -> None:
    assert window.context.commands.trigger(command)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Sheet)))
    sheet = open_sheet(window)
    first = QApplication.focusWidget()
    assert first is not None
    assert sheet.isAncestorOf(first), "the focus goes into it"
    seen: list[QWidget] = []
    for _ in range(MOST_STEPS):
        focus = QApplication.focusWidget()
        assert focus is not None
        assert sheet.isAncestorOf(focus) or focus is sheet, "Tab stays inside"
        if focus in seen:
            break
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    groups = {group_of(one) for one in seen} - {None}
    missed = [
        widget
        for widget in sheet.findChildren(QWidget)
        if isinstance(widget, INPUTS)
        and wants_tab(widget)
        and widget not in seen
        # Of buttons that exclude each other Tab visits the chosen one; arrows go on.
        and group_of(widget) not in groups
    ]
    assert [(type(one).__name__, one.accessibleName() or one.objectName()) for one in missed] == []
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    if sheet.isVisible():
        # The first Esc may have closed a list within, or emptied a field.
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in window.findChildren(Sheet)))
    assert desk.pane.editor.hasFocus(), "the focus is where it was"
