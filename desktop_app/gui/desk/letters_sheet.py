"""Restore letters: what seems to be meant, word by word, before anything is changed. Enter restores what is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop_app.gui.context import Context
from desktop_app.gui.desk.letters_page import LettersPage, Passage
from desktop_app.gui.desk.wording import number
from desktop_app.gui.pieces import ElidedLabel, button, key_label, label, row, rule, set_button_text
from desktop_app.gui.sheet import Sheet

if TYPE_CHECKING:
    from desktop_app.letters import Proposal

_SIZE = (780, 620)


class LettersSheet(Sheet):
    """The words in their paragraphs; `restore` gets the proposals that were taken."""

    def __init__(
        self, context: Context, found: Sequence[Passage], restore: Callable[[Sequence[Proposal]], object]
    ) -> None:
        super().__init__(context.theme, context.commands, self.tr("Restore letters"), _SIZE)
        self._restore = restore
        theme = context.theme
        self.page = LettersPage(theme, found)
        self.page.setObjectName("paper")
        self._count = ElidedLabel(theme, "", "small", "muted")
        self.all = button(theme, "", run=self._take_all_or_none)
        self.verb = button(theme, "", "primary", run=self.restore)
        self.verb.setDefault(True)
        self.add_header(
            self.tr("Restore letters"), self.tr("The underlined word stays. Nothing is changed before you say so.")
        )
        self.content.addWidget(self.page, 1)
        self.content.addWidget(rule())
        foot = row(gap=7, margins=(20, 10, 14, 10))
        for key, words in (("← →", self.tr("from word to word")), ("Space", self.tr("take or leave"))):
            foot.addWidget(key_label(theme, key))
            foot.addWidget(label(theme, words, "small", "muted"))
        foot.addWidget(self._count, 1)
        foot.addWidget(self.all)
        foot.addWidget(self.verb)
        self.content.addLayout(foot)
        self.page.changed.connect(self._tell)
        self._tell()

    def focus_first(self) -> None:
        self.page.setFocus()
        self.page.go_to(0)

    def restore(self) -> None:
        """Restore the words that are taken."""
        taken = [one for one, is_taken in zip(self.page.proposals, self.page.taken, strict=True) if is_taken]
        # Closed first: the focus goes back to the text before it changes.
        self.accept()
        self._restore(taken)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.focusWidget() is self.page
            and self.verb.isEnabled()
        ):
            self.restore()
        else:
            super().keyPressEvent(event)

    def _take_all_or_none(self) -> None:
        self.page.set_all(not any(self.page.taken))
        self.page.setFocus()

    def _tell(self) -> None:
        taken, of = sum(self.page.taken), len(self.page.taken)
        self._count.setText(self.tr("{n} of {total} taken").format(n=number(taken), total=number(of)))
        set_button_text(self.all, self.tr("Take none") if taken else self.tr("Take all"))
        set_button_text(self.verb, self.tr("Restore %Ln words", None, taken))
        self.verb.setEnabled(taken > 0)
