"""The running program: one look and language for all windows, archives opened off the GUI thread, the welcome screen.

`Program` is what lives longer than a window. It opens archives, makes the parts each window needs, and ends when the
last window is closed.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import paths
from desktop_app.app import App
from desktop_app.gui.commands import Commands, load_keys, save_keys
from desktop_app.gui.context import Context
from desktop_app.gui.dressing import Dressing, fade_ms
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.messages import Messages
from desktop_app.gui.place import Place
from desktop_app.gui.recents import remember_archive
from desktop_app.gui.theme import ThemeKeeper, load_fonts
from desktop_app.gui.window import MainWindow
from desktop_app.settings import Settings

_SETTLED_MS = 2000
"""After this long what the first window is made of has been made, and stays until the end."""


class Program(QObject):
    """Windows and what they share."""

    def __init__(self, qapp: QApplication, settings: Settings, jobs: Callable[[], Jobs] = Jobs) -> None:
        super().__init__()
        self.settings = settings
        self.theme = ThemeKeeper()
        self.windows: list[MainWindow] = []
        self.welcome: QWidget | None = None
        self._is_telling = False
        self._has_settled = False
        self._make_jobs = jobs
        self._jobs = jobs()
        load_fonts()
        self.dressing = Dressing(settings, self.theme, self)
        self.dressing.follow()
        qapp.setQuitOnLastWindowClosed(False)

    def context_for(self, app: App) -> Context:
        """Put together what a window's panes are handed."""
        messages = Messages()
        jobs = self._make_jobs()
        jobs.on_error = messages.failure
        keys_file = paths.config_folder() / "keys.toml"
        commands = Commands(load_keys(keys_file))
        commands.keys_changed.connect(lambda: jobs.write(save_keys, keys_file, commands.user_keys()))
        context = Context(app, jobs, self.theme, commands, messages, self.settings)
        context.exchange.setting_changed.connect(lambda key: self._on_setting(context, key))
        return context

    def add_window(self, app: App, state: dict[str, Any] | None = None) -> MainWindow:
        """Make a window on an open archive; `state` instead of the session's for a second window."""
        context = self.context_for(app)
        places, search_box = make_places(context)
        file = None if state is not None else session_file(app.archive.uid)
        window = MainWindow(context, places, search_box, file)
        window.presenter.toasts.fade_ms = fade_ms(self.settings)
        window.closed.connect(lambda: self._on_closed(window))
        window.welcome_requested.connect(self.show_welcome)
        window.archive_requested.connect(self.open_archive)
        window.new_archive_requested.connect(lambda: self.show_welcome(creating=True))
        window.sample_requested.connect(self.open_sample)
        window.window_requested.connect(lambda state: self._second_window(app, state))
        if not self._has_settled:
            self._has_settled = True
            QTimer.singleShot(_SETTLED_MS, self, self._leave_alone)
        self.windows.append(window)
        if state is None:
            window.restore()
        else:
            window.restore_state(state)
        window.watch.start()
        if state is None:
            window.shell.begin()
        return window

    def open_archive(self, archive: str | Path | None) -> None:
        """Open an archive on the long lane and show its window; trouble is told on the welcome screen."""
        named = str(archive) if archive is not None else ""
        for window in self.windows:
            if named and str(window.context.archive.path or window.context.archive.url) == named:
                window.show()
                window.raise_()
                window.activateWindow()
                return
        self._jobs.long(_open, archive, self.settings, done=self._on_opened, failed=self._on_refused)

    def make_archive(self, make: Callable[[], str]) -> None:
        """Run `make` (it returns a path) on the long lane, then open what it made."""
        self._jobs.long(make, done=self.open_archive, failed=self._on_refused)

    def open_sample(self) -> None:
        """Open the sample, a copy of the user's own."""
        from desktop_app.gui.dialogs.welcome import sample_copy

        self.make_archive(sample_copy)

    def show_welcome(self, creating: bool = False) -> None:
        """Show the welcome screen, over nothing or beside open windows; `creating` shows its second page."""
        from desktop_app.gui.dialogs.welcome import WelcomeWindow

        if self.welcome is None:
            self.welcome = WelcomeWindow(self)
        if creating:
            self.welcome.show_create()
        self.welcome.show()
        self.welcome.raise_()
        self.welcome.activateWindow()

    def welcome_closed(self) -> None:
        """The welcome screen is gone: without a window the program ends."""
        self.welcome = None
        self._maybe_end()

    @property
    def jobs(self) -> Jobs:
        """The lanes of what is not any window's: opening archives, the list of recent ones."""
        return self._jobs

    def _on_opened(self, app: App) -> None:
        window = self.add_window(app)
        window.show()
        welcome = self.welcome
        if welcome is not None:
            self.welcome = None
            welcome.close()
        archive = app.archive
        name = str(archive.path or archive.url)
        self._jobs.read(lambda: remember_archive(name, archive.name, archive.counts().archive), failed=_let_be)

    def _on_refused(self, error: Exception) -> None:
        self.show_welcome()
        self.welcome.tell(error)

    def _second_window(self, app: App, state: dict[str, Any]) -> None:
        window = self.add_window(app, state)
        window.show()
        article = state.get("article")
        if article:
            window.context.exchange.edit_requested.emit(article)

    def _on_setting(self, context: Context, key: str) -> None:
        if self._is_telling:
            return
        self._is_telling = True
        try:
            self.dressing.on_setting(key)
            for window in self.windows:
                window.presenter.toasts.fade_ms = fade_ms(self.settings)
                if window.context is not context:
                    window.context.exchange.setting_changed.emit(key)
        finally:
            self._is_telling = False

    def _on_closed(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
        app = window.context.app
        window.context.jobs.close(0)
        if not any(other.context.app is app for other in self.windows):
            app.close()
        window.deleteLater()
        self._maybe_end()

    def _leave_alone(self) -> None:
        """Let the search for circles of garbage pass over what there is: going through all of it takes 40 ms of a key.

        Once only: the remains of a closed window must not be kept for ever. Nothing is collected before, as the search
        process does, because somebody may be typing already.
        """
        gc.freeze()

    def _maybe_end(self) -> None:
        if not self.windows and self.welcome is None:
            self._jobs.close(2000)
            QApplication.quit()


def make_places(context: Context) -> tuple[list[Place], QWidget | None]:
    """Make the four places and the search box."""
    from desktop_app.gui.desk.desk_place import DeskPlace
    from desktop_app.gui.library.archive_place import ArchivePlace
    from desktop_app.gui.search.search_box import SearchBox
    from desktop_app.gui.transfer.imports_place import ImportsPlace
    from desktop_app.gui.trash import TrashPlace

    box = SearchBox(context)
    archive = ArchivePlace(context, search_box=box)
    places = [DeskPlace(context), archive, ImportsPlace(context), TrashPlace(context)]
    return places, box


def _open(archive: str | Path | None, settings: Settings) -> App:
    app = App.open(archive, worker=True, settings=settings)
    # Asked for here, off the GUI thread: starting the search process takes its time.
    _ = app.search
    return app


def session_file(uid: str) -> Path:
    """Return where the window of an archive is remembered."""
    return paths.config_folder() / "sessions" / f"{uid}.json"


def _let_be(error: Exception) -> None:
    """The list of recent archives is a convenience: a disk that refuses it is told elsewhere."""
