"""The bar over the results while more than one article is chosen: how many, all of them, and what to do with them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.library.wording import count_words
from desktop_app.gui.pieces import button, command_button, divider, label, row, set_button_text, tool_button

_ACTS = ("bulk.tag", "bulk.section", "bulk.author", "bulk.language", "bulk.date")
_MORE = ("bulk.status", "bulk.kind", "bulk.publication", "bulk.rights")


class BulkBar(QFrame):
    """52 px. Its buttons are the commands of the table; where they do not fit, they lose their words."""

    all_wanted = Signal()
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        self.setObjectName("bulk-bar")
        self.setFixedHeight(theme.px(52))
        theme.changed.connect(lambda: self.setFixedHeight(theme.px(52)))
        self.count = label(theme, "", "body-strong")
        self.all_button = button(theme, " ", "link", run=self.all_wanted.emit)
        self._acts: list[QToolButton] = [
            command_button(theme, context.commands, id, text=f" {context.commands.text(id).rstrip('…')}", size=16)
            for id in _ACTS
        ]
        self._more = tool_button(theme, "ellipsis", self.tr("More to change"), size=16)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._more)
        for id in _MORE:
            menu.addAction(context.commands.action(id))
        self._more.setMenu(menu)
        self._last = [
            command_button(theme, context.commands, id, text=f" {words}", size=16)
            for id, words in (("export", self.tr("Export")), ("trash", self.tr("Move to trash")))
        ]
        close = tool_button(theme, "x", self.tr("Choose nothing (Esc)"), self.closed.emit, size=16)
        inside = row(
            self.count, 4, self.all_button, None, *self._acts, self._more, 2, divider(20), 2, *self._last, 2,
            divider(20), close, margins=(16, 0, 12, 0), gap=6,
        )  # fmt: skip
        self.setLayout(inside)
        self.setVisible(False)

    def show_choice(self, chosen: int, total: int, *, is_settled: bool) -> None:
        """Say how many are chosen, and offer all there are."""
        self.setVisible(chosen > 1 or not is_settled)
        words = self.tr("%Ln articles chosen", "", chosen) if is_settled else self.tr("Choosing…")
        self.count.setText(words)
        set_button_text(self.all_button, self.tr("Choose all {n}").format(n=count_words(total)))
        self.all_button.setVisible(is_settled and chosen < total)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the words off the buttons, from the last on, as far as needed."""
        buttons = [*self._acts, *self._last]
        for one in buttons:
            one.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for one in reversed(buttons):
            if self.layout().minimumSize().width() <= self.width():
                return
            one.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            self.layout().invalidate()
