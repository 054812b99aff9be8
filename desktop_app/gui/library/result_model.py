"""The results of a search as rows, fetched by the page.

The model knows the exact total and holds only the pages around the view, so half a million hits cost no more than a
screenful. A row that is not there yet answers with nothing and asks for its page; when the page arrives, it is painted.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_app.gui.library.wording import reprint_words, source_line
from desktop_app.search.service import Hit

PAGE_ROWS = 50
_KEPT_PAGES = 24
_Index = QModelIndex | QPersistentModelIndex

HIT_ROLE = Qt.ItemDataRole.UserRole + 1


class ResultModel(QAbstractTableModel):
    """One column of hits. A table and not a list model because a table view lays no row out before it is seen."""

    page_wanted = Signal(int)
    """Fetch this page (0-based, `PAGE_ROWS` hits each)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._pages: OrderedDict[int, tuple[Hit, ...]] = OrderedDict()
        self._asked: set[int] = set()

    @property
    def total(self) -> int:
        return self._total

    def show(self, total: int, first_page: Sequence[Hit]) -> None:
        """Begin anew with an exact total and the hits of page 0."""
        self.beginResetModel()
        self._total = total
        self._pages = OrderedDict({0: tuple(first_page)})
        self._asked = {0}
        self.endResetModel()

    def first_page(self) -> tuple[Hit, ...]:
        """Return the hits of page 0 as far as they are at hand."""
        return self._pages.get(0, ())

    def put(self, page: int, hits: Sequence[Hit]) -> None:
        """Fill a page that was wanted."""
        self._pages[page] = tuple(hits)
        while len(self._pages) > _KEPT_PAGES:
            dropped, _ = self._pages.popitem(last=False)
            self._asked.discard(dropped)
        first = page * PAGE_ROWS
        last = min(first + PAGE_ROWS, self._total) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def refuse(self, page: int) -> None:
        """The page could not be had; it is asked for again when next seen."""
        self._asked.discard(page)

    def hit(self, row: int) -> Hit | None:
        """Return the hit of a row, or None and ask for its page."""
        page, place = divmod(row, PAGE_ROWS)
        hits = self._pages.get(page)
        if hits is None:
            if page not in self._asked and 0 <= row < self._total:
                self._asked.add(page)
                self.page_wanted.emit(page)
            return None
        self._pages.move_to_end(page)
        return hits[place] if place < len(hits) else None

    def is_loaded(self, rows: range) -> bool:
        """Say whether every one of these rows (step 1) is at hand, and ask for the first page that is not."""
        for page in range(rows.start // PAGE_ROWS, -(-rows.stop // PAGE_ROWS)):
            if page not in self._pages:
                self.hit(max(rows.start, page * PAGE_ROWS))
                return False
        return True

    def id_at(self, row: int) -> int:
        """Return the id of the article of a loaded row."""
        page, place = divmod(row, PAGE_ROWS)
        return self._pages[page][place].id

    def loaded_rows(self, wanted: Callable[[int], bool]) -> list[int]:
        """Return those of the loaded rows, in order, of whose article's id this is true."""
        return [
            page * PAGE_ROWS + place
            for page, hits in sorted(self._pages.items())
            for place, hit in enumerate(hits)
            if wanted(hit.id)
        ]

    def row_of(self, article_id: int) -> int:
        """Return the row of an article among the pages at hand, -1 if it is in none."""
        for page, hits in self._pages.items():
            for place, hit in enumerate(hits):
                if hit.id == article_id:
                    return page * PAGE_ROWS + place
        return -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < self._total:
            return None
        if role not in (HIT_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        hit = self.hit(index.row())
        if role == HIT_ROLE:
            return hit
        if hit is None:
            return "…"
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        return self._sentence(hit)

    def _sentence(self, hit: Hit) -> str:
        """One sentence for a screen reader."""
        parts = [hit.title or self.tr("Untitled"), source_line(hit, hit.authors).replace("  ·  ", ", ")]
        if hit.reprints:
            parts.append(reprint_words(hit.reprints))
        sentence = ", ".join(part for part in parts if part) + "."
        if hit.snippets:
            sentence += " " + self.tr("Hit: {text}").format(text=hit.snippets[0].text)
        return sentence
