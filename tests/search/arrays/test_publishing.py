"""The table of contents changes all at once or not at all, and what it no longer names goes away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from whoosh import query
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, LockError, open_dir

from desktop_app.search.arrays import ArraySearcher, DurableStorage, merge, publish
from desktop_app.search.arrays.searching import views
from tests.search.arrays.making import INDEX, Values, built, found, index_of, opened, schema

A: list[Values] = [{"id": "a", "body": "x y"}, {"id": "b", "body": "x"}]
B: list[Values] = [{"id": "c", "body": "x z"}]


def ids(folder: Path, node: Any = None) -> set[str]:
    searcher = opened(folder)
    return {searcher.stored_fields(doc)["id"] for doc in found(searcher, node or query.Every())}


def names(folder: Path) -> list[str]:
    return [segment.segment_id() for segment in TOC.read(FileStorage(str(folder)), INDEX).segments]


def files(folder: Path) -> set[str]:
    """Return the files of an index but for locks."""
    return {path.name for path in folder.iterdir() if path.is_file() and not path.name.endswith("LOCK")}


def wanted_files(folder: Path) -> set[str]:
    generation = TOC.read(FileStorage(str(folder)), INDEX).generation
    return {f"_{INDEX}_{generation}.toc"} | {f"{name}{end}" for name in names(folder) for end in (".npt", ".npd")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index").mkdir()
    index_of(tmp_path / "index", [A])
    return tmp_path / "index"


def test_segments_come_and_go(folder: Path) -> None:
    index = open_dir(str(folder), INDEX)
    first = names(folder)
    generation = publish(index, add=[built(B, index.storage)])
    assert generation == TOC.read(index.storage, INDEX).generation == open_dir(str(folder), INDEX).latest_generation()
    assert ids(folder) == {"a", "b", "c"}
    assert publish(index, drop=first) == generation + 1
    assert ids(folder) == {"c"}
    assert files(folder) == wanted_files(folder)


def test_documents_are_deleted_and_segments_of_none_forgotten(folder: Path) -> None:
    index = open_dir(str(folder), INDEX)
    [name] = names(folder)
    publish(index, dead={name: [0], "unknown": [3]})
    assert ids(folder) == {"b"}
    # What was deleted before stays so.
    publish(index, add=[built(B, index.storage)])
    assert ids(folder) == {"b", "c"}
    publish(index, dead={name: [1]})
    assert name not in names(folder)
    assert ids(folder) == {"c"}
    assert files(folder) == wanted_files(folder)


def test_a_segment_without_documents_is_never_named(folder: Path) -> None:
    index = open_dir(str(folder), INDEX)
    before = names(folder)
    publish(index, add=[built([], index.storage), built(B, index.storage, deleted=[0])])
    assert names(folder) == before
    assert files(folder) == wanted_files(folder)


def test_segments_are_adopted_from_another_folder(folder: Path, tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir()
    (private / "notes.txt").write_text("not ours")
    index, storage = open_dir(str(folder), INDEX), DurableStorage(str(private))
    segments = [built(B, storage), built([{"id": "d", "body": "x"}], storage)]
    other = built(A, storage)
    publish(index, add=segments, folder=private)
    assert ids(folder) == {"a", "b", "c", "d"}
    assert files(folder) == wanted_files(folder)
    # What was not asked for stays where it was.
    assert {path.name.partition(".")[0] for path in private.iterdir()} == {"notes", other.segment_id()}


def test_a_merge_replaces_its_sources_at_once(folder: Path) -> None:
    index = open_dir(str(folder), INDEX)
    publish(index, add=[built(B, index.storage)], dead={names(folder)[0]: [0]})
    contents = TOC.read(index.storage, INDEX)
    searcher = ArraySearcher(views(index.storage, contents.segments), schema())
    merged = merge(index.storage, contents.segments, schema(), index.storage, INDEX)
    publish(index, add=[merged], drop=names(folder))
    assert names(folder) == [merged.segment_id()]
    assert ids(folder) == {"b", "c"}
    # Who has the old files open reads on.
    assert searcher.search(query.Term("body", "x")).total == 2


def test_views_that_are_open_show_what_was_deleted_since(folder: Path) -> None:
    index = open_dir(str(folder), INDEX)
    before = views(index.storage, TOC.read(index.storage, INDEX).segments)
    publish(index, dead={names(folder)[0]: [0]}, add=[built(B, index.storage)])
    after = views(index.storage, TOC.read(index.storage, INDEX).segments, before)
    assert after[0].documents is before[0].documents
    assert [view.live_count for view in after] == [1, 1]
    assert before[0].live_count == 2


# Locks


def test_another_writer_is_waited_for_and_then_refused(folder: Path) -> None:
    index = open_dir(str(folder), INDEX)
    writer = index.writer()
    start = time.monotonic()
    with pytest.raises(LockError):
        publish(index, drop=names(folder), timeout_s=0.2)
    assert time.monotonic() - start >= 0.2
    writer.cancel()
    assert ids(folder) == {"a", "b"}
    publish(index, drop=names(folder), timeout_s=0.2)
    assert ids(folder) == set()


def test_a_failure_lets_the_lock_go(folder: Path, tmp_path: Path) -> None:
    index = open_dir(str(folder), INDEX)
    with pytest.raises(FileNotFoundError):
        publish(index, folder=tmp_path / "nowhere")
    publish(index, add=[built(B, index.storage)], timeout_s=0)
    assert ids(folder) == {"a", "b", "c"}


# Ends of all kinds


class NoRename(DurableStorage):
    """A folder in which a table is written and never named, as when the disk is full or the process ends."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        raise OSError(28, "No space left on device")


