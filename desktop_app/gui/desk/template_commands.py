"""Beginning a draft from a template, putting a snippet at the caret, keeping one's own of either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app.gui.desk import templates
from desktop_app.gui.desk.naming import NameSheet
from desktop_app.gui.desk.picking import PickSheet
from desktop_app.gui.desk.templates import Form, Kind
from desktop_app.gui.editor.blanks import Blanks
from desktop_app.text.blanks import BLANK, filled

if TYPE_CHECKING:
    from desktop_app.gui.desk.desk_place import DeskPlace


class TemplateCommands(QObject):
    """The answers of one Desk."""

    def __init__(self, place: DeskPlace) -> None:
        super().__init__(place)
        self._place = place
        self._context = place.context
        self.blanks = Blanks(place.pane.editor)
        commands = self._context.commands
        at_the_desk: dict[str, Callable[..., object]] = {
            "draft.template": self.choose_template,
            "template.keep": lambda: self._ask_name("templates"),
            "templates.folder": self.open_folder,
        }
        in_text: dict[str, Callable[..., object]] = {
            "snippet": self.choose_snippet,
            "snippet.keep": lambda: self._ask_name("snippets"),
            "blank.next": self.next_blank,
        }
        for id, answer in at_the_desk.items():
            commands.connect(id, answer, place)
        for id, answer in in_text.items():
            commands.connect(id, answer, place.pane)

    def choose_template(self) -> None:
        """Let the writer choose a kind of article and begin a draft of it."""
        self._choose("templates", self.tr("New from a template"), self.tr("Begin"), self._begin)

    def choose_snippet(self) -> None:
        """Let the writer choose a snippet for the caret."""
        self._choose("snippets", self.tr("Snippet"), self.tr("Insert"), self._insert)

    def next_blank(self) -> None:
        """Select the next blank of the text."""
        if not self.blanks.begin():
            self._context.messages.info(self.tr("No blanks are left in this text"))
        self._place.pane.editor.setFocus()

    def open_folder(self) -> None:
        """Show the writer's own templates in the system's file manager."""
        open_it = QDesktopServices.openUrl
        self._context.jobs.read(
            templates.own_folder, "templates", done=lambda folder: open_it(QUrl.fromLocalFile(str(folder)))
        )

    def _choose(self, kind: Kind, title: str, verb: str, then: Callable[[Form], object]) -> None:
        def show(forms: Sequence[Form]) -> None:
            items = [(one.name, self.tr("your own") if one.is_own else "") for one in forms]
            note = self.tr("Tab goes from blank to blank.")
            sheet = PickSheet(self._context, title, verb, items, lambda number: then(forms[number]), note)
            sheet.open_over(self._place.window())

        self._context.jobs.read(templates.read, kind, QLocale().name()[:2], done=show)

    def _begin(self, form: Form) -> None:
        title, body = form.split()
        today = {"today": _today()}
        fields = {"title": filled(title, today), "body": filled(body, today), "kind": form.name}
        self._place.new_draft(fields)
        self.blanks.begin(0)

    def _insert(self, form: Form) -> None:
        editor = self._place.pane.editor
        if self._place.text is None or editor.isReadOnly():
            return
        cursor = editor.textCursor()
        chosen = cursor.selectedText().replace("\u2029", "\n")
        words = filled(form.words, {"today": _today(), "selection": chosen})
        start = cursor.selectionStart()
        self._place.pane.typist.insert_words(words)
        editor.setFocus()
        if BLANK.search(words):
            self.blanks.begin(start)

    def _ask_name(self, kind: Kind) -> None:
        text = self._place.text
        if text is None:
            return
        cursor = self._place.pane.editor.textCursor()
        title, body = text.texts()
        words = f"# {title}\n\n{body}" if kind == "templates" else cursor.selectedText().replace("\u2029", "\n")
        if not words.strip():
            self._context.messages.info(self.tr("Choose the words of the snippet first"))
            return

        def done(name: str) -> None:
            said = self.tr("Kept as {name}").format(name=name)
            self._context.jobs.read(
                templates.keep, kind, name, words, done=lambda _: self._context.messages.toast(said)
            )  # fmt: skip

        heading = self.tr("Keep as a template") if kind == "templates" else self.tr("Keep as a snippet")
        note = self.tr("Write what is to be filled in as {{what belongs here}}.")
        start = title.strip() if kind == "templates" else ""
        NameSheet(self._context, heading, note, start, self.tr("Keep"), done).open_over(self._place.window())


def _today() -> str:
    return QLocale().toString(date.today(), QLocale.FormatType.LongFormat)
