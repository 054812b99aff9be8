"""A damaged index is noticed, said, set aside and built anew; it is never silently empty or wrong.

Files are damaged while nobody looks, and while the index is open and partly read. What no question touches is found
when all is compared with its checksums, in quiet moments and by `check`.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article
from desktop_app.search import engine, stem_table
from desktop_app.search.arrays.files import BLOCK
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from desktop_app.search.shelf import Shelf
from tests.search.making import follow

QUERIES = ("bridge", '"word3 text"', "bri*", "bridje~", "bridge -word1", "word5 OR word7")


@pytest.fixture(scope="module", autouse=True)
def tables_of_stems() -> Iterator[None]:
    """Let small segments have tables of stems."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (engine, stem_table):
            patch.setattr(module, "WORTH_IT", 1)
        yield


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    archive = Archive.open("sqlite://")
    archive.add(*(Article(title=f"Bridge {n}", body=f"word{n % 9} text " * 20, language="en") for n in range(40)))
    archive.add(*(Article(title=f"Later {n}", body=f"word{n % 9} bridge", language="ru") for n in range(10)))
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def good(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three segments, in two of which documents are deleted, with tables of stems."""
    folder = tmp_path_factory.mktemp("good")
    follow(archive, folder)
    for ids in ((2, 3, 45), (3, 4)):
        for id_ in ids:
            archive.edit(id_, body=archive.get(id_).body + " again")
        follow(archive, folder)
    search = LocalSearch(archive, folder)
    search.status()
    while not search.warmed():
        pass
    assert search.check() == ()
    search.close()
    assert len(list(folder.glob("g1/*.npt"))) == 3
    assert list(folder.glob("g1/*.stems_*"))
    return folder


def answers(search: LocalSearch, *, catch_up: bool) -> list[tuple[int, ...]]:
    return [search.matching_ids(SearchRequest(query=query, sort="newest", catch_up=catch_up)) for query in QUERIES]


def files_of(folder: Path) -> list[Path]:
    """Return the files that hold something, in an order that the names of segments, made by chance, do not change."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    return sorted(files, key=lambda path: (path.suffix, path.stat().st_size, path.name))


def damage(path: Path, how: str, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if how == "delete" or not data:
        path.unlink()
    elif how == "truncate":
        path.write_bytes(data[: chance.randrange(len(data))])
    elif how == "empty":
        path.write_bytes(b"")
    else:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)


def check_damaged(archive: Archive, good: Path, folder: Path, chance: random.Random) -> str:
    """Damage one file at one place; whatever it was, answers stay right and the index heals. Return what was done."""
    shutil.copytree(good, folder)
    files = files_of(folder)
    victim, how = chance.choice(files), chance.choice(("delete", "truncate", "empty", "flip", "flip", "flip"))
    damage(victim, how, chance)
    done = f"{how} {victim.relative_to(folder)}"
    truth = LocalSearch(archive, good)
    search = LocalSearch(archive, folder)
    expected = answers(truth, catch_up=False)
    result = search.search(SearchRequest(query="bridge", catch_up=False))
    assert answers(search, catch_up=False) == expected, done
    if result.index.state != "current":
        assert result.index.state in ("corrupt", "absent"), done
        assert result.notes, done
        assert result.index.message, done
    healed = search.search(SearchRequest(query="bridge"))
    assert healed.index.state == "current", done
    assert answers(search, catch_up=True) == expected, done
    if search.check():
        # No question had touched that place.
        assert search.status().state == "corrupt", done
        search.catch_up()
    assert search.check() == (), done
    search.close()
    truth.close()
    shutil.rmtree(folder)
    return f"{done}: {result.index.state}"


def check_damaged_while_open(archive: Archive, good: Path, folder: Path, chance: random.Random) -> str:
    """Damage one file of an index that is open but whose words nobody has asked for yet. Return what was done."""
    shutil.copytree(good, folder)
    truth = LocalSearch(archive, good)
    expected = answers(truth, catch_up=False)
    truth.close()
    search = LocalSearch(archive, folder)
    assert search.status().state == "current"
    files = files_of(folder)
    victim, how = chance.choice(files), chance.choice(("truncate", "flip", "flip", "flip"))
    done = f"{how} {victim.relative_to(folder)}"
    at = damage_in_place(victim, how, chance)
    # What was compared with its checksum already is compared again in quiet moments alone.
    if chance.random() < 0.5 and (how == "truncate" or not was_looked_at(search, victim, at)):
        assert answers(search, catch_up=False) == expected, done
    while not search.verified():
        pass
    state = search.status().state
    if victim.suffix in (".npt", ".npd", ".toc") or victim.name in ("cursor.json", "which.json"):
        assert state == "corrupt", done
    assert answers(search, catch_up=False) == expected, done
    assert search.catch_up().state == "current", done
    assert answers(search, catch_up=True) == expected, done
    assert search.check() == (), done
    search.close()
    shutil.rmtree(folder)
    return f"{done}: {state}"


def was_looked_at(search: LocalSearch, path: Path, at: int) -> bool:
    """Say whether the index has compared the block at this place of a file with its checksum, and trusts it since."""
    assert search._index is not None
    for view in search._index.segments:
        for file in (view.documents.file, view._terms.file):
            if file.name == path.name:
                for one in file._arrays.values():
                    if one.start <= at < one.start + one.array.nbytes:
                        return not one._unseen or not one._unseen[(at - one.start) // BLOCK]
    return False


def damage_in_place(path: Path, how: str, chance: random.Random) -> int:
    """Damage a file without giving it another place on disk, so that whoever has it mapped sees that; say where."""
    at = chance.randrange(path.stat().st_size)
    if how == "truncate":
        os.truncate(path, at)
        return at
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes((byte ^ 1 << chance.randrange(8),)))
    return at


def test_any_damage_is_noticed_and_healed(archive: Archive, good: Path, tmp_path: Path) -> None:
    chance = random.Random(11)
    done = [check_damaged(archive, good, tmp_path / "index", chance) for _ in range(15)]
    assert sum("corrupt" in line for line in done) > 2, done


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_any_damage_is_noticed_and_healed_400_times(archive: Archive, good: Path, tmp_path: Path) -> None:
    chance = random.Random(12)
    done = Counter(check_damaged(archive, good, tmp_path / "index", chance).split(": ")[1] for _ in range(400))
    print(dict(done))


def test_damage_to_an_open_index_is_noticed_and_healed(archive: Archive, good: Path, tmp_path: Path) -> None:
    chance = random.Random(13)
    done = [check_damaged_while_open(archive, good, tmp_path / "index", chance) for _ in range(15)]
    assert sum("corrupt" in line for line in done) > 2, done


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_damage_to_an_open_index_is_noticed_and_healed_300_times(archive: Archive, good: Path, tmp_path: Path) -> None:
    chance = random.Random(14)
    folder = tmp_path / "index"
    done = Counter(check_damaged_while_open(archive, good, folder, chance).split(": ")[1] for _ in range(300))
    print(dict(done))


def test_deletions_are_not_read_from_a_table_of_contents_that_has_changed(
    archive: Archive, good: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    shutil.copytree(good, folder)
    search = LocalSearch(archive, folder)
    assert search.search(SearchRequest(query="bridge")).total == 50
    contents = next(folder.glob("g1/*.toc"))
    data = bytearray(contents.read_bytes())
    data[-20] ^= 1
    contents.write_bytes(data)
    assert search.status().state == "corrupt"
    assert search.search(SearchRequest(query="bridge")).total == 50
    assert search.check() == ()
    search.close()


def test_corrupt_index_is_said_set_aside_and_its_rebuilding_told(archive: Archive, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(good, folder)
    postings = max(folder.glob("g*/*.npt"), key=lambda path: path.stat().st_size)
    data = bytearray(postings.read_bytes())
    data[200] ^= 1
    postings.write_bytes(data)
    search = LocalSearch(archive, folder)
    result = search.search(SearchRequest(query="bridge", catch_up=False))
    assert (result.total, result.index.state, result.partial) == (50, "corrupt", False)
    assert "damaged" in result.notes[0]
    assert "untouched" in result.index.message
    assert (folder / "damaged").is_dir()
    # Nobody builds yet: it stays corrupt, also for the next process.
    search.close()
    search = LocalSearch(archive, folder)
    assert search.status().state == "corrupt"
    result = search.search(SearchRequest(query="bridge"))
    assert (result.total, result.index.state) == (50, "current")
    assert "has been built anew" in result.notes[0]
    assert search.search(SearchRequest(query="bridge")).notes == ()
    search.close()


def test_index_deleted_while_it_is_open_is_built_anew(archive: Archive, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(good, folder)
    search = LocalSearch(archive, folder)
    assert search.search(SearchRequest(query="bridge")).total == 50
    shutil.rmtree(folder)
    silent = search.search(SearchRequest(query="bridge", catch_up=False))
    assert (silent.total, silent.index.state) == (50, "absent")
    assert search.search(SearchRequest(query="bridge")).index.state == "current"
    search.close()


def test_file_deleted_while_the_index_is_open_is_noticed(archive: Archive, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(good, folder)
    search = LocalSearch(archive, folder)
    assert search.search(SearchRequest(query="bridge")).total == 50
    next(folder.glob("g*/*.npt")).unlink()
    assert search.search(SearchRequest(query="bridge", catch_up=False)).index.state == "corrupt"
    assert search.catch_up().state == "current"
    search.close()


def test_half_written_successor_of_a_corrupt_index_is_taken_up_again(
    archive: Archive, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.search.follower.FIRST_STEP", 7)
    monkeypatch.setattr("desktop_app.search.follower.STEP", 7)
    folder = tmp_path / "index"
    shutil.copytree(good, folder)
    next(folder.glob("g*/cursor.json")).write_text("{")
    search = LocalSearch(archive, folder)
    assert search.status().state == "corrupt"
    steps = search.work("catch_up")()
    next(steps)
    # The successor answers only when it is whole; the articles are read meanwhile.
    result = search.search(SearchRequest(query="bridge", catch_up=False))
    assert (result.total, result.index.state) == (50, "corrupt")
    steps.close()
    building = Shelf(folder, archive.uid).which().building
    assert search.catch_up().state == "current"
    assert Shelf(folder, archive.uid).which().current == building
    search.close()


def test_folder_that_belongs_to_another_archive_is_not_answered_from(good: Path, tmp_path: Path) -> None:
    shutil.copytree(good, tmp_path / "index")
    with Archive.open("sqlite://") as other:
        other.add(Article(title="Only this"))
        search = LocalSearch(other, tmp_path / "index")
        assert search.search(SearchRequest(query="bridge", catch_up=False)).index.state == "outdated"
        assert search.search(SearchRequest(query="bridge")).total == 0
        assert search.search(SearchRequest(query="only")).total == 1
        search.close()


def test_partial_answer_says_so(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.search.answer.READING_S", 0.0)
    monkeypatch.setattr("desktop_app.search.answer._READ", 10)
    search = LocalSearch(archive, tmp_path)
    result = search.search(SearchRequest(query="bridge", catch_up=False))
    assert (result.partial, result.total) == (True, 10)
    assert "The newest 10 of 50 articles were read." in result.notes
    assert not search.search(SearchRequest(query="lang:none", catch_up=False)).partial
    search.close()


def test_damage_that_an_edit_comes_upon_is_set_aside(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a.copydesk") as archive:
        archive.add(*(Article(title=f"Bridge {n}") for n in range(30)))
        follow(archive, tmp_path / "index")
        search = LocalSearch(archive, tmp_path / "index")
        assert search.status().state == "current"
        # The column of ids, which nobody has read yet.
        victim = next((tmp_path / "index").glob("g*/*.npd"))
        data = bytearray(victim.read_bytes())
        ids = data.index(b"".join(n.to_bytes(8, "little") for n in range(1, 31)))
        data[ids + 8] ^= 1
        with victim.open("r+b") as file:
            file.write(data)
        archive.edit(3, title="Another ferry")
        assert not search.apply_edits()
        assert search.status().state == "corrupt"
        assert search.search(SearchRequest(query="ferry")).total == 1
        assert search.check() == ()
        search.close()
