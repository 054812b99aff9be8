"""How far long work is, on standard error: a bar on a terminal, JSON lines with `--progress=json`, else nothing."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from desktop_app.cli.output import clean, is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress

Style = Literal["auto", "json", "none"]

_PAUSE_S = 0.1
"""Between two updates: ten a second are all that a person or a log can use."""
_PATIENCE_S = 0.3
"""Work that is done by then needs no bar."""


class ProgressShow:
    """Shows progress while it is open. Call it with done, total (0 = not known yet) and what is at hand."""

    def __init__(self, title: str, style: Style, quiet: bool) -> None:
        self._title = title
        self._json = style == "json"
        self._bar: Progress | None = None
        self._wants_bar = style == "auto" and not quiet and is_terminal(sys.stderr)
        self._began = time.monotonic()
        self._last: tuple[int, int, str] | None = None
        self._told: tuple[int, int, str] | None = None
        self._next = 0.0

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Show an update, or leave it out where the last one is only just shown."""
        self._last = (done, total, what)
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PAUSE_S
            self._tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._json:
            self._tell()
        if self._bar is not None:
            self._bar.stop()

    def _tell(self) -> None:
        if self._last is None or self._last == self._told:
            return
        self._told = done, total, what = self._last
        if self._json:
            print(
                json.dumps({"done": done, "total": total, "what": what}, ensure_ascii=False),
                file=sys.stderr,
                flush=True,
            )
        elif self._wants_bar and time.monotonic() > self._began + _PATIENCE_S:
            if self._bar is None:
                self._bar = _bar()
                self._bar.add_task(self._title, total=None, what="")
                self._bar.start()
            self._bar.update(self._bar.task_ids[0], completed=done, total=total or None, what=clean(what)[-60:])


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("[dim]{task.fields[what]}", markup=True),
        console=Console(stderr=True),
        transient=True,
    )
