"""One replacing on its way, and its way back: on the long lane, in steps that let an autosave slip between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop_app.archive.articles import Changes
from desktop_app.gui.context import Context, Work
from desktop_app.search.replacing import ReplacePlan

_SHOWN = 10


class ReplaceRun(QObject):
    """Writes the edits of a plan; tells at the end what was done and what was left as it is."""

    moved = Signal(int, int)
    """Done and total articles."""
    ended = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._stop = threading.Event()
        self.is_running = False

    def start(self, plan: ReplacePlan, left_out: Mapping[int, Set[int]]) -> None:
        """Write the hits that are not left out; what was typed last is saved before."""
        self.is_running = True
        context, relay = self._context, self._context.jobs.relay(self._on_progress)

        hits = plan.hits - sum(map(len, left_out.values()))

        def write() -> tuple[Changes, int]:
            edits = plan.edits(left_out)
            changes = context.archive.replace_texts(edits, told=plan.told, progress=relay, cancelled=self._stop)
            return changes, len(edits)

        def begin(_: object = None) -> None:
            context.jobs.long(write, done=lambda made: self._done(made[0], hits, made[1]), failed=self._failed)

        context.jobs.write(lambda: None, done=begin)

    def stop(self) -> None:
        """Stop after the step at hand; what was written stays, and can be taken back."""
        self._stop.set()

    def _on_progress(self, done: int, total: int) -> None:
        if self.is_running:
            self._context.exchange.work_changed.emit(Work(self.tr("Replacing"), done / total if total else None))
            self.moved.emit(done, total)

    def _done(self, changes: Changes, hits: int, wanted: int) -> None:
        self._end()
        context, count = self._context, len(changes.articles)
        context.exchange.changed.emit(changes)
        left = wanted - count - len(changes.skipped)
        if self._stop.is_set() and left:
            words = self.tr("Stopped. Replaced in %Ln articles", "", count)
        elif changes.skipped:
            words = self.tr("Replaced in %Ln articles", "", count)
        else:
            words = self.tr("Replaced in %Ln places", "", hits)
        if changes.undo is not None:
            number = changes.undo
            context.messages.toast(words, self.tr("Undo"), lambda: undo_change(context, number))
        else:
            context.messages.info(words)
        if changes.skipped:
            context.jobs.read(context.archive.summaries, changes.skipped[:_SHOWN], done=self._tell_skipped(changes))
        self.ended.emit()

    def _tell_skipped(self, changes: Changes) -> Callable[[Sequence[Any]], None]:
        text = self.tr(
            "%Ln articles were left as they are: their texts were changed meanwhile.", "", len(changes.skipped)
        )

        def tell(rows: Sequence[Any]) -> None:
            self._context.messages.warn(text, "\n".join(row.title or self.tr("Untitled") for row in rows))

        return tell

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
