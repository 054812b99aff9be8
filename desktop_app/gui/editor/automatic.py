"""Changes marks while one types (`typing_marks`), and takes a change back when Backspace follows it at once.

A change is a step of undo of its own after the letter that led to it, so that Ctrl+Z takes back the change and not what
was typed. Letters come from the document and not from keys, so that input methods and dead keys work as everywhere;
what is pasted, inserted by commands or undone is never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor, QTextDocument

from desktop_app.gui.editor.editor import Editor, insert_apart
from desktop_app.gui.editor.marks import PLAIN
from desktop_app.gui.editor.source_text import has_astral
from desktop_app.gui.editor.typing_marks import Change, Wanted, change

_LONGEST_LINE = 20_000
"""A longer line comes from a machine; to look at it would be felt."""


class _Fresh(NamedTuple):
    """A change that was just made: where, how its line reads, and where the caret was and is."""

    document: QTextDocument
    line: str
    caret: int
    caret_before: int


class AutomaticMarks(QObject):
    """Stands beside an `Editor`, in front of its `Typist`."""

    def __init__(self, editor: Editor, language: Callable[[], str]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._language = language
        self.wanted = Wanted()
        self._is_typing = False
        self._fresh: _Fresh | None = None
        editor.installEventFilter(self)
        editor.textChanged.connect(self._on_change)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._editor or self._editor.isReadOnly():
            return False
        if isinstance(event, QInputMethodEvent):
            self._is_typing = bool(event.commitString())
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Backspace and not event.modifiers() and self._take_back():
                return True
            control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
            # AltGr is Ctrl+Alt to Windows: a letter that prints is typed.
            is_command = event.modifiers() & control and not event.modifiers() & Qt.KeyboardModifier.AltModifier
            self._is_typing = event.text().isprintable() and event.text() != "" and not is_command
        elif event.type() == QEvent.Type.KeyRelease:
            self._is_typing = False
        return False

    def _take_back(self) -> bool:
        """Undo the change that was just made; False where something came after it."""
        cursor, fresh = self._editor.textCursor(), self._fresh
        self._fresh = None
        if fresh is None or cursor.hasSelection() or cursor.document() is not fresh.document:
            return False
        if (cursor.position(), cursor.block().text()) != (fresh.caret, fresh.line):
            return False
        self._editor.undo()
        cursor.setPosition(fresh.caret_before)
        self._editor.setTextCursor(cursor)
        return True

    def _on_change(self) -> None:
        if not self._is_typing:
            return
        # One letter, one look: what this changes itself is not typed.
        self._is_typing = False
        cursor = self._editor.textCursor()
        block, at = cursor.block(), cursor.positionInBlock()
        if not 0 < at <= _LONGEST_LINE or block.previous().userState() > PLAIN:
            return
        line = block.text()
        if has_astral(line):
            return
        found = change(line, at, self._language, self.wanted)
        if found is not None:
            self._make(cursor, block.position(), found)

    def _make(self, caret: QTextCursor, base: int, found: Change) -> None:
        """Make the change; the caret stays behind what was typed."""
        before = caret.position()
        cursor = QTextCursor(caret)
        cursor.setPosition(base + found.start)
        cursor.setPosition(base + found.end, QTextCursor.MoveMode.KeepAnchor)
        insert_apart(cursor, found.new)
        cursor.setPosition(before + len(found.new) - (found.end - found.start))
        self._editor.setTextCursor(cursor)
        self._fresh = _Fresh(cursor.document(), cursor.block().text(), cursor.position(), before)
