"""Fields apply when they are left, Esc restores, and what is not understood is neither lost nor applied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.archive.articles import Author, NewPicture
from desktop_app.gui.context import Context
from desktop_app.gui.desk.details import DetailsTab
from desktop_app.gui.desk.fields import ChoiceField, LineField
from desktop_app.gui.desk.name_fields import AuthorsField, TagsField
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.editor.source_text import to_document
from desktop_app.gui.editor.text_page import PageStyle, new_document
from desktop_app.gui.pieces import ElidedLabel
from tests.gui.editor.conftest import type_keys

Key = Qt.Key


@pytest.fixture
def text(context: Context, archive: Archive, press: int) -> OpenText:
    article = archive.get(press)
    font = context.theme.editor_font(18)
    document = new_document(to_document(article.title, article.body), PageStyle(font, font))
    return OpenText(context, article, document)


@pytest.fixture
def details(qtbot: QtBot, context: Context, text: OpenText) -> DetailsTab:
    tab = DetailsTab(context)
    qtbot.addWidget(tab)
    tab.resize(288, 900)
    tab.show()
    tab.activateWindow()
    tab.set_text(text)
    return tab


def line(details: DetailsTab, name: str) -> QLineEdit:
    field = details.fields[name]
    assert isinstance(field, LineField)
    field.line.setFocus()
    return field.line


def write(widget: QLineEdit, words: str) -> None:
    widget.selectAll()
    type_keys(widget, words)


def test_the_facts_of_the_article_are_shown(details: DetailsTab) -> None:
    assert details.fields["title"].value() == "Köhnə çap dəzgahının ikinci ömrü"
    assert details.fields["standfirst"].value() == "1911-ci ilin maşını yenidən vərəq verir"
    assert details.fields["authors"].value() == (Author("Nərgiz Əliyeva", "Gəncə"),)
    assert details.fields["tags"].value() == ("çap tarixi", "Gəncə")
    assert details.fields["language"].value() == "az"
    assert details.fields["word_goal"].value() == 800


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("section", "Səhiyyə", "Səhiyyə"),
        ("language", "Turkish", "tr"),
        ("language", "ru", "ru"),
        ("word_goal", "1 200", 1200),
        ("word_goal", " ", None),
        ("folder", "Long reads", "Long reads"),
        ("publication", "Səda qəzeti", "Səda qəzeti"),
        ("source_url", "https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_value_applies_on_leaving_the_field(
    details: DetailsTab, text: OpenText, archive: Archive, name: str, typed: str, kept: object
) -> None:
    write(line(details, name), typed)
    assert getattr(archive.get(text.id), name) != kept
    details.fields["title"].input.setFocus()
    assert getattr(archive.get(text.id), name) == kept


@pytest.mark.parametrize(("typed", "first"), [("1911", 19110101), ("c. 1911", None), ("March 1911", 19110301)])
def test_a_date_is_kept_as_typed(details: DetailsTab, text: OpenText, archive: Archive, typed: str, first: int) -> None:
    write(line(details, "published"), typed)
    QTest.keyClick(details.fields["published"].input, Key.Key_Return)
    kept = archive.get(text.id).published
    assert kept is not None
    assert kept.text == typed
    assert first is None or kept.first == first
    assert details.fields["published"].input.text() == typed  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["published", "embargo", "language", "word_goal"])
def test_what_is_not_understood_stays_and_is_said(
    details: DetailsTab, text: OpenText, archive: Archive, name: str
) -> None:
    seq = archive.seq
    widget = line(details, name)
    write(widget, "somewhen")
    details.fields["title"].input.setFocus()
    assert archive.seq == seq
    assert widget.text() == "somewhen"
    assert details.fields[name].hint.isVisible()
    widget.setFocus()
    QTest.keyClick(widget, Key.Key_Escape)
    assert not details.fields[name].hint.isVisible()
    assert widget.text() != "somewhen"


def test_esc_restores(details: DetailsTab, archive: Archive) -> None:
    seq = archive.seq
    write(line(details, "section"), "Other")
    QTest.keyClick(details.fields["section"].input, Key.Key_Escape)
    details.fields["title"].input.setFocus()
    assert details.fields["section"].value() == "Mədəniyyət"
    assert archive.seq == seq


def test_the_headline_is_the_first_line_of_the_text(details: DetailsTab, text: OpenText, archive: Archive) -> None:
    write(line(details, "title"), "Yeni başlıq")
    QTest.keyClick(details.fields["title"].input, Key.Key_Return)
    assert text.texts()[0] == "Yeni başlıq"
    assert archive.get(text.id).title == "Yeni başlıq"
    text.document.undo()
    text.flush()
    assert archive.get(text.id).title == "Köhnə çap dəzgahının ikinci ömrü"


def test_a_standfirst_and_the_text_do_not_get_in_each_others_way(
    details: DetailsTab, text: OpenText, archive: Archive
) -> None:
    details.fields["standfirst"].input.setFocus()
    type_keys(details.fields["standfirst"].input, "Bu: ")
    text.set_title("Other")
    details.apply()
    text.flush()
    article = archive.get(text.id)
    assert article.standfirst == "Bu: 1911-ci ilin maşını yenidən vərəq verir"
    assert article.title == "Other"


def test_tags_are_taken_and_given_back(details: DetailsTab, text: OpenText, archive: Archive) -> None:
    field = details.fields["tags"]
    assert isinstance(field, TagsField)
    field.line.setFocus()
    type_keys(field.line, "mətbəə,")
    assert archive.get(text.id).tags == ("çap tarixi", "Gəncə", "mətbəə")
    type_keys(field.line, "GENCE")
    QTest.keyClick(field.line, Key.Key_Return)
    assert archive.get(text.id).tags == ("çap tarixi", "Gəncə", "mətbəə"), "the same under the fold"
    QTest.keyClick(field.line, Key.Key_Backspace)
    assert archive.get(text.id).tags == ("çap tarixi", "Gəncə")
    cross = next(one for one in field.findChildren(QToolButton) if "çap" in one.accessibleName())
    cross.click()
    assert archive.get(text.id).tags == ("Gəncə",)


def test_tags_are_completed_from_the_archive(details: DetailsTab, archive: Archive) -> None:
    field = details.fields["tags"]
    assert isinstance(field, TagsField)
    field.line.setFocus()
    type_keys(field.line, "ge")
    model = field.line.completer().model()
    assert [model.index(n, 0).data() for n in range(model.rowCount())] == ["Gəncə"]


def test_the_byline_keeps_order_and_office(details: DetailsTab, text: OpenText, archive: Archive) -> None:
    field = details.fields["authors"]
    assert isinstance(field, AuthorsField)
    field._lines[0].setFocus()
    field._show_free_line()
    field._lines[-1].setFocus()
    type_keys(field._lines[-1], "Rauf Səlimov (usta)")
    QTest.keyClick(field._lines[1], Key.Key_Return)
    assert archive.get(text.id).authors == (Author("Nərgiz Əliyeva", "Gəncə"), Author("Rauf Səlimov", "usta"))
    QTest.keyClick(field._lines[1], Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [author.name for author in archive.get(text.id).authors] == ["Rauf Səlimov", "Nərgiz Əliyeva"]
    field._lines[0].clear()
    QTest.keyClick(field._lines[0], Key.Key_Return)
    assert [author.name for author in archive.get(text.id).authors] == ["Nərgiz Əliyeva"]


def test_a_status_is_chosen(details: DetailsTab, text: OpenText, archive: Archive) -> None:
    field = details.fields["status"]
    assert isinstance(field, ChoiceField)
    field.box.setFocus()
    QTest.keyClick(field.box, Key.Key_Down)
    field.box.activated.emit(field.box.currentIndex())
    assert archive.get(text.id).status == "review"


def test_rights_are_kept_together(details: DetailsTab, text: OpenText, archive: Archive) -> None:
    write(line(details, "holder"), "Səda")
    write(line(details, "embargo"), "2026-12-01")
    details.apply()
    rights = archive.get(text.id).rights
    assert (rights.holder, rights.embargo) == ("Səda", "2026-12-01")


def test_another_text_gets_what_was_half_typed_for_the_first_out_of_the_way(
    details: DetailsTab, text: OpenText, archive: Archive
) -> None:
    write(line(details, "section"), "Half")
    details.set_text(None)
    assert archive.get(text.id).section == "Half"
    assert not details.isEnabled()


def test_every_field_has_a_name_and_can_be_reached(details: DetailsTab) -> None:
    for name, field in details.fields.items():
        assert field.input.accessibleName(), name
    assert all(button.accessibleName() for button in details.findChildren(QPushButton))


def test_pictures_of_the_article_are_listed_and_a_new_one_comes_to_them(
    details: DetailsTab, text: OpenText, archive: Archive
) -> None:
    def names() -> list[str]:
        shown = [one for one in details.findChildren(ElidedLabel) if one.isVisible()]
        return [one.text() for one in shown if one.text().endswith(".png")]

    assert names() == []
    archive.add_picture(text.id, NewPicture("köhnə dəzgah.png", b"x" * 2048, "image/png"))
    details.read_pictures()
    assert names() == ["köhnə dəzgah.png"]
    details.set_text(None)
    assert names() == []
