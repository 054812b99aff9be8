"""The window: the only folder with widgets. Nothing here does SQL, reads files or searches on the GUI thread.

`run` opens it, `draw_window` draws it into a picture. Qt is imported inside them, so that `import desktop_app.gui`
works on a machine without it and a missing system library is told in words (`startup.py`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop_app.app import App


def run(archive: str | None = None) -> int:
    """Open the window on an archive (the welcome screen where there is none yet); return the exit code."""
    from desktop_app.gui import startup

    startup.check()
    from desktop_app.gui.launch import run_window

    return run_window(archive)


def draw_window(
    app: App,
    path: Path,
    size: tuple[int, int] = (1440, 900),
    theme: str = "light",
    place: str | None = None,
    state: dict[str, Any] | None = None,
) -> Path:
    """Draw the window on an open archive to a PNG, without a screen; `state` is a place's saved state."""
    from desktop_app.gui import startup

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    startup.check()
    from desktop_app.gui.launch import draw

    return draw(app, Path(path), size, theme, place, state)
