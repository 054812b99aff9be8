"""The reprint family in the Archive: opening it, splitting and joining by hand, and the way back of both."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.archive import Archive
from desktop_app.archive.articles import Changes
from desktop_app.gui.context import Context
from desktop_app.gui.desk.article_picker import ArticlePicker
from desktop_app.gui.library.family_model import Printing
from desktop_app.gui.library.family_view import FamilyList, FamilyPage, read_family
from desktop_app.gui.library.reader import copy_citation
from desktop_app.search.service import Hit, Related

_Said = dict[tuple[int, int], bool | None]


class Family(QObject):
    """Holds list and page together; the place puts them where results and reader stand."""

    opened = Signal()
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent
        self.list = FamilyList(context)
        self.page = FamilyPage(context)
        self.article_id = 0
        """The article whose family is shown, 0 while none is."""
        self.list.closed.connect(self.close)
        self.list.chosen.connect(self._show_printing)
        self.list.activated.connect(context.exchange.read_requested.emit)
        self.list.split_wanted.connect(self.split)
        self.list.add_wanted.connect(self.ask_for_one)
        self.page.edit_clicked.connect(context.exchange.edit_requested.emit)
        self.page.cite_clicked.connect(self.cite)

    @property
    def is_open(self) -> bool:
        return self.article_id != 0

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(one.article.id for one in self.list.model.printings)

    def open(self, article_id: int) -> None:
        """Show all printings of an article, this one chosen."""
        context = self._context
        ticket = context.jobs.latest("family")

        def read(found: Sequence[Related]) -> None:
            ids = [article_id, *(one.id for one in found)]
            context.jobs.read(
                read_family, context.archive, ids, done=lambda family: self._show(family, article_id), ticket=ticket
            )

        context.jobs.search(context.search.reprints, article_id, done=read, ticket=ticket)

    def refresh(self) -> None:
        """Articles changed: read the family again."""
        if self.is_open:
            current = self.list.current
            self.open(current.article.id if current is not None else self.article_id)

    def close(self) -> None:
        """Go back to the results."""
        if self.is_open:
            self._context.jobs.latest("family")
            self.article_id = 0
            self.closed.emit()

    def split(self, article_id: int) -> None:
        """Say that a printing is none; the rest of the family stays together."""
        others = [id_ for id_ in self.ids if id_ != article_id]
        stays = others[0] if others else 0
        self._say(
            "split_reprint", (article_id, others), [(article_id, other) for other in others],
            self.tr("Taken out of the family"), stays,
        )  # fmt: skip

    def join(self, article_id: int) -> None:
        """Say that an article is a printing of this text."""
        ids = [*self.ids, article_id]
        self._say("join_reprints", (ids,), list(combinations(sorted(ids), 2)), self.tr("Joined to the family"), ids[0])

    def cite(self, article_id: int) -> None:
        """Copy the citation of a printing."""
        article = next((one.article for one in self.list.model.printings if one.article.id == article_id), None)
        if article is not None:
            copy_citation(self._context, article)

    def ask_for_one(self) -> None:
        """Let an article be found that is a printing too."""

        def take(hit: Hit) -> None:
            if hit.id not in self.ids:
                self.join(hit.id)

        title = self.tr("Find another printing of this text")
        current = self.list.current
        words = current.article.title if current is not None else ""
        sheet = ArticlePicker(
            self._context, words, take, besides=self.article_id, title=title, verb=self.tr("Join to the family")
        )
        sheet.open_over(self._window.window())

    def _say(self, act: str, what: tuple[Any, ...], pairs: list[tuple[int, int]], told: str, stays: int) -> None:
        context = self._context

        def done(answer: tuple[Changes, _Said]) -> None:
            changes, before = answer
            context.exchange.changed.emit(changes)
            self._follow(stays)
            context.messages.toast(told, self.tr("Undo"), lambda: self._take_back(before))

        context.jobs.write(_said_and_done, context.archive, act, what, pairs, done=done)

    def _take_back(self, before: _Said) -> None:
        self._context.change(
            self._context.archive.put_back_reprints, before, done=lambda _: self._follow(self.article_id)
        )

    def _follow(self, article_id: int) -> None:
        """Show the family again when the index knows of the change."""
        if self.is_open and article_id:
            self.article_id = article_id
            self._context.jobs.search(
                self._context.search.catch_up, done=lambda _: self.open(article_id) if self.is_open else None
            )

    def _show(self, family: Sequence[Printing], article_id: int) -> None:
        was_open = self.is_open
        self.article_id = article_id
        self.list.show_family(family, article_id)
        if not was_open:
            self.opened.emit()

    def _show_printing(self, printing: Printing) -> None:
        first = self.list.model.printings[0]
        self.page.show_printing(printing, first, self.list.model.alike(printing))


def _said_and_done(
    archive: Archive, act: str, what: tuple[Any, ...], pairs: list[tuple[int, int]]
) -> tuple[Changes, _Said]:
    """Join or split, and return with it what was said of these articles before."""
    before = archive.said_of_reprints(pairs)
    return getattr(archive, act)(*what), before
