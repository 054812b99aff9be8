"""Work off the GUI thread: named lanes, answers on the GUI thread, stale answers dropped.

The GUI thread does no SQL, no file, no Markdown and no search. A pane says `jobs.read(archive.get, 7, done=self.show)`;
`archive.get` runs on the read lane and `self.show` on the GUI thread. An answer is dropped when its ticket was taken
again meanwhile, when its job was cancelled, or when the widget that asked is gone. Trouble without a `failed` callback
goes to `on_error`, which is `Messages.failure` in the window.

    ticket = jobs.latest("draft list")
    jobs.read(archive.list, query, done=self.fill, ticket=ticket)

Not for work inside other processes (search and export have their own), only for waiting on them.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

LANES = {"write": 1, "read": 2, "render": 1, "search": 1, "spelling": 1, "long": 2}
"""Threads a lane. `write` keeps order, so a text and what follows it arrive as asked; nothing on it may take over
100 ms. `long` is for imports, exports and upkeep, which write in chunks of their own: autosave slips between."""

_DELIVERY_MS = 8.0
"""Answers are handed over for at most this long at a time; the rest waits for the next turn of the event loop."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to be answered: good until the same key is taken again."""

    key: str
    number: int
    _latest: dict[str, int] = field(repr=False)

    @property
    def is_stale(self) -> bool:
        return self._latest.get(self.key) != self.number


class Job:
    """One piece of work. `cancel()` drops its answer, and the work too if it has not begun."""

    __slots__ = ("cancelled", "done", "failed", "future", "ticket")

    def __init__(
        self,
        done: Callable[[Any], object] | None,
        failed: Callable[[Exception], object] | None,
        ticket: Ticket | None,
    ) -> None:
        self.done = done
        self.failed = failed
        self.ticket = ticket
        self.cancelled = threading.Event()
        self.future: Future[None] | None = None

    def cancel(self) -> None:
        """Drop the answer; a function that was handed `job.cancelled` can also stop half-way."""
        self.cancelled.set()
        if self.future is not None:
            self.future.cancel()

    @property
    def is_wanted(self) -> bool:
        return not self.cancelled.is_set() and (self.ticket is None or not self.ticket.is_stale)


