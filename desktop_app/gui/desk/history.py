"""The inspector's third tab: the last ten versions, and the way to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.archive.articles import Version
from desktop_app.gui.context import Context
from desktop_app.gui.desk.version_list import VersionList
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.pieces import EmptyState, button, column, row

SHOWN = 10


class HistoryTab(QWidget):
    """The newest versions of one text."""

    version_requested = Signal(int)
    """Show this version in the versions view, 0 = the newest."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._text: OpenText | None = None
        self.list = VersionList(context.theme)
        self.list.opened.connect(self.version_requested)
        everything = button(
            context.theme, self.tr("All versions"), icon="history", run=lambda: self.version_requested.emit(0)
        )
        everything.setToolTip(context.commands.action("history").toolTip())
        self._nothing = EmptyState(
            context.theme,
            "history",
            self.tr("No versions yet"),
            self.tr("One is kept when you begin to change the text, every few minutes of writing, and when you save."),
        )
        self._stack = QStackedWidget()
        whole = QWidget()
        body = column(self.list, row(everything, None, margins=(16, 8, 16, 12)), gap=0)
        body.setStretch(0, 1)
        whole.setLayout(body)
        self._stack.addWidget(whole)
        self._stack.addWidget(self._nothing)
        layout = column(self._stack, gap=0)
        self.setLayout(layout)

    def set_text(self, text: OpenText | None) -> None:
        """Show another text's versions."""
        self._text = text
        self.read()

    def read(self) -> None:
        """Read the versions anew."""
        if self._text is None or not self._text.id:
            self._show(())
            return
        ticket = self._context.jobs.latest(f"history {id(self)}")
        self._context.jobs.read(self._context.archive.versions, self._text.id, done=self._show, ticket=ticket)

    def _show(self, versions: Sequence[Version]) -> None:
        self.list.versions.show(versions[:SHOWN], 0, datetime.now(), with_now=False)
        self._stack.setCurrentIndex(0 if versions else 1)
