"""Find and replace across the archive, by keys and mouse: seen first, left out one by one, done as one step, undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMainWindow, QTextEdit
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive, VersionReason
from desktop_app.gui.context import Context
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.replacing.hit_rows import HIT_ROLE, HitRows
from desktop_app.gui.replacing.hit_view import HitView
from desktop_app.gui.replacing.replace_sheet import ReplaceSheet, Scope
from desktop_app.search.replacing import ArticleHits, Hit, ReplacePlan, ReplaceRequest
from desktop_app.search.service import SearchRequest
from tests.gui.conftest import empty_window as window

__all__ = ["window"]

SCOPES: list[Scope] = [("Everywhere", SearchRequest(sort="newest")), ("Drafts", SearchRequest(place="desk"))]


@pytest.fixture
def open_sheet(context: Context, window: QMainWindow) -> Callable[..., ReplaceSheet]:
    def make(words: str = "", own: Context | None = None) -> ReplaceSheet:
        sheet = ReplaceSheet(own or context, SCOPES, words)
        sheet.open_over(window)
        return sheet

    return make


def typed(text: str) -> None:
    """Write as an input method does: QTest has keys for Latin letters only."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def rows(sheet: ReplaceSheet) -> list[str]:
    return [str(sheet.rows.index(row).data()) for row in range(sheet.rows.rowCount())]


def test_the_whole_way_by_keys(open_sheet: Callable[..., ReplaceSheet], qtbot: QtBot, archive: Archive) -> None:
    sheet = open_sheet()
    assert sheet.accessibleName() == "Find and replace across the archive"
    assert not sheet.verb.isEnabled()
    typed("dəzgahı")
    qtbot.keyClick(sheet.words, Qt.Key.Key_Tab)
    typed("maşını")
    qtbot.waitUntil(sheet.verb.isEnabled)
    assert rows(sheet) == [
        "Yeni çap dəzgahı Bakıya gətirildi",
        "Yeni çap dəzgahı Bakıya gətirildi",
        "Limanda üç gün gözləyən çap dəzgahı çatdırıldı.",
    ]
    assert sheet.verb.text() == "Replace 2 hits"
    assert sheet.count.text() == "2 hits in 1 article"
    qtbot.keyClick(sheet.instead, Qt.Key.Key_Return)
    [found] = archive.texts(archive.by_title(["Yeni çap maşını Bakıya gətirildi"])["Yeni çap maşını Bakıya gətirildi"])
    assert found.body == "Limanda üç gün gözləyən çap maşını çatdırıldı."
    assert archive.versions(found.id)[0].reason is VersionReason.REPLACE
    messages = sheet._context.messages
    assert messages.said[-1].text == "Replaced in 2 places"
    messages.said[-1].accept()
    assert archive.get(found.id).title == "Yeni çap dəzgahı Bakıya gətirildi"
    assert messages.said[-1].text == "Undone for 1 article"


