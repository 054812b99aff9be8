"""Files of arrays: what was written is read, and what has changed since is refused, wherever it changed."""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage, RamStorage

from desktop_app.search.arrays import DamagedFile, DurableStorage, publish
from desktop_app.search.arrays.files import BLOCK, VERSION, ArrayFile, ArrayWriter, narrow
from tests.search.arrays.kinds import kinds
from tests.search.arrays.making import INDEX, built, corpus, found, index_of, opened, schema

DTYPES = ("<u1", "<u2", "<u4", "<u8", "<i8", "<f8")


def write(storage: Any, arrays: dict[str, Any], name: str = "file", **meta: Any) -> None:
    with storage.create_file(name) as file:
        writer = ArrayWriter(file, meta)
        for key, array in arrays.items():
            writer.put(key, array)
        writer.finish()


@st.composite
def arrays(draw: st.DrawFn) -> dict[str, Any]:
    """Make arrays, some of more than a block."""
    names = draw(st.lists(st.text(min_size=1, max_size=5), unique=True, max_size=4))
    sizes = st.sampled_from((0, 1, 7, 1000, BLOCK // 8, BLOCK, BLOCK + 1, 3 * BLOCK + 5))
    seed = draw(st.integers(0, 9))
    return {
        name: np.random.default_rng(seed).integers(0, 200, draw(sizes)).astype(draw(st.sampled_from(DTYPES)))
        for name in names
    }


@pytest.fixture(params=["folder", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return FileStorage(str(tmp_path)) if request.param == "folder" else RamStorage()


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells what is resident of a file")
def test_what_was_read_to_be_compared_does_not_stay_in_memory(tmp_path: Path) -> None:
    numbers = np.arange(2_000_000, dtype="<u4")
    write(FileStorage(str(tmp_path)), {"numbers": numbers})
    file = ArrayFile(FileStorage(str(tmp_path)), "file")

    def resident_kb() -> int:
        lines = Path("/proc/self/smaps").read_text().splitlines()
        start = next(n for n, line in enumerate(lines) if line.endswith(str(tmp_path / "file")))
        return next(int(line.split()[1]) for line in lines[start:] if line.startswith("Rss:"))

    assert file["numbers"].whole().sum() == numbers.sum()
    assert resident_kb() > 7000
    file.verify()
    assert resident_kb() < 1000
    assert np.array_equal(file["numbers"].whole(), numbers)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrays(), st.data())
def test_what_was_written_is_read(storage: Any, written: dict[str, Any], data: st.DataObject) -> None:
    write(storage, written, note="ə")
    file = ArrayFile(storage, "file")
    assert file.meta == {"note": "ə"}
    assert set(file) == set(written)
    file.verify()
    for name, array in written.items():
        assert file[name].array.dtype == array.dtype
        start = data.draw(st.integers(0, len(array)))
        stop = data.draw(st.integers(start, len(array)))
        assert np.array_equal(file[name].part(start, stop), array[start:stop])
        assert np.array_equal(file[name].whole(), array)
        assert (file[name].array.ctypes.data % 64 == 0) or storage.__class__ is RamStorage or not len(array)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrays(), st.data())
def test_pieces_are_the_same_as_the_whole(tmp_path: Path, written: dict[str, Any], data: st.DataObject) -> None:
    storage = FileStorage(str(tmp_path))
    write(storage, written, "whole")
    pieces = []
    for name, array in written.items():
        cuts = sorted({0, len(array), *data.draw(st.lists(st.integers(0, len(array)), max_size=3))})
        pieces += [(at, name, array[at:to]) for at, to in zip(cuts, cuts[1:] or [0], strict=False)]
    with storage.create_file("pieces") as file:
        writer = ArrayWriter(file, {})
        for name in written:
            # The order of arrays in the file is the order in which they were first named.
            writer.append(name, written[name][:0])
        # Pieces of several arrays alternate.
        for _, name, piece in sorted(pieces, key=lambda piece: piece[0]):
            writer.append(name, piece)
        writer.finish()
    assert (tmp_path / "pieces").read_bytes() == (tmp_path / "whole").read_bytes()


def test_an_array_is_written_once_and_of_one_type(tmp_path: Path) -> None:
    with FileStorage(str(tmp_path)).create_file("file") as file:
        writer = ArrayWriter(file, {})
        writer.put("a", np.arange(3))
        with pytest.raises(ValueError, match="already"):
            writer.put("a", np.arange(3))
        writer.append("b", np.arange(3))
        with pytest.raises(TypeError, match="int64"):
            writer.append("b", np.arange(3, dtype=np.uint8))
        writer.abandon()


def test_what_was_spooled_lies_in_no_folder_and_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spools = tmp_path / "spools"
    spools.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spools))
    with FileStorage(str(tmp_path)).create_file("file") as file:
        writer = ArrayWriter(file, {})
        for name in "abc":
            writer.append(name, np.arange(100_000))
        writer.abandon()
        # On POSIX a spool has no name even while it is open; elsewhere it is gone with its handle.
        assert list(spools.iterdir()) == []


