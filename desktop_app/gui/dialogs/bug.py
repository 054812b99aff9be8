"""Tells that the program itself went wrong, with details that can be copied and hold no article text."""

from __future__ import annotations

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from desktop_app import __version__, paths
from desktop_app.gui.context import Context
from desktop_app.gui.messages import Message
from desktop_app.gui.pieces import button, column, icon_label, label, row, set_button_text
from desktop_app.gui.sheet import Sheet


class BugSheet(Sheet):
    """What happened, that the text is safe, and the technical part for whoever mends it."""

    def __init__(self, context: Context, message: Message) -> None:
        super().__init__(context.theme, context.commands, message.title, (600, 0))
        theme = context.theme
        self.details = QPlainTextEdit(f"{system_details()}\n\n{message.details}")
        self.details.setObjectName("field")
        self.details.setReadOnly(True)
        self.details.setAccessibleName(self.tr("Technical details"))
        self.details.setMinimumHeight(theme.px(150))
        theme.dress(self.details, "font", lambda box: box.setFont(theme.editor_font(12, "mono")))
        self._copy = button(theme, self.tr("Copy details"), icon="copy", run=self._copy_details)
        self._close = button(theme, self.tr("Close"), "primary", run=self.accept)
        self._close.setDefault(True)
        log = self.tr("The log is in {folder}. Neither it nor the details hold any article text.")
        words = column(
            label(theme, message.title, "title", wrap=True),
            label(theme, message.text, "body", "muted", wrap=True),
            gap=4,
        )
        head = row(icon_label(theme, "circle-alert", "danger", 22), gap=12)
        head.addLayout(words, 1)
        self.content.addLayout(
            column(
                head,
                self.details,
                label(theme, log.format(folder=paths.log_folder()), "small", "muted", wrap=True),
                4,
                row(None, self._copy, self._close),
                margins=(22, 20, 22, 18),
                gap=12,
            )
        )

    def focus_first(self) -> None:
        self._close.setFocus()

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        set_button_text(self._copy, self.tr("Copied"))


def system_details() -> str:
    """Return what a helper needs to know of this machine and program: versions, no names, no texts."""
    return "\n".join(
        (
            f"Copydesk {__version__}",
            f"Python {platform.python_version()}, PySide6 {pyside_version}",
            f"{platform.system()} {platform.release()} ({platform.machine()}), {QGuiApplication.platformName()}",
        )
    )
