"""The window's own sheets and errands: palette, settings, keyboard map, help, export, print, backup, other archives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app import paths
from desktop_app.app import SAMPLE_NAME
from desktop_app.archive.articles import UndoRecord
from desktop_app.gui.articles_run import undo_change
from desktop_app.gui.banner import Banner
from desktop_app.gui.dialogs.about import AboutSheet
from desktop_app.gui.dialogs.bug import system_details
from desktop_app.gui.dialogs.help import HelpSheet
from desktop_app.gui.dialogs.keyboard import KeyboardSheet
from desktop_app.gui.dialogs.settings import SettingsSheet
from desktop_app.gui.library.collections_sheet import CollectionsSheet
from desktop_app.gui.library.names_sheet import NamesSheet
from desktop_app.gui.library.overview import OverviewSheet
from desktop_app.gui.palette import Palette
from desktop_app.gui.search.saved_sheet import SavedSheet
from desktop_app.gui.upkeep import back_up, back_up_daily, check_archive
from desktop_app.search.service import SearchRequest
from desktop_app.settings import PAGES

if TYPE_CHECKING:
    from desktop_app.gui.replacing.replace_run import ReplaceRun
    from desktop_app.gui.transfer.export_run import ExportRun
    from desktop_app.gui.window import MainWindow


_LONGEST_WORDS = 200


class Shell(QObject):
    """Joins the commands that open something to what they open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self.recent_commands: list[str] = []
        self._runs: list[ExportRun | ReplaceRun] = []
        self._connect()
        self._follow_theme()

    def begin(self) -> None:
        """Say what holds for this archive, and make the day's backup if it is due."""
        archive, theme, presenter = self._context.archive, self._context.theme, self._window.presenter
        if archive.path is not None and archive.path == paths.data_folder() / SAMPLE_NAME:
            words = self.tr("This is the sample. Changes stay in it.")
            presenter.add_banner(Banner(theme, "info", words, closable=True))
        if archive.read_only:
            words = self.tr("Read only: {why}").format(why=archive.read_only_reason)
            presenter.add_banner(Banner(theme, "warning", words))
        elif self._context.settings.get("backup.daily"):
            back_up_daily(self._context)

    def state(self) -> dict[str, Any]:
        """Return what the session remembers of the shell."""
        return {"recent_commands": list(self.recent_commands)}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what the session remembered."""
        recent = state.get("recent_commands")
        if isinstance(recent, list):
            known = self._context.commands
            self.recent_commands[:] = [id for id in recent if isinstance(id, str) and known.has(id)]

    def _connect(self) -> None:
        connect, context, window = self._context.commands.connect, self._context, self._window
        answers: dict[str, Callable[[], object]] = {
            "palette": self.open_palette,
            "settings": self.open_settings,
            "keyboard": lambda: KeyboardSheet(context).open_over(window),
            "about": lambda: AboutSheet(context).open_over(window),
            "help": self.open_help,
            "details.copy": self._copy_details,
            "backup": lambda: back_up(context),
            "archive.check": lambda: check_archive(context),
            "archive.open": self._open_archive,
            "archive.new": window.new_archive_requested.emit,
            "archive.sample": window.sample_requested.emit,
            "archive.recent": window.welcome_requested.emit,
            "export": lambda: self.export(self._chosen()),
            "print": self._print,
            "change.undo": self._undo_change,
            "names": lambda: NamesSheet(self._context).open_over(self._window),
            "overview": lambda: OverviewSheet(self._context).open_over(self._window),
            "collections": lambda: CollectionsSheet(self._context).open_over(self._window),
            "search.saved": lambda: SavedSheet(self._context).open_over(self._window),
            "replace.archive": self.replace_across,
        }
        for id, answer in answers.items():
            connect(id, answer)
        context.exchange.export_requested.connect(self.export)
        context.exchange.setting_changed.connect(lambda _: self._follow_theme())

    def open_palette(self) -> None:
        """Open the command palette."""
        Palette(self._context, self.recent_commands).open_over(self._window)
        self._window.touch()

    def open_settings(self, page: str = PAGES[0]) -> None:
        """Open the settings at a page."""
        SettingsSheet(self._context, page).open_over(self._window)

    def open_help(self) -> None:
        """Open the help of the place at hand."""
        place = self._window.place
        if place is not None:
            HelpSheet(self._context, place.key, place.title_text).open_over(self._window)

    def export(self, ids: Sequence[int]) -> None:
        """Open the export sheet for these articles."""
        # Imported here: the writers of all formats would cost a tenth of the program's start.
        from desktop_app.gui.transfer.export_sheet import ExportSheet

        if ids:
            sheet = ExportSheet(self._context, ids, self._flush)
            self._runs = [run for run in self._runs if run.is_running] + [sheet.run]
            sheet.open_over(self._window)

    def replace_across(self) -> None:
        """Open find and replace across the archive, with the words that are selected."""
        from desktop_app.gui.replacing.replace_sheet import ReplaceSheet

        scopes = [
            (self.tr("Everywhere"), SearchRequest(sort="newest")),
            (self.tr("Drafts"), SearchRequest(place="desk", sort="newest")),
            (self.tr("Archive"), SearchRequest(place="archive", sort="newest")),
        ]
        shown = self._window.places.get("archive")
        if shown is not None and (request := shown.shown_request()) is not None:
            scopes.append((self.tr("What the Archive shows"), request))
            if self._window.place is shown:
                scopes.insert(0, scopes.pop())
        sheet = ReplaceSheet(self._context, scopes, _selected_words(), self._flush)
        self._runs = [run for run in self._runs if run.is_running] + [sheet.run]
        sheet.open_over(self._window)

    def stop_work(self) -> None:
        """Stop exports and replacing that go on: the window is closing."""
        for run in self._runs:
            run.stop()

    def _chosen(self) -> tuple[int, ...]:
        place = self._window.place
        return tuple(place.chosen()) if place is not None else ()

    def _flush(self) -> None:
        for place in self._window.places.values():
            place.flush()

    def _print(self) -> None:
        from desktop_app.gui.transfer.printing import print_article

        chosen = self._chosen()
        if chosen:
            self._flush()
            # After the write lane: what is printed holds the last key.
            self._context.jobs.write(lambda: None, done=lambda _: print_article(self._context, chosen[0], self._window))

    def _open_archive(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Open an archive"), self._folder())
        dialog.setNameFilters([self.tr("Copydesk archives (*.copydesk)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._window.archive_requested)
        dialog.open()

    def _folder(self) -> str:
        path = self._context.archive.path
        if path is not None:
            return str(path.parent)
        return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def _undo_change(self) -> None:
        """Take the last bulk change back, after saying what it was."""
        archive = self._context.archive

        def ask(records: Sequence[UndoRecord]) -> None:
            last = next((record for record in records if record.undone is None), None)
            if last is None:
                self._context.messages.info(self.tr("There is no change to take back"))
                return
            self._context.messages.ask(
                self.tr("Undo the last change to articles?"),
                self.tr("It changed %Ln articles: {what}", "", last.articles).format(what=change_words(last)),
                self.tr("Undo it"),
                then=lambda: undo_change(self._context, last.number),
            )

        self._context.jobs.read(archive.undo_records, done=ask)

    def _follow_theme(self) -> None:
        self._context.commands.check(f"theme.{self._context.settings.get('appearance.theme')}", True)

    def _copy_details(self) -> None:
        archive = self._context.archive
        QGuiApplication.clipboard().setText(f"{system_details()}\n{archive.path or archive.url}")
        self._context.messages.toast(self.tr("Details copied. They hold no article text."))


def _selected_words() -> str:
    """Return the words selected in the text that has the focus, "" for none or for more than a line."""
    focus = QApplication.focusWidget()
    cursor = getattr(focus, "textCursor", None)
    words = str(cursor().selectedText()) if callable(cursor) else ""
    return words if len(words) < _LONGEST_WORDS and "\u2029" not in words else ""


def change_words(record: UndoRecord) -> str:
    """Say what a bulk change did: "section: Culture, tag added: print"."""
    change = record.change
    parts = [f"{field}: {value}" for field, value in dict(change.get("set") or {}).items()]
    parts += [f"+ {tag}" for tag in change.get("add_tags") or ()]
    parts += [f"− {tag}" for tag in change.get("remove_tags") or ()]
    parts += [f"{words} → {instead}" for words, instead in change.get("replace") or ()]
    return ", ".join(parts)
