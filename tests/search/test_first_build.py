"""How a first build is shared out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.search.first_build import LARGEST_PART, parts


@given(st.integers(0, 20 * LARGEST_PART), st.integers(1, 9))
def test_processes_have_equal_shares_of_equal_parts(articles: int, jobs: int) -> None:
    ids = range(1, articles + 1)
    shared = list(parts(ids, jobs))
    assert [id_ for part in shared for id_ in part] == list(ids)
    sizes = {len(part) for part in shared}
    assert not sizes or (0 < min(sizes) <= max(sizes) <= min(LARGEST_PART, min(sizes) + 1))
    assert len(shared) % jobs == 0 or len(shared) == articles < jobs


def test_a_hundred_thousand_articles_leave_no_small_segment() -> None:
    sizes = [len(part) for part in parts(range(98_976), 2)]
    assert len(sizes) == 14
    assert set(sizes) == {7069, 7070}
