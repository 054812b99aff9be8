"""Fields that hold several names: tags as chips, the byline as lines in order."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.archive.articles import Author
from desktop_app.gui.context import Context
from desktop_app.gui.desk.fields import Field, complete
from desktop_app.gui.desk.flow import FlowLayout
from desktop_app.gui.pieces import Chip
from desktop_app.text.folding import fold

_AUTHOR = re.compile(r"\s*(.*?)\s*(?:\(([^()]*)\))?\s*")


class TagsField(Field):
    """Words as chips; Enter or a comma takes a word, Backspace in the empty line gives the last one back."""

    def __init__(self, context: Context, name: str) -> None:
        self._panel = QWidget()
        super().__init__(context, name, self._panel)
        self._flow = FlowLayout(6)
        self._panel.setLayout(self._flow)
        self._tags: list[str] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Add a tag"))
        self.line.setAccessibleName(name)
        self.line.setMinimumWidth(90)
        context.theme.set_font(self.line, "body")
        self._flow.addWidget(self.line)
        self._panel.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.watch(self.line)
        complete(context, self.line, "tag", chosen=lambda _: self._take())

    def value(self) -> tuple[str, ...]:
        return tuple(self._tags)

    def put(self, value: Any) -> None:
        self.line.clear()
        if list(value or ()) == self._tags:
            return
        self._tags = list(value or ())
        self._lay_chips()

    def is_changed(self) -> bool:
        return bool(self.line.text().strip()) or super().is_changed()

    def apply(self) -> None:
        self._take()
        super().apply()

    def restore(self) -> None:
        self.line.clear()
        super().restore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Backspace
            and not self.line.text()
            and self._tags
        ):
            self._remove(self._tags[-1])
            return True
        return super().eventFilter(watched, event)

    def _on_edited(self, text: str) -> None:
        if text.endswith((",", ";", "،")):
            self.line.setText(text[:-1])
            self._take()
            super().apply()

    def _take(self) -> None:
        name = self.line.text().strip()
        self.line.clear()
        if name and fold(name) not in {fold(tag) for tag in self._tags}:
            self._tags.append(name)
            self._lay_chips()

    def _remove(self, tag: str) -> None:
        if tag in self._tags:
            self._tags.remove(tag)
            self._lay_chips()
            self.line.setFocus()
            super().apply()

    def _lay_chips(self) -> None:
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            if item is not None and item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        for place, tag in enumerate(self._tags):
            chip = Chip(self._context.theme, tag, closable=True)
            chip.closed.connect(lambda tag=tag: self._remove(tag))
            self._flow.insert(place, chip)
            chip.show()
        self._panel.updateGeometry()


class AuthorsField(Field):
    """The byline: a line for each name in order, `Name (office)`; the last line is always free."""

    def __init__(self, context: Context, name: str) -> None:
        self._panel = QWidget()
        super().__init__(context, name, self._panel)
        self._column = QVBoxLayout(self._panel)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._lines: list[QLineEdit] = []
        self.put(())

    def value(self) -> tuple[Author, ...]:
        return tuple(author for author in map(_author, (line.text() for line in self._lines)) if author.name)

    def put(self, value: Any) -> None:
        wanted = [_written(author) for author in value or ()]
        while len(self._lines) > len(wanted) + 1:
            line = self._lines.pop()
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self._lines) < len(wanted) + 1:
            self._add_line()
        for line, text in zip(self._lines, [*wanted, ""], strict=True):
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0)
        self._panel.setFocusProxy(self._lines[0])
        self._show_free_line()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            # After the event, when it is known where the focus went.
            QTimer.singleShot(0, self, self._show_free_line)
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            and watched in self._lines
        ):
            self._move(self._lines.index(watched), -1 if event.key() == Qt.Key.Key_Up else 1)
            return True
        return super().eventFilter(watched, event)

    def _add_line(self) -> None:
        line = QLineEdit()
        line.setPlaceholderText(self.tr("Name (office)"))
        line.setToolTip(self.tr("Alt+Up and Alt+Down change the order"))
        line.setAccessibleName(self.tr("{name}, line {n}").format(name=self.name.text(), n=len(self._lines) + 1))
        self._context.theme.set_font(line, "body")
        line.textEdited.connect(self._keep_one_free)
        self.watch(line)
        complete(self._context, line, "author")
        self._lines.append(line)
        self._column.addWidget(line)

    def _show_free_line(self) -> None:
        """The free line is there while somebody is at work here, and where there is no name yet."""
        for line in self._lines:
            line.setVisible(line is not self._lines[-1] or len(self._lines) == 1 or self.has_focus())

    def _keep_one_free(self) -> None:
        if self._lines[-1].text().strip():
            self._add_line()

    def _move(self, place: int, step: int) -> None:
        other = place + step
        if not 0 <= other < len(self.value()) or place >= len(self.value()):
            return
        here, there = self._lines[place], self._lines[other]
        words = here.text()
        here.setText(there.text())
        there.setText(words)
        there.setFocus()
        self.apply()


def _author(text: str) -> Author:
    match = _AUTHOR.fullmatch(text)
    return Author(match[1], (match[2] or "").strip()) if match else Author(text.strip())


def _written(author: Author) -> str:
    return f"{author.name} ({author.affiliation})" if author.affiliation else author.name
