"""Columns after any number of changes are the columns built anew."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article, Facts
from desktop_app.search import columns_file
from desktop_app.search.columns import FLAGS, MULTIPLE, NUMBERS, SINGLE, Columns
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest

facts = st.builds(
    Facts,
    id=st.integers(1, 12),
    title=st.sampled_from(("", "Ağ", "ag", "Zebra", "élan")),
    authors=st.lists(st.sampled_from(("A", "B", "C")), max_size=3).map(tuple),
    section=st.sampled_from(("", "x", "y")),
    tags=st.lists(st.sampled_from(("t", "u", "")), max_size=3).map(tuple),
    language=st.sampled_from(("", "az")),
    status=st.sampled_from(("writing", "published")),
    kind=st.just(""),
    publication=st.just(""),
    folder=st.just(""),
    source_name=st.just(""),
    batch=st.integers(0, 3),
    published_first=st.sampled_from((0, 19110101)),
    published_last=st.sampled_from((0, 19111231)),
    created=st.just(20261122),
    updated=st.just(20261122),
    words=st.integers(0, 9),
    has_picture=st.booleans(),
    has_source=st.booleans(),
    trashed=st.booleans(),
)

steps = st.lists(st.tuples(st.lists(facts, max_size=5), st.sets(st.integers(1, 12), max_size=3)), max_size=6)


def by_value(columns: Columns) -> dict[int, tuple[object, ...]]:
    """Spell out all rows, with values in place of codes."""
    rows: dict[int, tuple[object, ...]] = {}
    for row, id_ in enumerate(columns.ids.tolist()):
        single = [columns.vocabularies[name].values[columns.single[name][row]] for name in SINGLE]
        multiple = []
        for name in MULTIPLE:
            pairs = columns.multiple[name]
            multiple.append([columns.vocabularies[name].values[code] for code in pairs.codes[pairs.rows == row]])
        numbers = [int(columns.numbers[name][row]) for name in NUMBERS]
        flags = [bool(columns.flags[name][row]) for name in FLAGS]
        rows[id_] = (*single, *multiple, *numbers, *flags, columns.titles[row])
    return rows


@given(steps)
def test_changes_one_after_another_equal_building_anew(steps: list[tuple[list[Facts], set[int]]]) -> None:
    known: dict[int, Facts] = {}
    columns = Columns.of([])
    for changed, gone in steps:
        changed = list({fact.id: fact for fact in changed}.values())
        gone = gone - {fact.id for fact in changed}
        known.update({fact.id: fact for fact in changed})
        for id_ in gone:
            known.pop(id_, None)
        columns = columns.updated(changed, gone)
        # Worked out from the ranks of the moment before where there are any.
        assert columns.title_rank.tolist() == Columns.of(known.values()).title_rank.tolist()
    assert columns.ids.tolist() == sorted(known)
    assert by_value(columns) == by_value(Columns.of(known.values()))
    for pairs in columns.multiple.values():
        assert (np.diff(pairs.rows) >= 0).all()


@given(st.lists(facts, unique_by=lambda fact: fact.id), st.lists(st.integers(0, 14)))
def test_rows_of_ids(known: list[Facts], asked: list[int]) -> None:
    columns = Columns.of(known)
    rows = columns.rows_of(np.array(asked, dtype=np.int64)).tolist()
    ids = columns.ids.tolist()
    assert rows == [ids.index(id_) if id_ in ids else -1 for id_ in asked]


def test_columns_of_a_moment_do_not_change_later() -> None:
    before = Columns.of([_fact(1), _fact(2)])
    seen = by_value(before)
    before.updated([_fact(1, section="new"), _fact(3)], [2])
    assert by_value(before) == seen


def _fact(id_: int, section: str = "") -> Facts:
    return Facts(
        id=id_, title="", authors=(), section=section, tags=("t",), language="", status="", kind="", publication="",
        folder="", source_name="", batch=0, published_first=0, published_last=0, created=1, updated=1, words=0,
        has_picture=False, has_source=False, trashed=False,
    )  # fmt: skip


@given(steps)
def test_columns_read_from_their_file_are_those_that_were_written(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[Facts], set[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("columns")
    columns = Columns.of([])
    for changed, gone in steps:
        fresh = {fact.id: fact for fact in changed}
        columns = columns.updated(fresh.values(), gone - fresh.keys())
    columns_file.write(folder, columns, 7, "stamp")
    read = columns_file.read(folder)
    assert read is not None
    assert read[1:] == (7, "stamp")
    assert by_value(read[0]) == by_value(columns)
    # Codes go on where they were: an article added to both has the same values.
    new = next(iter(steps))[0] if steps else []
    for fact in new[:1]:
        assert by_value(read[0].updated([fact])) == by_value(columns.updated([fact]))


def test_damaged_file_of_columns_is_not_used(tmp_path: Path) -> None:
    columns_file.write(tmp_path, Columns.of([]), 7, "stamp")
    path = next(tmp_path.iterdir())
    good = path.read_bytes()
    for place in range(0, len(good), 37):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        read = columns_file.read(tmp_path)
        # What lies between two arrays is nobody's.
        assert read is None or (len(read[0]) == 0 and read[1:] == (7, "stamp"))
    path.write_bytes(good[:-1])
    assert columns_file.read(tmp_path) is None
    path.unlink()
    assert columns_file.read(tmp_path) is None


def test_columns_of_another_past_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.search.local._MANY_FACTS", 1)
    index = tmp_path / "index"
    with Archive.create(tmp_path / "a.copydesk") as archive:
        archive.add(Article(title="bridge", section="Culture"))
        with closing(LocalSearch(archive, index)) as search:
            assert search.search(SearchRequest(query="section:culture")).total == 1
        assert columns_file.read(index) is not None
        _, seq, _ = columns_file.read(index) or (None, 0, "")
    with Archive.create(tmp_path / "b.copydesk") as other:
        for number in range(seq + 1):
            other.add(Article(title=f"{number}", section="Science"))
        with closing(LocalSearch(other, index)) as search:
            assert search.search(SearchRequest(query="section:culture")).total == 0
            assert search.search(SearchRequest(query="section:science")).total == seq + 1


def test_search_lets_go_of_its_files_also_where_the_archive_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.search.local._MANY_FACTS", 1)
    with Archive.open("sqlite://") as archive:
        archive.add(Article(title="Bridge"))
        search = LocalSearch(archive, tmp_path)
        search.catch_up()
        search.prepare()
    search.close()
    assert search._index is None
