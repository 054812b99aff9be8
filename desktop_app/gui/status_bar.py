"""The foot of the window: in words, what became of the text, and at the right end what goes on behind.

Parts come from the place (`StatusLine`); work in progress and the state of the index come from the window. A word said
through `Messages.info` stands in front for a few seconds.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_app.gui.context import Work
from desktop_app.gui.pieces import ElidedLabel, button, divider, icon_label, row, set_tone
from desktop_app.gui.place import StatusLine, StatusPart, Width
from desktop_app.gui.theme import ThemeKeeper

WORD_MS = 5000


class ShareBar(QWidget):
    """A bar of 46 px that is filled by a share from 0 to 1; None draws it empty."""

    def __init__(self, theme: ThemeKeeper, width: int = 46) -> None:
        super().__init__()
        self._theme = theme
        self._share: float | None = None
        theme.dress(self, "size", lambda bar: bar.setFixedSize(theme.px(width), theme.px(12)))

    def set_share(self, share: float | None) -> None:
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = self._theme.px(4)
        groove = QRectF(0, (self.height() - height) / 2, self.width(), height)
        painter.setBrush(self._theme.color("surface-pressed"))
        painter.drawRoundedRect(groove, height / 2, height / 2)
        share = min(max(self._share or 0.0, 0.0), 1.0)
        if share > 0:
            groove.setWidth(max(height, groove.width() * share))
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(groove, height / 2, height / 2)


class _Part(QWidget):
    """One stretch of the bar: icon, words or a button, a share bar."""

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self._run: Callable[[], object] | None = None
        self._icon = icon_label(theme, "circle-alert", "danger", 14)
        self._words = ElidedLabel(theme, "", "small", "muted")
        self._button: QPushButton = button(theme, "", "status", run=self._pressed)
        theme.set_font(self._button, "small")
        self._bar = ShareBar(theme)
        self._icon_now = ("", "")
        self.setLayout(row(self._icon, self._words, self._button, self._bar, gap=7))
        self._icon.hide()
        self._button.hide()
        self._bar.hide()

    def show_part(self, part: StatusPart) -> None:
        color = part.tone if part.tone != "muted" else "text-muted"
        if part.icon and self._icon_now != (part.icon, color):
            self._icon_now = (part.icon, color)
            self._theme.set_icon(self._icon, part.icon, color, 14)
        self._icon.setVisible(bool(part.icon))
        self._run = part.run
        self._words.setVisible(part.run is None)
        self._button.setVisible(part.run is not None)
        if part.run is None:
            if self._words.text() != part.text:
                self._words.setText(part.text)
            set_tone(self._words, part.tone)
        else:
            self._button.setText(part.text)
            self._button.setAccessibleName(part.text)
        self.setToolTip(part.tip)
        self._bar.setVisible(part.share is not None)
        self._bar.set_share(part.share)

    def button(self) -> QPushButton | None:
        return self._button if self._run is not None else None

    def _pressed(self) -> None:
        if self._run is not None:
            self._run()


class StatusBar(QFrame):
    """The bar itself."""

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self.setAccessibleName(self.tr("Status"))
        self._theme = theme
        self._parts: list[tuple[QFrame | None, _Part]] = []
        self._line = StatusLine()
        self._index_now = StatusPart("")
        self._is_narrow = False
        self._word = ""
        self._word_timer = QTimer(self)
        self._word_timer.setSingleShot(True)
        self._word_timer.setInterval(WORD_MS)
        self._word_timer.timeout.connect(self._forget_word)
        self._left = QHBoxLayout()
        self._left.setSpacing(10)
        self._work = _Part(theme)
        self._index = _Part(theme)
        bar = row(margins=(14, 0, 14, 0), gap=12)
        bar.addLayout(self._left, 0)
        bar.addStretch(1)
        bar.addWidget(self._work)
        bar.addWidget(self._index)
        self.setLayout(bar)
        self._work.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.dress(self, "height", lambda pane: pane.setFixedHeight(theme.size("statusbar")))

    def set_line(self, line: StatusLine) -> None:
        """Show what the place says."""
        self._line = line
        self._show()

    def say(self, text: str) -> None:
        """Show a word in front of the line for a few seconds."""
        self._word = text
        self._word_timer.start()
        self._show()

    def set_work(self, work: Work | None) -> None:
        """Show work in progress, None when there is none."""
        self._work.setVisible(work is not None)
        if work is not None:
            words, tip = work.text, ""
            if work.stop is not None:
                words = self.tr("{what} – stop").format(what=work.text)
                tip = self.tr("Stop after the step at hand; what is done stays, and can be taken back")
            self._work.show_part(StatusPart(words, share=work.share, run=work.stop, tip=tip))
        self._show_index()

    def set_index(self, part: StatusPart) -> None:
        """Show the state of the search index."""
        self._index_now = part
        self._index.show_part(part)
        self._show_index()

    def set_width(self, width: Width) -> None:
        """Leave out what can be left out where there is little room."""
        self._is_narrow = width == "narrow"
        self._show_index()

    def text(self) -> str:
        """Return the line as one string, for tests and screen readers."""
        return " | ".join(
            part._words.text() or part._button.text() for _, part in self._parts if part.isVisibleTo(self)
        )

    def index_text(self) -> str:
        return self._index._words.text()

    def first(self) -> QWidget | None:
        """Return the first button in the bar, None when there is nothing to press."""
        for _, part in self._parts:
            found = part.button()
            if found is not None and part.isVisible():
                return found
        return None

    def _show_index(self) -> None:
        # Work says more than an index that is up to date, and in a narrow window the text's own words come first.
        is_news = self._index_now.share is not None or bool(self._index_now.tip)
        self._index.setVisible(self._work.isHidden() and (is_news or not self._is_narrow))

    def _show(self) -> None:
        parts = list(self._line.parts)
        if self._word:
            parts.insert(0, StatusPart(self._word))
        while len(self._parts) < len(parts):
            line = divider(self._theme.px(12)) if self._parts else None
            if line is not None:
                self._left.addWidget(line)
            part = _Part(self._theme)
            self._left.addWidget(part)
            self._parts.append((line, part))
        for number, (line, part) in enumerate(self._parts):
            is_used = number < len(parts)
            part.setVisible(is_used)
            if line is not None:
                line.setVisible(is_used)
            if is_used:
                part.show_part(parts[number])

    def _forget_word(self) -> None:
        self._word = ""
        self._show()
