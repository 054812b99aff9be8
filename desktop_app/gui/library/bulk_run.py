"""One change to many articles on its way: on the long lane, with progress, a stop, and one step of undo."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.archive.articles import Changes
from desktop_app.gui.context import Context, Work
from desktop_app.gui.replacing.replace_run import undo_change


class BulkRun(QObject):
    """Makes a change; tells at the end what was done and offers to take it back."""

    moved = Signal(int, int)
    """Done and total articles."""
    ended = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stop = threading.Event()
        self.is_running = False

    def start(self, ids: Sequence[int], change: dict[str, Any], told: Callable[[int], str]) -> None:
        """Change these articles with the arguments of `Archive.bulk_edit`; `told` says what was done to n of them."""
        self._run(self._context.archive.bulk_edit, ids, change, lambda changes: self._done(changes, told))

    def move(self, ids: Sequence[int], told: Callable[[int], str], *, back: bool = False) -> None:
        """Move these articles to the trash, or `back` from it."""
        archive = self._context.archive

        def done(changes: Changes) -> None:
            self._end()
            self._context.exchange.changed.emit(changes)
            moved = changes.articles
            self._context.messages.toast(
                told(len(moved)),
                "" if back or not moved else self.tr("Undo"),
                None if back or not moved else lambda: self.move(moved, self._told_back, back=True),
            )
            self.ended.emit()

        self._run(archive.untrash if back else archive.trash, ids, {}, done)

    def _told_back(self, n: int) -> str:
        return self.tr("%Ln articles put back", "", n)

    def _run(
        self,
        act: Callable[..., Changes],
        ids: Sequence[int],
        options: dict[str, Any],
        done: Callable[[Changes], object],
    ) -> None:
        """Begin when what was typed last is saved."""
        self._stop.clear()
        self.is_running = True
        context, relay = self._context, self._context.jobs.relay(self._on_progress)

        def begin(_: object = None) -> None:
            context.jobs.long(act, ids, **options, progress=relay, cancelled=self._stop, done=done, failed=self._failed)

        context.jobs.write(lambda: None, done=begin)

    def stop(self) -> None:
        """Stop after the step at hand; what was changed stays, and can be taken back."""
        self._stop.set()

    def _on_progress(self, done: int, total: int) -> None:
        if self.is_running:
            share = done / total if total else None
            self._context.exchange.work_changed.emit(Work(self.tr("Changing articles"), share))
            self.moved.emit(done, total)

    def _done(self, changes: Changes, told: Callable[[int], str]) -> None:
        self._end()
        context = self._context
        context.exchange.changed.emit(changes)
        words = told(len(changes.articles))
        if self._stop.is_set():
            words = self.tr("Stopped. {what}").format(what=words)
        if changes.undo is not None:
            number = changes.undo
            context.messages.toast(words, self.tr("Undo"), lambda: undo_change(context, number))
        else:
            context.messages.info(self.tr("Nothing was changed: the articles were so already"))
        self.ended.emit()

    def _failed(self, error: Exception) -> None:
        self._end()
        self._context.messages.failure(error)
        self.ended.emit()

    def _end(self) -> None:
        self.is_running = False
        self._context.exchange.work_changed.emit(None)
