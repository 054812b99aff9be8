"""The preview by Qt's rich text: no web engine needed, a plainer look. It lays the whole page anew at each change."""

from __future__ import annotations

import bisect

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.editor.pictures import PictureStore
from desktop_app.gui.editor.preview import PreviewBackend
from desktop_app.gui.editor.preview_page import PreviewContent, rich_html, rich_style

_LONG_TEXT = 150_000
_LONG_PAUSE_MS = 1200
"""Laying out 50,000 words takes a third of a second: not between two words."""


class _Page(QTextBrowser):
    def __init__(self, preview: RichPreview) -> None:
        super().__init__()
        self._preview = preview

    def loadResource(self, kind: int, name: QUrl) -> object:
        if kind == QTextDocument.ResourceType.ImageResource.value and name.scheme() == "article":
            return self._preview.picture(name)
        # Anything else would be a file or the network.
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._preview.lay_column()


class RichPreview(PreviewBackend):
    """A QTextBrowser that follows."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._content: PreviewContent | None = None
        self._images: dict[str, QImage] = {}
        self._asked: set[str] = set()
        self._lines: list[int] = []
        self._tops: list[float] = []
        self._store = PictureStore(context)
        self.page = _Page(self)
        self.page.setOpenLinks(False)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setAccessibleName(self.tr("Preview"))
        self.page.document().setDocumentMargin(0)
        self.page.anchorClicked.connect(self._on_link)
        self.page.verticalScrollBar().valueChanged.connect(self._on_scroll)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LONG_PAUSE_MS)
        self._later.timeout.connect(self._render)

    def pane(self) -> QWidget:
        return self.page

    def show_content(self, content: PreviewContent) -> None:
        is_first = self._content is None
        self._content = content
        self._store.names = content.pictures
        if not is_first and sum(len(block.html) for block in content.blocks) > _LONG_TEXT:
            self._later.start()
        else:
            self._render()

    def restyle(self) -> None:
        self._render()

    def scroll_to_line(self, line: float) -> None:
        self._measure()
        self._expect_scroll()
        self.page.verticalScrollBar().setValue(round(self._top_of(line)))

    def picture(self, url: QUrl) -> QImage:
        """Return a picture, an empty one until it was fetched."""
        key = url.toString()
        if key not in self._images and key not in self._asked:
            self._asked.add(key)
            self._store.fetch(url.path(), lambda data: self._take_picture(key, data))
        return self._images.get(key, QImage())

    def lay_column(self) -> None:
        """Centre the column of the page."""
        theme = self.context.theme.theme
        side = max(24, (self.page.viewport().width() - theme.px(620)) // 2)
        root = self.page.document().rootFrame()
        shape = root.frameFormat()
        if shape.leftMargin() != side or shape.topMargin() != theme.px(28):
            for put in (shape.setLeftMargin, shape.setRightMargin):
                put(side)
            shape.setTopMargin(theme.px(28))
            shape.setBottomMargin(theme.px(160))
            root.setFrameFormat(shape)
        self._tops = []

    def _render(self) -> None:
        if self._content is None:
            return
        bar = self.page.verticalScrollBar()
        value = bar.value()
        self._expect_scroll()
        # Qt makes headings so many times as large as this font and does not heed their size in the style sheet.
        self.page.document().setDefaultFont(self.context.theme.theme.editor_font(17))
        self.page.document().setDefaultStyleSheet(rich_style(self.context.theme.theme))
        self.page.setHtml(rich_html(self._content))
        self._tops = []
        self.lay_column()
        # setHtml goes to the top; the page stays where it was.
        bar.setValue(value)

    def _take_picture(self, key: str, data: bytes | None) -> None:
        image = QImage.fromData(data) if data else QImage()
        if image.isNull():
            return
        room = max(200, self.page.viewport().width() - 48)
        self._images[key] = image.scaledToWidth(room) if image.width() > room else image
        self._later.start(50)

    def _measure(self) -> None:
        """Note where each block of the text stands; only when it is asked for."""
        if self._tops:
            return
        layout = self.page.document().documentLayout()
        self._lines, self._tops = [], []
        block = self.page.document().begin()
        while block.isValid():
            for part in block:
                names = [n for n in part.fragment().charFormat().anchorNames() if n.startswith("line-")]
                if names:
                    self._lines.append(int(names[0].removeprefix("line-")))
                    self._tops.append(layout.blockBoundingRect(block).top())
            block = block.next()

    def _top_of(self, line: float) -> float:
        if not self._lines or line <= 0:
            return 0.0 if line <= 0 or not self._tops else self._tops[0]
        place = bisect.bisect_right(self._lines, line) - 1
        if place < 0:
            return 0.0
        top = self._tops[place]
        if place + 1 == len(self._lines):
            return top
        span = self._lines[place + 1] - self._lines[place]
        share = (line - self._lines[place]) / span if span else 0.0
        return top + (self._tops[place + 1] - top) * share

    def _on_scroll(self, value: int) -> None:
        if self._is_own_scroll:
            return
        self._measure()
        if not self._tops:
            return
        place = bisect.bisect_right(self._tops, value) - 1
        if place < 0:
            self.line_scrolled.emit(-1.0)
            return
        line = float(self._lines[place])
        if place + 1 < len(self._tops):
            height = self._tops[place + 1] - self._tops[place]
            share = (value - self._tops[place]) / height if height else 0.0
            line += share * (self._lines[place + 1] - self._lines[place])
        self.line_scrolled.emit(line)

    def _on_link(self, url: QUrl) -> None:
        if url.toString().startswith("#"):
            self.page.scrollToAnchor(url.fragment())
        else:
            self.link_activated.emit(url.toString())
