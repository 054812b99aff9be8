"""One replacing on its way; what was done is told at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from desktop_app.archive.articles import Changes
from desktop_app.gui.articles_run import ArticlesRun, OnProgress, undo_change
from desktop_app.gui.context import Context
from desktop_app.search.replacing import ReplacePlan

_SHOWN = 10


class ReplaceRun(ArticlesRun):
    """Writes the edits of a plan; tells at the end what was done and what was left as it is."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, self.tr("Replacing"))

    def start(self, plan: ReplacePlan, left_out: Mapping[int, Set[int]]) -> None:
        """Write the hits that are not left out; what was typed last is saved before."""
        hits = plan.hits - sum(map(len, left_out.values()))

        def write(progress: OnProgress, cancelled: threading.Event) -> tuple[Changes, int]:
            edits = plan.edits(left_out)
            changes = self._context.archive.replace_texts(edits, told=plan.told, progress=progress, cancelled=cancelled)
            return changes, len(edits)

        self._begin(write, lambda made: self._done(made[0], hits, made[1]))

    def _done(self, changes: Changes, hits: int, wanted: int) -> None:
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

    def _tell_skipped(self, changes: Changes) -> Callable[[Sequence[Any]], None]:
        text = self.tr(
            "%Ln articles were left as they are: their texts were changed meanwhile.", "", len(changes.skipped)
        )

        def tell(rows: Sequence[Any]) -> None:
            self._context.messages.warn(text, "\n".join(row.title or self.tr("Untitled") for row in rows))

        return tell
