"""What the review shows of one file, and the table of them: tick, file, headline, how its letters are read, date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.transfer.importing import Candidate
from desktop_app.transfer.known import SAME_FILE

Index = QModelIndex | QPersistentModelIndex
Group = Literal["ready", "known", "undated", "garbled", "unreadable"]
GROUPS: tuple[Group, ...] = ("ready", "known", "undated", "garbled", "unreadable")
_GROUP_OF: dict[str, Group] = {
    "ready": "ready",
    "already here": "known",
    "no date": "undated",
    "garbled": "garbled",
    "unreadable": "unreadable",
}
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
TICKED_ROLE = Qt.ItemDataRole.UserRole + 2
TICK, FILE, HEADLINE, LETTERS, DATE = range(5)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One file as the review shows it."""

    path: str
    name: str
    """The path within the folder that was chosen."""
    group: Group
    title: str = ""
    before: str = ""
    """The headline as it looks in the reading that came first to mind; "" where that is the same."""
    encoding: str = ""
    letters: str = ""
    """How the letters are read, in words."""
    is_sure: bool = True
    date: str = ""
    reason: str = ""
    """Why it cannot come, or which article it repeats."""

    @property
    def can_come(self) -> bool:
        return self.group in ("ready", "undated", "garbled")


def review_row(found: Candidate, on_duplicate: str = "skip") -> ReviewRow:
    """Make a row of what a scan found; what counts as known hangs on what the user wants done with it."""
    group = _GROUP_OF[found.state]
    if found.article and group != "unreadable":
        stays = {"skip": True, "update": found.state == "already here", "keep-both": found.reason == SAME_FILE}
        group = "known" if stays[on_duplicate] else "ready" if found.date else "undated"
    is_sure = found.state != "garbled"
    encoding = found.encoding
    return ReviewRow(
        path=found.path,
        name=found.name,
        group=group,
        title=found.title,
        before=found.title_before if found.title_before != found.title else "",
        encoding=encoding,
        letters="" if is_sure and encoding in ("", "utf-8") else letters_words(encoding, is_sure),
        is_sure=is_sure,
        date=found.date,
        reason=found.reason,
    )


def letters_words(encoding: str, sure: bool) -> str:
    """Say how letters are read, without naming what only programmers know where that can be helped."""
    tr = QCoreApplication.translate
    if not sure:
        return tr("Review", "Not sure: have a look")
    if "+" in encoding:
        return tr("Review", "Read wrongly once, mended")
    return tr("Review", "{encoding} → Unicode").format(encoding=encoding_words(encoding))


def encoding_words(encoding: str) -> str:
    """Return an encoding as people may have seen it written."""
    known = {"koi8-r": "KOI8-R", "koi8-u": "KOI8-U", "utf-8": "Unicode", "mac-roman": "Mac Roman"}
    if encoding in known:
        return known[encoding]
    for start, shown in (("windows-", "Windows-"), ("iso-", "ISO "), ("ibm", "DOS "), ("mac-", "Mac ")):
        if encoding.startswith(start) and "+" not in encoding:
            return shown + encoding[len(start) :]
    return QCoreApplication.translate("Review", "read wrongly once") if "+" in encoding else encoding


class ReviewModel(QAbstractTableModel):
    """The rows of one group, or all. Ticks are asked for and told through callbacks: the run holds them."""

    def __init__(self, is_ticked: Callable[[ReviewRow], bool], tick: Callable[[str, bool], None]) -> None:
        super().__init__()
        self._is_ticked = is_ticked
        self._tick = tick
        self.rows: tuple[ReviewRow, ...] = ()

    def show(self, rows: Sequence[ReviewRow]) -> None:
        """Show other rows; where the files are the same, scroll and choice stay."""
        rows = tuple(rows)
        if [row.path for row in rows] == [row.path for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, DATE))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("", self.tr("File"), self.tr("Headline"), self.tr("Reading the letters"), self.tr("Date"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if index.column() == TICK and self.rows[index.row()].can_come:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == TICKED_ROLE:
            return self._is_ticked(row)
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK and row.can_come:
            return Qt.CheckState.Checked if self._is_ticked(row) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return (None, row.name, shown_title(row), row.letters or row.reason, row.date or self._no_date(row))[
                index.column()
            ]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (FILE, LETTERS):
            return row.path if index.column() == FILE else row.reason or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row) if index.column() in (TICK, FILE) else self.data(index)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        self._tick(self.rows[index.row()].path, Qt.CheckState(value) == Qt.CheckState.Checked)
        self.dataChanged.emit(self.index(index.row(), TICK), self.index(index.row(), DATE))
        return True

    def toggle(self, number: int) -> None:
        """Turn a row's tick."""
        row = self.rows[number]
        state = Qt.CheckState.Unchecked if self._is_ticked(row) else Qt.CheckState.Checked
        self.setData(self.index(number, TICK), state, Qt.ItemDataRole.CheckStateRole)

    def _no_date(self, row: ReviewRow) -> str:
        return self.tr("No date") if row.can_come else ""

    def _spoken(self, row: ReviewRow) -> str:
        state = self.tr("ticked") if self._is_ticked(row) else self.tr("left out")
        parts = (row.name, row.title, row.letters or row.reason, row.date or self._no_date(row), state)
        return ", ".join(part for part in parts if part)


def shown_title(row: ReviewRow) -> str:
    """Return the headline, with how it looked before where reading mended it."""
    title = row.title or ("" if row.group == "unreadable" else QCoreApplication.translate("Review", "Untitled"))
    return f"{row.before}  →  {title}" if row.before else title
