"""The bar of 44 px over the text: formatting by mouse, in split preview or on request. Each button has a key too."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from desktop_app.gui.context import Context
from desktop_app.gui.pieces import ElidedLabel, command_button, row

BUTTONS = ("heading.2", "bold", "italic", "quote", "list", "link", "picture", "footnote")
HEIGHT = 44


class FormatBar(QFrame):
    """Buttons of the formatting commands, and at the end what became of the text."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAccessibleName(self.tr("Formatting"))
        self.saved = ElidedLabel(context.theme, "", "small", "muted")
        buttons = [command_button(context.theme, context.commands, id) for id in BUTTONS]
        for one in buttons:
            one.setCheckable(False)
        self.setLayout(row(*buttons, None, self.saved, margins=(16, 0, 16, 0), gap=6))
        context.theme.dress(self, "height", lambda bar: bar.setFixedHeight(context.theme.px(HEIGHT)))
