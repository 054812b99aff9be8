"""Where an article came from, and its file as it lies there now: same, changed, gone, in a zip archive."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.archive import Archive
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.provenance import ProvenanceSheet
from desktop_app.gui.window import MainWindow
from desktop_app.transfer.importing import ImportOptions, import_paths
from tests.gui.library.test_archive_place import place, window

__all__ = ["place", "window"]

TEXT = "Письмо из Шеки\n\nСтарый печатный станок стучал так, что звенели стаканы.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "old pieces"
    made.mkdir()
    return made


def opened(window: MainWindow, article_id: int) -> ProvenanceSheet:
    sheet = ProvenanceSheet(window.context, article_id)
    sheet.open_over(window)
    return sheet


def imported(archive: Archive, path: Path, encoding: str | None = None) -> int:
    before = set(archive.every_id())
    import_paths(archive, [path], options=ImportOptions(status="published", encoding=encoding))
    [new] = set(archive.every_id()) - before
    return new


@pytest.mark.usefixtures("english", "place")
def test_the_file_is_shown_in_its_own_letters(window: MainWindow, archive: Archive, folder: Path) -> None:
    (folder / "letter.txt").write_bytes(TEXT.encode("cp1251"))
    sheet = opened(window, imported(archive, folder, "windows-1251"))
    facts = sheet.facts()
    assert facts["File"] == str(folder / "letter.txt")
    assert facts["Encoding"] == "windows-1251"
    assert facts["Import"].startswith("No. 1, ")
    assert len(facts["Checksum (SHA-256)"]) == 64
    assert sheet.text.toPlainText() == TEXT
    assert "as it was imported" in sheet.state.text()


@pytest.mark.usefixtures("english", "place")
def test_a_file_that_changed_or_went_is_said_to_have(window: MainWindow, archive: Archive, folder: Path) -> None:
    (folder / "letter.md").write_text(TEXT, encoding="utf-8")
    made = imported(archive, folder)
    (folder / "letter.md").write_text("<script>alert(1)</script> Другое письмо", encoding="utf-8")
    sheet = opened(window, made)
    assert "has changed" in sheet.state.text()
    assert sheet.text.toPlainText() == "<script>alert(1)</script> Другое письмо"
    (folder / "letter.md").unlink()
    sheet = opened(window, made)
    assert "cannot be shown" in sheet.state.text()
    assert not sheet.text.isVisible()


@pytest.mark.usefixtures("english", "place")
def test_a_file_in_a_zip_archive_is_found_again(window: MainWindow, archive: Archive, folder: Path) -> None:
    with zipfile.ZipFile(folder / "letters.zip", "w") as packed:
        packed.writestr("1914/letter.txt", TEXT)
    sheet = opened(window, imported(archive, folder / "letters.zip"))
    assert sheet.text.toPlainText() == TEXT
    assert "as it was imported" in sheet.state.text()


@pytest.mark.usefixtures("english")
def test_the_command_opens_it_and_the_import_leads_to_its_articles(
    window: MainWindow, place: ArchivePlace, archive: Archive, folder: Path
) -> None:
    (folder / "letter.txt").write_text(TEXT, encoding="utf-8")
    made = imported(archive, folder)
    window.context.search.catch_up()
    place.read_article(made)
    window.context.commands.trigger("provenance")
    [sheet] = window.findChildren(ProvenanceSheet)
    assert sheet._import.isVisible()
    QTest.mouseClick(sheet._import, Qt.MouseButton.LeftButton)
    assert place.searching.result is not None
    assert place.searching.result.total == 1
    assert place.reader.article is not None
    assert place.reader.article.id == made


@pytest.mark.usefixtures("english", "place")
def test_what_was_written_here_has_no_file(window: MainWindow, archive: Archive) -> None:
    sheet = opened(window, archive.ids(place="archive")[0])
    assert "no file behind it" in sheet.state.text()
    assert "File" not in sheet.facts()


@pytest.mark.usefixtures("english", "place")
def test_a_page_in_one_endless_line_is_shown_in_lines_that_can_be_laid_out(
    window: MainWindow, archive: Archive, folder: Path
) -> None:
    text = "# Endless\n\n" + "a long word " * 100_000
    (folder / "endless.md").write_text(text, encoding="utf-8")
    shown = opened(window, imported(archive, folder)).text.toPlainText()
    assert max(map(len, shown.split("\n"))) <= 2_000
    assert shown.endswith("\n…")
    assert text.startswith(shown[:-2].replace("\n", "").replace("# Endless", "# Endless\n\n"))
