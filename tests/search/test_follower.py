"""The index follows the archive: whatever happened in between, catching up equals building anew."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article
from desktop_app.errors import UserError
from desktop_app.search import follower, writing
from desktop_app.search.engine import WordIndex
from desktop_app.search.follower import Follower
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from desktop_app.search.shelf import Shelf
from tests.search.making import archive_in_memory, articles, contents, follow

SILENT = SearchRequest(query="bridge", catch_up=False)

operations = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.lists(articles(), min_size=1, max_size=4)),
        st.tuples(st.just("edit"), st.integers(0, 99), articles()),
        st.tuples(st.just("tag"), st.integers(0, 99)),
        st.tuples(st.just("trash"), st.integers(0, 99)),
        st.tuples(st.just("purge"), st.integers(0, 99)),
        st.tuples(st.just("follow")),
        st.tuples(st.just("stop after a step")),
        st.tuples(st.just("fold")),
    ),
    max_size=14,
)


def run(operation: tuple[object, ...], archive: Archive, folder: Path) -> None:
    """Do one thing to the archive or the index."""
    ids = archive.ids() + archive.ids(place="trash")
    match operation:
        case ("add", list() as some):
            archive.add(*some)
        case ("follow",):
            follow(archive, folder)
        case ("stop after a step",):
            steps = Follower(archive, Shelf(folder, archive.uid)).catch_up()
            next(steps, None)
            steps.close()
        case ("fold",):
            list(Follower(archive, Shelf(folder, archive.uid)).fold())
        case ("edit", int() as at, Article() as other) if ids:
            archive.edit(ids[at % len(ids)], title=other.title, body=other.body, authors=other.authors)
        case ("tag", int() as at) if ids:
            archive.edit(ids[at % len(ids)], tags=("new",))
        case ("trash", int() as at) if ids:
            archive.trash([ids[at % len(ids)]])
        case ("purge", int() as at) if ids:
            archive.purge([ids[at % len(ids)]])


@settings(max_examples=25, deadline=None)
@given(operations)
def test_catching_up_equals_building_anew(
    tmp_path_factory: pytest.TempPathFactory, operations: list[tuple[object, ...]]
) -> None:
    followed, anew = tmp_path_factory.mktemp("followed"), tmp_path_factory.mktemp("anew")
    with pytest.MonkeyPatch.context() as patch, archive_in_memory() as archive:
        patch.setattr(follower, "FIRST_STEP", 2)
        patch.setattr(follower, "STEP", 3)
        patch.setattr(writing, "MANY_SMALL", 2)
        for operation in operations:
            run(operation, archive, followed)
        follow(archive, followed)
        follow(archive, anew)
        assert contents(followed, archive.uid) == contents(anew, archive.uid)
        search = LocalSearch(archive, followed)
        assert search.check() == ()
        search.close()


@pytest.fixture
def archive() -> Archive:
    archive = Archive.open("sqlite://")
    archive.add(*(Article(title=f"Bridge {n}", body="Old words of a text. " * 3) for n in range(30)))
    return archive


def test_first_build_can_be_searched_from_its_first_step_on(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "FIRST_STEP", 10)
    search = LocalSearch(archive, tmp_path)
    assert search.status().state == "absent"
    assert search.status().behind == 30
    states = []
    for progress in search.work("catch_up")():
        result = search.search(SILENT)
        states.append((progress.done, progress.total, result.total, result.index.state, result.index.documents))
        break
    # One write added all thirty, so one window holds them, cut into commits of ten.
    assert states == [(10, 30, 10, "building", 10)]
    assert search.catch_up().state == "current"
    assert search.search(SILENT).total == 30
    search.close()


def test_index_that_is_being_written_elsewhere_is_busy_and_still_answers(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    archive.add(Article(title="Another bridge"))
    steps = Follower(archive, Shelf(tmp_path, archive.uid)).rebuild()
    next(steps)
    result = search.search(SearchRequest(query="bridge"))
    assert (result.total, result.index.state, result.index.behind) == (30, "busy", 1)
    steps.close()
    assert search.search(SearchRequest(query="bridge")).total == 31
    search.close()


def test_first_build_going_on_elsewhere_is_busy_and_the_articles_are_read(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    with Shelf(tmp_path, archive.uid).writing(0):
        result = search.search(SearchRequest(query="bridge"))
        assert (result.total, result.index.state, result.index.documents) == (30, "busy", 0)
    assert search.search(SearchRequest(query="bridge")).index.state == "current"
    search.close()


def test_reindex_lets_the_old_index_answer_until_the_new_one_is_whole(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    old = Shelf(tmp_path, archive.uid).which().current
    steps = search.work("reindex")()
    next(steps)
    assert search.search(SILENT).total == 30
    assert Shelf(tmp_path, archive.uid).which().current == old
    list(steps)
    assert search.search(SILENT).total == 30
    assert Shelf(tmp_path, archive.uid).which().current != old
    assert not (tmp_path / old).exists()
    search.close()


def test_broken_off_reindex_leaves_the_old_index_and_no_rubbish(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    for _ in range(3):
        steps = search.work("reindex")()
        next(steps)
        steps.close()
    assert search.search(SILENT).index.state == "current"
    assert len(list(tmp_path.glob("g*"))) == 2
    search.close()


def test_progress_ends_at_its_total(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "FIRST_STEP", 7)
    monkeypatch.setattr(follower, "STEP", 7)
    seen = []
    search = LocalSearch(archive, tmp_path)
    search.catch_up(seen.append)
    assert [(p.done, p.total) for p in seen] == [(7, 30), (14, 30), (21, 30), (28, 30), (30, 30)]
    search.close()


def test_index_made_under_other_rules_is_outdated_and_built_anew(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    search.close()
    cursor = next(tmp_path.glob("g*/cursor.json"))
    _rewrite(cursor, words="another fold")
    search = LocalSearch(archive, tmp_path)
    silent = search.search(SILENT)
    assert (silent.total, silent.index.state) == (30, "outdated")
    assert any("of another version" in note for note in silent.notes)
    assert search.search(SearchRequest(query="bridge")).index.state == "current"
    search.close()


def test_another_program_with_the_same_rules_goes_on_with_the_index(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    cursor = next(tmp_path.glob("g*/cursor.json"))
    mine = json.loads(json.loads(cursor.read_text())["value"])["made_by"]
    assert len(mine) == 8
    _rewrite(cursor, made_by="another program")
    assert search.search(SILENT).index.state == "current"
    archive.add(Article(title="Bridge"))
    assert search.search(SearchRequest(query="bridge")).total == 31
    assert json.loads(json.loads(cursor.read_text())["value"])["made_by"] == mine
    search.close()


def test_index_that_is_ahead_of_its_archive_is_outdated(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    _rewrite(next(tmp_path.glob("g*/cursor.json")), seq=9999)
    assert search.search(SILENT).index.state == "outdated"
    assert search.search(SearchRequest(query="bridge")).index.state == "current"
    search.close()


class WrittenMeanwhile(Archive):
    """An archive to which somebody adds an article whenever its number was asked for."""

    @property
    def seq(self) -> int:
        asked = super().seq
        self.add(Article(title="Meanwhile"))
        return asked


def test_write_while_a_first_build_begins_does_not_make_it_one_of_another_past(tmp_path: Path) -> None:
    with WrittenMeanwhile.open("sqlite://") as archive:
        archive.add(Article(title="Bridge"))
        shelf = Shelf(tmp_path, archive.uid)
        next(iter(Follower(archive, shelf).catch_up()))
        folder, _ = shelf.current()
        assert folder is not None
        cursor = shelf.cursor(folder)
        assert cursor.stamp == archive.stamp(cursor.seq)


def test_archive_put_back_by_hand_is_not_taken_for_the_one_that_was_followed(tmp_path: Path) -> None:
    path, kept = tmp_path / "a.copydesk", tmp_path / "kept.copydesk"
    with Archive.create(path) as archive:
        archive.add(Article(title="bridge"))
    shutil.copy(path, kept)
    with Archive.open(path) as archive, closing(LocalSearch(archive, tmp_path / "index")) as search:
        archive.purge([1])
        archive.add(Article(title="ferry"))
        assert search.search(SearchRequest(query="bridge")).total == 0
    shutil.copy(kept, path)
    with Archive.open(path) as archive, closing(LocalSearch(archive, tmp_path / "index")) as search:
        # As many writes as in the other past, so that the numbers agree.
        archive.add(Article(title="lamp"))
        archive.add(Article(title="tea"))
        assert search.search(SearchRequest(query="bridge")).total == 1
        assert search.search(SearchRequest(query="ferry")).total == 0
        assert search.check() == ()


def test_edits_make_small_segments_that_idle_time_folds(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    for n in range(1, 11):
        archive.edit(n, body=f"Edited {n}")
        search.catch_up()
    assert _segments(tmp_path, archive.uid) == 11
    list(search.work("fold")())
    assert _segments(tmp_path, archive.uid) == 1
    assert search.search(SearchRequest(query="edited")).total == 10
    assert search.search(SearchRequest(query="old")).total == 20
    assert search.check() == ()
    search.close()


def test_folding_what_edits_left_touches_no_larger_segment(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    archive.add(*(Article(body=f"Old {n}") for n in range(writing.TINY)))
    search.catch_up()
    large = _names(tmp_path, archive.uid)
    for n in range(1, writing.MANY_SMALL + 1):
        assert not list(search.work("fold_edits")())
        archive.edit(n, body=f"Edited {n}")
        search.catch_up()
    list(search.work("fold_edits")())
    assert large < _names(tmp_path, archive.uid)
    assert _segments(tmp_path, archive.uid) == 2
    assert search.search(SearchRequest(query="edited")).total == writing.MANY_SMALL
    assert search.check() == ()
    search.close()


def test_a_merge_may_be_given_up_after_any_step(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    for n in range(1, writing.MANY_SMALL + 1):
        archive.edit(n, body=f"Edited {n}")
        search.catch_up()
    segments, steps = _names(tmp_path, archive.uid), 0
    while _names(tmp_path, archive.uid) == segments:
        steps += 1
        work = search.work("fold")()
        for _ in range(steps):
            next(work)
        work.close()  # type: ignore[attr-defined]
        assert search.search(SearchRequest(query="edited")).total == writing.MANY_SMALL
        assert search.search(SearchRequest(query="bridge")).total == 30
    assert steps > 3
    archive.edit(9, body="Edited 9")
    search.catch_up()
    named = _names(tmp_path, archive.uid)
    assert {path.name.partition(".")[0] for path in tmp_path.glob("g*/words_*.np?")} == named
    assert search.check() == ()
    search.close()


def test_index_is_never_one_compound_file(archive: Archive, tmp_path: Path) -> None:
    follow(archive, tmp_path)
    names = {path.name.partition(".")[2] for path in tmp_path.glob("g*/words_*") if "_WRITELOCK" not in path.name}
    assert names == {"npt", "npd"}


def test_check_finds_a_text_that_the_index_knows_otherwise(archive: Archive, tmp_path: Path) -> None:
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    archive.edit(5, body="Something else")
    assert search.check() == ("1 articles are not searchable in their newest form yet.",)
    _rewrite(next(tmp_path.glob("g*/cursor.json")), seq=archive.seq, stamp=archive.stamp(archive.seq))
    assert search.check() == ("1 articles are in the search index with another text: 5",)
    search.close()


@pytest.mark.skipif(os.name == "nt", reason="limits of file sizes are a Unix thing")
def test_full_disk_is_told_and_the_old_index_goes_on_answering(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a.copydesk") as archive:
        archive.add(*(Article(title=f"Bridge {n}") for n in range(3)))
        follow(archive, tmp_path / "index")
        archive.add(*(Article(title="Bridge", body=f"{n} " * 300 + "x" * n) for n in range(300)))
    script = """
