"""A reprint family: its printings as a line in time, and beside it what the chosen one changed since the first.

"Not a reprint" takes a printing out, "Add one…" joins another article; both are kept as said by hand, so that no later
detection undoes them, and both can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import combinations
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import QCheckBox, QFrame, QListView, QTextBrowser, QWidget

from desktop_app.archive.articles import Article
from desktop_app.gui.context import Context
from desktop_app.gui.desk.comparison import Comparison, Texts, compare, style_sheet, together
from desktop_app.gui.library.family_model import PRINTING_ROLE, FamilyDelegate, FamilyModel, Printing, kind_words
from desktop_app.gui.library.wording import date_words, source_line
from desktop_app.gui.pieces import ElidedLabel, button, column, label, row, tool_button
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.search.printings import printings
from desktop_app.text.diff import Piece, respelt_diff, word_diff
from desktop_app.text.spellings import spelling_key

_TEXT_WIDTH = 640


_Said = dict[tuple[int, int], bool | None]


class _Archive(Protocol):
    def texts(self, ids: Iterable[int]) -> list[Article]: ...
    def said_of_reprints(self, pairs: Iterable[tuple[int, int]]) -> _Said: ...


def read_family(archive: _Archive, ids: Iterable[int]) -> tuple[Printing, ...]:
    """Read all printings, the oldest first, and what each is to the first. For a lane, not for the GUI thread."""
    # NumPy comes with it, which the window itself does without.
    from desktop_app.search import sameness

    found = printings(archive, ids)
    said = archive.said_of_reprints(combinations(sorted(one.id for one in found), 2))
    joined = {id_ for pair, is_joined in said.items() if is_joined for id_ in pair}
    return tuple(
        Printing.of(one, found[0], sameness.compare(found[0].body, one.body), by_hand=one.id in joined) for one in found
    )


class FamilyList(QFrame):
    """The left half: head, printings, and the two ways to change the family by hand."""

    closed = Signal()
    chosen = Signal(object)
    """A `Printing`."""
    activated = Signal(int)
    split_wanted = Signal(int)
    add_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list")
        theme = context.theme
        self.model = FamilyModel(self)
        self.view = QListView()
        self.view.setObjectName("bare")
        self.view.setAccessibleName(self.tr("Printings"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setItemDelegate(FamilyDelegate(theme, self.view))
        self.view.setModel(self.model)
        theme.changed.connect(self.view.scheduleDelayedItemsLayout)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._on_current())
        self.view.activated.connect(lambda index: self.activated.emit(index.data(PRINTING_ROLE).article.id))
        title = label(theme, self.tr("Reprint family"), "body-strong")
        theme.set_font(title, "body-strong", px=15)
        self._note = ElidedLabel(theme, "", "small", "muted")
        close = tool_button(theme, "x", self.tr("Back to the results (Esc)"), self.closed.emit)
        head = row(column(title, self._note, gap=1), close, margins=(16, 9, 10, 8), gap=2)
        head.setStretch(0, 1)
        self.split_button = tool_button(
            theme, "unlink", self.tr("Take this printing out of the family"), self._split,
            text=" " + self.tr("Not a reprint"), size=16,
        )  # fmt: skip
        self.add_button = tool_button(
            theme, "plus", self.tr("Say that another article is a printing of this text"), self.add_wanted.emit,
            text=" " + self.tr("Add one…"), size=16,
        )  # fmt: skip
        inside = column(head, self.view, row(self.split_button, None, self.add_button, margins=(10, 8, 10, 10)), gap=0)
        inside.setStretch(1, 1)
        self.setLayout(inside)

    @property
    def current(self) -> Printing | None:
        return self.view.currentIndex().data(PRINTING_ROLE)

    def show_family(self, family: Sequence[Printing], article_id: int) -> None:
        """Show these printings with one of them chosen."""
        self.model.show(family)
        count = len(family)
        years = [one.article.published.first // 10000 for one in family if one.article.published]
        words = self.tr("%Ln printings", "", count)
        if years:
            span = str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
            words += f", {span}"
        self._note.setText(words)
        self.view.setCurrentIndex(self.model.index(max(self.model.row_of(article_id), 0), 0))
        self._on_current()

    def _on_current(self) -> None:
        printing = self.current
        self.split_button.setEnabled(printing is not None and len(self.model.printings) > 1)
        if printing is not None:
            self.chosen.emit(printing)

    def _split(self) -> None:
        if (printing := self.current) is not None:
            self.split_wanted.emit(printing.article.id)


class _Page(QTextBrowser):
    """Holds the text to a width that is read with ease."""

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_margins()

    def set_margins(self) -> None:
        """Put the text in the middle; after `setHtml` too, which forgets it."""
        px, root = self._theme.px, self.document().rootFrame()
        side = max(px(24), (self.viewport().width() - px(_TEXT_WIDTH)) // 2)
        looks = root.frameFormat()
        if looks.leftMargin() != side:
            looks.setLeftMargin(side)
            looks.setRightMargin(side)
            looks.setBottomMargin(px(60))
            root.setFrameFormat(looks)


class FamilyPage(QFrame):
    """The right half: what the chosen printing changed, word by word."""

    edit_clicked = Signal(int)
    cite_clicked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self._context = context
        self._pair: tuple[Article, Article] | None = None
        theme = context.theme
        self._title = label(theme, "", "body-strong")
        self._alike = label(theme, "", "small", "muted")
        self.ignore = QCheckBox(self.tr("Ignore spelling reforms"))
        theme.set_font(self.ignore, "body")
        self.ignore.toggled.connect(lambda _: self._compare())
        cite = tool_button(theme, "quote", self.tr("Copy the citation of the first printing"), self._cite,
                           text=self.tr("Cite first printing"))  # fmt: skip
        edit = button(theme, self.tr("Edit"), icon="square-pen", run=self._edit)
        bar = QFrame()
        bar.setObjectName("reader-bar")
        bar.setLayout(row(self._title, self._alike, None, self.ignore, cite, edit, margins=(20, 8, 12, 8), gap=10))
        self.page = _Page(theme)
        self.page.setObjectName("reader")
        self.page.setOpenLinks(False)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setAccessibleName(self.tr("What changed since the first printing"))
        self._html = ""
        theme.changed.connect(self._draw)
        inside = column(bar, self.page, gap=0)
        inside.setStretch(1, 1)
        self.setLayout(inside)

    def show_printing(self, printing: Printing, first: Printing, alike: str) -> None:
        """Compare a printing with the first; the first itself is shown as it is."""
        self._pair = (first.article, printing.article)
        self._title.setText(self.tr("First printing") if printing.is_first else kind_words(printing))
        self._alike.setText("" if printing.is_first else alike)
        self.ignore.setVisible(not printing.is_first)
        self._compare()

    def _compare(self) -> None:
        if self._pair is None:
            return
        first, printing = self._pair
        diff = _respelt if self.ignore.isChecked() else word_diff
        self._context.jobs.render(
            compare, _texts(first), _texts(printing), diff, done=self._show,
            ticket=self._context.jobs.latest(f"family diff {id(self)}"),
        )  # fmt: skip

    def _show(self, comparison: Comparison) -> None:
        self._html = together(comparison)
        self._draw()

    def _draw(self) -> None:
        if self._pair is None:
            return
        first, printing = self._pair
        document: QTextDocument = self.page.document()
        document.setDocumentMargin(0)
        theme = self._context.theme.theme
        px, small = theme.px, f"font-family: 'Inter'; font-size: {theme.px(12)}px"
        document.setDefaultStyleSheet(f"""{style_sheet(theme)}
            .source {{ {small}; font-weight: 600; color: {theme.css("accent")}; margin: {px(24)}px 0 {px(8)}px 0; }}
            .beside {{ {small}; color: {theme.css("text-muted")}; margin: 0 0 {px(10)}px 0; }}""")
        source = source_line(printing, [author.name for author in printing.authors])
        beside = ""
        if first.id != printing.id:
            where = " ".join(part for part in (first.publication, date_words(first.published)) if part)
            words = self.tr("Compared with {source}").format(source=where or first.title)
            beside = f'<div class="beside">{escape(words)}</div>'
        html = f'<div class="source">{escape(source)}</div>{beside}{self._html}'
        self.page.setHtml(html)
        self.page.set_margins()

    def _edit(self) -> None:
        if self._pair is not None:
            self.edit_clicked.emit(self._pair[1].id)

    def _cite(self) -> None:
        if self._pair is not None:
            self.cite_clicked.emit(self._pair[0].id)


def _respelt(old: str, new: str) -> list[Piece]:
    return respelt_diff(old, new, spelling_key)


def _texts(article: Article) -> Texts:
    return article.title, article.standfirst, article.body
