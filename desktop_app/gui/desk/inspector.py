"""The right drawer of the Desk: Outline, Details, History, Notes of the text at hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.desk.details import DetailsTab
from desktop_app.gui.desk.earlier import EarlierSection
from desktop_app.gui.desk.history import HistoryTab
from desktop_app.gui.desk.notes import NotesTab
from desktop_app.gui.desk.outline import OutlineTab
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.pieces import Segments, column, row

TABS = ("outline", "details", "history", "notes")


class Inspector(QFrame):
    """Four tabs. A tab is brought up to date when it is seen."""

    tab_changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("Inspector"))
        self.earlier = EarlierSection(context)
        self.outline = OutlineTab(context.theme, self.earlier)
        self.details = DetailsTab(context)
        self.history = HistoryTab(context)
        self.notes = NotesTab(context)
        names = (self.tr("Outline"), self.tr("Details"), self.tr("History"), self.tr("Notes"))
        self._segments = Segments(context.theme, names, 0, self.tr("Inspector"))
        self._segments.chosen.connect(lambda number: self.set_tab(TABS[number]))
        self._stack = QStackedWidget()
        for tab in (self.outline, self.details, self.history, self.notes):
            self._stack.addWidget(tab)
        layout = column(row(self._segments, margins=(12, 12, 12, 8)), self._stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        context.theme.dress(self, "width", lambda it: it.setMinimumWidth(context.theme.px(224)))
        self.setMaximumWidth(560)

    def tab(self) -> str:
        """Return which tab is in front."""
        return TABS[self._stack.currentIndex()]

    def set_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        if name not in TABS:
            return
        number = TABS.index(name)
        if self._stack.currentIndex() != number:
            self.apply()
            self._stack.setCurrentIndex(number)
            self.tab_changed.emit(name)
        self._segments.set_current(number)
        if name == "history":
            self.history.read()

    def apply(self) -> None:
        """Apply what stands half-typed in a field."""
        self.details.apply()
        self.notes.apply()

    def set_text(self, text: OpenText | None) -> None:
        """Show another text."""
        self.details.set_text(text)
        self.history.set_text(text)
        self.earlier.set_text(text)
        self.notes.set_text(text)
        if text is None:
            self.outline.clear()

    def pane(self) -> QWidget:
        """Return what takes the focus first."""
        if self.tab() == "outline":
            return self.outline.headings
        if self.tab() == "notes":
            return self.notes.note.input
        return self.details.fields["title"].input if self.tab() == "details" else self.history.list
