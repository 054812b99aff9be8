"""The window as it is shipped, all places in it: names, tooltips, targets, menus, keys, and words that fit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QLabel,
    QMenu,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.gui.keymap import COMMANDS
from desktop_app.gui.pieces import ElidedLabel
from desktop_app.gui.theme import Theme
from desktop_app.gui.window import MainWindow
from tests.gui.conftest import whole_window as window

__all__ = ["window"]

PLACES = ("desk", "archive", "imports", "trash")
SMALLEST_TARGET = 24


@pytest.fixture(autouse=True)
def shown(window: MainWindow, qtbot: QtBot) -> None:
    """Show the window at its usual size."""
    wear(window, 1.0)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def wear(window: MainWindow, scale: float) -> None:
    """Change the text size, down to what is not on screen."""
    theme = window.context.theme
    if theme.theme.text_scale != scale:
        theme.use(Theme.load("light", scale))
        theme.dress_rest(60_000)


def visible(window: MainWindow, kind: type) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def cut_words(window: MainWindow) -> list[str]:
    """Return what on the screen has less room than its words, unless it is made to be shortened."""
    cut = []
    for widget in visible(window, QLabel) + visible(window, QPushButton):
        if isinstance(widget, ElidedLabel) or not widget.text() or (isinstance(widget, QLabel) and widget.wordWrap()):
            continue
        if widget.visibleRegion().isEmpty():
            continue
        room, wanted = widget.width(), widget.sizeHint().width()
        if isinstance(widget, QLabel):
            room, wanted = widget.contentsRect().width(), widget.fontMetrics().horizontalAdvance(widget.text())
        if room + 1 < wanted:
            cut.append(f"{path_of(widget)} “{widget.text()}” {room} < {wanted}")
    return cut


def path_of(widget: QWidget) -> str:
    names = []
    parent: QWidget | None = widget
    while parent is not None and len(names) < 4:
        names.append(parent.objectName() or type(parent).__name__)
        parent = parent.parentWidget()
    return " in ".join(names)


@pytest.mark.parametrize("place", PLACES)
def test_every_focusable_widget_has_a_name(window: MainWindow, place: str) -> None:
    window.go(place)
    nameless = [
        path_of(widget)
        for widget in visible(window, QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not isinstance(widget, QScrollBar)
        and not isinstance(widget.parentWidget(), QAbstractSpinBox)
    ]
    assert nameless == []


@pytest.mark.parametrize("place", PLACES)
def test_every_target_is_large_enough_and_every_icon_button_explains_itself(window: MainWindow, place: str) -> None:
    window.go(place)
    small = [
        f"{path_of(button)}: {button.width()}×{button.height()}"
        for button in visible(window, QAbstractButton)
        if button.isEnabled() and min(button.width(), button.height()) < SMALLEST_TARGET
    ]
    assert small == []
    silent = [path_of(button) for button in visible(window, QToolButton) if not button.toolTip()]
    assert silent == []


def test_every_action_is_a_command_in_some_menu(window: MainWindow) -> None:
    in_menus: set[str] = set()

    def walk(menu: QMenu) -> None:
        for action in menu.actions():
            if action.menu() is not None:
                walk(action.menu())
            elif not action.isSeparator():
                in_menus.add(action.objectName())

    for menu in window.menus.values():
        walk(menu)
    known = {command.id for command in COMMANDS}
    assert in_menus == known
    strangers = [
        action.text()
        for action in window.findChildren(QAction)
        if action.shortcut() != QKeySequence() and action.objectName() not in known
    ]
    assert strangers == []


def test_every_command_is_answered_by_somebody(window: MainWindow) -> None:
    dead = [c.id for c in COMMANDS if not window.context.commands._answerers[c.id]]
    # Nothing reads aloud where the system has no voice.
    assert set(dead) <= {"read.aloud"}


@pytest.mark.parametrize("place", PLACES)
def test_no_key_is_ambiguous_when_it_is_pressed(window: MainWindow, place: str, qtbot: QtBot) -> None:
    window.go(place)
    clashes: list[str] = []
    by_key: dict[str, list[QAction]] = {}
    for command in COMMANDS:
        action = window.context.commands.action(command.id)
        for sequence in action.shortcuts():
            by_key.setdefault(sequence.toString(), []).append(action)
    for key, actions in by_key.items():
        wide = [a for a in actions if a.shortcutContext() == Qt.ShortcutContext.WindowShortcut]
        if len(wide) > 1 or (wide and len(actions) > 1):
            clashes.append(f"{key}: {[a.objectName() for a in actions]}")
    assert clashes == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("size", "scale"), [((1440, 900), 1.0), ((1024, 700), 1.0), ((1024, 700), 1.5), ((1024, 700), 2.0)]
)
def test_no_word_is_cut_that_does_not_say_so(
    window: MainWindow, place: str, size: tuple[int, int], scale: float, qtbot: QtBot
) -> None:
    wear(window, scale)
    window.resize(*size)
    window.go(place)
    QApplication.processEvents()
    assert cut_words(window) == []


@pytest.mark.parametrize("place", PLACES)
def test_tab_reaches_every_pane_and_comes_round(window: MainWindow, place: str, qtbot: QtBot) -> None:
    window.go(place)
    window.toolbar.first().setFocus()
    seen: set[QWidget] = set()
    for _ in range(len(window.panes()) + 1):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        seen.add(QApplication.focusWidget())
    for pane in window.panes():
        assert any(pane is one or pane.isAncestorOf(one) for one in seen), path_of(pane)


def test_focus_is_always_somewhere(window: MainWindow, qtbot: QtBot) -> None:
    for place in PLACES:
        window.go(place)
        focus = QApplication.focusWidget()
        assert focus is not None, place
        assert focus.isVisible(), place


def test_kinds_that_carry_words_are_what_this_file_looks_at(window: MainWindow) -> None:
    assert visible(window, QPushButton)
    assert not [box for box in visible(window, QCheckBox) + visible(window, QRadioButton) if not box.text()]
    assert visible(window, QAbstractScrollArea)
