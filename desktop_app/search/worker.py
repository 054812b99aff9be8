"""The search process: it holds the index, the columns and a read-only connection, and answers over a pipe.

Promises: searches are answered while the index is being written; what changed in the archive is followed within a
second without being asked; the process ends when the pipe closes, whatever became of the program that opened it.
Whoosh in a thread of the window delayed 17 % of its 5 ms ticks past 16 ms; in a process fewer than 1 %.

One loop answers; one thread at a time writes the index, with file handles of its own. Nothing here imports Qt.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from desktop_app.archive import open_reader
from desktop_app.errors import UserError
from desktop_app.search.freed import give_back, leave_alone
from desktop_app.search.local import LocalSearch
from desktop_app.search.pipe import Call, Reply
from desktop_app.search.service import IndexProgress, IndexStatus, SearchRequest, SearchResult
from desktop_app.values import replace

PATIENCE_S = 2.0
"""How long a search waits for the index to be brought up to date before it answers from what is there."""

FEW = 200
"""Articles behind that are worth waiting for."""

FIRST_S = 4.0
"""How long a search waits for the first step of a first build before the articles themselves are read."""

FOLLOW_S = 0.5
"""How often an idle worker asks the archive whether anything changed."""

WARM_S = 0.3
"""Idle time before tables of stems are made, and checksums compared, some 20 ms at a time."""

DOUBT_S = 1800.0
"""How long files are trusted that were compared with their checksums: disks go bad while one works."""

QUIET_S = 5.0
"""Idle time before the segments that edits have left are folded, which is done at once …"""

LONG_QUIET_S = 15.0
"""… and before large ones are merged, which takes half a minute of steps of some 20 ms."""

_FOLDING = {"fold_edits", "fold"}
"""Work that nobody waits for: others come first."""

FLUSH_S = 2.0
"""Time without a change after which edits are written to the index on disk …"""

FLUSH_AT = 32
"""… and how many are written at once, whatever happens."""

TIDY_S = 1.0
"""Time between two hand-backs of freed memory."""


class _Parked(NamedTuple):
    """A call that waits for the index; `could_answer` = there was one already."""

    call: Call
    until: float
    could_answer: bool


class Job:
    """Index work in a thread of its own; the loop looks in for progress and the outcome."""

    def __init__(self, kind: str, steps: Callable[[], Iterator[IndexProgress]]) -> None:
        self.kind = kind
        self.progress: IndexProgress | None = None
        self.error: BaseException | None = None
        self.callers: list[int] = []
        self._steps = steps
        self._news: queue.SimpleQueue[IndexProgress] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        # A daemon: where the pipe closes in the middle of a commit, the process may end. The index survives that.
        self._thread = threading.Thread(target=self._run, name=f"index-{kind}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            for progress in self._steps():
                self._news.put(progress)
                self._may_go_on.wait()
                if self._stop.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - handed to the loop, which tells the callers
            self.error = error

    def news(self) -> IndexProgress | None:
        """Return the latest progress since the last look."""
        latest = None
        with contextlib.suppress(queue.Empty):
            while True:
                latest = self._news.get_nowait()
        if latest is not None:
            self.progress = latest
        return latest

    @property
    def is_done(self) -> bool:
        return not self._thread.is_alive()

    def wait(self, timeout_s: float) -> None:
        """Wait for the end, or not longer than that."""
        self._thread.join(timeout_s)

    def stop(self) -> None:
        """Ask for the end after the present step."""
        self._stop.set()
        self._may_go_on.set()

    def rest(self, *, rest: bool) -> None:
        """Let the work wait after the present step, or go on."""
        if rest:
            self._may_go_on.clear()
        else:
            self._may_go_on.set()

    @property
    def is_folding(self) -> bool:
        """Whether this is work that nobody waits for."""
        return self.kind in _FOLDING


class Worker:
    """The loop: reads calls, answers them, drives the index between them."""

    def __init__(self, connection: Connection, search: LocalSearch) -> None:
        self._connection = connection
        self._search = search
        self._job: Job | None = None
        self._waiting_jobs: list[Call] = []
        self._parked: list[_Parked] = []
        self._last_call = time.monotonic()
        self._next_look = 0.0
        self._folded = 0
        """1: what edits have left, 2: all segments."""
        self._failed = False
        self._warm = False
        self._is_settled = False
        self._last_edit = 0.0
        self._look_again = 0.0
        self._is_untidy = True
        self._next_tidying = 0.0

    def run(self) -> None:
        """Answer until the pipe closes or the other side asks for the end."""
        with contextlib.suppress(UserError):  # Whoever asks is told.
            self._search.prepare()
        while True:
            try:
                call = self._connection.recv() if self._connection.poll(self._pause()) else None
            except (EOFError, OSError):
                break
            if call is not None:
                if call.method == "close":
                    break
                self._take(call)
            self._look_after_job()
            self._answer_parked()
            self._follow()
            self._tidy_up()
        if self._job is not None:
            self._job.stop()
            self._job.wait(1.0)

    def _pause(self) -> float:
        if self._job is not None:
            # A short job (an edit: 20 ms) is awaited closely, a long one only for its news.
            return 0.005 if self._parked else 0.05
        if self._warm:
            return FOLLOW_S
        # While nobody asks for anything the tables are made one piece after another.
        return 0.005 if time.monotonic() - self._last_call > WARM_S else 0.05

    def _take(self, call: Call) -> None:
        self._last_call = time.monotonic()
        self._is_untidy = True
        if self._job is not None and self._job.is_folding:
            self._job.rest(rest=True)
        if call.method in ("catch_up", "reindex"):
            self._waiting_jobs.append(call)
        elif (patience_s := self._patience(call)) > 0:
            self._start_job("catch_up")
            self._parked.append(_Parked(call, time.monotonic() + patience_s, self._can_answer()))
        else:
            self._answer(call)

    def _patience(self, call: Call) -> float:
        """Return how long this call should wait for the index to be brought up to date."""
        if not any(isinstance(argument, SearchRequest) and argument.catch_up for argument in call.arguments):
            return 0
        if self._job is not None and self._job.kind != "catch_up":
            if self._job.is_folding:
                self._edits_applied()
            return 0
        try:
            if not self._can_answer():
                return FIRST_S
            return PATIENCE_S if not self._edits_applied() and 0 < self._search.behind() <= FEW else 0
        except UserError:
            return 0  # The archive cannot be read now; the answer will say so.

    # Index work

    def _start_job(self, kind: str) -> Job:
        """Start a piece of work, unless one is going on; return the one that is."""
        if self._job is None:
            self._job = Job(kind, self._search.work(kind))
        return self._job

    def _look_after_job(self) -> None:
        job = self._job
        if job is None:
            self._start_waiting()
            return
        finished = job.is_done
        news = job.news()
        if news is not None:
            for number in job.callers:
                self._send(Reply(number, "progress", news))
        if job.kind == "catch_up":
            # Whoever asks for the same work that is already going on waits for its end.
            job.callers += [call.number for call in self._waiting_jobs if call.method == "catch_up"]
            self._waiting_jobs = [call for call in self._waiting_jobs if call.method != "catch_up"]
        if finished:
            self._job = None
            self._finish(job)

    def _finish(self, job: Job) -> None:
        try:
            outcome = self._search.after_work(job.error)
        except UserError as error:
            outcome = error
        self._warm = False
        self._failed = not isinstance(outcome, IndexStatus) or outcome.state == "busy"
        if self._failed:
            # Where the work fails (a full disk), it is tried again now and then, not all the time.
            self._next_look = time.monotonic() + 10 * FOLLOW_S
        if job.kind == "catch_up" and job.callers and not self._failed and self._is_behind():
            # What has just ended began before some change: whoever asked is told when the index is current.
            self._start_job("catch_up").callers += job.callers
            return
        for number in job.callers:
            if isinstance(outcome, IndexStatus):
                self._send(Reply(number, "result", outcome))
            else:
                self._send_error(number, outcome)
        if not job.callers and not isinstance(outcome, (IndexStatus, UserError)):
            # Nobody asked for this work: the next search says so in its status, `check` says why.
            self._search.trouble = "".join(traceback.format_exception_only(outcome)).strip()

    def _start_waiting(self) -> None:
        if self._waiting_jobs:
            call = self._waiting_jobs.pop(0)
            self._start_job(call.method).callers.append(call.number)

    def _follow(self) -> None:
        """When nothing else is to do: look for changes, and fold small segments in quiet times."""
        now = time.monotonic()
        if self._job is not None and self._job.is_folding:
            self._look_after_folding(self._job, now)
        if self._job is not None or self._waiting_jobs:
            return
        if self._warm and now > self._look_again:
            self._search.doubt()
            self._warm = False
        # Tables of segments that are merged later are made in vain; but somebody who searches right after an import,
        # and never rests long enough for the merging, would wait a second for every short word.
        if not self._warm and now - self._last_call > WARM_S:
            self._is_untidy = True
            self._warm = self._search.warmed() and self._search.verified()
            if self._warm:
                self._look_again = now + DOUBT_S
                if not self._is_settled:
                    self._is_settled = True
                    leave_alone()
        if now < self._next_look:
            return
        self._next_look = now + FOLLOW_S
        if (self._is_behind() and not self._edits_applied()) or self._edits_are_due():
            self._folded = 0
            self._start_job("catch_up")
        elif self._folded == 0 and now - self._last_call > QUIET_S:
            self._folded = 1
            self._start_job("fold_edits")
        elif self._folded == 1 and now - self._last_call > LONG_QUIET_S:
            self._folded = 2
            self._start_job("fold")

    def _look_after_folding(self, job: Job, now: float) -> None:
        """Let it go on when nobody asks, and give it up where changes are to be written or somebody waits for work."""
        job.rest(rest=now - self._last_call <= WARM_S)
        if now < self._next_look and not self._waiting_jobs:
            return
        self._next_look = now + FOLLOW_S
        if self._waiting_jobs or (self._is_behind() and not self._edits_applied()) or self._edits_are_due():
            self._folded = 0
            job.stop()

    def _tidy_up(self) -> None:
        """Give back the memory that answers and quiet work have left, now and then."""
        now = time.monotonic()
        if self._is_untidy and now >= self._next_tidying:
            self._is_untidy = False
            self._next_tidying = now + TIDY_S
            give_back()

    def _edits_applied(self) -> bool:
        """Put few changes on top of the index, where they can be found at once; say whether that was enough."""
        before = self._search.edits()
        try:
            applied = self._search.apply_edits()
        except UserError:
            return False  # The archive cannot be read now; calls say so.
        if self._search.edits() != before:
            self._last_edit = time.monotonic()
        return applied

    def _edits_are_due(self) -> bool:
        """Say whether edits that lie on top should be written to the index."""
        waited = time.monotonic() - self._last_edit > FLUSH_S
        return self._search.is_unwritten() and (waited or self._search.edits() >= FLUSH_AT)

    def _is_behind(self) -> bool:
        try:
            return self._search.is_behind()
        except UserError:
            # The archive is locked or gone for a while; calls say so.
            self._next_look = time.monotonic() + 10 * FOLLOW_S
            return False

    def _can_answer(self) -> bool:
        try:
            return self._search.can_answer()
        except UserError:
            return True  # The archive cannot be read now; the answer will say so.

    # Answers

    def _answer_parked(self) -> None:
        if not self._parked:
            return
        now = time.monotonic()
        can_answer = self._can_answer()
        waiting, self._parked = self._parked, []
        if (
            self._job is None
            and not self._failed
            and any(now < parked.until for parked in waiting)
            and self._is_behind()
        ):
            # The work that has just ended began before the change that is waited for.
            self._start_job("catch_up")
        for parked in waiting:
            first_step_is_done = can_answer and not parked.could_answer
            if self._job is None or first_step_is_done or now >= parked.until:
                self._answer(parked.call)
            else:
                self._parked.append(parked)

    def _answer(self, call: Call) -> None:
        arguments = tuple(
            replace(argument, catch_up=False) if isinstance(argument, SearchRequest) else argument
            for argument in call.arguments
        )
        answer = self._guarded(call.number, getattr(self._search, call.method), *arguments)
        if answer is None:
            return
        if isinstance(answer, SearchResult) and arguments != call.arguments:
            answer = replace(answer, request=call.arguments[0])
        self._send(Reply(call.number, "result", answer))

    def _guarded(self, number: int, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call; on an error tell the caller and return None."""
        try:
            if self._job is not None:
                self._search.progress = self._job.progress
            else:
                self._search.progress = None
            return function(*arguments)
        except Exception as error:  # noqa: BLE001 - it crosses the pipe and is raised on the other side
            self._send_error(number, error)
            return None

    def _send_error(self, number: int, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._send(Reply(number, "user_error", error))
        else:
            self._send(Reply(number, "bug", "".join(traceback.format_exception(error))))

    def _send(self, reply: Reply) -> None:
        # Where the other side is gone, the next read ends the loop.
        with contextlib.suppress(BrokenPipeError, OSError):
            self._connection.send(reply)


def main(connection: Connection, archive_url: str, folder: Path | None) -> None:
    """Run the search process. The archive is opened for reading only."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C on a terminal is the program's to handle.
    # A daemon may start no processes, and a first build does; they end with the pipe to them, as this one does.
    multiprocessing.current_process().daemon = False
    try:
        archive = open_reader(archive_url)
    except UserError as error:
        _refuse(connection, error)
        return
    try:
        search = LocalSearch(archive, folder)
        try:
            Worker(connection, search).run()
        finally:
            search.close()
    finally:
        archive.close()


def _refuse(connection: Connection, error: UserError) -> None:
    """Answer every call with the reason why there is nothing to search."""
    with contextlib.suppress(EOFError, OSError):
        while (call := connection.recv()).method != "close":
            connection.send(Reply(call.number, "user_error", error))
