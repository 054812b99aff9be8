"""What is drawn over a text beside its letters: caret, waves under words, hints of an empty page, dimming.

Dimming is paint and not styling: a veil of the paper's own colour, just so thick that text becomes text-faint. Entering
focus mode on 50,000 words then costs nothing, where re-styling costs their whole layout.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QTextBlock, QTextFormat

from desktop_app.gui.theme import ThemeKeeper


def veil(theme: ThemeKeeper) -> QColor:
    """Return the paper's colour, as opaque as turns `text` into `text-faint`."""
    paper, text, faint = (theme.color(name) for name in ("surface-raised", "text", "text-faint"))
    span = paper.lightnessF() - text.lightnessF()
    share = (faint.lightnessF() - text.lightnessF()) / span if span else 0.0
    paper.setAlphaF(min(max(share, 0.0), 1.0))
    return paper


def paint_veil(painter: QPainter, color: QColor, boxes: list[QRectF], width: float) -> None:
    """Dim these paragraphs, given by their boxes in viewport coordinates."""
    for box in boxes:
        painter.fillRect(QRectF(0, box.top(), width, box.height()), color)


def paint_hint(painter: QPainter, theme: ThemeKeeper, font: QFont, box: QRectF, text: str) -> None:
    """Write in an empty paragraph what belongs there."""
    painter.setFont(font)
    painter.setPen(theme.color("text-faint"))
    # On the line's own foot: with a proportional leading Qt puts the letters there.
    flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextDontClip
    painter.drawText(box, flags, text)


_BELOW_PX, _WAVE_PX = 2, 3
"""A wave begins so far below the foot of the letters, and is so high."""


def wave_tile(color: QColor, ratio: float) -> QPixmap:
    """Draw one wave, 4 px long and 3 high, a line of 1 px; `ratio` is the screen's."""
    tile = QPixmap(round(4 * ratio), round(_WAVE_PX * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.0))
    painter.drawPolyline([QPointF(-2, 0.5), QPointF(0, 2.5), QPointF(2, 0.5), QPointF(4, 2.5), QPointF(6, 0.5)])
    painter.end()
    return tile


def paint_wave(painter: QPainter, block: QTextBlock, box: QRectF, start: int, end: int, tile: QPixmap) -> None:
    """Draw a wave under the letters from `start` to `end` of a block, given its box in viewport coordinates."""
    layout = block.layout()
    while start < end:
        line = layout.lineForTextPosition(start)
        if not line.isValid():
            return
        stop = min(end, line.textStart() + line.textLength())
        if stop <= start:
            return
        left, right = sorted((line.cursorToX(start)[0], line.cursorToX(stop)[0]))
        foot = round(box.top() + line.y() + line.ascent()) + _BELOW_PX
        painter.drawTiledPixmap(QRectF(box.left() + left, foot, right - left, _WAVE_PX), tile)
        start = stop


def caret_box(line: QRect, font: QFont, width: int) -> QRectF:
    """Return the caret's place in a line: as high as its letters and no higher."""
    metrics = QFontMetricsF(font)
    height = min(float(line.height()), metrics.ascent() + metrics.descent() * 0.6)
    bottom = line.bottom() + 1 - metrics.descent() * 0.1
    return QRectF(line.left(), bottom - height, width, height)


def font_at(block: QTextBlock, position: int, plain: QFont) -> QFont:
    """Return the font of the letter before `position`, as the highlighter dressed it."""
    offset = max(0, position - block.position() - 1)
    for range in block.layout().formats():
        if range.start <= offset < range.start + range.length:
            font = QFont(plain)
            size = range.format.intProperty(QTextFormat.Property.FontPixelSize)
            if size:
                font.setPixelSize(size)
            return font
    return plain
