"""What can be changed on many articles at once: for each kind of change its words, its inputs and what it asks for.

`wanted()` gives the arguments of `Archive.bulk_edit`, None while the inputs do not say enough, and raises ValueError
with words for the user where they cannot be understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop_app.archive.articles import STATUSES, Author, Rename
from desktop_app.gui.context import Context
from desktop_app.gui.desk.fields import complete
from desktop_app.gui.library.facet_words import status_words
from desktop_app.gui.pieces import Segments, column, label
from desktop_app.text.dates import parse_date
from desktop_app.text.languages import language_code

BULK_KINDS = ("tag", "section", "author", "language", "date", "status", "kind", "publication", "rights")
_BETWEEN_NAMES = re.compile(r"[;,،]")

Wanted = dict[str, Any]


class BulkFields(QObject):
    """The inputs of one kind of change."""

    edited = Signal()

    def __init__(self, context: Context, kind: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.kind = kind
        self.panel = QWidget()
        self._lines: dict[str, QLineEdit] = {}
        self._beside: dict[str, list[QWidget]] = {}
        self._column = column(gap=6)
        self.panel.setLayout(self._column)
        self._ways: Segments | None = None
        self._statuses: QComboBox | None = None
        self.take_away: QCheckBox | None = None
        self._build()

    def title(self, n: int) -> str:
        """What the card is about: "Add a tag to 4 articles"."""
        if self.kind == "tag":
            if self._is_second_way():
                return self.tr("Take a tag off %Ln articles", "", n)
            return self.tr("Add a tag to %Ln articles", "", n)
        if self.kind == "author" and self._is_second_way():
            return self.tr("Change a name on %Ln articles", "", n)
        return {
            "section": self.tr("Section of %Ln articles", "", n),
            "author": self.tr("Byline of %Ln articles", "", n),
            "language": self.tr("Language of %Ln articles", "", n),
            "date": self.tr("Date of %Ln articles", "", n),
            "status": self.tr("Status of %Ln articles", "", n),
            "kind": self.tr("Kind of %Ln articles", "", n),
            "publication": self.tr("Publication of %Ln articles", "", n),
            "rights": self.tr("Rights in %Ln articles", "", n),
        }[self.kind]

    def verb(self, n: int) -> str:
        """What the button says when n articles will change."""
        if self.kind == "tag":
            if self._is_second_way():
                return self.tr("Take off %Ln articles", "", n)
            return self.tr("Add to %Ln articles", "", n)
        return self.tr("Change %Ln articles", "", n)

    def will_change(self, n: int) -> str:
        if self.kind == "tag":
            if self._is_second_way():
                return self.tr("%Ln articles lose the tag", "", n)
            return self.tr("%Ln articles get the tag", "", n)
        return self.tr("%Ln articles change", "", n)

    def will_stay(self, n: int) -> str:
        if (self.kind == "tag" and self._is_second_way()) or (self.kind == "author" and self._is_second_way()):
            return self.tr("%Ln articles do not have it and stay as they are", "", n)
        return self.tr("%Ln articles already have it and stay as they are", "", n)

    def told(self, n: int) -> str:
        """What the toast says when it is done."""
        if self.kind == "tag":
            if self._is_second_way():
                return self.tr("Tag taken off %Ln articles", "", n)
            return self.tr("Tag added to %Ln articles", "", n)
        return self.tr("%Ln articles changed", "", n)

    def wanted(self) -> Wanted | None:
        text = {name: line.text().strip() for name, line in self._lines.items()}
        if self.kind == "tag":
            names = [name.strip() for name in _BETWEEN_NAMES.split(text["tag"]) if name.strip()]
            return {"remove_tags" if self._is_second_way() else "add_tags": names} if names else None
        if self.kind == "author":
            return self._wanted_authors(text)
        if self.kind == "status":
            assert self._statuses is not None
            return {"set": {"status": self._statuses.currentData()}}
        if self.kind == "rights":
            given = {f"rights.{name}": words for name, words in text.items() if words}
            return {"set": given} if given else None
        if not (text[self.kind] or self._is_taken_away()):
            return None
        return {"set": {self.kind if self.kind != "date" else "published": self._value(text[self.kind])}}

    def focus_first(self) -> None:
        first: QWidget | None = self._statuses or next(
            (line for line in self._lines.values() if not line.isHidden()), None
        )
        if first is not None:
            first.setFocus()

    def lines(self) -> list[QLineEdit]:
        return list(self._lines.values())

    def _value(self, typed: str) -> Any:
        if self.kind == "language":
            code = language_code(typed)
            if typed and not code:
                raise ValueError(self.tr("Not known as a language. A name or a code such as az is."))
            return code
        if self.kind == "date":
            if not typed:
                return None
            found = parse_date(typed)
            if found is None:
                raise ValueError(self.tr("Not understood as a date. 1911, March 1911, 14.03.1911 and c. 1911 are."))
            return replace(found, text=typed)
        return typed

    def _wanted_authors(self, text: dict[str, str]) -> Wanted | None:
        if self._is_second_way():
            return {"renames": [Rename("authors", text["old"], text["new"])]} if text["old"] else None
        names = [name.strip() for name in text["author"].split(";") if name.strip()]
        if not (names or self._is_taken_away()):
            return None
        return {"set": {"authors": tuple(Author(name) for name in names)}}

    def _is_taken_away(self) -> bool:
        return self.take_away is not None and self.take_away.isChecked()

    def _is_second_way(self) -> bool:
        return self._ways is not None and self._ways.current() == 1

    def _build(self) -> None:
        if self.kind == "tag":
            self._add_ways(self.tr("Add"), self.tr("Take off"))
            self._add_line("tag", self.tr("Tag"), "tag", self.tr("Several are parted by commas."))
        elif self.kind == "author":
            self._add_ways(self.tr("Set the byline"), self.tr("Change one name"))
            self._add_line("author", self.tr("Byline"), "author", self.tr("Several names are parted by semicolons."))
            self._add_line("old", self.tr("Name now, in any spelling"), "author")
            self._add_line("new", self.tr("Name from now on"), "author", self.tr("Left empty, the name is taken away."))
            self._add_take_away(self.tr("No byline"))
        elif self.kind == "status":
            self._statuses = QComboBox()
            self._statuses.setAccessibleName(self.tr("Status"))
            for status in STATUSES:
                self._statuses.addItem(status_words(status), status)
            self._context.theme.set_font(self._statuses, "body")
            self._statuses.setCurrentIndex(list(STATUSES).index("published"))
            self._statuses.currentIndexChanged.connect(lambda _: self.edited.emit())
            self._column.addWidget(self._statuses)
        elif self.kind == "rights":
            note = self.tr("What is left empty stays as it is.")
            self._add_line("holder", self.tr("Holder of the rights"), "")
            self._add_line("licence", self.tr("Licence"), "", note)
        else:
            names = {
                "section": self.tr("Section"),
                "language": self.tr("Language"),
                "date": self.tr("Date"),
                "kind": self.tr("Kind"),
                "publication": self.tr("Publication"),
            }
            field = self.kind if self.kind not in ("language", "date") else ""
            self._add_line(self.kind, names[self.kind], field)
            self._add_take_away(self.tr("None: take away what stands there"))
        self._follow_way()

    def _add_ways(self, *names: str) -> None:
        self._ways = Segments(self._context.theme, names, 0, self.tr("What to do"))
        self._ways.chosen.connect(self._on_way)
        self._column.addWidget(self._ways)
        self._column.addSpacing(6)

    def _add_line(self, key: str, name: str, field: str, note: str = "") -> None:
        theme = self._context.theme
        heading, line = label(theme, name, "small", "muted"), QLineEdit()
        line.setAccessibleName(name)
        theme.set_font(line, "body")
        heading.setBuddy(line)
        self._column.addWidget(heading)
        self._column.addWidget(line)
        parts: list[QWidget] = [heading]
        if note:
            parts.append(label(theme, note, "small", "faint", wrap=True))
            self._column.addWidget(parts[-1])
        self._beside[key] = parts
        line.textChanged.connect(lambda _: self.edited.emit())
        if field:
            complete(self._context, line, field)
        self._lines[key] = line

    def _add_take_away(self, words: str) -> None:
        """An empty line changes nothing until this is ticked: Enter in a new card must not empty a field."""
        self.take_away = QCheckBox(words)
        self._context.theme.set_font(self.take_away, "body")
        self._beside[self.kind].append(self.take_away)
        self._column.addWidget(self.take_away)
        self.take_away.toggled.connect(self._on_take_away)

    def _on_take_away(self, is_ticked: bool) -> None:
        line = self._lines.get(self.kind)
        if line is not None:
            line.clear()
            line.setEnabled(not is_ticked)
        self.edited.emit()

    def _on_way(self, way: int) -> None:
        self._follow_way()
        self.edited.emit()

    def _follow_way(self) -> None:
        """Show the lines of the way that is chosen."""
        if self.kind != "author":
            return
        shown: Callable[[str], bool] = lambda key: (key != "author") == self._is_second_way()  # noqa: E731
        for key, line in self._lines.items():
            for part in (line, *self._beside[key]):
                part.setVisible(shown(key))
