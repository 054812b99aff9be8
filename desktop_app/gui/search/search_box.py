"""The one search box: always in the same spot, Enter searches, Down opens what is offered.

In the Archive the results follow the typing; elsewhere Enter goes there. The drop-down offers recent and saved
searches while the box is empty, then words and values of the archive with their counts.
"""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from desktop_app.archive.articles import PlaceCounts, SavedSearch
from desktop_app.gui.context import Context
from desktop_app.gui.library.wording import count_words
from desktop_app.gui.pieces import button, icon_label, key_label, tool_button
from desktop_app.gui.search.drop_down import DropDown, DropRow
from desktop_app.gui.search.saved import SavedSearches
from desktop_app.query.unfinished import as_typed
from desktop_app.search.service import SearchResult, Suggestion
from desktop_app.text.folding import fold

_SUGGEST_MS = 90
_MOST_RECENT = 12
_KIND_ICONS = {"word": "search", "name": "user", "value": "tag", "correction": "spell-check"}


class SearchBox(QFrame):
    """A field with its buttons. `follows_typing` is True while the Archive is on screen."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._recent: deque[str] = deque(maxlen=_MOST_RECENT)
        self._saved = SavedSearches.of(context)
        self._asked = ""
        self.follows_typing = False
        theme = context.theme
        self.setObjectName("search-box")
        self.field = QLineEdit()
        self.field.setFrame(False)
        self.field.setObjectName("search-field")
        self.field.setAccessibleName(self.tr("Search the archive"))
        self.field.setPlaceholderText(self.tr("Search the archive"))
        self.field.setStyleSheet("QLineEdit#search-field { border: none; background: transparent; padding: 0; }")
        self.clear_button = tool_button(theme, "x", self.tr("Empty the search box"), self.clear, size=16)
        self.save_button = button(
            theme, self.tr("Save search"), "link", run=lambda: context.commands.trigger("search.save")
        )
        theme.set_font(self.save_button, "caption")
        self._key = key_label(theme, context.commands.shown_key("search"))
        self.drop_down = DropDown(theme, self)
        self._build()
        # At once, when the letter is on the screen: the search answers before the next one is typed, and questions
        # that were overtaken are dropped before they are asked.
        self._live = QTimer(self, singleShot=True, interval=0)
        self._live.timeout.connect(self._search_live)
        self._suggest = QTimer(self, singleShot=True, interval=_SUGGEST_MS)
        self._suggest.timeout.connect(self._ask_suggestions)
        self._join()

    def text(self) -> str:
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Show a query without searching for it."""
        if text != self.field.text():
            self.field.setText(text)
        self._asked = text
        self._show_buttons()

    def select_all(self) -> None:
        self.field.selectAll()

    def clear(self) -> None:
        """Empty the box; in the Archive that shows everything again."""
        self.field.clear()
        self.drop_down.hide()
        if self._asked:
            self.search()
        self.field.setFocus()

    def search(self) -> None:
        """Search for what stands in the box."""
        self._live.stop()
        self.drop_down.hide()
        query = self.text().strip()
        self._remember(query)
        self._asked = self.text()
        self._context.exchange.search_requested.emit(query)

    def recent(self) -> list[str]:
        """Return the latest queries, newest first."""
        return list(self._recent)

    def set_recent(self, queries: list[str]) -> None:
        self._recent = deque((str(query) for query in queries), maxlen=_MOST_RECENT)

    # -- inside

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 5, 0)
        layout.setSpacing(6)
        layout.addWidget(icon_label(self._context.theme, "search"))
        layout.addWidget(self.field, 1)
        layout.addWidget(self.clear_button)
        layout.addWidget(self.save_button)
        layout.addWidget(self._key)
        self._context.theme.dress(self, "height", lambda box: box.setFixedHeight(self._context.theme.px(34)))
        self.setFocusProxy(self.field)
        self._show_buttons()

    def _join(self) -> None:
        exchange = self._context.exchange
        self.field.textEdited.connect(self._on_edited)
        self.field.textChanged.connect(lambda _: self._show_buttons())
        self.field.installEventFilter(self)
        self.drop_down.taken.connect(self._take)
        exchange.search_finished.connect(self._on_finished)
        exchange.archive_shown.connect(self._on_archive_shown)
        exchange.counts_changed.connect(self._say_counts)
        self._context.commands.keys_changed.connect(
            lambda: self._key.setText(self._context.commands.shown_key("search"))
        )
        exchange.setting_changed.connect(lambda _: self._show_buttons())

    def _show_buttons(self) -> None:
        has_text = bool(self.field.text())
        self.clear_button.setVisible(has_text)
        self.save_button.setVisible(has_text)
        self._key.setVisible(not has_text and self._context.settings.get("keyboard.show_keys"))

    def _on_edited(self, text: str) -> None:
        self._suggest.start()
        if self.follows_typing:
            self._live.start()

    def _search_live(self) -> None:
        query = self.text().strip()
        if self.follows_typing and query != self._asked.strip():
            self._asked = self.text()
            self._context.exchange.search_typed.emit(query)

    def _on_finished(self, result: SearchResult) -> None:
        # The box keeps what is being typed; a query that came another way (Back, a saved search) is shown in it.
        shown = self.text().strip()
        if not self.field.hasFocus() and result.request.query not in (shown, as_typed(shown)):
            self.set_text(result.request.query)

    def _on_archive_shown(self, on: bool) -> None:
        self.follows_typing = on

    def _remember(self, query: str) -> None:
        if query and self._context.settings.get("search.remember"):
            if query in self._recent:
                self._recent.remove(query)
            self._recent.appendleft(query)

    def _say_counts(self, counts: PlaceCounts) -> None:
        words = self.tr("Search {n} articles").format(n=count_words(counts.archive))
        self.field.setPlaceholderText(words if counts.archive else self.tr("Search the archive"))

    def _ask_suggestions(self) -> None:
        text = self.text()
        if not text.strip():
            self._offer(())
            return
        if not self._context.settings.get("search.suggestions"):
            self.drop_down.hide()
            return
        self._context.jobs.search(
            self._context.search.suggest,
            text,
            done=self._offer,
            failed=lambda error: self.drop_down.hide(),
            ticket=self._context.jobs.latest("suggestions"),
        )

    def _offer(self, suggestions: tuple[Suggestion, ...]) -> None:
        if not self.field.hasFocus():
            return
        rows = self._suggested(suggestions) if self.text().strip() else self._history()
        self.drop_down.offer(rows)
        if rows:
            self.drop_down.show_under(self)

    def _suggested(self, suggestions: tuple[Suggestion, ...]) -> list[DropRow]:
        rows = [
            DropRow(one.text, one.text, _KIND_ICONS[one.kind], count_words(one.documents) if one.documents else "")
            for one in suggestions
        ]
        typed = self.text().strip()
        return rows + [self._saved_row(one) for one in self._saved.searches if fold(one.name).startswith(fold(typed))]

    def _saved_row(self, one: SavedSearch) -> DropRow:
        note = self._saved.news(one) or self._saved.total(one.name) or self.tr("saved search")
        return DropRow(one.name, one.query, "bookmark", note, saved=one)

    def _history(self) -> list[DropRow]:
        rows = [DropRow(query, query, "history") for query in list(self._recent)[:4]]
        rows += [self._saved_row(one) for one in self._saved.searches[:4]]
        hints = (
            ("author:", self.tr("by this author")),
            ("year:1911..1928", self.tr("published in these years")),
            ('"…"', self.tr("exactly as written")),
            ("-", self.tr("without this word")),
        )
        rows += [DropRow(text, text.replace("…", ""), "info", note, runs=False) for text, note in hints]
        return rows

    def _take(self, row: DropRow) -> None:
        self.drop_down.hide()
        if row.saved is not None:
            self.set_text(row.saved.query)
            self._saved.open(row.saved)
            return
        if row.runs:
            self.field.setText(row.fills)
            self.search()
            return
        before = self.field.text()
        self.field.setText(f"{before} {row.fills}".strip())
        if row.fills.endswith('""'):
            self.field.setCursorPosition(len(self.field.text()) - 1)
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._on_key(event)
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and isinstance(event, QFocusEvent):
                if event.type() == QEvent.Type.FocusOut:
                    self.drop_down.hide()
                self.update()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            row = self.drop_down.current()
            if row is not None:
                self._take(row)
            else:
                self.search()
        elif key == Qt.Key.Key_Down:
            if self.drop_down.isVisible():
                self.drop_down.move(1)
            else:
                self._ask_suggestions()
        elif key == Qt.Key.Key_Up and self.drop_down.isVisible():
            self.drop_down.move(-1)
        elif key == Qt.Key.Key_Escape and self.drop_down.isVisible():
            self.drop_down.hide()
        else:
            return False
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = self.field.hasFocus()
        width = theme.size("focus-width") if has_focus else 1
        painter.setPen(QPen(theme.color("focus-ring" if has_focus else "border-strong"), width))
        painter.setBrush(theme.color("surface-raised"))
        half = width / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(half, half, -half, -half), 7, 7)
