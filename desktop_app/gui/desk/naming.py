"""A small sheet that asks for a name: of a version, a folder, a headline."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from desktop_app.gui.context import Context
from desktop_app.gui.pieces import button, column, label, row
from desktop_app.gui.sheet import Sheet


class NameSheet(Sheet):
    """One line to write; the main button carries the verb of the title."""

    def __init__(
        self, context: Context, title: str, text: str, value: str, verb: str, then: Callable[[str], object]
    ) -> None:
        super().__init__(context.theme, context.commands, title, size=(460, 0))
        self._then = then
        self.add_header(title)
        self.line = QLineEdit(value)
        self.line.setAccessibleName(title)
        self.line.setMaxLength(500)
        context.theme.set_font(self.line, "body")
        self.line.returnPressed.connect(self._done)
        verb_button = button(context.theme, verb, "primary", run=self._done)
        leave = button(context.theme, self.tr("Cancel"), run=self.reject)
        inside = column(self.line, margins=(22, 16, 22, 18), gap=10)
        if text:
            inside.addWidget(label(context.theme, text, "small", "muted", wrap=True))
        inside.addSpacing(6)
        inside.addLayout(row(None, leave, verb_button))
        self.content.addLayout(inside)

    def focus_first(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _done(self) -> None:
        name = " ".join(self.line.text().split())
        self.accept()
        self._then(name)
