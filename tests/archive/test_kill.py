"""SIGKILL at random moments while typing, importing, editing in bulk and migrating.

A child process works on an archive and prints each write once it was told that it is done; then it is killed. What was
acknowledged must be there, the file must be sound, and a follower must be able to learn all from where it was.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article, VersionReason
from desktop_app.archive.form import SCHEMA_VERSION
from tests.archive import old_archives
from tests.archive.test_following import Follower

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

TYPING = """
version = archive.get(1).version
archive.begin_session(1)
for number in range(1, 100_000):
    body = f"{number} " + "word " * 200
    version = archive.save_text(1, base_version=version, title="T", standfirst="", body=body).version
    say(number)
    if number % 5 == 0:
        archive.note_activity(1)
"""

IMPORTING = """
for batch in range(1, 1000):
    number = archive.begin_batch("/in")
    for part in range(4):
        articles = [
            Article(title=f"{number} {part} {at}", body="text " * 50, tags=(f"t{at}",), authors=(Author(f"A{at}"),))
            for at in range(25)
        ]
        picture = NewPicture("a.png", bytes([number % 256]) * 5000, "image/png")
        archive.add(*articles, batch=number, pictures={0: [picture]})
        say(number, (part + 1) * 25)
    archive.finish_batch(number, {"added": 100})
    if batch % 3 == 2:
        say(number, -1)
        archive.undo_batch(number)
        say(number, 0)
"""

BULK = """
for number in range(100_000):
    changes = archive.bulk_edit(archive.ids(), set={"section": f"S{number}"}, add_tags=[f"t{number % 7}"])
    say(number, changes.undo)
    if number % 2:
        archive.undo()
        say(number, -1)
"""

CHILD = """
import sys, os
from desktop_app.archive import *
def say(*what):
    os.write(1, (" ".join(map(str, what)) + "\\n").encode())
with Archive.open(sys.argv[1]) as archive:
    say("ready")
"""


def killed(work: str, path: Path, seconds: float) -> list[list[int]]:
    """Run the work on an archive, kill it after some seconds of work, and return what it acknowledged."""
    code = CHILD + "\n".join(f"    {line}" for line in work.splitlines())
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        try:
            assert child.stdout.readline() == b"ready\n"
            time.sleep(seconds)
        finally:
            child.kill()
        lines = child.stdout.read().split(b"\n")[:-1]
    return [[int(word) for word in line.split()] for line in lines]


def must_be_sound(archive: Archive, follower: Follower) -> None:
    assert archive.check() == []
    follower.catch_up(archive, 100)
    assert follower.facts == {one.id: one for one in archive.facts()}
    assert follower.seq == archive.seq


def rounds(number: int) -> list[object]:
    return [pytest.param(number, marks=pytest.mark.slow), 3]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", rounds(60))
def test_killed_while_typing(path: Path, number: int) -> None:
    with Archive.create(path) as archive:
        archive.add(Article(title="T", body="0"))
    follower = Follower()
    for seed in range(number):
        acknowledged = killed(TYPING, path, random.Random(seed).uniform(0, 0.4))
        with Archive.open(path) as archive:
            must_be_sound(archive, follower)
            saved = int(archive.get(1).body.split()[0])
            last = acknowledged[-1][0] if acknowledged else 0
            # One save may have been done and not yet said; after a restart the count begins anew.
            assert saved in (last, last + 1) or not acknowledged
            texts = [archive.version_text(1, version.number) for version in archive.versions(1)]
            assert all(text.body for text in texts)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", rounds(60))
def test_killed_while_importing(path: Path, number: int) -> None:
    Archive.create(path).close()
    follower = Follower()
    for seed in range(number):
        acknowledged = killed(IMPORTING, path, random.Random(seed).uniform(0, 0.8))
        said = dict(acknowledged)
        with Archive.open(path) as archive:
            must_be_sound(archive, follower)
            for batch in archive.batches():
                there = sum(facts.batch == batch.number for facts in archive.facts())
                # After -1 the undo had begun, and what of it was done is done.
                if batch.undone is None:
                    assert there >= said.get(batch.number, 0)
                if batch.undone is not None or said.get(batch.number) == 0:
                    assert there == 0, "an acknowledged undo is an undo"
                # Every article of an import has its original, and its picture.
                if said.get(batch.number) != -1:
                    assert there % 25 == 0
            for article_id in archive.ids():
                assert archive.versions(article_id)[-1].reason is VersionReason.IMPORTED
            # An import that was killed can be undone like any other.
            for batch in archive.batches():
                if batch.undone is None:
                    archive.undo_batch(batch.number)
            assert archive.count() == archive.statistics()["pictures"] == 0
            must_be_sound(archive, follower)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", rounds(60))
def test_killed_while_editing_in_bulk(path: Path, number: int) -> None:
    with Archive.create(path) as archive:
        archive.add(*(Article(title=str(at), body="word " * 100) for at in range(120)))
    follower = Follower()
    for seed in range(number):
        acknowledged = killed(BULK, path, random.Random(seed).uniform(0, 0.8))
        with Archive.open(path) as archive:
            must_be_sound(archive, follower)
            records = {record.number: record for record in archive.undo_records()}
            for _, undo in acknowledged[-3:]:
                assert undo == -1 or undo in records
            # Whatever was half done can be taken back: all articles are alike again.
            last = next((record for record in records.values() if record.undone is None), None)
            if last is not None:
                archive.undo(last.number)
                assert len({(facts.section, facts.tags) for facts in archive.facts()}) == 1
            archive.bulk_edit(archive.ids(), set={"section": ""}, remove_tags=[f"t{number}" for number in range(7)])
            assert archive.count() == 120


@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", rounds(20))
def test_killed_while_migrating(tmp_path: Path, number: int) -> None:
    stored = tmp_path / "stored.copydesk"
    old_archives.stored(1, stored)
    outcomes = set()
    for seed in range(number):
        path = tmp_path / f"{seed}.copydesk"
        shutil.copy(stored, path)
        code = (
            "import sys\nfrom desktop_app.archive import Archive\nprint('go', flush=True)\nArchive.open(sys.argv[1])\n"
        )
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            try:
                child.stdout.readline()
                time.sleep(random.Random(seed).uniform(0.0, 0.5))
            finally:
                child.kill()
        outcomes.add(revision_of(path))
        with Archive.open(path) as archive:
            assert archive.schema_version == SCHEMA_VERSION
            assert archive.count() == 2
            assert archive.check() == []
            assert archive.get(1).body == old_archives.TEXTS[0][2]
            archive.save_search("Rivers", "tag:kür", pinned=True)
        for backup in archive.backups():
            assert revision_of(backup) == 1, "a file under a backup's name is whole"
    assert outcomes <= {1, SCHEMA_VERSION}


DYING = """
import os, signal, sys
import sqlalchemy as sa
from desktop_app.archive import *
from desktop_app.query import parse
left = int(sys.argv[2])
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
with Archive.open(sys.argv[1]) if sys.argv[3] != "migrate" else open(os.devnull) as archive:
    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    sa.event.listen(sa.Engine, "commit", count)
