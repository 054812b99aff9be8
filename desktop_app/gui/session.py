"""What brings the window back as it was: place, article, cursor, scroll, sizes, kept as one small JSON file an archive.

Written through a temporary name at most twice a second while something changes, and on closing, so that a crash loses a
second of scrolling and never the file. A file that cannot be read is as good as none. Texts are not here: they are in
the archive.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop_app.gui.jobs import Jobs

WRITE_PAUSE_MS = 500
"""Half of the second a crash may cost: a busy machine has the other half to write it."""


class Session(QObject):
    """One archive's remembered window. `collect` is asked for the state when it is time to write."""

    def __init__(self, file: Path, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.file = file
        self._jobs = jobs
        self._collect: Callable[[], dict[str, Any]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_PAUSE_MS)
        self._timer.timeout.connect(self._write)
        self._written: str | None = None

    def collect_from(self, collect: Callable[[], dict[str, Any]]) -> None:
        """Set who knows the state."""
        self._collect = collect

    def touch(self) -> None:
        """Something changed: write within half a second."""
        # Not restarted while it runs: steady scrolling must not put the writing off for ever.
        if not self._timer.isActive() and self._collect is not None:
            self._timer.start()

    def close(self) -> None:
        """Write now, whatever is pending, and mark the end as orderly."""
        self._timer.stop()
        self._write(is_closed=True)

    def _write(self, is_closed: bool = False) -> None:
        if self._collect is None:
            return
        state = self._collect()
        state["is_closed"] = is_closed
        text = json.dumps(state, ensure_ascii=False, sort_keys=True)
        if text != self._written:
            self._written = text
            self._jobs.write(write_state, self.file, text, failed=self._forget)

    def _forget(self, error: Exception) -> None:
        # A full or locked disk: the next change tries again; nobody's text hangs on it.
        self._written = None


def read_state(file: Path) -> dict[str, Any]:
    """Read a remembered state; {} where there is none that makes sense."""
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(file: Path, text: str) -> None:
    """Replace the file in one step."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f"{file.name}.{os.getpid()}.new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(file)
