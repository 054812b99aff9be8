"""A text on its way to the archive and back: nothing typed is lost, nobody's change is overwritten."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop_app import paths
from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, ArticleId, Changes, VersionReason
from desktop_app.errors import UserError
from desktop_app.gui.context import Context
from desktop_app.gui.editor import rescue
from desktop_app.gui.editor.autosave import SaveState
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.editor.source_text import to_document
from desktop_app.gui.editor.text_page import PageStyle, new_document
from tests.gui.desk.conftest import BODY

KEEP = QTextCursor.MoveMode.KeepAnchor


def opened(context: Context, article: Article) -> OpenText:
    font = context.theme.editor_font(18)
    document = new_document(to_document(article.title, article.body), PageStyle(font, font))
    return OpenText(context, article, document)


def write(text: OpenText, words: str) -> None:
    cursor = QTextCursor(text.document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText(words)


@pytest.fixture
def text(context: Context, archive: Archive, press: int) -> OpenText:
    return opened(context, archive.get(ArticleId(press)))


def test_opening_and_leaving_changes_nothing(text: OpenText, archive: Archive) -> None:
    seq = archive.seq
    text.flush()
    assert archive.seq == seq
    assert text.texts() == (text.article.title, BODY)
    assert text.is_settled


def test_typing_is_saved_within_the_second_by_itself(text: OpenText, archive: Archive, qtbot: QtBot) -> None:
    write(text, "Son söz.")
    assert text.status.state is SaveState.WAITING
    qtbot.waitUntil(lambda: archive.get(text.id).body == BODY + "Son söz.", timeout=1000)
    assert text.status.state is SaveState.CLEAN
    assert text.status.saved_at is not None


def test_saving_tells_everyone_and_keeps_what_stood_before(text: OpenText, context: Context, archive: Archive) -> None:
    told: list[Changes] = []
    context.exchange.changed.connect(told.append)
    write(text, "x")
    text.flush()
    assert told[-1].articles == (text.id,)
    kept = archive.versions(text.id)
    assert [version.reason for version in kept] == [VersionReason.SESSION]
    assert archive.version_text(text.id, 1).body == BODY
    write(text, "y")
    text.flush()
    assert len(archive.versions(text.id)) == 1


def test_undo_outlives_saving_and_goes_back_to_the_archive(text: OpenText, archive: Archive) -> None:
    write(text, "x")
    text.flush()
    text.document.undo()
    text.flush()
    assert archive.get(text.id).body == BODY


def test_a_draft_becomes_an_article_with_its_first_letter(context: Context, archive: Archive) -> None:
    text = opened(context, Article(status="writing", folder="Long reads"))
    text.flush()
    assert archive.counts().desk == 0
    assert text.is_untouched
    write(text, "A")
    text.flush()
    article = archive.get(text.id)
    assert (article.title, article.body, article.folder) == ("", "A", "Long reads")
    write(text, "b")
    text.flush()
    assert archive.get(text.id).body == "Ab"
    assert archive.counts().desk == 1


def test_a_letter_taken_back_at_once_leaves_no_article(context: Context, archive: Archive) -> None:
    text = opened(context, Article())
    write(text, "A")
    text.document.undo()
    text.flush()
    assert archive.counts().desk == 0
    assert text.is_settled


def test_facts_are_changed_beside_the_text(text: OpenText, archive: Archive) -> None:
    write(text, "x")
    text.edit(section="Press", word_goal=900)
    write(text, "y")
    text.flush()
    article = archive.get(text.id)
    assert (article.section, article.word_goal, article.body) == ("Press", 900, BODY + "xy")
    assert text.article.section == "Press"


def test_a_fact_of_an_untouched_draft_makes_it_an_article(context: Context, archive: Archive) -> None:
    text = opened(context, Article())
    text.edit(section="Press")
    write(text, "x")
    text.flush()
    assert archive.counts().desk == 1
    assert archive.get(text.id).section == "Press"


def test_tags_set_elsewhere_do_not_stop_the_writer(text: OpenText, archive: Archive) -> None:
    write(text, "x")
    archive.edit(text.id, tags=("other",))
    text.flush()
    article = archive.get(text.id)
    assert (article.tags, article.body) == (("other",), BODY + "x")


def test_a_clean_text_follows_what_another_hand_wrote(text: OpenText, archive: Archive) -> None:
    archive.edit(text.id, body=BODY + "theirs", section="Press")
    text.take(archive.get(text.id))
    assert text.texts()[1] == BODY + "theirs"
    assert text.is_settled
    text.document.undo()
    assert text.texts()[1] == BODY, "their change is a step of undo"
    write(text, "x")
    text.flush()
    assert archive.get(text.id).body == BODY + "x"


def conflicting(text: OpenText, archive: Archive) -> None:
    write(text, "mine")
    archive.edit(text.id, body="theirs")
    text.flush()


def test_two_hands_on_one_text_keep_both(text: OpenText, archive: Archive) -> None:
    conflicting(text, archive)
    assert text.status.state is SaveState.CONFLICT
    assert text.conflict is not None
    assert archive.get(text.id).body == "theirs"
    number = text.conflict.ours.version.number
    assert archive.version_text(text.id, number).body == BODY + "mine"
    write(text, " and more")
    text.flush()
    assert archive.get(text.id).body == "theirs", "nothing is written until the writer decides"
    assert rescue.read(Path(text.status.rescue_path)).body == BODY + "mine and more"


def test_keeping_mine_keeps_theirs_as_a_version(text: OpenText, archive: Archive) -> None:
    conflicting(text, archive)
    text.keep_mine()
    assert archive.get(text.id).body == BODY + "mine"
    assert "theirs" in [archive.version_text(text.id, v.number).body for v in archive.versions(text.id)]
    assert text.is_settled
    assert list(rescue.rescue_folder().glob("*.md")) == []


def test_taking_theirs_leaves_mine_one_undo_away(text: OpenText, archive: Archive) -> None:
    conflicting(text, archive)
    text.take_theirs()
    assert text.texts()[1] == "theirs"
    assert text.is_settled
    text.document.undo()
    text.flush()
    assert archive.get(text.id).body == BODY + "mine"


def test_what_was_deleted_while_being_written_comes_back(text: OpenText, archive: Archive) -> None:
    number = text.id
    archive.purge([number])
    write(text, "x")
    text.flush()
    assert archive.get(text.id).body == BODY + "x"
    assert archive.get(text.id).section == "Mədəniyyət"


def test_trouble_leaves_a_copy_and_goes_away_by_itself(
    text: OpenText,
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> Changes:
        raise UserError("The disk is full.", "Your text is safe.")

    with monkeypatch.context() as broken:
        broken.setattr(archive, "save_text", full)
        write(text, "x")
        text.flush()
        assert text.status.state is SaveState.FAILED
        assert text.status.trouble == "The disk is full."
        copy = rescue.read(Path(text.status.rescue_path))
        assert (copy.title, copy.body, copy.article_id) == (text.article.title, BODY + "x", text.id)
    text.flush()
    assert archive.get(text.id).body == BODY + "x"
    assert text.status.state is SaveState.CLEAN
    assert list(rescue.rescue_folder().glob("*")) == []


def test_a_version_is_kept_on_request(text: OpenText, archive: Archive) -> None:
    write(text, "x")
    text.keep_version("To the editor")
    newest = archive.versions(text.id)[0]
    assert (newest.name, newest.reason) == ("To the editor", VersionReason.KEPT)
    assert archive.version_text(text.id, newest.number).body == BODY + "x"


def test_rescue_copies_are_brought_back(context: Context, archive: Archive, press: int) -> None:
    article = archive.get(press)
    copy = rescue.RescueCopy(archive.uid, press, article.version, "T", "S", "lost\u2028\r\nbody", "2026-11-22T14:03:00")
    rescue.write(rescue.rescue_folder() / "a.md", copy)
    rescue.write(
        rescue.rescue_folder() / "b.md", rescue.RescueCopy(archive.uid, 0, 0, "New", "", "draft", "2026-11-22T14:04:00")
    )
    rescue.write(
        rescue.rescue_folder() / "c.md", rescue.RescueCopy("another archive", 1, 1, "", "", "x", "2026-11-22T14:04:00")
    )
    (rescue.rescue_folder() / "d.md").write_text("not ours")
    recovery = rescue.bring_back(archive)
    assert archive.get(press).body == "lost\u2028\nbody"
    assert recovery.restored[0] == press
    assert archive.get(recovery.restored[1]).body == "draft"
    assert recovery.at is not None
    assert recovery.at.minute == 4
    assert [Path(path).name for path in recovery.left] == ["d.md"]
    assert sorted(path.name for path in rescue.rescue_folder().iterdir()) == ["c.md", "d.md"]


def test_a_copy_of_a_text_that_went_on_is_kept_beside_it(archive: Archive, press: int) -> None:
    old = archive.get(press)
    archive.edit(press, body="went on")
    rescue.write(
        rescue.rescue_folder() / "a.md",
        rescue.RescueCopy(archive.uid, press, old.version, old.title, old.standfirst, "lost", "2026-11-22T14:03:00"),
    )
    recovery = rescue.bring_back(archive)
    assert recovery.kept_beside == (press,)
    assert archive.get(press).body == "went on"
    assert "lost" in [archive.version_text(press, v.number).body for v in archive.versions(press)]


def test_rescue_lies_in_the_data_folder() -> None:
    assert rescue.rescue_folder().parent == paths.data_folder()


@pytest.mark.parametrize("seed", [4, 5])
def test_whatever_is_edited_the_archive_has_the_document_after_each_pause(
    context: Context, archive: Archive, seed: int
) -> None:
    chance = random.Random(seed)
    text = opened(context, Article())
    for _ in range(120):
        cursor = QTextCursor(text.document)
        last = text.document.characterCount() - 1
        cursor.setPosition(chance.randint(0, last))
        act = chance.randrange(6)
        if act < 3:
            cursor.insertText(chance.choice(["a", "ə ", "\n", "two\nlines", "\u00a0", "**b**", "\u2028"]))
        elif act == 3:
            cursor.setPosition(chance.randint(0, last), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        elif act == 4:
            text.document.undo()
        else:
            text.document.redo()
        if chance.random() < 0.4:
            text.flush()
            assert text.is_settled
            title, body = text.texts()
            if text.id:
                article = archive.get(text.id)
                # A headline is one line in the archive, whatever kind of break was put into it.
                assert (article.title, article.body) == (re.sub("[\u2028\t]+", " ", title), body)
    versions = archive.versions(text.id)
    assert len(versions) <= 1


@pytest.mark.parametrize("seed", range(4))
def test_the_text_put_together_from_changes_is_the_documents(text: OpenText, seed: int) -> None:
    chance = random.Random(seed)
    document, cursor = text.document, QTextCursor(text.document)
    pieces = ["a", "ə", " ", "\n", "\n\n", "söz\u00a0", "😀", "x" * 1500, "\u2029", "## Bir\n\niki"]
    for _ in range(150):
        last = document.characterCount() - 1
        cursor.setPosition(chance.randint(0, last))
        cursor.setPosition(chance.randint(0, last) if chance.random() < 0.2 else cursor.position(), KEEP)
        match chance.randrange(8):
            case 0:
                document.undo()
            case 1:
                document.redo()
            case 2:
                cursor.deletePreviousChar()
            case 3:
                cursor.beginEditBlock()
                cursor.insertText(chance.choice(pieces))
                cursor.setPosition(chance.randint(0, document.characterCount() - 1))
                cursor.insertText(chance.choice(pieces))
                cursor.endEditBlock()
            case 4:
                text.replace_texts(f"T{seed}", document.toRawText().replace("\u2029", "\n")[: chance.randint(0, 400)])
            case _:
                cursor.insertText(chance.choice(pieces))
        if chance.random() < 0.6:
            assert text.raw() == document.toRawText()
    assert text.raw() == document.toRawText()


def test_a_letter_of_two_units_at_the_end_goes_for_good(context: Context, archive: Archive) -> None:
    article = archive.get(archive.add(Article(title="T", body="ab😀😀")).articles[0])
    text = opened(context, article)
    cursor = QTextCursor(text.document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.deletePreviousChar()
    text.flush()
    assert text.texts() == ("T", "ab😀")
    assert archive.get(text.id).body == "ab😀"
