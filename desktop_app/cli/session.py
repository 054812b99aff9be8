"""What all commands of one run share: the archive that was named, how to print, and how to stop."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from desktop_app.cli.output import Output
from desktop_app.cli.progress import ProgressShow, Style
from desktop_app.errors import UserError

if TYPE_CHECKING:
    from desktop_app.app import App, Finder
    from desktop_app.settings import Settings


class Window(Protocol):
    """The window as the command line knows it; `__main__` hands it in, so that nothing here imports Qt."""

    def check(self) -> None:
        """Raise `UserError` with the way out where no window can be shown."""

    def open(self, archive: str | None) -> int:
        """Open the window and return when it is closed."""

    def draw(self, archive: Path, picture: Path) -> None:
        """Draw the window on this archive into a picture file, without a screen."""


class Session:
    """One run of the program from the command line."""

    def __init__(self, window: Window | None = None) -> None:
        self.window = window
        self.archive: str | None = None
        self.progress_style: Style = "auto"
        self.out = Output()
        self.if_stopped = "Nothing was changed."
        """What Ctrl+C leaves behind: told when it ends the command."""

    def open_app(self) -> App:
        """Open the archive that was named, or the user's own."""
        from desktop_app.app import App

        app = App.open(self.archive)
        self._tell_notes(app.settings)
        return app

    def open_search(self) -> Finder:
        """Open the search of that archive, for commands that need nothing else of it."""
        from desktop_app.app import Finder

        finder = Finder.open(self.archive)
        self._tell_notes(finder.settings)
        return finder

    def _tell_notes(self, settings: Settings) -> None:
        for note in settings.notes:
            self.out.say(note)

    def open_app_to_write(self) -> App:
        """The same for commands that change the archive: refuses at once where that cannot be done."""
        from desktop_app.archive import ReadOnlyArchive

        app = self.open_app()
        if app.archive.read_only:
            reason = app.archive.read_only_reason
            app.close()
            raise ReadOnlyArchive(f"This archive can only be read: {reason}", "Nothing was changed.")
        self.if_stopped = "What was finished before is kept."
        try:
            app.back_up_if_due()
        except UserError as error:
            # A full backup disk must not keep anyone from working; that it is full must be told.
            self.out.trouble(f"The daily backup could not be made. {error}")
        return app

    def progress(self, title: str) -> ProgressShow:
        """Show how far work is: `with session.progress("Importing") as show: show(done, total, what)`."""
        return ProgressShow(title, self.progress_style, self.out.quiet)

    @contextmanager
    def stoppable(self) -> Iterator[threading.Event]:
        """Give work that can stop by itself a flag for Ctrl+C; a second Ctrl+C ends at once."""
        flag = threading.Event()
        if threading.current_thread() is not threading.main_thread():
            yield flag
            return

        def stop(number: int, frame: FrameType | None) -> None:
            if flag.is_set():
                raise KeyboardInterrupt
            flag.set()
            if not self.out.quiet:
                # Straight to the system: a handler may have interrupted a write to the very same stream.
                os.write(2, b"\nStopping after the piece at hand. Ctrl+C again stops at once.\n")

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield flag
        finally:
            signal.signal(signal.SIGINT, before)
