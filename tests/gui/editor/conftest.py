"""An editor on the screen, dressed, with the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.source_text import to_document
from desktop_app.gui.editor.typist import Typist
from desktop_app.gui.theme import Theme, ThemeKeeper, load_fonts
from tests.gui.desk.conftest import archive, context, press

__all__ = ["archive", "context", "press"]


@pytest.fixture
def theme(qtbot: QtBot) -> ThemeKeeper:
    load_fonts()
    return ThemeKeeper(Theme.load("light"))


@pytest.fixture
def editor(qtbot: QtBot, theme: ThemeKeeper) -> Editor:
    made = Editor(theme)
    made.typist = Typist(made)  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def open_text(editor: Editor, title: str, body: str) -> None:
    """Show a text with the caret at the end of its body."""
    editor.show_document(editor.make_document(to_document(title, body)))
    editor.go_to(editor.document().characterCount() - 1)


def type_keys(widget: QWidget, text: str) -> None:
    """Type as a keyboard does; QTest.keyClicks knows ASCII only."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
