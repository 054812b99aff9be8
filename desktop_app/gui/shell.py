"""The window's own sheets and errands: palette, settings, keyboard map, about, export, backup, opening archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.gui.palette import Palette

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow


class Shell(QObject):
    """Joins the commands that open something to what they open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self.recent_commands: list[str] = []
        self._connect()

    def _connect(self) -> None:
        connect = self._context.commands.connect
        connect("palette", self.open_palette)

    def open_palette(self) -> None:
        Palette(self._context, self.recent_commands).open_over(self._window)
