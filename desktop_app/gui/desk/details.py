"""The inspector's second tab: every fact of the article, as fields.

Values go to the archive through the open text (`edit`), so that they and its autosave never get in each other's way.
Dates may be partial and are kept as typed. Unknown is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.archive.articles import STATUSES, Article, Picture, Rights
from desktop_app.gui.context import Context
from desktop_app.gui.desk.fields import ChoiceField, Field, LineField, TextField
from desktop_app.gui.desk.name_fields import AuthorsField, TagsField
from desktop_app.gui.desk.wording import local, status_word, when
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.pieces import ElidedLabel, column, icon_label, label, row, rule
from desktop_app.text.dates import PartialDate, parse_date
from desktop_app.text.languages import language_code, language_name

_RIGHTS = ("holder", "licence", "embargo", "note")


class DetailsTab(QWidget):
    """The fields of one article."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._text: OpenText | None = None
        self._shown: Article | None = None
        """The facts that all fields show; None where a field may show another one."""
        self.fields: dict[str, Field] = {}
        self._pictures = QVBoxLayout()
        self._pictures.setSpacing(6)
        self._picture_box = QWidget()
        self._begun = label(context.theme, "", "small", "faint")
        self._number = label(context.theme, "", "small", "faint")
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(self._build())
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        foot = row(self._begun, None, self._number, margins=(16, 7, 16, 8))
        layout = column(area, rule(), foot, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def set_text(self, text: OpenText | None) -> None:
        """Show another text's facts; what stands half-typed in a field is applied to the old one first."""
        self.apply()
        if self._text is not None:
            self._text.article_changed.disconnect(self.show_article)
        self._text = text
        self.setEnabled(text is not None and not text.is_read_only)
        if text is not None:
            text.article_changed.connect(self.show_article)
            self._shown = None
            for field in self.fields.values():
                field.restore()
            self.show_article(text.article)
            self._area.verticalScrollBar().setValue(0)
        self._show_pictures(())
        self.read_pictures()

    def apply(self) -> None:
        """Apply the field that has the focus."""
        if self._text is not None:
            for field in self.fields.values():
                if field.has_focus():
                    field.apply()

    def show_article(self, article: Article) -> None:
        """Show what the archive has; a field being written in stays as it is."""
        # A draft is saved twice a second while it is typed; its facts, and these are many fields, stay.
        facts = replace(article, title="", body="", version=0, words=0, updated=None)
        if facts == self._shown and self._text is not None:
            self.show_title(self._text.title())
            return
        self._shown = None if any(field.has_focus() for field in self.fields.values()) else facts
        for name, field in self.fields.items():
            if name in _RIGHTS:
                field.show_value(getattr(article.rights, name))
            elif name == "title":
                field.show_value(self._text.title() if self._text is not None else article.title)
            else:
                field.show_value(getattr(article, name))
        begun = when(article.created, date.today()) if article.created is not None else ""
        self._begun.setText(self.tr("Begun {day}").format(day=begun) if begun else "")
        self._number.setText(self.tr("No. {n}").format(n=article.id) if article.id else self.tr("Not saved yet"))
        if article.created is not None:
            moment = local(article.created)
            self._begun.setToolTip(QLocale().toString(moment.replace(tzinfo=None), QLocale.FormatType.ShortFormat))
            self._number.setToolTip(article.uid)

    def show_title(self, title: str) -> None:
        """Follow the headline as it is typed in the text."""
        self.fields["title"].show_value(title)

    def read_pictures(self) -> None:
        """List the pictures that the archive has for the article, where somebody sees it."""
        ticket = self._context.jobs.latest(f"pictures {id(self)}")
        if self._text is not None and self._text.id and self.isVisible():
            self._context.jobs.read(
                self._context.archive.pictures, self._text.id, done=self._show_pictures, ticket=ticket
            )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read_pictures()

    def _show_pictures(self, pictures: Sequence[Picture]) -> None:
        while (item := self._pictures.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for one in pictures:
            line = QWidget()
            size = QLocale().formattedDataSize(one.size, 1)
            name = ElidedLabel(self._context.theme, one.name, "small", mode=Qt.TextElideMode.ElideMiddle)
            name.setToolTip(one.name)
            bytes_ = label(self._context.theme, size, "small", "faint")
            inside = row(icon_label(self._context.theme, "image", size=14), name, bytes_, gap=8)
            inside.setStretch(1, 1)
            line.setLayout(inside)
            self._pictures.addWidget(line)
        self._picture_box.setVisible(bool(pictures))

    # -- building

    def _build(self) -> QVBoxLayout:
        c, tr = self._context, self.tr
        statuses = [(status, status_word(status)) for status in STATUSES]
        self._add("title", LineField(c, tr("Headline")))
        self._add("standfirst", TextField(c, tr("Standfirst")))
        self._add("authors", AuthorsField(c, tr("By-line")))
        self._add("language", LineField(c, tr("Language"), read=self._read_language, write=_language))
        self._add("published", LineField(c, tr("Date"), read=self._read_date, write=_date))
        self._add("section", LineField(c, tr("Section"), values_of="section"))
        self._add("kind", LineField(c, tr("Kind"), values_of="kind"))
        self._add("tags", TagsField(c, tr("Tags")))
        self._add("status", ChoiceField(c, tr("Status"), statuses))
        self._add("word_goal", LineField(c, tr("Word goal"), read=self._read_goal))
        self._add("folder", LineField(c, tr("Folder"), values_of="folder"))
        self._add("summary", TextField(c, tr("Summary")))
        self._add("canonical_url", LineField(c, tr("Web address")))
        self._add("publication", LineField(c, tr("Publication"), values_of="publication"))
        self._add("issue", LineField(c, tr("Issue")))
        self._add("page", LineField(c, tr("Page")))
        self._add("source_name", LineField(c, tr("Source"), values_of="source_name"))
        self._add("source_url", LineField(c, tr("Source address")))
        self._add("holder", LineField(c, tr("Holder")))
        self._add("licence", LineField(c, tr("Licence")))
        self._add("embargo", LineField(c, tr("Embargo"), read=self._read_embargo))
        self._add("note", TextField(c, tr("Note on rights"), lines=1))
        f = self.fields
        self._picture_box.setLayout(column(self._heading(tr("Pictures")), self._pictures, gap=8))
        self._picture_box.hide()
        return column(
            *(f["title"], f["standfirst"], f["authors"], self._pair("language", "published")),
            *(self._pair("section", "kind"), f["tags"], self._pair("status", "word_goal")),
            *(f["folder"], f["summary"], f["canonical_url"]),
            *(4, self._heading(tr("Source")), f["publication"], self._pair("issue", "page")),
            *(f["source_name"], f["source_url"]),
            *(4, self._heading(tr("Rights")), self._pair("holder", "licence"), f["embargo"], f["note"]),
            *(4, self._picture_box, None),
            margins=(16, 8, 16, 16),
            gap=11,
        )

    def _add(self, name: str, field: Field) -> None:
        self.fields[name] = field
        field.setObjectName(f"field-{name}")
        field.applied.connect(lambda value, name=name: self._apply(name, value))

    def _pair(self, left: str, right: str) -> Any:
        line = row(gap=8)
        for name in (left, right):
            line.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        return line

    def _heading(self, text: str) -> QWidget:
        return label(self._context.theme, text, "small", "muted", weight=600)

    # -- values

    def _apply(self, name: str, value: Any) -> None:
        text = self._text
        self._shown = None
        if text is None:
            return
        if name == "title":
            text.set_title(value)
            text.flush()
        elif name in _RIGHTS:
            text.edit(rights=replace(text.article.rights or Rights(), **{name: value}))
        else:
            text.edit(**{name: value})

    def _read_date(self, typed: str) -> PartialDate | None:
        typed = typed.strip()
        if not typed:
            return None
        found = parse_date(typed)
        if found is None:
            raise ValueError(self.tr("Not understood as a date. 1911, March 1911, 14.03.1911 and c. 1911 are."))
        return replace(found, text=typed)

    def _read_embargo(self, typed: str) -> str:
        typed = typed.strip()
        if typed and parse_date(typed) is None:
            raise ValueError(self.tr("Not understood as a date. 1 December 2026 and 2026-12-01 are."))
        return typed

    def _read_language(self, typed: str) -> str:
        typed = typed.strip()
        code = language_code(typed)
        if typed and not code:
            raise ValueError(self.tr("Not known as a language. A name or a code such as az is."))
        return code

    def _read_goal(self, typed: str) -> int | None:
        digits = "".join(letter for letter in typed if not letter.isspace() and letter not in ".,’'")
        if not digits:
            return None
        if not digits.isdecimal() or len(digits) > 9:
            raise ValueError(self.tr("A number of words is wanted, or nothing."))
        return int(digits) or None


def _language(code: str) -> str:
    return language_name(code, QLocale().name()[:2])


def _date(published: PartialDate) -> str:
    return published.text