@given(st.lists(st.integers(0, 2**40), max_size=5))
def test_narrow_keeps_the_numbers(numbers: list[int]) -> None:
    kept = narrow(np.array(numbers, dtype=np.int64))
    assert kept.tolist() == numbers
    assert kept.itemsize == next(size for size in (1, 2, 4, 8) if max(numbers, default=0) < 256**size)


# Damage


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[Callable[[bytearray], bytes | bytearray]], ArrayFile]:
    """Return a way to open a file after something was done to its bytes."""
    written = {
        "a": np.arange(40_000, dtype=np.uint32),
        "none": np.empty(0, np.uint8),
        "b": np.arange(100, dtype=np.uint8),
    }
    write(FileStorage(str(tmp_path)), written, "file", note=1)
    sound = (tmp_path / "file").read_bytes()

    def after(change: Callable[[bytearray], bytes | bytearray]) -> ArrayFile:
        (tmp_path / "file").write_bytes(change(bytearray(sound)))
        return ArrayFile(FileStorage(str(tmp_path)), "file")

    return after


def test_a_torn_file_is_refused_wherever_it_was_torn(damaged: Any) -> None:
    chance = random.Random(1)
    size = damaged(lambda data: data).size
    for length in (0, 1, 8, 31, 32, 64, size - 1, size - 8, size - 32, size - 33, *chance.sample(range(size), 60)):
        with pytest.raises(DamagedFile):
            damaged(lambda data, length=length: data[:length])


def test_bytes_behind_the_end_or_in_front_are_refused(damaged: Any) -> None:
    for change in (lambda data: data + b"\0", lambda data: data + data[-32:], lambda data: b"\0" * 64 + data):
        with pytest.raises(DamagedFile):
            damaged(change)


def test_another_format_or_version_is_refused(damaged: Any) -> None:
    def of_version(data: bytearray) -> bytearray:
        data[-12:-8] = (VERSION + 1).to_bytes(4, "little")
        return data

    with pytest.raises(DamagedFile, match=f"format {VERSION + 1}"):
        damaged(of_version)
    for start in (0, -8):
        with pytest.raises(DamagedFile, match="no file of arrays"):
            damaged(lambda data, start=start: data.replace(data[start : start + 8 or None], b"OTHERWIS"))


def test_a_directory_that_points_outside_is_refused(damaged: Any) -> None:
    """Even one with the right checksum, which no damage makes but a faulty writer may."""

    def pointing(data: bytearray) -> bytearray:
        start, length = int.from_bytes(data[-32:-24], "little"), int.from_bytes(data[-20:-16], "little")
        footer = data[start : start + length].replace(b"40000", b"90000")
        data[start : start + length] = footer
        data[-16:-12] = zlib.crc32(footer).to_bytes(4, "little")
        return data

    with pytest.raises(DamagedFile, match="inside"):
        damaged(pointing)


