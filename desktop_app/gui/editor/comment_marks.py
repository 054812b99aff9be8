"""Comments in the text: passages that move along with every edit, with a line below their words, a mark in the margin.

A passage is a pair of Qt's own cursors, so that a key costs nothing but a look whether a passage was emptied or cut.
Words that were deleted, or came from outside, are looked for again by `text.anchors`. Promises: the text itself is
never changed and gains no step of undo. Not for keeping comments; that is `desk.comments`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QTextCursor, QTextDocument
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.archive.articles import Comment
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.source_text import code_points, utf16_offsets
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.text.anchors import anchor, find

_SETTLED_MS = 400
"""After the last key; then places are told, to be kept."""
_MARK = 24
_TIP_LETTERS = 300


@dataclass(slots=True)
class _Placed:
    comment: Comment
    cursor: QTextCursor
    is_lost: bool = False
    is_cut: bool = False
    """A change reached over one of its ends: what is left may be less than what is meant."""
    span: tuple[int, int] = (0, 0)
    """Where it was before the change that is being told."""

    def take_span(self) -> None:
        self.span = (self.cursor.selectionStart(), self.cursor.selectionEnd())

    @property
    def is_shown(self) -> bool:
        return not self.is_lost and self.comment.resolved is None


class CommentMarks(QObject):
    """The comments of the document that the editor shows."""

    moved = Signal(object)
    """Some seconds of editing are over: the `Comment`s whose passage stands elsewhere or reads otherwise now."""
    pressed = Signal(str)
    """The mark of this comment was clicked."""

    def __init__(self, editor: Editor, theme: ThemeKeeper) -> None:
        super().__init__(editor)
        self._editor = editor
        self._theme = theme
        self._placed: dict[str, _Placed] = {}
        self._document: QTextDocument | None = None
        self._current = ""
        self._margin = _Margin(editor, theme, self._seen, self._press)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self.settle)
        editor.overlays.append(self._paint)

    def show(self, document: QTextDocument, comments: Iterable[Comment]) -> None:
        """Show these comments in this document; a passage that moves already with the text stays where it went."""
        if document is not self._document:
            if self._document is not None:
                self._document.contentsChange.disconnect(self._on_change)
            self._document = document
            self._placed = {}
            document.contentsChange.connect(self._on_change)
        text = document.toRawText().replace("\u2029", "\n")
        before, self._placed = self._placed, {}
        for one in comments:
            known = before.get(one.uid)
            if known is not None and not known.is_lost:
                placed = replace(known, comment=replace(one, anchor=known.comment.anchor))
            else:
                placed = _Placed(one, QTextCursor(document), is_lost=True)
                self._look_for(placed, text)
            self._placed[one.uid] = placed
        self._look_again()

    def clear(self) -> None:
        """Show none."""
        if self._document is not None:
            self._document.contentsChange.disconnect(self._on_change)
        self._document = None
        self._placed = {}
        self._settled.stop()
        self._look_again()

    def comments(self) -> tuple[Comment, ...]:
        """Return the comments with their places as they are now, in the order of the text."""
        found = sorted(self._placed.values(), key=lambda one: one.cursor.selectionStart())
        return tuple(one.comment for one in found)

    def is_lost(self, uid: str) -> bool:
        """Tell whether the words of a comment are gone from the text."""
        return uid in self._placed and self._placed[uid].is_lost

    def span(self, uid: str) -> tuple[int, int] | None:
        """Return where a comment's passage begins and ends in the document, None where it is gone."""
        placed = self._placed.get(uid)
        if placed is None or placed.is_lost:
            return None
        return placed.cursor.selectionStart(), placed.cursor.selectionEnd()

    def at(self, position: int) -> str:
        """Return the innermost open comment around a place, "" where there is none."""
        around = [
            (placed.cursor.selectionEnd() - placed.cursor.selectionStart(), uid)
            for uid, placed in self._placed.items()
            if placed.is_shown and placed.cursor.selectionStart() <= position <= placed.cursor.selectionEnd()
        ]
        return min(around)[1] if around else ""

    def beyond(self, position: int, step: int) -> str:
        """Return the next open comment behind a place (`step` 1) or before it (-1), round the ends; "" for none."""
        starts = sorted((one.cursor.selectionStart(), uid) for uid, one in self._placed.items() if one.is_shown)
        if not starts:
            return ""
        ahead = [uid for at, uid in starts if at > position] if step > 0 else []
        behind = [uid for at, uid in starts if at < position] if step < 0 else []
        return ahead[0] if ahead else behind[-1] if behind else starts[0 if step > 0 else -1][1]

    def set_current(self, uid: str) -> None:
        """Make one stand out."""
        if uid != self._current:
            self._current = uid
            self._look_again()

    def make(self, uid: str, words: str, start: int, end: int) -> Comment:
        """Return a comment on a stretch of the document; `show` it once it is kept."""
        text = self._editor.raw_text()
        return Comment(uid, anchor(text, *code_points(utf16_offsets(text), start, end)), words)

    def settle(self) -> None:
        """Look where the passages are now, and tell which of them moved."""
        self._settled.stop()
        if not self._placed or self._document is None:
            return
        text = self._document.toRawText().replace("\u2029", "\n")
        units = utf16_offsets(text)
        moved = []
        for placed in self._placed.values():
            if placed.is_lost or placed.is_cut:
                self._look_for(placed, text)
            if placed.is_lost:
                continue
            start, end = placed.cursor.selectionStart(), placed.cursor.selectionEnd()
            now = anchor(text, *code_points(units, start, end))
            if now != placed.comment.anchor:
                placed.comment = replace(placed.comment, anchor=now)
                moved.append(placed.comment)
        self._look_again()
        if moved:
            self.moved.emit(tuple(moved))

    def _on_change(self, at: int, removed: int, _added: int) -> None:
        if not self._placed:
            return
        for placed in self._placed.values():
            start, end = placed.span
            # At once, and not when the writer pauses: undoing a deletion would hand back more than the passage was.
            placed.is_lost = placed.is_lost or not placed.cursor.hasSelection()
            placed.is_cut = placed.is_cut or (at < start < at + removed) or (at < end < at + removed)
            placed.take_span()
        self._settled.start()
        self._margin.update()

    def _look_for(self, placed: _Placed, text: str) -> None:
        span = find(text, placed.comment.anchor)
        placed.is_lost = span is None and (placed.is_lost or not placed.cursor.hasSelection())
        placed.is_cut = False
        if span is None or self._document is None:
            return
        units = utf16_offsets(text)
        placed.cursor = QTextCursor(self._document)
        placed.cursor.setPosition(units[span[0]])
        placed.cursor.setPosition(units[span[1]], QTextCursor.MoveMode.KeepAnchor)
        # What is typed behind the passage is not part of it.
        placed.cursor.setKeepPositionOnInsert(True)
        placed.take_span()

    def _look_again(self) -> None:
        self._margin.place()
        self._margin.update()
        self._editor.viewport().update()

    # -- drawing

    def _seen(self) -> Iterator[tuple[_Placed, QRect, bool]]:
        """Yield the comments on screen, each with its first line in viewport coordinates."""
        if not self._placed:
            return
        height = self._editor.viewport().height()
        first, last = self._editor.seen_blocks()
        begin, end = first.position(), last.position() + last.length()
        for uid, placed in self._placed.items():
            if not placed.is_shown or not begin <= placed.cursor.selectionStart() < end:
                continue
            start = QTextCursor(placed.cursor)
            start.setPosition(placed.cursor.selectionStart())
            line = self._editor.cursorRect(start)
            if line.bottom() >= 0 and line.top() <= height:
                yield placed, line, uid == self._current

    def _press(self, comment: Comment) -> None:
        self.set_current(comment.uid)
        self.pressed.emit(comment.uid)

    def _paint(self, painter: QPainter) -> None:
        shown = [(uid, placed) for uid, placed in self._placed.items() if placed.is_shown]
        if not shown:
            return
        first, last = self._editor.seen_blocks()
        begin, end = first.position(), last.position() + last.length()
        for uid, placed in shown:
            start, stop = placed.cursor.selectionStart(), placed.cursor.selectionEnd()
            if start < end and stop > begin:
                color = self._theme.color("accent" if uid == self._current else "warning")
                self._underline(painter, max(start, begin), min(stop, end), color, uid == self._current)

    def _underline(self, painter: QPainter, start: int, end: int, color: QColor, is_current: bool) -> None:
        style = Qt.PenStyle.SolidLine if is_current else Qt.PenStyle.DotLine
        painter.setPen(QPen(color, 2 if is_current else 1.5, style))
        document, layout = self._editor.document(), self._editor.document().documentLayout()
        top = -self._editor.verticalScrollBar().value()
        block = document.findBlock(start)
        while block.isValid() and block.position() < end:
            box = layout.blockBoundingRect(block)
            for number in range(block.layout().lineCount()):
                line = block.layout().lineAt(number)
                left = max(start - block.position(), line.textStart())
                right = min(end - block.position(), line.textStart() + line.textLength())
                if left < right:
                    xs = sorted((line.cursorToX(left)[0], line.cursorToX(right)[0]))
                    foot = box.top() + top + line.y() + line.height() - 2
                    painter.drawLine(QPointF(box.left() + xs[0], foot), QPointF(box.left() + xs[1], foot))
            block = block.next()


