"""The Archive: everything published or imported. Strip and timeline above, results and reader below, facets beside.

The place joins its panes; what is asked of the search stands in `searching.py`, what is shown, as a value, in
`browse.py`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.archive.articles import Changes, SavedSearch
from desktop_app.gui.banner import announce
from desktop_app.gui.context import Context
from desktop_app.gui.library.archive_commands import ArchiveCommands
from desktop_app.gui.library.browse import Browse
from desktop_app.gui.library.bulk_bar import BulkBar
from desktop_app.gui.library.bulk_card import BulkCard
from desktop_app.gui.library.comparing import Comparing
from desktop_app.gui.library.facet_model import FacetModel
from desktop_app.gui.library.facet_panel import FacetPanel
from desktop_app.gui.library.facet_sheet import FacetSheet
from desktop_app.gui.library.facet_words import FACET_ICONS, facet_titles, tick_words, value_words
from desktop_app.gui.library.family import Family
from desktop_app.gui.library.reading import Reading
from desktop_app.gui.library.repairs import part_rows, ways_on
from desktop_app.gui.library.result_model import ResultModel
from desktop_app.gui.library.result_view import ResultView
from desktop_app.gui.library.searching import Searching
from desktop_app.gui.library.series import Series
from desktop_app.gui.library.strip import ChipWords, Strip
from desktop_app.gui.library.timeline import Timeline, brush_words
from desktop_app.gui.library.wording import count_words
from desktop_app.gui.library.zero_hits import ZeroHits
from desktop_app.gui.pieces import EmptyState, button
from desktop_app.gui.place import Place, StatusLine, StatusPart, Width
from desktop_app.gui.search.search_box import SearchBox
from desktop_app.search.service import Bins, FacetName, SearchRequest, SearchResult, Tick

_OPEN_MS = 90
"""After one article was opened the next waits this long: holding Down does not open every article on the way."""
_FIRST_HIT_MS = 250
"""The first hit of a new search is read after this: while somebody types, each letter brings another."""
_ALL_VALUES = 1_000_000
_TYPING_MS = 2000
"""Keys that follow one another within this time are one step for Back."""


class ArchivePlace(Place):
    """Search, browse and read."""

    key = "archive"
    icon_name = "archive"
    yields_navigator = True

    def __init__(self, context: Context, parent: QWidget | None = None, *, search_box: SearchBox | None = None) -> None:
        super().__init__(context, parent)
        self._search_box = search_box
        self.title_text = self.tr("Archive")
        theme = context.theme
        self.model = ResultModel(self)
        self.results = ResultView(theme, self.model)
        self.searching = Searching(context, self.model, self)
        self.timeline = Timeline(theme)
        self.comparing = Comparing(context, self)
        self.strip = Strip(theme, self.timeline)
        self.reading = Reading(context)
        self.reader = self.reading.reader
        self.choice = self.results.choice
        self.bulk_bar = BulkBar(context)
        self.bulk_card = BulkCard(context)
        self.family = Family(context, self)
        self.facets = FacetModel(facet_titles(), value_words, self)
        self.facet_panel = FacetPanel(theme, self.facets)
        self.zero = ZeroHits(theme)
        self.empty = self._make_empty()
        self._compared_level: Bins = "year"
        self.saved_name = ""
        """The saved search that was opened last: saving again offers its name."""
        self._width: Width = "wide"
        self._awaits_page = False
        self._is_showing = False
        """New results are being shown: what becomes current was not chosen by anybody."""
        self._wanted_id = 0
        self._wanted_scroll: int | None = None
        self._open_soon = QTimer(self, singleShot=True)
        self._opened_lately = QTimer(self, singleShot=True, interval=_OPEN_MS)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._build()
        self._join()
        self.commands = ArchiveCommands(self)

    # -- building

    def _make_empty(self) -> EmptyState:
        start = button(
            self.context.theme,
            self.tr("Import…"),
            "primary",
            "import",
            run=lambda: self.context.exchange.place_requested.emit("imports"),
        )
        return EmptyState(
            self.context.theme,
            "archive",
            self.tr("The archive is empty"),
            self.tr("Import a folder of old pieces, or publish a draft."),
            [start],
        )

    def _build(self) -> None:
        self._list = QFrame()
        self._list.setObjectName("list")
        inside = QVBoxLayout(self._list)
        inside.setContentsMargins(0, 0, 0, 0)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.results)
        self._lists.addWidget(self.family.list)
        inside.addWidget(self._lists)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self._list)
        self._side = QStackedWidget()
        self._side.addWidget(self.reading)
        self._side.addWidget(self.bulk_card)
        self._side.addWidget(self.family.page)
        self.splitter.addWidget(self._side)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([400, 800])
        self._list.setMinimumWidth(260)
        self._side.setMinimumWidth(320)
        self.pages = QStackedWidget()
        for page in (self.splitter, self.zero, self.empty):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.bulk_bar)
        layout.addWidget(self.pages, 1)

    def _join(self) -> None:
        self._open_soon.timeout.connect(self._open_current)
        self.results.selectionModel().currentRowChanged.connect(lambda *_: self._open_row())
        self.model.dataChanged.connect(lambda *_: self._open_current() if self._awaits_page else None)
        self.choice.changed.connect(self._on_choice)
        self.choice.order_wanted.connect(
            lambda: self.searching.all_ids(self.choice.resolve, folded=self.searching.browse.folded)
        )
        self.results.all_wanted.connect(self.choose_all)
        self.strip.fold_wanted.connect(lambda folded: self._change(folded=folded))
        self.bulk_bar.all_wanted.connect(self.choose_all)
        self.bulk_bar.closed.connect(self.choose_one)
        self.bulk_card.closed.connect(self._show_side)
        self.family.opened.connect(self._on_family)
        self.family.closed.connect(self._show_side)
        self.results.reprints_clicked.connect(self.family.open)
        self.results.activated_hit.connect(self._on_activated)
        self.results.verticalScrollBar().valueChanged.connect(lambda *_: self.state_changed.emit())
        self.searching.answered.connect(self._show)
        self.searching.refused.connect(self._say_refused)
        self.facets.ticks_changed.connect(lambda: self._change(ticks=self.facets.ticks()))
        self.facets.all_wanted.connect(self._open_facet)
        self.timeline.brush_changed.connect(lambda brush: self._change(brush=brush))
        self.timeline.level_wanted.connect(lambda level: self._change(level=level))
        self.timeline.left.connect(self.results.setFocus)
        self.comparing.changed.connect(self._show_compared)
        self.strip.compare_closed.connect(self.comparing.drop)
        self.strip.years.chosen.connect(lambda brush: self._change(brush=brush))
        self.strip.years.refused.connect(lambda words: self.context.messages.toast(words, tone="warning"))
        self.strip.sort_chosen.connect(lambda sort: self._change(sort=sort))
        self.strip.chip_closed.connect(self._on_chip_closed)
        self.facet_panel.clear_button.clicked.connect(self.clear_filters)
        self.reader.shown.connect(self._on_read)
        self.reading.changed.connect(self.state_changed)
        self.reader.edit_clicked.connect(lambda: self.context.commands.trigger("edit"))
        self.reader.reprints_clicked.connect(lambda: self.context.commands.trigger("reprints"))

    # -- wishes

    def search_for(self, wanted: str | SearchRequest) -> None:
        """Search for words; the first hit is opened in the reader. Filters of the search before are dropped."""
        if isinstance(wanted, SearchRequest):
            browse = Browse(
                query=wanted.query,
                ticks=wanted.ticks,
                brush=wanted.published if wanted.published and None not in wanted.published else None,  # type: ignore[arg-type]
                everywhere=wanted.place != "archive",
            )
        else:
            browse = Browse(query=wanted, sort="" if wanted.strip() else self.searching.browse.sort)
        if browse != self.searching.browse and not self._typing.isActive():
            self.step()
        self.saved_name = ""
        self._typing.stop()
        self.show_browse(browse)

    def open_saved(self, saved: SavedSearch) -> None:
        """Show what a saved search finds, with its filters."""
        self.step()
        self.saved_name = saved.name
        self.show_browse(Browse.of_saved(saved))

    def search_while_typing(self, query: str) -> None:
        """Show what is found so far. Back leads to what was shown before the typing began, not to each letter."""
        sort = "" if query.strip() else self.searching.browse.sort
        browse = Browse(query=query, sort=sort, is_typed=bool(query))
        if browse != self.searching.browse and not self._typing.isActive():
            self.step()
        self._typing.start()
        self.show_browse(browse)

    def read_article(self, article_id: int) -> None:
        """Show one article in the reader, and its row if it is among the results."""
        self.step()
        self.family.close()
        row = self.model.row_of(article_id)
        if row >= 0:
            self.results.go_to(row)
        else:
            # Edit, cite and trash are of what is read, not of a row that was chosen before a link was followed.
            self.results.clearSelection()
            self.choice.put(())
        self.reader.open(article_id, self.searching.browse.asked)
        self._show_pane("reader")

    def show_browse(self, browse: Browse, article_id: int = 0, scroll: int | None = None) -> None:
        """Show this query with its filters; `article_id` is to be chosen when the results are there."""
        self._wanted_id, self._wanted_scroll = article_id, scroll
        if not browse.has_same_articles(self.searching.browse):
            self.choice.put(())
            self.family.close()
        if browse.level == "year" and browse.query != self.searching.browse.query:
            self.timeline.show_all()
        self.facets.set_ticks(browse.ticks)
        self.timeline.set_brush(browse.brush)
        self.strip.years.set_brush(browse.brush)
        self.searching.show(browse)
        self.state_changed.emit()

    def shown_request(self) -> SearchRequest | None:
        """Return the search whose results are shown; None while nothing is searched for."""
        browse = self.searching.browse
        if not (browse.has_words or browse.is_filtered):
            return None
        return browse.request(folded=False, facets=False, timeline=None, snippets=False)

    def keep_beside(self, article_id: int) -> None:
        """Let an article stay where it is read, beside those that are read next."""
        self.family.close()
        self.reading.put_beside(article_id, self.searching.browse.asked)
        self._show_pane("reader")

    def choose_all(self) -> None:
        """Choose every article that was found, folded ones too."""

        def put(ids: tuple[int, ...]) -> None:
            self.choice.put(ids, is_everything=True)
            self.results.show_choice()

        self.searching.all_ids(put)

    def choose_one(self) -> None:
        """Choose the current article alone."""
        self.results.go_to(max(self.results.current_row(), 0))

    def open_card(self, kind: str) -> None:
        """Offer a change of this kind to the chosen articles."""
        if not self.choice.is_settled or self.bulk_card.run.is_running:
            return
        self.bulk_card.open(kind, self.chosen())
        self._side.setCurrentWidget(self.bulk_card)
        self._show_pane("reader")
        self.bulk_card.focus_first()

    def clear_filters(self) -> None:
        """Drop ticks and brush, keep the words."""
        if self.searching.browse.is_filtered:
            self.step()
            self.show_browse(replace(self.searching.browse, ticks=(), brush=None))

    # -- the window's questions

    def navigator_part(self) -> QWidget:
        return self.facet_panel

    def enter(self) -> None:
        self.context.exchange.archive_shown.emit(True)
        if self.searching.result is None:
            self.searching.show(self.searching.browse)
        else:
            self.searching.refresh()

    def leave(self) -> None:
        self.context.exchange.archive_shown.emit(False)

    def panes(self) -> list[QWidget]:
        if self.pages.currentWidget() is self.zero:
            return [self.zero]
        if self.pages.currentWidget() is self.empty:
            return [*self.empty.findChildren(QWidget, options=Qt.FindChildOption.FindChildrenRecursively)][-1:]
        panes = [self.results, self.family.list.view, self.reader.view, self.family.page.page]
        if self.reading.beside is not None:
            panes.append(self.reading.beside.view)
        return [pane for pane in panes if pane.isVisible()]

    def chosen(self) -> tuple[int, ...]:
        if self.family.is_open and (printing := self.family.list.current) is not None:
            return (printing.article.id,)
        if self.choice.count:
            return self.choice.ids
        return (self.reader.article.id,) if self.reader.article is not None else ()

    def has_choice(self) -> bool:
        """Say whether `chosen` has any, without naming half a million."""
        return self.choice.count > 0 or self.reader.article is not None or self.family.is_open

    def escape(self) -> bool:
        is_card = self._side.currentWidget() is self.bulk_card
        if self._width == "narrow" and not is_card and self._side.isVisible() and not self._list.isVisible():
            self._show_pane("list")
            return True
        if self._side.currentWidget() is self.bulk_card:
            self.bulk_card.close_card()
            return True
        if self.family.is_open:
            self.family.close()
            return True
        if self.reading.at_hand.find_bar.isVisible():
            self.reading.at_hand.find_bar.close_bar()
            return True
        if self.reading.beside is not None and self.reading.isVisible():
            self.reading.close_beside()
            return True
        if self.choice.count > 1:
            self.choose_one()
            return True
        if not self.results.hasFocus() and self.results.isVisible():
            self.results.setFocus()
            return True
        return False

    def set_width(self, width: Width) -> None:
        self._width = width
        self.reading.set_width(width)
        if width == "narrow":
            self._show_pane("list")
        else:
            self._list.setVisible(True)
            self._side.setVisible(True)
            self.splitter.setSizes([400 if width == "wide" else 330, 900])

    def save_state(self) -> dict[str, Any]:
        article = self.reader.article
        return {
            "browse": self.searching.browse.to_json(),
            "article": article.id if article is not None else 0,
            "scroll": self.results.verticalScrollBar().value(),
            "beside": self.reading.article_beside,
            "reader_scroll": self.reader.view.verticalScrollBar().value(),
            "open_groups": self.facet_panel.open_groups(),
            "recent": self._search_box.recent() if self._search_box is not None else [],
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        browse = state.get("browse")
        groups = state.get("open_groups")
        if isinstance(groups, list):
            self.facet_panel.set_open_groups(groups)
        recent = state.get("recent")
        if self._search_box is not None and isinstance(recent, list) and not self._search_box.recent():
            # At the start only: Back and Forward bring back a spot, not what was searched for since.
            self._search_box.set_recent(recent)
        article = state.get("article")
        scroll = state.get("scroll")
        reader_scroll = state.get("reader_scroll")
        self.show_browse(
            Browse.from_json(browse) if isinstance(browse, dict) else Browse(),
            article if isinstance(article, int) else 0,
            scroll if isinstance(scroll, int) else None,
        )
        beside = state.get("beside")
        if not isinstance(beside, int) or not beside:
            self.reading.close_beside()
        elif beside != self.reading.article_beside:
            self.reading.put_beside(beside, self.searching.browse.asked)
        if isinstance(article, int) and article:
            self.reader.open(
                article,
                self.searching.browse.asked,
                reader_scroll if isinstance(reader_scroll, int) else 0,
            )

    def on_changes(self, changes: Changes) -> None:
        self.searching.on_changes(changes)
        article = self.reader.article
        if article is not None and (not changes.articles or article.id in changes.articles):
            self.reader.refresh()
        if self.reading.article_beside in changes.articles or not changes.articles:
            self.reading.refresh_beside()
        if self.family.is_open and not set(self.family.ids).isdisjoint(changes.articles):
            self.family.refresh()

    def status(self) -> StatusLine:
        result = self.searching.result
        if result is None:
            return StatusLine()
        numbers = {"n": count_words(result.total), "m": count_words(result.unfiltered), "ms": round(result.took_ms)}
        if result.unfiltered > result.total:
            parts = [StatusPart(self.tr("{n} of {m} matches in {ms} ms").format(**numbers))]
        else:
            parts = [StatusPart(self.tr("{n} matches in {ms} ms").format(**numbers))]
        if result.also_matched:
            words = ", ".join(result.also_matched[:6])
            parts.append(
                StatusPart(
                    self.tr("Also matched: {words}").format(words=words),
                    run=lambda: self.commands.show_forms(result.also_matched),
                    tip=self.tr("Search for one of these, or match exactly what was typed"),
                )
            )
        if result.notes:
            parts.append(StatusPart(result.notes[0], "warning", tip="\n".join(result.notes)))
        return StatusLine(tuple(parts))

    # -- inside

    def _change(self, **changes: Any) -> None:
        """Ask with other filters, the words staying as they are."""
        if "level" not in changes:
            self.step()
        self.show_browse(replace(self.searching.browse, **changes))

    def _show(self, result: SearchResult, is_new: bool) -> None:
        browse = self.searching.browse
        self.facets.set_facets(result.facets)
        self.facet_panel.set_has_filters(browse.is_filtered)
        self.timeline.show_bins(result.timeline, browse.level, result.undated)
        self.strip.years.set_whole(self.timeline.reach)
        if not is_new or browse.level != self._compared_level:
            self._compared_level = browse.level
            self.comparing.count(browse.level)
        if browse == Browse(sort=browse.sort, level=browse.level, folded=browse.folded) and browse.level == "year":
            self.timeline.show_gaps([int(one.key) for one in result.timeline])
        self.strip.show_chips(self._chips(browse))
        self.strip.show_counts(result.total, result.unfiltered)
        self.strip.show_folding(result.total - result.rows, is_folded=browse.folded)
        self.strip.set_sort(browse.order, has_words=browse.has_words)
        if result.total:
            self.pages.setCurrentWidget(self.splitter)
            self._is_showing = True
            self._choose_row(is_new)
            self._is_showing = False
        elif browse.has_words or browse.is_filtered:
            self._show_zero(browse, result)
        else:
            self.pages.setCurrentWidget(self.empty)
            self.reader.close_article()
        self.status_changed.emit(self.status())
        if is_new and self.isVisible() and self.context.settings.get("accessibility.announce"):
            announce(self, self.strip.count.text())
        self.context.exchange.search_finished.emit(result)

    def _choose_row(self, is_new: bool) -> None:
        """Choose what was chosen before if it is still there, else the first hit of a new search."""
        wanted, self._wanted_id = self._wanted_id, 0
        row = self.model.row_of(wanted) if wanted else -1
        if self.choice.count > 1:
            self.results.show_choice()
            self.results.go_along(max(row, 0))
            return
        if row < 0 and not is_new and self.reader.article is not None:
            row = self.model.row_of(self.reader.article.id)
        if row >= 0:
            self.results.go_to(row)
        elif is_new and not wanted:
            self.results.scrollToTop()
            self.results.go_to(0)
        if self._wanted_scroll is not None:
            self.results.verticalScrollBar().setValue(self._wanted_scroll)
            self._wanted_scroll = None

    def _show_zero(self, browse: Browse, result: SearchResult) -> None:
        def go(mended: Browse) -> None:
            self.step()
            self.show_browse(mended)

        rows = part_rows(browse, result, lambda tick: tick_words(self.facets, tick), go)
        title = self.tr("No article has all of these words")
        if browse.is_filtered and result.unfiltered:
            title = self.tr("No match is left inside these filters")
        self.zero.show_parts(
            title,
            self.tr("Here is what each part finds on its own, so you can see which one to change."),
            rows,
            ways_on(browse, result, go),
            self.tr(
                "Capital letters never matter, and ə/e, ı/i and ş/s count as the same letter. "
                "Put a word in quotation marks to find it exactly as written."
            ),
        )
        self.pages.setCurrentWidget(self.zero)

    def _say_refused(self, error: Exception) -> None:
        self.context.messages.failure(error)

    def _chips(self, browse: Browse) -> list[ChipWords]:
        chips = []
        if browse.everywhere:
            chips.append(("everywhere", self.tr("Drafts too"), "square-pen"))
        if browse.brush is not None:
            chips.append(("brush", brush_words(browse.brush), "calendar"))
        by_facet: dict[str, list[str]] = {}
        for tick in browse.ticks:
            by_facet.setdefault(tick.facet, []).append(tick_words(self.facets, tick))
        for facet, words in by_facet.items():
            chips.append((facet, self.tr(" or ").join(words), FACET_ICONS[facet]))
        return chips

    def _on_chip_closed(self, key: str) -> None:
        browse = self.searching.browse
        if key == "everywhere":
            self._change(everywhere=False)
        elif key == "brush":
            self._change(brush=None)
        else:
            self._change(ticks=tuple(tick for tick in browse.ticks if tick.facet != key))

    def series(self) -> tuple[Series, ...]:
        """Return the search that is asked and those it is compared with, as they are drawn."""
        result = self.searching.result
        own = Series(
            self.searching.browse.as_text() or self.tr("All articles"),
            bins=self.timeline.bins,
            undated=result.undated if result is not None else 0,
        )
        return (own, *self.comparing.series)

    def _show_compared(self) -> None:
        series = self.comparing.series
        self.timeline.show_series(series)
        self.strip.show_legend(series)
        self.choice_changed.emit()

    def _open_facet(self, facet: FacetName) -> None:
        """Show all values of a facet in a sheet, to be looked for by name."""
        browse = self.searching.browse

        def take(ticks: tuple[Tick, ...]) -> None:
            self._change(ticks=(*(tick for tick in self.searching.browse.ticks if tick.facet != facet), *ticks))

        sheet = FacetSheet(self.context, facet, self.facets.title(facet), browse.ticks, take)
        request = browse.request(limit=0, timeline=None, snippets=False, facet_limit=_ALL_VALUES)
        self.context.jobs.search(self.context.search.search, request, done=sheet.take)
        sheet.open_over(self.window())

    def _on_choice(self) -> None:
        total = self.searching.result.total if self.searching.result is not None else 0
        self.bulk_bar.show_choice(self.choice.count, total, is_settled=self.choice.is_settled)
        if self._side.currentWidget() is self.bulk_card and self.choice.is_settled:
            self.bulk_card.set_ids(self.chosen())
        self.choice_changed.emit()

    def _on_family(self) -> None:
        self._lists.setCurrentWidget(self.family.list)
        self._side.setCurrentWidget(self.family.page)
        self._show_pane("list")
        self.family.list.view.setFocus()
        self.choice_changed.emit()

    def _show_side(self) -> None:
        """A card or the family was closed: show what was behind it."""
        is_family = self.family.is_open
        self._lists.setCurrentWidget(self.family.list if is_family else self.results)
        self._side.setCurrentWidget(self.family.page if is_family else self.reading)
        self._show_pane("list")
        self._lists.currentWidget().setFocus()
        self.choice_changed.emit()

    def _open_row(self) -> None:
        """Another row is current: read it at once, or soon while one row follows another."""
        if self._is_showing:
            self._open_soon.start(_FIRST_HIT_MS)
        elif self._opened_lately.isActive():
            self._open_soon.start(_OPEN_MS)
        else:
            self._open_current()
        self._opened_lately.start()

    def _open_current(self) -> None:
        self._open_soon.stop()
        row = self.results.current_row()
        hit = self.model.hit(row) if row >= 0 else None
        # The first row of a page that is still on its way is read when it comes.
        self._awaits_page = hit is None and row >= 0
        if hit is None:
            return
        self.reader.set_reprints(hit.reprints)
        if self.reader.article is None or self.reader.article.id != hit.id:
            self.reader.open(hit.id, self.searching.browse.asked)
        else:
            self.reader.mark(self.searching.browse.asked)
        self.state_changed.emit()

    def _on_activated(self, article_id: int) -> None:
        self._show_pane("reader")
        if self.reader.article is None or self.reader.article.id != article_id:
            self.reader.open(article_id, self.searching.browse.asked)
        self.reader.view.setFocus()

    def _on_read(self, article_id: int) -> None:
        self.choice_changed.emit()
        self.state_changed.emit()

    def _show_pane(self, which: str) -> None:
        if self._width == "narrow":
            self._list.setVisible(which == "list")
            self._side.setVisible(which == "reader")
