"""The sentence around a place."""

from __future__ import annotations

import time

import pytest

from desktop_app.text.passages import place_of, sentence_at

TEXT = "Birinci cümlə. “İkinci cümlə burada.” Üçüncü A. Həsənov gəldi, 14. gündə!\n\nYeni abzas\nbir sətir"


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("Birinci", "Birinci cümlə."),
        ("burada", "“İkinci cümlə burada.”"),
        ("gəldi", "Üçüncü A. Həsənov gəldi, 14. gündə!"),
        ("sətir", "Yeni abzas bir sətir"),
    ],
)
def test_a_sentence_is_whole(word: str, sentence: str) -> None:
    assert sentence_at(TEXT, TEXT.index(word)) == sentence


def test_a_text_without_full_stops_is_cut_at_words() -> None:
    text = "söz " * 1000
    cut = sentence_at(text, 2000)
    assert 500 < len(cut) <= 700
    assert set(cut.split()) == {"söz"}


def test_blanks_do_not_matter_for_finding() -> None:
    assert place_of("a\n  b   c", "b c") == 4
    assert place_of("a", "b") == place_of("a", "  ") == -1


def test_it_takes_no_time_on_a_hostile_text() -> None:
    text = "." * 200_000
    began = time.process_time()
    sentence_at(text, 100_000)
    sentence_at(f"{text}x", 100_000)
    sentence_at("a. " * 100_000, 299_000)
    place_of("a " * 100_000, "a " * 200 + "b")
    assert time.process_time() - began < 5
