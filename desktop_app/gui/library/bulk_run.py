"""One change to many articles on its way, or their move to the trash: with progress, a stop, and one step of undo."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from desktop_app.archive.articles import Changes
from desktop_app.gui.articles_run import ArticlesRun, OnProgress, undo_change
from desktop_app.gui.context import Context


class BulkRun(ArticlesRun):
    """Makes a change; tells at the end what was done and offers to take it back."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, self.tr("Changing articles"), parent)

    def start(self, ids: Sequence[int], change: dict[str, Any], told: Callable[[int], str]) -> None:
        """Change these articles with the arguments of `Archive.bulk_edit`; `told` says what was done to n of them."""

        def work(progress: OnProgress, cancelled: threading.Event) -> Changes:
            return self._context.archive.bulk_edit(ids, **change, progress=progress, cancelled=cancelled)

        self._begin(work, lambda changes: self._done(changes, told))

    def move(self, ids: Sequence[int], told: Callable[[int], str], *, back: bool = False) -> None:
        """Move these articles to the trash, or `back` from it."""

        def work(progress: OnProgress, cancelled: threading.Event) -> Changes:
            archive = self._context.archive
            act = archive.untrash if back else archive.trash
            return act(ids, progress=progress, cancelled=cancelled)

        self._begin(work, lambda changes: self._moved(changes, told, back=back))

    def _done(self, changes: Changes, told: Callable[[int], str]) -> None:
        context = self._context
        context.exchange.changed.emit(changes)
        if changes.undo is None:
            context.messages.info(self.tr("Nothing was changed: the articles were so already"))
            return
        number = changes.undo
        words = self._stopped(told(len(changes.articles)))
        context.messages.toast(words, self.tr("Undo"), lambda: undo_change(context, number))

    def _moved(self, changes: Changes, told: Callable[[int], str], *, back: bool) -> None:
        self._context.exchange.changed.emit(changes)
        moved = changes.articles
        words = self._stopped(told(len(moved)))
        if back or not moved:
            self._context.messages.toast(words)
        else:
            self._context.messages.toast(words, self.tr("Undo"), lambda: self.move(moved, self._told_back, back=True))

    def _stopped(self, words: str) -> str:
        return self.tr("Stopped. {what}").format(what=words) if self._stop.is_set() else words

    def _told_back(self, n: int) -> str:
        return self.tr("%Ln articles put back", "", n)