def test_a_table_that_could_not_be_written_leaves_the_old_index_whole(folder: Path, tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir()
    [old] = names(folder)
    index = NoRename(str(folder)).open_index(INDEX)
    segment = built(B, DurableStorage(str(private)))
    with pytest.raises(OSError, match="No space"):
        publish(index, add=[segment], drop=[old], dead={old: [0]}, folder=private)
    # The files were moved already; nobody knows them.
    assert f"{segment.segment_id()}.npt" in files(folder)
    assert names(folder) == [old]
    assert ids(folder) == {"a", "b"}
    index = DurableStorage(str(folder)).open_index(INDEX)
    publish(index, add=[built([{"id": "d", "body": "x"}], index.storage)])
    assert ids(folder) == {"a", "b", "d"}
    assert f"{segment.segment_id()}.npt" not in files(folder)


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from desktop_app.search.arrays import DurableStorage, publish
    from tests.search.arrays.making import INDEX, built

    folder, private, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    index = DurableStorage(str(folder)).open_index(INDEX)
    segment = built([{"id": "c", "body": "x z"}], DurableStorage(str(private)))
    count = 0

    def watch(frame, event, argument):
        global count
        name = frame.f_code.co_name
        if (event, name) == ("call", moment):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)
    publish(index, add=[segment], folder=private)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize(
    ("moment", "has_new"),
    [("_move", False), ("sync_folder", False), ("write", False), ("rename_file", False), ("clean_files", True)],
)
def test_a_kill_at_any_step_leaves_the_old_index_or_the_new(
    folder: Path, tmp_path: Path, moment: str, has_new: bool
) -> None:
    private = tmp_path / "private"
    private.mkdir()
    code = [sys.executable, "-c", textwrap.dedent(KILLED), str(folder), str(private), moment]
    ended = subprocess.run(code, cwd=Path(__file__).parents[3], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert ids(folder) == ({"a", "b", "c"} if has_new else {"a", "b"})
    # The lock died with the process, and the next table clears up.
    index = DurableStorage(str(folder)).open_index(INDEX)
    publish(index, add=[built([{"id": "d", "body": "x"}], index.storage)], timeout_s=1)
    assert ids(folder) == ({"a", "b", "c", "d"} if has_new else {"a", "b", "d"})
    assert files(folder) == wanted_files(folder)


class Mapped(DurableStorage):
    """A folder of Windows: a file that is mapped cannot be deleted."""

    mapped: bool = True

    def delete_file(self, name: str) -> None:
        if self.mapped and name.endswith((".npt", ".npd")):
            raise PermissionError(13, "The process cannot access the file because it is being used", name)
        super().delete_file(name)


def test_mapped_files_are_deleted_once_they_can_be(folder: Path) -> None:
    storage = Mapped(str(folder))
    index = storage.open_index(INDEX)
    [old] = names(folder)
    publish(index, add=[built(B, storage)], drop=[old])
    assert f"{old}.npt" in files(folder)
    assert ids(folder) == {"c"}
    storage.mapped = False
    publish(index)
    assert files(folder) == wanted_files(folder)
