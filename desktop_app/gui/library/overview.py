"""What is in the archive, in numbers: by language, year, name, topic and import, what is missing, and the gaps.

Each number is a button that shows the articles it counts. All of them come from one question to the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.library.facet_words import facet_titles, value_words
from desktop_app.gui.library.wording import count_words
from desktop_app.gui.pieces import button, column, label, row
from desktop_app.gui.sheet import Sheet
from desktop_app.search.service import FacetName, FacetValue, SearchRequest, SearchResult, Tick

_MOST = 8
_GROUPS: tuple[FacetName, ...] = ("language", "publication", "author", "tag", "section", "batch")
_MISSING: tuple[FacetName, ...] = ("year", "author", "language", "section", "tag")
_GAPS = 6
_LETTERS = 30


class OverviewSheet(Sheet):
    """One page of numbers."""

    closes_on_click_outside = True

    def __init__(self, context: Context) -> None:
        title = self.tr("Overview of the archive")
        super().__init__(context.theme, context.commands, title, (900, 600))
        self._context = context
        self.add_header(title)
        self._inside = QVBoxLayout()
        page = QWidget()
        page.setLayout(self._inside)
        self._inside.setContentsMargins(22, 14, 22, 18)
        self._inside.setSpacing(14)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(title)
        area.setWidget(page)
        self.content.addWidget(area, 1)
        # The page must not reach into the round corners.
        self.content.setContentsMargins(0, 0, 0, 10)
        self._waiting = label(context.theme, self.tr("Counting…"), "body", "muted")
        self._inside.addWidget(self._waiting)
        request = SearchRequest(
            place="archive", sort="newest", limit=0, snippets=False, facets=True, timeline="year", catch_up=False
        )
        context.jobs.search(context.search.search, request, done=self._show, failed=self._refuse)

    def numbers(self) -> list[QPushButton]:
        """Return the buttons, each with a number in its words."""
        return [one for one in self.findChildren(QPushButton) if one.property("kind") == "link"]

    def _refuse(self, error: Exception) -> None:
        self._waiting.setText(str(error))

    def _show(self, result: SearchResult) -> None:
        self._waiting.hide()
        theme = self._context.theme
        total = self._number(self.tr("%Ln articles", "", result.total), ())
        theme.set_font(total, "title", 600)
        self._inside.addLayout(row(total, None))
        self._inside.addLayout(self._missing(result))
        grid = QGridLayout()
        grid.setSpacing(18)
        groups = [(facet, [one for one in result.facets[facet] if one.value][:_MOST]) for facet in _GROUPS]
        groups.append(("year", sorted(result.facets["year"], key=lambda one: -one.count)[:_MOST]))
        titles = facet_titles()
        for place, (facet, values) in enumerate((facet, values) for facet, values in groups if values):
            name = self.tr("Fullest years") if facet == "year" else titles[facet]
            grid.addLayout(self._group(name, facet, values), place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
        for at in range(3):
            grid.setColumnStretch(at, 1)
        self._inside.addLayout(grid)
        if gaps := gap_words([int(one.key) for one in result.timeline]):
            words = self.tr("Years without any article: {years}").format(years=", ".join(gaps))
            self._inside.addWidget(label(theme, words, "small", "muted", wrap=True))
        self._inside.addStretch(1)

    def _missing(self, result: SearchResult) -> QGridLayout:
        """Say what facts are missing, and of how many articles."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        at = 0
        for facet in _MISSING:
            for one in result.facets[facet]:
                if not one.value and one.count:
                    words = f"{value_words(facet, one)}: {count_words(one.count)}"
                    if value_words(facet, one) == value_words("kind", FacetValue("", 0)):
                        words = f"{facet_titles()[facet]} – {words}"
                    grid.addWidget(self._number(words, (Tick(facet, ""),)), at // 3, at % 3)
                    at += 1
        return grid

    def _group(self, name: str, facet: FacetName, values: Sequence[FacetValue]) -> QVBoxLayout:
        theme = self._context.theme
        inside = column(label(theme, name, "small", "muted", weight=600), gap=3)
        for one in values:
            value = value_words(facet, one)
            # Of a long path the end tells more than the beginning.
            shown = value if len(value) <= _LETTERS else f"…{value[1 - _LETTERS :]}"
            made = self._number(f"{shown}   {count_words(one.count)}", (Tick(facet, one.value),))
            made.setToolTip(value if shown != value else "")
            inside.addLayout(row(made, None))
        return inside

    def _number(self, words: str, ticks: tuple[Tick, ...]) -> QPushButton:
        def show() -> None:
            self.accept()
            self._context.exchange.search_requested.emit(SearchRequest(place="archive", ticks=ticks))

        return button(self._context.theme, words.replace("&", "&&"), "link", run=show)


def gap_words(years: Sequence[int]) -> list[str]:
    """Return the longest stretches of years between these, in order of time: `1913–1917`, `1921`."""
    known = sorted(set(years))
    gaps = [(one + 1, other - 1) for one, other in pairwise(known) if other > one + 1]
    longest = sorted(gaps, key=lambda gap: gap[0] - gap[1])[:_GAPS]
    return [str(first) if first == last else f"{first}–{last}" for first, last in sorted(longest)]
