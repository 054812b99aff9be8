"""Help for the place at hand: one short page each, shipped with the program."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from desktop_app import markup, paths
from desktop_app.gui.context import Context
from desktop_app.gui.keymap import COMMANDS
from desktop_app.gui.library.reader_view import ReaderView
from desktop_app.gui.pieces import button, row, rule
from desktop_app.gui.sheet import Sheet

SIZE = (720, 640)


class HelpSheet(Sheet):
    """The page of one place; `keyboard` leads on to all keys."""

    def __init__(self, context: Context, place: str, title: str) -> None:
        super().__init__(context.theme, context.commands, self.tr("Help: {place}").format(place=title), SIZE)
        self._context = context
        self.page = ReaderView(context.theme)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setAccessibleName(self.windowTitle())
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        all_keys = button(context.theme, self.tr("All keys…"), icon="keyboard", run=self._show_keys)
        self._close = button(context.theme, self.tr("Close"), "primary", run=self.accept)
        self._close.setDefault(True)
        self.content.addWidget(self.page, 1)
        self.content.addWidget(rule())
        self.content.addLayout(row(all_keys, None, self._close, margins=(22, 12, 22, 14)))
        keys = {command.id: context.commands.shown_key(command.id) for command in COMMANDS}
        context.jobs.render(help_html, place, keys, done=self.page.show_page)

    def focus_first(self) -> None:
        self._close.setFocus()

    def _show_keys(self) -> None:
        self.accept()
        self._context.commands.trigger("keyboard")


def help_html(place: str, keys: Mapping[str, str]) -> str:
    """Read and render a place's page; `{draft.new}` in it stands for the key that command has here and now."""
    text = paths.resource(f"help/{place}.md").read_text(encoding="utf-8")
    text = re.sub(r"\{([a-z.0-9]+)\}", lambda match: keys.get(match[1]) or "—", text)
    return markup.render(text, language="en").html
