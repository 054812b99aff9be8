"""Recent drafts, as programs are switched: Ctrl+Tab shows them, the one before at hand; letting go of Ctrl opens it.

More Tab goes on, with Shift back; arrows and Enter do as well, and Esc leaves everything as it was. Opened from a menu,
it waits for Enter. It reads nothing: it is handed what to show.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QWidget

from desktop_app.archive.articles import ArticleSummary
from desktop_app.gui.context import Context
from desktop_app.gui.desk.wording import status_word
from desktop_app.gui.pieces import column, label

IS_MAC = sys.platform == "darwin"
HELD = Qt.KeyboardModifier.MetaModifier if IS_MAC else Qt.KeyboardModifier.ControlModifier
"""The key that is held while one switches; Qt calls the Control key of a Mac Meta."""
_HELD_KEY = Qt.Key.Key_Meta if IS_MAC else Qt.Key.Key_Control


class Switcher(QFrame):
    """A list over the window; `then` gets the article that was chosen."""

    def __init__(
        self, context: Context, window: QWidget, drafts: Sequence[ArticleSummary], then: Callable[[int], object]
    ) -> None:
        super().__init__(window)
        self._then = then
        self._ids = [draft.id for draft in drafts]
        self._focus_before = QApplication.focusWidget()
        self._is_held = bool(QApplication.keyboardModifiers() & HELD)
        theme = context.theme
        self.setObjectName("overlay")
        self.setAccessibleName(self.tr("Recent drafts"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Recent drafts"))
        theme.set_font(self.list, "body")
        for draft in drafts:
            title = draft.title.strip() or self.tr("Untitled")
            item = QListWidgetItem(f"{title}   ·   {status_word(draft.status)}")
            item.setSizeHint(QSize(0, theme.px(34)))
            self.list.addItem(item)
        self.list.setCurrentRow(min(1, len(drafts) - 1))
        self.list.itemClicked.connect(lambda _: self.choose())
        self.list.installEventFilter(self)
        self.list.setFixedHeight(theme.px(34) * min(len(drafts), 12) + 8)
        head = label(theme, self.tr("Recent drafts"), "small", "muted", weight=600)
        self.setLayout(column(head, self.list, margins=(14, 12, 14, 12), gap=8))
        self.setFixedWidth(min(theme.px(460), window.width() - 40))
        self.adjustSize()
        self.move((window.width() - self.width()) // 2, max(40, window.height() // 6))
        self.show()
        self.raise_()
        self.list.setFocus()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close()
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # Ctrl+Tab goes on in this list; it is not the command again.
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            return self._press(event.key())
        if event.type() == QEvent.Type.KeyRelease and event.key() == _HELD_KEY and self._is_held:
            self.choose()
            return True
        return False

    def step(self, step: int) -> None:
        """Go on to the next one, round the ends."""
        self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())

    def _press(self, key: int) -> bool:
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.step(1 if key == Qt.Key.Key_Tab else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
            return True
        if key == Qt.Key.Key_Escape:
            self._leave()
            return True
        return False

    def choose(self) -> None:
        """Open the one at hand."""
        row = self.list.currentRow()
        self._leave()
        self._then(self._ids[row])

    def _leave(self) -> None:
        self.list.removeEventFilter(self)
        self.close()
        self.deleteLater()
        if self._focus_before is not None:
            self._focus_before.setFocus()
