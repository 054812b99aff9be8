"""All saved searches: open, rename, order, put into folders, share as a line of text, delete."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop_app.archive.articles import SavedSearch
from desktop_app.gui.context import Context
from desktop_app.gui.desk.naming import NameSheet
from desktop_app.gui.library.browse import Browse
from desktop_app.gui.pieces import button, column, label, row, tool_button
from desktop_app.gui.search.saved import SavedSearches
from desktop_app.gui.sheet import Sheet

_SEARCH = Qt.ItemDataRole.UserRole


class SavedSheet(Sheet):
    """A list by folder. Enter opens, F2 renames, Alt+Up and Alt+Down move, Delete forgets."""

    closes_on_click_outside = True

    def __init__(self, context: Context) -> None:
        title = self.tr("Saved searches")
        super().__init__(context.theme, context.commands, title, (620, 0))
        self._context = context
        self._saved = SavedSearches.of(context)
        self._renamed = ""
        """The new name of the search that is chosen."""
        self.add_header(title)
        theme = context.theme
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setMinimumHeight(theme.px(320))
        theme.set_font(self.list, "body")
        self.list.installEventFilter(self)
        self.list.itemActivated.connect(lambda _: self.open())
        self.list.currentItemChanged.connect(lambda *_: self._follow())
        self._empty = label(
            theme,
            self.tr("No search is saved yet. Search in the Archive, then press Ctrl+D."),
            "body",
            "muted",
            wrap=True,
        )
        self._finds = label(theme, "", "small", "muted", wrap=True)
        self._open = button(theme, self.tr("Open"), "primary", run=self.open)
        self._rename = button(theme, self.tr("Rename…"), run=self.rename)
        self._folder = button(theme, self.tr("Folder…"), run=self.ask_folder)
        self._copy = button(theme, self.tr("Copy as text"), run=self.copy)
        self._delete = button(theme, self.tr("Delete"), "danger", run=self.delete)
        self._up = tool_button(theme, "chevron-up", self.tr("Move up (Alt+Up)"), lambda: self.move_search(-1))
        self._down = tool_button(theme, "chevron-down", self.tr("Move down (Alt+Down)"), lambda: self.move_search(1))
        self.content.addLayout(
            column(
                self._empty,
                self.list,
                self._finds,
                row(self._up, self._down, self._rename, self._folder, self._copy, None, self._delete, self._open),
                margins=(22, 14, 22, 18),
                gap=10,
            )
        )
        self._saved.changed.connect(self._show)
        self._show()

    def focus_first(self) -> None:
        self.list.setFocus()

    @property
    def chosen(self) -> SavedSearch | None:
        item = self.list.currentItem()
        return item.data(_SEARCH) if item is not None else None

    def open(self) -> None:
        """Show what the chosen search finds."""
        if (one := self.chosen) is not None:
            self.accept()
            self._saved.open(one)

    def rename(self) -> None:
        if (one := self.chosen) is not None:
            self._ask(
                self.tr("Rename this search"), one.name, lambda name: self._change("rename_search", one.name, name)
            )

    def ask_folder(self) -> None:
        """Put the chosen search into a folder; an empty name takes it out."""
        if (one := self.chosen) is not None:
            self._ask(self.tr("Folder of this search"), one.folder, lambda name: self._arrange(one, name.strip()))

    def copy(self) -> None:
        """Put the chosen search on the clipboard as a line that anybody can type into the box."""
        if (one := self.chosen) is not None:
            line = Browse.of_saved(one).as_text()
            QGuiApplication.clipboard().setText(line)
            self._context.messages.toast(self.tr("Copied: {text}").format(text=line))

    def delete(self) -> None:
        if (one := self.chosen) is None:
            return
        context = self._context

        def back() -> None:
            again = context.archive.save_search
            context.change(again, one.name, one.query, one.pinned, one.filters, done=self._tell)

        def told(_: object) -> None:
            self._tell()
            context.messages.toast(self.tr("“{name}” deleted").format(name=one.name), self.tr("Undo"), back)

        context.change(context.archive.remove_search, one.name, done=told)

    def move_search(self, step: int) -> None:
        """Move the chosen search within its folder."""
        if (one := self.chosen) is None:
            return
        beside = [other for other in self._saved.searches if other.folder == one.folder]
        at = beside.index(one)
        if 0 <= at + step < len(beside):
            beside[at], beside[at + step] = beside[at + step], beside[at]
            order = [(other.name, other.folder) for other in beside]
            self._context.change(self._context.archive.arrange_searches, order, done=self._tell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            keys = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in keys:
                self.move_search(keys[Qt.Key(event.key())])
                return True
            acts = {Qt.Key.Key_F2: self.rename, Qt.Key.Key_Delete: self.delete}
            if (act := acts.get(Qt.Key(event.key()))) is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        chosen = self.chosen
        name = self._renamed or (chosen.name if chosen is not None else "")
        self._renamed = ""
        searches = self._saved.searches
        self.list.blockSignals(True)
        self.list.clear()
        folder = ""
        wanted = None
        for one in searches:
            if one.folder != folder:
                folder = one.folder
                heading = QListWidgetItem(folder)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setFont(self.theme.font("small", 600))
                heading.setForeground(self.theme.color("text-muted"))
                self.list.addItem(heading)
            parts = (one.name, self._saved.total(one.name), self._saved.news(one))
            indent = "     " if one.folder else ""
            item = QListWidgetItem(indent + "   ·   ".join(part for part in parts if part))
            item.setData(_SEARCH, one)
            self.list.addItem(item)
            if one.name == name or wanted is None:
                wanted = item
        self.list.setCurrentItem(wanted)
        self.list.blockSignals(False)
        self._empty.setVisible(not searches)
        self.list.setVisible(bool(searches))
        self._follow()

    def _follow(self) -> None:
        one = self.chosen
        for made in (self._open, self._rename, self._folder, self._copy, self._delete, self._up, self._down):
            made.setEnabled(one is not None)
        words = Browse.of_saved(one).as_text() if one is not None else ""
        self._finds.setText(self.tr("Finds: {query}").format(query=words) if words else "")

    def _ask(self, title: str, value: str, then: object) -> None:
        sheet = NameSheet(self._context, title, "", value, verb=self.tr("Save"), then=then)  # type: ignore[arg-type]
        sheet.open_over(self.window())

    def _arrange(self, one: SavedSearch, folder: str) -> None:
        inside = [(other.name, folder) for other in self._saved.searches if other.folder == folder and other != one]
        self._change("arrange_searches", [*inside, (one.name, folder)])

    def _change(self, act: str, *what: object) -> None:
        if act == "rename_search":
            self._renamed = str(what[1])
        self._context.change(getattr(self._context.archive, act), *what, done=self._tell)

    def _tell(self, _: object = None) -> None:
        self._context.exchange.saved_searches_changed.emit()
