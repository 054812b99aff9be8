"""Results and facets as Qt models: they keep Qt's promises and tell the truth."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from desktop_app.gui.library.facet_model import COUNT_ROLE, KIND_ROLE, SHARE_ROLE, FacetModel
from desktop_app.gui.library.facet_words import facet_titles, value_words
from desktop_app.gui.library.result_model import HIT_ROLE, PAGE_ROWS, ResultModel
from desktop_app.search.service import FacetValue, Hit, Snippet, Tick
from desktop_app.text.dates import parse_date


def hit(number: int, **changes: object) -> Hit:
    facts: dict = {
        "id": number, "uid": f"u{number}", "title": f"Yeni çap dəzgahı {number}", "title_spans": ((5, 8),),
        "authors": ("M. Hacılı",), "section": "", "tags": (), "language": "az", "status": "published", "kind": "news",
        "publication": "Səda qəzeti", "published": parse_date("1911-03-14"), "words": 412, "score": 1.0, "reprints": 0,
        "snippets": (Snippet("…limanda üç gün gözləyən çap dəzgahı", ((24, 27),)),),
    }  # fmt: skip
    return Hit(**{**facts, **changes})


@pytest.fixture
def results(qapp: object) -> ResultModel:
    model = ResultModel()
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)  # type: ignore[attr-defined]
    return model


def test_rows_that_are_not_there_ask_once_for_their_page(results: ResultModel) -> None:
    results.show(1000, [hit(n) for n in range(PAGE_ROWS)])
    asked = QSignalSpy(results.page_wanted)
    assert results.rowCount() == 1000
    row = PAGE_ROWS * 3 + 2
    assert results.index(row, 0).data(HIT_ROLE) is None
    assert results.index(row + 1, 0).data() == "…"
    assert asked.count() == 1
    assert asked.at(0) == [3]
    results.put(3, [hit(PAGE_ROWS * 3 + n) for n in range(PAGE_ROWS)])
    assert results.index(row, 0).data(HIT_ROLE).id == row
    assert results.row_of(row) == row


def test_pages_far_away_are_forgotten_and_asked_for_again(qapp: object) -> None:
    # Without the tester, which looks at row 0 after every signal and so keeps its page.
    results = ResultModel()
    results.show(100_000, [hit(n) for n in range(PAGE_ROWS)])
    for page in range(1, 60):
        results.hit(page * PAGE_ROWS)
        results.put(page, [hit(page * PAGE_ROWS + n) for n in range(PAGE_ROWS)])
    asked = QSignalSpy(results.page_wanted)
    assert results.hit(0) is None
    assert asked.count() == 1
    assert results.hit(59 * PAGE_ROWS) is not None


def test_row_speaks_one_sentence(results: ResultModel) -> None:
    results.show(1, [hit(1, reprints=7)])
    said = results.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Yeni çap dəzgahı 1, 14 Mar 1911, Səda qəzeti, M. Hacılı, 7 reprints.")
    assert "limanda üç gün" in said


@pytest.fixture
def facets(qapp: object) -> FacetModel:
    model = FacetModel(facet_titles(), value_words)
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)  # type: ignore[attr-defined]
    return model


def group(model: FacetModel, name: str) -> object:
    return model.index(list(facet_titles()).index(name), 0)  # type: ignore[arg-type]


def test_values_show_count_share_and_words(facets: FacetModel) -> None:
    facets.set_facets({"language": [FacetValue("az", 20), FacetValue("ru", 5)], "author": [FacetValue("", 3)]})
    languages = group(facets, "language")
    first, second = facets.index(0, 0, languages), facets.index(1, 0, languages)
    assert (first.data(), first.data(COUNT_ROLE), first.data(SHARE_ROLE)) == ("Azerbaijani", 20, 1.0)
    assert (second.data(), second.data(SHARE_ROLE)) == ("Russian", 0.25)
    assert facets.index(0, 0, group(facets, "author")).data() == "No byline"


def test_tick_exclude_and_only(facets: FacetModel) -> None:
    facets.set_facets({"kind": [FacetValue("news", 9), FacetValue("letter", 4), FacetValue("column", 2)]})
    kinds = group(facets, "kind")
    news, letter, column = (facets.index(row, 0, kinds) for row in range(3))
    told = QSignalSpy(facets.ticks_changed)
    facets.toggle(news)
    facets.toggle(letter, exclude=True)
    assert facets.ticks() == (Tick("kind", "news"), Tick("kind", "letter", True))
    assert news.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert letter.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    facets.toggle(column, only=True)
    assert facets.ticks() == (Tick("kind", "column"),)
    facets.toggle(column)
    assert facets.ticks() == ()
    assert told.count() == 4
    assert "left out" not in letter.data(Qt.ItemDataRole.AccessibleTextRole)


def test_ticked_value_without_matches_can_still_be_unticked(facets: FacetModel) -> None:
    facets.set_ticks([Tick("tag", "tea")])
    facets.set_facets({"tag": [FacetValue("bridge", 2)]})
    tags = group(facets, "tag")
    assert [facets.index(row, 0, tags).data() for row in range(facets.rowCount(tags))] == ["bridge", "tea"]
    assert facets.index(1, 0, tags).data(COUNT_ROLE) == 0


def test_long_groups_show_five_until_asked(facets: FacetModel) -> None:
    facets.set_facets({"author": [FacetValue(f"Author {n}", 100 - n) for n in range(77)]})
    authors = group(facets, "author")
    assert facets.rowCount(authors) == 6
    more = facets.index(5, 0, authors)
    assert (more.data(), more.data(KIND_ROLE)) == ("Show all 77…", "more")
    facets.toggle_more(more)
    assert facets.rowCount(authors) == 78
    facets.toggle_more(facets.index(77, 0, authors))
    assert facets.rowCount(authors) == 6


def test_new_counts_of_the_same_values_touch_no_row(facets: FacetModel) -> None:
    facets.set_facets({"kind": [FacetValue("news", 9), FacetValue("letter", 4)]})
    inserted, removed = QSignalSpy(facets.rowsInserted), QSignalSpy(facets.rowsRemoved)
    facets.set_facets({"kind": [FacetValue("news", 3), FacetValue("letter", 1)]})
    assert (inserted.count(), removed.count()) == (0, 0)
    assert facets.index(0, 0, group(facets, "kind")).data(COUNT_ROLE) == 3
