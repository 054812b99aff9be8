"""The window's own sheets and errands: palette, settings, keyboard map, about, export, backup, opening archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow


class Shell(QObject):
    """Joins the commands that open something to what they open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
