"""One import on its way: chosen, scanned, reviewed, brought in. Holds the facts; the pages show them.

The work runs on the long lane and may be paused or stopped between two files; what it says of itself comes through a
relay, at most ten times a second. A run that was stopped takes back what it had brought, so that an archive holds
whole imports only.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.context import Context, Work
from desktop_app.gui.transfer.review_rows import Group, ReviewRow, review_row
from desktop_app.transfer.importing import ImportOptions, import_paths, scan
from desktop_app.transfer.reports import ImportReport, Progress

Stage = Literal["choose", "scan", "review", "import", "done"]


class PausableFlag:
    """A cancel flag that holds the asking thread while the user has paused the work."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._running = threading.Event()
        self._running.set()

    def is_set(self) -> bool:
        # Asked between two files; whoever asks waits here, with nothing half-written.
        self._running.wait()
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()
        self._running.set()

    def pause(self) -> None:
        self._running.clear()

    def go_on(self) -> None:
        self._running.set()

    @property
    def is_paused(self) -> bool:
        return not self._running.is_set()

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()


@dataclass(frozen=True, slots=True)
class Pace:
    """How far, how long still; `left_s` is None until there is enough to judge by."""

    done: int
    total: int
    what: str
    left_s: float | None

    @property
    def share(self) -> float | None:
        return self.done / self.total if self.total else None