def test_verify_notices_every_flipped_bit(damaged: Any) -> None:
    chance = random.Random(2)
    size = damaged(lambda data: data).size
    for at in [*range(70), *range(size - 400, size), *chance.sample(range(size), 300)]:

        def flip(data: bytearray, at: int = at) -> bytearray:
            data[at] ^= 1 << chance.randrange(8)
            return data

        with pytest.raises(DamagedFile):
            damaged(flip).verify()


def test_verify_looks_anew_at_what_was_seen(tmp_path: Path) -> None:
    write(FileStorage(str(tmp_path)), {"a": np.arange(1000)}, "file")
    file = ArrayFile(FileStorage(str(tmp_path)), "file")
    assert file["a"].whole()[7] == 7
    for at in (64 + 8 * 7, (tmp_path / "file").stat().st_size - 40):
        with (tmp_path / "file").open("r+b") as raw:
            raw.seek(at)
            byte = raw.read(1)
            raw.seek(at)
            raw.write(bytes([byte[0] ^ 1]))
        with pytest.raises(DamagedFile):
            file.verify()
        with (tmp_path / "file").open("r+b") as raw:
            raw.seek(at)
            raw.write(byte)
        file.verify()


def test_a_damaged_index_gives_the_right_answer_or_none(tmp_path: Path) -> None:
    """Bits flipped at 300 places of a segment's files: every query is answered as before or refused."""
    made = corpus(200)
    index_of(tmp_path, [made.documents])
    nodes = [node for of_kind in kinds(made, 1).values() for node in of_kind]
    right = [found(opened(tmp_path), node) for node in nodes]
    rows = [opened(tmp_path).stored_fields(doc) for doc in range(200)]
    files = {path: path.read_bytes() for path in sorted(tmp_path.glob("*.np?"))}
    assert len(files) == 2
    chance = random.Random(3)
    refused = answered = 0
    for turn in range(300):
        path = chance.choice(list(files))
        data = bytearray(files[path])
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        try:
            searcher = opened(tmp_path)
            with pytest.raises(DamagedFile):
                list(searcher.segments[0].verifying())
            for at in chance.sample(range(len(nodes)), 3):
                assert found(searcher, nodes[at]) == right[at], (turn, nodes[at])
                answered += 1
            doc = chance.randrange(200)
            assert searcher.stored_fields(doc) == rows[doc]
        except DamagedFile:
            refused += 1
        path.write_bytes(files[path])
    assert refused > 50
    assert answered > 50


# On disk before it has a name


class Recording(DurableStorage):
    """A folder that writes down in which order things happen to it."""

    def __init__(self, folder: Path, log: list[str]) -> None:
        super().__init__(str(folder))
        self.log = log

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        super().rename_file(oldname, newname, safe=safe)
        self.log.append(f"named {newname}")


def test_segments_and_table_are_on_disk_before_they_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log: list[str] = []
    fsync = os.fsync

    def logged_fsync(number: int) -> None:
        fsync(number)
        log.append(f"synced {Path(os.readlink(f'/proc/self/fd/{number}')).name}")

    if not Path("/proc/self/fd").exists():
        pytest.skip("the names of open files are read from /proc")
    index = Recording(tmp_path, log).create_index(schema(), INDEX)
    log.clear()
    monkeypatch.setattr(os, "fsync", logged_fsync)
    segment = built(corpus(3).documents, index.storage)
    publish(index, add=[segment])
    terms, documents = (f"{INDEX}_{segment.segment_id().partition('_')[2]}{end}" for end in (".npt", ".npd"))
    table = next(entry for entry in log if entry.startswith("named"))
    before = log[: log.index(table)]
    assert {f"synced {terms}", f"synced {documents}"} <= set(before)
    assert before[-2].startswith(f"synced {table.removeprefix('named ')}.")
    assert before[-1] == f"synced {tmp_path.name}"
