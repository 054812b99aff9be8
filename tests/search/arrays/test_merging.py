"""A merged segment holds what a segment built anew of the live documents would hold, in pieces however small."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage, RamStorage

from desktop_app.search.arrays import ArraySegment, SegmentView, merge, merging
from desktop_app.search.arrays.codec import LENGTHS
from tests.search.arrays.filed import DOCUMENTS, Contents, Filed, contents, schema, segment_of, view_of
from tests.search.arrays.making import INDEX


@st.composite
def parts(draw: st.DrawFn) -> list[tuple[list[Filed], set[int]]]:
    """Make segments: documents, and which of them are deleted."""
    return [
        (documents, draw(st.sets(st.integers(0, len(documents) - 1))) if documents else set())
        for documents in draw(st.lists(DOCUMENTS, min_size=1, max_size=4))
    ]


def merged_view(made: Sequence[tuple[Sequence[Filed], set[int]]], storage: Any) -> SegmentView:
    segments = [segment_of(documents, storage, deleted) for documents, deleted in made]
    return SegmentView(storage, merge(storage, segments, schema(), storage, INDEX))


def left(made: Sequence[tuple[Sequence[Filed], set[int]]]) -> list[Filed]:
    return [document for documents, deleted in made for at, document in enumerate(documents) if at not in deleted]


def columns_of_all(found: Contents, of_all: Contents) -> Contents:
    """Add the columns that only deleted documents had, full of what stands for none."""
    of_fields = schema()
    known = {name: [of_fields[name].column_type.default_value()] * found.count for name in of_all.columns}
    return found._replace(columns=known | found.columns)


@settings(max_examples=50, deadline=None)
@given(parts(), st.sampled_from((1, 2, 3, 50_000)), st.sampled_from((1, 5, 4_000_000)), st.sampled_from((0, 9, 10**6)))
def test_merging_is_building_anew(
    made: list[tuple[list[Filed], set[int]]], terms_at_once: int, positions: int, mapped: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "TERMS_AT_ONCE", terms_at_once)
        patch.setattr(merging, "POSITIONS", positions)
        patch.setattr(merging, "MAPPED", mapped)
        merged = merged_view(made, RamStorage())
    anew = contents(view_of(left(made)))
    of_all = contents(view_of([document for documents, _ in made for document in documents]))
    assert contents(merged) == columns_of_all(anew, of_all)


@settings(max_examples=25, deadline=None)
@given(parts())
def test_merging_twice_is_merging_once(made: list[tuple[list[Filed], set[int]]]) -> None:
    storage = RamStorage()
    segments = [segment_of(documents, storage, deleted) for documents, deleted in made]
    half = len(segments) // 2
    pair = [merge(storage, some, schema(), storage, INDEX) for some in (segments[:half], segments[half:])]
    twice = SegmentView(storage, merge(storage, pair, schema(), storage, INDEX))
    assert contents(twice) == contents(SegmentView(storage, merge(storage, segments, schema(), storage, INDEX)))


def test_a_merge_goes_from_one_folder_into_another(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "to").mkdir()
    source, target = FileStorage(str(tmp_path / "from")), FileStorage(str(tmp_path / "to"))
    documents = [Filed({"title": "a b", "number": 3}, [("a", "A")]), Filed({"body": "b"}, [])]
    segments = [segment_of([document], source) for document in documents]
    before = {path.name: path.read_bytes() for path in (tmp_path / "from").iterdir()}
    merged = merge(source, segments, schema(), target, INDEX)
    assert {path.name: path.read_bytes() for path in (tmp_path / "from").iterdir()} == before
    assert {path.suffix for path in (tmp_path / "to").iterdir()} == {".npt", ".npd"}
    view = SegmentView(target, merged)
    list(view.verifying())
    assert contents(view) == contents(view_of(documents))


def test_a_field_whose_documents_are_all_deleted_is_empty_and_can_be_merged_again() -> None:
    storage = RamStorage()
    made = [([Filed({"title": "a", "tags": "b"}, [("a", "A")]), Filed({"body": "c"}, [])], {0})]
    for _ in range(2):
        view = merged_view(made, storage)
        assert len(view.fields["title"]) == len(view.fields["words"]) == 0
        assert view.fields["title"].matching("*").tolist() == view.fields["title"].within("a", 1) == []
        segment = merge(storage, [view.segment], schema(), storage, INDEX)
        assert contents(SegmentView(storage, segment)) == contents(view)


def test_no_segments_make_an_empty_one() -> None:
    storage = RamStorage()
    assert SegmentView(storage, merge(storage, [], schema(), storage, INDEX)).count == 0


# Lengths


def total(segment: ArraySegment, storage: Any) -> int:
    return SegmentView(storage, segment).documents.field_length("body")


def test_merging_without_deletions_keeps_the_length_of_all() -> None:
    """A document of 39 words is kept as one of 40; all together they are as long as they were."""
    storage = RamStorage()
    segments = [segment_of([Filed({"body": "a " * length}, [])], storage) for length in (39, 41, 107)]
    assert total(merge(storage, segments, schema(), storage, INDEX), storage) == 39 + 41 + 107


def test_many_merges_do_not_let_the_length_of_all_drift() -> None:
    """One article of 200 is edited and merged 100 times over."""
    storage = RamStorage()
    article = Filed({"body": "a " * 39}, [])
    segment = segment_of([article] * 200, storage)
    for _ in range(100):
        segment.delete_document(0)
        segment = merge(storage, [segment, segment_of([article], storage)], schema(), storage, INDEX)
    assert abs(total(segment, storage) - 200 * 39) <= 200


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 3000), min_size=1, max_size=20), st.data())
def test_the_length_of_what_is_left_is_about_right(lengths: list[int], data: st.DataObject) -> None:
    deleted = data.draw(st.sets(st.sampled_from(range(len(lengths)))))
    storage = RamStorage()
    segment = segment_of([Filed({"body": "a " * length}, []) for length in lengths], storage, deleted)
    exact = sum(length for at, length in enumerate(lengths) if at not in deleted)
    # The bytes of lengths are 3.3 % apart.
    assert abs(total(merge(storage, [segment], schema(), storage, INDEX), storage) - exact) <= 0.04 * exact + 1
    assert len(LENGTHS) == 256


# Trouble


class FullDisk(FileStorage):  # type: ignore[misc]
    """A folder whose disk is full after so many bytes."""

    def __init__(self, folder: Path, room: int) -> None:
        super().__init__(str(folder))
        self.room = room

    def create_file(self, name: str, **options: Any) -> Any:
        file = super().create_file(name, **options)
        write = file.write

        def limited(data: Any) -> Any:
            self.room -= len(data)
            if self.room < 0:
                raise OSError(28, "No space left on device")
            return write(data)

        file.write = limited
        return file


@pytest.mark.parametrize("room", [0, 100, 1000, 3000, 5000])
def test_a_full_disk_leaves_the_sources_as_they_were(
    tmp_path: Path, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spools = tmp_path / "spools"
    for name in ("from", "to", "spools"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spools))
    source = FileStorage(str(tmp_path / "from"))
    documents = [Filed({"title": f"a b w{number}", "body": "c " * number}, []) for number in range(50)]
    segment = segment_of(documents, source)
    with pytest.raises(OSError, match="No space"):
        merge(source, [segment, segment], schema(), FullDisk(tmp_path / "to", room), INDEX)
    assert list(spools.iterdir()) == []
    view = SegmentView(source, segment)
    list(view.verifying())
    assert view.count == 50


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_merging_holds_one_range_in_memory(tmp_path: Path) -> None:
    """20 million positions, which all at once would take 160 MB a column, are merged in some 300 MB."""
    import resource

    from desktop_app.search.arrays import SegmentBuilder

    storage = FileStorage(str(tmp_path))
    chance = np.random.default_rng(1)
    segments = []
    for _ in range(5):
        builder = SegmentBuilder(schema(), storage, INDEX)
        for _ in range(10_000):
            builder.add_document()
        for word in range(40_000):
            builder.vocabulary.number(f"w{word}\0".encode())
        words = np.minimum(chance.zipf(1.3, 4_000_000) - 1, 39_999).astype(np.uint32)
        docs = np.repeat(np.arange(10_000, dtype=np.uint32), 400)
        builder.add_words("body", words, docs, np.tile(np.arange(400, dtype=np.uint32), 10_000))
        segments.append(builder.finish())
        del builder, words, docs
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    merged = merge(storage, segments, schema(), storage, INDEX)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert SegmentView(storage, merged).fields["body"].size_of(0, 1) > 0
    assert grown < 300, f"{grown:.0f} MB more than building took"
