"""Reading in a process of its own, so that the window's thread never waits for the interpreter while it types.

The process begins with the first text, holds no archive and no files, and ends when its pipe closes. Killed, it is
started again and told the text whole. Calls come from one thread, that of the render lane.
"""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from desktop_app.gui.desk.reading import LocalReadings, Question, Reading


class ReadingProcess:
    """`Readings` at the other end of a pipe."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._known: set[int] = set()

    def ask(self, text: int, question: Question) -> Reading | None:
        """Read a text; None where a process that knew it is gone."""
        if self._process is None:
            self._start()
        if text not in self._known and not question.is_whole:
            return None
        assert self._connection is not None
        try:
            self._connection.send((text, question))
            reading: Reading | Exception = self._connection.recv()
        except (EOFError, OSError):
            self.close()
            return None
        if isinstance(reading, Exception):
            raise reading
        self._known.add(text)
        return reading

    def forget(self, text: int) -> None:
        """Let go of a text."""
        self._known.discard(text)
        if self._connection is not None:
            try:
                self._connection.send((text, None))
            except OSError:
                self.close()

    def close(self) -> None:
        """End the process; the next question starts another."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        self._known.clear()
        if connection is not None:
            connection.close()
        if process is not None:
            process.join(0.2)
            if process.is_alive():
                process.kill()

    @property
    def process_id(self) -> int:
        """The process at work, 0 before the first text."""
        return (self._process.pid or 0) if self._process is not None else 0

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        # A daemon: it never outlives the program, even where nobody called close().
        self._process = context.Process(target=main, args=(theirs,), name="copydesk-reading", daemon=True)
        self._process.start()
        # With our copy of their end open we would never see the pipe close.
        theirs.close()
        self._connection = ours


def main(connection: Connection) -> None:
    """Answer questions until the pipe closes."""
    # Ctrl+C in the terminal is for the window, which closes in order and this pipe with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    readings = LocalReadings()
    while True:
        try:
            text, question = connection.recv()
        except (EOFError, OSError):
            return
        if question is None:
            readings.forget(text)
            continue
        try:
            answer: Reading | Exception | None = readings.ask(text, question)
        except Exception as error:  # noqa: BLE001 - told where it was asked, and shown there as a bug
            answer = error
        try:
            connection.send(answer)
        except OSError:
            return
