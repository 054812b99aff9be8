"""Reprint families in the window: opened from pill and keys, compared, split and joined by hand, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive, Article
from desktop_app.gui.desk.article_picker import ArticlePicker
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.window import MainWindow
from desktop_app.search.service import Tick
from desktop_app.text.dates import parse_date
from tests.gui.conftest import open_filled
from tests.gui.library.test_archive_place import place, titles, type_query, window

__all__ = ["place", "window"]

WORDS = [
    "Limanda üç gün gözləyən çap dəzgahı nəhayət mətbəəyə çatdırıldı, sandıqlar yağışdan brezentlə örtülmüşdü.",
    "Mətbəə müdiri bildirir ki, yeni dəzgah saatda altı yüz vərəq çap edəcək və köhnə maşın elanlar üçün qalacaq.",
    "Usta Məmməd deyir ki, hürufatın bir qismi yolda nəmlənmiş, qalanı isə sağ-salamat çatmışdır.",
    "Şəhər əhli axşam limana toplaşıb gəminin yükünü seyr edirdi, uşaqlar isə sandıqların üstünə dırmaşırdı.",
    "Redaksiya oxuculardan üzr istəyir: iki nömrə gec çıxacaq, çünki kağız anbarı hələ də boşdur.",
]
NOTE = "Redaksiyadan: bu xəbər qəzetimizdə ilk dəfə 1911-ci ildə çıxmışdı; bu gün onu təkrar edirik."
BODY = "\n\n".join(WORDS)


@pytest.fixture(autouse=True)
def spoken(english: None) -> None:
    """Plural forms as the program has them."""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_filled(tmp_path / "desk.copydesk") as opened:
        for title, day, paper, body in (
            ("Yeni dəzgah", "1911-03-14", "Səda qəzeti", BODY),
            ("Yeni dəzgah gəldi", "1911-03-21", "Yeni Yol", BODY),
            ("Dəzgah", "1912-04-02", "Liman", "\n\n".join(WORDS[:3])),
            ("Yüz il əvvəl", "2011-05-08", "Blog", f"{BODY}\n\n{NOTE}"),
        ):
            opened.add(
                Article(title=title, body=body, language="az", status="published", publication=paper,
                        published=parse_date(day))
            )  # fmt: skip
        yield opened


def open_family(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "hürufatın")
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    place.results.setFocus()
    assert window.context.commands.trigger("reprints")
    qtbot.waitUntil(lambda: place.family.is_open, timeout=3000)


def rows(place: ArchivePlace) -> list[tuple[str, str]]:
    model = place.family.list.model
    return [(model.where(one), model.what(one).split("  ·  ")[0]) for one in model.printings]


def test_printings_stand_by_date_with_what_they_are_to_the_first(
    window: MainWindow, place: ArchivePlace, qtbot: QtBot
) -> None:
    open_family(window, place, qtbot)
    assert rows(place) == [
        ("Səda qəzeti", "First printing"), ("Yeni Yol", "Same text"), ("Liman", "Shortened"), ("Blog", "With a note"),
    ]  # fmt: skip
    family = place.family
    assert family.list.isVisible()
    assert family.page.isVisible()
    assert not place.results.isVisible()
    model = family.list.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    family.list.view.setCurrentIndex(model.index(3, 0))
    assert NOTE in family.page.page.toPlainText()
    assert "Compared with Səda qəzeti 14 Mar 1911" in family.page.page.toPlainText()
    said = model.data(model.index(2, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Liman, 2 Apr 1912, Shortened")
    assert "% alike" in said
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert place.results.isVisible()
    assert not family.is_open


def test_click_on_the_pill_opens_the_family(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "hürufatın")
    row = 0
    hit = place.model.hit(row)
    assert hit is not None
    assert hit.reprints == 3
    rect = place.results.visualRect(place.model.index(row, 0))
    pill = place.results._delegate.pill(rect, hit)
    QTest.mouseClick(
        place.results.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pill.center().toPoint()
    )
    qtbot.waitUntil(lambda: place.family.is_open, timeout=3000)
    assert place.family.list.current is not None
    assert place.family.list.current.article.id == hit.id
    QTest.mouseClick(
        place.results.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(30, 30)
    )


def test_split_and_undo(window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot) -> None:
    open_family(window, place, qtbot)
    family = place.family
    family.list.view.setCurrentIndex(family.list.model.index(2, 0))
    QTest.mouseClick(family.list.split_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(place)) == 3, timeout=5000)
    assert "Liman" not in [where for where, _ in rows(place)]
    assert len(archive.reprint_choices()) == 3
    said = window.context.messages.said[-1]
    assert said.text == "Taken out of the family"
    said.accept()
    qtbot.waitUntil(lambda: len(rows(place)) == 4, timeout=5000)
    assert archive.reprint_choices() == []


def test_join_by_hand_is_marked_and_can_be_taken_back(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    open_family(window, place, qtbot)
    family = place.family
    [other] = [article.id for article in archive.texts(archive.every_id()) if article.title == "Рассказ наборщика"]
    QTest.mouseClick(family.list.add_button, Qt.MouseButton.LeftButton)
    [sheet] = window.findChildren(ArticlePicker) or [
        one for one in QApplication.topLevelWidgets() if isinstance(one, ArticlePicker) and one.isVisible()
    ]
    sheet.field.setText("Рассказ наборщика")
    sheet._ask()
    QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(rows(place)) == 5, timeout=5000)
    assert ("Рассказ наборщика", "Translated, by hand") in rows(place)
    assert other in family.ids
    window.context.messages.said[-1].accept()
    qtbot.waitUntil(lambda: len(rows(place)) == 4, timeout=5000)
    assert archive.reprint_choices() == []


def test_citation_of_the_first_printing(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    open_family(window, place, qtbot)
    place.family.list.view.setCurrentIndex(place.family.list.model.index(3, 0))
    place.family.page._cite()
    assert QGuiApplication.clipboard().text() == "“Yeni dəzgah”, Səda qəzeti, 14 Mar 1911."
    assert window.context.commands.trigger("cite"), "the command cites what is chosen"
    assert QGuiApplication.clipboard().text() == "“Yüz il əvvəl”, Blog, 8 May 2011."


def test_single_article_is_a_family_of_one_to_which_another_can_be_added(
    window: MainWindow, place: ArchivePlace, qtbot: QtBot
) -> None:
    type_query(window, "ladder")
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    window.context.commands.trigger("reprints")
    qtbot.waitUntil(lambda: place.family.is_open, timeout=3000)
    assert [kind for _, kind in rows(place)] == ["First printing"]
    assert not place.family.list.split_button.isEnabled()
    type_query(window, "dəzgahı")
    assert not place.family.is_open, "another question leaves the family"
    assert titles(place)


def test_spelling_reform_can_be_left_out(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    old = "Бѣлый станокъ стоялъ у стѣны и стучалъ весь день, пока мастеръ читалъ газету о новомъ мірѣ."
    new = "Белый станок стоял у стены и стучал весь день, пока мастер читал газету о новом мире."
    one, other = archive.add(
        Article(title="Станокъ", body=old, language="ru", status="published", published=parse_date("1912")),
        Article(title="Станок", body=new, language="ru", status="published", published=parse_date("1922")),
    ).articles
    archive.join_reprints([one, other])
    window.context.search.catch_up()
    place.family.open(other)
    qtbot.waitUntil(lambda: place.family.is_open, timeout=3000)
    assert [kind for _, kind in rows(place)] == ["First printing, by hand", "New spelling, by hand"]
    page = place.family.page
    assert "станокъ" in page.page.toPlainText()
    QTest.keyClick(page.ignore, Qt.Key.Key_Space)
    assert page.ignore.isChecked()
    assert "станокъ" not in page.page.toPlainText()
    assert "Белый станок стоял" in page.page.toPlainText()


def test_results_are_folded_until_each_is_wanted(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "hürufatın")
    assert place.model.rowCount() == 1
    assert place.strip.count.text() == "4 articles", "what is folded is counted"
    assert place.strip.fold_button.text() == "Show each of 3 reprints"
    request = place.shown_request()
    assert request is not None
    assert len(window.context.search.matching_ids(request)) == 4, "what is done to the result is done to all of it"
    place.results.setFocus()
    QTest.keyClick(place.results, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert place.choice.count == 4
    QTest.mouseClick(place.strip.fold_button, Qt.MouseButton.LeftButton)
    assert place.model.rowCount() == 4
    assert place.choice.count == 4, "the choice outlives the folding"
    assert place.strip.fold_button.text() == "Fold reprints"
    QTest.mouseClick(place.strip.fold_button, Qt.MouseButton.LeftButton)
    assert place.model.rowCount() == 1


def test_facet_of_reprints_narrows(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    place.search_for("")
    labels = {place.facets.label("reprints", value) for value in ("yes", "")}
    assert labels == {"Printed more than once", "Printed once"}
    place.facets.set_ticks([Tick("reprints", "yes")])
    place.facets.ticks_changed.emit()
    assert place.searching.result is not None
    assert place.searching.result.total == 4
    assert place.model.rowCount() == 1
