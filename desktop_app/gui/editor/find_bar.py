"""The bar under the text that finds and replaces in it; hits are marked, counted and gone through with F3.

Looking runs on a lane, as folding a book takes a tenth of a second and a pattern may take a second before it is given
up; marks are put on what is seen only. What is replaced is worked out there too, for the text as it was then: if it
changed meanwhile, it is worked out again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QTextEdit, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.source_text import code_points, pasted, utf16_offsets
from desktop_app.gui.pieces import button, column, label, row, tool_button
from desktop_app.text.finding import MOST, BadPattern, Finder, TooSlow, Wish

_LOOK_MS = 120
_NARROW = 520


class FindBar(QFrame):
    """Find in this text, and replace."""

    closed = Signal()

    def __init__(self, context: Context, editor: Editor) -> None:
        super().__init__()
        self.setObjectName("find-bar")
        self._context = context
        self._editor = editor
        self._hits: list[tuple[int, int]] = []
        self._current = -1
        self._is_narrow = False
        self._goes = False
        """The words were changed: go to a hit when some are found."""
        self._within: tuple[QTextCursor, QTextCursor] | None = None
        """Where to look, if not everywhere: cursors at both ends, as these keep to their words."""
        self.language: Callable[[], str] = str
        """Tells the language of the text, whose capitals a replacement takes over."""
        self._trouble = ""
        """What is wrong with the pattern."""
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LOOK_MS)
        self._later.timeout.connect(self._look_soon)
        editor.textChanged.connect(self._on_text_changed)
        editor.scrolled.connect(self._mark)
        context.theme.changed.connect(self._mark)
        self.hide()

    def _build(self) -> None:
        theme, tr = self._context.theme, self.tr
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Find in this text"))
        self.words.setAccessibleName(tr("Find in this text"))
        self.instead = QLineEdit()
        self.instead.setPlaceholderText(tr("Replace with"))
        self.instead.setAccessibleName(tr("Replace with"))
        for line in (self.words, self.instead):
            theme.set_font(line, "body")
            line.installEventFilter(self)
        self.words.textEdited.connect(lambda _: self._wish_changed())
        self.count = label(theme, "", "small", "muted")
        for line in (self.words, self.instead):
            line.setMinimumWidth(theme.px(110))
        before = tool_button(theme, "chevron-up", tr("Previous hit (Shift+F3)"), self.previous)
        after = tool_button(theme, "chevron-down", tr("Next hit (F3)"), self.next)
        self.case = tool_button(theme, "type", tr("Letters exactly as written"), self._wish_changed)
        self.whole = button(theme, tr("Whole words"), "quiet", run=self._wish_changed)
        self.pattern = button(theme, tr("Pattern"), "quiet", run=self._wish_changed)
        self.pattern.setToolTip(tr("The words are a regular expression; \\\\1 in the replacement is its first group"))
        self.selection = button(theme, tr("In selection"), "quiet", run=self._keep_selection)
        self.selection.setToolTip(tr("Look in the selected passage only"))
        for one in (self.case, self.whole, self.pattern, self.selection):
            one.setCheckable(True)
        close = tool_button(theme, "x", tr("Close (Esc)"), self.close_bar)
        self._options = QWidget()
        self._options.setLayout(row(self.case, self.whole, self.pattern, self.selection, gap=4))
        self._first = row(self.words, self.count, before, after, self._options, close, gap=6)
        self._first.setStretch(0, 1)
        one = button(theme, tr("Replace"), run=self.replace)
        every = button(theme, tr("Replace all"), run=self.replace_all)
        self._second = QWidget()
        second = row(self.instead, one, every, gap=6)
        second.setStretch(0, 1)
        self._second.setLayout(second)
        self._below = row(None)
        self.setLayout(column(self._first, self._second, self._below, margins=(14, 7, 8, 7), gap=6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._context.theme.px(_NARROW)
        if is_narrow != self._is_narrow:
            # The options go below where they would leave no room for the words.
            self._is_narrow = is_narrow
            if is_narrow:
                self._below.insertWidget(0, self._options)
            else:
                self._first.insertWidget(4, self._options)

    # -- coming and going

    def open_bar(self, *, replacing: bool) -> None:
        """Show the bar with the selected words in it; opened again it selects what stands there."""
        selected = self._editor.textCursor().selectedText()
        self._second.setVisible(replacing)
        self.show()
        if "\u2029" in selected:
            # Nobody looks for two paragraphs; many look in them.
            self.selection.setChecked(True)
            self._within = _ends(self._editor.textCursor())
        elif selected and len(selected) < 200 and self._within is None:
            self.words.setText(selected)
        self.words.selectAll()
        self.words.setFocus()
        self._look()

    def close_bar(self) -> None:
        """Take the bar and its marks away; the focus goes back to the text, at the hit."""
        if self.isVisible():
            self.hide()
            if self._is_on_hit():
                self._editor.go_to(*self._hits[self._current])
            self._hits, self._current = [], -1
            self._look_everywhere()
            self._editor.setExtraSelections([])
            self._editor.setFocus()
            self.closed.emit()

    def look_again(self) -> None:
        """Another text is shown: look in it."""
        self._look_everywhere()
        if self.isVisible():
            self._later.start()

    # -- going through

    def next(self) -> None:
        """Go to the next hit; after the last comes the first."""
        self._step(1)

    def previous(self) -> None:
        """Go to the hit before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if not self.isVisible():
            self.open_bar(replacing=False)
            return
        if self._later.isActive():
            self._look(then=lambda: self._step(step))
            return
        if not self._hits:
            self._say()
            return
        at = self._editor.textCursor().selectionStart()
        if self._is_on_hit():
            place = (self._current + step) % len(self._hits)
        elif step > 0:
            place = self._nearest(at)
        else:
            place = (self._nearest(at) - 1) % len(self._hits)
        self._go_to(place)

    def _nearest(self, at: int) -> int:
        """Return the number of the first hit at or after a place; after the last one comes the first."""
        return bisect_left(self._hits, (at,)) % len(self._hits)

    def _is_on_hit(self) -> bool:
        """Tell whether the caret still stands where the last step put it."""
        if not 0 <= self._current < len(self._hits):
            return False
        return self._editor.textCursor().selectionStart() == self._hits[self._current][0]

    def _go_to(self, place: int) -> None:
        # The caret only: a selection would hide the mark of the hit one is on.
        self._current = place
        self._editor.go_to(self._hits[place][0])
        self._mark()
        self._say()

    # -- replacing

    def replace(self) -> None:
        """Replace the hit one stands on, and go to the next one."""
        if self._editor.isReadOnly():
            return
        if not self._is_on_hit():
            self._step(1)
            return
        start = self._hits[self._current][0]
        self._work_out(lambda found: self._replace_one(start, found))

    def _replace_one(self, at: int, found: list[tuple[int, int, str]]) -> None:
        for start, end, instead in found:
            if start == at:
                cursor = self._editor.textCursor()
                _put(cursor, start, end, instead)
                self._editor.setTextCursor(cursor)
                break
        self._look(then=lambda: self._step(1))

    def replace_all(self) -> None:
        """Replace every hit as one step of undo."""
        if not self._editor.isReadOnly() and self.words.text():
            self._work_out(self._replace_every)

    def _replace_every(self, found: list[tuple[int, int, str]]) -> None:
        cursor = QTextCursor(self._editor.document())
        cursor.beginEditBlock()
        for start, end, instead in reversed(found):
            _put(cursor, start, end, instead)
        cursor.endEditBlock()
        self._look()
        if found:
            done = self.tr("Replaced in %Ln places", None, len(found))
            self._context.messages.toast(done, self.tr("Undo"), self._editor.undo)

    def _work_out(self, then: Callable[[list[tuple[int, int, str]]], None], tries: int = 3) -> None:
        """Hand `then` what is to stand where, in the text as it is when `then` is called."""
        document = self._editor.document()
        revision = document.revision()

        def done(found: list[tuple[int, int, str]]) -> None:
            if self._editor.document() is document and document.revision() == revision:
                then(found)
            elif tries and self._editor.document() is document:
                self._work_out(then, tries - 1)

        raw, wish, span = self._editor.raw_text(), self.wish(), self._span()
        run = self._context.jobs.read if wish.is_pattern else self._context.jobs.render
        run(_replacements, raw, wish, self.instead.text(), self.language(), span, done=done, failed=self._refused)

    # -- looking

    def wish(self) -> Wish:
        """Return what is looked for."""
        return Wish(self.words.text(), self.case.isChecked(), self.whole.isChecked(), self.pattern.isChecked())

    def _keep_selection(self) -> None:
        """Look in what is selected now, or everywhere again."""
        cursor = self._editor.textCursor()
        if not self.selection.isChecked():
            self._look_everywhere()
        elif cursor.hasSelection():
            self._within = _ends(cursor)
        else:
            self.selection.setChecked(False)
            self._context.messages.info(self.tr("Select the passage to look in first"))
        self._wish_changed()

    def _look_everywhere(self) -> None:
        self._within = None
        self.selection.setChecked(False)

    def _span(self) -> tuple[int, int] | None:
        """Return where to look, in the document's units."""
        return (self._within[0].position(), self._within[1].position()) if self._within is not None else None

    def _wish_changed(self) -> None:
        self._goes = True
        self._later.start()

    def _on_text_changed(self) -> None:
        if self.isVisible():
            self._later.start()

    def _look_soon(self) -> None:
        goes, self._goes = self._goes, False
        self._look(goes=goes)

    def _look(self, *, goes: bool = False, then: Callable[[], object] | None = None) -> None:
        self._later.stop()
        raw, wish = self._editor.raw_text(), self.wish()
        ticket = self._context.jobs.latest(f"find {id(self)}")

        def done(hits: list[tuple[int, int]]) -> None:
            self._found(hits, goes)
            if then is not None:
                then()

        run = self._context.jobs.read if wish.is_pattern else self._context.jobs.render
        run(_find, raw, wish, self._span(), done=done, failed=self._refused, ticket=ticket)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, BadPattern | TooSlow):
            self._context.messages.failure(error)
            return
        self._hits, self._current = [], -1
        self._trouble = error.message
        self._mark()
        self._say()

    def _found(self, hits: list[tuple[int, int]], goes: bool) -> None:
        self._hits, self._trouble = hits, ""
        at = self._editor.textCursor().selectionStart()
        self._current = next((place for place, (start, _) in enumerate(hits) if start == at), -1)
        if goes and hits and self._current < 0:
            self._current = self._nearest(at)
            self._editor.go_to(hits[self._current][0])
        self._mark()
        self._say()

    def _say(self) -> None:
        self.count.setToolTip(self._trouble)
        if not self.words.text():
            words = ""
        elif self._trouble:
            words = self.tr("No usable pattern")
        elif not self._hits:
            words = self.tr("No hit")
        elif self._current >= 0:
            words = self.tr("{n} of {all}").format(n=number(self._current + 1), all=number(len(self._hits)))
        else:
            words = self.tr("%Ln hits", None, len(self._hits))
        if len(self._hits) >= MOST:
            words = self.tr("{n} or more").format(n=number(MOST))
        self.count.setText(words)

    def _mark(self) -> None:
        """Mark the hits that are on screen: thousands of marks would make every key wait."""
        if not self.isVisible() or not (self._hits or self._within):
            self._editor.setExtraSelections([])
            return
        theme = self._context.theme
        first, last = self._editor.seen_blocks()
        low, high = first.position(), last.position() + last.length()
        span = self._span()
        marks = [self._ground(*span, theme.color("accent-soft"))] if span is not None else []
        for place in range(bisect_left(self._hits, (low,)), len(self._hits)):
            start, end = self._hits[place]
            if start > high:
                break
            ground = "highlight-active" if place == self._current else "highlight"
            marks.append(self._ground(start, end, theme.color(ground), theme.color(f"on-{ground}")))
        self._editor.setExtraSelections(marks)

    def _ground(self, start: int, end: int, color: QColor, ink: QColor | None = None) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(self._editor.document())
        mark.cursor.setPosition(start)
        mark.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        mark.format.setBackground(color)
        if ink is not None:
            mark.format.setForeground(ink)
        return mark

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return True
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if watched is self.instead:
            self.replace()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.previous()
        else:
            self.next()
        # Going to a hit must not take the focus out of the line one is writing in.
        watched.setFocus()
        return True


