"""A person's way through the program: search, open, edit, preview, autosave, restore a version, export a PDF.

Real key and mouse events, the real worker processes, files on disk. The journey is one test because each step stands
on the one before.
"""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.gui.dialogs.question import QuestionSheet
from desktop_app.gui.program import Program
from desktop_app.gui.transfer.export_sheet import ExportSheet
from desktop_app.gui.window import MainWindow
from desktop_app.transfer.importing import ImportOptions, import_paths
from tests.journeys.conftest import WAIT_MS, open_window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, as a keyboard does."""
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)


def write(text: str) -> None:
    """Type letters of any alphabet; QTest.keyClicks knows Latin-1 only."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(
                QApplication.focusWidget(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            )


def test_search_read_edit_preview_save_restore_export(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, sample_path: Path
) -> None:
    walk(window, qtbot, tmp_path, sample_path, "swing bridge", "The bridge that keeps a diary", "Hedda Marsh pulls")


def test_from_a_hit_to_its_pdf_by_keys_alone(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=WAIT_MS)
    archive: Any = window.places["archive"]
    desk: Any = window.places["desk"]
    press(Qt.Key.Key_F, CTRL | SHIFT)
    write("swing bridge")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: archive.reader.article is not None, timeout=WAIT_MS)
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is desk.pane.editor, timeout=WAIT_MS)
    press(Qt.Key.Key_End, CTRL)
    write(" Körpü açıqdır.")
    press(Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: window.findChild(ExportSheet) is not None, timeout=WAIT_MS)
    sheet = window.findChild(ExportSheet)
    assert sheet is not None
    qtbot.waitUntil(sheet.verb.isEnabled, timeout=WAIT_MS)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(list(tmp_path.rglob("*.pdf"))), timeout=60_000)
    qtbot.waitUntil(lambda: not window.context.jobs.pending(), timeout=60_000)
    [pdf] = tmp_path.rglob("*.pdf")
    words = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "Körpü açıqdır." in words.replace("\n", " ")


@pytest.mark.corpora
@pytest.mark.timeout(600)
def test_the_same_way_through_4613_real_articles(program: Program, qtbot: QtBot, tmp_path: Path, corpora: Path) -> None:
    path = tmp_path / "real.copydesk"
    with Archive.create(path) as archive:
        for name in ("digitalgov", "18f"):
            with tarfile.open(corpora / "markdown" / f"{name}.tar.xz") as packed:
                packed.extractall(tmp_path / name, filter="data")
        report = import_paths(archive, [tmp_path / "digitalgov", tmp_path / "18f"], options=ImportOptions())
        assert report.added == 4613
    window = open_window(program, path, qtbot)
    assert window.places["archive"].context.archive.counts().archive > 4000
    walk(window, qtbot, tmp_path, path, "accessibility scary", "Accessibility Is (Not) Scary", "Scary")


def walk(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, archive_path: Path, query: str, title: str, in_pdf: str
) -> None:
    """Go the whole way with the article `title`, which is the first that `query` finds."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=WAIT_MS)
    archive_place: Any = window.places["archive"]
    desk: Any = window.places["desk"]

    # Search: words, Enter; the first hit is read with its hits marked.
    press(Qt.Key.Key_F, CTRL | SHIFT)
    QTest.keyClicks(QApplication.focusWidget(), query)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: archive_place.reader.article is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: archive_place.reader.view.hit_count() > 1, timeout=WAIT_MS)
    article = archive_place.reader.article
    assert article.title == title
    hits = [selection.cursor.selectedText().lower() for selection in archive_place.reader.view.extraSelections()]
    assert set(hits) == set(query.split())

    # Read → edit, and write at the end of the text.
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(
        lambda: window.place is desk and desk.text is not None and desk.text.id == article.id, timeout=WAIT_MS
    )
    editor = desk.pane.editor
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editor, timeout=WAIT_MS)
    press(Qt.Key.Key_End, CTRL)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    write("Bu gün körpü yenə açıldı, Şəki yolunda.")

    # Saved by itself, in the archive, while nobody asked.
    wanted = article.body + "\n\nBu gün körpü yenə açıldı, Şəki yolunda."
    with Archive.open(archive_path, read_only=True) as other:
        qtbot.waitUntil(lambda: other.get(article.id).body == wanted, timeout=5000)
    qtbot.waitUntil(lambda: desk.status().parts[0].text.startswith("Saved "), timeout=WAIT_MS)

    # The preview shows what was just written.
    press(Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: desk.pane.preview.backend is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Şəki yolunda" in preview_text(desk.pane.preview.backend, qtbot), timeout=WAIT_MS)
    press(Qt.Key.Key_R, CTRL)

    # The versions: what was added, and back to what was imported.
    press(Qt.Key.Key_H, CTRL | SHIFT)
    qtbot.waitUntil(lambda: desk.shows_versions, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: desk.versions.list.versions.rowCount() >= 3, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not window.context.jobs.pending(), timeout=WAIT_MS)
    press(Qt.Key.Key_End)
    restore = next(b for b in desk.versions.findChildren(QPushButton) if b.text().startswith("Restore"))
    qtbot.waitUntil(restore.isEnabled, timeout=WAIT_MS)
    QTest.mouseClick(restore, Qt.MouseButton.LeftButton)
    question = next(message for message in reversed(window.context.messages.said) if message.kind == "question")
    assert question.title.startswith("Restore the version of")
    sheet = window.findChild(QuestionSheet)
    assert sheet is not None
    QTest.mouseClick(
        next(b for b in sheet.findChildren(QPushButton) if b.text() == "Restore"), Qt.MouseButton.LeftButton
    )
    qtbot.waitUntil(lambda: not window.context.jobs.pending(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.context.archive.get(article.id).body == article.body, timeout=WAIT_MS)
    newest = window.context.archive.versions(article.id)
    kept = [window.context.archive.version_text(article.id, version.number).body for version in newest]
    assert any("Şəki yolunda" in body for body in kept), "restoring keeps today's text"

    # Export the PDF: Ctrl+E, Enter.
    desk.close_versions()
    press(Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: window.findChild(ExportSheet) is not None, timeout=WAIT_MS)
    sheet = window.findChild(ExportSheet)
    qtbot.waitUntil(lambda: not window.context.jobs.pending(), timeout=WAIT_MS)
    sheet._use("pdf")
    target = sheet.target()
    assert tmp_path in target.parents
    QTest.keyClick(sheet.verb, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: target.exists(), timeout=60_000)
    qtbot.waitUntil(lambda: not window.context.jobs.pending(), timeout=WAIT_MS)
    words = " ".join(page.extract_text() for page in PdfReader(target).pages)
    assert in_pdf in words.replace("\n", " ")
    qtbot.waitUntil(
        lambda: any("Exported" in message.text for message in window.context.messages.said), timeout=WAIT_MS
    )


def preview_text(backend: Any, qtbot: QtBot) -> str:
    """Return what the preview shows, whichever engine shows it."""
    page = getattr(backend, "page", None)
    if page is None or not hasattr(page, "toPlainText"):
        return str(backend.pane().toPlainText())
    found: list[str] = []
    page.toPlainText(found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=WAIT_MS)
    return found[0]
