"""A sheet to pick one of some named things: words narrow the list down, arrows move in it, Enter takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QListWidgetItem

from desktop_app.gui.context import Context
from desktop_app.gui.matching import match_words
from desktop_app.gui.pieces import button, column, label, row
from desktop_app.gui.sheet import Sheet

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class PickSheet(Sheet):
    """Names with a note beside each; `then` gets the number of the one that was taken."""

    closes_on_click_outside = True

    def __init__(
        self,
        context: Context,
        title: str,
        verb: str,
        items: Sequence[tuple[str, str]],
        then: Callable[[int], object],
        note: str = "",
    ) -> None:
        super().__init__(context.theme, context.commands, title, (480, 0))
        self._then = then
        self.add_header(title)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Type a part of its name"))
        self.line.setAccessibleName(title)
        context.theme.set_font(self.line, "body")
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setFixedHeight(context.theme.px(236))
        context.theme.set_font(self.list, "body")
        for number, (name, beside) in enumerate(items):
            item = QListWidgetItem(f"{name}   ·   {beside}" if beside else name)
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setData(Qt.ItemDataRole.UserRole + 1, name)
            self.list.addItem(item)
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.line.returnPressed.connect(self._done)
        self.list.itemActivated.connect(lambda _: self._done())
        self.list.itemClicked.connect(lambda _: self._done())
        take = button(context.theme, verb, "primary", run=self._done)
        leave = button(context.theme, self.tr("Cancel"), run=self.reject)
        inside = column(self.line, self.list, margins=(22, 16, 22, 18), gap=10)
        if note:
            inside.addWidget(label(context.theme, note, "small", "muted", wrap=True))
        inside.addLayout(row(None, leave, take))
        self.content.addLayout(inside)
        self._narrow("")

    def focus_first(self) -> None:
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                QApplication.sendEvent(self.list, event)
                return True
            return False
        return super().eventFilter(watched, event)

    def _narrow(self, typed: str) -> None:
        first = None
        for place in range(self.list.count()):
            item = self.list.item(place)
            fits = match_words(item.data(Qt.ItemDataRole.UserRole + 1), typed) is not None
            item.setHidden(not fits)
            first = item if fits and first is None else first
        self.list.setCurrentItem(first)

    def _done(self) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            self.accept()
            self._then(item.data(Qt.ItemDataRole.UserRole))
