"""What the Archive shows as a value survives a restart."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.library.browse import Browse
from desktop_app.search.service import FACETS, Tick

ticks = st.builds(Tick, st.sampled_from(FACETS), st.text(max_size=8), st.booleans())
browses = st.builds(
    Browse,
    query=st.text(max_size=20),
    ticks=st.lists(ticks, max_size=4).map(tuple),
    brush=st.none() | st.tuples(st.integers(1, 99991231), st.integers(1, 99991231)),
    sort=st.sampled_from(["", "newest", "oldest", "title", "relevance"]),
    everywhere=st.booleans(),
)


@given(browses)
def test_browse_comes_back_from_json(browse: Browse) -> None:
    assert Browse.from_json(json.loads(json.dumps(browse.to_json()))) == browse


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["query", "ticks", "brush", "sort", "everywhere"]), json_values))
def test_stale_or_broken_state_is_left_out(state: dict) -> None:
    ticks = state.get("ticks")
    if ticks is not None and not isinstance(ticks, list):
        state["ticks"] = []
    browse = Browse.from_json(state)
    assert Browse.from_json(json.loads(json.dumps(browse.to_json()))) == browse


def test_words_are_ordered_by_match_and_everything_by_date() -> None:
    assert Browse("bridge").order == "relevance"
    assert Browse("").order == "newest"
    assert Browse("", sort="relevance").order == "newest"
    assert Browse("bridge", sort="oldest").order == "oldest"
