"""The hits of a plan as rows: a row an article, below it a row a hit, each with a tick.

The rows are flat, so that 200,000 of them cost as much as ten: where a row lies is worked out from the articles'
numbers of hits. Space or a click on the tick takes a hit, or all of an article, out of the run or back into it.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.archive.articles import TextPart
from desktop_app.search.replacing import ArticleHits, Hit, ReplacePlan

HIT_ROLE = Qt.ItemDataRole.UserRole + 1
ARTICLE_ROLE = Qt.ItemDataRole.UserRole + 2
"""A `Hit`, or None on the row of an article; the `ArticleHits` a row belongs to."""

_Index = QModelIndex | QPersistentModelIndex


def part_words(part: TextPart) -> str:
    """Name a part of an article."""
    return {
        "title": QCoreApplication.translate("HitRows", "Headline"),
        "standfirst": QCoreApplication.translate("HitRows", "Standfirst"),
        "body": QCoreApplication.translate("HitRows", "Text"),
    }[part]


class HitRows(QAbstractListModel):
    """The rows, and which hits were left out."""

    ticks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.plan: ReplacePlan | None = None
        self._starts: list[int] = []
        self._total = 0
        self._left_out: dict[int, set[int]] = {}
        """Place of the article in the plan -> numbers of its hits."""

    def set_plan(self, plan: ReplacePlan | None) -> None:
        """Show another plan, every hit ticked."""
        self.beginResetModel()
        self.plan = plan
        sizes = [len(article.hits) + 1 for article in plan.articles] if plan is not None else []
        self._starts = [0, *accumulate(sizes)][:-1]
        self._total = sum(sizes)
        self._left_out = {}
        self.endResetModel()
        self.ticks_changed.emit()

    @property
    def chosen_hits(self) -> int:
        """How many hits are ticked."""
        return (self.plan.hits if self.plan is not None else 0) - sum(map(len, self._left_out.values()))

    def left_out(self) -> dict[int, frozenset[int]]:
        """Return the hits that are not ticked, for `ReplacePlan.edits`."""
        return {place: frozenset(out) for place, out in self._left_out.items()}

    def place(self, row: int) -> tuple[int, int]:
        """Return the article's place in the plan and the hit's number, -1 on the row of the article itself."""
        article = bisect_right(self._starts, row) - 1
        return article, row - self._starts[article] - 1

    def toggle(self, row: int) -> None:
        """Tick a row or take its tick away; on an article's row, all its hits."""
        if self.plan is None or not 0 <= row < self._total:
            return
        place, number = self.place(row)
        out = self._left_out.setdefault(place, set())
        every = set(range(len(self.plan.articles[place].hits)))
        if number >= 0:
            out ^= {number}
        else:
            out = set() if out == every else every
        self._left_out[place] = out
        if not out:
            del self._left_out[place]
        first = self._starts[place]
        self.dataChanged.emit(self.index(first), self.index(first + len(every)), [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    # Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._total

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.plan is None or not index.isValid():
            return None
        place, number = self.place(index.row())
        article = self.plan.articles[place]
        hit = article.hits[number] if number >= 0 else None
        if role == HIT_ROLE:
            return hit
        if role == ARTICLE_ROLE:
            return article
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._state(place, number, len(article.hits))
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(article) if hit is None else hit.excerpt
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(place, number, article, hit)
        return None

    def title(self, article: ArticleHits) -> str:
        """Return an article's headline."""
        return article.title or self.tr("Untitled")

    def _state(self, place: int, number: int, hits: int) -> Qt.CheckState:
        out = self._left_out.get(place, set())
        if number >= 0:
            return Qt.CheckState.Unchecked if number in out else Qt.CheckState.Checked
        if not out:
            return Qt.CheckState.Checked
        return Qt.CheckState.Unchecked if len(out) == hits else Qt.CheckState.PartiallyChecked

    def _spoken(self, place: int, number: int, article: ArticleHits, hit: Hit | None) -> str:
        ticked = self._state(place, number, len(article.hits)) != Qt.CheckState.Unchecked
        state = self.tr("ticked") if ticked else self.tr("left out")
        if hit is None:
            return f"{self.title(article)}, {self.tr('%Ln hits', '', len(article.hits))}, {state}"
        found = hit.excerpt[hit.at : hit.at + hit.end - hit.start]
        words = self.tr("{found} becomes {instead}").format(found=found, instead=hit.instead)
        return f"{words}, {part_words(hit.part)}. {hit.excerpt}, {state}"