"""

STEPS = {
    "migrate": "Archive.open(sys.argv[1])",
    "save": 'archive.save_text(1, base_version=1, title="T", standfirst="", body="new")',
    "conflict": 'archive.save_text(1, base_version=0, title="T", standfirst="", body="new")',
    "edit": 'archive.edit(1, status="published", authors=(Author("New"),), tags=("new",))',
    "undo import": "archive.undo_batch(1)",
    "purge": "archive.purge([1])",
    "repair": "archive.repair()",
}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("what", [pytest.param(step, marks=pytest.mark.slow) for step in STEPS])
def test_killed_before_every_single_statement(tmp_path: Path, what: str) -> None:
    """Random moments miss what takes a millisecond: here the child dies at its 1st statement, its 2nd, its 3rd …"""
    stored = tmp_path / "stored.copydesk"
    old_archives.stored(1, stored)
    if what != "migrate":
        Archive.open(stored).close()
    if what == "repair":
        with sqlite3.connect(stored) as connection:
            connection.execute("UPDATE article SET words = 77")
        connection.close()
    code = DYING + f"    {STEPS[what]}\n"
    for number in range(1, 500):
        path = tmp_path / "archive.copydesk"
        for tail in ("", "-wal", "-shm"):
            Path(f"{path}{tail}").unlink(missing_ok=True)
        shutil.copy(stored, path)
        child = subprocess.run(
            [sys.executable, "-c", code, str(path), str(number), what], capture_output=True, check=False
        )
        if what == "migrate":
            revision_of(path)
        with Archive.open(path, backups=False) as archive:
            findings = [finding for finding in archive.check() if what != "repair" or finding.kind != "key"]
            assert findings == []
            before, after = ("# Körpü", "new") if what == "save" else ("# Körpü", "# Körpü")
            assert archive.find(1) is None or archive.get(1).body.startswith((before, after))
            if archive.find(1) is not None:
                assert archive.versions(1)[-1].reason is VersionReason.IMPORTED
        if child.returncode >= 0:
            # It lived: there was no statement of that number any more.
            assert child.returncode == (what == "conflict"), child.stderr.decode()
            assert number > 3
            return
    raise AssertionError("it never came to an end")


def revision_of(path: Path) -> int:
    """The revision as the next program would find it; the log is read with the file."""
    with closing(sqlite3.connect(path)) as connection:
        number = int(connection.execute("PRAGMA user_version").fetchone()[0])
        pinned = any(row[1] == "pinned" for row in connection.execute("PRAGMA table_info(saved_search)"))
        noted = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    assert (number >= 2) == pinned
    assert int(noted) == number, "schema, number and Alembic's note change together or not at all"
    return number
