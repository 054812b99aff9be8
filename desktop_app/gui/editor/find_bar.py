"""The bar under the text that finds and replaces in it; hits are marked, counted and gone through with F3.

Looking runs on the render lane, as folding a book takes a tenth of a second; marks are put on what is seen only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QTextEdit, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.finding import MOST, Wish, find_all, nearest
from desktop_app.gui.editor.source_text import utf16_offsets
from desktop_app.gui.pieces import button, column, label, row, tool_button

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
        for one in (self.case, self.whole):
            one.setCheckable(True)
        close = tool_button(theme, "x", tr("Close (Esc)"), self.close_bar)
        self._options = QWidget()
        self._options.setLayout(row(self.case, self.whole, gap=4))
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
        if selected and "\u2029" not in selected and len(selected) < 200:
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
            self._editor.setExtraSelections([])
            self._editor.setFocus()
            self.closed.emit()

    def look_again(self) -> None:
        """Another text is shown: look in it."""
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
            self._later.stop()
            self._look()
        if not self._hits:
            self._say()
            return
        at = self._editor.textCursor().selectionStart()
        if self._is_on_hit():
            place = (self._current + step) % len(self._hits)
        elif step > 0:
            place = nearest(self._hits, at)
        else:
            place = (nearest(self._hits, at) - 1) % len(self._hits)
        self._go_to(place)

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
        if self._is_on_hit():
            start, end = self._hits[self._current]
            cursor = self._editor.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(self.instead.text())
            self._editor.setTextCursor(cursor)
            self._look()
        self._step(1)

    def replace_all(self) -> None:
        """Replace every hit as one step of undo."""
        if self._editor.isReadOnly() or not self._hits:
            return
        self._look()
        hits, instead = list(self._hits), self.instead.text()
        cursor = QTextCursor(self._editor.document())
        cursor.beginEditBlock()
        for start, end in reversed(hits):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(instead)
        cursor.endEditBlock()
        self._look()
        count = len(hits)
        done = self.tr("Replaced in %Ln places", None, count)
        self._context.messages.toast(done, self.tr("Undo"), self._editor.undo)

    # -- looking

    def wish(self) -> Wish:
        """Return what is looked for."""
        return Wish(self.words.text(), self.case.isChecked(), self.whole.isChecked())

    def _wish_changed(self) -> None:
        self._goes = True
        self._later.start()

    def _on_text_changed(self) -> None:
        if self.isVisible():
            self._later.start()

    def _look_soon(self) -> None:
        goes, self._goes = self._goes, False
        self._look(goes=goes)

    def _look(self, *, goes: bool = False) -> None:
        self._later.stop()
        raw, wish = self._editor.raw_text(), self.wish()
        ticket = self._context.jobs.latest(f"find {id(self)}")
        self._context.jobs.render(_find, raw, wish, done=lambda hits: self._found(hits, goes), ticket=ticket)

    def _found(self, hits: list[tuple[int, int]], goes: bool) -> None:
        self._hits = hits
        at = self._editor.textCursor().selectionStart()
        self._current = next((place for place, (start, _) in enumerate(hits) if start == at), -1)
        if goes and hits and self._current < 0:
            self._current = nearest(hits, at)
            self._editor.go_to(hits[self._current][0])
        self._mark()
        self._say()

    def _say(self) -> None:
        if not self.words.text():
            words = ""
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
        if not self.isVisible() or not self._hits:
            self._editor.setExtraSelections([])
            return
        theme = self._context.theme
        first, last = self._editor.seen_blocks()
        low, high = first.position(), last.position() + last.length()
        marks = []
        for place, (start, end) in enumerate(self._hits):
            if end < low or start > high:
                continue
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self._editor.document())
            mark.cursor.setPosition(start)
            mark.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            ground = "highlight-active" if place == self._current else "highlight"
            mark.format.setBackground(theme.color(ground))
            mark.format.setForeground(theme.color(f"on-{ground}"))
            marks.append(mark)
        self._editor.setExtraSelections(marks)

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


def _find(raw: str, wish: Wish) -> list[tuple[int, int]]:
    """Return hits in the document's own units."""
    hits = find_all(raw, wish)
    if not hits:
        return []
    units = utf16_offsets(raw)
    return [(units[start], units[end]) for start, end in hits]


def number(value: int) -> str:
    """Return a number as the user's country writes it."""
    return QLocale().toString(value)
