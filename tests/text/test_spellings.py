"""One key for the spellings of a word before and after a reform, and differences that leave them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.diff import Piece, respelt_diff, word_diff
from desktop_app.text.folding import fold
from desktop_app.text.spellings import spelling_key

NEW_AND_OLD = [
    ("dəzgahı", "дәзҝаһы"), ("çıxmışdır", "чыхмышдыр"), ("oğlu", "оғлу"), ("cümhuriyyət", "ҹүмһуријјәт"),
    ("qəzet", "гәзет"), ("yeni", "јени"), ("qızıl", "qьzьl"), ("oğul", "oƣul"), ("qəzet", "гәзэт"),
    ("белый", "бѣлый"), ("мир", "міръ"), ("Фёдор", "Ѳёдоръ"), ("станок", "станокъ"), ("kağıt", "kâğıt"),
]  # fmt: skip


@pytest.mark.parametrize(("new", "old"), NEW_AND_OLD)
def test_spellings_of_a_word_share_a_key(new: str, old: str) -> None:
    assert spelling_key(new) == spelling_key(old)


@pytest.mark.parametrize(("one", "other"), [("qəzet", "qəzəb"), ("мир", "мор"), ("станок", "рынок"), ("yol", "yel")])
def test_other_words_have_other_keys(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


TEXTS = st.lists(st.sampled_from(["мир", "міръ", "белый", "бѣлый", "yol", ".", "\n", " "]), max_size=20).map(" ".join)


@given(old=TEXTS, new=TEXTS)
def test_respelt_diff_shows_the_new_text_and_what_else_was_removed(old: str, new: str) -> None:
    pieces = respelt_diff(old, new, spelling_key)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert sum(len(piece.text.split()) for piece in pieces if piece.kind != "added") == len(old.split())
    if word_diff(old, new) == [Piece("same", old)]:
        assert [piece.kind for piece in pieces] == ["same"]


def test_only_what_is_no_spelling_is_left() -> None:
    old = "Бѣлый міръ и станокъ стоялъ."
    new = "Белый мир и новый станок стоял."
    kinds = [(piece.kind, piece.text.strip()) for piece in respelt_diff(old, new, spelling_key)]
    assert [text for kind, text in kinds if kind == "added"] == ["новый"]
    assert not [text for kind, text in kinds if kind == "removed" and text]
    assert fold(old) != fold(new)
