"""Choose an article of the archive, to link to it, to quote it, or for another end: type words, choose, Enter.

Results follow the typing; the word being typed counts as a beginning. Enter inserts a link, Ctrl+Enter the sentence in
which the words were found, with its source. Nothing of the text is touched before. Asks the `SearchService`, and the
archive only for the one article that is quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article
from desktop_app.gui.banner import announce
from desktop_app.gui.context import Context
from desktop_app.gui.library.result_model import HIT_ROLE
from desktop_app.gui.library.result_view import ResultDelegate
from desktop_app.gui.library.wording import source_line
from desktop_app.gui.pieces import button, icon_label, key_label, label, row, rule
from desktop_app.gui.sheet import Sheet
from desktop_app.query.unfinished import as_typed
from desktop_app.search.service import Hit, SearchRequest, SearchResult, Snippet
from desktop_app.text.passages import place_of, sentence_at
from desktop_app.text.plain import plain_text

_WIDTH, _TOP, _ROWS = 660, 110, 4
_PAUSE_MS = 110
_MOST = 20
_Index = QModelIndex | QPersistentModelIndex


class ArticlePicker(Sheet):
    """One line to type into and the articles it finds. `link` gets a `Hit`, `quote` an article and its words.

    Without `quote` an article is chosen for another end, which `title` and `verb` tell; `link` gets it all the same.
    """

    closes_on_click_outside = True

    def __init__(
        self,
        context: Context,
        words: str,
        link: Callable[[Hit], object],
        quote: Callable[[Article, str], object] | None = None,
        besides: int = 0,
        title: str = "",
        verb: str = "",
    ) -> None:
        self._title, self._verb = title or self.tr("Link to an article"), verb or self.tr("Insert link")
        super().__init__(context.theme, context.commands, self._title, (_WIDTH, 0))
        self._context = context
        self._link, self._quote = link, quote
        self._besides = besides
        """The article at hand, which does not link to itself."""
        self._is_asking = False
        self._then: Callable[[], object] | None = None
        """What Enter asked for while the answer to what was typed is still on its way."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._build(words)
        self._ask()

    def _build(self, words: str) -> None:
        theme = self.theme
        self.field = QLineEdit(words)
        self.field.setFrame(False)
        self.field.setObjectName("palette-field")
        quotes = self._quote is not None
        self.field.setPlaceholderText(self.tr("Find an article to link to or to quote") if quotes else self._title)
        self.field.setAccessibleName(self._title)
        self.field.setAccessibleDescription(
            self.tr("Up and Down choose, Enter links, Ctrl+Enter quotes, Escape closes")
            if quotes
            else self.tr("Up and Down choose, Enter takes, Escape closes")
        )
        theme.set_font(self.field, "body", px=17)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(lambda _: self._pause.start())
        self.number = label(theme, "", "small", "muted")
        head = row(icon_label(theme, "newspaper", "text-muted", 18), gap=12, margins=(20, 12, 20, 12))
        head.addWidget(self.field, 1)
        head.addWidget(self.number)
        self.model = _Hits(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ResultDelegate(theme, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Results"))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.doubleClicked.connect(lambda _: self.insert_link())
        theme.dress(self.list, "height", lambda _: self._fit())
        self._nothing = label(theme, "", "body", "muted", wrap=True)
        self._nothing.setContentsMargins(22, 18, 22, 18)
        self._nothing.hide()
        foot = row(gap=7, margins=(20, 9, 14, 9))
        foot.addWidget(key_label(theme, "↑ ↓"))
        foot.addWidget(label(theme, self.tr("choose"), "small", "muted"))
        foot.addStretch(1)
        self._buttons = [button(theme, self._verb, "primary", run=self.insert_link)]
        if quotes:
            self._buttons.insert(0, button(theme, self.tr("Insert quotation"), run=self.insert_quotation))
        for made, key in zip(self._buttons, ("Ctrl+Enter", "Enter")[-len(self._buttons) :], strict=True):
            foot.addWidget(key_label(theme, key))
            foot.addWidget(made)
            foot.addSpacing(6)
        self.content.addLayout(head)
        self.content.addWidget(rule())
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self._nothing)
        self.content.addWidget(rule())
        self.content.addLayout(foot)

    def wanted_rect(self, room: QRect, size: QSize) -> QRect:
        top = min(self.theme.px(_TOP), max(room.height() - size.height() - 20, 10))
        return QRect((room.width() - size.width()) // 2, top, size.width(), size.height())

    def focus_first(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    # -- asking

    def _ask(self) -> None:
        self._pause.stop()
        self._is_asking = True
        words = self.field.text().strip()
        request = SearchRequest(
            query=as_typed(words),
            place="everything",
            sort="relevance" if words else "newest",
            limit=_MOST,
            catch_up=False,
        )
        self._context.jobs.search(
            self._context.search.search,
            request,
            done=self._take,
            failed=self._refused,
            ticket=self._context.jobs.latest(f"article picker {id(self)}"),
        )

    def _take(self, result: SearchResult) -> None:
        self._is_asking = False
        hits = [hit for hit in result.hits if hit.id != self._besides]
        self.model.show(hits)
        self.list.setCurrentIndex(self.model.index(0) if hits else QModelIndex())
        total = result.total - (len(hits) < len(result.hits))
        self.number.setText(self.tr("%Ln articles", None, total) if self.field.text().strip() else "")
        self._say("" if hits else self.tr("No article has all of these words"))
        then, self._then = self._then, None
        if then is not None:
            then()

    def _refused(self, error: Exception) -> None:
        self._is_asking, self._then = False, None
        self.model.show([])
        self._say(getattr(error, "message", "") or self.tr("The search does not answer"))

    def _say(self, words: str) -> None:
        self._nothing.setText(words)
        self._nothing.setVisible(bool(words))
        self.list.setVisible(not words)
        for one in self._buttons:
            one.setEnabled(not words)
        if words:
            announce(self, words)
        self._fit()
        self._lay()

    def _fit(self) -> None:
        rows = min(max(self.model.rowCount(), 1), _ROWS)
        self.list.setFixedHeight(self.theme.size("list-row-result") * rows)

    # -- choosing

    def insert_link(self) -> None:
        """Put a link to the chosen article into the text."""
        hit = self.list.currentIndex().data(HIT_ROLE)
        if hit is not None:
            self.accept()
            self._link(hit)

    def insert_quotation(self) -> None:
        """Put the sentence that was found into the text, with its source."""
        hit = self.list.currentIndex().data(HIT_ROLE)
        quote = self._quote
        if hit is None or quote is None:
            return
        self.accept()
        self._context.jobs.read(_passage, self._context.archive, hit, done=lambda found: quote(*found))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and self._on_key(event):
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 4, Qt.Key.Key_PageUp: -4}
        if key in steps:
            self._move(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            quotes = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            act = self.insert_quotation if quotes else self.insert_link
            if self._is_asking or self._pause.isActive():
                # What is shown answers an older question.
                self._then = act
                if self._pause.isActive():
                    self._ask()
            else:
                act()
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        number = self.model.rowCount()
        if number:
            to = min(max(self.list.currentIndex().row() + step, 0), number - 1)
            self.list.setCurrentIndex(self.model.index(to))
            announce(self.list, self.model.index(to).data(Qt.ItemDataRole.AccessibleTextRole))


class _Hits(QAbstractListModel):
    """A handful of hits."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        title = hit.title or self.tr("Untitled")
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title}, {source_line(hit, hit.authors)}"
        return None


def _passage(archive: Archive, hit: Hit) -> tuple[Article, str]:
    """Return the article and the sentence of it that was found; without one the first."""
    article = archive.get(hit.id)
    plain = plain_text(article.body)
    at = _place(plain, hit.snippets[0]) if hit.snippets else -1
    if at < 0:
        at = len(plain) - len(plain.lstrip())
    return article, sentence_at(plain, at) or article.standfirst or article.title


def _place(plain: str, snippet: Snippet) -> int:
    """Return where the first hit of a snippet stands in the text, -1 where it stands in headline or standfirst."""
    if not snippet.spans:
        return place_of(plain, snippet.text.strip("… "))
    start, end = snippet.spans[0]
    # Some words around it: the hit's own may stand in the text many times.
    near = snippet.text[max(start - 40, 0) : end + 40].strip("… ")
    cut = near.partition(" ")[2].rpartition(" ")[0] or near
    at = place_of(plain, cut)
    within = cut.find(snippet.text[start:end])
    return at if at < 0 or within < 0 else max(plain.find(snippet.text[start:end], at), at)
