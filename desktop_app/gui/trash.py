"""The Trash: what was thrown away, to look at, put back, or delete for ever. Nothing leaves it by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app import markup
from desktop_app.archive.articles import Article, ArticleSummary, Changes, Page
from desktop_app.gui.context import Context
from desktop_app.gui.library.reader_page import page_html
from desktop_app.gui.library.reader_view import ReaderView
from desktop_app.gui.nav_list import NavList, NavRow, part_of_navigator
from desktop_app.gui.pieces import EmptyState, button, column, frame, label, row, rule
from desktop_app.gui.place import Place, StatusLine, StatusPart, Width
from desktop_app.gui.trash_list import TrashModel, TrashView, untitled
from desktop_app.query.parse import parse

PAGE = 200
_SECTIONS = {"all": None, "drafts": "is:draft", "articles": "-is:draft"}
_NAMED = 5
"""So many headlines stand in a question; the rest is a number."""
_TYPE_FROM = 20
"""From so many on the number must be typed: a slip of the hand must not empty years of work."""


class TrashPlace(Place):
    """List, preview, and three acts."""

    key = "trash"
    icon_name = "trash-2"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title_text = self.tr("Trash")
        self._total = 0
        self._next: str | None = None
        self._shown: int | None = None
        self._is_known = False
        self._build()
        self._connect()

    # -- building

    def _build(self) -> None:
        theme = self.context.theme
        self.sections = NavList(theme, self.tr("What is in the trash"))
        self._navigator = part_of_navigator(self.sections)
        self.model = TrashModel()
        self.list = TrashView(theme, self.model, self.tr("Trash"))
        self._count = label(theme, "", "small", "muted")
        title = label(theme, self.tr("Trash"), "body-strong")
        theme.set_font(title, "body-strong", px=15)
        self._empty_button = button(theme, self.tr("Empty the trash…"), "quiet", run=self.empty_trash)
        head = row(column(title, self._count, gap=1), None, self._empty_button, margins=(16, 10, 10, 8))
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(self.list, 1)
        self._list_pane = frame(left, "list")
        self._put_back = button(theme, self.tr("Put back"), "", "rotate-ccw", run=self.put_back)
        self._delete = button(theme, self.tr("Delete for ever…"), "danger", "trash-2", run=self.delete_chosen)
        self._what = label(theme, "", "small", "muted")
        bar = row(self._what, None, self._put_back, self._delete, margins=(16, 7, 12, 7))
        self.reader = ReaderView(theme)
        self.reader.picture_wanted.connect(self._fetch_picture)
        right = column(gap=0)
        right.addLayout(bar)
        right.addWidget(rule())
        right.addWidget(self.reader, 1)
        self._paper = frame(right, "paper")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self._list_pane)
        self.splitter.addWidget(self._paper)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme.size("list"), 900])
        self.empty = EmptyState(
            theme, "trash-2", self.tr("The trash is empty"), self.tr("Nothing leaves it by itself.")
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self.splitter)
        self._pages.addWidget(self.empty)
        self.setLayout(column(self._pages, gap=0))

    def _connect(self) -> None:
        commands = self.context.commands
        self.list.choice_changed.connect(self._on_choice)
        self.model.more_wanted.connect(self._fetch_more)
        self.sections.chosen.connect(lambda _: self._load())
        self.context.exchange.counts_changed.connect(lambda _: self._count_sections())
        commands.attach(self.list, "list")
        commands.connect("trash.restore", self.put_back, self.list)
        commands.connect("trash.forever", self.delete_chosen, self)
        commands.connect("trash", self.delete_chosen, self.list)
        commands.connect("trash.empty", self.empty_trash, self)
        self._show_sections({})
        self._on_choice()

    # -- place

    def navigator_part(self) -> QWidget:
        return self._navigator

    def enter(self) -> None:
        self._count_sections()
        self._load()

    def panes(self) -> list[QWidget]:
        return [self.list, self.reader] if self._pages.currentWidget() is self.splitter else [self.empty]

    def chosen(self) -> tuple[int, ...]:
        return ()

    def escape(self) -> bool:
        if self.reader.hasFocus():
            self.list.setFocus()
            return True
        return False

    def set_width(self, width: Width) -> None:
        self._list_pane.setMinimumWidth(self.context.theme.px(260 if width != "narrow" else 200))

    def save_state(self) -> dict[str, Any]:
        chosen = self.list.chosen()
        return {
            "section": self.sections.current(),
            "article": chosen[0].id if chosen else None,
            "scroll": self.list.verticalScrollBar().value(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        self.sections.set_current(str(state.get("section") or "all"))
        article = state.get("article")
        self._shown = article if isinstance(article, int) else None
        scroll = state.get("scroll")
        self._load(scroll if isinstance(scroll, int) else 0)

    def on_changes(self, changes: Changes) -> None:
        if self.isVisible():
            self._load(self.list.verticalScrollBar().value())

    def status(self) -> StatusLine:
        words = self.tr("Nothing leaves the trash by itself")
        chosen = len(self.list.chosen())
        parts = [StatusPart(self.tr("%Ln chosen", "", chosen))] if chosen > 1 else []
        return StatusLine((*parts, StatusPart(words)))

    # -- reading

    def _query(self) -> Any:
        words = _SECTIONS.get(self.sections.current())
        return parse(words) if words else None

    def _load(self, scroll: int = 0) -> None:
        jobs = self.context.jobs
        query = self._query()
        jobs.read(
            lambda: self.context.archive.list(query, place="trash", sort="changed", limit=PAGE),
            done=lambda page: self._take(page, scroll),
            ticket=jobs.latest("trash list"),
        )

    def _take(self, page: Page, scroll: int) -> None:
        kept = {summary.id for summary in self.list.chosen()} or {self._shown}
        self._total, self._next = page.total, page.next
        self.model.replace(page.articles, page.next is not None)
        self._count.setText(self.tr("%Ln things", "", page.total))
        nothing = page.total == 0 and self.sections.current() in ("", "all")
        self._pages.setCurrentWidget(self.empty if nothing else self.splitter)
        rows = [n for n, summary in enumerate(page.articles) if summary.id in kept]
        self.list.choose(rows[0] if rows else 0)
        self.list.verticalScrollBar().setValue(scroll)
        self._is_known = True
        self._on_choice()

    def _fetch_more(self) -> None:
        jobs, after, query = self.context.jobs, self._next, self._query()
        if after is None:
            return
        jobs.read(
            lambda: self.context.archive.list(query, place="trash", sort="changed", limit=PAGE, after=after),
            done=self._take_more,
            ticket=jobs.latest("trash more"),
        )

    def _take_more(self, page: Page) -> None:
        self._next = page.next
        self.model.append(page.articles, page.next is not None)

    def _count_sections(self) -> None:
        archive = self.context.archive
        self.context.jobs.read(
            lambda: {key: archive.count(parse(words), "trash") for key, words in _SECTIONS.items() if words},
            done=self._show_sections,
            ticket=self.context.jobs.latest("trash sections"),
        )

    def _show_sections(self, counts: dict[str, int]) -> None:
        names = {"all": self.tr("Everything"), "drafts": self.tr("Drafts"), "articles": self.tr("Articles")}
        icons = {"all": "list", "drafts": "file-pen", "articles": "newspaper"}
        locale = self.locale()
        rows = [NavRow("", self.tr("Show"), is_heading=True)]
        for key, name in names.items():
            number = sum(counts.values()) if key == "all" else counts.get(key, 0)
            rows.append(NavRow(key, name, icons[key], locale.toString(number) if number else ""))
        self.sections.set_rows(rows)
        if not self.sections.current():
            self.sections.set_current("all")

    def _on_choice(self) -> None:
        chosen = self.list.chosen()
        for one in (self._put_back, self._delete):
            one.setEnabled(bool(chosen))
        reason = self.tr("nothing is chosen")
        for id, owner in (("trash.restore", self.list), ("trash", self.list), ("trash.forever", self)):
            self.context.commands.enable(id, bool(chosen), reason, owner)
        self.context.commands.enable("trash.empty", self._total > 0, self.tr("the trash is empty"), self)
        self._empty_button.setEnabled(self._total > 0)
        self._what.setText(self.tr("%Ln chosen", "", len(chosen)) if len(chosen) > 1 else "")
        self.status_changed.emit(self.status())
        self.choice_changed.emit()
        self.state_changed.emit()
        if len(chosen) == 1:
            self._read(chosen[0].id)
        elif not chosen:
            self._shown = None
            self.reader.show_page("")

    def _read(self, article: int) -> None:
        if article == self._shown and self.reader.document().characterCount() > 1:
            return
        self._shown = article
        jobs = self.context.jobs

        def fetch() -> tuple[Article, str]:
            found = self.context.archive.get(article)
            return found, markup.render(found.body, language=found.language).html

        jobs.render(fetch, done=self._show_text, failed=lambda error: None, ticket=jobs.latest("trash text"))

    def _show_text(self, found: tuple[Article, str]) -> None:
        article, html = found
        self.reader.show_page(page_html(article, html, 0))

    def _fetch_picture(self, name: str) -> None:
        article, archive = self._shown, self.context.archive
        if article is None:
            return

        def fetch() -> bytes:
            held = {picture.name: picture.sha256 for picture in archive.pictures(article)}
            return archive.picture_bytes(held[name]) if name in held else b""

        self.context.jobs.read(fetch, done=lambda data: self.reader.put_picture(name, data), failed=lambda error: None)

    # -- acts

    def put_back(self) -> None:
        """Put the chosen things back where they were."""
        chosen = self.list.chosen()
        if not chosen:
            return
        ids = [summary.id for summary in chosen]
        text = (
            self.tr("Put back: “{title}”").format(title=chosen[0].title or untitled())
            if len(chosen) == 1
            else self.tr("%Ln things put back", "", len(chosen))
        )
        self.context.change(
            self.context.archive.untrash,
            ids,
            done=lambda _: self.context.messages.toast(text, self.tr("Show"), lambda: self._show(chosen[0])),
        )

    def delete_chosen(self) -> None:
        """Delete the chosen things for ever, after a question that names them."""
        chosen = self.list.chosen()
        if not chosen:
            return
        ids = [summary.id for summary in chosen]
        self._ask(chosen, len(ids), lambda: self._purge(ids))

    def empty_trash(self) -> None:
        """Delete everything in the trash for ever, after a question."""
        jobs = self.context.jobs
        jobs.read(lambda: self.context.archive.ids(None, "trash"), done=self._ask_to_empty)

    def _ask_to_empty(self, ids: Sequence[int]) -> None:
        if ids:
            self._ask(self.model.rows[:_NAMED], len(ids), lambda: self._purge(list(ids)))

    def _ask(self, named: Sequence[ArticleSummary], number: int, then: Any) -> None:
        titles = [f"“{summary.title or untitled()}”" for summary in named[:_NAMED]]
        if number == 1:
            title = self.tr("Delete {title} for ever?").format(title=titles[0])
            text = self.tr("The text and all its versions go. This cannot be undone. Exported files stay.")
        else:
            title = self.tr("Delete %Ln things for ever?", "", number)
            rest = number - len(titles)
            shown = ", ".join(titles) + (self.tr(" and %Ln more", "", rest) if rest else "")
            text = self.tr("{titles}, with all their versions. This cannot be undone. Exported files stay.").format(
                titles=shown
            )
        confirm = self.locale().toString(number) if number >= _TYPE_FROM else ""
        self.context.messages.ask(
            title, text, self.tr("Delete for ever"), danger=True, then=then, type_to_confirm=confirm
        )

    def _purge(self, ids: list[int]) -> None:
        words = self.tr("%Ln things deleted for ever", "", len(ids))
        self._shown = None
        self.context.change(
            self.context.archive.purge, ids, done=lambda _: self.context.messages.toast(words, tone="info")
        )

    def _show(self, summary: ArticleSummary) -> None:
        exchange = self.context.exchange
        is_article = summary.status in ("published", "withdrawn")
        (exchange.read_requested if is_article else exchange.edit_requested).emit(summary.id)
