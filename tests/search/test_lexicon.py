"""Near words and patterns over the lexicon equal looking at each word; distances equal those of the query room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.query import matching
from desktop_app.query.matching import wildcard_pattern
from desktop_app.search.lexicon import Lexicon, distance

words = st.text("abcёе東", min_size=1, max_size=7)


@given(words, words, st.integers(0, 3))
def test_distance_is_that_of_the_query_room(one: str, other: str, limit: int) -> None:
    assert min(distance(one, other, limit), limit + 1) == min(matching.distance(one, other, limit), limit + 1)


@given(st.sets(words, max_size=30), words, st.integers(1, 2))
def test_words_within_edits_equal_looking_at_each(known: set[str], word: str, edits: int) -> None:
    found = Lexicon(text.encode() for text in known).within(word, edits)
    assert sorted(found) == sorted((k, distance(word, k, edits)) for k in known if distance(word, k, edits) <= edits)


@given(st.sets(words, max_size=30), st.text("abcё*?", min_size=1, max_size=5))
def test_words_a_pattern_fits_equal_looking_at_each(known: set[str], pattern: str) -> None:
    expression = wildcard_pattern(pattern)
    found = Lexicon(text.encode() for text in known).matching(expression, pattern)
    assert sorted(found) == sorted(k for k in known if expression.fullmatch(k))


def test_two_letters_changing_place_count_once_when_asked() -> None:
    assert distance("brigde", "bridge", 2) == 2
    assert distance("brigde", "bridge", 2, swaps=True) == 1
    assert Lexicon([b"bridge"]).within("brigde", 1, swaps=True) == [("bridge", 1)]
    assert Lexicon([b"bridge"]).within("brigde", 1) == []


def test_written_forms_of_a_word_are_one_word() -> None:
    lexicon = Lexicon([b"baki", "baki\0bakı".encode(), "baki\0bakı'nın".encode()])
    assert len(lexicon) == 1
