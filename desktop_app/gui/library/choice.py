"""Which articles are chosen, by their ids: a choice outlives another order, a refresh and the pages of the list.

Qt remembers chosen rows, and forgets them when the list begins anew. Here a step of choosing (rows added, rows taken
out) is turned into ids as soon as these are known: at once for rows that are loaded, with their page for a few others,
and for a long way through half a million rows when the search has told the ids of all results in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.library.result_model import PAGE_ROWS, ResultModel

Rows = tuple[range, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """`clears`: all that was chosen before is let go."""

    clears: bool
    added: Rows
    removed: Rows

    def rows(self) -> Rows:
        return (*self.added, *self.removed)


class Choice(QObject):
    """The chosen articles, in the order in which they were chosen."""

    changed = Signal()
    order_wanted = Signal()
    """Somebody is to call `resolve` with the ids of all results, in order."""

    def __init__(self, model: ResultModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._ids: dict[int, None] = {}
        self._steps: list[_Step] = []
        self._order: Sequence[int] | None = None
        self.is_everything = False
        """All that was found is chosen, whatever row it has."""
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(lambda *_: self._work_off())

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(self._ids)

    @property
    def count(self) -> int:
        """Articles known to be chosen; while `is_settled` is False there are others."""
        return len(self._ids)

    @property
    def is_settled(self) -> bool:
        return not self._steps

    def has(self, article_id: int) -> bool:
        return article_id in self._ids

    def take(self, *, clears: bool, added: Rows, removed: Rows) -> None:
        """Choose the rows `added` and let the rows `removed` go."""
        self.is_everything = False
        self._steps.append(_Step(clears, added, removed))
        self._work_off()
        if self._steps and _length(step.rows() for step in self._steps) > PAGE_ROWS:
            self.order_wanted.emit()

    def put(self, ids: Iterable[int], *, is_everything: bool = False) -> None:
        """Choose these articles and no other."""
        self.is_everything = is_everything
        self._steps.clear()
        self._ids = dict.fromkeys(ids)
        self.changed.emit()

    def let_go(self, ids: Iterable[int]) -> None:
        """Choose these articles no more."""
        self.is_everything = False
        for id_ in ids:
            self._ids.pop(id_, None)
        self.changed.emit()

    def resolve(self, order: Sequence[int]) -> None:
        """Take the ids of all results, in their order; they count until the list begins anew."""
        if len(order) == self._model.total:
            self._order = order
            self._work_off()

    def _on_reset(self) -> None:
        """Rows mean other articles now: what was not turned into ids yet is lost."""
        self._order = None
        if self._steps:
            self._steps.clear()
            self.changed.emit()

    def _work_off(self) -> None:
        before = len(self._steps)
        id_of = self._order.__getitem__ if self._order is not None else self._model.id_at
        while self._steps and self._apply(self._steps[0], id_of):
            del self._steps[0]
        if len(self._steps) != before:
            self.changed.emit()

    def _apply(self, step: _Step, id_of: Callable[[int], int]) -> bool:
        if self._order is None and not all(self._model.is_loaded(rows) for rows in step.rows()):
            return False
        if step.clears:
            self._ids.clear()
        for rows in step.removed:
            for row in rows:
                self._ids.pop(id_of(row), None)
        for rows in step.added:
            if self._order is not None:
                # At once: through half a million rows one by one the window would stand still.
                self._ids.update(dict.fromkeys(self._order[rows.start : rows.stop]))
            else:
                self._ids.update((id_of(row), None) for row in rows)
        return True


def _length(many: Iterable[Rows]) -> int:
    return sum(len(rows) for group in many for rows in group)
