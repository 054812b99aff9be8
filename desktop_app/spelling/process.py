"""The dictionaries in a process of their own, and the way to ask it.

Loading a dictionary takes up to 0.8 s in one piece, hunspell's suggestions up to 0.4 s, and a damaged file of a user's
may end the process that reads it: none of that may happen where somebody types. Promises: thread-safe, one question at
a time; started when first asked, and again when it died; where it dies three times, `UserError` once and silence after.
It ends when the pipe closes, whatever became of the program.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

from desktop_app.errors import UserError
from desktop_app.spelling.checker import Checker, Paragraph, Reading
from desktop_app.spelling.dictionaries import find_dictionaries

_DEATHS = 3
_CLOSE_S = 2.0


class SpellingProcess:
    """Asks the process; see the module. `languages` are codes, those without a dictionary are passed by."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = tuple(languages)
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._deaths = 0
        self._closed = False

    def readings(self, paragraphs: Sequence[Paragraph]) -> list[Reading]:
        """Read paragraphs that follow one another; see `Checker`."""
        found: list[Reading] | None = self._ask("readings", list(paragraphs))
        return found if found is not None else [Reading("")] * len(paragraphs)

    def suggest(self, word: str, language: str) -> list[str]:
        """Return what may have been meant, the likeliest first."""
        return self._ask("suggest", word, language) or []

    def use(self, languages: Sequence[str]) -> None:
        """Check in other languages from now on."""
        with self._lock:
            if tuple(languages) != self._languages:
                self._languages = tuple(languages)
                self._end()
            self._deaths = 0

    def close(self) -> None:
        """End the process at once. What is still asked in other threads is answered with nothing."""
        self._closed = True
        # It holds nothing that could be lost; a dictionary that is being loaded must not delay the end of the program.
        if (process := self._process) is not None:
            process.terminate()
        with self._lock:
            self._end()

    @property
    def process_id(self) -> int:
        """The process at work, 0 where none is."""
        return (self._process.pid or 0) if self._process is not None else 0

    def _ask(self, method: str, *arguments: Any) -> Any:
        with self._lock:
            while self._deaths < _DEATHS and not self._closed:
                try:
                    connection = self._connection or self._start()
                    connection.send((method, arguments))
                    is_answer, answer = connection.recv()
                except (EOFError, OSError):
                    self._end()
                    self._deaths += 1
                    continue
                if not is_answer:
                    raise RuntimeError(answer)
                return answer
            if self._closed or self._deaths > _DEATHS:
                return None
            self._deaths += 1
        raise UserError(
            "The spelling check stopped three times and is off until Copydesk is opened again. Your text is safe.",
            "A damaged dictionary may be the reason: look into the folder of your own dictionaries.",
        )

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=main, args=(theirs, self._languages), name="copydesk-spelling", daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        return ours

    def _end(self) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            process.join(_CLOSE_S)
            if process.is_alive():
                process.kill()
                process.join()


def main(connection: Connection, languages: Sequence[str]) -> None:
    """Answer until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C on a terminal is the program's to handle.
    checker = Checker(find_dictionaries(), languages)
    with contextlib.suppress(EOFError, OSError):
        while True:
            method, arguments = connection.recv()
            try:
                answer = True, getattr(checker, method)(*arguments)
            except Exception as error:  # noqa: BLE001 - carried to the window, shown there as a bug
                answer = False, f"{type(error).__name__}: {error}"
            connection.send(answer)
