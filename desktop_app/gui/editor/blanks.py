"""Filling in blanks, `{{what belongs here}}`: Tab goes to the next one, Shift+Tab back, each is selected.

Stands beside an editor. The blanks are plain text, so they outlive saving, undo and a restart; Tab is a tab again when
the last one is filled, after Esc and after a click elsewhere.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextDocument

from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.source_text import code_points, utf16_offsets
from desktop_app.text.blanks import BLANK, blank_before, next_blank


class Blanks(QObject):
    """The blanks of the text in one editor. Make it after the `Typist`: it sees Tab first."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._filling: QTextDocument | None = None
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)

    def begin(self, at: int | None = None) -> bool:
        """Select the first blank at or behind a place of the document, else behind the caret; False where none is."""
        cursor = self._editor.textCursor()
        return self._go(next_blank, cursor.selectionEnd() if at is None else at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self._filling = None
        if watched is not self._editor or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._filling = None
        back = event.key() == Qt.Key.Key_Backtab
        if not back and (event.key() != Qt.Key.Key_Tab or event.modifiers()):
            return False
        cursor = self._editor.textCursor()
        is_filling = self._filling is self._editor.document() or BLANK.fullmatch(cursor.selectedText()) is not None
        if not is_filling or self._editor.isReadOnly():
            return False
        self._go(blank_before, cursor.selectionStart()) if back else self._go(next_blank, cursor.selectionEnd())
        # Behind the last one this Tab is still no tab.
        return True

    def _go(self, which: object, at: int) -> bool:
        text = self._editor.raw_text()
        units = utf16_offsets(text)
        span = which(text, *code_points(units, at))  # type: ignore[operator]
        self._filling = self._editor.document() if span is not None else None
        if span is None:
            return False
        self._editor.go_to(units[span[0]], units[span[1]])
        return True
