"""The program under the bench of typing, in a process of its own: the window on an archive, or a bare QTextEdit.

    python -m tests.bench.typed_window window ARCHIVE ARTICLE      python -m tests.bench.typed_window bare TEXT_FILE

Reads one command a line and answers with one line of JSON. It records, at each change of the text, the time and what
processor time the GUI thread and the whole process had used until then; nothing else is in the way of the program.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

_SIZE = (1440, 900)


class Recorder:
    """Notes when the text changed, and at what cost up to then."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, float, float]] = []

    def watch(self, document: Any) -> None:
        """Begin with this document."""
        document.contentsChange.connect(self._note)

    def take(self) -> list[tuple[float, float, float]]:
        """Return (time, GUI thread's CPU time, process's CPU time) of each change, in seconds, and forget them."""
        rows, self._rows = self._rows, []
        return rows

    def _note(self, _position: int, removed: int, added: int) -> None:
        # Another face or leading is no change of a letter: it says as many in as out.
        if removed != added:
            self._rows.append((time.monotonic(), time.thread_time(), time.process_time()))


class _Subject:
    """What both programs can do."""

    def __init__(self) -> None:
        self.recorder = Recorder()

    def ask(self, command: str, *words: str) -> Any:
        return getattr(self, f"do_{command}")(*words)

    def do_record(self) -> Any:
        return self.recorder.take()

    def do_end(self) -> None:
        # At once: taking a window down is not what is measured.
        os._exit(0)


class Bare(_Subject):
    """A QTextEdit with plain text and nothing else."""

    def __init__(self, text: Path) -> None:
        super().__init__()
        from PySide6.QtGui import QFont
        from PySide6.QtWidgets import QTextEdit

        self.editor = QTextEdit()
        font = QFont(self.editor.font())
        font.setPixelSize(18)
        self.editor.setFont(font)
        self.editor.setPlainText(text.read_text(encoding="utf-8"))
        self.editor.resize(*_SIZE)
        self.editor.show()
        self.recorder.watch(self.editor.document())

    def do_place(self) -> dict[str, Any]:
        return {"window": int(self.editor.winId()), "text": _box(self.editor.viewport())}

    def do_go_to_middle(self) -> None:
        _go_to_middle(self.editor)
        self.editor.ensureCursorVisible()
        self.editor.setFocus()

    def do_is_at_rest(self) -> bool:
        return True


class Window(_Subject):
    """Copydesk as it is."""

    def __init__(self, archive: Path, qapp: Any) -> None:
        super().__init__()
        from desktop_app.app import App
        from desktop_app.gui.program import Program
        from desktop_app.settings import Settings

        self.program = Program(qapp, Settings())
        app = App.open(archive, worker=True)
        _ = app.search
        self.window = self.program.add_window(app, {"size": list(_SIZE), "place": "desk", "places": {}})
        self.window.show()
        self.window.activateWindow()
        self.desk: Any = self.window.places["desk"]
        self.editor = self.desk.pane.editor
        self._opened: list[float] = []
        self._asked = 0.0

    def do_open(self, article: str) -> None:
        """Open an article; `opened` tells how long it took to its first text."""
        from PySide6.QtCore import QEvent, QObject, QTimer

        subject = self

        class FirstPaint(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint and subject.editor.document().characterCount() > 100_000:
                    subject.editor.viewport().removeEventFilter(self)
                    # The paint and its flush end in this turn of the event loop.
                    QTimer.singleShot(0, subject._note_opened)
                return False

        self._filter = FirstPaint()
        self.editor.viewport().installEventFilter(self._filter)
        self._asked = time.monotonic()
        self.window.context.exchange.edit_requested.emit(int(article))

    def _note_opened(self) -> None:
        self._opened.append((time.monotonic() - self._asked) * 1000)
        self.recorder.watch(self.editor.document())

    def do_opened(self) -> list[float]:
        return self._opened

    def do_split(self, on: str) -> None:
        self.desk.set_split(on == "on")

    def do_place(self) -> dict[str, Any]:
        place = {"window": int(self.window.winId()), "text": _box(self.editor.viewport())}
        preview = self.desk.pane.preview
        if preview.isVisible() and preview.backend is not None:
            place["preview"] = _box(preview.backend)
        return place

    def do_go_to_middle(self) -> None:
        _go_to_middle(self.editor)
        self.editor.go_to(self.editor.textCursor().position(), near_top=True)
        self.editor.setFocus()

    def do_is_at_rest(self) -> bool:
        is_dressed = bool(self.editor.highlighter.is_finished)
        return is_dressed and not self.window.context.jobs.pending("read", "write", "render")

    def do_preview_stands(self) -> bool:
        preview = self.desk.pane.preview
        return preview.backend is not None and bool(getattr(preview.backend, "_is_loaded", True))


def _go_to_middle(editor: Any) -> None:
    """Put the caret at the end of an ordinary paragraph in the middle of the text."""
    document, cursor = editor.document(), editor.textCursor()
    block = document.findBlockByNumber(document.blockCount() // 2)
    while not (len(block.text()) > 200 and block.text()[0].isalpha()):
        block = block.next()
    cursor.setPosition(block.position() + block.length() - 1)
    editor.setTextCursor(cursor)


def _box(widget: Any) -> list[int]:
    corner = widget.mapToGlobal(widget.rect().topLeft())
    return [corner.x(), corner.y(), widget.width(), widget.height()]


def main() -> None:
    """Show what is named, and answer commands until `end`."""
    from PySide6.QtCore import QSocketNotifier
    from PySide6.QtWidgets import QApplication

    from desktop_app.gui.launch import prepare

    kind, path = sys.argv[1], Path(sys.argv[2])
    if kind == "window":
        prepare()
    qapp = QApplication(sys.argv[:1])
    subject: _Subject = Window(path, qapp) if kind == "window" else Bare(path)

    def answer() -> None:
        line = sys.stdin.readline()
        reply = subject.ask(*line.split()) if line else subject.do_end()
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(answer)
    sys.exit(qapp.exec())


if __name__ == "__main__":
    main()
