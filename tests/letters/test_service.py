"""The words of an archive are counted once each, kept, and counted anew when they must be."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article
from desktop_app.archive.reader import open_reader
from desktop_app.letters import Counts
from desktop_app.letters.process import LetterProcess
from desktop_app.letters.service import LetterService

BODY = "Redaktor Zümrəd Çoğalı köhnə dəzgahın yanında dayandı, sonra işə başladı və hər şeyi düzəltdi."


@pytest.fixture
def archive() -> Archive:
    return Archive.open("sqlite://")


@pytest.fixture
def letters(archive: Archive, lists_folder: Path) -> LetterService:
    return LetterService(archive, lists_folder)


def meant(letters: LetterService, text: str) -> list[str]:
    return [proposal.new for proposal in letters.proposals(text, "az")]


def test_words_of_the_archive_are_learnt_and_kept(archive: Archive, letters: LetterService, lists_folder: Path) -> None:
    archive.add(Article(title="Bir", body=BODY, language="az"))
    assert letters.update() == 1
    assert meant(letters, "Zumred Cogali dezgahin yaninda dayandi") == [
        "Zümrəd", "Çoğalı", "dəzgahın", "yanında", "dayandı",
    ]  # fmt: skip
    again = LetterService(archive, lists_folder)
    assert again.update() == 0
    assert "Çoğalı" in meant(again, "Zumred Cogali dezgahin yaninda dayandi")


def test_new_articles_are_added_to_what_was_counted(archive: Archive, letters: LetterService) -> None:
    archive.add(*(Article(title="Bir", body=BODY, language="az") for _ in range(4)))
    letters.update()
    archive.add(Article(title="İki", body="Şəhərin Göyçəkli küçəsində yeni bir ev tikildi və satıldı.", language="az"))
    assert letters.update() == 1
    assert "Göyçəkli" in meant(letters, "Goycekli kucesinde yeni bir ev")
    assert "Çoğalı" in meant(letters, "Zumred Cogali dezgahin yaninda dayandi")


def test_articles_of_other_languages_are_not_counted(archive: Archive, letters: LetterService) -> None:
    archive.add(Article(title="One", body="The naïve café façade. " * 20, language="fr"))
    assert letters.update() == 1
    assert meant(letters, "Facade") == []


def test_damaged_counts_are_made_anew(archive: Archive, letters: LetterService, lists_folder: Path) -> None:
    archive.add(Article(title="Bir", body=BODY, language="az"))
    letters.update()
    (lists_folder / archive.uid / "az.counts").write_bytes(b"not counts")
    assert letters.update() == 1


def test_it_stops_when_it_is_not_wanted(archive: Archive, letters: LetterService) -> None:
    archive.add(Article(title="Bir", body=BODY, language="az"))
    assert letters.update(lambda: False) == 0
    assert letters.update() == 1


def test_what_was_counted_is_built_later_where_it_was_cut_short(
    archive: Archive, letters: LetterService, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(Article(title="Bir", body=BODY, language="az"))
    monkeypatch.setattr("desktop_app.letters.service._SAVED_S", -1.0)
    monkeypatch.setattr(Counts, "vocabulary", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        letters.update()
    monkeypatch.undo()
    assert letters.is_behind()
    assert letters.update() == 0
    assert not letters.is_behind()
    assert "Çoğalı" in meant(letters, "Zumred Cogali dezgahin yaninda dayandi")


def test_a_process_counts_and_the_models_follow(tmp_path: Path, lists_folder: Path) -> None:
    path = tmp_path / "a.copydesk"
    with Archive.create(path) as archive:
        process = LetterProcess(partial(open_reader, archive.url), lists_folder)
        letters = LetterService(archive, lists_folder, process)
        assert "Çoğalı" not in meant(letters, "Zumred Cogali dezgahin yaninda dayandi")
        archive.add(Article(title="Bir", body=BODY, language="az"))
        assert letters.is_behind()
        process.run(lambda: True, 60.0)
        assert not letters.is_behind()
        assert "Çoğalı" in meant(letters, "Zumred Cogali dezgahin yaninda dayandi")
        letters.close()
