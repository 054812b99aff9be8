"""What is packed comes back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.search.schema import pack_positions, split_term, term, unpack_positions

positions = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=5, unique=True).map(sorted)
small = st.lists(st.integers(0, 65535), min_size=1, max_size=5, unique=True).map(sorted)


@given(st.lists(st.one_of(positions, small), min_size=1, max_size=6))
def test_positions_come_back(lists: list[list[int]]) -> None:
    counts, flat = unpack_positions([pack_positions(some) for some in lists])
    assert counts.tolist() == [len(some) for some in lists]
    assert flat.tolist() == [position for some in lists for position in some]
    assert flat.dtype == np.int64


def test_positions_of_usual_texts_take_two_bytes() -> None:
    assert len(pack_positions([1, 2, 65535])) == 6
    assert len(pack_positions([1, 2, 65536])) == 13


def test_terms_come_back_and_forms_follow_their_word() -> None:
    assert split_term(term("baki", "bakı")) == ("baki", "bakı")
    assert split_term(term("bridge", "bridge")) == ("bridge", "bridge")
    # Every form lies between the word and the next longer word, so that one stretch holds them all.
    assert sorted([term("bakida", "bakıda"), term("baki", "bakı"), term("baki", "baki")]) == [
        term("baki", "baki"),
        term("baki", "bakı"),
        term("bakida", "bakıda"),
    ]
