"""One tokenizer for index, query and highlights: where words begin and end, and what of them counts."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.text.folding import fold, fold_word
from desktop_app.text.words import count_words, folded_words, hits, letter_class, stands_in_words, words
from tests.text.alphabets import anything, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bakı'nın küçələri", "baki kuceleri"),
        ("BAKI'NIN Ankara’da Bakı`dan", "baki ankara baki"),
        ("İstanbul'dakilerden 1990'lar 5'te AB'nin TRT'nin", "istanbul 1990 5 ab trt"),
        ("the writer's pen, writers’ pens", "the writer s pen writers pens".replace(" s ", " ")),
        ("don't DON’T can't I'm it's we're", "dont dont cant i it we"),
        ("O'Brien O’Brien's l'eau d'Artagnan", "obrien obrien leau dartagnan"),
        ("dell'arte qu'il Sant'Ambrogio rock'n'roll", "dell arte qu il sant ambrogio rock n roll"),
        ("п'ять комп'ютер Google'а", "пять компютер google"),
        ("well-known e‑mail 3.14 12.03.1998 1'000", "well known e mail 3 14 12 03 1998 1 000"),
        ("snake_case note¹ ½ H₂O x²", "snake case note h2o x"),
        ("日本語 ไก่", "日 本 語 ไ ก่"),
        ("я a I", "я a i"),
        ("'quoted' ''x'' -a- …", "quoted x a"),
        ("❤️ 👩‍💻 ☎ — “” !", ""),
        ("кни\u0301га s\u0327ey co\u00adop", "книга sey coop"),
        ("oʻzbek Hawaiʻi", "ozbek hawaii"),
        ("O'", "o"),
    ],
)
def test_words_of(text: str, expected: str) -> None:
    assert folded_words(text) == expected.split()


def test_a_word_found_is_the_word_without_its_ending() -> None:
    text = "Sabah Bakı’nın küçələri"
    assert [text[start:end] for start, end in hits(text, lambda token: token.folded == "baki")] == ["Bakı"]


def test_the_exact_form_keeps_the_ending() -> None:
    (token,) = words("Bakı’nın")
    assert (token.text, token.folded, token.exact) == ("Bakı", "baki", ("bakı'nın",))


@pytest.mark.parametrize("spelling", ["Bakı", "baki", "BAKI", "Bakı'nın", "BAKININ'da"[:4], "bak\u0131"])
def test_all_spellings_of_baku_are_one_word(spelling: str) -> None:
    assert folded_words(spelling) == ["baki"]


@given(anything)
def test_spans_are_the_letters_that_were_folded(text: str) -> None:
    end = 0
    for token in words(text):
        assert end <= token.start < token.end <= len(text)
        assert token.text == text[token.start : token.end]
        assert fold_word(token.text) == token.folded
        assert token.exact
        end = token.end


@given(anything)
@example("กʻ")
def test_a_word_cut_again_is_itself(text: str) -> None:
    for token in words(text):
        assert folded_words(token.text) == [token.folded]


@given(st.lists(st.text(st.sampled_from("abçəıIşğüяйё日é1"), min_size=1, max_size=8), max_size=8))
def test_no_plain_word_is_lost(parts: list[str]) -> None:
    joined = "".join(folded_words(" ".join(parts)))
    assert joined == fold("".join(parts))


@given(written)
def test_folding_a_text_first_finds_the_same_letters(text: str) -> None:
    # Capitals decide in a few cases whether a tail is a word (dell'Arte), so words are compared without apostrophes.
    plain = fold(text).replace("'", " ")
    assert folded_words(plain) == folded_words(fold(plain))


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("one", 1), ("well-known don't O'Brien's", 3), ("a — b", 2), ("3.14 and 1,000", 3), ("日本語", 3),
     ("❤️ !", 0), ("Bakı'nın küçələri", 2), ("and/or", 2), ("end.Next", 2), ("日本 and 1", 4), ("* _ -", 0)],
)  # fmt: skip
def test_words_are_counted_as_writers_do(text: str, count: int) -> None:
    assert count_words(text) == count


@given(anything)
def test_what_has_words_counts_and_what_counts_has_letters(text: str) -> None:
    count = count_words(text)
    assert count > 0 or not folded_words(text)
    assert count == 0 or any(map(str.isalnum, text))


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_plain_texts_are_cut_by_the_same_rules(text: str) -> None:
    assert [*words(text)] == [*words(f"{text} ə")][:-1]


def test_every_character_stands_in_words_or_does_not_by_the_same_rules() -> None:
    everything = "".join(map(chr, range(0x110000)))
    assert {*re.findall(f"[{letter_class()}]", everything)} == {*filter(stands_in_words, everything)}
