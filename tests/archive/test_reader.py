"""The reader that asks SQLite itself, held against the archive: the same answers, or the archive in its place."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from desktop_app.archive import Archive, ArchiveReader, Article, Author, NotAnArchive, open_reader
from desktop_app.errors import NotFound, UserError
from tests.archive.making import whole_article


def must_agree(archive: Archive, reader: ArchiveReader, since: int = 0, limit: int = 3) -> None:
    assert (reader.uid, reader.name, reader.path) == (archive.uid, archive.name, archive.path)
    assert reader.seq == archive.seq
    ids: Sequence[int] = archive.every_id()
    assert reader.every_id() == ids
    asked = [*ids[::-1], 0, -1, 10**12, 999]
    assert reader.texts(asked) == archive.texts(asked)
    assert reader.summaries(asked) == archive.summaries(asked)
    for with_texts in (True, False):
        assert reader.shown(asked, with_texts=with_texts) == archive.shown(asked, with_texts=with_texts)
    whole = archive.texts(asked)
    assert [(s.body, s.standfirst, s.version) for s in reader.shown(asked)] == [
        (a.body, a.standfirst, a.version) for a in whole
    ]
    assert reader.facts() == archive.facts()
    assert reader.facts(asked) == archive.facts(asked)
    assert reader.reprint_choices() == archive.reprint_choices()
    assert reader.batch_sources() == archive.batch_sources() == {one.number: one.source for one in archive.batches()}
    seq = since
    for number in (-5, *range(archive.seq + 2), 2**70):
        assert reader.changes_after(number) == archive.changes_after(number)
        assert number > 2**63 or reader.stamp(number) == archive.stamp(number)
    while True:
        changes = archive.changes_after(seq, limit)
        assert reader.changes_after(seq, limit) == changes
        seq = changes.seq
        if not changes.more:
            break


class Reading(RuleBasedStateMachine):
    """A writer of all kinds, and one reader that stays open."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.archive = Archive.create(Path(self.folder.name) / "a.copydesk")
        found = open_reader(self.archive.url)
        assert isinstance(found, ArchiveReader)
        self.reader = found

    def teardown(self) -> None:
        must_agree(self.archive, self.reader)
        self.reader.close()
        self.archive.close()
        self.folder.cleanup()

    @rule(whole=st.booleans(), number=st.integers(1, 3))
    def add(self, whole: bool, number: int) -> None:
        batch = self.archive.begin_batch("/in") if whole else None
        article = whole_article() if whole else Article(body="![](a.png)")
        self.archive.add(*[article] * number, batch=batch)

    def _some(self, number: int) -> int:
        ids = self.archive.every_id()
        return ids[number % len(ids)]

    @precondition(lambda self: self.archive.every_id())
    @rule(number=st.integers(0, 9), field=st.sampled_from(("body", "tags", "authors", "published")))
    def edit(self, number: int, field: str) -> None:
        value = {"body": f"body {number}", "tags": ("y", "x"), "authors": (Author("B"), Author("A", "C"))}.get(field)
        self.archive.edit(self._some(number), **{field: value})

    @precondition(lambda self: self.archive.every_id())
    @rule(number=st.integers(0, 9), deed=st.sampled_from(("trash", "untrash", "purge")))
    def move(self, number: int, deed: str) -> None:
        getattr(self.archive, deed)([self._some(number)])

    @precondition(lambda self: len(self.archive.every_id()) > 1)
    @rule(number=st.integers(0, 9), together=st.booleans())
    def choose(self, number: int, together: bool) -> None:
        one, other = self._some(number), self._some(number + 1)
        if together:
            self.archive.join_reprints([one, other])
        else:
            self.archive.split_reprint(one, [other])

    @rule(since=st.integers(0, 9), limit=st.integers(1, 5))
    def compare(self, since: int, limit: int) -> None:
        must_agree(self.archive, self.reader, since, limit)


Reading.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
test_reader_gives_the_answers_of_the_archive = Reading.TestCase


def test_one_article_is_found_by_id_and_uid_or_not_at_all(file_archive: Archive, path: Path) -> None:
    [id_] = file_archive.add(whole_article()).articles
    uid = file_archive.get(id_).uid
    with open_reader(path) as reader:
        assert reader.get(id_) == file_archive.get(id_)
        for name in (id_, uid, f" {uid.upper()}", str(id_), "0", "nobody", "9" * 40, 10**30, -1):
            assert reader.find(name) == file_archive.find(name), name
        with pytest.raises(NotFound):
            reader.get(77)


def test_more_ids_than_one_question_takes(file_archive: Archive, path: Path) -> None:
    ids = file_archive.add(*(Article(title=str(number), tags=("t",)) for number in range(1_203))).articles
    with open_reader(path) as reader:
        assert [article.id for article in reader.texts(ids[::-1])] == list(ids[::-1])
        assert reader.facts(ids) == file_archive.facts()


def test_threads_share_a_reader(file_archive: Archive, path: Path) -> None:
    ids = file_archive.add(*(Article(body=str(number)) for number in range(50))).articles
    wrong: list[object] = []
    with open_reader(path) as reader:

        def read() -> None:
            wrong.extend(id_ for id_ in ids * 4 if reader.get(id_).body != str(id_ - ids[0]))

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_what_is_unusual_is_opened_as_an_archive(path: Path) -> None:
    with pytest.raises(UserError, match="There is no archive"):
        open_reader(path)
    assert not path.exists()
    path.write_text("a letter " * 50)
    with pytest.raises(NotAnArchive):
        open_reader(path)
    path.unlink()
    Archive.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with open_reader(path) as newer:
        assert isinstance(newer, Archive)
        assert "newer Copydesk" in newer.read_only_reason
    with open_reader("sqlite://") as memory:
        assert isinstance(memory, Archive)


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there")
def test_archive_that_does_not_say_who_it_is_is_opened_as_an_archive(file_archive: Archive, path: Path) -> None:
    file_archive.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM about WHERE name = 'uid'")
    with open_reader(path) as found:
        assert isinstance(found, Archive)


def test_archive_that_is_gone_is_said_and_not_made_anew(path: Path) -> None:
    Archive.create(path).close()
    reader = open_reader(path)
    reader.close()
    with pytest.raises(UserError, match="closed"):
        reader.texts([1])
    with open_reader(path) as reader:
        assert isinstance(reader, ArchiveReader)
        reader._idle.pop().close()
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        with pytest.raises(UserError, match="cannot be reached"):
            reader.texts([1])
        assert not path.exists()


def test_reading_an_archive_loads_no_sqlalchemy(path: Path) -> None:
    Archive.create(path).close()
    code = (
        "import sys\n"
        "from desktop_app.archive import open_reader\n"
        "with open_reader(sys.argv[1]) as reader:\n"
        "    assert reader.seq == 0 and reader.texts([1]) == []\n"
        "print(sorted(name for name in ('sqlalchemy', 'alembic') if name in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
