"""One finished import: what it brought, what it left out and why, with the way back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDateTime, QLocale, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QFrame, QHeaderView, QTableView, QWidget

from desktop_app.archive.articles import Batch
from desktop_app.gui.context import Context
from desktop_app.gui.pieces import ElidedLabel, button, column, frame, label, row, set_button_text
from desktop_app.gui.transfer.progress_page import duration

Index = QModelIndex | QPersistentModelIndex


class ReportModel(QAbstractTableModel):
    """What did not come, and remarks: (what, file, words)."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str, str]] = []

    def show(self, report: Mapping[str, Any]) -> None:
        """Show a report as `import --json` prints it."""
        self.beginResetModel()
        failed = [(self.tr("Could not be read"), _text(f, "path"), _text(f, "reason")) for f in _list(report, "failed")]
        known = [
            (self.tr("Already here"), _text(d, "path"), self.tr("as article {n}").format(n=_text(d, "of")))
            for d in _list(report, "duplicates")
        ]
        said = [(self.tr("Remark"), _text(w, "path"), _text(w, "message")) for w in _list(report, "warnings")]
        self.lines = [*failed, *known, *said]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("", self.tr("File"), self.tr("What it says"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return line[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ": ".join(line)
        return None


class BatchPage(QWidget):
    """Title, numbers, acts, and the lines of the report."""

    undo_wanted = Signal(object)
    """The `Batch`."""
    more_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.batch: Batch | None = None
        theme = context.theme
        self._title = label(theme, "", "title", wrap=True)
        theme.set_font(self._title, "title", px=20)
        self._source = ElidedLabel(theme, "", "body", "muted", mode=Qt.TextElideMode.ElideMiddle)
        self._numbers = label(theme, "", "body", "muted", wrap=True)
        self.show_them = button(theme, self.tr("Show them"), "primary", "newspaper", run=self._show_articles)
        self.undo = button(theme, self.tr("Undo import"), icon="rotate-ccw", run=self._undo)
        self._save = button(theme, self.tr("Save report…"), "quiet", "file-down", run=self.save_report)
        more = button(theme, self.tr("Import more…"), "quiet", "plus", run=self.more_wanted.emit)
        self.model = ReportModel()
        self._table = _ReportTable(context, self.model)
        self._table_card = frame(column(self._table, margins=(1, 1, 1, 6), gap=0), "card")
        self._all_well = label(theme, self.tr("Nothing was left out."), "body", "muted")
        body = column(
            self._title,
            self._source,
            self._numbers,
            8,
            row(self.show_them, self.undo, self._save, more, None),
            10,
            self._all_well,
            gap=4,
        )
        body.addWidget(self._table_card, 1)
        body.addStretch(0)
        self.setLayout(body)

    def first(self) -> QWidget:
        return self.show_them if self.show_them.isEnabled() else self._save

    def show_batch(self, batch: Batch, is_fresh: bool = False) -> None:
        """Show a batch; a fresh one says how long it took."""
        self.batch = batch
        took = batch.report.get("took_s")
        number = batch.added + batch.updated
        when = QLocale().toString(
            QDateTime.fromSecsSinceEpoch(int(batch.started.timestamp())), QLocale.FormatType.ShortFormat
        )
        if batch.undone is not None:
            title = self.tr("Undone: “{name}”").format(name=batch_name(batch))
        elif is_fresh and isinstance(took, int | float):
            words = self.tr("%Ln articles added in {time}", "", number)
            title = words.format(time=duration(float(took)))
        else:
            title = self.tr("Import “{name}”").format(name=batch_name(batch))
        self._title.setText(title)
        self._source.setText(f"{batch.source}  ·  {when}")
        self._numbers.setText(batch_numbers(self, batch))
        is_there = batch.undone is None and number > 0
        self.show_them.setEnabled(is_there)
        self.undo.setEnabled(is_there)
        set_button_text(self.show_them, self.tr("Show them"))
        self.model.show(batch.report)
        self._table_card.setVisible(bool(self.model.lines))
        self._all_well.setVisible(not self.model.lines)

    def save_report(self) -> None:
        """Ask where, and write the report as the command line prints it."""
        batch = self.batch
        if batch is None:
            return
        dialog = QFileDialog(self.window(), self.tr("Save report"), f"import-{batch.number}.json")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("JSON (*.json)")
        dialog.setDefaultSuffix("json")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = json.dumps(dict(batch.report), ensure_ascii=False, indent=1)
        dialog.fileSelected.connect(lambda path: save_text(self._context, Path(path), text))
        dialog.open()

    def _show_articles(self) -> None:
        if self.batch is not None:
            self._context.exchange.search_requested.emit(f"batch:{self.batch.number}")

    def _undo(self) -> None:
        if self.batch is not None:
            self.undo_wanted.emit(self.batch)


class _ReportTable(QTableView):
    def __init__(self, context: Context, model: ReportModel) -> None:
        super().__init__()
        theme = context.theme
        self._theme = theme
        self.setModel(model)
        self.setObjectName("report")
        self.setAccessibleName(self.tr("What was left out, and remarks"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        theme.dress(self, "rows", _ReportTable._dress)

    def _dress(self) -> None:
        self.setFont(self._theme.font("small"))
        self.horizontalHeader().setFont(self._theme.font("small", 600))
        self.verticalHeader().setDefaultSectionSize(self._theme.px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        first = self._theme.px(150)
        room = self.viewport().width() - first
        self.setColumnWidth(0, first)
        self.setColumnWidth(1, int(room * 0.4))
        self.setColumnWidth(2, room - int(room * 0.4))


def batch_name(batch: Batch) -> str:
    """Return what a batch is called: the last part of where it came from."""
    first = batch.source.split(", ")[0]
    return Path(first).name or first or str(batch.number)


def batch_numbers(widget: QWidget, batch: Batch) -> str:
    """Say in one line what became of the files."""
    locale = QLocale()
    parts = [
        (batch.added, widget.tr("{n} added")),
        (batch.updated, widget.tr("{n} brought up to date")),
        (batch.unchanged, widget.tr("{n} unchanged")),
        (batch.duplicates, widget.tr("{n} already here")),
        (batch.failed, widget.tr("{n} unreadable")),
    ]
    return "  ·  ".join(words.format(n=locale.toString(number)) for number, words in parts if number)


def save_text(context: Context, path: Path, text: str) -> None:
    """Write a small file off the GUI thread and say so."""
    from desktop_app.gui.upkeep import show_in_folder

    words = context.messages.tr("Saved {file}").format(file=path.name)
    context.jobs.read(
        lambda: path.write_text(text, encoding="utf-8"),
        done=lambda _: context.messages.toast(
            words, context.messages.tr("Show in folder"), lambda: show_in_folder(path)
        ),
        failed=lambda error: context.messages.error(
            context.messages.tr("{file} could not be written: {why}").format(file=path.name, why=error)
        ),
    )


def _list(report: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found = report.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(entry: Mapping[str, Any], key: str) -> str:
    return str(entry.get(key, ""))
