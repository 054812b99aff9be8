"""The drafts as a model: rows of drafts with small headings between them.

A new reading of the list replaces the rows with as little stir as possible: where the same drafts stand in the same
order only the changed rows are told, so that an autosave moves neither scroll nor choice. Reads are the pane's affair.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.archive.articles import ArticleSummary, Sort
from desktop_app.gui.desk.wording import due_words, group_of, status_word, when, words_of_goal

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
ARTICLES_MIME = "application/x-copydesk-articles"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A heading (`draft is None`) or a draft."""

    heading: str = ""
    draft: ArticleSummary | None = None
    when: str = ""
    due: str = ""
    is_late: bool = False


class DraftModel(QAbstractListModel):
    """What the list shows. `fetch_more` is called when the view nears the end of what was read."""

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._today = today
        self._rows: list[DraftRow] = []
        self._has_more = False
        self.fetch_more: Callable[[], object] | None = None

    def show(self, drafts: Sequence[ArticleSummary], sort: Sort, has_more: bool = False) -> bool:
        """Show these drafts; True when rows were rebuilt, False when only their contents changed."""
        rows = self._grouped(drafts, sort)
        self._has_more = has_more
        if [_key(row) for row in rows] == [_key(row) for row in self._rows]:
            changed = [number for number, row in enumerate(rows) if row != self._rows[number]]
            self._rows = rows
            for number in changed:
                self.dataChanged.emit(self.index(number), self.index(number))
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def drafts(self) -> list[ArticleSummary]:
        """Return the drafts in order."""
        return [row.draft for row in self._rows if row.draft is not None]

    def row_of(self, article_id: int) -> int:
        """Return the row of a draft, -1 where it is not shown."""
        for number, row in enumerate(self._rows):
            if row.draft is not None and row.draft.id == article_id:
                return number
        return -1

    def draft_at(self, index: Index) -> ArticleSummary | None:
        return self._rows[index.row()].draft if index.isValid() and index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        draft = self.draft_at(index)
        if draft is None:
            return Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.draft.title if row.draft is not None else row.heading
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _sentence(row)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return self._has_more and self.fetch_more is not None and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            # Once asked, not again until the answer came.
            self._has_more = False
            assert self.fetch_more is not None
            self.fetch_more()

    def mimeTypes(self) -> list[str]:
        return [ARTICLES_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        drafts = [draft for draft in map(self.draft_at, indexes) if draft is not None]
        data = QMimeData()
        data.setData(ARTICLES_MIME, json.dumps([draft.id for draft in drafts]).encode())
        data.setText("\n".join(draft.title for draft in drafts))
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def _grouped(self, drafts: Sequence[ArticleSummary], sort: Sort) -> list[DraftRow]:
        today = self._today()
        rows: list[DraftRow] = []
        group = ""
        for draft in drafts:
            moment = draft.created if sort == "created" else draft.updated
            if sort in ("changed", "created") and (name := group_of(moment, today)) != group:
                group = name
                rows.append(DraftRow(heading=name))
            day = draft.deadline
            due = due_words(day, today) if day is not None else ""
            late = day is not None and day < today
            rows.append(DraftRow(draft=draft, when=when(moment, today), due=due, is_late=late))
        return rows


def dragged_ids(data: QMimeData) -> list[int]:
    """Return the articles that are being dragged; [] where it is something else."""
    if not data.hasFormat(ARTICLES_MIME):
        return []
    try:
        ids = json.loads(bytes(data.data(ARTICLES_MIME).data()))
    except ValueError:
        return []
    return [id for id in ids if isinstance(id, int)] if isinstance(ids, list) else []


def _key(row: DraftRow) -> object:
    return row.draft.id if row.draft is not None else row.heading


def _sentence(row: DraftRow) -> str:
    if row.draft is None:
        return row.heading
    draft = row.draft
    parts = (
        draft.title,
        row.when,
        status_word(draft.status),
        row.due,
        words_of_goal(draft.words, draft.word_goal),
        draft.lead,
    )
    return ", ".join(part for part in parts if part)
