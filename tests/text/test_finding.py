"""Finding in one text: folded as the fold says, whole words, expressions that come to an end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.text.finding import BadPattern, Finder, TooSlow, Wish, cased_like, check_replacement, is_whole
from desktop_app.text.folding import fold, fold_with_offsets

LETTERS = "abeiıİIəƏsşŞß ﬁ'’-_.æАаёЕйи\u0301\u00ad\u200b1²東"


def by_folding(text: str, words: str, whole: bool) -> list[tuple[int, int]]:
    """What searching the folded text gives, letter by letter: the meaning of a folded search."""
    folded, needle = fold_with_offsets(text), fold(words)
    found: list[tuple[int, int]] = []
    place = 0
    while needle and place <= len(folded.text):
        if folded.text.startswith(needle, place):
            start, end = folded.span(place, place + len(needle))
            fits = end > start and not (found and start < found[-1][1])
            if fits and (not whole or is_whole(text, start, end)):
                found.append((start, end))
                place += len(needle)
                continue
        place += 1
    return found


@settings(max_examples=500, deadline=None)
@given(st.text(LETTERS, max_size=24), st.text(LETTERS, max_size=3), st.booleans())
def test_spans_equal_those_of_the_folded_text(text: str, words: str, whole: bool) -> None:
    assert Finder(Wish(words, whole_words=whole)).spans(text) == by_folding(text, words, whole)


@settings(max_examples=300, deadline=None)
@given(st.text(LETTERS, max_size=24), st.text(LETTERS, min_size=1, max_size=2), st.booleans())
def test_exact_spans_are_those_of_find(text: str, words: str, whole: bool) -> None:
    found, place = [], 0
    while (place := text.find(words, place)) >= 0:
        if not whole or is_whole(text, place, place + len(words)):
            found.append((place, place + len(words)))
            place += len(words)
        else:
            place += 1
    assert Finder(Wish(words, match_case=True, whole_words=whole)).spans(text) == found


def test_letters_fold_across_keyboards() -> None:
    text = "Şəki SEKI şeki sekil"
    assert [text[a:b] for a, b in Finder(Wish("seki", whole_words=True)).spans(text)] == ["Şəki", "SEKI", "şeki"]
    assert Finder(Wish("Şəki", match_case=True)).spans(text) == [(0, 4)]


def test_hits_pass_capitals_on_in_the_language_of_the_text() -> None:
    def replaced(text: str, words: str, instead: str, language: str = "") -> list[str]:
        return [found.instead for found in Finder(Wish(words)).hits(text, instead, language)]

    assert replaced("press Press PRESS", "press", "printer") == ["printer", "Printer", "PRINTER"]
    assert replaced("Çap ÇAP", "çap", "idman", "az") == ["İdman", "İDMAN"]
    assert [replaced("Çap", "çap", "idman", code) for code in ("gag", "kk-Latn", "de")] == [
        ["İdman"],
        ["İdman"],
        ["Idman"],
    ]
    assert replaced("bakı", "Bakı", "Baku") == ["Baku"]
    assert cased_like("A", "a", "the", "en") == "The"
    exact = Finder(Wish("Press", match_case=True))
    assert [found.instead for found in exact.hits("Press", "printer")] == ["printer"]


def test_expression_names_its_groups() -> None:
    wish = Wish(r"(\d+) (qəpik|kopek)", is_pattern=True)
    check_replacement(wish, r"\2: \1")
    assert [found.instead for found in Finder(wish).hits("5 qəpik, 7 KOPEK", r"\2: \1")] == ["qəpik: 5", "KOPEK: 7"]
    assert Finder(Wish(r"^\w+", is_pattern=True)).spans("one\ntwo") == [(0, 3), (4, 7)]
    assert Finder(Wish("x*", is_pattern=True)).spans("axxa") == [(1, 3)]
    assert Finder(Wish("", is_pattern=True)).spans("abc") == []


@pytest.mark.parametrize(("words", "instead"), [("(a", "x"), ("a", r"\1"), ("(a)", "\\"), ("a{99999999999}", "")])
def test_what_is_no_expression_is_told(words: str, instead: str) -> None:
    with pytest.raises(BadPattern, match="Nothing was changed"):
        check_replacement(Wish(words, is_pattern=True), instead)


def test_expression_without_end_is_stopped() -> None:
    started = time.monotonic()
    with pytest.raises(TooSlow, match="Nothing was changed"):
        Finder(Wish(r"(a+)+$x", is_pattern=True)).spans("a" * 5000 + "b")
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("needle", ["a", "ab", "ə", "ﬁ"])
@pytest.mark.parametrize("unit", ["a", "ab ", "\u0301", "e\u0301", "ﬁ", "\u00ad"])
def test_long_texts_take_time_in_proportion(needle: str, unit: str) -> None:
    started = time.process_time()
    Finder(Wish(needle, whole_words=True)).spans(unit * 60_000)
    assert time.process_time() - started < 5
