"""Long work on many articles: in steps that let an autosave slip between, with a stop and a way back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop_app.archive.articles import Changes
from desktop_app.gui.context import Context, Work

OnProgress = Callable[..., None]


class ArticlesRun(QObject):
    """What replacing and changing have in common: one run at a time, told in the foot of the window."""

    moved = Signal(int, int)
    """Done and total articles."""
    ended = Signal()

    def __init__(self, context: Context, words: str, parent: QObject | None = None) -> None:
        """`words` say in the foot what is going on."""
        super().__init__(parent)
        self._context = context
        self._words = words
        self._stop = threading.Event()
        self.is_running = False

    def stop(self) -> None:
        """Stop after the step at hand; what was written stays, and can be taken back."""
        self._stop.set()

    def _begin(self, work: Callable[[OnProgress, threading.Event], Any], done: Callable[[Any], object]) -> None:
        """Do the work when what was typed last is saved; `done` gets what it returns, when the run is over."""
        self._stop.clear()
        self.is_running = True
        context, relay = self._context, self._context.jobs.relay(self._on_progress)

        def finish(result: Any) -> None:
            self._end()
            done(result)
            self.ended.emit()

        def begin(_: object = None) -> None:
            context.jobs.long(work, relay, self._stop, done=finish, failed=self._failed)

        context.jobs.write(lambda: None, done=begin)

    def _on_progress(self, done: int, total: int) -> None:
        if self.is_running:
            share = done / total if total else None
            self._context.exchange.work_changed.emit(Work(self._words, share, self.stop))
            self.moved.emit(done, total)

    def _failed(self, error: Exception) -> None:
        self._end()
        self._context.messages.failure(error)
        self.ended.emit()

    def _end(self) -> None:
        self.is_running = False
        self._context.exchange.work_changed.emit(None)


def undo_change(context: Context, number: int) -> None:
    """Take a change to many articles back and tell it; what was changed since is left as it is."""

    def done(changes: Changes) -> None:
        context.exchange.work_changed.emit(None)
        context.exchange.changed.emit(changes)
        context.messages.toast(_tr("Undone for %Ln articles", len(changes.articles)))
        if changes.skipped:
            context.messages.warn(
                _tr("%Ln articles were left as they are: they were changed since.", len(changes.skipped))
            )

    def failed(error: Exception) -> None:
        context.exchange.work_changed.emit(None)
        context.messages.failure(error)

    relay = context.jobs.relay(
        lambda done, total: context.exchange.work_changed.emit(Work(_tr("Undoing"), done / total if total else None))
    )
    context.jobs.write(
        lambda: None,
        done=lambda _: context.jobs.long(context.archive.undo, number, progress=relay, done=done, failed=failed),
    )


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("ReplaceRun", text, "", n)
