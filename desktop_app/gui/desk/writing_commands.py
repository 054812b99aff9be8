"""What the commands of the words do beyond bold and headings: tables, moves, letters, footnotes, typewriter scrolling.

Joins the command table to the `Typist`; it holds no layout and no state of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.gui.desk.article_picker import ArticlePicker
from desktop_app.gui.editor import table_edits
from desktop_app.search.service import Hit
from desktop_app.text.languages import guess_language

if TYPE_CHECKING:
    from desktop_app.gui.desk.desk_place import DeskPlace

_LONGEST_WORDS = 120
_ENOUGH_LETTERS = 60
"""A shorter paragraph says too little of its language; the text's own counts then."""


class WritingCommands(QObject):
    """The answers of one Desk to the commands that change its text."""

    def __init__(self, place: DeskPlace) -> None:
        super().__init__(place)
        self._place = place
        self._context = place.context
        typist = place.pane.typist
        typist.language = place.pane.find_bar.language = self._language
        answers: dict[str, Callable[..., object]] = {
            "move.up": partial(typist.move_lines, up=True),
            "move.down": partial(typist.move_lines, up=False),
            "paragraph.up": partial(typist.move_paragraph, up=True),
            "paragraph.down": partial(typist.move_paragraph, up=False),
            "section.up": partial(typist.move_section, up=True),
            "section.down": partial(typist.move_section, up=False),
            "link.article": self.link_article,
            "footnotes.renumber": typist.renumber_footnotes,
            "table": typist.table,
            "table.row": partial(self._change_table, table_edits.add_row),
            "table.column": partial(self._change_table, table_edits.add_column),
            "table.row.remove": partial(self._change_table, table_edits.remove_row),
            "table.column.remove": partial(self._change_table, table_edits.remove_column),
        }
        for case in ("upper", "lower", "title", "sentence"):
            answers[f"case.{case}"] = partial(typist.change_case, case)
        for to in ("left", "centre", "right"):
            answers[f"table.{to}"] = partial(self._change_table, partial(table_edits.align, to=to))
        for id, answer in answers.items():
            self._context.commands.connect(id, answer, place.pane)
        self._context.commands.connect("typewriter", partial(self._context.set, "editor.typewriter"), place)
        self._context.exchange.setting_changed.connect(lambda _: self._check())
        self._check()

    def _check(self) -> None:
        self._context.commands.check("typewriter", bool(self._context.settings.get("editor.typewriter")))

    def link_article(self) -> None:
        """Let the writer find an article of the archive to link to or to quote."""
        place = self._place
        selected = place.pane.editor.textCursor().selectedText()
        words = selected if "\u2029" not in selected and len(selected) < _LONGEST_WORDS else ""
        picker = ArticlePicker(
            self._context, words, self._link, place.commands.quote, place.text.id if place.text is not None else 0
        )
        picker.open_over(place.window())

    def _link(self, hit: Hit) -> None:
        title = hit.title.strip() or self.tr("Untitled")
        self._place.pane.typist.link_to(f"article:{hit.uid}", title)

    def _change_table(self, rule: table_edits.Rule) -> None:
        if not self._place.pane.typist.change_table(rule):
            self._context.messages.info(self.tr("The caret stands in no table"))

    def _language(self) -> str:
        """Return the language at the caret: of its paragraph where that is long enough to tell, else of the text."""
        text, analysis, spelling = self._place.text, self._place.follower.analysis, self._place.spelling
        cursor = self._place.pane.editor.textCursor()
        if heard := spelling.given_at(cursor.position()) or spelling.language_at(cursor.position()):
            return heard
        words = cursor.block().text()
        if len(words) >= _ENOUGH_LETTERS and (guessed := guess_language(words)):
            return guessed
        if text is not None and text.article.language:
            return text.article.language
        return analysis.language if analysis is not None else ""
