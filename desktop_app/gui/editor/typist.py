"""What keys and formatting commands do in the text: Enter in lists, Tab, bold, headings, links, footnotes, pictures.

Stands beside an `Editor` and watches its keys; the rules themselves are plain functions (`text_edits`). Every command
is one step of undo. Letters are never taken from key events, so input methods and dead keys work as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextBlock, QTextCursor

from desktop_app.gui.editor import fences, footnotes, list_edits, moving, table_edits, text_edits
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.marks import PLAIN
from desktop_app.gui.editor.source_text import code_points, common_ends, pasted, utf16_offsets
from desktop_app.gui.editor.text_edits import Edit
from desktop_app.text.casing import Case

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Edits = tuple[Edit, ...]
_Rule = Callable[[str, int, int], Edit | _Edits | None]
_NEAR = 4_000
"""Letters between two changes of one step up to which they are told as one."""
_LONGEST_TABLE = 500
"""Rows; beyond them a key would be felt, and such a table comes from a machine."""


class Typist(QObject):
    """The hands at one editor."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._note_left_at: int | None = None
        """Behind the mark of a footnote from which its note was gone to, in code points."""
        self.language: Callable[[], str] = str
        """Tells in which language the text at the caret is, "" where nobody knows."""
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
        self._in_lines(lambda text, start, end: text_edits.toggle_mark(text, start, end, "**"))

    def italic(self) -> None:
        """Emphasise the selection or the word, or take it back."""
        self._in_lines(lambda text, start, end: text_edits.toggle_mark(text, start, end, "*"))

    def heading(self, level: int) -> None:
        """Make the lines headings, or plain again."""
        self._in_lines(lambda text, start, end: text_edits.set_heading(text, start, end, level))

    def quote(self) -> None:
        """Make the lines a quotation, or plain again."""
        self._in_lines(text_edits.toggle_quote)

    def list(self, numbered: bool = False) -> None:
        """Make the lines a list, or plain again."""
        self._in_lines(lambda text, start, end: text_edits.toggle_list(text, start, end, numbered=numbered))

    def link(self) -> None:
        """Link the selection or the word, to the address on the clipboard where there is one."""
        copied = QGuiApplication.clipboard().text().strip()
        address = copied if text_edits.is_address(copied) else ""
        self._in_lines(lambda text, start, end: text_edits.link(text, start, end, address))

    def link_to(self, address: str, words: str) -> None:
        """Make the selection a link to this address, or insert one of these words."""
        self._in_lines(lambda text, start, end: text_edits.link_to(text, start, end, address, words))

    def footnote(self) -> None:
        """Insert a footnote and go to its text; on a footnote, go to its other end."""
        text, at = self._text_and_caret()
        partner = footnotes.partner(text, at, self._note_left_at)
        if partner is not None:
            self._note_left_at = text.find("]", max(at - 1, 0)) + 1
            self._editor.go_to(self._unit(partner))
            return
        self._in_body(lambda text, _start, end: footnotes.insert(text, end))

    def renumber_footnotes(self) -> None:
        """Number marks and notes in the order of the marks."""
        self._in_text(footnotes.renumber)

    def insert_block(self, block: str) -> None:
        """Insert a paragraph of Markdown at the caret, with empty lines around it as needed."""
        self._in_body(lambda text, _start, end: text_edits.block(text, end, pasted(block)))

    def insert_words(self, words: str) -> None:
        """Insert text at the caret as if it were pasted."""
        self._editor.textCursor().insertText(pasted(words))

    def move_lines(self, up: bool) -> None:
        """Move the line at the caret, or the selected ones, above or below its neighbour; a list counts on."""
        cursor = self._editor.textCursor()
        is_item = cursor.block().blockNumber() > 0 and text_edits.ITEM.match(cursor.block().text())
        if is_item and self._in_stretch(
            self._list_blocks(), lambda text, start, end: _moved_item(text, start, end, up=up)
        ):
            return
        self._in_lines(lambda *of: moving.move_lines(*of, up=up, floor=0), around=1)

    def move_paragraph(self, up: bool) -> None:
        """Move the paragraph above or below its neighbour."""
        self._move(moving.move_paragraph, up)

    def move_section(self, up: bool) -> None:
        """Move the heading at or above the caret with all below it."""
        self._move(moving.move_section, up)

    def _move(self, rule: Callable[..., _Edits | None], up: bool) -> None:
        self._in_body(lambda text, start, end: rule(text, start, end, up=up, floor=text.index("\n") + 1))

    def change_case(self, case: Case) -> None:
        """Write the selection, or the word at the caret, in other letters, as its language has them."""
        language = self.language()
        self._in_text(lambda text, start, end: text_edits.change_case(text, start, end, case, language))

    def table(self) -> None:
        """Insert an empty table, or pad the one at the caret."""
        if not self.change_table(table_edits.tidy):
            self._in_body(lambda text, _start, end: _first_cell(text_edits.block(text, end, table_edits.new_table())))

    def change_table(self, rule: table_edits.Rule) -> bool:
        """Run a rule of `table_edits` on the table at the caret; False where there is none."""
        done = self._in_stretch(self._table_blocks(), lambda text, _start, end: rule(text, end))
        self._editor.setFocus()
        return done

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
        if event.key() == Qt.Key.Key_Backspace and not bare:
            return self._backspace()
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
        elif not plain and not cursor.hasSelection() and self._enter_in_markdown(block.text()):
            return True
        cursor.insertBlock()
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()
        return True

    def _enter_in_markdown(self, line: str) -> bool:
        """Go on with what the line belongs to; only lines with a mark of it cost more than a look."""
        block = self._editor.textCursor().block()
        if self._is_in_code(block):
            return self._in_stretch((block.blockNumber(),) * 2, lambda text, _, end: fences.new_line(text, end))
        if fences.opens(line):
            return self._in_stretch(
                (block.blockNumber(),) * 2, lambda text, _, end: fences.close(text, end, self._lines_below(block))
            )
        if table_edits.looks_like_row(line) and (
            self._in_stretch(self._table_blocks(), lambda text, _, end: table_edits.below(text, end))
            or self._in_stretch(self._table_blocks(), lambda text, _, end: table_edits.begin(text, end))
        ):
            return True
        if not list_edits.has_mark(line):
            return False
        return self._in_stretch(self._list_blocks(), lambda text, _, end: list_edits.new_line(text, end))

    def _backspace(self) -> bool:
        cursor = self._editor.textCursor()
        block = cursor.block()
        if cursor.hasSelection() or block.blockNumber() == 0 or not cursor.positionInBlock():
            return False
        if not list_edits.has_mark(block.text()) or self._is_in_code(block):
            return False
        return self._in_stretch(self._list_blocks(), lambda text, _, end: list_edits.backspace(text, end))

    def _tab(self, back: bool) -> bool:
        editor = self._editor
        cursor = editor.textCursor()
        if editor.tabChangesFocus():
            return False
        block = cursor.block()
        if block.blockNumber() == 0:
            if not back and block.next().isValid():
                editor.go_to(block.next().position())
            return True
        if not self._is_in_code(block) and self._tab_in_markdown(block.text(), back):
            return True
        if not back:
            cursor.insertText("\t")
            editor.setTextCursor(cursor)
        return True

    def _tab_in_markdown(self, line: str, back: bool) -> bool:
        if table_edits.looks_like_row(line):
            blocks = self._table_blocks()
            if self._in_stretch(blocks, lambda text, _, end: table_edits.step(text, end, back=back)):
                return True
            if not back and self._in_stretch(blocks, lambda text, _, end: table_edits.begin(text, end)):
                return True
        return self._in_stretch(self._list_blocks(), lambda *of: list_edits.indent(*of, back=back))

    # -- the lines around the caret

    def _is_in_code(self, block: QTextBlock) -> bool:
        return block.previous().userState() > PLAIN

    def _line_at(self, number: int) -> str | None:
        if number < 1:
            return None
        block = self._editor.document().findBlockByNumber(number)
        return block.text() if block.isValid() else None

    def _lines_below(self, block: QTextBlock) -> Iterator[str]:
        while (block := block.next()).isValid():
            yield block.text()

    def _list_blocks(self) -> tuple[int, int]:
        """Return the first and last block of the list at the selection."""
        first, last = self._chosen_blocks()
        return list_edits.list_stretch(self._line_at, first)[0], list_edits.list_stretch(self._line_at, last)[1]

    def _table_blocks(self) -> tuple[int, int]:
        first, last = self._chosen_blocks()
        for step in (-1, 1):
            for _ in range(_LONGEST_TABLE):
                line = self._line_at(first - 1 if step < 0 else last + 1)
                if line is None or not table_edits.looks_like_row(line):
                    break
                first, last = (first - 1, last) if step < 0 else (first, last + 1)
        return first, last

    def _chosen_blocks(self) -> tuple[int, int]:
        cursor, document = self._editor.textCursor(), self._editor.document()
        places = (cursor.selectionStart(), cursor.selectionEnd())
        first, last = (max(document.findBlock(at).blockNumber(), 1) for at in places)
        return first, last

    def _in_stretch(self, blocks: tuple[int, int], rule: _Rule) -> bool:
        """Run a rule on these blocks only: a key must not cost the whole text. False where it has nothing to do."""
        document = self._editor.document()
        first = document.findBlockByNumber(blocks[0])
        if not first.isValid():
            return False
        text = "\n".join(self._line_at(number) or "" for number in range(blocks[0], blocks[1] + 1))
        cursor = self._editor.textCursor()
        base = first.position()
        if cursor.selectionEnd() < base:
            return False
        places = (max(at - base, 0) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        edits = rule(text, *code_points(utf16_offsets(text), *places))
        if edits is None:
            return False
        self._apply(text, (edits,) if isinstance(edits, Edit) else edits, base=base)
        return True

    def _in_lines(self, rule: _Rule, around: int = 0) -> None:
        """Run a rule on the lines of the selection, and so many around it; the headline is none of them."""
        cursor = self._editor.textCursor()
        document = self._editor.document()
        if not self._editor.isReadOnly() and cursor.selectionEnd() >= document.firstBlock().length():
            first, last = self._chosen_blocks()
            self._in_stretch((max(first - around, 1), min(last + around, document.blockCount() - 1)), rule)
        self._editor.setFocus()

    # -- from rules to the document

    def _in_text(self, rule: _Rule) -> None:
        """Run a rule on the whole text and the selection."""
        if self._editor.isReadOnly():
            return
        text, start, end = self._text_and_selection()
        edits = rule(text, start, end)
        if edits is not None:
            self._apply(text, (edits,) if isinstance(edits, Edit) else edits)
        self._editor.setFocus()

    def _in_body(self, rule: _Rule) -> None:
        """Run a rule on body and selection; the headline is not Markdown and stays as it is."""
        cursor = self._editor.textCursor()
        document = self._editor.document()
        first_line_end = document.firstBlock().length() - 1
        if self._editor.isReadOnly() or cursor.selectionEnd() <= first_line_end:
            return

        def below_headline(text: str, start: int, end: int) -> Edit | _Edits | None:
            start = max(start, text.index("\n") + 1)
            return rule(text, start, max(start, end))

        self._in_text(below_headline)

    def _text_and_selection(self) -> tuple[str, int, int]:
        text = self._editor.raw_text()
        cursor = self._editor.textCursor()
        start, end = code_points(utf16_offsets(text), cursor.selectionStart(), cursor.selectionEnd())
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
        pieces = [piece for piece in (_trimmed(text, edit) for edit in edits) if piece[0] != piece[1] or piece[2]]
        for number, (start, end, new) in enumerate(pieces):
            # What changes in one block is told, and dressed, as one stretch; far apart it had better be two, joined
            # for undo alone: a footnote in a book would have dressed all from its mark to its note.
            if number == 0:
                cursor.beginEditBlock()
            elif pieces[number - 1][0] - end > _NEAR:
                cursor.endEditBlock()
                cursor.joinPreviousEditBlock()
            cursor.setPosition(base + units[start])
            cursor.setPosition(base + units[end], QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(new)
        if pieces:
            cursor.endEditBlock()
        # What is typed next is a step of its own: see `Editor._break_undo`.
        self._editor.document().setModified(False)
        after = text
        for edit in edits:
            after = edit.apply(after)
        units = utf16_offsets(after)
        cursor.setPosition(base + units[edits[0].anchor])
        cursor.setPosition(base + units[edits[0].caret], QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()


def _moved_item(text: str, start: int, end: int, *, up: bool) -> _Edits | None:
    edits = moving.move_lines(text, start, end, up=up, floor=0)
    return None if edits is None else list_edits.renumber(text, edits)


def _first_cell(edit: Edit) -> Edit:
    """Put the caret into the first cell of a table that was just written."""
    at = edit.start + edit.new.index("|") + 2
    return replace(edit, anchor=at, caret=at)


def _trimmed(text: str, edit: Edit) -> tuple[int, int, str]:
    """Leave out what stays: the less is replaced, the less is laid out anew and the finer is the undo."""
    head, tail = common_ends(text[edit.start : edit.end], edit.new)
    return edit.start + head, edit.end - tail, edit.new[head : len(edit.new) - tail]
