"""Memory: what stays is passed over when garbage is looked for."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from desktop_app.archive import Article
from desktop_app.search.answer import Answer
from desktop_app.search.arrays.queries import Alternative, AnyOf, Group
from desktop_app.search.columns import Columns
from desktop_app.search.engine import WordIndex
from desktop_app.search.evaluate import Memory
from desktop_app.search.freed import leave_alone
from desktop_app.search.service import SearchRequest
from desktop_app.search.shelf import Shelf
from tests.search.making import archive_in_memory, follow


class _Circle:
    def __init__(self) -> None:
        self.own = self


def test_what_is_left_alone_is_passed_over_and_later_garbage_is_not() -> None:
    kept = _Circle()
    try:
        leave_alone()
        assert gc.get_freeze_count() > 0
        assert not any(one is kept for one in gc.get_objects())
        later = weakref.ref(_Circle())
        gc.collect()
        assert later() is None
    finally:
        gc.unfreeze()


def test_what_was_found_before_an_edit_is_freed_without_a_search_for_garbage(tmp_path: Path) -> None:
    """Passed over in a circle, it would stay in memory for good."""
    with archive_in_memory() as archive:
        archive.add(Article(title="Bridge"))
        follow(archive, tmp_path)
        folder, _ = Shelf(tmp_path, archive.uid).current()
        assert folder is not None
        index = WordIndex(folder)
        index.look_at(Columns.of(archive.facts()))
        query = AnyOf((Group(("title",), (Alternative("bridge"),)),))
        gc.disable()
        try:
            found = weakref.ref(next(index.found(query)).hits)
            assert found() is not None
            index.apply([])
            assert found() is None
        finally:
            gc.enable()
        index.close()


def test_an_answer_is_freed_without_a_search_for_garbage(tmp_path: Path) -> None:
    """Its arrays are large: of sixty pages they would wait for one another."""
    with archive_in_memory() as archive:
        archive.add(Article(title="Bridge"))
        columns = Columns.of(archive.facts())
        gc.disable()
        try:
            answer = Answer(SearchRequest(query="title:bridge is:reprint"), archive, columns, None, Memory())
            assert answer.result().hits == ()
            gone = weakref.ref(answer)
            del answer
            assert gone() is None
        finally:
            gc.enable()
