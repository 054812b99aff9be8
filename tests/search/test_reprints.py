"""Reprint families kept beside an index: what changes while they are looked for is not lost."""

from __future__ import annotations

from pathlib import Path

from desktop_app.archive import Archive, Article
from desktop_app.search.columns import Columns
from desktop_app.search.engine import WordIndex
from desktop_app.search.reprints import Reprints
from desktop_app.search.shelf import Shelf
from tests.search.making import archive_in_memory, follow

BODY = " ".join(f"word{number}" for number in range(60))


def known_to(archive: Archive, folder: Path, index: WordIndex | None = None) -> tuple[WordIndex, Columns, int]:
    follow(archive, folder)
    if index is None:
        current, _ = Shelf(folder, archive.uid).current()
        assert current is not None
        index = WordIndex(current)
    index.refresh()
    return index, Columns.of(archive.facts()), archive.seq


def test_what_changes_while_families_are_looked_for_is_taken_in(tmp_path: Path) -> None:
    with archive_in_memory() as archive:
        archive.add(*(Article(title=f"Printing {number}", body=BODY) for number in range(2)))
        known = known_to(archive, tmp_path)
        reprints = Reprints(archive, tmp_path)
        assert not reprints.step(*known)
        archive.add(Article(title="Printing 2", body=BODY))
        archive.trash([1])
        known = known_to(archive, tmp_path, known[0])
        while not reprints.step(*known):
            pass
        assert reprints.families is not None
        assert list(reprints.families) == [(2, 3)]
        known[0].close()


def test_what_index_and_columns_do_not_know_yet_is_taken_in_later(tmp_path: Path) -> None:
    with archive_in_memory() as archive:
        archive.add(*(Article(title=f"Printing {number}", body=BODY) for number in range(2)))
        known = known_to(archive, tmp_path)
        reprints = Reprints(archive, tmp_path)
        while not reprints.step(*known):
            pass
        archive.edit(1, section="News")
        later = known_to(archive, tmp_path, known[0])
        archive.add(Article(title="Printing 2", body=BODY))
        assert not reprints.step(*later)
        last = known_to(archive, tmp_path, known[0])
        assert reprints.step(*last)
        assert reprints.families is not None
        assert list(reprints.families) == [(1, 2, 3)]
        known[0].close()
