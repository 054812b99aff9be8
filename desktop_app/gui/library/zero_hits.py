"""What stands where the results would be when there are none: each part of the search with its own count, and repairs.

Every row says what one word or filter finds by itself; a button beside the failing one mends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui.library.wording import count_words
from desktop_app.gui.pieces import button, icon_label, label, rule
from desktop_app.gui.theme import ThemeKeeper


@dataclass(frozen=True, slots=True)
class Repair:
    """A button and what it does."""

    words: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of the search: its words, what it finds alone, and how to mend it."""

    part: str
    finds: int
    icon: str = ""
    explanation: str = ""
    repair: Repair | None = None


class ZeroHits(QScrollArea):
    """The panel. `show_parts` fills it anew."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("bare")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("No matches"))

    def show_parts(self, title: str, text: str, rows: list[PartRow], others: list[Repair], foot: str) -> None:
        """Show title, sentence, a row a part, and the ways on; the first of `others` is the main one."""
        page = QWidget()
        page.setObjectName("scrolled")
        inside = QVBoxLayout()
        inside.setSpacing(6)
        heading = label(self._theme, title, "title", weight=600)
        self._theme.set_font(heading, "title", 600, px=20)
        heading.setWordWrap(True)
        inside.addWidget(heading)
        inside.addWidget(label(self._theme, text, "body", "muted", wrap=True))
        inside.addSpacing(10)
        if rows:
            inside.addWidget(self._card(rows))
            inside.addSpacing(12)
        if others:
            inside.addLayout(self._ways_on(others))
            inside.addSpacing(14)
        if foot:
            note = QHBoxLayout()
            note.setSpacing(8)
            note.addWidget(icon_label(self._theme, "info"), 0, Qt.AlignmentFlag.AlignTop)
            note.addWidget(label(self._theme, foot, "small", "muted", wrap=True), 1)
            inside.addLayout(note)
        inside.addStretch(1)
        middle = QWidget()
        middle.setLayout(inside)
        middle.setMaximumWidth(self._theme.px(720))
        across = QHBoxLayout(page)
        across.setContentsMargins(32, 32, 32, 32)
        across.addStretch(1)
        across.addWidget(middle, 8)
        across.addStretch(1)
        self.setWidget(page)

    def buttons(self) -> list[QPushButton]:
        """Return the buttons in reading order."""
        page = self.widget()
        return page.findChildren(QPushButton) if page is not None else []

    def _card(self, rows: list[PartRow]) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        for number, one in enumerate(rows):
            if number:
                inside.addWidget(rule())
            inside.addLayout(self._row(one))
        return card

    def _row(self, one: PartRow) -> QHBoxLayout:
        finds_some = one.finds > 0
        name, color = ("check", "ok") if finds_some else ("x", "danger")
        if one.icon:
            name, color = one.icon, "warning" if not finds_some else "ok"
        line = QHBoxLayout()
        line.setContentsMargins(15, 10, 14, 10)
        line.setSpacing(12)
        line.addWidget(icon_label(self._theme, name, color))
        words = QVBoxLayout()
        words.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(10)
        part = label(self._theme, one.part, "body-strong", wrap=False)
        head.addWidget(part)
        if finds_some:
            found = self.tr("1 article") if one.finds == 1 else self.tr("{n} articles")
            head.addWidget(label(self._theme, found.format(n=count_words(one.finds)), "body", "muted"))
        else:
            head.addWidget(label(self._theme, self.tr("no articles"), "body", "muted"))
        head.addStretch(1)
        words.addLayout(head)
        if one.explanation:
            words.addWidget(label(self._theme, one.explanation, "small", "muted", wrap=True))
        line.addLayout(words, 1)
        if one.repair is not None:
            line.addWidget(button(self._theme, one.repair.words, run=one.repair.run))
        return line

    def _ways_on(self, others: list[Repair]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        for number, way in enumerate(others):
            line.addWidget(button(self._theme, way.words, "primary" if number == 0 else "", run=way.run))
        line.addStretch(1)
        return line