class _Margin(QWidget):
    """The marks beside the column. The mouse's way to a comment; the keyboard's is the inspector."""

    def __init__(
        self,
        editor: Editor,
        theme: ThemeKeeper,
        seen: Callable[[], Iterator[tuple[_Placed, QRect, bool]]],
        press: Callable[[Comment], object],
    ) -> None:
        super().__init__(editor)
        self._editor = editor
        self._theme = theme
        self._seen = seen
        self._press = press
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Comments"))
        self.setMouseTracking(True)
        editor.installEventFilter(self)
        editor.scrolled.connect(self.update)
        self.hide()

    def place(self) -> None:
        """Stand beside the column, where there is something to show."""
        port = self._editor.viewport().geometry()
        self.setGeometry(port.right() + 3, port.top(), _MARK, port.height())
        self.setVisible(any(True for _ in self._seen()) or self.isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            QTimer.singleShot(0, self, self.place)
        return False

    def _marks(self) -> Iterator[tuple[Comment, QRect, bool]]:
        for placed, line, is_current in self._seen():
            yield placed.comment, QRect(0, line.center().y() - _MARK // 2, _MARK, _MARK), is_current

    def _under(self, point: QPoint) -> Comment | None:
        return next((comment for comment, box, _ in self._marks() if box.contains(point)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for _, box, is_current in self._marks():
            color = self._theme.color("accent" if is_current else "warning")
            painter.setPen(QPen(color, 1.5))
            painter.setBrush(color if is_current else Qt.BrushStyle.NoBrush)
            bubble = QRectF(box).adjusted(4, 5, -4, -8)
            painter.drawRoundedRect(bubble, 3, 3)
            foot = QPointF(bubble.left() + 4, bubble.bottom())
            painter.setBrush(color)
            painter.drawPolygon(QPolygonF([foot, foot + QPointF(0, 4), foot + QPointF(4, 0)]))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        comment = self._under(event.position().toPoint())
        if comment is not None:
            self._press(comment)
        else:
            # The margin belongs to the text.
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        comment = self._under(event.position().toPoint())
        self.setCursor(Qt.CursorShape.IBeamCursor if comment is None else Qt.CursorShape.PointingHandCursor)
        if comment is not None:
            QToolTip.showText(event.globalPosition().toPoint(), comment.words[:_TIP_LETTERS], self)
