"""The reader: a bar with "Hit 2 of 4", Cite and Edit, and the page below it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop_app import markup
from desktop_app.archive.articles import Article, Picture
from desktop_app.gui.context import Context
from desktop_app.gui.library.citing import cite, quoted
from desktop_app.gui.library.reader_find import ReaderFind
from desktop_app.gui.library.reader_page import page_html
from desktop_app.gui.library.reader_view import ReaderView
from desktop_app.gui.library.wording import reprint_words
from desktop_app.gui.pieces import EmptyState, button, label, row, tool_button
from desktop_app.markup import statistics
from desktop_app.text.plain import plain_text

_ROOM = 480
"""Width from which the bar has room for words beside its icons, in px at a text size of 100 %."""


@dataclass(frozen=True, slots=True)
class _Reading:
    article: Article
    html: str
    pictures: tuple[Picture, ...]
    minutes: int


class ReaderPane(QFrame):
    """Shows one article. Everything slow happens on the lanes; a later article drops the answers for an earlier one."""

    shown = Signal(int)
    """The page of this article is on the screen."""
    gone = Signal()
    """The article that was to be read is not there any more."""
    edit_clicked = Signal()
    reprints_clicked = Signal()

    def __init__(self, context: Context, name: str = "reader", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self._context = context
        self._name = name
        """Answers for one reader do not make those for another late."""
        self._reading: _Reading | None = None
        self._printings = 0
        self._query = ""
        self._wanted_scroll: int | None = None
        self.view = ReaderView(context.theme)
        self.view.setObjectName("reader")
        self._empty = EmptyState(
            context.theme, "newspaper", self.tr("Nothing is open"), self.tr("Choose an article to read it here.")
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._bar = self._make_bar()
        layout.addWidget(self._bar)
        layout.addWidget(self._pages, 1)
        self.find_bar = ReaderFind(context, self.view)
        self.find_bar.closed.connect(lambda: self._find_hits(go=False))
        layout.addWidget(self.find_bar)
        self._bar.setVisible(False)
        self.view.hits_changed.connect(self._say_hits)
        self.view.picture_wanted.connect(self._fetch_picture)
        self.view.link_clicked.connect(self._follow)

    @property
    def article(self) -> Article | None:
        return self._reading.article if self._reading else None

    def open(self, article_id: int, query: str = "", scroll: int | None = None) -> None:
        """Show an article with the hits of `query` marked, at its first hit or at a remembered scroll position."""
        self._query, self._wanted_scroll = query, scroll
        ticket = self._context.jobs.latest(self._name)
        self._context.jobs.render(
            _read, self._context.archive, article_id, done=self._show, failed=self._say_gone, ticket=ticket
        )

    def mark(self, query: str) -> None:
        """Mark the hits of another query in the article at hand."""
        self._query = query
        if self._reading is not None:
            self._find_hits(go=self._wanted_scroll is None)

    def close_article(self) -> None:
        """Show nothing."""
        self._context.jobs.latest(self._name)
        self._reading = None
        self.find_bar.close_bar()
        self._pages.setCurrentWidget(self._empty)
        self._bar.setVisible(False)

    def refresh(self) -> None:
        """Read the article at hand again, keeping the place."""
        if self._reading is not None:
            self.open(self._reading.article.id, self._query, self.view.verticalScrollBar().value())

    def cite(self) -> None:
        """Copy author, headline, publication, date and page, in the form of the setting."""
        if self._reading is not None:
            copy_citation(self._context, self._reading.article)

    def copy_with_source(self) -> None:
        """Copy the words that are selected, all of them where none are, as a quotation with its source."""
        if self._reading is None:
            return
        selected = self.view.textCursor().selection().toPlainText().strip()
        article = self._reading.article

        def put(words: str) -> None:
            QGuiApplication.clipboard().setText(quoted(words, article))
            self._context.messages.toast(self.tr("Copied with its source"))

        if selected:
            put(selected)
        else:
            self._context.jobs.render(plain_text, article.body, done=put)

    def add_tool(self, tool: QWidget) -> None:
        """Put a button at the end of the bar."""
        layout = self._bar.layout()
        assert layout is not None
        layout.addWidget(tool)

    def set_reprints(self, number: int) -> None:
        """Show how many other printings the search knows."""
        self._printings = number
        self._reprints.setVisible(number > 0)
        self._reprints.setAccessibleName("+" + reprint_words(number))
        self._fit_bar()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()

    def _fit_bar(self) -> None:
        """Beside another reader there is room for icons and numbers only; the words are in the tooltips."""
        has_room = self.width() >= self._context.theme.px(_ROOM)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if has_room else Qt.ToolButtonStyle.ToolButtonIconOnly
        self._cite.setToolButtonStyle(style)
        self._reprints.setText("+" + (reprint_words(self._printings) if has_room else str(self._printings)))

    def _make_bar(self) -> QFrame:
        theme = self._context.theme
        self._hit_words = label(theme, "", "small", "muted")
        self._previous = tool_button(
            theme, "chevron-up", self.tr("Previous hit (Shift+F3)"), lambda: self.view.step(-1)
        )
        self._next = tool_button(theme, "chevron-down", self.tr("Next hit (F3)"), lambda: self.view.step(1))
        self._reprints = tool_button(
            theme, "book-copy", self.tr("Reprint family"), self.reprints_clicked.emit, text=" "
        )
        self._reprints.setVisible(False)
        self._cite = tool_button(theme, "quote", self.tr("Copy citation"), self.cite, text=self.tr("Cite"))
        self._edit = button(theme, self.tr("Edit"), icon="square-pen", run=self.edit_clicked.emit)
        bar = QFrame()
        bar.setObjectName("reader-bar")
        inside = row(
            self._hit_words, self._previous, self._next, None, self._reprints, self._cite, self._edit,
            margins=(16, 8, 12, 8), gap=6,
        )  # fmt: skip
        bar.setLayout(inside)
        return bar

    def _show(self, reading: _Reading) -> None:
        self._reading = reading
        self.view.show_page(page_html(reading.article, reading.html, reading.minutes))
        self._pages.setCurrentWidget(self.view)
        self._bar.setVisible(True)
        if self._wanted_scroll is not None:
            self.view.verticalScrollBar().setValue(self._wanted_scroll)
        self._find_hits(go=self._wanted_scroll is None)
        self.shown.emit(reading.article.id)

    def _find_hits(self, *, go: bool) -> None:
        """Mark the hits of the search; while something is looked for in the text itself, those of that."""
        if self.find_bar.isVisible():
            self.find_bar.find()
            return
        if not self._query.strip():
            self.view.show_hits(())
            return
        ticket = self._context.jobs.latest(f"{self._name} hits")
        self._context.jobs.search(
            self._context.search.spans,
            self._query,
            self.view.text(),
            self._reading.article.language if self._reading else "",
            done=lambda spans: self.view.show_hits(spans, go_to_first=go),
            ticket=ticket,
        )

    def _say_hits(self, current: int, total: int) -> None:
        has_hits = total > 0
        self._previous.setVisible(has_hits)
        self._next.setVisible(has_hits)
        if has_hits:
            self._hit_words.setText(self.tr("Hit {n} of {total}").format(n=current, total=total))
        else:
            self._hit_words.setText("")

    def _say_gone(self, error: Exception) -> None:
        self._reading = None
        self._empty.set_words(self.tr("This article cannot be shown"), str(error))
        self._pages.setCurrentWidget(self._empty)
        self._bar.setVisible(False)
        self.gone.emit()

    def _fetch_picture(self, name: str) -> None:
        if self._reading is None:
            return
        picture = next((p for p in self._reading.pictures if p.name == name), None)
        if picture is not None:
            here = self._reading.article.id

            def put(data: bytes) -> None:
                if self._reading is not None and self._reading.article.id == here:
                    self.view.put_picture(name, data)

            self._context.jobs.read(self._context.archive.picture_bytes, picture.sha256, done=put)

    def _follow(self, address: str) -> None:
        """Articles open here; the world outside only after a question."""
        if address.startswith("article:"):
            wanted = address.removeprefix("article:").strip("/")

            def open_found(found: Article | None) -> None:
                if found is None:
                    self._context.messages.toast(self.tr("This link leads to an article that is not in the archive."))
                else:
                    self._context.exchange.read_requested.emit(found.id)

            self._context.jobs.read(self._context.archive.find, wanted, done=open_found)
        elif QUrl(address).scheme() in ("http", "https", "mailto"):
            self._context.messages.ask(
                self.tr("Open this address in the browser?"),
                address,
                verb=self.tr("Open"),
                then=lambda: QDesktopServices.openUrl(QUrl(address)),
            )


def copy_citation(context: Context, article: Article) -> None:
    """Put the citation of an article on the clipboard, in the form of the setting, and say so."""
    words = cite(article, str(context.settings.get("search.citation")))
    QGuiApplication.clipboard().setText(words)
    told = QCoreApplication.translate("ReaderPane", "Citation copied: {words}").format(words=words.splitlines()[0])
    context.messages.toast(told)


def _read(archive: object, article_id: int) -> _Reading:
    """Read and render, off the GUI thread."""
    article: Article = archive.get(article_id)  # type: ignore[attr-defined]
    pictures = tuple(archive.pictures(article_id))  # type: ignore[attr-defined]
    html = markup.render(article.body, language=article.language).html
    return _Reading(article, html, pictures, statistics(article.body, article.language).reading_minutes)
