"""The command palette: every command, the drafts, titles of the archive, and the archive search, by typing.

Commands answer from the table at once; drafts are read once when it opens; titles are searched for after a short pause.
`>` looks among commands only, `#` among tags, `@` among authors. What cannot run now stands last and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView

from desktop_app.archive.articles import ArticleSummary, Page
from desktop_app.gui.banner import announce, fade_in
from desktop_app.gui.commands import COMMANDS
from desktop_app.gui.context import Context
from desktop_app.gui.dressing import fade_ms
from desktop_app.gui.matching import match_words, rank
from desktop_app.gui.palette_rows import Entry, PaletteModel, PalettePainter
from desktop_app.gui.pieces import icon_label, key_label, label, row, rule
from desktop_app.gui.sheet import Sheet
from desktop_app.search.service import Hit, SearchRequest, SearchResult

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow

WIDTH, TOP, LIST_HEIGHT = 660, 110, 396
PAUSE_MS = 90
_MOST_COMMANDS, _MOST_DRAFTS, _MOST_TITLES, _MOST_RECENT = 12, 6, 5, 5
_DRAFTS_READ = 1000
_SHORTEST_TITLE_SEARCH = 2


class Palette(Sheet):
    """One line to type into and what it finds."""

    closes_on_click_outside = True

    def __init__(self, context: Context, recent: list[str]) -> None:
        super().__init__(context.theme, context.commands, self.tr("Command palette"), (WIDTH, 0))
        self._context = context
        self._recent = recent
        """Ids of commands run lately, newest first; the palette adds to it."""
        self._drafts: tuple[ArticleSummary, ...] = ()
        self._hits: tuple[Hit, ...] = ()
        self._values: tuple[tuple[str, int], ...] = ()
        # Once the palette is open every command is silent; what counts is what could run before.
        self._reasons = {c.id: context.commands.reason(c.id) for c in COMMANDS}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._build()
        context.jobs.read(
            lambda: context.archive.list(None, place="desk", sort="changed", limit=_DRAFTS_READ),
            done=self._take_drafts,
            failed=lambda error: None,
        )
        self._fill()

    @property
    def typed(self) -> str:
        return self.field.text()

    def open_over(self, window: MainWindow) -> None:
        super().open_over(window)
        self._fit_list()
        duration_ms = fade_ms(self._context.settings)
        if duration_ms:
            fade_in(self, duration_ms)

    def wanted_rect(self, room: QRect, size: QSize) -> QRect:
        top = min(self.theme.px(TOP), max(room.height() - size.height() - 20, 10))
        return QRect((room.width() - size.width()) // 2, top, size.width(), size.height())

    def focus_first(self) -> None:
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and self._on_key(event):
            return True
        return super().eventFilter(watched, event)

    # -- building

    def _build(self) -> None:
        theme = self.theme
        self.field = QLineEdit()
        self.field.setFrame(False)
        self.field.setObjectName("palette-field")
        self.field.setPlaceholderText(self.tr("Type a command, a draft, a title"))
        self.field.setAccessibleName(self.tr("Command palette"))
        self.field.setAccessibleDescription(self.tr("Up and Down choose, Enter runs, Escape closes"))
        theme.set_font(self.field, "body", px=17)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self._number = label(theme, "", "small", "muted")
        head = row(icon_label(theme, "command", "text-muted", 18), gap=12, margins=(20, 12, 20, 12))
        head.addWidget(self.field, 1)
        head.addWidget(self._number)
        self.model = PaletteModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(PalettePainter(theme, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Results"))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        foot = row(gap=7, margins=(20, 9, 20, 9))
        for key, word in (("↑ ↓", self.tr("choose")), ("Enter", self.tr("run")), ("Esc", self.tr("close"))):
            foot.addWidget(key_label(theme, key))
            foot.addWidget(label(theme, word, "small", "muted"))
            foot.addSpacing(6)
        foot.addStretch(1)
        hint = self.tr("Type  >  for commands,  #  for tags,  @  for authors")
        foot.addWidget(label(theme, hint, "small", "faint"))
        self.content.addLayout(head)
        self.content.addWidget(rule())
        self.content.addWidget(self.list, 1)
        self.content.addWidget(rule())
        self.content.addLayout(foot)

    # -- asking

    def _on_typed(self) -> None:
        self._hits = ()
        self._values = ()
        self._fill()
        self._pause.start()

    def _ask(self) -> None:
        sign, words = _signed(self.typed)
        jobs, ticket = self._context.jobs, self._context.jobs.latest("palette")
        if sign in "#@" and sign:
            field = "tag" if sign == "#" else "author"
            jobs.read(
                self._context.archive.values, field, words, 12, done=self._take_values, failed=_quiet, ticket=ticket
            )
        elif not sign and len(words) >= _SHORTEST_TITLE_SEARCH:
            query = " ".join(f"title:{word}*" for word in words.split() if len(word) > 1) or f"title:{words}"
            request = SearchRequest(query=query, place="archive", limit=_MOST_TITLES, snippets=False, catch_up=False)
            jobs.search(self._context.search.search, request, done=self._take_hits, failed=_quiet, ticket=ticket)

    def _take_drafts(self, page: Page) -> None:
        self._drafts = page.articles
        self._fill()

    def _take_hits(self, result: SearchResult) -> None:
        self._hits = result.hits
        self._fill()

    def _take_values(self, values: Sequence[tuple[str, int]]) -> None:
        self._values = tuple(values)
        self._fill()

    # -- filling

    def _fill(self) -> None:
        sign, words = _signed(self.typed)
        if sign in ("#", "@"):
            entries = self._value_entries(sign)
        else:
            commands, refused = self._command_entries(words)
            entries = [*commands]
            if not sign:
                entries += self._draft_entries(words)
                entries += self._title_entries(words)
            entries += refused
            if not sign and words:
                entries.append(self._search_entry(words))
        self.model.show(entries)
        number = sum(1 for entry in entries if not entry.is_heading and entry.kind != "search")
        self._number.setText(self.tr("%Ln results", "", number) if self.typed else "")
        first = next((n for n, entry in enumerate(entries) if entry.is_runnable), -1)
        self.list.setCurrentIndex(self.model.index(first))
        self._fit_list()

    def _command_entries(self, words: str) -> tuple[list[Entry], list[Entry]]:
        commands = self._context.commands
        found = []
        for command in COMMANDS:
            if not commands.action(command.id).isVisible() or command.id == "palette":
                continue
            text = commands.full_text(command.id).rstrip("…")
            spans = match_words(text, words)
            if spans is None:
                continue
            reason = self._reasons.get(command.id, "")
            found.append(
                Entry(
                    "command",
                    commands.full_text(command.id),
                    spans,
                    command.icon or "command",
                    note=reason or self.tr(command.menu),
                    key=commands.shown_key(command.id),
                    is_runnable=not reason,
                    run=lambda id=command.id: self._run_command(id),
                    id=command.id,
                )
            )
        if words:
            found.sort(key=lambda entry: rank(entry.text, entry.spans))
        able = [entry for entry in found if entry.is_runnable]
        refused = [entry for entry in found if not entry.is_runnable]
        if words:
            shown = able[:_MOST_COMMANDS]
            return _group(self.tr("Commands"), shown), _group(self.tr("Not now"), refused[:4])
        recent = [entry for id in self._recent for entry in able if entry.id == id][:_MOST_RECENT]
        rest = [entry for entry in able if entry not in recent]
        return [*_group(self.tr("Recent"), recent), *_group(self.tr("Commands"), rest)], []

    def _draft_entries(self, words: str) -> list[Entry]:
        if not words:
            return []
        found = []
        for draft in self._drafts:
            title = draft.title or self.tr("Untitled")
            spans = match_words(title, words)
            if spans is not None:
                note = self._context.commands.text(f"status.{draft.status}")
                run = self._emitter(self._context.exchange.edit_requested, draft.id)
                found.append(Entry("draft", title, spans, "file-pen", note=note, run=run))
            if len(found) == _MOST_DRAFTS:
                break
        return _group(self.tr("Drafts"), found)

    def _title_entries(self, words: str) -> list[Entry]:
        found = []
        for hit in self._hits:
            spans = match_words(hit.title, words)
            note = hit.published.shown if hit.published is not None else ""
            run = self._emitter(self._context.exchange.read_requested, hit.id)
            found.append(Entry("article", hit.title, spans or hit.title_spans, "newspaper", note=note, run=run))
        return _group(self.tr("Archive"), found)

    def _search_entry(self, words: str) -> Entry:
        text = self.tr("Search the archive for “{words}”").format(words=words)
        return Entry("search", text, (), "search", key="Ctrl+Enter", run=lambda: self._search(words))

    def _value_entries(self, sign: str) -> list[Entry]:
        field, icon = ("tag", "tag") if sign == "#" else ("author", "user")
        title = self.tr("Tags") if sign == "#" else self.tr("Authors")
        words = _signed(self.typed)[1]
        found = []
        for value, count in self._values:
            query = f'{field}:"{value}"'
            note = self.tr("%Ln articles", "", count)
            run = self._emitter(self._context.exchange.search_requested, query)
            found.append(Entry("value", value, match_words(value, words) or (), icon, note=note, run=run))
        return _group(title, found)

    def _emitter(self, signal: object, value: object) -> Callable[[], None]:
        return lambda: signal.emit(value)

    # -- keys and running

    def _on_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in steps:
            self._move(steps[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            words = _signed(self.typed)[1]
            if modifiers & Qt.KeyboardModifier.ControlModifier and words:
                self._leave_then(lambda: self._search(words))
            else:
                self._run(self.list.currentIndex().row())
            return True
        return False

    def _move(self, step: int) -> None:
        rows = [n for n, entry in enumerate(self.model.entries) if entry.is_runnable]
        if not rows:
            return
        here = self.list.currentIndex().row()
        at = rows.index(here) if here in rows else -1
        # One step goes round at the ends, a page stops there.
        to = (at + step) % len(rows) if abs(step) == 1 else min(max(at + step, 0), len(rows) - 1)
        index = self.model.index(rows[to])
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        announce(self.list, self.model.entries[rows[to]].text)

    def _run(self, number: int) -> None:
        if 0 <= number < len(self.model.entries) and self.model.entries[number].is_runnable:
            run = self.model.entries[number].run
            if run is not None:
                self._leave_then(run)

    def _leave_then(self, run: Callable[[], object]) -> None:
        # Closed first, so that focus and commands are those of the pane again.
        self.accept()
        run()

    def _run_command(self, id: str) -> None:
        if id in self._recent:
            self._recent.remove(id)
        self._recent.insert(0, id)
        del self._recent[_MOST_RECENT * 2 :]
        self._context.commands.trigger(id)

    def _search(self, words: str) -> None:
        self._context.exchange.search_requested.emit(words)

    def _fit_list(self) -> None:
        height = sum(self.list.sizeHintForRow(n) for n in range(self.model.rowCount())) + 8
        self.list.setFixedHeight(max(min(height, self.theme.px(LIST_HEIGHT)), self.theme.px(44)))
        self._lay()


def _signed(typed: str) -> tuple[str, str]:
    text = typed.strip()
    return (text[0], text[1:].strip()) if text[:1] in (">", "#", "@") else ("", text)


def _group(title: str, entries: list[Entry]) -> list[Entry]:
    return [Entry("heading", title, is_runnable=False), *entries] if entries else []


def _quiet(error: Exception) -> None:
    """Titles are a convenience here; the archive search itself says what is wrong with it."""
