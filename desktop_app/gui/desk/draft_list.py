"""The list pane of the Desk: title and order, the drafts, what to say when there are none; and reading them.

Follows a filter (status, folder or words) and an order. Reads one stretch of 300 drafts at a time on the read lane;
several changes in a row cost one reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget

from desktop_app.archive import Archive
from desktop_app.archive.articles import ArticleSummary, Page, Sort
from desktop_app.gui.context import Context
from desktop_app.gui.desk.draft_view import DraftView
from desktop_app.gui.desk.drafts import DraftModel
from desktop_app.gui.desk.wording import SORTS, draft_count, sort_word, status_word
from desktop_app.gui.pieces import ElidedLabel, EmptyState, button, column, row, tool_button
from desktop_app.query import parse

_STRETCH = 300
_REREAD_MS = 1500
"""Saving tells of a change up to twice a second; the list need not follow faster."""


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """Which drafts are shown: of a status, in a folder, or holding words; all empty = all."""

    status: str = ""
    folder: str = ""
    words: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.status or self.folder or self.words)

    def query(self) -> str:
        """Return the filter in the query language."""
        parts = []
        if self.status:
            parts.append(f"status:{self.status}")
        if self.folder:
            parts.append('folder:"{}"'.format(self.folder.replace('"', " ")))
        if self.words:
            parts.append(f"({self.words})" if parts else self.words)
        return " ".join(parts)


class DraftList(QFrame):
    """Shows the drafts of a filter."""

    entered_draft = Signal(int)
    """The user moved to this draft; the focus stays in the list."""
    opened_draft = Signal(int)
    """The user wants to write in this draft."""
    filter_cleared = Signal()
    menu_requested = Signal(QPoint)
    choice_changed = Signal()
    sort_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("list")
        self._context = context
        self.filter = DraftFilter()
        self.sort: Sort = "changed"
        self._drafts: list[ArticleSummary] = []
        self._after: str | None = None
        self._current = 0
        self.model = DraftModel()
        self.model.fetch_more = self._read_on
        self.view = DraftView(context.theme, self.model)
        self.view.entered_draft.connect(self._on_entered)
        self.view.opened_draft.connect(self.opened_draft)
        self.view.menu_requested.connect(self.menu_requested)
        self.view.choice_changed.connect(self.choice_changed)
        self._build()
        self._reread = QTimer(self)
        self._reread.setSingleShot(True)
        self._reread.setInterval(_REREAD_MS)
        self._reread.timeout.connect(self.read)

    def _build(self) -> None:
        theme = self._context.theme
        self._title = ElidedLabel(theme, self.tr("All drafts"), "body-strong")
        theme.set_font(self._title, "body-strong", px=15)
        self._note = ElidedLabel(theme, "", "small", "muted")
        self._all = tool_button(theme, "x", self.tr("Show all drafts (Esc)"), self.filter_cleared.emit)
        self._sort = tool_button(theme, "arrow-up-down", self.tr("Order"), self._choose_order)
        self._sort.setObjectName("draft-order")
        head = row(column(self._title, self._note, gap=1), margins=(16, 9, 10, 8), gap=2)
        head.setStretch(0, 1)
        for one in (self._all, self._sort):
            head.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        new = button(theme, self.tr("New draft"), "primary", "plus", run=lambda: self._run("draft.new"))
        bring = button(theme, self.tr("Import…"), run=lambda: self._run("import.start"))
        self._nothing = EmptyState(
            theme,
            "square-pen",
            self.tr("No drafts yet"),
            self.tr("A draft is saved from the first letter."),
            (new, bring),
        )
        back = button(theme, self.tr("Show all drafts"), run=self.filter_cleared.emit)
        self._none_here = EmptyState(theme, "list-filter", self.tr("No drafts here"), "", (back,))
        self._stack = QStackedWidget()
        for page in (self.view, self._nothing, self._none_here):
            self._stack.addWidget(page)
        body = column(head, gap=0)
        body.addWidget(self._stack, 1)
        self.setLayout(body)
        self._all.hide()

    # -- what is shown

    def set_filter(self, chosen: DraftFilter) -> None:
        """Show other drafts."""
        if chosen != self.filter:
            self.filter = chosen
            self._drafts, self._after = [], None
            self._show_head(0)
            self.read()

    def set_sort(self, sort: Sort) -> None:
        """Show them in another order."""
        if sort in SORTS and sort != self.sort:
            self.sort = sort
            self._drafts, self._after = [], None
            self.read()
            self.sort_changed.emit()

    def set_current(self, article_id: int) -> None:
        """Mark the draft at hand, now or as soon as it is listed."""
        self._current = article_id
        self.view.show_current(article_id)

    def chosen(self) -> tuple[int, ...]:
        """Return the selected drafts."""
        return self.view.chosen()

    def first_draft(self) -> int:
        """Return the draft at the top, 0 where there is none."""
        drafts = self.model.drafts()
        return drafts[0].id if drafts else 0

    # -- reading

    def follow(self) -> None:
        """Articles changed: read again soon."""
        if not self._reread.isActive():
            self._reread.start()

    def read(self) -> None:
        """Read as many drafts as are shown, from the top."""
        self._reread.stop()
        limit = max(_STRETCH, len(self._drafts))
        self._ask(limit, None, self._show)

    def _read_on(self) -> None:
        if self._after is not None:
            self._ask(_STRETCH, self._after, self._show_more)

    def _ask(self, limit: int, after: str | None, done: Any) -> None:
        ticket = self._context.jobs.latest(f"drafts {id(self)}")
        self._context.jobs.read(
            _read, self._context.archive, self.filter.query(), self.sort, limit, after, done=done, ticket=ticket
        )

    def _show(self, page: Page) -> None:
        self._drafts = list(page.articles)
        self._fill(page)

    def _show_more(self, page: Page) -> None:
        known = {draft.id for draft in self._drafts}
        self._drafts += [draft for draft in page.articles if draft.id not in known]
        self._fill(page)

    def _fill(self, page: Page) -> None:
        self._after = page.next
        chosen, bar = self.chosen(), self.view.verticalScrollBar()
        top = bar.value()
        rebuilt = self.model.show(self._drafts, self.sort, page.next is not None)
        if rebuilt:
            self.view.show_current(self._current)
            self._choose_again(chosen)
            bar.setValue(top)
        self._show_head(page.total)
        if self._drafts:
            self._stack.setCurrentWidget(self.view)
        else:
            self._stack.setCurrentWidget(self._nothing if self.filter.is_all else self._none_here)

    def _choose_again(self, chosen: tuple[int, ...]) -> None:
        if len(chosen) < 2:
            return
        selection = self.view.selectionModel()
        for id in chosen:
            number = self.model.row_of(id)
            if number >= 0:
                selection.select(self.model.index(number), selection.SelectionFlag.Select)

    def _show_head(self, total: int) -> None:
        filter = self.filter
        if filter.words:
            title = self.tr("Drafts with “{words}”").format(words=filter.words)
        else:
            title = filter.folder or (status_word(filter.status) if filter.status else self.tr("All drafts"))
        self._title.setText(title)
        self._note.setText(f"{draft_count(total)}  ·  {sort_word(self.sort)}")
        self._all.setVisible(not filter.is_all)

    def _on_entered(self, article_id: int) -> None:
        self._current = article_id
        self.entered_draft.emit(article_id)

    def _choose_order(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        names = {
            "changed": self.tr("Last changed"),
            "created": self.tr("Day begun"),
            "deadline": self.tr("Deadline"),
            "title": self.tr("Headline"),
            "words": self.tr("Length"),
        }
        for sort in SORTS:
            action = QAction(names[sort], menu, checkable=True, checked=sort == self.sort)
            action.triggered.connect(lambda _=False, sort=sort: self.set_sort(sort))
            group.addAction(action)
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._sort.mapToGlobal(self._sort.rect().bottomLeft()))

    def _run(self, command: str) -> None:
        self._context.commands.trigger(command)


def _read(archive: Archive, query: str, sort: Sort, limit: int, after: str | None) -> Page:
    return archive.list(parse(query) if query else None, place="desk", sort=sort, limit=limit, after=after)
