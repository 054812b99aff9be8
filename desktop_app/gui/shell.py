"""The window's own sheets and errands: palette, settings, keyboard map, about, export, backup, opening archives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop_app.gui.dialogs.about import AboutSheet
from desktop_app.gui.dialogs.bug import system_details
from desktop_app.gui.dialogs.keyboard import KeyboardSheet
from desktop_app.gui.dialogs.settings import SettingsSheet
from desktop_app.gui.palette import Palette
from desktop_app.gui.upkeep import back_up, check_archive
from desktop_app.settings import PAGES

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
        connect, context = self._context.commands.connect, self._context
        connect("palette", self.open_palette)
        connect("settings", self.open_settings)
        connect("keyboard", lambda: KeyboardSheet(context).open_over(self._window))
        connect("about", lambda: AboutSheet(context).open_over(self._window))
        connect("details.copy", self._copy_details)
        connect("backup", lambda: back_up(context))
        connect("archive.check", lambda: check_archive(context))
        connect("export", self._export_chosen)
        context.exchange.export_requested.connect(self.export)

    def open_palette(self) -> None:
        """Open the command palette."""
        Palette(self._context, self.recent_commands).open_over(self._window)

    def open_settings(self, page: str = PAGES[0]) -> None:
        """Open the settings at a page."""
        SettingsSheet(self._context, page).open_over(self._window)

    def export(self, ids: Sequence[int]) -> None:
        """Open the export sheet for these articles."""
        from desktop_app.gui.transfer.export_sheet import ExportSheet

        if ids:
            place = self._window.place
            ExportSheet(self._context, ids, place.flush if place is not None else None).open_over(self._window)

    def _export_chosen(self) -> None:
        place = self._window.place
        self.export(place.chosen() if place is not None else ())

    def _copy_details(self) -> None:
        archive = self._context.archive
        QGuiApplication.clipboard().setText(f"{system_details()}\n{archive.path or archive.url}")
        self._context.messages.toast(self.tr("Details copied. They hold no article text."))
