"""A window with somebody typing in it, to be killed: `python typing_process.py ARCHIVE SECONDS`.

Real program parts: window, lanes, archive in a file. Each letter goes in as a key event; after it, its number and the
time are written to standard output. On start the article of the last run is opened and written on at its end.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop_app.app import App
from desktop_app.gui import launch
from desktop_app.gui.program import Program
from desktop_app.settings import Settings

KEYS_A_SECOND = 30


def letter(number: int) -> str:
    """The text is a row of numbers, so that any lost piece shows: `1 2 3 …`, a line break after every tenth."""
    return f"{number}\n" if number % 10 == 0 else f"{number} "


def main(archive: Path, seconds: float) -> None:
    launch.prepare()
    qapp = QApplication(sys.argv[:1])
    app = App.open(archive)
    window = Program(qapp, Settings()).add_window(app, {"size": [1200, 800], "place": "desk"})
    window.show()
    desk = window.places["desk"]
    editor = desk.pane.editor
    page = app.archive.list(place="desk")
    if page.articles:
        desk.edit_article(page.articles[0].id)
    else:
        desk.new_draft({})
    pending: list[str] = []
    count = 0

    def begin() -> None:
        if desk.text is None:
            QTimer.singleShot(50, begin)
            return
        nonlocal count
        editor.go_to(editor.document().characterCount() - 1)
        text = editor.raw_text()
        numbers = text.split()
        count = len(numbers)
        if numbers and not text.endswith((" ", "\n")):
            # Killed within a number: write the rest of it first.
            pending.extend(letter(count)[len(numbers[-1]) :])
        os.write(1, b"ready\n")
        typing.start(1000 // KEYS_A_SECOND)

    def type_one() -> None:
        nonlocal count
        if not pending:
            count += 1
            pending.extend(letter(count))
        press(pending.pop(0))
        os.write(1, f"{len(editor.raw_text())} {time.monotonic()}\n".encode())

    def press(character: str) -> None:
        key, text = (Qt.Key.Key_Return, "\r") if character == "\n" else (0, character)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(editor, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))

    typing = QTimer()
    typing.timeout.connect(type_one)
    QTimer.singleShot(0, begin)
    QTimer.singleShot(int(seconds * 1000), qapp.quit)
    qapp.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