def _find(raw: str, wish: Wish, span: tuple[int, int] | None) -> list[tuple[int, int]]:
    """Return hits in the document's own units."""
    units = utf16_offsets(raw)
    if span is None:
        return [(units[start], units[end]) for start, end in Finder(wish).spans(raw)]
    # All of them, as the first 20,000 may lie before the passage.
    first, last = code_points(units, *span)
    spans = ((start, end) for start, end, _ in Finder(wish).hits(raw, ""))
    return [(units[start], units[end]) for start, end in spans if first <= start and end <= last]


def _replacements(
    raw: str, wish: Wish, instead: str, language: str, span: tuple[int, int] | None
) -> list[tuple[int, int, str]]:
    units = utf16_offsets(raw)
    first, last = code_points(units, *span) if span is not None else (0, len(raw))
    found = Finder(wish).hits(raw, instead, language)
    return [(units[start], units[end], new) for start, end, new in found if first <= start and end <= last]


def _ends(selection: QTextCursor) -> tuple[QTextCursor, QTextCursor]:
    """Return cursors at both ends of a selection; what is written at either of them belongs to it."""
    start, end = QTextCursor(selection), QTextCursor(selection)
    start.setPosition(selection.selectionStart())
    start.setKeepPositionOnInsert(True)
    end.setPosition(selection.selectionEnd())
    return start, end


def _put(cursor: QTextCursor, start: int, end: int, text: str) -> None:
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(pasted(text))


def number(value: int) -> str:
    """Return a number as the user's country writes it."""
    return QLocale().toString(value)
