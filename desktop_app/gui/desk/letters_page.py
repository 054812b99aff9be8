"""Words that may be meant otherwise, in the paragraphs they stand in: each taken or left, by keys or by a click.

The word that goes is struck through and the one that stays is underlined, so that no colour is needed to tell. Only
paragraphs with proposals are shown; they are filled in between two events, so that a book opens at once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from desktop_app.gui.banner import announce
from desktop_app.gui.theme import ThemeKeeper

if TYPE_CHECKING:
    from desktop_app.letters import Proposal

_SLICE_S = 0.004
"""Spent on filling in between two events; the last paragraph begun is finished."""
_COLORS = {
    "": ("text", ""),
    "removed": ("on-diff-del", "diff-del"),
    "added": ("on-diff-add", "diff-add"),
    "kept": ("text", ""),
    "refused": ("text-muted", ""),
}
"""Look -> ink and paper: of a word taken, what goes and what comes; of one left, what stays and what was refused."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with proposals; their places are those of the whole text, as `start` is."""

    start: int
    text: str
    proposals: tuple[Proposal, ...]


def passages(text: str, proposals: Sequence[Proposal]) -> list[Passage]:
    """Cut out the lines of a text that have proposals, in order."""
    found: list[Passage] = []
    at = 0
    while at < len(proposals):
        start = text.rfind("\n", 0, proposals[at].start) + 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        first = at
        while at < len(proposals) and proposals[at].start < end:
            at += 1
        found.append(Passage(start, text[start:end], tuple(proposals[first:at])))
    return found


