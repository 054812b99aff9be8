"""Proposed forms: what a writer of the language would put, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.forms import proposed


@pytest.mark.parametrize(
    ("word", "form", "instead", "language", "expected"),
    [
        ("dəzgah", "dəzgahın", "maşın", "az", "maşının"),
        ("dəzgah", "dəzgahlar", "güzgü", "az", "güzgülər"),
        ("dəzgah", "dəzgahı", "bina", "az", "binanı"),
        ("dəzgah", "dəzgahının", "bina", "az", "binanının"),
        ("dəzgah", "dəzgaha", "bina", "az", "binaya"),
        ("uşaq", "uşağı", "kitab", "az", "kitabı"),
        ("kitab", "kitabın", "uşaq", "az", "uşağın"),
        ("qala", "qalanın", "ev", "az", "evin"),
        ("bakı", "bakı'nın", "gəncə", "az", "gəncə'nin"),
        ("makine", "makineler", "kitap", "tr", "kitaplar"),
        ("press", "presses", "printer", "en", "printers"),
        ("city", "cities", "box", "", "boxes"),
        ("print", "printed", "type", "en", "typed"),
        ("print", "printing", "type", "en", "typing"),
        ("машина", "машиной", "станция", "ru", "станцией"),
        ("книга", "книги", "газета", "ru", "газеты"),
        ("газета", "газеты", "книга", "ru", "книги"),
        ("газета", "газетой", "журнал", "", "журналом"),
        ("журнал", "журналов", "газета", "ru", "газет"),
        ("новый", "нового", "старый", "ru", "старого"),
        ("good", "better", "bad", "en", ""),
        ("станок", "станка", "пресс", "ru", ""),
        ("press", "presses", "hand press", "en", ""),
    ],
)
def test_proposal_is_what_a_writer_would_put(word: str, form: str, instead: str, language: str, expected: str) -> None:
    assert proposed(word, form, instead, language) == expected


LETTERS = st.text("abıiouəkqyжаяь'", max_size=6)


@given(LETTERS.filter(bool), LETTERS, LETTERS, st.sampled_from(["az", "tr", "ru", "en", "fi", ""]))
def test_any_letters_give_an_answer(word: str, ending: str, instead: str, language: str) -> None:
    made = proposed(word, word + ending, instead, language)
    assert instead or not made
