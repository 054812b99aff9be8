"""Keys and marks are a word, and capitals are those of the language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.letters.alphabet import in_case_of, key_and_marks, lower, spelled, stripped

AZERBAIJANI = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"


@given(st.text(AZERBAIJANI, min_size=1, max_size=31))
def test_key_and_marks_spell_the_word(word: str) -> None:
    found = key_and_marks(word)
    assert found is not None
    assert found[0] == stripped(word)
    assert found[0].isascii()
    assert spelled(*found) == word


@given(st.text(AZERBAIJANI + "ƏÖÜĞİIŞÇABEI â'-. 9я", max_size=60))
def test_stripped_keeps_every_place(text: str) -> None:
    assert len(stripped(text)) == len(text)


@pytest.mark.parametrize(
    ("word", "typed", "meant"),
    [
        ("istanbul", "Istanbul", "İstanbul"),
        ("ışıq", "Isiq", "Işıq"),
        ("gəncə", "GENCE", "GƏNCƏ"),
        ("şəki", "SEKI", "ŞƏKİ"),
    ],
)
def test_capitals_are_those_of_the_language(word: str, typed: str, meant: str) -> None:
    assert in_case_of(word, typed) == meant
    assert stripped(meant) == typed


def test_i_is_lowered_as_the_language_has_it() -> None:
    assert lower("IŞIQ İL") == "ışıq il"
