"""The timeline as a file: a picture (PNG, SVG) with its legend, or its numbers (CSV)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator

from desktop_app.errors import UserError
from desktop_app.gui.library.series import Series, as_csv
from desktop_app.gui.library.timeline import Timeline
from desktop_app.gui.theme import ThemeKeeper

_SCALE = 2
_LEGEND_ROW = 20


def save_timeline(path: Path, timeline: Timeline, theme: ThemeKeeper, series: Sequence[Series]) -> None:
    """Write the timeline in the form that the name of the file asks for; raises UserError where that cannot be.

    `series` are the search that is asked and those it is compared with.
    """
    form = path.suffix.lower()
    if form == ".csv":
        # With the mark that spreadsheets know UTF-8 by.
        data = as_csv(series).encode("utf-8-sig")
    elif form == ".svg":
        data = _svg(timeline, theme, series)
    elif form == ".png":
        data = _png(timeline, theme, series)
    else:
        raise UserError(f"“{path.name}” is neither picture nor table. Nothing was saved.", "Use .png, .svg or .csv.")
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UserError(f"“{path}” could not be written: {error.strerror}.", "Choose another folder.") from error


def _size(timeline: Timeline, theme: ThemeKeeper, series: Sequence[Series]) -> QSize:
    return QSize(timeline.width(), timeline.height() + theme.px(_LEGEND_ROW) * len(series) + 8)


def _draw(device: QPaintDevice, timeline: Timeline, theme: ThemeKeeper, series: Sequence[Series]) -> None:
    painter = QPainter(device)
    size = _size(timeline, theme, series)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.color("surface"))
    painter.setFont(theme.font("small"))
    for number, one in enumerate(series):
        top = 4 + number * theme.px(_LEGEND_ROW)
        painter.fillRect(QRectF(16, top + 6, 14, 8), theme.color(one.tone or "bar-selected"))
        painter.setPen(theme.color("text"))
        box = QRectF(38, top, size.width() - 54, theme.px(_LEGEND_ROW))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, one.name)
    painter.translate(0, size.height() - timeline.height())
    timeline.draw(painter)
    painter.end()


def _png(timeline: Timeline, theme: ThemeKeeper, series: Sequence[Series]) -> bytes:
    image = QImage(_size(timeline, theme, series) * _SCALE, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(_SCALE)
    _draw(image, timeline, theme, series)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return data.data()


def _svg(timeline: Timeline, theme: ThemeKeeper, series: Sequence[Series]) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = _size(timeline, theme, series)
    generator.setSize(size)
    generator.setViewBox(QRectF(QPoint(0, 0), size))
    generator.setTitle(" / ".join(one.name for one in series))
    _draw(generator, timeline, theme, series)
    buffer.close()
    return data.data()
