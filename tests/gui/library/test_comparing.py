"""Searches side by side in one timeline: kept, drawn, told, taken away, and saved as picture or table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.series import Series, as_csv
from desktop_app.gui.pieces import Chip
from desktop_app.gui.window import MainWindow
from desktop_app.search.service import Bin
from tests.gui.library.test_archive_place import place, type_query, window

__all__ = ["place", "window"]


def compare_two(window: MainWindow, place: ArchivePlace) -> None:
    type_query(window, "dəzgahı")
    assert window.context.commands.trigger("timeline.compare")
    type_query(window, "станок")


def test_kept_search_is_drawn_beside_the_next_and_follows_the_archive(window: MainWindow, place: ArchivePlace) -> None:
    type_query(window, "dəzgahı")
    alone = place.timeline.grab().toImage()
    compare_two(window, place)
    [kept] = place.comparing.series
    assert (kept.name, [(one.key, one.count) for one in kept.bins]) == ("dəzgahı", [("1911", 1)])
    assert [(one.key, one.count) for one in place.timeline.bins] == [("1914", 1)]
    assert place.timeline.grab().toImage() != alone
    bins = place.timeline._words_at(place.timeline.rect().center())
    assert "dəzgahı" in bins
    window.context.change(window.context.archive.trash, [place.context.archive.ids(place="archive", sort="oldest")[0]])
    place.comparing.count()
    assert place.comparing.series[0].bins == ()


def test_three_are_kept_at_most_and_a_chip_takes_one_away(window: MainWindow, place: ArchivePlace) -> None:
    for word in ("dəzgahı", "станок", "ladder", "baskı"):
        type_query(window, word)
        window.context.commands.trigger("timeline.compare")
    assert [one.name for one in place.comparing.series] == ["dəzgahı", "станок", "ladder"]
    assert not window.context.commands.action("timeline.compare").isEnabled()
    QTest.qWait(10)
    chips = [chip for chip in place.strip.findChildren(Chip) if chip.isVisible() and chip.text == "станок"]
    assert len(chips) == 1
    chips[0].closed.emit()
    assert [one.name for one in place.comparing.series] == ["dəzgahı", "ladder"]
    assert window.context.commands.action("timeline.compare").isEnabled()
    window.context.commands.trigger("timeline.compare")
    assert [one.name for one in place.comparing.series] == ["dəzgahı", "ladder", "baskı"]


def test_share_draws_other_heights(window: MainWindow, place: ArchivePlace) -> None:
    type_query(window, "the OR dəzgahı")
    counts = place.timeline.grab().toImage()
    assert window.context.commands.trigger("timeline.share")
    assert place.timeline.by_share
    assert window.context.commands.trigger("timeline.share")
    assert not place.timeline.by_share
    assert place.timeline.grab().toImage() == counts


def test_gaps_of_the_archive_are_hatched(place: ArchivePlace) -> None:
    place.timeline.show_gaps([1911, 1912, 1914, 1924])
    with_gaps = place.timeline.grab().toImage()
    place.timeline.show_gaps([])
    assert place.timeline.grab().toImage() != with_gaps
    place.timeline.show_gaps([1911, 1912])
    assert place.timeline._gaps == ()


@pytest.mark.parametrize("form", ["png", "svg", "csv"])
def test_timeline_is_saved_with_its_legend(window: MainWindow, place: ArchivePlace, tmp_path: Path, form: str) -> None:
    compare_two(window, place)
    path = tmp_path / f"zaman xətti.{form}"
    place.commands.save_timeline_as(str(path))
    if form == "png":
        image = QImage(str(path))
        assert image.width() == 2 * place.timeline.width()
        assert image.height() > 2 * place.timeline.height()
    elif form == "svg":
        text = path.read_text("utf-8")
        assert "dəzgahı" in text
        assert "<svg" in text
    else:
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        assert rows == [
            ["period", "станок", "станок (share)", "dəzgahı", "dəzgahı (share)"],
            ["1911", "0", "0", "1", "1.0"],
            ["1914", "1", "1.0", "0", "0"],
        ]
    assert window.context.messages.said[-1].text == f"Saved: {path.name}"


def test_what_cannot_be_saved_is_said(window: MainWindow, place: ArchivePlace, tmp_path: Path) -> None:
    place.commands.save_timeline_as(str(tmp_path / "timeline.doc"))
    assert not list(tmp_path.glob("timeline*"))
    place.commands.save_timeline_as(str(tmp_path / "no such folder" / "timeline.csv"))
    assert "could not be written" in str(window.context.messages.said[-1].text)


def test_table_has_undated_articles_and_no_formulas() -> None:
    own = Series("-tag:x", bins=(Bin("1911", 2, 0.5),), undated=3)
    rows = list(csv.reader(as_csv([own, Series("b", "info", (Bin("1912", 1, 0.1),))]).splitlines()))
    assert rows == [
        ["period", "'-tag:x", "'-tag:x (share)", "b", "b (share)"],
        ["1911", "2", "0.5", "0", "0"],
        ["1912", "0", "0", "1", "0.1"],
        ["", "3", "", "0", ""],
    ]


def test_menu_opens_on_the_timeline(window: MainWindow, place: ArchivePlace) -> None:
    place.timeline.setFocus()
    QTest.keyClick(place.timeline, Qt.Key.Key_Menu)
    assert place.timeline.isVisible()
