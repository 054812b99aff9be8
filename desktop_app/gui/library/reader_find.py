"""Find in the text that is read: a line over the foot of the reader. Letters are folded: "seki" finds "Şəki".

While it is open its hits stand in the place of those of the search; closing it brings these back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.library.reader_view import ReaderView
from desktop_app.gui.pieces import label, row, tool_button
from desktop_app.text.folding import fold, fold_with_offsets

_PAUSE_MS = 80
_MOST = 5000


class ReaderFind(QFrame):
    """Enter and Shift+Enter go from hit to hit, Escape closes."""

    closed = Signal()

    def __init__(self, context: Context, view: ReaderView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        theme = context.theme
        self.setObjectName("reader-bar")
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Find in this text"))
        self.line.setAccessibleName(self.tr("Find in this text"))
        theme.set_font(self.line, "body")
        self.line.installEventFilter(self)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self.find)
        self.line.textChanged.connect(self._soon.start)
        self._number = label(theme, "", "small", "muted")
        before = tool_button(theme, "chevron-up", self.tr("Previous (Shift+Enter)"), lambda: self._view.step(-1))
        after = tool_button(theme, "chevron-down", self.tr("Next (Enter)"), lambda: self._view.step(1))
        close = tool_button(theme, "x", self.tr("Close (Esc)"), self.close_bar)
        inside = row(self.line, self._number, before, after, close, margins=(16, 6, 12, 6), gap=6)
        inside.setStretch(0, 1)
        self.setLayout(inside)
        view.hits_changed.connect(self._say)
        self.setVisible(False)

    def open_bar(self) -> None:
        """Show the line, with the words that are selected in it."""
        selected = self._view.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.line.setText(selected)
        self.setVisible(True)
        self.line.setFocus()
        self.line.selectAll()
        self.find()

    def close_bar(self) -> None:
        """Go away; the hits of the search are marked again."""
        if self.isVisible():
            self._soon.stop()
            self.setVisible(False)
            self._view.setFocus()
            self.closed.emit()

    def find(self) -> None:
        """Mark what is found and go to the first."""
        self._soon.stop()
        ticket = self._context.jobs.latest(f"find in text {id(self)}")
        self._context.jobs.render(find_folded, self._view.text(), self.line.text(), done=self._show, ticket=ticket)

    def _show(self, spans: list[tuple[int, int]]) -> None:
        if self.isVisible():
            self._view.show_hits(spans)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._soon.isActive():
                    self.find()
                else:
                    self._view.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)

    def _say(self, current: int, total: int) -> None:
        if not self.isVisible():
            return
        if not self.line.text().strip():
            self._number.setText("")
        elif total:
            self._number.setText(self.tr("{n} of {total}").format(n=current, total=total))
        else:
            self._number.setText(self.tr("not in this text"))


def find_folded(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in a text under the fold, in code points, end exclusive; at most 5,000 places."""
    wanted = fold(words.strip())
    if not wanted:
        return []
    folded = fold_with_offsets(text)
    found: list[tuple[int, int]] = []
    at = folded.text.find(wanted)
    while at >= 0 and len(found) < _MOST:
        found.append(folded.span(at, at + len(wanted)))
        at = folded.text.find(wanted, at + len(wanted))
    return found
