"""The Desk under real keys and a real mouse, on a real archive; lanes run at once."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.archive.articles import Changes, VersionReason
from desktop_app.gui.context import Context
from desktop_app.gui.desk import DeskPlace
from desktop_app.gui.desk.draft_list import DraftFilter
from desktop_app.gui.editor import rescue
from desktop_app.gui.editor.autosave import SaveState
from desktop_app.gui.jobs import LANES, Jobs
from tests.gui.desk.conftest import BODY
from tests.gui.editor.conftest import type_keys

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def titles(desk: DeskPlace) -> list[str]:
    return [draft.title for draft in desk.drafts.model.drafts()]


def test_drafts_are_listed_newest_first(desk: DeskPlace) -> None:
    assert titles(desk) == ["Письма из Шеки", "Vapurda bir sabah", "Köhnə çap dəzgahının ikinci ömrü"]


def test_arrows_show_texts_and_enter_goes_into_them(desk: DeskPlace, press: int, others: tuple[int, ...]) -> None:
    desk.drafts.view.setFocus()
    QTest.keyClick(desk.drafts.view, Key.Key_Home)
    QTest.keyClick(desk.drafts.view, Key.Key_Down)
    assert desk.text is not None
    assert desk.text.id == others[0]
    assert desk.drafts.view.hasFocus()
    QTest.keyClick(desk.drafts.view, Key.Key_Return)
    assert desk.pane.editor.hasFocus()


def test_a_click_opens_a_draft_for_writing(desk: DeskPlace, press: int) -> None:
    row = desk.drafts.model.row_of(press)
    spot = desk.drafts.view.visualRect(desk.drafts.model.index(row)).center()
    QTest.mouseClick(desk.drafts.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert desk.text is not None
    assert desk.text.id == press
    assert desk.pane.editor.hasFocus()


def test_typed_letters_are_found_folded(desk: DeskPlace) -> None:
    desk.drafts.view.setFocus()
    QTest.keyClicks(desk.drafts.view, "v")
    assert desk.text is not None
    assert desk.text.article.title == "Vapurda bir sabah"


def test_what_is_typed_reaches_archive_and_list(desk: DeskPlace, press: int, archive: Archive) -> None:
    desk.open_article(press, focus=True)
    desk.pane.editor.go_to(0)
    type_keys(desk.pane.editor, "Ən ")
    desk.flush()
    assert archive.get(press).title == "Ən Köhnə çap dəzgahının ikinci ömrü"
    desk.drafts.read()
    assert titles(desk)[0].startswith("Ən ")
    assert desk.drafts.chosen() == (press,)


def test_undo_outlives_going_away_and_coming_back(desk: DeskPlace, press: int, others: tuple[int, ...]) -> None:
    desk.open_article(press, focus=True)
    desk.pane.editor.go_to(20)
    type_keys(desk.pane.editor, "xyz")
    at = desk.pane.editor.textCursor().position()
    desk.open_article(others[0], focus=True)
    desk.open_article(press, focus=True)
    assert desk.pane.editor.textCursor().position() == at
    QTest.keyClick(desk.pane.editor, Key.Key_Z, CTRL)
    assert desk.text is not None
    assert desk.text.texts() == ("Köhnə çap dəzgahının ikinci ömrü", BODY)


def test_a_new_draft_is_kept_from_its_first_letter_and_no_sooner(
    desk: DeskPlace, archive: Archive, others: tuple[int, ...]
) -> None:
    desk.new_draft({})
    assert desk.pane.editor.hasFocus()
    desk.open_article(others[0], focus=True)
    assert archive.counts().desk == 3
    desk.set_filter(DraftFilter(folder="Портреты"))
    desk.new_draft({})
    type_keys(desk.pane.editor, "Н")
    desk.flush()
    assert archive.counts().desk == 4
    assert desk.text is not None
    assert archive.get(desk.text.id).folder == "Портреты"
    desk.drafts.read()
    assert desk.drafts.chosen() == (desk.text.id,)


def test_a_draft_goes_to_the_trash_and_comes_back(
    desk: DeskPlace, context: Context, archive: Archive, press: int
) -> None:
    desk.open_article(press, focus=False)
    desk.drafts.view.setFocus()
    desk.acts.trash()
    assert archive.counts().trash == 1
    assert desk.text is not None
    assert desk.text.id != press, "the next draft is shown"
    toast = context.messages.said[-1]
    assert toast.text == "Moved to trash"
    toast.accept()
    assert archive.counts().trash == 0
    assert desk.text.id == press


def test_several_drafts_go_to_the_trash_together(desk: DeskPlace, context: Context, archive: Archive) -> None:
    desk.drafts.view.setFocus()
    desk.drafts.view.selectAll()
    assert len(desk.chosen()) == 3
    desk.acts.trash()
    assert archive.counts().trash == 3
    assert desk.text is None
    desk.drafts.read()
    assert titles(desk) == []


def test_a_duplicate_has_words_and_facts(desk: DeskPlace, archive: Archive, press: int) -> None:
    desk.open_article(press, focus=True)
    desk.acts.duplicate()
    assert desk.text is not None
    copy = archive.get(desk.text.id)
    assert copy.id != press
    assert copy.title == "Köhnə çap dəzgahının ikinci ömrü (copy)"
    assert (copy.body, copy.tags, copy.word_goal) == (BODY, ("çap tarixi", "Gəncə"), 800)


def test_publishing_says_where_the_text_is(desk: DeskPlace, context: Context, archive: Archive, press: int) -> None:
    desk.open_article(press, focus=True)
    desk.acts.set_status((press,), "published")
    assert archive.get(press).status == "published"
    assert context.messages.said[-1].text == "Published: it is in the Archive now"
    assert [version.reason for version in archive.versions(press)] == [VersionReason.STATUS]
    desk.drafts.read()
    assert len(titles(desk)) == 2
    assert desk.text is not None
    assert desk.text.id == press, "it stays open: the writer may go on"
    type_keys(desk.pane.editor, "x")
    desk.flush()
    assert archive.get(press).status == "published"


def test_filters_show_a_part_and_all_again(desk: DeskPlace) -> None:
    desk.filters.choose("status:review")
    assert titles(desk) == ["Vapurda bir sabah"]
    desk.filters.choose("folder:Портреты")
    assert titles(desk) == ["Письма из Шеки"]
    desk.drafts.view.setFocus()
    assert desk.escape()
    assert len(titles(desk)) == 3
    desk.find_in_drafts("iskele")
    assert titles(desk) == ["Vapurda bir sabah"]


def test_clicking_a_filter_twice_shows_all(desk: DeskPlace) -> None:
    rows = [row.key for row in desk.filters.rows()]
    spot = desk.filters.visualRect(desk.filters.model().index(rows.index("status:review"), 0)).center()
    for expected in (1, 3):
        QTest.mouseClick(desk.filters.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert len(titles(desk)) == expected


def test_a_draft_dropped_on_a_folder_lies_in_it(
    desk: DeskPlace, archive: Archive, context: Context, press: int
) -> None:
    desk.navigator_part().resize(220, 400)
    desk.navigator_part().show()
    index = desk.drafts.model.index(desk.drafts.model.row_of(press))
    data = desk.drafts.model.mimeData([index])
    rows = [row.key for row in desk.filters.rows()]
    spot = desk.filters.visualRect(desk.filters.model().index(rows.index("folder:Портреты"), 0)).center()
    drop = QDropEvent(
        QPointF(spot), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    desk.filters.dropEvent(drop)
    assert archive.get(press).folder == "Портреты"
    context.messages.said[-1].accept()
    assert archive.get(press).folder == ""


def test_the_outline_jumps_and_follows(desk: DeskPlace, press: int) -> None:
    desk.open_article(press, focus=True)
    outline = desk.inspector.outline.headings
    assert [row.text for row in outline.outline.rows] == ["Köhnə çap dəzgahının ikinci ömrü", "Səs yenə eşidilir"]
    assert outline.currentIndex().row() == 0
    outline.setFocus()
    outline.setCurrentIndex(outline.outline.index(1))
    QTest.keyClick(outline, Key.Key_Return)
    assert desk.pane.editor.textCursor().block().text() == "## Səs yenə eşidilir"
    assert desk.pane.editor.hasFocus()
    assert outline.currentIndex().row() == 1


def test_what_is_to_check_jumps_to_its_place(desk: DeskPlace, others: tuple[int, ...]) -> None:
    desk.open_article(others[1], focus=True)
    checks = desk.inspector.outline._checks
    assert checks._shown == (("picture", "Picture dom.png is missing"),)
    checks.offset_requested.emit(checks._offsets[0])
    cursor = desk.pane.editor.textCursor()
    assert cursor.block().text()[cursor.positionInBlock() :].startswith("![дом]")


def test_status_bar_says_words_goal_time_and_language(desk: DeskPlace, press: int) -> None:
    desk.open_article(press, focus=True)
    words = [part.text for part in desk.status().parts]
    assert words[0].startswith("Saved ")
    assert words[1].endswith(" of 800 words")
    assert words[2] == "1 min read"
    assert words[3] == "Azerbaijani"
    assert desk.status().parts[1].share is not None


def test_a_text_changed_elsewhere_is_shown_when_nothing_is_typed_here(
    desk: DeskPlace, archive: Archive, press: int
) -> None:
    desk.open_article(press, focus=True)
    changes = archive.edit(press, body="Theirs.")
    desk.on_changes(changes)
    assert desk.pane.editor.texts()[1] == "Theirs."
    desk.on_changes(Changes(archive.seq))
    assert desk.pane.editor.texts()[1] == "Theirs."


def test_a_conflict_can_be_compared_and_ended(desk: DeskPlace, archive: Archive, press: int) -> None:
    desk.open_article(press, focus=True)
    desk.pane.editor.go_to(0)
    type_keys(desk.pane.editor, "Mine ")
    archive.edit(press, body="Theirs.")
    desk.flush()
    assert desk.text is not None
    assert desk.text.status.state is SaveState.CONFLICT
    assert desk.pane._notice_box.isVisible()
    desk.pane.compare_requested.emit()
    assert desk.shows_versions
    desk.close_versions()
    desk.text.keep_mine()
    assert archive.get(press).title.startswith("Mine ")
    assert not desk.pane._notice_box.isVisible()


def test_a_failed_save_is_told_with_the_path_of_the_copy(
    desk: DeskPlace, archive: Archive, press: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no space left")

    desk.open_article(press, focus=True)
    with monkeypatch.context() as patch:
        patch.setattr(archive, "save_text", broken)
        type_keys(desk.pane.editor, "x")
        desk.flush()
        assert desk.status().parts[0].tone == "danger"
        assert desk.text is not None
        assert str(rescue.rescue_folder()) in desk.text.status.rescue_path
        assert desk.pane._notice_box.isVisible()
    desk.text.try_again()
    assert desk.status().parts[0].text.startswith("Saved ")
    assert not desk.pane._notice_box.isVisible()


def test_leaving_the_text_saves_it_at_once(desk: DeskPlace, archive: Archive, press: int) -> None:
    desk.open_article(press, focus=True)
    desk.pane.editor.go_to(0)
    type_keys(desk.pane.editor, "x")
    assert not archive.get(press).title.startswith("x")
    desk.drafts.view.setFocus()
    assert archive.get(press).title.startswith("x")


@pytest.mark.parametrize(
    ("key", "modifier", "body"),
    [
        (Key.Key_B, CTRL, "**word**"),
        (Key.Key_I, CTRL, "*word*"),
        (Key.Key_K, CTRL, "[word]()"),
        (Key.Key_2, CTRL, "## word"),
        (Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier, "- word"),
        (Key.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier, "> word"),
    ],
)
def test_the_keys_of_the_command_table_format_the_text(
    desk: DeskPlace, context: Context, key: Qt.Key, modifier: Qt.KeyboardModifier, body: str
) -> None:
    QGuiApplication.clipboard().clear()
    context.commands.refresh()
    desk.new_draft({"title": "T", "body": "word"})
    desk.pane.editor.go_to(2, 6)
    QTest.keyClick(desk.pane.editor, key, modifier)
    assert desk.pane.editor.texts()[1] == body


def test_a_draft_gets_the_language_it_is_written_in(desk: DeskPlace, archive: Archive) -> None:
    desk.new_draft(
        {"title": "T", "body": "Bu gün şəhərdə yeni çap dəzgahı işə salındı və hamı onu görməyə gəldi. " * 8}
    )
    desk.follower.read()
    assert desk.text is not None
    assert archive.get(desk.text.id).language == "az"
    desk.text.edit(language="")
    desk.follower.read()
    assert archive.get(desk.text.id).language == "", "the writer's word stands"


def test_focus_mode_shows_the_text_alone_and_esc_leaves(desk: DeskPlace, context: Context, press: int) -> None:
    bare: list[bool] = []
    context.exchange.bare_requested.connect(bare.append)
    desk.open_article(press, focus=True)
    desk.set_focus_mode(True)
    assert not desk.drafts.isVisible()
    assert not desk.inspector.isVisible()
    assert "Esc to leave" in desk.pane.foot.text()
    assert desk.escape()
    assert desk.drafts.isVisible()
    assert bare == [True, False]


def test_split_shows_the_preview_beside_the_text(desk: DeskPlace, qtbot: QtBot, press: int) -> None:
    desk.open_article(press, focus=True)
    desk.set_split(True)
    assert not desk.drafts.isVisible()
    assert not desk.inspector.isVisible()
    assert desk.pane.format_bar.isVisible()
    qtbot.waitUntil(lambda: desk.pane.preview.backend is not None)
    page = desk.pane.preview.backend.page  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: "iki yüz vərəq" in page.toPlainText())
    assert "MƏDƏNİYYƏT" in page.toPlainText(), "the capital of an Azerbaijani i has its dot"
    desk.pane.editor.go_to(0)
    type_keys(desk.pane.editor, "Yeni ")
    desk.follower.read()
    assert "Yeni Köhnə çap" in page.toPlainText()
    assert desk.escape()
    assert desk.drafts.isVisible()


def test_narrow_windows_show_list_or_text(desk: DeskPlace, press: int) -> None:
    desk.set_width("narrow")
    assert desk.drafts.isVisible()
    assert not desk.pane.isVisible()
    desk.edit_article(press)
    assert desk.pane.isVisible()
    assert not desk.drafts.isVisible()
    assert desk.escape()
    assert desk.drafts.isVisible()


def test_the_place_comes_back_as_it_was(desk: DeskPlace, context: Context, qtbot: QtBot, press: int) -> None:
    desk.set_filter(DraftFilter(status="writing"))
    desk.drafts.set_sort("title")
    desk.inspector.set_tab("details")
    desk.open_article(press, focus=True)
    desk.pane.editor.go_to(90)
    state = desk.save_state()
    other = DeskPlace(context, preview="rich")
    qtbot.addWidget(other)
    other.resize(1400, 850)
    other.show()
    other.enter()
    other.restore_state(state)
    assert other.text is not None
    assert other.text.id == press
    assert other.pane.editor.textCursor().position() == 90
    assert other.drafts.filter == DraftFilter(status="writing")
    assert other.drafts.sort == "title"
    assert other.inspector.tab() == "details"
    other.shut_down()


@pytest.mark.parametrize(
    "state",
    [
        {"article": 999999},
        {"article": "7", "spots": [], "sort": 3, "filter": ["x"], "split": "yes", "tab": 4, "sizes": "wide"},
        {"spots": {"1": ["a", "b"], "x": [1, 2], "2": [-5, -9]}, "filter": [1, 2, 3], "version": {}},
    ],
)
def test_a_stale_state_is_left_out(desk: DeskPlace, context: Context, state: dict[str, object]) -> None:
    context.jobs.on_error = context.messages.failure
    desk.restore_state(state)
    assert desk.save_state()["article"] in (0, desk.text.id if desk.text else 0)


def test_a_session_kept_while_its_text_is_being_read_still_names_it(
    desk: DeskPlace, context: Context, press: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []
    read = context.jobs.read

    def look_first(fn: object, *what: object, **options: object) -> object:
        if fn == context.archive.get:
            asked.append(desk.save_state())
        return read(fn, *what, **options)

    monkeypatch.setattr(context.jobs, "read", look_first)
    desk._close_text()
    desk.restore_state({"article": press})
    desk._close_text()
    desk.restore_state({"article": 999999})
    assert [state["article"] for state in asked] == [press, 999999]
    assert desk.save_state()["article"] == 0


def test_rescue_copies_are_brought_back_on_entering(
    context: Context, qtbot: QtBot, archive: Archive, press: int
) -> None:
    article = archive.get(press)
    copy = rescue.RescueCopy(archive.uid, press, article.version, article.title, "", "lost", "2026-11-22T14:03:00")
    rescue.write(rescue.rescue_folder() / "a.md", copy)
    place = DeskPlace(context, preview="rich")
    qtbot.addWidget(place)
    place.enter()
    place.shut_down()
    assert archive.get(press).body == "lost"
    assert "brought back" in context.messages.said[-1].text


def test_a_quotation_carries_its_source(desk: DeskPlace, archive: Archive, press: int, others: tuple[int, ...]) -> None:
    desk.open_article(press, focus=True)
    desk.pane.editor.go_to(desk.pane.editor.document().characterCount() - 1)
    desk.insert_quotation(others[0], "Sabahın altısında iskele.")
    uid = archive.get(others[0]).uid
    body = desk.pane.editor.texts()[1]
    assert f"> Sabahın altısında iskele.\n>\n> — [Vapurda bir sabah](article:{uid})" in body


def test_links_of_the_preview_are_asked_about(desk: DeskPlace, context: Context, others: tuple[int, ...]) -> None:
    uid = context.archive.get(others[0]).uid
    desk.commands.open_link(f"article:{uid}")
    assert desk.text is not None
    assert desk.text.id == others[0]
    desk.commands.open_link("https://example.org/")
    assert context.messages.said[-1].kind == "question"
    count = len(context.messages.said)
    desk.commands.open_link("file:///etc/passwd")
    assert len(context.messages.said) == count


def test_pictures_are_taken_into_the_archive(desk: DeskPlace, archive: Archive, tmp_path: object) -> None:
    file = tmp_path / "the press.png"  # type: ignore[operator]
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 40)
    desk.new_draft({})
    desk.pane.editor.go_to(1)
    desk.pane.pasting.add_pictures([str(file)])
    assert desk.text is not None
    assert desk.pane.editor.texts()[1].strip() == "![](images/the-press.png)"
    desk.flush()
    assert [one.name for one in archive.pictures(desk.text.id)] == ["images/the-press.png"]
    assert desk.inspector.outline._checks._shown == ()


def test_every_widget_that_takes_the_focus_has_a_name(desk: DeskPlace, press: int) -> None:
    desk.open_article(press, focus=True)
    from PySide6.QtWidgets import QWidget

    nameless = [
        widget
        for widget in desk.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
    ]
    assert nameless == []


def test_the_menu_of_a_draft_opens(desk: DeskPlace, press: int, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QMenu

    desk.open_article(press, focus=False)
    desk.acts.show_menu(QPoint(10, 10))
    menus = [menu for menu in desk.findChildren(QMenu) if menu.isVisible()]
    assert any(action.text() == "Change headline…" for action in menus[0].actions())
    menus[0].close()


def test_text_and_preview_scroll_together_until_they_are_unlinked(desk: DeskPlace, qtbot: QtBot) -> None:
    body = "\n\n".join(f"Paragraph {n} " + "with some words in it " * 12 for n in range(120))
    desk.new_draft({"title": "Long", "body": body})
    desk.set_split(True)
    qtbot.waitUntil(lambda: desk.pane.preview.backend is not None)
    backend = desk.pane.preview.backend
    bar = backend.page.verticalScrollBar()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    desk.pane.editor.scroll_to_line(100)
    there = bar.value()
    assert there > 0
    backend.scroll_to_line(100)  # type: ignore[union-attr]
    assert bar.value() == there, "both stand at the same line"
    desk.pane.preview.line_scrolled.emit(40.0)
    assert abs(desk.pane.editor.top_line() - 40) < 1
    desk.pane.preview.link_button.click()
    before = bar.value()
    desk.pane.editor.scroll_to_line(180)
    assert bar.value() == before
    desk.pane.preview.link_button.click()
    assert bar.value() != before


def test_the_draft_written_last_is_shown_when_nothing_else_is(
    desk: DeskPlace, qtbot: QtBot, others: tuple[int, ...]
) -> None:
    qtbot.waitUntil(lambda: desk.text is not None)
    assert desk.text is not None
    assert desk.text.id == others[1]
    assert not desk.pane.editor.hasFocus()


def test_a_text_thrown_away_elsewhere_makes_way(desk: DeskPlace, archive: Archive, press: int) -> None:
    desk.open_article(press, focus=True)
    desk.on_changes(archive.trash([press]))
    assert desk.text is None or desk.text.id != press


def test_a_copy_is_written_whatever_imports_are_at_work(
    desk: DeskPlace, press: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk.open_article(press, focus=True)
    desk.pane.editor.moveCursor(QTextCursor.MoveOperation.End)
    type_keys(desk.pane.editor, " Əlavə söz.")
    target = tmp_path / "nüsxə.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    jobs, may_end = Jobs(), threading.Event()
    monkeypatch.setattr(desk.commands, "_context", replace(desk.context, jobs=jobs))
    for _ in range(LANES["long"]):
        jobs.long(may_end.wait, 60)
    try:
        desk.commands.save_copy()
        qtbot.waitUntil(lambda: bool(desk.context.messages.said), timeout=20_000)
    finally:
        may_end.set()
        assert jobs.close()
    written = target.read_text("utf-8")
    assert written.startswith("# Köhnə çap dəzgahının ikinci ömrü\n\n")
    assert written.endswith(" Əlavə söz.\n")
    assert desk.context.messages.said[-1].text == f"A copy is in {target}"
