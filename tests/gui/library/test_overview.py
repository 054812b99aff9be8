"""The overview: each of its numbers is true, and shows the articles it counts when it is pressed."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.archive import Archive
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.overview import OverviewSheet, gap_words
from desktop_app.gui.window import MainWindow
from tests.gui.library.test_archive_place import place, window

__all__ = ["place", "window"]


def open_sheet(window: MainWindow) -> OverviewSheet:
    sheet = OverviewSheet(window.context)
    sheet.open_over(window)
    return sheet


@pytest.mark.usefixtures("english")
def test_every_number_leads_to_as_many_articles(window: MainWindow, place: ArchivePlace, archive: Archive) -> None:
    archive.edit(archive.ids(place="archive")[0], authors=(), published=None, section="A & B")
    window.context.search.catch_up()
    texts = [one.text() for one in open_sheet(window).numbers()]
    assert "4 articles" in texts
    assert "No byline: 1" in texts
    assert "No date: 1" in texts
    assert any("A && B" in text for text in texts)
    assert len(texts) > 12
    for text in texts:
        sheet = open_sheet(window)
        [pressed] = [one for one in sheet.numbers() if one.text() == text]
        QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)
        found = re.findall(r"\d+", text)
        wanted = int(found[0] if text.endswith("articles") else found[-1])
        assert place.searching.result is not None
        assert place.searching.result.total == wanted, text


@pytest.mark.parametrize(
    ("years", "gaps"),
    [
        ([], []),
        ([1911], []),
        ([1911, 1912, 1914, 1924], ["1913", "1915–1923"]),
        (range(1900, 1960, 3), ["1901–1902", "1904–1905", "1907–1908", "1910–1911", "1913–1914", "1916–1917"]),
    ],
)
def test_gaps_are_told_longest_first_and_in_order(years: list[int], gaps: list[str]) -> None:
    assert gap_words(years) == gaps
