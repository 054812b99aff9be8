"""What an export will look like: the first pages as the PDF sets them, the text as a reader sees it, or the source."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QStackedWidget, QWidget

from desktop_app.gui.library.reader_view import ReaderView
from desktop_app.gui.pieces import draw_focus_ring, label
from desktop_app.gui.theme import ThemeKeeper

_EDGE = 26
_FOOT = 40


class PagesView(QWidget):
    """Pages as pictures, one at a time; Page Up and Page Down turn them."""

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self._pages: list[QImage] = []
        self._page = 0
        self._word = ""
        self._small: tuple[object, QImage] = (None, QImage())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Preview"))

    def show_pages(self, pages: Sequence[bytes]) -> None:
        """Show these pages (PNG) from the first."""
        self._pages = [image for image in (QImage.fromData(data) for data in pages) if not image.isNull()]
        self._page = 0
        self._say("")

    def show_word(self, word: str) -> None:
        """Show a sentence instead: the preview is being made, or cannot be."""
        self._pages = []
        self._say(word)

    @property
    def words(self) -> str:
        """Return what stands below the page."""
        if not self._pages:
            return self._word
        if len(self._pages) == 1:
            return self.tr("Page 1")
        return self.tr("Page {n} of the first {total}").format(n=self._page + 1, total=len(self._pages))

    def turn(self, by: int) -> None:
        """Show another page."""
        page = min(max(self._page + by, 0), len(self._pages) - 1)
        if self._pages and page != self._page:
            self._page = page
            self._say("")

    def sizeHint(self) -> QSize:
        return QSize(380, 480)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.turn(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.turn(-1 if event.angleDelta().y() > 0 else 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.color("surface-pressed"))
        if self._pages:
            room = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_FOOT)
            size = self._pages[self._page].size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            sheet = QRect(0, 0, size.width(), size.height())
            sheet.moveCenter(room.center())
            painter.setPen(Qt.PenStyle.NoPen)
            shade = theme.color("shadow")
            shade.setAlphaF(shade.alphaF() / 3)
            painter.setBrush(shade)
            for step in (4, 2, 1):
                painter.drawRoundedRect(QRectF(sheet).translated(0, 2).adjusted(-step, -step, step, step), 3, 3)
            painter.drawImage(sheet, self._shrunk(size))
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("small"))
        place = (
            self.rect().adjusted(20, self.height() - _FOOT, -20, 0)
            if self._pages
            else self.rect().adjusted(40, 0, -40, 0)
        )
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self.words)
        if self.hasFocus():
            draw_focus_ring(painter, theme, self.rect().adjusted(1, 1, -1, -1), 2)

    def _shrunk(self, size: QSize) -> QImage:
        """Return the page at this size. A painter shrinking by more than half leaves letters out; this averages."""
        ratio = self.devicePixelRatioF()
        wanted = (size * ratio, self._page, id(self._pages))
        if self._small[0] != wanted:
            image = self._pages[self._page].scaled(
                size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            image.setDevicePixelRatio(ratio)
            self._small = (wanted, image)
        return self._small[1]

    def _say(self, word: str) -> None:
        self._word = word
        self.setAccessibleDescription(self.words)
        self.update()


class ExportPreview(QStackedWidget):
    """The three kinds of preview."""

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self.pages = PagesView(theme)
        self.reading = ReaderView(theme)
        self.reading.setObjectName("preview-paper")
        self.reading.setAccessibleName(self.tr("Preview"))
        self.source = QPlainTextEdit()
        self.source.setObjectName("preview-paper")
        self.source.setReadOnly(True)
        self.source.setAccessibleName(self.tr("Preview"))
        theme.dress(self.source, "font", lambda box: box.setFont(theme.editor_font(13, "mono")))
        self.source.document().setDocumentMargin(24)
        for view in (self.pages, self.reading, self.source):
            self.addWidget(view)

    def show_pages(self, pages: Sequence[bytes]) -> None:
        self.pages.show_pages(pages)
        self.setCurrentWidget(self.pages)

    def show_page(self, html: str) -> None:
        self.reading.show_page(html)
        self.setCurrentWidget(self.reading)

    def show_source(self, text: str) -> None:
        self.source.setPlainText(text)
        self.setCurrentWidget(self.source)

    def show_word(self, word: str) -> None:
        self.pages.show_word(word)
        self.setCurrentWidget(self.pages)


def caption(theme: ThemeKeeper, text: str, buddy: QWidget) -> QWidget:
    """Make the small title above a field."""
    made = label(theme, text, "small", "muted", weight=500)
    made.setBuddy(buddy)
    return made