class LettersPage(QTextEdit):
    """The word diff. Arrows go from word to word, Space takes or leaves one."""

    changed = Signal()
    """Another choice was made."""

    def __init__(self, theme: ThemeKeeper, found: Sequence[Passage]) -> None:
        super().__init__()
        self._theme = theme
        self._rest = list(reversed(found))
        self.proposals = [proposal for passage in found for proposal in passage.proposals]
        self.taken = [True] * len(self.proposals)
        self.current = 0
        self._spans: list[tuple[int, int, int]] = []
        """Where each shown proposal begins, where its second word does, and where it ends: in units of the document."""
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Words that may be meant otherwise"))
        self.setAccessibleDescription(self.tr("Arrows go from word to word, Space takes or leaves one."))
        self.document().setDocumentMargin(theme.px(24))
        self._looks = self._made_looks()
        self._filler = QTimer(self)
        self._filler.setInterval(0)
        self._filler.timeout.connect(self._fill)
        self._filler.start()
        self._fill()
        theme.changed.connect(self._dress)

    def set_all(self, taken: bool) -> None:
        """Take all words, or none."""
        self.taken = [taken] * len(self.proposals)
        self._dress()
        self.changed.emit()

    def toggle(self, number: int) -> None:
        """Take a word that was left, or leave it."""
        self.taken[number] = not self.taken[number]
        if number < len(self._spans):
            self._dress_one(number)
        self._say()
        self.changed.emit()

    def go_to(self, number: int) -> None:
        """Make another word the current one, and show it."""
        self.current = min(max(number, 0), len(self.proposals) - 1)
        while self.current >= len(self._spans) and self._rest:
            self._fill()
        cursor = self.textCursor()
        cursor.setPosition(self._spans[self.current][0])
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        # Two lines of what stands around it as well, and the page's margin above the first.
        bar, box = self.verticalScrollBar(), self.cursorRect()
        room = 2 * box.height()
        bar.setValue(bar.value() + min(box.top() - room, 0) + max(box.bottom() + room - self.viewport().height(), 0))
        self.viewport().update()
        self._say()

    def _say(self) -> None:
        proposal = self.proposals[self.current]
        state = self.tr("taken") if self.taken[self.current] else self.tr("left")
        announce(self, f"{proposal.old} → {proposal.new}, {state}")

    # -- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            event.ignore()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            ahead = (key == Qt.Key.Key_Right) != self.isRightToLeft()
            self.go_to(self.current + (1 if ahead else -1))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.go_to(self._in_next_line(1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else len(self.proposals) - 1)
        elif key == Qt.Key.Key_Space:
            self.toggle(self.current)
        else:
            # Enter is the sheet's, PgUp and PgDn scroll.
            if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                super().keyPressEvent(event)
            else:
                event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        point = event.position()
        for number in range(len(self._spans)):
            if any(box.contains(point) for box in self._boxes(number)):
                self.current = number
                self.toggle(number)
                self.viewport().update()
                return

    def _in_next_line(self, way: int) -> int:
        """Return the word nearest above or below; the next or last one where there is none."""
        here = self._boxes(self.current)[0]
        number = self.current
        best = None
        while 0 <= number + way < len(self._spans):
            number += way
            box = self._boxes(number)[0]
            if abs(box.top() - here.top()) < here.height() / 2:
                continue
            if best is None:
                best = (number, box)
            elif abs(box.top() - best[1].top()) > here.height() / 2:
                break
            elif abs(box.center().x() - here.center().x()) < abs(best[1].center().x() - here.center().x()):
                best = (number, box)
        return best[0] if best else self.current + way

    # -- looks

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.current < len(self._spans) and self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("focus-ring"), 2))
            for box in self._boxes(self.current):
                painter.drawRoundedRect(box.adjusted(-2, -1, 2, 1), 3, 3)

    def _boxes(self, number: int) -> list[QRectF]:
        """Return where a proposal stands in the window: one box, or one for each of its lines."""
        first, second, last = self._spans[number]
        cursor = QTextCursor(self.document())
        edges = []
        for at in (first, last, first, second - 1, second, last):
            cursor.setPosition(at)
            edges.append(QRectF(self.cursorRect(cursor)))
        pairs = [edges[:2]] if edges[0].top() == edges[1].top() else [edges[2:4], edges[4:]]
        return [QRectF(one.topLeft(), other.bottomRight()).normalized() for one, other in pairs]

    def _fill(self) -> None:
        until = time.perf_counter() + _SLICE_S
        while self._rest and time.perf_counter() < until:
            self._add(self._rest.pop())
        if not self._rest:
            self._filler.stop()

    def _add(self, passage: Passage) -> None:
        """Put a paragraph at the end; as one edit, so that it is laid out once."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        if self._spans:
            cursor.insertBlock()
        cursor.setBlockFormat(self._paragraph())
        at = passage.start
        for proposal in passage.proposals:
            removed, added = self._looks_of(len(self._spans))
            cursor.insertText(passage.text[at - passage.start : proposal.start - passage.start], self._looks[""])
            first = cursor.position()
            cursor.insertText(proposal.old, self._looks[removed])
            cursor.insertText(" ", self._looks[""])
            second = cursor.position()
            cursor.insertText(proposal.new, self._looks[added])
            self._spans.append((first, second, cursor.position()))
            at = proposal.end
        cursor.insertText(passage.text[at - passage.start :], self._looks[""])
        cursor.endEditBlock()

    def _dress(self) -> None:
        """Dress all that is shown anew: the theme or every choice changed."""
        self._looks = self._made_looks()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(self._looks[""])
        cursor.setBlockFormat(self._paragraph())
        for number in range(len(self._spans)):
            self._dress_one(number)
        cursor.endEditBlock()

    def _dress_one(self, number: int) -> None:
        first, second, last = self._spans[number]
        removed, added = self._looks_of(number)
        self._put_on(first, second - 1, removed)
        self._put_on(second, last, added)

    def _looks_of(self, number: int) -> tuple[str, str]:
        return ("removed", "added") if self.taken[number] else ("kept", "refused")

    def _put_on(self, start: int, end: int, look: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(self._looks[look])

    def _made_looks(self) -> dict[str, QTextCharFormat]:
        looks = {}
        for name, (ink, paper) in _COLORS.items():
            look = QTextCharFormat()
            look.setFont(self._theme.theme.editor_font(18))
            look.setForeground(self._theme.color(ink))
            if paper:
                look.setBackground(self._theme.color(paper))
            look.setFontStrikeOut(name in ("removed", "refused"))
            look.setFontUnderline(name in ("added", "kept"))
            looks[name] = look
        return looks

    def _paragraph(self) -> QTextBlockFormat:
        paragraph = QTextBlockFormat()
        paragraph.setLineHeight(112.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        paragraph.setBottomMargin(self._theme.px(12))
        return paragraph
