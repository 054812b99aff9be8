"""When a text is written to the archive: a machine of states that knows neither Qt, nor the archive, nor the time.

Promises: what was typed is handed to `write` at the latest `delay_s` after the key, also while typing goes on, and at
once on `flush`. A write that fails is tried again, at growing intervals and with every further change, and each failed
try leaves a rescue copy. One write is under way at a time; what was typed meanwhile follows at once.

`Autosave` is told `changed`, `written`, `failed` and `tick`, and asks for a tick by `wake(seconds)`. Not for what a
write is: that is the caller's (`saving.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

SAVING_SHOWN_AFTER_S = 0.3
RESCUE_AFTER_S = 0.3
_RESCUE_AGAIN_S = 0.5
"""A write that hangs (a lock held by another program) must not be the only place of what was typed: with the half
second before the write, the copy is there within the second, and so is what is typed after it."""
_RETRIES_S = (2.0, 5.0, 15.0, 60.0)
_EARLY_S = 0.002
"""A timer may fire that much before its time; asking it to come again for so little would spin."""


class SaveState(Enum):
    """What became of the text, as the status bar says it."""

    CLEAN = "clean"
    """All of it is on disk; or nothing was ever written."""
    WAITING = "waiting"
    SAVING = "saving"
    """Being written for more than 0.3 s."""
    FAILED = "failed"
    CONFLICT = "conflict"
    """Someone else changed the article: the writer decides, nothing more is written until then."""
    READ_ONLY = "read only"


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """A state with its facts: local times, the rescue copy's path, the trouble in words."""

    state: SaveState
    saved_at: datetime | None = None
    retry_at: datetime | None = None
    trouble: str = ""
    rescue_path: str = ""


class Autosave:
    """Decides when to write one text. All calls come from one thread."""

    def __init__(
        self,
        *,
        write: Callable[[], None],
        rescue: Callable[[], None],
        wake: Callable[[float], None],
        now: Callable[[], float],
        clock: Callable[[], datetime],
        tell: Callable[[SaveStatus], None],
        delay_s: float = 0.5,
        read_only: str = "",
    ) -> None:
        self._write, self._rescue, self._wake = write, rescue, wake
        self._now, self._clock, self._tell = now, clock, tell
        self.delay_s = delay_s
        self._due: float | None = None
        self._retry_due: float | None = None
        self._failures = 0
        self._began: float | None = None
        self._is_uncopied = True
        """Something of what is being written, or was typed since, is in no rescue copy yet."""
        self._changed_meanwhile: float | None = None
        """When the first change came that the write under way does not hold."""
        self._conflict = False
        self.status = SaveStatus(SaveState.READ_ONLY if read_only else SaveState.CLEAN, trouble=read_only)

    @property
    def is_settled(self) -> bool:
        """Nothing waits, nothing is under way, nothing failed."""
        return self._due is None and self._began is None and self._retry_due is None and not self._conflict

    @property
    def is_writing(self) -> bool:
        return self._began is not None

    def changed(self) -> None:
        """The text was changed. The first change starts the clock; later ones do not put it off."""
        if self.status.state is SaveState.READ_ONLY:
            return
        if self._began is not None:
            self._changed_meanwhile = self._changed_meanwhile or self._now()
            self._is_uncopied = True
        elif self._due is None:
            self._due = self._now() + self.delay_s
            self._wake(self.delay_s)
        if self.status.state is SaveState.CLEAN:
            self._say(SaveState.WAITING)

    def flush(self) -> None:
        """Write now what is not yet written."""
        if self._began is None and (self._due is not None or self._retry_due is not None):
            self._begin()

    def tick(self) -> None:
        """Look at the time; call it when `wake` asked, or any time."""
        now = self._now()
        if self._began is not None:
            self._tick_writing(now - self._began)
            return
        wanted = [at for at in (self._due, self._retry_due) if at is not None]
        if wanted and min(wanted) <= now + _EARLY_S:
            self._begin()
        elif wanted:
            self._wake(max(min(wanted) - now, _EARLY_S))

    def written(self, when: datetime | None = None) -> None:
        """The write ended and its text is on disk."""
        self._began = None
        self._failures = 0
        self._retry_due = None
        self._conflict = False
        self.status = SaveStatus(SaveState.CLEAN, saved_at=when or self._clock())
        if self._changed_meanwhile is not None:
            self._due = self._changed_meanwhile + self.delay_s
            self._changed_meanwhile = None
            self.status = replace(self.status, state=SaveState.WAITING)
            self._wake(max(0.0, self._due - self._now()))
        self._tell(self.status)

    def failed(self, trouble: str, *, conflict: bool = False) -> None:
        """The write failed: nothing of it is on disk. Try again later, and keep a copy elsewhere now."""
        self._began = None
        changed_meanwhile, self._changed_meanwhile = self._changed_meanwhile is not None, None
        self._failures += 1
        pause = _RETRIES_S[min(self._failures, len(_RETRIES_S)) - 1]
        self._conflict = conflict
        if conflict:
            self._due = self._retry_due = None
        else:
            self._retry_due = self._now() + pause
            # A change while failing is tried at the usual pace: the disk may be back, and the copy must follow.
            self._due = self._now() + self.delay_s if changed_meanwhile else None
            self._wake(min(at for at in (self._retry_due, self._due) if at is not None) - self._now())
        retry_at = None if conflict else self._clock() + timedelta(seconds=pause)
        state = SaveState.CONFLICT if conflict else SaveState.FAILED
        self.status = replace(self.status, state=state, retry_at=retry_at, trouble=trouble)
        self._tell(self.status)
        self._rescue()

    def rescued(self, path: str) -> None:
        """A copy of the text as it is now lies at `path`."""
        if self.status.state in (SaveState.FAILED, SaveState.CONFLICT, SaveState.SAVING):
            self.status = replace(self.status, rescue_path=path)
            self._tell(self.status)

    def resolved(self) -> None:
        """The writer decided a conflict, or what is written and what stands in the archive agree again."""
        self._conflict = False
        self._failures = 0
        self._due = self._retry_due = self._changed_meanwhile = self._began = None
        self.status = SaveStatus(SaveState.CLEAN, saved_at=self.status.saved_at)
        self._tell(self.status)

    def _tick_writing(self, took: float) -> None:
        took += _EARLY_S
        if took >= SAVING_SHOWN_AFTER_S and self.status.state not in (SaveState.SAVING, SaveState.FAILED):
            self._say(SaveState.SAVING)
        if took < RESCUE_AFTER_S:
            next_look = SAVING_SHOWN_AFTER_S if took < SAVING_SHOWN_AFTER_S else RESCUE_AFTER_S
            self._wake(max(next_look - took, _EARLY_S))
            return
        # As long as the write hangs, what was typed since goes into the copy again and again.
        if self._is_uncopied:
            self._is_uncopied = False
            self._rescue()
        self._wake(_RESCUE_AGAIN_S)

    def _begin(self) -> None:
        if self._conflict:
            # The archive's text is not ours to overwrite; what is typed meanwhile goes into the copy.
            self._due = None
            self._rescue()
            return
        self._due = self._retry_due = self._changed_meanwhile = None
        self._is_uncopied = True
        self._began = self._now()
        self._wake(SAVING_SHOWN_AFTER_S)
        self._write()

    def _say(self, state: SaveState) -> None:
        self.status = replace(self.status, state=state)
        self._tell(self.status)
