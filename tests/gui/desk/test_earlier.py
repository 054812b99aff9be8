"""“Written before” below the outline: found in a pause, never in the way, opened beside the draft with a way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.app import App
from desktop_app.archive import Archive, Article
from desktop_app.gui.desk import DeskPlace
from desktop_app.gui.program import make_places
from desktop_app.gui.theme import Theme, ThemeKeeper, load_fonts
from desktop_app.gui.window import MainWindow
from desktop_app.settings import Settings
from tests.gui.conftest import make_context

SENTENCE = "The old press stood near the window for thirty years."


@pytest.fixture
def window(qapp: QApplication, archive: Archive) -> Iterator[MainWindow]:
    load_fonts()
    theme = ThemeKeeper()
    theme.use(Theme.load("light"))
    archive.add(
        Article(title="Long ago", body=f"{SENTENCE} Nobody had oiled it since the flood.", status="published"),
        Article(title="Today", body="A first line.\n"),
    )
    app = App(archive, Settings())
    places, search_box = make_places(make_context(app, theme))
    made = MainWindow(places[0].context, places, search_box)
    made.restore_state({})
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    yield made
    made.watch.stop()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.search.close()
    qapp.setStyleSheet("")


def test_sentence_written_before_is_shown_in_a_pause_and_read_with_a_way_back(
    window: MainWindow, qtbot: QtBot, archive: Archive
) -> None:
    desk = window.places["desk"]
    assert isinstance(desk, DeskPlace)
    qtbot.waitUntil(window.isActiveWindow)
    desk.open_article(2, focus=True)
    section, editor = desk.inspector.earlier, desk.pane.editor
    section._timer.setInterval(50)
    qtbot.waitUntil(editor.hasFocus)
    assert not section._inside.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    caret = editor.textCursor().position()
    qtbot.keyClicks(editor, SENTENCE.replace("thirty", "forty"))
    assert not section.rows
    qtbot.waitUntil(lambda: bool(section.rows))
    # It came without taking anything: neither the focus nor the place in the text.
    assert editor.hasFocus()
    assert editor.textCursor().position() == caret + len(SENTENCE) - 1
    [row] = section.rows
    assert row.accessibleName() == f"Long ago. {SENTENCE}"
    assert section._inside.isVisible()
    qtbot.keyClicks(editor, " And")
    qtbot.wait(120)
    assert section.rows == [row], "no news, so nothing is made anew"
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert window.place is window.places["archive"]
    article = window.places["archive"].reader.article
    assert article is not None
    assert article.title == "Long ago"
    window.back()
    assert window.place is desk
    assert desk.text is not None
    assert desk.text.id == 2


def test_nothing_is_looked_for_while_it_cannot_be_seen(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.places["desk"]
    assert isinstance(desk, DeskPlace)
    section = desk.inspector.earlier
    section._timer.setInterval(20)
    desk.open_article(2, focus=True)
    desk.set_inspector(False)
    qtbot.keyClick(desk.pane.editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(desk.pane.editor, SENTENCE)
    qtbot.wait(100)
    assert not section.rows
    desk.set_inspector(True)
    qtbot.waitUntil(lambda: bool(section.rows))
    desk._close_text()
    assert not section.rows
    assert not section._inside.isVisible()


def test_typing_is_not_held_up(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.places["desk"]
    assert isinstance(desk, DeskPlace)
    desk.open_article(2, focus=True)
    section = desk.inspector.earlier
    for _ in range(5):
        qtbot.keyClicks(desk.pane.editor, "word ")
        assert section._timer.isActive(), "each key puts the look off"
    assert not section.rows
