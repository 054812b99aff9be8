"""Names of the archive: authors, tags, sections, publications. One is given another spelling, or merged into another.

A rename reaches every spelling that folds alike, in drafts, archive and trash; what it will change is said before, and
one undo takes it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from desktop_app.archive import Archive
from desktop_app.archive.articles import Rename
from desktop_app.gui.context import Context
from desktop_app.gui.desk.fields import complete
from desktop_app.gui.library.bulk_run import BulkRun
from desktop_app.gui.library.wording import count_words
from desktop_app.gui.pieces import Segments, button, column, label, row
from desktop_app.gui.sheet import Sheet
from desktop_app.query import parse

_PAUSE_MS = 120
_MOST = 2000
_ROLE = Qt.ItemDataRole.UserRole
_FIELDS = (("author", "authors"), ("tag", "tags"), ("section", "section"), ("publication", "publication"))
"""How a field is called in a query, and in an article."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A rename, and the articles it changes."""

    rename: Rename
    ids: tuple[int, ...]
    changed: int
    is_merge: bool


def plan(archive: Archive, field: str, old: str, new: str) -> Plan:
    """Say what renaming would change, everywhere. For a lane."""
    name = next(own for asked, own in _FIELDS if asked == field)
    quoted = old.replace('"', " ")
    ids = archive.ids(parse(f'{field}:"{quoted}"'), "everything") + archive.ids(parse(f'{field}:"{quoted}"'), "trash")
    rename = Rename(name, old, new)
    foreseen = archive.foresee_bulk_edit(ids, renames=[rename])
    there = [value for value, _ in archive.values(field, new, 5) if value == new] if new else []
    return Plan(rename, tuple(dict.fromkeys(ids)), foreseen.changed, bool(there) and new != old)


class NamesSheet(Sheet):
    """Above what kind of names and a line that narrows them, then the names, then the new spelling."""

    def __init__(self, context: Context) -> None:
        title = self.tr("Names and tags")
        super().__init__(context.theme, context.commands, title, (560, 0))
        self._context = context
        self._plan: Plan | None = None
        self.run = BulkRun(context, self)
        self.run.ended.connect(self._on_ended)
        self.add_header(title)
        theme = context.theme
        kinds = (self.tr("Authors"), self.tr("Tags"), self.tr("Sections"), self.tr("Publications"))
        self.kinds = Segments(theme, kinds, 0, title)
        self.kinds.chosen.connect(lambda _: self.read())
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Type the beginning of a name"))
        self.line.setAccessibleName(self.tr("Type the beginning of a name"))
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setMinimumHeight(theme.px(240))
        self.list.setUniformItemSizes(True)
        self.new = QLineEdit()
        self.new.setAccessibleName(self.tr("Name from now on"))
        self.new.setPlaceholderText(self.tr("Name from now on"))
        for made in (self.line, self.list, self.new):
            theme.set_font(made, "body")
        self._completer = complete(context, self.new, "author")
        self._told = label(theme, "", "small", "muted", wrap=True)
        self.do_it = button(theme, self.tr("Rename"), "primary", run=self.start)
        leave = button(theme, self.tr("Close"), run=self.reject)
        note = label(theme, self.tr("Name from now on; one that is there already is merged with"), "small", "muted")
        self.content.addLayout(
            column(
                self.kinds, self.line, self.list, note, self.new, self._told, row(None, leave, self.do_it),
                margins=(22, 14, 22, 18), gap=8,
            )
        )  # fmt: skip
        self._read_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._read_soon.timeout.connect(self.read)
        self._plan_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._plan_soon.timeout.connect(self._foresee)
        self.line.textChanged.connect(self._read_soon.start)
        self.line.installEventFilter(self)
        self.list.currentItemChanged.connect(lambda *_: self._on_chosen())
        self.new.textChanged.connect(lambda _: self._ask_plan())
        self.new.returnPressed.connect(self.start)
        self.read()

    def focus_first(self) -> None:
        self.line.setFocus()

    @property
    def field(self) -> str:
        return _FIELDS[self.kinds.current()][0]

    @property
    def chosen(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_ROLE)) if item is not None else ""

    def read(self) -> None:
        """Read the names that begin so, the most frequent first."""
        self._read_soon.stop()
        ticket = self._context.jobs.latest(f"names {id(self)}")
        self._context.jobs.read(
            self._context.archive.values, self.field, self.line.text().strip(), _MOST, "everything",
            done=self._show, ticket=ticket,
        )  # fmt: skip

    def start(self) -> None:
        """Rename, if it is known what that changes."""
        plan_ = self._plan
        if plan_ is None or not plan_.changed or self.run.is_running:
            return
        self.do_it.setEnabled(False)
        self.run.start(plan_.ids, {"renames": [plan_.rename]}, self._told_of)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                at = self.list.currentRow() + steps[Qt.Key(event.key())]
                self.list.setCurrentRow(min(max(at, 0), self.list.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.new.setFocus()
                self.new.selectAll()
                return True
        return super().eventFilter(watched, event)

    def _show(self, values: Sequence[tuple[str, int]]) -> None:
        chosen = self.chosen
        self.list.blockSignals(True)
        self.list.clear()
        for name, count in values:
            item = QListWidgetItem(f"{name}   ·   {count_words(count)}")
            item.setData(_ROLE, name)
            self.list.addItem(item)
            if name == chosen or self.list.currentItem() is None:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._on_chosen()

    def _on_chosen(self) -> None:
        self.new.setText(self.chosen)
        self._ask_plan()

    def _ask_plan(self) -> None:
        self._plan = None
        self.do_it.setEnabled(False)
        new = self.new.text().strip()
        if not self.chosen or new == self.chosen:
            self._told.setText("")
            return
        self._told.setText(self.tr("Counting…"))
        self._plan_soon.start()

    def _foresee(self) -> None:
        ticket = self._context.jobs.latest(f"rename {id(self)}")
        self._context.jobs.long(
            plan, self._context.archive, self.field, self.chosen, self.new.text().strip(), done=self._on_plan,
            failed=self._on_refused, ticket=ticket,
        )  # fmt: skip

    def _on_plan(self, plan_: Plan) -> None:
        self._plan = plan_
        words = self.tr("%Ln articles change", "", plan_.changed)
        if not plan_.rename.new:
            words = self.tr("It is taken away. {what}").format(what=words)
        elif plan_.is_merge:
            words = self.tr("Merged with “{name}”. {what}").format(name=plan_.rename.new, what=words)
        self._told.setText(words)
        self.do_it.setText(self.tr("Merge") if plan_.is_merge else self.tr("Rename"))
        self.do_it.setEnabled(plan_.changed > 0)

    def _on_refused(self, error: Exception) -> None:
        self._told.setText(str(error))

    def _told_of(self, n: int) -> str:
        return self.tr("Renamed in %Ln articles", "", n)

    def _on_ended(self) -> None:
        self.read()
