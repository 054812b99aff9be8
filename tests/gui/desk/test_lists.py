"""The models of the Desk's lists, held to Qt's own rules, and how their rows are said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_app.archive.articles import ArticleSummary, Version, VersionReason
from desktop_app.gui.desk.drafts import DraftModel, dragged_ids
from desktop_app.gui.desk.outline import OutlineModel
from desktop_app.gui.desk.version_list import NOW, VersionModel
from desktop_app.gui.desk.wording import group_of, save_part, when, words_of_goal
from desktop_app.gui.editor.autosave import SaveState, SaveStatus
from desktop_app.markup import Heading

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def draft(number: int, days: float = 0, **fields: object) -> ArticleSummary:
    values: dict[str, object] = {
        "id": number, "uid": str(number), "title": f"Draft {number}", "lead": "Words.", "authors": (), "section": "",
        "tags": (), "language": "en", "status": "writing", "kind": "", "publication": "", "folder": "",
        "published": None, "words": 612, "word_goal": 800, "created": NOON, "updated": NOON - timedelta(days=days),
    }  # fmt: skip
    return ArticleSummary(**(values | fields))  # type: ignore[arg-type]


def rows(model: DraftModel) -> list[str]:
    return [model.index(n).data() for n in range(model.rowCount())]


def test_drafts_stand_in_groups(qtbot: QtBot) -> None:
    model = DraftModel(lambda: TODAY)
    tester = QAbstractItemModelTester(model, FATAL)
    model.show([draft(1), draft(2, 3), draft(3, 40)], "changed")
    assert rows(model) == ["Today", "Draft 1", "This week", "Draft 2", "Earlier", "Draft 3"]
    model.show([draft(1), draft(3, 40)], "title")
    assert rows(model) == ["Draft 1", "Draft 3"]
    model.show([], "changed")
    assert rows(model) == []
    assert tester.model() is model


def test_the_same_drafts_in_the_same_order_stir_nothing(qtbot: QtBot) -> None:
    model = DraftModel(lambda: TODAY)
    model.show([draft(1), draft(2)], "changed")
    changed: list[int] = []
    model.dataChanged.connect(lambda top, *_: changed.append(top.row()))
    assert not model.show([draft(1), draft(2, words=700)], "changed")
    assert changed == [2]
    assert model.show([draft(2), draft(1)], "changed")


def test_more_is_asked_for_once(qtbot: QtBot) -> None:
    model = DraftModel(lambda: TODAY)
    asked: list[int] = []
    model.fetch_more = lambda: asked.append(1)
    model.show([draft(1)], "changed", has_more=True)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert asked == [1]


def test_a_row_is_one_sentence_to_a_screen_reader(qtbot: QtBot) -> None:
    model = DraftModel(lambda: TODAY)
    model.show([draft(1, 40)], "changed")
    said = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Draft 1, 13 Oct, Writing, 612 of 800 words, Words."


def test_drafts_can_be_dragged(qtbot: QtBot) -> None:
    model = DraftModel(lambda: TODAY)
    model.show([draft(7), draft(9)], "title")
    assert dragged_ids(model.mimeData([model.index(0), model.index(1)])) == [7, 9]


def version(number: int, hours: float, reason: VersionReason = VersionReason.ACTIVITY, name: str = "") -> Version:
    return Version(1, number, NOON - timedelta(hours=hours), reason, name, "T", 100 + number)


def test_versions_stand_by_day_with_now_on_top(qtbot: QtBot) -> None:
    model = VersionModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show([version(3, 1), version(2, 49, name="To the editor"), version(1, 400)], 120, NOON, with_now=True)
    numbers = [row.number for row in model.rows]
    assert numbers.count(NOW) == 1
    assert [number for number in numbers if number > 0] == [3, 2, 1]
    assert model.rows[1].text == "Now"
    assert model.row(2).text == "Named: “To the editor”"  # type: ignore[union-attr]
    assert model.rows[-1].is_last
    model.set_counts(3, 5, 2)
    model.show([version(4, 0), version(3, 1), version(2, 49), version(1, 400)], 120, NOON, with_now=True)
    assert model.row(3).added == 5, "what was counted is kept"  # type: ignore[union-attr]
    assert tester.model() is model


def test_the_outline_stirs_only_when_headings_change(qtbot: QtBot) -> None:
    model = OutlineModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show([Heading(0, "T", "", -1, 10), Heading(1, "A", "a", 2, 5)])
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.show([Heading(0, "T", "", -1, 11), Heading(1, "A", "a", 2, 6)])
    assert resets == []
    model.show([Heading(0, "T", "", -1, 11)])
    assert resets == [1]
    assert tester.model() is model


@pytest.mark.parametrize(
    ("days", "group", "shown"),
    [(0, "Today", ":00"), (2, "This week", "Fri"), (10, "Earlier", "12 Nov"), (400, "Earlier", "18 Oct 2025")],
)
def test_when_a_draft_was_changed(days: int, group: str, shown: str) -> None:
    moment = NOON - timedelta(days=days)
    assert group_of(moment, TODAY) == group
    assert when(moment, TODAY).endswith(shown)


def test_what_became_of_the_text_is_said_in_words() -> None:
    at = datetime(2026, 11, 22, 14, 3, 12)
    assert save_part(SaveStatus(SaveState.CLEAN, saved_at=at)).text == "Saved 14:03:12"
    assert save_part(SaveStatus(SaveState.SAVING)).text == "Saving…"
    failed = save_part(SaveStatus(SaveState.FAILED, retry_at=at, trouble="The disk is full."))
    assert (failed.text, failed.tone) == ("Not saved yet. Trying again at 14:03:12", "danger")
    locked = save_part(SaveStatus(SaveState.READ_ONLY, trouble="the disk is locked"))
    assert (locked.text, locked.tone) == ("Read only: the disk is locked", "warning")


def test_words_and_goal(english: None) -> None:
    assert words_of_goal(612, 800) == "612 of 800 words"
    assert words_of_goal(114, None) == "114 words"
    assert words_of_goal(1, None) == "1 word"
