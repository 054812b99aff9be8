"""Marker boxes lie on the right letters, whatever the letters are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.gui.library.hit_text import HitTextPainter, to_utf16
from desktop_app.gui.theme import Theme, ThemeKeeper, load_fonts


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_spans_are_mapped_to_utf16(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    ((first, last),) = to_utf16(text, [(start, end)])
    encoded = text.encode("utf-16-le", "surrogatepass")
    assert encoded[2 * first : 2 * last].decode("utf-16-le", "surrogatepass") == text[start:end]


def marked_columns(text: str, spans: list[tuple[int, int]], width: int = 300) -> list[int]:
    theme = ThemeKeeper(Theme.load("light"))
    image = QImage(width, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    HitTextPainter(theme).paint(painter, QRectF(0, 4, width, 30), text, theme.font("body"), "text", spans)
    painter.end()
    wanted = theme.color("highlight").rgb()
    return [x for x in range(width) if any(image.pixel(x, y) == wanted for y in range(40))]


def test_box_covers_the_hit_and_nothing_else(qapp: object) -> None:
    load_fonts()
    theme = ThemeKeeper(Theme.load("light"))
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(theme.font("body"))
    text = "😀 çap dəzgahı gəldi"
    columns = marked_columns(text, [(6, 13)])
    left, right = metrics.horizontalAdvance(text[:6]), metrics.horizontalAdvance(text[:13])
    assert abs(columns[0] - left) <= 3
    assert abs(columns[-1] - right) <= 3


def test_hit_beyond_the_ellipsis_draws_no_box(qapp: object) -> None:
    load_fonts()
    text = "word " * 100 + "dəzgah"
    assert marked_columns(text, [(500, 506)], 200) == []
    assert marked_columns(text, [(0, 4)], 200) != []
