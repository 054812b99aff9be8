"""Chains of endings read from the end of a word: the places that `re` finds one by one."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.azerbaijani import AZERBAIJANI
from desktop_app.text.endings import AFTER_CONSONANT, AFTER_VOWEL, BEFORE_M, Endings
from desktop_app.text.turkish import TURKISH

EXPRESSIONS = (
    AZERBAIJANI.noun, TURKISH.noun, AZERBAIJANI.verb_endings, TURKISH.verb_endings, TURKISH.participles,
    f"(?:{AFTER_VOWEL}y|{AFTER_CONSONANT}|a{BEFORE_M})(?:[ae]b?|m[ae]?(?:ki)?)?",
    f"[ae](?:{BEFORE_M}|b)m?[ae]?m?[aeiou]",
)  # fmt: skip
SETS = Endings(*EXPRESSIONS)

_PIECES = st.sampled_from(
    ["lar", "ler", "in", "da", "ki", "ler", "yor", "ma", "me", "a", "y", "abil", "acak", "dir", "mis", "sa", "m", "b"]
)  # fmt: skip
_WORDS = st.lists(_PIECES | st.text("abdeiklmnorsuyzйə[]?", max_size=3), max_size=8).map("".join)


@given(_WORDS, st.integers(1, 4))
def test_endings_begin_where_an_expression_matches(word: str, shortest: int) -> None:
    expected = [
        (at, sum(1 << number for number, text in enumerate(EXPRESSIONS) if re.compile(text).fullmatch(word, at)))
        for at in range(len(word) - 1, shortest - 1, -1)
    ]
    assert SETS.cuts(word, shortest) == [(at, sets) for at, sets in expected if sets]


@pytest.mark.parametrize("word", ["lar" * 30_000, "m" * 100_000, "й" * 100_000])
def test_a_word_is_read_no_further_than_an_ending_may_be_long(word: str) -> None:
    started = process_time()
    SETS.cuts(word, 2)
    assert process_time() - started < 0.5
