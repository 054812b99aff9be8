"""Reading in a process of its own, so that the window's thread never waits for the interpreter while it types.

The process begins with the first text, holds no archive and no files, and ends when its pipe closes. Killed, it is
started again and told the text whole. Calls may come from any thread but the window's.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from desktop_app.gui.desk.reading import LocalReadings, Question, Reading
from desktop_app.text.facts import TextFacts

_PATIENCE_S = 0.1
"""A save is not to wait for the first reading of a long text, which takes a second."""


class ReadingProcess:
    """`Readings` at the other end of a pipe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._known: set[int] = set()

    def ask(self, text: int, question: Question) -> Reading | None:
        """Read a text; None where a process that knew it is gone."""
        with self._lock:
            if text not in self._known and not question.is_whole:
                return None
            reading: Reading | None = self._call("ask", text, question)
            if reading is not None:
                self._known.add(text)
            return reading

    def forget(self, text: int) -> None:
        """Let go of a text."""
        with self._lock:
            if text in self._known:
                self._known.discard(text)
                self._call("forget", text)

    def facts(self, body: str) -> TextFacts | None:
        """Return what the archive notes of a body; None where the process is long at something else, or gone."""
        if self._process is None or not self._lock.acquire(timeout=_PATIENCE_S):
            return None
        try:
            facts: TextFacts | None = self._call("facts", body)
            return facts
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the process; the next question starts another."""
        if self._lock.acquire(timeout=_PATIENCE_S):
            self._end()
            self._lock.release()
        elif self._process is not None:
            self._process.kill()

    @property
    def process_id(self) -> int:
        """The process at work, 0 before the first text."""
        return (self._process.pid or 0) if self._process is not None else 0

    def _call(self, method: str, *what: object) -> Any:
        """Ask and wait for the answer; None where the process is gone. Call it with the lock held."""
        if self._process is None:
            self._start()
        assert self._connection is not None
        try:
            self._connection.send((method, what))
            answer = self._connection.recv()
        except (EOFError, OSError):
            self._end()
            return None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        # A daemon: it never outlives the program, even where nobody called close().
        self._process = context.Process(target=main, args=(theirs,), name="copydesk-reading", daemon=True)
        self._process.start()
        # With our copy of their end open we would never see the pipe close.
        theirs.close()
        self._connection = ours

    def _end(self) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        self._known.clear()
        if connection is not None:
            connection.close()
        if process is not None:
            process.join(_PATIENCE_S)
            if process.is_alive():
                process.kill()


def main(connection: Connection) -> None:
    """Answer questions until the pipe closes."""
    # Ctrl+C in the terminal is for the window, which closes in order and this pipe with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    readings = LocalReadings()
    while True:
        try:
            method, what = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = getattr(readings, method)(*what)
        except Exception as error:  # noqa: BLE001 - told where it was asked, and shown there as a bug
            answer = error
        try:
            connection.send(answer)
        except OSError:
            return
