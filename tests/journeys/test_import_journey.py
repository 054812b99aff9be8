"""An archivist's way: drop a folder, review it, import, find it, undo; the window comes back as it was left.

A watchdog looks on: nothing may hold the window while the user works.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.app import App
from desktop_app.gui.palette import Palette
from desktop_app.gui.program import Program
from desktop_app.gui.watchdog import Watchdog
from desktop_app.gui.window import MainWindow
from desktop_app.search.service import SearchRequest
from tests.journeys.conftest import WAIT_MS

NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
MANY = 150
TURN_MS = 250
"""A turn of the event loop holds several slots of 100 ms at most, and processor time swells on a crowded machine."""


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "disk-1998"
    root.mkdir()
    for number in range(MANY):
        (root / f"{number}.md").write_text(
            f"---\ntitle: Parça {number}\ndate: 1998-03-{number % 28 + 1:02}\n---\nQutabxana haqqında {number} söz.\n"
        )
    (root / "old.txt").write_bytes("Книжная полка\n\nПять новых романов.\n".encode("windows-1251"))
    (root / "broken.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x01\x00")
    return root


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE))


def test_drop_review_import_find_undo_and_come_back(
    window: MainWindow, program: Program, sample_path: Path, folder: Path, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=WAIT_MS)
    imports: Any = window.places["imports"]
    archive_place: Any = window.places["archive"]
    archive = window.context.archive
    before = set(archive.ids())

    # Every place once, so that what is made on first sight is made; then the watch begins.
    for key in ("archive", "imports", "trash", "desk"):
        window.go(key)
        qtbot.wait(60)
    dog = Watchdog(slot_ms=TURN_MS)

    # Dropped anywhere: scanned, sorted, nothing added yet.
    drop(window, folder)
    qtbot.waitUntil(lambda: imports.run.stage == "review", timeout=WAIT_MS)
    assert window.place is imports
    assert imports.run.count("ready") == MANY
    assert imports.run.count("unreadable") == 1
    assert set(archive.ids()) == before

    # Imported; the batch is shown, the index follows, and a search finds the words.
    imports.review.go.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: imports.batch_page.batch is not None, timeout=WAIT_MS)
    assert imports.batch_page.batch.added == MANY + 1
    press(Qt.Key.Key_F, CTRL | SHIFT)
    QTest.keyClicks(QApplication.focusWidget(), "qutabxana")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: archive_place.model.rowCount() == MANY, timeout=WAIT_MS)
    assert window.context.search.search(SearchRequest(query="qutabxana")).total == MANY

    assert [str(hold) for hold in dog.stop()] == []

    # The palette runs a command by its name: the look changes while everything stays where it is.
    press(Qt.Key.Key_P, CTRL | SHIFT)
    palette = window.findChildren(Palette)[-1]
    QTest.keyClicks(palette.field, "dark")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.theme.theme.is_dark, timeout=WAIT_MS)
    assert window.place is archive_place

    qtbot.wait(100)
    dog = Watchdog(slot_ms=TURN_MS)

    # Back leads to the batch; undone, the archive is as it was.
    press(Qt.Key.Key_Left, ALT)
    assert window.place is imports
    qtbot.waitUntil(
        lambda: imports.batch_page.undo.isVisible() and imports.batch_page.undo.isEnabled(), timeout=WAIT_MS
    )
    imports.batch_page.undo.click()
    qtbot.waitUntil(lambda: set(archive.ids()) == before, timeout=WAIT_MS)

    qtbot.waitUntil(lambda: not window.context.jobs.pending(), timeout=WAIT_MS)
    assert [str(hold) for hold in dog.stop()] == []

    # Closed and opened again, it shows what it showed.
    window.go("trash")
    window.resize(1180, 760)
    assert window.close()
    app = App.open(sample_path, worker=True, settings=program.settings)
    again = program.add_window(app)
    again.show()
    qtbot.waitUntil(lambda: not again.context.jobs.pending(), timeout=WAIT_MS)
    assert again.place is again.places["trash"]
    assert (again.width(), again.height()) == (1180, 760)
    assert program.theme.theme.is_dark
