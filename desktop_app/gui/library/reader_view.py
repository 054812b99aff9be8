"""The page itself: a text browser in the reading measure that marks hits and steps through them.

It opens nothing by itself: a click on a link is handed out as a wish. Pictures are asked for by address and appear when
they have been read; nothing is fetched from anywhere but the archive.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QScrollBar, QTextBrowser, QTextEdit, QWidget

from desktop_app.gui.library.hit_text import to_utf16
from desktop_app.gui.library.reader_page import style_sheet
from desktop_app.gui.theme import ThemeKeeper

_MEASURE_PX = 620
_TOP_PX = 28


class HitScrollBar(QScrollBar):
    """A scroll bar with a tick for each hit."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self._shares: list[float] = []

    def set_shares(self, shares: Sequence[float]) -> None:
        """Place the ticks; a share of 0 is the top, 1 the bottom."""
        self._shares = list(shares)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._shares or not self.maximum():
            return
        painter = QPainter(self)
        color = QColor(self._theme.color("highlight-active"))
        for share in self._shares:
            painter.fillRect(QRectF(2, share * (self.height() - 4) + 1, self.width() - 4, 2), color)


class ReaderView(QTextBrowser):
    """Shows one page. `hits_changed(current, total)` counts from 1; 0 of n before the first step."""

    hits_changed = Signal(int, int)
    link_clicked = Signal(str)
    picture_wanted = Signal(str)

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._html = ""
        self._hits: list[tuple[int, int]] = []
        self._current = -1
        self._pictures: dict[str, QImage] = {}
        self._asked: set[str] = set()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(self.tr("Article"))
        self.setVerticalScrollBar(HitScrollBar(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._on_anchor)
        theme.changed.connect(self._dress)

    def show_page(self, html: str) -> None:
        """Show a page from its top, without hits."""
        self._pictures.clear()
        self._asked.clear()
        self._html = html
        self._hits, self._current = [], -1
        self._dress()
        self.verticalScrollBar().setValue(0)
        self._tell()

    def text(self) -> str:
        """Return the page's text; its code points are what `show_hits` counts in."""
        # Qt's own mapping of paragraph and table marks to line ends is one to one, so positions stay.
        return self.document().toPlainText()

    def show_hits(self, spans: Sequence[tuple[int, int]], *, go_to_first: bool = True) -> None:
        """Mark these stretches of `text()` (code points, end exclusive) and go to the first."""
        self._hits = to_utf16(self.text(), spans)
        self._current = -1
        self._mark()
        if self._hits and go_to_first:
            self.step(1)
        else:
            self._tell()

    def hit_count(self) -> int:
        return len(self._hits)

    def current_hit(self) -> int:
        """Return the number of the hit one is on, from 1; 0 = none."""
        return self._current + 1

    def step(self, by: int) -> None:
        """Go to the next or the previous hit, round the end."""
        if not self._hits:
            return
        self._current = (self._current + by) % len(self._hits) if self._current >= 0 or by > 0 else len(self._hits) - 1
        self._mark()
        cursor = self._cursor(*self._hits[self._current])
        top = self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        height = self.viewport().height()
        shown = self.verticalScrollBar().value()
        if not shown + 40 <= top <= shown + height - 80:
            self.verticalScrollBar().setValue(top - height // 3)
        self._tell()

    def put_picture(self, name: str, data: bytes) -> None:
        """A picture that was wanted has been read."""
        image = QImage.fromData(data)
        if not image.isNull():
            self._pictures[name] = image
            scroll = self.verticalScrollBar().value()
            # Rich text asks for a picture once; only a new layout asks again.
            self.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), self._fitted(image))
            self._dress()
            self.verticalScrollBar().setValue(scroll)

    def loadResource(self, kind: int, name: QUrl) -> object:
        """Answer from what was read out of the archive, never from disk or network."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        address = name.toString()
        image = self._pictures.get(address)
        if image is not None:
            return self._fitted(image)
        if address not in self._asked:
            self._asked.add(address)
            self.picture_wanted.emit(address)
        return self._blank()

    def _fitted(self, image: QImage) -> QImage:
        width = min(self._theme.px(_MEASURE_PX), max(self.viewport().width(), 200))
        if image.width() > width:
            return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        return image

    def _blank(self) -> QImage:
        image = QImage(QSize(1, 1), QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        return image

    def _dress(self) -> None:
        scroll = self.verticalScrollBar().value()
        self.document().setDefaultFont(self._theme.editor_font(17))
        self.document().setDefaultStyleSheet(style_sheet(self._theme.theme))
        self.setHtml(self._html)
        frame = self.document().rootFrame().frameFormat()
        frame.setTopMargin(self._theme.px(_TOP_PX))
        frame.setBottomMargin(self._theme.px(48))
        self.document().rootFrame().setFrameFormat(frame)
        self._mark()
        self.verticalScrollBar().setValue(scroll)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        last = max(self.document().characterCount() - 1, 0)
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _mark(self) -> None:
        selections = []
        for number, (start, end) in enumerate(self._hits):
            name = "highlight-active" if number == self._current else "highlight"
            selection = QTextEdit.ExtraSelection()
            marked = QTextCharFormat()
            marked.setBackground(self._theme.color(name))
            marked.setForeground(self._theme.color(f"on-{name}"))
            selection.format = marked  # type: ignore[attr-defined]
            selection.cursor = self._cursor(start, end)  # type: ignore[attr-defined]
            selections.append(selection)
        self.setExtraSelections(selections)
        self._place_ticks()

    def _place_ticks(self) -> None:
        bar = self.verticalScrollBar()
        if isinstance(bar, HitScrollBar):
            height = max(self.document().size().height(), 1.0)
            value = bar.value()
            bar.set_shares(
                [(self.cursorRect(self._cursor(start, start)).top() + value) / height for start, _ in self._hits[:500]]
            )

    def _tell(self) -> None:
        self.hits_changed.emit(self._current + 1, len(self._hits))

    def _on_anchor(self, url: QUrl) -> None:
        if url.hasFragment() and not url.scheme() and not url.path():
            self.scrollToAnchor(url.fragment())
        else:
            self.link_clicked.emit(url.toString())

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max(self._theme.px(28), (self.width() - self._theme.px(_MEASURE_PX)) // 2)
        self.setViewportMargins(side, 0, max(side - 12, 16), 0)
        super().resizeEvent(event)
        self._place_ticks()

    def event(self, event: QEvent) -> bool:
        # The wheel over the margins scrolls too: they belong to the page.
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            position = event.position().toPoint()
            if not self.viewport().geometry().contains(QPoint(position)):
                self.wheelEvent(event)
                return True
        return super().event(event)
