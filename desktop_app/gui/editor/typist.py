"""What keys and formatting commands do in the text: Enter in lists, Tab, bold, headings, links, footnotes, pictures.

Stands beside an `Editor` and watches its keys; the rules themselves are plain functions (`text_edits`). Every command
is one step of undo. Letters are never taken from key events, so input methods and dead keys work as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextCursor

from desktop_app.gui.editor import text_edits
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.source_text import has_astral, pasted, utf16_offsets
from desktop_app.gui.editor.text_edits import Edit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Typist(QObject):
    """The hands at one editor."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._editor = editor
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._editor or not isinstance(event, QKeyEvent) or self._editor.isReadOnly():
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # QTextEdit would take Ctrl+K (delete to the line's end) and others before their command sees them.
            return self._is_not_qts(event)
        if event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return False

    # -- commands

    def bold(self) -> None:
        """Make the selection or the word bold, or plain again."""
        self._in_body(lambda text, start, end: text_edits.toggle_mark(text, start, end, "**"))

    def italic(self) -> None:
        """Emphasise the selection or the word, or take it back."""
        self._in_body(lambda text, start, end: text_edits.toggle_mark(text, start, end, "*"))

    def heading(self, level: int) -> None:
        """Make the lines headings, or plain again."""
        self._in_body(lambda text, start, end: text_edits.set_heading(text, start, end, level))

    def quote(self) -> None:
        """Make the lines a quotation, or plain again."""
        self._in_body(text_edits.toggle_quote)

    def list(self, numbered: bool = False) -> None:
        """Make the lines a list, or plain again."""
        self._in_body(lambda text, start, end: text_edits.toggle_list(text, start, end, numbered=numbered))

    def link(self) -> None:
        """Link the selection or the word, to the address on the clipboard where there is one."""
        copied = QGuiApplication.clipboard().text().strip()
        address = copied if text_edits.is_address(copied) else ""
        self._in_body(lambda text, start, end: text_edits.link(text, start, end, address))

    def footnote(self) -> None:
        """Insert a footnote and go to its text; on a footnote, go to its other end."""
        partner = text_edits.footnote_partner(*self._text_and_caret())
        if partner is not None:
            self._editor.go_to(self._unit(partner))
            return
        self._in_body(lambda text, _start, end: text_edits.footnote(text, end))

    def picture(self, address: str, words: str = "") -> None:
        """Insert a picture on a line of its own."""
        self.insert_block(f"![{words}]({address})")

    def insert_block(self, block: str) -> None:
        """Insert a paragraph of Markdown at the caret, with empty lines around it as needed."""
        self._in_body(lambda text, _start, end: text_edits.block(text, end, pasted(block)))

    def insert_words(self, words: str) -> None:
        """Insert text at the caret as if it were pasted."""
        self._editor.textCursor().insertText(pasted(words))

    def move_lines(self, up: bool) -> None:
        """Move the paragraph at the caret, or the selected ones, above or below its neighbour."""
        self._in_body(lambda text, start, end: text_edits.move_lines(text, start, end, up=up))

    # -- keys

    def _is_not_qts(self, event: QKeyEvent) -> bool:
        """Tell whether a key that QTextEdit claims for itself belongs to a command of ours."""
        if event.matches(QKeySequence.StandardKey.DeleteEndOfLine) and event.key() == Qt.Key.Key_K:
            event.ignore()
            return True
        return False

    def _press(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._editor.undo()
            return True
        if event.matches(QKeySequence.StandardKey.Redo):
            self._editor.redo()
            return True
        bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and bare in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return self._enter(plain=bool(bare))
        if bare == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_lines(up=event.key() == Qt.Key.Key_Up)
            return True
        if event.key() == Qt.Key.Key_Tab and not bare:
            return self._tab(back=False)
        if event.key() == Qt.Key.Key_Backtab:
            return self._tab(back=True)
        return False

    def _enter(self, plain: bool) -> bool:
        """Shift+Enter is a line break without a list's mark, never Qt's U+2028, which no Markdown reader knows."""
        editor = self._editor
        cursor = editor.textCursor()
        block = cursor.block()
        if block.blockNumber() == 0 and not cursor.hasSelection():
            below = block.next()
            if cursor.atBlockEnd() and below.isValid() and below.length() == 1:
                # The line below the headline is empty: go there instead of making another one.
                editor.go_to(below.position())
                return True
        elif not plain and not cursor.hasSelection():
            edit = self._edit_of_line(text_edits.new_line)
            if edit is not None:
                return True
        cursor.insertBlock()
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()
        return True

    def _tab(self, back: bool) -> bool:
        editor = self._editor
        cursor = editor.textCursor()
        if editor.tabChangesFocus():
            return False
        if cursor.block().blockNumber() == 0:
            if not back and cursor.block().next().isValid():
                editor.go_to(cursor.block().next().position())
            return True
        text, start, end = self._text_and_selection()
        edit = text_edits.indent(text, start, end, back=back)
        if edit is not None:
            self._apply(text, (edit,))
        elif not back:
            cursor.insertText("\t")
            editor.setTextCursor(cursor)
        return True

    def _edit_of_line(self, rule: Callable[[str, int], Edit | None]) -> Edit | None:
        """Try a rule that looks at one line only: Enter must not cost the whole text."""
        cursor = self._editor.textCursor()
        block = cursor.block()
        line = block.text()
        at = cursor.positionInBlock()
        if has_astral(line):
            at = len(line.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore"))
        edit = rule(line, at)
        if edit is not None:
            self._apply(line, (edit,), base=block.position())
        return edit

    # -- from rules to the document

    def _in_body(self, rule: Callable[[str, int, int], Edit | tuple[Edit, ...] | None]) -> None:
        """Run a rule on body and selection; the headline is not Markdown and stays as it is."""
        cursor = self._editor.textCursor()
        document = self._editor.document()
        first_line_end = document.firstBlock().length() - 1
        if self._editor.isReadOnly() or cursor.selectionEnd() <= first_line_end:
            return
        text, start, end = self._text_and_selection()
        start = max(start, text.index("\n") + 1)
        edits = rule(text, start, max(start, end))
        if edits is not None:
            self._apply(text, (edits,) if isinstance(edits, Edit) else edits)
        self._editor.setFocus()

    def _text_and_selection(self) -> tuple[str, int, int]:
        text = self._editor.raw_text()
        cursor = self._editor.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if has_astral(text):
            start, end = (_code_points(text, at) for at in (start, end))
        return text, start, end

    def _text_and_caret(self) -> tuple[str, int]:
        text, _, end = self._text_and_selection()
        return text, end

    def _unit(self, at: int) -> int:
        return utf16_offsets(self._editor.raw_text())[at]

    def _apply(self, text: str, edits: tuple[Edit, ...], base: int = 0) -> None:
        """Make the edits one step of undo; offsets are of `text`, which begins at `base` in the document."""
        cursor = self._editor.textCursor()
        units = utf16_offsets(text)
        cursor.beginEditBlock()
        for edit in edits:
            start, end, new = _trimmed(text, edit)
            cursor.setPosition(base + units[start])
            cursor.setPosition(base + units[end], QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(new)
        cursor.endEditBlock()
        after = text
        for edit in edits:
            after = edit.apply(after)
        units = utf16_offsets(after)
        cursor.setPosition(base + units[edits[0].anchor])
        cursor.setPosition(base + units[edits[0].caret], QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()


def _trimmed(text: str, edit: Edit) -> tuple[int, int, str]:
    """Leave out what stays: the less is replaced, the less is laid out anew and the finer is the undo."""
    start, end, new = edit.start, edit.end, edit.new
    old = text[start:end]
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start + head, end - tail, new[head : len(new) - tail]


def _code_points(text: str, unit: int) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * unit].decode("utf-16-le", "surrogatepass"))
