"""The whole program with somebody at it, to be killed: `python -m tests.journeys.reopening_process ARCHIVE LOG SEED`.

It is started as a user starts it, session and search process included. Each line of the log is a JSON list: first what
the window shows at rest, then every key with the moment it was pressed and the caret and the top letter after it.
Qt is imported inside `main`: the search process begins by importing this file, and needs none of it.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from typing import Any

PAUSE_MS = 25
QUIET_TICKS = 12


def main(archive: str, log: str, seed: str) -> int:
    """Open the window on an archive and write in it until killed."""
    from PySide6.QtCore import QObject, Qt, QTimer
    from PySide6.QtTest import QTest

    from desktop_app.gui import launch, program
    from desktop_app.gui.window import MainWindow

    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    moves = (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_Home)
    chance = random.Random(int(seed))

    class Writer(QObject):
        """Waits until the window is at rest, tells what it shows, and writes."""

        def __init__(self, window: MainWindow) -> None:
            super().__init__(window)
            self.window = window
            self.desk: Any = window.places["desk"]
            self.editor = self.desk.pane.editor
            self.quiet = 0
            self.is_restored = True
            self.timer = QTimer(self)
            self.timer.timeout.connect(self.look)
            self.timer.start(PAUSE_MS)

        def look(self) -> None:
            busy = self.window.context.jobs.pending("read", "write", "render") or not self.window.isVisible()
            self.quiet = 0 if busy else self.quiet + 1
            if self.quiet < QUIET_TICKS:
                return
            if self.desk.text is None:
                self.is_restored, self.quiet = False, 0
                self.window.context.exchange.edit_requested.emit(1)
                return
            place = self.window.place.key if self.window.place is not None else ""
            say(self.is_restored, place, self.desk.text.id, self.editor.raw_text(), *self.spot())
            self.timer.timeout.disconnect(self.look)
            self.timer.timeout.connect(self.press)

        def spot(self) -> tuple[int, int]:
            return self.editor.textCursor().position(), self.editor.anchor()[0]

        def press(self) -> None:
            at, before, letter = time.monotonic(), self.editor.textCursor().position(), ""
            if chance.random() < 0.04:
                for _ in range(chance.randrange(1, 4)):
                    QTest.keyClick(self.editor, chance.choice(moves))
            elif chance.random() < 0.03:
                letter = "\n"
                QTest.keyClick(self.editor, Qt.Key.Key_Return)
            else:
                letter = chance.choice("abcdefghijklmnopqrstuvwxyz    ")
                QTest.keyClicks(self.editor, letter)
            say(at, letter, before, *self.spot())

    def say(*what: object) -> None:
        os.write(file, (json.dumps(what) + "\n").encode())

    class Watched(program.Program):
        """The program, with somebody at its window."""

        def add_window(self, app: Any, state: dict[str, Any] | None = None) -> MainWindow:
            window = super().add_window(app, state)
            self.writer = Writer(window)
            return window

    program.Program = Watched
    return launch.run_window(archive)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
