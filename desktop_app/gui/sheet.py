"""A dialog laid over the window: a card on a veil, inside the window itself.

A `Sheet` is a QDialog (role, Esc, default button, `finished`) shown as a child, so that it lies right on every desktop,
Wayland too, and input methods work in it. While it is open, Tab stays inside, keys of the window are silent, and
closing gives the focus back. Not for choosing files; those dialogs are the system's own.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QVBoxLayout, QWidget

from desktop_app.gui.commands import Commands
from desktop_app.gui.pieces import column, label, row, rule, tool_button
from desktop_app.gui.theme import ThemeKeeper

_SHADOW_REACH = 28
_EDGE = 20
"""So much of the window stays visible around a sheet."""


class _Veil(QWidget):
    """Darkens the window behind a sheet and draws the sheet's shadow; a click on it may close the sheet."""

    def __init__(self, window: QWidget, theme: ThemeKeeper, sheet: Sheet) -> None:
        super().__init__(window)
        self._theme = theme
        self._sheet = sheet
        self.setObjectName("veil")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("scrim"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = self._theme.color("shadow")
        strength = shade.alphaF() / 11
        card = QRectF(self._sheet.geometry()).translated(0, 8)
        # Layers that grow and fade stand in for a blur: drawn once a resize, no effect on what scrolls inside.
        for step in range(_SHADOW_REACH, 0, -3):
            shade.setAlphaF(strength)
            painter.setBrush(shade)
            painter.drawRoundedRect(card.adjusted(-step, -step, step, step), 10 + step, 10 + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._sheet.closes_on_click_outside:
            self._sheet.reject()


class Sheet(QDialog):
    """A card over the window. Put widgets on `content`; `open_over` shows it."""

    closes_on_click_outside = False

    def __init__(self, theme: ThemeKeeper, commands: Commands, name: str, size: tuple[int, int] = (560, 0)) -> None:
        super().__init__()
        self.theme = theme
        self._commands = commands
        self._wanted = size
        self._veil: _Veil | None = None
        self._focus_before: QWidget | None = None
        self._beneath: QWidget | None = None
        self.setObjectName("sheet")
        self.setAccessibleName(name)
        self.setWindowTitle(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        card = QFrame()
        card.setObjectName("overlay")
        self.content = QVBoxLayout(card)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.finished.connect(self._on_finished)

    def add_header(self, title: str, text: str = "", *extra: QWidget) -> None:
        """Put a title row with a close button at the top, and a hairline below it."""
        words = column(label(self.theme, title, "title"), gap=2)
        if text:
            words.addWidget(label(self.theme, text, "body", "muted"))
        close = tool_button(self.theme, "x", self.tr("Close (Esc)"), self.reject)
        self.content.addLayout(row(words, None, *extra, close, margins=(22, 14, 14, 12)))
        self.content.addWidget(rule())

    def open_over(self, window: QWidget) -> None:
        """Show the sheet over the window and give it the focus."""
        self._focus_before = QApplication.focusWidget()
        self._beneath = window
        self._veil = _Veil(window, self.theme, self)
        self._veil.setGeometry(window.rect())
        self.setParent(window, Qt.WindowType.Widget)
        window.installEventFilter(self)
        self._veil.show()
        self._veil.raise_()
        # QDialog would centre itself on a screen it is not on.
        self.setAttribute(Qt.WidgetAttribute.WA_Moved)
        self.show()
        self.raise_()
        self._lay()
        self._commands.suspend(self)
        self.focus_first()

    def focus_first(self) -> None:
        """Give the focus to what the user will want first; a sheet with a field overrides this."""
        self.setFocus()
        self.focusNextPrevChild(True)

    def wanted_rect(self, room: QRect, size: QSize) -> QRect:
        """Return where the sheet lies in the window."""
        rect = QRect(0, 0, size.width(), size.height())
        rect.moveCenter(room.center())
        return rect

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._beneath:
            self._lay()
        return False

    def focusNextPrevChild(self, next: bool) -> bool:
        # Children ask their parents up to here; beyond the sheet Tab must not go.
        current = QApplication.focusWidget() or self
        widget = current
        while True:
            widget = widget.nextInFocusChain() if next else widget.previousInFocusChain()
            if widget is current or widget is None:
                return False
            # The line within a spin box hands the focus back to it: Tab would never get past.
            wants = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
            if widget is not self and self.isAncestorOf(widget) and wants and widget.isVisible() and widget.isEnabled():
                reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
                widget.setFocus(reason)
                return True

    def _lay(self) -> None:
        if self._beneath is None or self._veil is None:
            return
        room = self._beneath.rect()
        self._veil.setGeometry(room)
        width = min(self.theme.px(self._wanted[0]), room.width() - 2 * _EDGE)
        self.setFixedWidth(width)
        layout = self.layout()
        self.content.activate()
        layout.activate()
        natural = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        height = min(self.theme.px(self._wanted[1]) if self._wanted[1] else natural, room.height() - 2 * _EDGE)
        self.setGeometry(self.wanted_rect(room, QSize(width, height)))
        self._veil.update()

    def _on_finished(self, result: int) -> None:
        if self._beneath is not None:
            self._beneath.removeEventFilter(self)
        if self._veil is not None:
            self._veil.hide()
            self._veil.deleteLater()
            self._veil = None
        below = self._sheet_below()
        self._commands.suspend(below)
        focus = self._focus_before
        if focus is not None and shiboken6.isValid(focus) and focus.isVisible():
            focus.setFocus()
        self.deleteLater()

    def _sheet_below(self) -> Sheet | None:
        if self._beneath is None:
            return None
        open_ones = [s for s in self._beneath.findChildren(Sheet) if s is not self and s.isVisible()]
        return open_ones[-1] if open_ones else None