import resource, signal, sys
from contextlib import closing
from pathlib import Path
from desktop_app.archive import Archive
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
archive = Archive.open(sys.argv[1], read_only=True)
search = LocalSearch(archive, Path(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
result = search.search(SearchRequest(query="bridge"))
print(result.total, result.index.state, result.index.behind, *result.notes)
try:
    search.catch_up()
except Exception as error:
    print(type(error).__name__)
resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
"""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            script.replace("(-1, -1)", "(20000, 20000)"),
            tmp_path / "a.copydesk",
            tmp_path / "index",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    first, second = done.stdout.splitlines()
    assert first.startswith("3 behind 300 The search index could not be brought up to date")
    assert second == UserError.__name__
    with Archive.open(tmp_path / "a.copydesk") as archive:
        search = LocalSearch(archive, tmp_path / "index")
        assert search.search(SearchRequest(query="bridge")).total == 303
        assert search.check() == ()
        search.close()


BUILD = """
import sys
from contextlib import closing
from pathlib import Path
from desktop_app.archive import Archive
from desktop_app.search import follower, writing
from desktop_app.search.local import LocalSearch
follower.FIRST_STEP = follower.STEP = 20
writing.MANY_SMALL = 3
print("ready", flush=True)
with Archive.open(sys.argv[1], read_only=True) as archive:
    search = LocalSearch(archive, Path(sys.argv[2]))
    search.catch_up()
    list(search.work("fold")())
    if sys.argv[3] == "reindex":
        search.reindex()
    search.close()
"""


def killed(path: Path, folder: Path, delay_s: float, what: str) -> bool:
    """Build in another process, kill it after a while, and say whether it was still at work."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, str(path), str(folder), what], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(delay_s)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return process.returncode == -signal.SIGKILL


def kill_test(tmp_path: Path, kills: int, texts: int, longest_s: float) -> None:
    chance = random.Random(7)
    path, folder = tmp_path / "a.copydesk", tmp_path / "index"
    at_work = 0
    with Archive.create(path) as archive:
        for n in range(4 * kills):
            # On a loaded machine some come too late: it goes on until enough have struck a builder at work.
            if n >= kills and at_work > kills // 3:
                break
            words = [f"word{chance.randrange(300)}" for _ in range(60)]
            archive.add(*(Article(title=f"{n}", body=" ".join(chance.sample(words, 40))) for _ in range(texts)))
            ids = archive.ids()
            archive.edit(chance.choice(ids), body="Edited")
            archive.purge([chance.choice(ids)])
            delay_s = chance.uniform(0, longest_s)
            was_at_work = killed(path, folder, delay_s, "reindex" if n % 3 == 2 else "")
            at_work += was_at_work
            # However fast the machine is just now, most kills shall strike while there is work.
            longest_s = longest_s * 1.2 if was_at_work else delay_s * 0.8
            if n % 4 == 3:
                # Whatever was left behind, a reader is answered and told how far behind the index is.
                search = LocalSearch(archive, folder)
                result = search.search(SearchRequest(query="edited", catch_up=False))
                assert result.index.state in ("current", "behind", "building", "absent")
                search.close()
        follow(archive, folder)
        follow(archive, tmp_path / "anew")
        assert contents(folder, archive.uid) == contents(tmp_path / "anew", archive.uid)
        search = LocalSearch(archive, folder)
        assert search.check() == ()
        search.close()
        assert len(list(folder.glob("g*"))) == 1
    assert at_work > kills // 3, "the kills came too late to mean anything"


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a Unix thing")
def test_killed_builder_catches_up_to_what_building_anew_gives(tmp_path: Path) -> None:
    kill_test(tmp_path, kills=6, texts=60, longest_s=0.9)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a Unix thing")
def test_killed_builder_catches_up_after_a_hundred_kills(tmp_path: Path) -> None:
    kill_test(tmp_path, kills=100, texts=80, longest_s=1.2)


def _segments(folder: Path, uid: str) -> int:
    return len(_names(folder, uid))


def _names(folder: Path, uid: str) -> set[str]:
    current, _ = Shelf(folder, uid).current()
    assert current is not None
    index = WordIndex(current)
    names = {view.name for view in index.segments}
    index.close()
    return names


def _rewrite(path: Path, **changes: object) -> None:
    from desktop_app.search import shelf

    value = json.loads(json.loads(path.read_text())["value"])
    shelf._write(path, value | changes)


WRITE = """
import sys
from pathlib import Path
from desktop_app.archive import Archive
from desktop_app.search import writing
from desktop_app.search.local import LocalSearch
writing.MANY_SMALL = 2
with Archive.open(sys.argv[1]) as archive:
    search = LocalSearch(archive, Path(sys.argv[2]))
    for n in range(15):
        archive.edit(1 + n % 5, body=f"edit {n}")
        search.catch_up()
        list(search.work("fold")())
    search.close()
"""


def test_reader_is_never_misled_by_a_writer_in_another_process(tmp_path: Path) -> None:
    path, folder = tmp_path / "a.copydesk", tmp_path / "index"
    with Archive.create(path) as archive:
        archive.add(*(Article(title=f"Bridge {n}") for n in range(5)))
        search = LocalSearch(archive, folder)
        search.catch_up()
        writer = subprocess.Popen([sys.executable, "-c", WRITE, str(path), str(folder)])
        seen = set()
        while writer.poll() is None:
            result = search.search(SILENT)
            seen.add((result.total, result.index.documents))
            assert result.index.state in ("current", "behind", "busy")
        assert writer.returncode == 0
        assert seen == {(5, 5)}
        assert not (folder / "damaged").exists()
        assert search.search(SearchRequest(query="edit 14")).total == 1
        assert search.check() == ()
        search.close()
