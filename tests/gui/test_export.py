"""Export: formats with a preview each, options remembered for each, files that are really there, Stop, remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.context import Context
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.transfer.export_formats import FORMATS, Choice, Remembered, export_format
from desktop_app.gui.transfer.export_sheet import ExportSheet
from desktop_app.transfer.exporting import SUFFIXES
from tests.gui.conftest import empty_window as window

__all__ = ["window"]


@pytest.fixture
def open_sheet(context: Context, window: QMainWindow, tmp_path: Path) -> Callable[..., ExportSheet]:
    context.settings.set("export.folder", str(tmp_path / "out"))

    def make(*ids: int) -> ExportSheet:
        sheet = ExportSheet(context, ids)
        sheet.open_over(window)
        return sheet

    return make


@pytest.fixture
def ids_of_all(context: Context) -> tuple[int, ...]:
    return context.archive.ids(None, "archive", "oldest")


def test_every_format_is_one_the_transfer_room_knows() -> None:
    assert {form.id for form in FORMATS} - {"site"} <= set(SUFFIXES)
    assert all(form.suffix == SUFFIXES.get(form.id, "") for form in FORMATS)
    assert export_format("nonsense").id == "pdf"


def test_the_sheet_opens_ready_with_the_first_page(
    open_sheet: Callable[..., ExportSheet], ids_of_all: tuple[int, ...], tmp_path: Path
) -> None:
    sheet = open_sheet(ids_of_all[0])
    assert sheet.accessibleName() == "Export 1 article"
    assert sheet.verb.text() == "Export PDF"
    assert sheet.verb.hasFocus()
    assert sheet.target() == tmp_path / "out" / "yeni-çap-dəzgahı-bakıya-gətirildi.pdf"
    assert sheet.preview.pages.words == "Page 1"
    assert len(sheet.preview.pages._pages) == 1
    assert "Azerbaijani" in sheet._letters.text()


def test_each_format_has_its_own_preview_and_name(
    open_sheet: Callable[..., ExportSheet], ids_of_all: tuple[int, ...], qtbot: QtBot
) -> None:
    sheet = open_sheet(ids_of_all[0])
    qtbot.mouseClick(sheet._cards["markdown"], Qt.MouseButton.LeftButton)
    assert sheet.preview.source.toPlainText().startswith("---\ntitle:")
    assert sheet.target().suffix == ".md"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert sheet.verb.text() == "Export Word"
    assert "çap dəzgahı" in sheet.preview.reading.toPlainText()
    sheet._use("site")
    assert sheet.target().suffix == ""


def test_several_articles_are_files_in_a_folder_or_one_book(
    open_sheet: Callable[..., ExportSheet], ids_of_all: tuple[int, ...], tmp_path: Path
) -> None:
    sheet = open_sheet(*ids_of_all)
    assert sheet.accessibleName() == "Export 4 articles"
    assert sheet._subtitle.text().endswith(" and 3 more")
    assert sheet.target() == tmp_path / "out"
    assert sheet._example.isVisible()
    sheet._many_box.setCurrentIndex(sheet._many_box.findData("one"))
    sheet._many_box.activated.emit(0)
    assert sheet.target() == tmp_path / "out" / "articles.pdf"
    sheet._use("html")
    assert sheet.target() == tmp_path / "out"


def test_what_was_chosen_is_remembered_for_each_format(tmp_path: Path) -> None:
    kept = Remembered()
    kept.keep("pdf", Choice("/a", "newspaper", "skip", True))
    kept.keep("html", Choice("/b"))
    again = Remembered(kept.state())
    assert again.last == "html"
    assert again.choice("pdf", Choice("/start")) == Choice("/a", "newspaper", "skip", True)
    assert again.choice("docx", Choice("/start")) == Choice("/start")
    for nonsense in (
        {},
        {"formats": 3},
        {"formats": {"pdf": []}},
        {"last": 7, "formats": {"pdf": {"folder": 1, "theme": "x"}}},
    ):
        assert Remembered(nonsense).choice("pdf", Choice("/start")) == Choice("/start")


def test_names_and_targets_of_every_control(
    open_sheet: Callable[..., ExportSheet], ids_of_all: tuple[int, ...]
) -> None:
    sheet = open_sheet(*ids_of_all)
    for widget in sheet.findChildren(QWidget):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName(), type(widget).__name__
            assert min(widget.width(), widget.height()) >= 24, widget.accessibleName()


@pytest.fixture
def busy_context(context: Context) -> Iterator[Context]:
    jobs = Jobs(context.messages.failure)
    yield replace(context, jobs=jobs)
    assert jobs.close(20_000)


def test_enter_exports_and_the_file_is_there(
    busy_context: Context, window: QMainWindow, ids_of_all: tuple[int, ...], tmp_path: Path, qtbot: QtBot
) -> None:
    busy_context.settings.set("export.folder", str(tmp_path / "out"))
    busy_context.settings.set("export.format", "html")
    flushed: list[bool] = []
    sheet = ExportSheet(busy_context, ids_of_all[:2], lambda: flushed.append(True))
    sheet.open_over(window)
    qtbot.waitUntil(lambda: sheet.verb.text() == "Export Web page")
    qtbot.keyClick(sheet.verb, Qt.Key.Key_Return)
    assert sheet.run.is_running
    assert flushed == [True]
    said = busy_context.messages.said
    qtbot.waitUntil(lambda: any(message.kind == "toast" for message in said), timeout=30_000)
    toast = next(message for message in said if message.kind == "toast")
    assert toast.text == "2 files exported to out"
    assert [choice.text for choice in toast.choices] == ["Open", "Show in folder"]
    files = sorted((tmp_path / "out").glob("*.html"))
    assert len(files) == 2
    assert "Рассказ наборщика" in "".join(file.read_text("utf-8") for file in files)
    again = Remembered.load()
    assert again.last == "html"
    assert again.choice("html", Choice("")).folder == str(tmp_path / "out")


def test_trouble_is_told_and_the_sheet_stays_for_another_try(
    busy_context: Context, window: QMainWindow, ids_of_all: tuple[int, ...], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("not a folder")
    busy_context.settings.set("export.folder", str(tmp_path / "file" / "out"))
    busy_context.settings.set("export.format", "markdown")
    sheet = ExportSheet(busy_context, ids_of_all[:1])
    sheet.open_over(window)
    qtbot.waitUntil(lambda: sheet.verb.text() == "Export Markdown")
    sheet.export()
    qtbot.waitUntil(lambda: not sheet.run.is_running, timeout=30_000)
    assert busy_context.messages.said[-1].kind == "error"
    assert sheet.isVisible()
    assert sheet.verb.isVisible()
