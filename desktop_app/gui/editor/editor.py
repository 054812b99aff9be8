"""The text widget: a centred column of prose with a caret one finds at once.

It shows one document at a time (`show_document`), each with its own undo and its own dress. Promises: typing, wheel and
clicks work in the margins as in the column; a key restyles one paragraph; the text is read and written letter for
letter (`text`, never Qt's plain text). Not for saving, nor for what is around the text; the formatting commands are
`typing.Typist`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QWidget

from desktop_app.gui.editor.highlighter import Highlighter
from desktop_app.gui.editor.marks import heading_level
from desktop_app.gui.editor.page_paint import (
    caret_box,
    font_at,
    paint_hint,
    paint_veil,
    paint_wave,
    veil,
    wave_tile,
)
from desktop_app.gui.editor.scroll_room import ScrollRoom
from desktop_app.gui.editor.source_text import from_document, pasted
from desktop_app.gui.editor.text_page import PageStyle, keep_headline, new_document, restyle
from desktop_app.gui.theme import ThemeKeeper

_LEAST_MARGIN = 28
_DRESS_MS = 4.0
"""A slice of styling between two events; with its layout it stays well under a frame."""
_CARET_PX = 2
_FOCUS_TOP = 72
"""More air above the headline where nothing else is in the window."""
_MOUSE = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
}
_ADDRESS = re.compile(r"(?:https?://|mailto:|article:)\S+")


def insert_apart(cursor: QTextCursor, text: str) -> None:
    """Replace what is selected, as a step of undo that joins neither what was typed before nor what comes after."""
    document = cursor.document()
    document.setModified(False)
    cursor.insertText(text)
    document.setModified(False)


class Editor(QTextEdit):
    """Prose in Markdown, as plain text."""

    scrolled = Signal()
    """The text moved under the window, by the user or by itself."""
    zoom_requested = Signal(int)
    """Ctrl+wheel: steps up or down."""
    left = Signal()
    """The focus went elsewhere."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._px, self._family, self._leading, self._letters = 18, "serif", 1.6, 66
        self._highlighters: dict[QTextDocument, Highlighter] = {}
        self._dims = False
        self._is_typewriter = False
        self._word_ended = False
        self._caret_px = _CARET_PX
        self._caret_on = True
        self.takes: Callable[[QMimeData], bool] = lambda source: False
        """Tells of files from outside whether `take` takes them."""
        self.take: Callable[[QMimeData], bool] = lambda source: False
        """Takes what is pasted or dropped (see `pasting`); what it leaves comes in as plain text."""
        self.overlays: list[Callable[[QPainter], object]] = []
        """What others draw over the letters, in viewport coordinates."""
        self._caret_drawn = QRect()
        """Where the caret was seen last."""
        self._style: PageStyle | None = None
        """`page_style`, which is asked for at each key; None when it has to be made anew."""
        self.marked: Callable[[QTextBlock], Iterable[tuple[int, int]]] | None = None
        """Tells which letters of a block get a wave, from and to, in UTF-16 units."""
        self._wave = ((0, 0.0), QPixmap())
        self.headline_hint = self.tr("Headline")
        self.text_hint = self.tr("Write here")
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCursorWidth(0)
        self.setTabChangesFocus(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Text"))
        self.setAccessibleDescription(self.tr("The first line is the headline. F6 leaves the text."))
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._room = ScrollRoom(self.verticalScrollBar())
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._turn_caret)
        self._dresser = QTimer(self)
        self._dresser.setInterval(0)
        self._dresser.timeout.connect(self._dress_more)
        self.cursorPositionChanged.connect(self._caret_moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self.restyle)
        self.show_document(self.make_document(""))

    # -- documents

    def make_document(self, text: str) -> QTextDocument:
        """Make a document for `source_text.to_document`'s text, dressed and ready to be shown."""
        document = new_document(text, self.page_style())
        document.setParent(self)
        self._highlighters[document] = Highlighter(document, self._theme, document.defaultFont())
        document.contentsChange.connect(lambda at, removed, added: self._on_change(document, at, removed, added))
        document.contentsChanged.connect(lambda: self._break_undo(document))
        return document

    def show_document(self, document: QTextDocument) -> None:
        """Show a document made here; its undo history comes with it."""
        self.setDocument(document)
        # QTextEdit gives its document the window's direction; the paragraphs of a text have their own.
        option = document.defaultTextOption()
        if option.textDirection() != Qt.LayoutDirection.LayoutDirectionAuto:
            option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            document.setDefaultTextOption(option)
        self.setCursorWidth(0)
        self._dress_seen()
        if not self.highlighter.is_finished:
            self._dresser.start()
        self._caret_moved()

    def forget_document(self, document: QTextDocument) -> None:
        """Let go of a document that is no longer shown."""
        self._highlighters.pop(document, None)
        document.deleteLater()

    @property
    def highlighter(self) -> Highlighter:
        return self._highlighters[self.document()]

    def texts(self) -> tuple[str, str]:
        """Return headline and body as they are to be saved."""
        return from_document(self.document().toRawText())

    def raw_text(self) -> str:
        """Return the text as written, one "\\n" a block; for positions see `source_text.utf16_offsets`."""
        return self.document().toRawText().replace("\u2029", "\n")

    def undo(self) -> None:
        """Take back the last step that changed a letter; changes of face and leading are passed by."""
        self._walk(super().undo, self.document().isUndoAvailable)

    def redo(self) -> None:
        """Do again what `undo` took back."""
        self._walk(super().redo, self.document().isRedoAvailable)

    def _walk(self, step: Callable[[], None], can_step: Callable[[], bool]) -> None:
        document = self.document()
        before, place = document.toRawText(), -1
        # A step that leads nowhere would be taken for ever.
        while can_step() and document.toRawText() == before and document.availableUndoSteps() != place:
            place = document.availableUndoSteps()
            step()

    # -- looks

    def page_style(self) -> PageStyle:
        """Return the face and leading in force."""
        if self._style is None:
            theme = self._theme.theme
            font = theme.editor_font(self._px, self._family)
            headline = theme.editor_font(round(self._px * 28 / 18), self._family, 700)
            self._style = PageStyle(font, headline, self._leading)
        return self._style

    def set_style(self, *, px: int, family: str, leading: float, letters: int, caret_px: int) -> None:
        """Take the writer's settings: size at 100 % text, serif, sans or mono, letters in a line."""
        wanted = (px, family, leading, letters, caret_px)
        if wanted == (self._px, self._family, self._leading, self._letters, self._caret_px):
            return
        self._px, self._family, self._leading, self._letters, self._caret_px = wanted
        self.restyle()

    def restyle(self) -> None:
        """Lay and dress every open document anew; what stands at the top stays there."""
        anchor = self.anchor()
        self._style = None
        style = self.page_style()
        for document, highlighter in self._highlighters.items():
            restyle(document, style)
            highlighter.restyle(style.font)
        self._place_column()
        self.scroll_to_anchor(anchor)
        self._dress_seen()
        if not self.highlighter.is_finished:
            self._dresser.start()
        self.viewport().update()

    def set_dimmed(self, on: bool) -> None:
        """Focus mode: only the paragraph at the caret and the headings stand out."""
        self._dims = on
        shown = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if on else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(shown)
        is_at_top = self.verticalScrollBar().value() <= 0
        self._give_room()
        if on and is_at_top:
            self.verticalScrollBar().setValue(-self._room.above)
        self.viewport().update()

    def set_typewriter(self, on: bool) -> None:
        """Keep the line one writes in at the middle of the window, the first and the last one too."""
        if on != self._is_typewriter:
            self._is_typewriter = on
            self._give_room()
            self._keep_in_middle()

    def _give_room(self) -> None:
        middle = self.viewport().height() // 2
        if self._is_typewriter:
            self._room.set(middle, middle)
        else:
            self._room.set(*((round(self._theme.px(_FOCUS_TOP)), middle) if self._dims else (0, 0)))

    def _keep_in_middle(self) -> None:
        # A click shows where it went; only what is written or gone to by keys is brought to the middle.
        if self._is_typewriter and not QGuiApplication.mouseButtons() and not self.isReadOnly():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.cursorRect().center().y() - self.viewport().height() // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        anchor = self.anchor()
        self._place_column()
        super().resizeEvent(event)
        self._give_room()
        # Another width breaks other lines; the reader's place is a word, not a pixel.
        self.scroll_to_anchor(anchor)

    def sizeHint(self) -> QSize:
        return QSize(round(self._theme.measure(self._px)) + 2 * _LEAST_MARGIN, 600)

    def _place_column(self) -> None:
        font = self.page_style().font
        wanted = self._theme.measure(font.pixelSize()) * self._letters / 66
        room = self.width() - self._scroll_bar_width()
        side = max(_LEAST_MARGIN, int((room - wanted) / 2))
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 0, side, 0)

    def _scroll_bar_width(self) -> int:
        bar = self.verticalScrollBar()
        return bar.width() if bar.isVisible() else 0

    # -- where one is

    def anchor(self) -> tuple[int, int]:
        """Return what stands at the top: the position of its first letter, and how many px of it are above the edge."""
        cursor = self.cursorForPosition(QPoint(0, 0))
        return cursor.position(), -self.cursorRect(cursor).top()

    def scroll_to_anchor(self, anchor: tuple[int, int]) -> None:
        """Scroll so that this letter stands so far above the edge again."""
        position, above = anchor
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        bar = self.verticalScrollBar()
        # The top of a text is its first line, not the room before it.
        bar.setValue(max(bar.value() + self.cursorRect(cursor).top() + above, -self._room.above if self._dims else 0))

    def top_line(self) -> float:
        """Return the line of the body at the window's top edge, with the share of it that is scrolled away."""
        block = self.cursorForPosition(QPoint(0, 0)).block()
        box = self._block_box(block)
        share = -box.top() / box.height() if box.height() else 0.0
        return block.blockNumber() - 1 + min(max(share, 0.0), 1.0)

    def scroll_to_line(self, line: float) -> None:
        """Scroll so that this line of the body stands at the top edge."""
        number = max(0, min(int(line) + 1, self.document().blockCount() - 1))
        block = self.document().findBlockByNumber(number)
        box = self._block_box(block)
        bar = self.verticalScrollBar()
        bar.setValue(round(bar.value() + box.top() + (line - int(line)) * box.height()))

    def go_to(self, start: int, end: int | None = None, *, near_top: bool = False) -> None:
        """Put the caret there, or select, and scroll so that it is seen with some text around it."""
        cursor = self.textCursor()
        last = self.document().characterCount() - 1
        cursor.setPosition(min(start, last))
        if end is not None:
            cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        box = self.cursorRect()
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        if near_top:
            bar.setValue(bar.value() + box.top() - height // 6)
        elif box.top() < height // 8 or box.bottom() > height * 7 // 8:
            bar.setValue(bar.value() + box.top() - height // 3)

    def seen_blocks(self) -> tuple[QTextBlock, QTextBlock]:
        """Return the first and last block of which something is on screen."""
        first = self.cursorForPosition(QPoint(0, 0)).block()
        last = self.cursorForPosition(QPoint(0, max(0, self.viewport().height() - 1))).block()
        return first, last

    def update_block(self, block: QTextBlock) -> None:
        """Draw a block anew."""
        self.viewport().update(self._block_box(block).toAlignedRect())

    def _block_box(self, block: QTextBlock) -> QRectF:
        box = self.document().documentLayout().blockBoundingRect(block)
        return box.translated(0, -self.verticalScrollBar().value())

    # -- styling as one goes

    def _on_change(self, document: QTextDocument, position: int, removed: int, added: int) -> None:
        if not document.isRedoAvailable():
            # In the midst of undo there is nothing to repair: the formats of a text belong to its steps. A repair would
            # be a new step, which undo takes back, which is repaired: the window would stand still for ever.
            keep_headline(document, position, added, self.page_style())
        typed = added - removed == 1
        self._word_ended = typed and document.characterAt(position + added - 1) in (" ", "\u00a0", "\t")

    def _break_undo(self, document: QTextDocument) -> None:
        # Qt joins all letters typed in a row into one step of undo, a page if need be. It does not join to a state
        # that is marked as unmodified, so that mark is set after each word; nothing else here asks for it.
        if self._word_ended:
            self._word_ended = False
            document.setModified(False)

    def _scrolled(self) -> None:
        self._dress_seen()
        self.scrolled.emit()

    def _dress_seen(self) -> None:
        highlighter = self._highlighters.get(self.document())
        if highlighter is not None and not highlighter.is_finished:
            highlighter.dress(*self.seen_blocks())

    def _dress_more(self) -> None:
        anchor = self.anchor()
        if not self.highlighter.dress_more(_DRESS_MS):
            self._dresser.stop()
        # Bold words are wider: what is dressed above the window must not push the text under the reader's eyes.
        if self.anchor() != anchor:
            self.scroll_to_anchor(anchor)

    # -- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._dims:
            paint_veil(painter, veil(self._theme), self._dimmed_boxes(), self.viewport().width())
        self._paint_hints(painter)
        for paint in self.overlays:
            paint(painter)
        if self.marked is not None:
            self._paint_waves(painter, event.rect())
        if self._caret_on and self.hasFocus() and not self.isReadOnly():
            box = self._caret_box()
            self._caret_drawn = box.toAlignedRect()
            painter.fillRect(box, self._theme.color("accent"))
        painter.end()

    def _paint_waves(self, painter: QPainter, area: QRect) -> None:
        """Draw waves under the marked words of the blocks that are painted anew."""
        ratio = self.devicePixelRatioF()
        color = self._theme.color("spell-error")
        if self._wave[0] != (color.rgba(), ratio):
            self._wave = (color.rgba(), ratio), wave_tile(color, ratio)
        block = self.cursorForPosition(area.topLeft()).block()
        while block.isValid():
            box = self._block_box(block)
            if box.top() > area.bottom():
                return
            for start, end in self.marked(block):
                paint_wave(painter, block, box, start, end, self._wave[1])
            block = block.next()

    def _dimmed_boxes(self) -> list[QRectF]:
        first, last = self.seen_blocks()
        cursor = self.textCursor()
        document = self.document()
        bright = range(
            document.findBlock(cursor.selectionStart()).blockNumber(),
            document.findBlock(cursor.selectionEnd()).blockNumber() + 1,
        )
        boxes, block = [], first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            number = block.blockNumber()
            if number not in bright and number > 0 and not heading_level(block.text()):
                boxes.append(self._block_box(block))
            block = block.next()
        return boxes

    def _paint_hints(self, painter: QPainter) -> None:
        document = self.document()
        headline = document.firstBlock()
        if document.blockCount() > 2 or self.isReadOnly():
            return
        style = self.page_style()
        if headline.length() == 1 and not self._is_composing():
            paint_hint(painter, self._theme, style.headline, self._headline_box(), self.headline_hint)
        body = headline.next()
        if body.isValid() and body.length() == 1 and not self._is_composing():
            paint_hint(painter, self._theme, style.font, self._block_box(body), self.text_hint)

    def _headline_box(self) -> QRectF:
        """Return where the first line of the headline lies; for an empty one Qt only knows a line of text."""
        box = self._block_box(self.document().firstBlock())
        return QRectF(0, box.top(), self.viewport().width(), self.page_style().headline_height())

    def _is_composing(self) -> bool:
        return bool(self.textCursor().block().layout().preeditAreaText())

    def _caret_box(self) -> QRectF:
        cursor = self.textCursor()
        style = self.page_style()
        plain = style.headline if cursor.block().blockNumber() == 0 else style.font
        font = font_at(cursor.block(), cursor.position(), plain)
        line = self.cursorRect()
        if cursor.block().blockNumber() == 0 and cursor.block().length() == 1:
            # Qt gives an empty headline the caret of a line of text; it is to stand where the first letter will.
            box = self._headline_box().toRect()
            line = QRect(line.left(), box.top(), 1, box.height())
        return caret_box(line, font, self._caret_px)

    def _turn_caret(self) -> None:
        self._caret_on = not self._caret_on
        self.viewport().update(self._caret_box().toAlignedRect())

    def _caret_moved(self) -> None:
        """Show the caret at its new place, steadily while it moves."""
        self._caret_on = True
        flash_ms = QGuiApplication.styleHints().cursorFlashTime()
        if self.hasFocus() and flash_ms > 1:
            self._blink.start(flash_ms // 2)
        self._keep_in_middle()
        if self._dims:
            # The paragraph left and the one entered change.
            self.viewport().update()
            return
        # Its old place and its new one. All of it would be three times the work of the letter itself.
        self.viewport().update(self._caret_drawn)
        self.viewport().update(self._caret_box().toAlignedRect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._caret_moved()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._blink.stop()
        self.viewport().update()
        self.left.emit()

    # -- margins belong to the text

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Wheel:
            # QAbstractScrollArea lets a wheel over its margins pass by.
            QApplication.sendEvent(self.viewport(), event)
            return event.isAccepted()
        if kind in _MOUSE and isinstance(event, QMouseEvent):
            inside = QPointF(self.viewport().mapFrom(self, event.position().toPoint()))
            moved = QMouseEvent(
                kind, inside, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
            )
            QApplication.sendEvent(self.viewport(), moved)
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() // 120
            if steps:
                self.zoom_requested.emit(steps)
            event.accept()
            return
        super().wheelEvent(event)

    # -- in and out

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        # As it stands in the text: selectedText() has Qt's own separators, and formats are nobody's business.
        data.setText(from_document("\u2029" + self.textCursor().selectedText())[1])
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        if any(url.isLocalFile() for url in source.urls()):
            # Some go into the text; all other files are the window's, which imports them.
            return self.takes(source)
        return source.hasText() or source.hasHtml() or source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not self.take(source):
            cursor = self.textCursor()
            self._insert_here(cursor, self.linked(cursor, pasted(source.text())))

    def insertPlainText(self, text: str) -> None:
        self._insert_here(self.textCursor(), pasted(text))

    def _insert_here(self, cursor: QTextCursor, text: str) -> None:
        insert_apart(cursor, text)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def linked(self, cursor: QTextCursor, text: str) -> str:
        """Return the text, or the selected words as a link to it where it is an address."""
        if cursor.hasSelection() and _ADDRESS.fullmatch(text.strip()) and cursor.block().blockNumber() > 0:
            words = cursor.selectedText()
            if "\u2029" not in words and not _ADDRESS.fullmatch(words):
                return f"[{words}]({text.strip()})"
        return text
