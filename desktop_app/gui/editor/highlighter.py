"""Dresses Markdown in the document: marks stay visible and quiet, headings are headings, the first line the headline.

One key costs one block; an opened or closed fence as many as it really changes. A short text is dressed at once. A long
one is dressed where it is seen (`dress`), and the rest in slices of a few milliseconds while nobody types
(`dress_more`): 50,000 words full of marks take 300 ms with their layout, which would be felt when opening. Over a
megabyte the rest waits until it is scrolled to. Colours come from the theme and are asked again by `restyle`.
"""

from __future__ import annotations

import time

from PySide6.QtGui import (
    QFont,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from desktop_app.gui.editor.marks import PLAIN, Mark, next_state, style
from desktop_app.gui.editor.source_text import has_astral, utf16_offsets
from desktop_app.gui.theme import ThemeKeeper

SHORT_TEXT = 30_000
"""UTF-16 units; such a text is dressed in one go, in about 10 ms."""
LARGE_TEXT = 1_000_000
LARGE_BLOCKS = 20_000
# Against the text's own size, which is 18: 28, 21 and 18 px.
_HEADLINE_SIZE = 28 / 18
_SIZES = {Mark.HEADING_1: 28 / 18, Mark.HEADING_2: 21 / 18, Mark.HEADING_3: 1.0}
_WEIGHTS = {
    Mark.HEADING_1: QFont.Weight.Bold,
    Mark.HEADING_2: QFont.Weight.DemiBold,
    Mark.HEADING_3: QFont.Weight.DemiBold,
}
_CODE_SIZE = 0.9
"""JetBrains Mono is taller in its x-height than Literata."""


class Highlighter(QSyntaxHighlighter):
    """The dress of one document."""

    def __init__(self, document: QTextDocument, theme: ThemeKeeper, font: QFont) -> None:
        super().__init__(document)
        self._theme = theme
        self._font = font
        self._formats: dict[Mark, QTextCharFormat] = {}
        self._headline = QTextCharFormat()
        self._next: QTextCursor | None = None
        """Where `dress_more` goes on; a cursor, as it keeps its place while the text is edited."""
        self._states_only = False
        self._dress_all()

    @property
    def is_finished(self) -> bool:
        """Nothing is left for `dress_more`."""
        return self._next is None

    def restyle(self, font: QFont) -> None:
        """Take colours and sizes anew: the theme or the zoom changed."""
        self._font = font
        self._dress_all()

    def dress(self, first: QTextBlock, last: QTextBlock) -> None:
        """Dress these blocks, where they are not yet."""
        block, end = first, last.blockNumber()
        while block.isValid() and block.blockNumber() <= end:
            if not block.layout().formats():
                self.rehighlightBlock(block)
            block = block.next()

    def dress_more(self, limit_ms: float) -> bool:
        """Dress what comes next, for about so long; False when all is dressed."""
        if self._next is None:
            return False
        started = time.perf_counter()
        while (time.perf_counter() - started) * 1000 < limit_ms:
            block = self._next.block()
            self.dress(block, block)
            if not self._next.movePosition(QTextCursor.MoveOperation.NextBlock):
                self._next = None
                return False
        return True

    def highlightBlock(self, text: str) -> None:
        if self.currentBlock().blockNumber() == 0:
            self.setFormat(0, self.currentBlock().length(), self._headline)
            self.setCurrentBlockState(PLAIN)
            return
        before = max(self.previousBlockState(), PLAIN)
        if self._states_only:
            self.setCurrentBlockState(next_state(text, before))
            return
        runs, after = style(text, before)
        self.setCurrentBlockState(after)
        if runs and has_astral(text):
            at = utf16_offsets(text)
            for start, length, marks in runs:
                self.setFormat(at[start], at[start + length] - at[start], self._format(marks))
        else:
            for start, length, marks in runs:
                self.setFormat(start, length, self._format(marks))

    def _dress_all(self) -> None:
        # Now and not when the event loop comes round: a text is shown dressed, or it jumps a moment later.
        self._make_formats()
        document = self.document()
        size, blocks = document.characterCount(), document.blockCount()
        self._states_only = size > SHORT_TEXT
        self.rehighlight()
        is_large = size > LARGE_TEXT or blocks > LARGE_BLOCKS
        self._next = QTextCursor(document) if self._states_only and not is_large else None
        self._states_only = False

    def _make_formats(self) -> None:
        self._formats.clear()
        self._headline = QTextCharFormat()
        self._headline.setFontWeight(QFont.Weight.Bold)
        self._headline.setProperty(QTextFormat.Property.FontPixelSize, self._px(_HEADLINE_SIZE))

    def _format(self, marks: Mark) -> QTextCharFormat:
        format = self._formats.get(marks)
        if format is None:
            format = self._formats[marks] = self._make_format(marks)
        return format

    def _make_format(self, marks: Mark) -> QTextCharFormat:
        format = QTextCharFormat()
        size = 1.0
        for heading, share in _SIZES.items():
            if heading in marks:
                size = share
                format.setFontWeight(_WEIGHTS[heading])
        if marks & (Mark.CODE | Mark.TABLE):
            size *= _CODE_SIZE
            format.setFontFamilies(self._theme.editor_font(family="mono").families())
        if size != 1.0:
            format.setProperty(QTextFormat.Property.FontPixelSize, self._px(size))
        format_color = _color(marks)
        if format_color:
            format.setForeground(self._theme.color(format_color))
        if Mark.FAINT in marks:
            # The marks themselves are neither bold nor slanted: they are not what is emphasised.
            format.setFontWeight(QFont.Weight.Normal)
            return format
        if Mark.STRONG in marks or Mark.LIST in marks:
            format.setFontWeight(QFont.Weight.Bold if Mark.STRONG in marks else QFont.Weight.DemiBold)
        if Mark.EMPHASIS in marks or Mark.QUOTE in marks:
            # Emphasis within a quotation stands upright, as in print.
            format.setFontItalic(not (Mark.EMPHASIS in marks and Mark.QUOTE in marks))
        if Mark.LINK in marks:
            format.setFontUnderline(True)
        if Mark.STRIKE in marks:
            format.setFontStrikeOut(True)
        if Mark.NOTE_TO_SELF in marks:
            format.setBackground(self._theme.color("warning-soft"))
        return format

    def _px(self, share: float) -> int:
        return round(self._font.pixelSize() * share)


def _color(marks: Mark) -> str:
    """Return the colour of the strongest mark: what is quiet stays quiet, whatever it stands in."""
    if Mark.FAINT in marks:
        return "text-faint"
    if Mark.NOTE_TO_SELF in marks:
        return "on-warning-soft"
    if Mark.LINK in marks:
        return "link"
    if Mark.LIST in marks or Mark.FOOTNOTE in marks:
        return "accent"
    if Mark.QUOTE in marks or Mark.STRIKE in marks:
        return "text-muted"
    return ""
