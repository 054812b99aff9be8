"""What the settings say of the archive itself: where it lies, its backups, and the act of making one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.pieces import ElidedLabel, button, column, label, row
from desktop_app.gui.upkeep import back_up, show_in_folder

_SHOWN = 5


class ArchivePage(QWidget):
    """Path, last backups, "Back up now", "Check the archive"."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        path = context.archive.path
        self._list = column(gap=4)
        layout = column(gap=8)
        layout.addWidget(label(theme, self.tr("This archive"), "small", "muted", weight=600))
        layout.addWidget(ElidedLabel(theme, str(path or context.archive.url)))
        acts = row(gap=8)
        acts.addWidget(button(theme, self.tr("Back up now"), icon="database", run=lambda: back_up(context)))
        if path is not None:
            show = button(theme, self.tr("Show in folder"), icon="folder", run=lambda: show_in_folder(path))
            acts.addWidget(show)
        acts.addStretch(1)
        layout.addLayout(acts)
        layout.addSpacing(6)
        layout.addWidget(label(theme, self.tr("Last backups"), "small", "muted", weight=600))
        layout.addLayout(self._list)
        self.setLayout(layout)
        self._ask()

    def _ask(self) -> None:
        self._context.jobs.read(self._look, done=self._show, failed=lambda error: self._show([]))

    def _look(self) -> list[tuple[Path, float, int]]:
        found = [(file, file.stat()) for file in self._context.archive.backups()]
        return sorted(((f, s.st_mtime, s.st_size) for f, s in found), key=lambda item: -item[1])[:_SHOWN]

    def _show(self, backups: list[tuple[Path, float, int]]) -> None:
        while self._list.count():
            self._list.takeAt(0).widget().deleteLater()
        theme, locale = self._context.theme, QLocale()
        if not backups:
            self._list.addWidget(label(theme, self.tr("No backup yet."), "body", "muted"))
        for file, made, size in backups:
            when = locale.toString(QDateTime.fromSecsSinceEpoch(int(made)), QLocale.FormatType.ShortFormat)
            line = QWidget()
            line.setLayout(
                row(label(theme, when), label(theme, locale.formattedDataSize(size, 1), "small", "muted"), gap=12)
            )
            line.layout().addWidget(ElidedLabel(theme, file.name, "small", "faint"), 1)
            self._list.addWidget(line)
