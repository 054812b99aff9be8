"""Making lists ready and counting an archive in a process of its own: seconds of work that no key is to wait for.

The process opens the archive for reading by what it is handed, writes to the cache folder alone, and may be killed at
any moment: what it had not finished is done the next time.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from multiprocessing.process import BaseProcess
from pathlib import Path

from desktop_app.letters.alphabet import LANGUAGES
from desktop_app.letters.service import LetterService, Texts
from desktop_app.letters.shipped import is_ready, shipped

OpenArchive = Callable[[], AbstractContextManager[Texts]]
"""Opens the archive for reading; must be something that can be pickled."""
_LOOK_S = 0.05


class LetterProcess:
    """One such process at a time."""

    def __init__(self, open_archive: OpenArchive, folder: Path) -> None:
        self._what = (open_archive, folder)
        self._folder = folder
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None

    def run(self, is_wanted: Callable[[], bool], patience_s: float) -> None:
        """Start it where it is not at work, and wait for it: for the lists to the end, for the archive so long."""
        with self._lock:
            if self._process is None or not self._process.is_alive():
                context = multiprocessing.get_context("spawn")
                # A daemon: it never outlives the program, even where nobody called close().
                self._process = context.Process(target=main, args=self._what, name="copydesk-letters", daemon=True)
                self._process.start()
            process = self._process
        until = time.monotonic() + patience_s
        while is_wanted() and process.is_alive() and (time.monotonic() < until or not self._has_lists()):
            process.join(_LOOK_S)

    def close(self) -> None:
        """End it, whatever it is at."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.join()
                self._process = None

    def _has_lists(self) -> bool:
        return all(is_ready(code, self._folder) for code in LANGUAGES)


def main(open_archive: OpenArchive, folder: Path) -> None:
    """Make the lists ready, then count what is new in the archive."""
    # Ctrl+C in the terminal is for the window, which closes in order and ends this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for code in LANGUAGES:
        shipped(code, folder)
    with open_archive() as archive:
        LetterService(archive, folder).update()