class ImportRun(QObject):
    """From paths to a batch. `changed` fires at every step, `moved` while work goes on."""

    changed = Signal()
    moved = Signal(object)
    """A `Pace`."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.stage: Stage = "choose"
        self.paths: tuple[str, ...] = ()
        self.options = ImportOptions(keep_on_cancel=False)
        self.rows: tuple[ReviewRow, ...] = ()
        self.left_out: set[str] = set()
        self.readings: dict[str, str] = {}
        self.scan_s = 0.0
        self.report: ImportReport | None = None
        self.flag = PausableFlag()
        self._began = 0.0
        self._paused_s = 0.0
        self._paused_at = 0.0

    @property
    def name(self) -> str:
        """Return what the import is called: its folder, or its first file and how many more."""
        if not self.paths:
            return ""
        first = Path(self.paths[0])
        return first.name or str(first)

    @property
    def is_busy(self) -> bool:
        return self.stage in ("scan", "import")

    def count(self, *groups: Group) -> int:
        """Count files of these groups."""
        return sum(1 for row in self.rows if row.group in groups)

    def ticked(self) -> int:
        """Count what would be imported now."""
        return sum(1 for row in self.rows if self.is_ticked(row))

    def is_ticked(self, row: ReviewRow) -> bool:
        return row.can_come and row.path not in self.left_out

    # -- acts

    def choose(self, paths: Iterable[str], options: ImportOptions | None = None) -> None:
        """Take these files and folders and look through them."""
        if options is not None:
            self.options = replace(options, keep_on_cancel=False)
        self.paths = tuple(paths)
        self._scan()

    def tick(self, path: str, on: bool) -> None:
        """Take a file in, or leave it out."""
        (self.left_out.discard if on else self.left_out.add)(path)
        self.changed.emit()

    def read_as(self, paths: Sequence[str], encoding: str) -> None:
        """Read these files with these letters; they are looked at again."""
        for path in paths:
            self.readings[path] = encoding
        again = self._options_now()
        context = self._context

        def look() -> list[ReviewRow]:
            found = scan(self.paths_of(paths), options=again, archive=context.archive)
            return [review_row(one, again.on_duplicate) for one in found if one.path in wanted]

        wanted = frozenset(paths)
        context.jobs.read(look, done=self._take_again)

    def paths_of(self, files: Sequence[str]) -> Sequence[str]:
        """Return what to walk to find these files: themselves, or the whole choice where they lie inside a zip."""
        return files if all(Path(file).is_file() for file in files) else self.paths

    def bring_in(self) -> None:
        """Import what is ticked."""
        self.stage = "import"
        self.flag = PausableFlag()
        self._start_clock()
        self.changed.emit()
        # What is known or unreadable goes along: the report of the batch names it.
        left_out = frozenset(row.path for row in self.rows if row.can_come and not self.is_ticked(row))
        options = replace(self._options_now(), leave_out=left_out)
        archive, flag, paths = self._context.archive, self.flag, self.paths
        relay = self._context.jobs.relay(self._on_progress)
        self._context.jobs.long(
            lambda: import_paths(archive, paths, options=options, on_progress=relay, cancelled=flag),
            done=self._on_done,
            failed=self._on_failed,
        )

    def stop(self) -> None:
        """Stop what goes on: a scan keeps what it has seen, an import takes back what it had brought."""
        self.flag.stop()

    def pause(self, on: bool) -> None:
        """Hold the work between two files, or let it go on."""
        if on and not self.flag.is_paused:
            self.flag.pause()
            self._paused_at = time.monotonic()
        elif not on and self.flag.is_paused:
            self._paused_s += time.monotonic() - self._paused_at
            self.flag.go_on()
        self.changed.emit()

    def start_over(self) -> None:
        """Forget everything and choose anew."""
        self.stop()
        self.stage = "choose"
        self.paths = ()
        self.rows = ()
        self.left_out = set()
        self.readings = {}
        self.report = None
        self.changed.emit()

    # -- inside

    def _options_now(self) -> ImportOptions:
        known: Mapping[str, str] = {**self.options.encodings, **self.readings}
        return replace(self.options, encodings=known)

    def _start_clock(self) -> None:
        self._began = time.monotonic()
        self._paused_s = 0.0

    def _scan(self) -> None:
        self.stage = "scan"
        self.rows = ()
        self.left_out = set()
        self.flag = PausableFlag()
        self._start_clock()
        self.changed.emit()
        context, flag = self._context, self.flag
        relay = context.jobs.relay(self._on_progress)
        options = self._options_now()
        paths = list(self.paths)

        def look() -> list[ReviewRow]:
            found = scan(paths, options=options, archive=context.archive, on_progress=relay, cancelled=flag)
            return [review_row(one, options.on_duplicate) for one in found]

        context.jobs.long(look, done=self._take, failed=self._on_failed)

    def _take(self, rows: list[ReviewRow]) -> None:
        if self.stage != "scan":
            return
        self.scan_s = time.monotonic() - self._began
        self.rows = tuple(rows)
        self.left_out = {row.path for row in rows if row.can_come and not row.is_sure}
        self.stage = "review"
        self._tell_window(None)
        self.changed.emit()

    def _take_again(self, rows: list[ReviewRow]) -> None:
        # They stay where the user is looking, among the garbled ones, now with a reading somebody chose.
        fresh = {row.path: replace(row, group="garbled", is_sure=True) for row in rows if row.can_come}
        self.rows = tuple(fresh.get(row.path, row) for row in self.rows)
        # Somebody read it and chose: that is as sure as it gets.
        self.left_out -= set(fresh)
        self.changed.emit()

    def _on_progress(self, progress: Progress) -> None:
        if not self.is_busy:
            return
        spent = time.monotonic() - self._began - self._paused_s
        left = None
        if spent > 5 and progress.total and progress.done:
            left = spent / progress.done * (progress.total - progress.done)
        pace = Pace(progress.done, progress.total, progress.what, left)
        words = self.tr("Importing") if self.stage == "import" else self.tr("Looking through the files")
        self._tell_window(Work(words, pace.share))
        self.moved.emit(pace)

    def _on_done(self, report: ImportReport) -> None:
        self.report = report
        self.stage = "done"
        self._tell_window(None)
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        # Back to where it can be tried again; the message tells what became of it.
        self.stage = "review" if self.stage == "import" else "choose"
        self._tell_window(None)
        self._context.messages.failure(error)
        self.changed.emit()

    def _tell_window(self, work: Work | None) -> None:
        self._context.exchange.work_changed.emit(work)