class Jobs(QObject):
    """The lanes. Make one for the program; `drain` before closing."""

    busy_changed = Signal()
    """The number of unfinished jobs on some lane changed; ask `pending`."""

    _answers_waiting = Signal()

    def __init__(self, on_error: Callable[[Exception], object] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on_error = on_error
        self._latest: dict[str, int] = {}
        self._numbers = itertools.count(1)
        self._answers: deque[Callable[[], object]] = deque()
        self._pending = dict.fromkeys(LANES, 0)
        self._lock = threading.Lock()
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._futures: set[Future[None]] = set()
        self._closed = False
        self._answers_waiting.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def write(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Job:
        """Run `fn` on the write lane: one thread, in the order asked."""
        return self._run("write", fn, args, options)

    def read(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Job:
        """Run `fn` on one of the two read threads."""
        return self._run("read", fn, args, options)

    def render(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Job:
        """Run `fn` on the render lane; with a ticket, texts that are no longer the newest are skipped."""
        return self._run("render", fn, args, options)

    def search(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Job:
        """Run `fn`, a call of the search service, on the lane that waits for it."""
        return self._run("search", fn, args, options)

    def spelling(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Job:
        """Run `fn`, a question to the speller, on the lane that waits for it."""
        return self._run("spelling", fn, args, options)

    def long(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Job:
        """Run `fn` on the lane for minutes of work: imports, exports, backups."""
        return self._run("long", fn, args, options)

    def latest(self, key: str) -> Ticket:
        """Take a ticket that makes every earlier one of this key stale."""
        number = next(self._numbers)
        self._latest[key] = number
        return Ticket(key, number, self._latest)

    def relay(self, callback: Callable[..., object], per_second: float = 10.0) -> Callable[..., None]:
        """Return a function any thread may call; `callback` runs on the GUI thread with the newest arguments only."""
        relay = _Relay(self, callback, 1.0 / per_second)
        return relay.call

    def pending(self, *lanes: str) -> int:
        """Count unfinished jobs on these lanes, on all of them when none is named."""
        with self._lock:
            return sum(self._pending[lane] for lane in lanes or LANES)

    def drain(self, timeout_ms: int = 10_000, *lanes: str) -> bool:
        """Wait for all work asked so far and hand over its answers; False when it took longer than `timeout_ms`."""
        deadline = time.monotonic() + timeout_ms / 1000
        while True:
            with self._lock:
                futures = set(self._futures)
            left = deadline - time.monotonic()
            if futures and left > 0:
                wait(futures, timeout=min(left, 0.05))
            self._deliver(limit_ms=None)
            # An answer may have asked for more work, so look again until both are empty.
            if not self.pending(*lanes) and not self._answers:
                return True
            if time.monotonic() >= deadline:
                return False

    @property
    def is_closed(self) -> bool:
        """Say whether the threads were stopped: a timer may still fire."""
        return self._closed

    def close(self, timeout_ms: int = 10_000) -> bool:
        """Drain, then stop the threads. Later calls are refused with a RuntimeError."""
        finished = self.drain(timeout_ms)
        self._closed = True
        for lane in self._lanes.values():
            lane.shutdown(wait=finished, cancel_futures=True)
        self._lanes.clear()
        return finished

    def _run(self, lane: str, fn: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Job:
        if self._closed:
            raise RuntimeError(f"the {lane} lane is closed")
        job = Job(options.pop("done", None), options.pop("failed", None), options.pop("ticket", None))
        executor = self._lanes.get(lane)
        if executor is None:
            executor = self._lanes[lane] = ThreadPoolExecutor(LANES[lane], thread_name_prefix=f"copydesk-{lane}")
        with self._lock:
            self._pending[lane] += 1
        job.future = future = executor.submit(self._work, job, fn, args, options)
        with self._lock:
            self._futures.add(future)
        future.add_done_callback(lambda finished: self._finish(lane, finished))
        self.busy_changed.emit()
        return job

    def _work(self, job: Job, fn: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> None:
        if not job.is_wanted:
            return
        try:
            result = fn(*args, **options)
        except Exception as error:  # noqa: BLE001 - carried to the GUI thread, shown there as trouble or as a bug
            self._answer(lambda error=error: _refuse(job, error, self.on_error))
        else:
            if job.done is not None:
                self._answer(lambda: _fulfil(job, result))

    def _finish(self, lane: str, future: Future[None]) -> None:
        with self._lock:
            self._futures.discard(future)

        def settle() -> None:
            # Counted until its answer, which stands before this in the queue, has been handed over.
            with self._lock:
                self._pending[lane] -= 1
            self.busy_changed.emit()

        self._answer(settle)

    def _answer(self, deliver: Callable[[], object]) -> None:
        self._answers.append(deliver)
        # The window may be gone by the time a slow job ends.
        if shiboken6.isValid(self):
            self._answers_waiting.emit()

    def _deliver(self, limit_ms: float | None = _DELIVERY_MS) -> None:
        started = time.perf_counter()
        while self._answers:
            self._answers.popleft()()
            if limit_ms is not None and (time.perf_counter() - started) * 1000 > limit_ms:
                if self._answers:
                    self._answers_waiting.emit()
                return


class ImmediateJobs(Jobs):
    """The same lanes with no threads: work and answer happen inside the call. For widget tests."""

    def _run(self, lane: str, fn: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Job:
        job = Job(options.pop("done", None), options.pop("failed", None), options.pop("ticket", None))
        if not job.is_wanted:
            return job
        try:
            result = fn(*args, **options)
        except Exception as error:  # noqa: BLE001 - the same road as in the threads
            _refuse(job, error, self.on_error)
        else:
            _fulfil(job, result)
        return job

    def relay(self, callback: Callable[..., object], per_second: float = 10.0) -> Callable[..., None]:
        def call(*args: Any) -> None:
            callback(*args)

        return call


class _Relay:
    """Many calls on any thread, few on the GUI thread: the newest arguments, at most every `pause_s`."""

    def __init__(self, jobs: Jobs, callback: Callable[..., object], pause_s: float) -> None:
        self._jobs = jobs
        self._callback = callback
        self._pause_s = pause_s
        self._lock = threading.Lock()
        self._newest: tuple[Any, ...] | None = None
        self._is_scheduled = False
        self._told = 0.0

    def call(self, *args: Any) -> None:
        with self._lock:
            self._newest = args
            if self._is_scheduled:
                return
            self._is_scheduled = True
        self._jobs._answer(self._deliver)

    def _deliver(self) -> None:
        early_s = self._told + self._pause_s - time.monotonic()
        if early_s > 0:
            # Not the bound method: PySide holds that weakly, and takes the timer apart on the lane that lets go of the
            # relay last, while it fires on this thread. That killed the process, and swallowed the last progress.
            QTimer.singleShot(round(early_s * 1000), lambda: self._tell())
        else:
            self._tell()

    def _tell(self) -> None:
        with self._lock:
            args, self._newest = self._newest, None
            self._is_scheduled = False
        self._told = time.monotonic()
        if args is not None and _is_alive(self._callback):
            self._callback(*args)


def _is_alive(callback: Callable[..., object]) -> bool:
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def _fulfil(job: Job, result: Any) -> None:
    if job.done is not None and job.is_wanted and _is_alive(job.done):
        job.done(result)


def _refuse(job: Job, error: Exception, on_error: Callable[[Exception], object] | None) -> None:
    if not job.is_wanted:
        return
    if job.failed is not None:
        if _is_alive(job.failed):
            job.failed(error)
    elif on_error is not None:
        on_error(error)
    else:
        raise error
