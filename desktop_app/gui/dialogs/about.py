"""About: what this is, which version, which archive, which licences. No counters, no links that open themselves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app import __version__
from desktop_app.gui.context import Context
from desktop_app.gui.dialogs.bug import system_details
from desktop_app.gui.pieces import ElidedLabel, button, column, label, row, set_button_text
from desktop_app.gui.sheet import Sheet
from desktop_app.gui.theme import ThemeKeeper

_LICENCES = (
    ("Copydesk", "Apache 2.0"),
    ("Qt, PySide6", "LGPL 3"),
    ("Literata, Inter, JetBrains Mono, Noto", "SIL Open Font License 1.1"),
    ("Lucide", "ISC"),
)


class Mark(QWidget):
    """The program's sign: lines of text, the last one corrected."""

    def __init__(self, theme: ThemeKeeper, size: int = 56) -> None:
        super().__init__()
        self._theme = theme
        theme.dress(self, "size", lambda mark: mark.setFixedSize(theme.px(size), theme.px(size)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 56, self.height() / 56)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRectF(0, 0, 56, 56), 13, 13)
        painter.setBrush(theme.color("on-accent"))
        painter.drawRoundedRect(QRectF(13, 14, 30, 4), 2, 2)
        painter.setOpacity(0.62)
        for y, width in ((24, 30), (32, 22)):
            painter.drawRoundedRect(QRectF(13, y, width, 3), 1.5, 1.5)
        painter.setOpacity(1)
        ink = theme.color("highlight-active" if theme.theme.is_dark else "highlight")
        painter.setPen(QPen(ink, 3.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        wave = QPainterPath()
        wave.moveTo(12, 42)
        wave.cubicTo(20, 37, 24, 47, 31, 41.5)
        wave.cubicTo(35, 38.5, 38, 42, 44, 40)
        painter.drawPath(wave)


class AboutPane(QWidget):
    """The facts of program and archive, with a button that copies what a helper needs."""

    def __init__(self, context: Context, *, has_button: bool = True) -> None:
        super().__init__()
        theme = context.theme
        archive = context.archive
        self._place = str(archive.path or archive.url)
        name = label(theme, "Copydesk")
        theme.dress(name, "font", lambda words: words.setFont(theme.editor_font(28, weight=700)))
        line = label(theme, self.tr("Write offline. Find anything you ever published."), "body", "muted")
        version = label(theme, self.tr("Version {version}").format(version=__version__), "small", "muted")
        layout = column(row(Mark(theme), 8, column(None, name, line, version, None, gap=2), None), 10, gap=10)
        self._number = label(theme, "…")
        where = ElidedLabel(theme, self._place, mode=Qt.TextElideMode.ElideMiddle)
        for title, value in ((self.tr("Archive"), where), (self.tr("Articles"), self._number)):
            layout.addLayout(self._fact(theme, title, value))
        layout.addSpacing(6)
        layout.addWidget(label(theme, self.tr("Licences"), "small", "muted", weight=600))
        for what, licence in _LICENCES:
            layout.addLayout(self._fact(theme, what, label(theme, licence, tone="muted")))
        layout.addSpacing(6)
        layout.addWidget(label(theme, self.tr("Copydesk never connects to the internet."), "small", "faint"))
        self.copy = button(theme, self.tr("Copy details"), icon="copy", run=self._copy_details)
        if has_button:
            layout.addLayout(row(self.copy, None))
        self.setLayout(layout)
        context.jobs.read(archive.counts, done=lambda counts: self._show_number(counts.archive), failed=_unknown)

    def details(self) -> str:
        """Return what "Copy details" puts on the clipboard."""
        return f"{system_details()}\n{self._place}\n{self._number.text()}"

    def _show_number(self, articles: int) -> None:
        self._number.setText(self.tr("%Ln articles", "", articles))

    def _fact(self, theme: ThemeKeeper, title: str, value: QWidget) -> QWidget:
        caption = label(theme, title)
        theme.dress(caption, "width", lambda words: words.setFixedWidth(theme.px(270)))
        line = row(caption, gap=12)
        line.addWidget(value, 1)
        return line

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self.details())
        set_button_text(self.copy, self.tr("Copied"))


class AboutSheet(Sheet):
    """The same in a sheet of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, context.commands, self.tr("About Copydesk"), (600, 0))
        self.pane = AboutPane(context, has_button=False)
        close = button(context.theme, self.tr("Close"), "primary", run=self.accept)
        close.setDefault(True)
        self._close = close
        self.content.addLayout(column(self.pane, 6, row(self.pane.copy, None, close), margins=(28, 26, 28, 20), gap=8))

    def focus_first(self) -> None:
        self._close.setFocus()


def _unknown(error: Exception) -> None:
    """The number stays "…": a locked archive is told where it matters."""