def test_hits_are_left_out_by_space_and_by_a_click(
    open_sheet: Callable[..., ReplaceSheet], qtbot: QtBot, archive: Archive
) -> None:
    sheet = open_sheet("dəzgahı")
    sheet.instead.setText("maşını")
    qtbot.waitUntil(sheet.verb.isEnabled)
    sheet.view.setFocus()
    qtbot.keyClick(sheet.view, Qt.Key.Key_Down)
    qtbot.keyClick(sheet.view, Qt.Key.Key_Space)
    assert sheet.count.text() == "2 hits in 1 article · 1 left out"
    assert sheet.rows.index(0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    # The tick of the article itself: all are in again only after all were out.
    place = sheet.view.visualRect(sheet.rows.index(0)).topLeft() + QPoint(28, 12)
    qtbot.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (sheet.rows.chosen_hits, sheet.verb.isEnabled()) == (0, False)
    qtbot.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert sheet.rows.chosen_hits == 2
    sheet.rows.toggle(1)
    qtbot.mouseClick(sheet.verb, Qt.MouseButton.LeftButton)
    [found] = archive.texts(
        archive.by_title(["Yeni çap dəzgahı Bakıya gətirildi"])["Yeni çap dəzgahı Bakıya gətirildi"]
    )
    assert found.body == "Limanda üç gün gözləyən çap maşını çatdırıldı."


def test_other_forms_have_their_own_replacement(
    open_sheet: Callable[..., ReplaceSheet], qtbot: QtBot, archive: Archive
) -> None:
    sheet = open_sheet("dəzgah")
    sheet.instead.setText("maşın")
    qtbot.waitUntil(lambda: any(line.text() for _, _, line in sheet.forms._rows))
    forms = {form.words: (tick, line) for form, tick, line in sheet.forms._rows}
    assert set(forms) == {"dəzgahı", "dəzgahının"}
    assert [line.text() for _, line in forms.values()] == ["maşını", "maşınının"]
    assert not any(tick.isChecked() for tick, _ in forms.values())
    tick, line = forms["dəzgahının"]
    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(10, tick.height() // 2))
    qtbot.waitUntil(lambda: sheet.rows.chosen_hits > 0)
    line.setFocus()
    line.selectAll()
    typed("presin")
    qtbot.waitUntil(lambda: sheet.rows.index(1).data(HIT_ROLE).instead == "presin")
    kept = next(line for form, _, line in sheet.forms._rows if form.words == "dəzgahının")
    assert kept.text() == "presin"
    sheet.replace()
    assert archive.by_title(["Köhnə çap presin ikinci ömrü"])["Köhnə çap presin ikinci ömrü"]


def test_options_and_scope(open_sheet: Callable[..., ReplaceSheet], qtbot: QtBot) -> None:
    sheet = open_sheet("dəzgah")
    assert (sheet.rows.chosen_hits, sheet._empty.accessibleName()) == (0, "No text has these words")
    qtbot.mouseClick(sheet.whole, Qt.MouseButton.LeftButton, pos=QPoint(10, 12))
    qtbot.waitUntil(lambda: sheet.rows.chosen_hits == 4)
    sheet.scope.setCurrentIndex(1)
    qtbot.waitUntil(lambda: sheet.rows.chosen_hits == 2)
    sheet.pattern.setChecked(True)
    sheet.words.setText("(a")
    qtbot.waitUntil(lambda: sheet._empty.accessibleName() == "This pattern cannot be used")
    assert not sheet.whole.isEnabled()
    assert not sheet.verb.isEnabled()


def test_text_edited_meanwhile_is_left_and_told(
    open_sheet: Callable[..., ReplaceSheet], qtbot: QtBot, archive: Archive, ids: Callable[[str], int]
) -> None:
    sheet = open_sheet("dəzgahı")
    sheet.instead.setText("maşını")
    qtbot.waitUntil(sheet.verb.isEnabled)
    number = ids("Yeni çap dəzgahı Bakıya gətirildi")
    archive.edit(number, body="Yazıldı.")
    sheet.replace()
    assert archive.get(number).body == "Yazıldı."
    said = sheet._context.messages.said[-1]
    assert "changed meanwhile" in said.text
    assert said.hint == "Yeni çap dəzgahı Bakıya gətirildi"


def test_stop_keeps_what_was_done_and_offers_undo(
    open_sheet: Callable[..., ReplaceSheet], qtbot: QtBot, context: Context, archive: Archive
) -> None:
    from desktop_app.archive import Article

    archive.add(*(Article(title=f"T{n}", body="machine") for n in range(400)))
    jobs = Jobs(context.messages.failure)
    own = replace(context, jobs=jobs)
    sheet = open_sheet("machine", own)
    sheet.instead.setText("engine")
    qtbot.waitUntil(sheet.verb.isEnabled, timeout=20_000)
    sheet.replace()
    assert QApplication.focusWidget() is sheet.stop
    qtbot.waitUntil(lambda: sheet._bar.value() > 0, timeout=20_000)
    qtbot.mouseClick(sheet.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not sheet.run.is_running, timeout=20_000)
    done = sum(one.body == "engine" for one in archive.texts(archive.every_id()))
    assert 0 < done <= 400
    said = next(m for m in reversed(context.messages.said) if m.kind == "toast")
    said.accept()
    assert jobs.drain(30_000)
    assert not any(one.body == "engine" for one in archive.texts(archive.every_id()))
    assert jobs.close()


def test_what_was_wished_for_before_is_not_carried_out(
    open_sheet: Callable[..., ReplaceSheet], qtbot: QtBot, archive: Archive
) -> None:
    sheet = open_sheet("dəzgahı")
    sheet.instead.setText("maşını")
    qtbot.waitUntil(sheet.verb.isEnabled)
    sheet.instead.setText("aləti")
    place = sheet.view.visualRect(sheet.rows.index(0)).topLeft() + QPoint(28, 12)
    qtbot.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not sheet.verb.isEnabled()
    qtbot.waitUntil(sheet.verb.isEnabled)
    sheet.replace()
    texts = [one.body for one in archive.texts(archive.every_id())]
    assert any("aləti" in text for text in texts)
    assert not any("maşını" in text for text in texts)


def test_esc_leaves_and_nothing_is_changed(
    open_sheet: Callable[..., ReplaceSheet], qtbot: QtBot, archive: Archive
) -> None:
    seq = archive.seq
    sheet = open_sheet("dəzgahı")
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert archive.seq == seq
    assert not sheet.isVisible()


def test_tab_goes_round_every_control(open_sheet: Callable[..., ReplaceSheet], qtbot: QtBot) -> None:
    sheet = open_sheet("dəzgahı")
    sheet.instead.setText("x")
    qtbot.waitUntil(sheet.verb.isEnabled)
    seen = []
    for _ in range(30):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    wanted = (sheet.words, sheet.instead, sheet.whole, sheet.case, sheet.pattern, sheet.scope, sheet.view, sheet.verb)
    assert set(wanted) <= set(seen)
    assert all(widget.accessibleName() for widget in seen)


def test_rows_of_200_000_hits_are_quick_and_spoken(context: Context, qtbot: QtBot) -> None:
    hits = tuple(Hit("body", n, n + 1, "b", "a", 0) for n in range(100))
    articles = tuple(ArticleHits(n, 1, f"T{n}", "1998", hits) for n in range(2000))
    model = HitRows()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view = HitView(context.theme, model)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    model.set_plan(ReplacePlan(ReplaceRequest(()), articles, 200_000, 2000))
    assert model.rowCount() == 202_000
    assert model.place(101 * 7) == (7, -1)
    assert model.place(101 * 7 + 3) == (7, 2)
    view.scrollToBottom()
    view.grab()
    model.toggle(201_999)
    assert model.chosen_hits == 199_999
    spoken = str(model.index(201_999).data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "a becomes b, Text. a, left out"
    assert model.left_out() == {1999: frozenset({99})}


def test_rows_show_both_words(context: Context, qtbot: QtBot) -> None:
    model = HitRows()
    view = HitView(context.theme, model)
    qtbot.addWidget(view)
    view.resize(500, 200)
    article = ArticleHits(1, 1, "T", "", (Hit("title", 0, 1, "🙂y", "a🙂 b", 0),))
    model.set_plan(ReplacePlan(ReplaceRequest(()), (article,), 1, 1))
    view.show()
    image: QImage = view.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(0, 500, 2) for y in range(30, 62, 2)}
    assert context.theme.color("diff-del").name() in colors
    assert context.theme.color("diff-add").name() in colors


def test_the_command_takes_the_selected_words(qtbot: QtBot) -> None:
    from desktop_app.gui.shell import _selected_words

    editor = QTextEdit("one two")
    qtbot.addWidget(editor)
    editor.show()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    assert _selected_words() == ""
    editor.selectAll()
    assert _selected_words() == "one two"
