"""Collections: hand-picked articles in order, with notes; read, ordered, exported as one book. And adding to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit

from desktop_app.archive import Archive
from desktop_app.archive.articles import Changes, Collection, CollectionItem, ShownArticle
from desktop_app.gui.context import Context
from desktop_app.gui.desk.naming import NameSheet
from desktop_app.gui.desk.picking import PickSheet
from desktop_app.gui.library.wording import count_words, source_line
from desktop_app.gui.pieces import button, column, label, row, tool_button
from desktop_app.gui.sheet import Sheet

_ROLE = Qt.ItemDataRole.UserRole
_NOTE_MS = 800
"""A note is kept so long after the last key."""

_Read = tuple[Sequence[Collection], dict[int, ShownArticle]]


def read(archive: Archive) -> _Read:
    """Read all collections and what their articles are called. For a lane."""
    found = archive.collections()
    ids = {item.article_id for one in found for item in one.items}
    return found, {one.id: one for one in archive.shown(ids, with_texts=False)}


class CollectionsSheet(Sheet):
    """Left the collections, right what is in the chosen one: Alt+Up and Alt+Down move an article, Delete drops it."""

    def __init__(self, context: Context, name: str = "") -> None:
        title = self.tr("Collections")
        super().__init__(context.theme, context.commands, title, (860, 560))
        self._context = context
        self._to_choose = name
        self._articles: dict[int, ShownArticle] = {}
        self._noted: CollectionItem | None = None
        self._note_soon = QTimer(self, singleShot=True, interval=_NOTE_MS)
        self._note_soon.timeout.connect(self.keep_note)
        self.add_header(title)
        theme = context.theme
        self.names = QListWidget()
        self.names.setAccessibleName(title)
        self.names.setMaximumWidth(theme.px(250))
        self.items = QListWidget()
        self.items.setAccessibleName(self.tr("Articles of the collection"))
        for made in (self.names, self.items):
            theme.set_font(made, "body")
            made.installEventFilter(self)
            made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(self.tr("Note on this article"))
        self.note.setPlaceholderText(self.tr("Note on this article"))
        self.note.setObjectName("boxed")
        self.note.setFixedHeight(theme.px(64))
        theme.set_font(self.note, "body")
        self._empty = label(
            theme,
            self.tr("No collection yet. Choose articles in the Archive, then Archive › Add to a collection…"),
            "body",
            "muted",
            wrap=True,
        )
        self._rename = button(theme, self.tr("Rename…"), run=self.rename)
        self._delete = button(theme, self.tr("Delete"), "danger", run=self.delete)
        self._up = tool_button(theme, "chevron-up", self.tr("Move up (Alt+Up)"), lambda: self.move_item(-1))
        self._down = tool_button(theme, "chevron-down", self.tr("Move down (Alt+Down)"), lambda: self.move_item(1))
        self._out = button(theme, self.tr("Take out"), run=self.take_out)
        self._read = button(theme, self.tr("Read"), run=self.read_article)
        self._export = button(theme, self.tr("Export as one book…"), "primary", "share", run=self.export)
        left = column(self.names, row(self._rename, self._delete, None), gap=8)
        right = column(
            self._empty,
            self.items,
            self.note,
            row(self._up, self._down, self._out, self._read, None, self._export),
            gap=8,
        )
        inside = row(gap=14, margins=(22, 14, 22, 18))
        inside.addLayout(left, 2)
        inside.addLayout(right, 5)
        self.content.addLayout(inside, 1)
        self.names.currentItemChanged.connect(lambda *_: self._show_items())
        self.items.currentItemChanged.connect(lambda *_: self._show_note())
        self.items.itemActivated.connect(lambda _: self.read_article())
        self.note.textChanged.connect(self._note_soon.start)
        self.finished.connect(lambda _: self.keep_note())
        self.refresh()

    def focus_first(self) -> None:
        self.names.setFocus()

    @property
    def chosen(self) -> Collection | None:
        item = self.names.currentItem()
        return item.data(_ROLE) if item is not None else None

    @property
    def item(self) -> CollectionItem | None:
        item = self.items.currentItem()
        return item.data(_ROLE) if item is not None else None

    def refresh(self) -> None:
        """Read all anew; what was chosen stays chosen."""
        self._context.jobs.read(read, self._context.archive, done=self._show)

    def rename(self) -> None:
        if (one := self.chosen) is not None:
            title = self.tr("Rename this collection")

            def then(name: str) -> None:
                self._to_choose = name
                self._change("describe_collection", one.id, name, one.note)

            sheet = NameSheet(self._context, title, "", one.name, verb=self.tr("Save"), then=then)
            sheet.open_over(self.window())

    def delete(self) -> None:
        """Forget the chosen collection; with a way back."""
        if (one := self.chosen) is None:
            return
        archive = self._context.archive

        def back() -> None:
            self._context.jobs.write(_make_again, archive, one, done=lambda _: self.refresh())

        self._change("remove_collection", one.id, told=self.tr("“{name}” deleted").format(name=one.name), back=back)

    def move_item(self, step: int) -> None:
        """Move the chosen article up or down."""
        one, at = self.chosen, self.items.currentRow()
        if one is None or not 0 <= at + step < len(one.items) or at < 0:
            return
        items = list(one.items)
        items[at], items[at + step] = items[at + step], items[at]
        self.items.setCurrentRow(at + step)
        self._change("set_collection", one.id, items)

    def take_out(self) -> None:
        """Take the chosen article out of the collection."""
        one, item = self.chosen, self.item
        if one is not None and item is not None:
            self._change(
                "take_from_collection",
                one.id,
                [item.article_id],
                told=self.tr("Taken out of “{name}”").format(name=one.name),
                back=lambda: self._change("set_collection", one.id, one.items),
            )

    def read_article(self) -> None:
        if (item := self.item) is not None:
            self.accept()
            self._context.exchange.read_requested.emit(item.article_id)

    def export(self) -> None:
        """Export the collection, in its order: PDF, EPUB and Word make one book of it."""
        if (one := self.chosen) is not None and one.items:
            self.accept()
            self._context.exchange.export_requested.emit([item.article_id for item in one.items])

    def keep_note(self) -> None:
        """Keep what was written on the article at hand."""
        self._note_soon.stop()
        one, noted, words = self.chosen, self._noted, self.note.toPlainText()
        if one is None or noted is None or noted.note == words:
            return
        self._noted = replace(noted, note=words)
        items = [self._noted if item.article_id == noted.article_id else item for item in one.items]
        self._change("set_collection", one.id, items)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.items:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
                self.move_item(steps[Qt.Key(event.key())])
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.take_out()
                return True
        return super().eventFilter(watched, event)

    def _show(self, answer: _Read) -> None:
        found, self._articles = answer
        chosen = self.chosen
        name = self._to_choose or (chosen.name if chosen is not None else "")
        self._to_choose = ""
        at = self.items.currentRow()
        self.names.blockSignals(True)
        self.names.clear()
        for one in found:
            item = QListWidgetItem(f"{one.name}   ·   {count_words(len(one.items))}")
            item.setData(_ROLE, one)
            self.names.addItem(item)
            if one.name == name or self.names.currentItem() is None:
                self.names.setCurrentItem(item)
        self.names.blockSignals(False)
        self._empty.setVisible(not found)
        self._show_items(at)

    def _show_items(self, at: int = 0) -> None:
        one = self.chosen
        self.items.blockSignals(True)
        self.items.clear()
        for number, item in enumerate(one.items if one is not None else (), start=1):
            article = self._articles.get(item.article_id)
            title = (article.title if article is not None else "") or self.tr("Untitled")
            source = source_line(article, article.authors) if article is not None else self.tr("in the trash")
            made = QListWidgetItem(f"{number}.  {title}   ·   {source}")
            made.setData(_ROLE, item)
            self.items.addItem(made)
        self.items.setCurrentRow(min(max(at, 0), self.items.count() - 1))
        self.items.blockSignals(False)
        self._show_note()
        for made in (self._rename, self._delete):
            made.setEnabled(one is not None)
        self._export.setEnabled(one is not None and bool(one.items))

    def _show_note(self) -> None:
        item = self.item
        if self._noted is None or item is None or self._noted.article_id != item.article_id:
            self.keep_note()
            self._noted = item
            self.note.blockSignals(True)
            self.note.setPlainText(item.note if item is not None else "")
            self.note.blockSignals(False)
        for made in (self._up, self._down, self._out, self._read, self.note):
            made.setEnabled(item is not None)

    def _change(self, act: str, *what: Any, told: str = "", back: Callable[[], object] | None = None) -> None:
        def done(changes: Changes) -> None:
            self.refresh()
            if told:
                self._context.messages.toast(told, self.tr("Undo"), back)

        self._context.change(getattr(self._context.archive, act), *what, done=done)


def add_to_collection(context: Context, ids: Sequence[int], window: Any) -> None:
    """Ask into which collection these articles go; the first line makes a new one."""
    archive, tr = context.archive, CollectionsSheet.tr

    def told(name: str, back: Callable[[], object]) -> Callable[[object], None]:
        words = tr("Added to “{name}”").format(name=name)
        return lambda _: context.messages.toast(words, tr("Undo"), back)

    def make(name: str) -> None:
        def back() -> None:
            context.jobs.write(_unmake, archive, name)

        if name:
            context.change(archive.make_collection, name, ids, done=told(name, back))

    def ask(found: Sequence[Collection]) -> None:
        def take(number: int) -> None:
            if number == 0:
                sheet = NameSheet(context, tr("New collection"), "", "", verb=tr("Make it"), then=make)
                sheet.open_over(window)
                return
            one = found[number - 1]
            back = lambda: context.change(archive.set_collection, one.id, one.items)  # noqa: E731
            context.change(archive.add_to_collection, one.id, ids, done=told(one.name, back))

        rows = [(tr("New collection…"), ""), *((one.name, count_words(len(one.items))) for one in found)]
        sheet = PickSheet(context, tr("Add to a collection"), tr("Add"), rows, take)
        sheet.open_over(window)

    context.jobs.read(archive.collections, done=ask)


def _unmake(archive: Archive, name: str) -> None:
    made = next((one for one in archive.collections() if one.name == name), None)
    if made is not None:
        archive.remove_collection(made.id)


def _make_again(archive: Archive, one: Collection) -> None:
    archive.make_collection(one.name, [], one.note)
    made = next(other for other in archive.collections() if other.name == one.name)
    archive.set_collection(made.id, one.items)
