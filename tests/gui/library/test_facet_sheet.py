"""A facet of many values: looked for by name under the fold, ticked and left out, and the results follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from desktop_app.archive import Archive, Article
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.facet_model import COUNT_ROLE, KIND_ROLE
from desktop_app.gui.library.facet_sheet import FacetSheet
from desktop_app.gui.window import MainWindow
from desktop_app.search.service import Tick
from tests.gui.conftest import open_filled
from tests.gui.library.test_archive_place import place, titles, window

__all__ = ["place", "window"]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_filled(tmp_path / "desk.copydesk") as opened:
        names = [*(f"section {n:03}" for n in range(240)), "Şəki xəbərləri", "Yeni Bakı"]
        opened.add(*(Article(title=name, body="x", section=name, status="published") for name in names))
        yield opened


def open_sheet(place: ArchivePlace) -> FacetSheet:
    model = place.facets
    parent = model.index(list(model._titles).index("section"), 0)
    more = model.index(model.rowCount(parent) - 1, 0, parent)
    assert more.data(KIND_ROLE) == "more"
    assert more.data() == "Show all…", "a number that is not known is not told"
    place.facet_panel.tree._act(more, exclude=False, only=False)
    found = place.window().findChildren(FacetSheet) or QApplication.topLevelWidgets()
    return [one for one in found if isinstance(one, FacetSheet) and one.isVisible()][-1]


def test_value_is_found_by_a_part_of_its_name_and_enter_takes_it(window: MainWindow, place: ArchivePlace) -> None:
    sheet = open_sheet(place)
    assert sheet.model.rowCount() == 243
    QAbstractItemModelTester(sheet.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QTest.keyClicks(sheet.line, "xeber")
    assert sheet.model.rowCount() == 1
    first = sheet.model.index(0, 0)
    assert (first.data(), first.data(COUNT_ROLE)) == ("Şəki xəbərləri", 1)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Şəki xəbərləri, 1 articles, not ticked"
    QTest.keyClick(sheet.line, Qt.Key.Key_Return)
    assert place.searching.browse.ticks == (Tick("section", "Şəki xəbərləri"),)
    assert titles(place) == ["Şəki xəbərləri"]


def test_several_are_ticked_and_left_out_and_come_back_ticked(window: MainWindow, place: ArchivePlace) -> None:
    place._change(ticks=(Tick("language", ""),))
    sheet = open_sheet(place)
    QTest.keyClicks(sheet.line, "section 01")
    QTest.keyClick(sheet.line, Qt.Key.Key_Down)
    QTest.keyClick(sheet.list, Qt.Key.Key_Space)
    QTest.keyClick(sheet.list, Qt.Key.Key_Down)
    QTest.keyClick(sheet.list, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    wanted = {Tick("language", ""), Tick("section", "section 011"), Tick("section", "section 012", excluded=True)}
    assert set(place.searching.browse.ticks) == wanted
    assert titles(place) == ["section 011"]
    clicked = open_sheet(place)
    rect = clicked.list.visualRect(clicked.model.index(3, 0))
    QTest.mouseClick(clicked.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert clicked.model.index(3, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    QTest.keyClick(clicked, Qt.Key.Key_Escape)
    again = open_sheet(place)
    first = again.model.index(0, 0)
    assert first.data().startswith("section 011")
    assert first.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    again.list.setCurrentIndex(first)
    QTest.keyClick(again.list, Qt.Key.Key_Space)
    QTest.keyClick(again, Qt.Key.Key_Escape)
    assert set(place.searching.browse.ticks) == wanted, "Escape changes nothing"
