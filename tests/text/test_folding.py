"""One fold for everything: what it makes equal, what it keeps apart, and that its map leads back."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.folding import exact_forms, fold, fold_with_offsets, fold_word
from tests.text.alphabets import LETTERS, MELTING, anything, written


@pytest.mark.parametrize(
    "spellings",
    [
        ("Bakı", "baki", "BAKI", "BAKİ", "bakI"),
        ("ISPARTA", "ısparta", "isparta", "Isparta", "İSPARTA"),
        ("ёлка", "елка", "ЁЛКА", "е\u0308лка"),
        ("Əliyev", "eliyev", "ƏLİYEV", "Eliyev"),
        ("şəhər", "seher", "ŞƏHƏR", "s\u0327əhər"),
        ("Çağrı", "cagri", "ÇAĞRI"),
        ("Straße", "STRASSE", "strasse", "STRAẞE"),
        ("cœur", "coeur", "Œuvre".replace("Œuvre", "cœur")),
        ("Łódź", "lodz"),
        ("Đorđe", "dorde"),
        ("fish", "ﬁsh", "ｆｉｓｈ", "𝐟𝐢𝐬𝐡"),
        ("o'clock", "o’clock", "oʼclock", "o`clock", "o´clock", "o′clock", "o＇clock", "o‘clock"),
        ("co\u00adoperate", "cooperate", "coop\u200berate", "coope\u2060rate"),
        ("кни\u0301га", "книга"),
        ("كِتَاب", "كتاب", "كتـــاب"),
        ("שָׁלוֹם", "שלום"),
        ("Ἀθῆναι", "αθηναι"),
        ("ΟΔΟΣ", "οδος", "οδοσ"),
        ("oʻzbek", "ozbek"),
        ("Qurʾān", "Quran"),
        ("H₂O", "h2o"),
    ],
)
def test_spellings_are_one(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("мой", "мои"), ("ў", "у"), ("か", "が"), ("はは", "ばば"), ("ไก", "ไก่"), ("कि", "की"), ("q", "g"), ("o", "e")],
)
def test_letters_that_make_another_word_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(anything)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything, st.sampled_from(["NFC", "NFD"]))
def test_composed_and_decomposed_are_one(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)


@given(st.text(st.sampled_from(LETTERS + " -'1\u0301\u0327"), max_size=30))
def test_capitals_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(text.lower())


def test_turkish_capitals_do_not_matter() -> None:
    for small, capital in zip("abcçdeəfgğhıijklmnoöpqrsştuüvxyz", "ABCÇDEƏFGĞHIİJKLMNOÖPQRSŞTUÜVXYZ", strict=True):
        assert fold(small) == fold(capital)


@pytest.mark.parametrize("text", MELTING)
def test_characters_that_melt_together_are_one_place(text: str) -> None:
    assert list(fold_with_offsets(f"x{text}x").offsets)[-2:] == [1 + len(text), 2 + len(text)]
    _check_map(f"x{text}x{text}")


@given(anything)
def test_the_map_leads_back(text: str) -> None:
    _check_map(text)


def _check_map(text: str) -> None:
    folded = fold_with_offsets(text)
    offsets = list(folded.offsets)
    assert folded.text == fold(text)
    assert len(offsets) == len(folded.text) + 1
    assert offsets[-1] == len(text)
    assert offsets == sorted(offsets)


# A mark at the beginning would belong to the space before it.
_word = st.builds(str.__add__, st.sampled_from("aİßﬁй日"), written.map(lambda text: "".join(text.split())))


@given(st.lists(_word, min_size=1, max_size=5))
def test_a_part_found_in_the_folded_text_is_that_part_of_the_original(parts: list[str]) -> None:
    text = " ".join(parts)
    folded = fold_with_offsets(text)
    at = 0
    for word in folded.text.split(" "):
        start, end = folded.span(at, at + len(word))
        assert fold(text[start:end]) == word
        at += len(word) + 1


def test_a_span_that_ends_within_a_letter_takes_the_whole() -> None:
    folded = fold_with_offsets("Straße")
    assert folded.span(4, 5) == (4, 5)
    assert folded.span(0, 5) == (0, 5)
    assert folded.span(5, 6) == (4, 5)


def test_marks_stay_with_their_letter() -> None:
    text = "a s\u0327e\u0301 b"
    folded = fold_with_offsets(text)
    assert folded.text == "a se b"
    assert text[slice(*folded.span(2, 4))] == "s\u0327e\u0301"


def test_every_code_point_folds_for_good() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        folded = fold(char)
        assert fold(folded) == folded, hex(code)
        assert not any(part.isspace() for part in folded) or char.isspace() or folded == char, hex(code)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Bakı", ("bakı",)),
        ("BAKI", ("baki", "bakı")),
        ("İstanbul", ("istanbul",)),
        ("ISPARTA", ("isparta", "ısparta")),
        ("IŞIQ", ("işiq", "ışıq")),
        ("Don’t", ("don't",)),
        ("s\u0327ey", ("şey",)),
        ("ﬁsh", ("fish",)),
        ("ΟΔΟΣ", ("οδος",)),
        ("i\u0307ki", ("iki",)),
    ],
)
def test_exact_forms(word: str, forms: tuple[str, ...]) -> None:
    assert exact_forms(word) == forms


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("BAKI", "bakı", True), ("BAKI", "baki", True), ("bakı", "baki", False), ("İl", "il", True), ("Il", "ıl", True),
     ("İl", "ıl", False), ("şəhər", "seher", False), ("ŞƏHƏR", "şəhər", True)],
)  # fmt: skip
def test_words_are_exactly_the_same_when_a_form_is_shared(one: str, other: str, same: bool) -> None:
    assert bool(set(exact_forms(one)) & set(exact_forms(other))) is same


@given(anything)
def test_exact_words_fold_to_the_same(text: str) -> None:
    assert {fold(form) for form in exact_forms(text)} == {fold(text)}


def test_fold_word_takes_apostrophes_out() -> None:
    assert fold_word("O’Brien") == "obrien"
