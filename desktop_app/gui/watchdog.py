"""Catches slots that hold the GUI thread: for test runs, where over 100 ms is a failure. Not part of a user's window.

A thread watches the GUI thread's own processor time and the wall clock between two beats of a timer on it. Processor
time is what a slot uses however busy the machine is; a slot that waits (disk, lock, network) uses none, so waiting is
judged by the wall clock with a wide margin.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass
from types import FrameType

from PySide6.QtCore import QObject, QTimer

SLOT_MS = 100
WAIT_MS = 1000
_BEAT_MS = 10
_LOOK_S = 0.02


@dataclass(frozen=True, slots=True)
class Hold:
    """The GUI thread was held: how long, and where it stood when that was noticed."""

    busy_ms: float
    wall_ms: float
    where: str

    def __str__(self) -> str:
        return f"the GUI thread was held: {self.busy_ms:.0f} ms of work, {self.wall_ms:.0f} ms in all, at\n{self.where}"


class Watchdog(QObject):
    """Make it on the GUI thread; `holds` fills while the event loop runs. Stop it before reading."""

    def __init__(self, slot_ms: float = SLOT_MS, wait_ms: float = WAIT_MS) -> None:
        super().__init__()
        self.holds: list[Hold] = []
        self._slot_ms = slot_ms
        self._wait_ms = wait_ms
        self._thread_id = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._thread_id) if hasattr(time, "pthread_getcpuclockid") else None
        self._beat = (time.monotonic(), self._busy())
        self._worst: Hold | None = None
        self._is_idle = True
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()
        self._stopped = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._watcher.start()

    def stop(self) -> list[Hold]:
        """End the watch; return what was caught."""
        self._timer.stop()
        self._stopped.set()
        self._watcher.join(1.0)
        self._close_hold()
        return self.holds

    def _busy(self) -> float:
        return time.clock_gettime(self._clock) if self._clock is not None else time.monotonic()

    def _on_beat(self) -> None:
        self._close_hold()
        self._beat = (time.monotonic(), self._busy())
        self._is_idle = False

    def _close_hold(self) -> None:
        if self._worst is not None:
            self.holds.append(self._worst)
            self._worst = None

    def _watch(self) -> None:
        while not self._stopped.wait(_LOOK_S):
            if self._is_idle:
                continue
            wall, busy = self._beat
            wall_ms, busy_ms = (time.monotonic() - wall) * 1000, (self._busy() - busy) * 1000
            if busy_ms > self._slot_ms or wall_ms > self._wait_ms:
                where = _place(sys._current_frames().get(self._thread_id))
                if where:
                    self._worst = Hold(busy_ms, wall_ms, where)


def _place(frame: FrameType | None) -> str:
    """Return the code places of our own in a stack; "" when the thread stands in none (a test that waits)."""
    if frame is None:
        return ""
    lines = traceback.extract_stack(frame)
    ours = [line for line in lines if "desktop_app" in line.filename and "watchdog" not in line.filename]
    return "\n".join(f"  {line.filename}:{line.lineno} in {line.name}" for line in ours)
