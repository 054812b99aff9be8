"""The export in a process of its own: typst and a thousand articles must not slow down the window.

`export_in_process` has the arguments and the answer of `exporting.export_articles`, but takes the address of the
archive. It blocks the thread that calls it (a lane, not the window's). Cancelling is heard between two articles; a
process that does not hear is ended after `PATIENCE_S`. If it dies, a `UserError` says what was finished.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.errors import UserError
from desktop_app.transfer.reports import CancelFlag, ExportReport, OnProgress, Progress, Written

if TYPE_CHECKING:
    from desktop_app.transfer.exporting import Format, OnExisting

POLL_S = 0.05
PATIENCE_S = 30.0
"""A text of 50,000 words takes 2 s as PDF; nothing known takes ten times that."""


def export_in_process(
    archive_url: str | Path,
    ids: Iterable[int],
    *,
    format: Format,
    to: Path | str,
    theme: str = "house",
    on_existing: OnExisting = "replace",
    on_progress: OnProgress | None = None,
    cancelled: CancelFlag | None = None,
    one_file: bool = False,
    on_written: Callable[[Written], None] | None = None,
) -> ExportReport:
    """Export articles in another process, and return its report."""
    wishes = {
        "format": format,
        # A path would lose the slash at its end, which says "folder".
        "to": str(to),
        "theme": theme,
        "on_existing": on_existing,
        "one_file": one_file,
    }
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=_work, args=(theirs, str(archive_url), wishes), name="copydesk-export", daemon=True)
    worker.start()
    theirs.close()
    # Through the pipe: a process that dies before it has read long arguments leaves whoever starts it waiting.
    chosen = list(ids)
    with contextlib.suppress(OSError):
        ours.send(chosen)
    listener = _Listener(ours, on_progress, on_written)
    try:
        return listener.listen(cancelled)
    finally:
        ours.close()
        worker.join(1.0 if listener.answered else 0)
        if worker.is_alive():
            worker.kill()
            worker.join()


class _Listener:
    """Hears what the process says, until its answer or its end."""

    def __init__(
        self, pipe: Connection, on_progress: OnProgress | None, on_written: Callable[[Written], None] | None
    ) -> None:
        self._pipe = pipe
        self._on_progress = on_progress
        self._on_written = on_written
        self._written: list[Written] = []
        self.answered = False

    def listen(self, cancelled: CancelFlag | None) -> ExportReport:
        patience = PATIENCE_S
        while True:
            try:
                if cancelled is not None and cancelled.is_set():
                    if patience == PATIENCE_S:
                        self._pipe.send("stop")
                    patience -= POLL_S
                if not self._pipe.poll(POLL_S):
                    if patience <= 0:
                        return ExportReport(written=tuple(self._written), cancelled=True)
                    continue
                message = self._pipe.recv()
            except (EOFError, OSError) as error:
                raise self._died() from error
            if isinstance(message, ExportReport):
                self.answered = True
                return message
            self._hear(message)

    def _hear(self, message: object) -> None:
        if isinstance(message, Progress) and self._on_progress:
            self._on_progress(message)
        elif isinstance(message, Written):
            self._written.append(message)
            if self._on_written:
                self._on_written(message)
        elif isinstance(message, BaseException):
            self.answered = True
            raise message

    def _died(self) -> UserError:
        count = len(self._written)
        done = "No file was" if count == 0 else "1 file was" if count == 1 else f"{count} files were"
        return UserError(
            f"The export stopped unexpectedly. {done} written before that, each of them whole.",
            "The archive is untouched. Start the export again; with “skip what is there” it goes on where it stopped.",
        )


class _Stop:
    """Set as soon as the other end of the pipe says anything, or is gone.

    Not an `Event`: a process that is killed while it looks at one keeps its lock, and whoever sets it waits for ever.
    """

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def is_set(self) -> bool:
        return self._pipe.poll()


def _work(pipe: Connection, archive_url: str, wishes: dict[str, Any]) -> None:
    """Run in the process: export, and say every step."""
    # Here, as the writers and their libraries are of no use in the process of the window.
    from desktop_app.archive import Archive
    from desktop_app.transfer.exporting import export_articles

    with pipe:
        try:
            ids = pipe.recv()
            with Archive.open(archive_url, read_only=True) as archive:
                report = export_articles(
                    archive,
                    ids,
                    **wishes,
                    on_progress=pipe.send,
                    on_written=pipe.send,
                    cancelled=_Stop(pipe),
                )
            pipe.send(report)
        except UserError as error:
            pipe.send(error)
        except (BrokenPipeError, EOFError):
            pass  # The window is gone; what was written is whole.
