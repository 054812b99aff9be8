"""The door: no arguments open the window, all else is the command line. `copydesk` and `python -m desktop_app` both.

The one place that knows both `cli` and `gui`; it hands the window to the command line, which never imports Qt itself.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path


class QtWindow:
    """The window, for the command line. Qt is imported when it is used."""

    def check(self) -> None:
        """Raise `UserError` with the exact line that helps where no window can be shown."""
        from desktop_app.gui import startup

        startup.check()

    def open(self, archive: str | None) -> int:
        """Open the window and return when it is closed."""
        from desktop_app import gui

        code: int = gui.run(archive)
        return code

    def draw(self, archive: Path, picture: Path) -> None:
        """Draw the window on an archive into a picture file, without a screen."""
        from desktop_app import gui
        from desktop_app.app import App

        with App.open(archive) as app:
            gui.draw_window(app, picture)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Copydesk; return its exit code."""
    multiprocessing.freeze_support()
    try:
        from desktop_app import cli

        return cli.main(arguments, window=QtWindow())
    except KeyboardInterrupt:
        # The first tenth of a second, while modules load; afterwards the command line tells what it kept.
        sys.stderr.write("Stopped.\n")
        return 130


if __name__ == "__main__":
    # Under its own name, so that what is made here can be handed to the processes that draw and search.
    from desktop_app.__main__ import main as named_main

    sys.exit(named_main())
