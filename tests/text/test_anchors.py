"""A passage is found again wherever it went, and never taken for another."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.anchors import Anchor, anchor, find

TEXT = (
    "Gəncənin köhnə mətbəəsində çap dəzgahı yenidən işə düşüb. Onu üç ay bərpa ediblər.\n\n"
    "Biz onu muzeyə yox, işə qaytarmaq istəyirdik. Dəzgah gündə iki yüz vərəq çap edir. Çap dəzgahı köhnədir."
)


def passage(words: str, nth: int = 0) -> Anchor:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return anchor(TEXT, at, at + len(words))


def found(text: str, wanted: Anchor) -> str | None:
    span = find(text, wanted)
    return None if span is None else text[slice(*span)]


@given(st.text(max_size=80), st.text(max_size=80), st.integers(0, 200), st.integers(1, 60))
def test_what_comes_before_and_behind_does_not_matter(before: str, behind: str, start: int, size: int) -> None:
    start = min(start, len(TEXT) - 1)
    wanted = anchor(TEXT, start, min(start + size, len(TEXT)))
    span = find(before + TEXT + behind, wanted)
    assert span is not None
    assert (before + TEXT + behind)[slice(*span)] == wanted.quote
    if len(wanted.quote) > 8 or wanted.before:
        assert span[0] == start + len(before)


def test_of_equal_words_the_one_in_its_own_company_is_meant() -> None:
    second = passage("köhnə", 1)
    moved = TEXT.replace("\n\n", "\n\nKöhnə sözlər. Bir köhnə söz daha.\n\n")
    span = find(moved, second)
    assert span is not None
    assert moved[span[0] :].startswith("köhnədir")


def test_words_changed_within_are_found_by_what_stands_around_them() -> None:
    assert found(TEXT.replace("üç ay bərpa", "dörd il təmir"), passage("üç ay bərpa")) == "dörd il təmir"
    sentence = passage("Dəzgah gündə iki yüz vərəq çap edir.")
    assert found(TEXT.replace("iki yüz", "min"), sentence) == "Dəzgah gündə min vərəq çap edir."


def test_what_is_gone_is_gone() -> None:
    assert find(TEXT.replace("üç ay ", ""), passage("üç ay ")) is None
    assert find("Another text.", passage("Dəzgah gündə iki yüz vərəq çap edir.")) is None
    assert find("", passage("köhnə")) is None
    assert find("a b c", Anchor(0, "b", "zzzz", "zzzz")) is None, "a letter alone is no passage"


def test_after_any_edit_elsewhere_the_passage_is_found() -> None:
    dice = random.Random(4)
    wanted = passage("Biz onu muzeyə yox, işə qaytarmaq istəyirdik.")
    for _ in range(300):
        text = TEXT
        for _ in range(6):
            at = text.index(wanted.quote)
            cut = dice.choice((dice.randrange(at), dice.randrange(at + len(wanted.quote), len(text))))
            new = dice.choice(("", "söz ", "\n\n", "işə"))
            text = text[:cut] + new + (text[cut:] if cut >= at else text[min(cut + 4, at) :])
        assert found(text, wanted) == wanted.quote


def test_a_text_of_one_letter_takes_no_longer() -> None:
    spent = []
    for size in (100_000, 200_000):
        wanted = Anchor(50_000, "a" * 20_000, "b" * 32, "c" * 32)
        begun = time.process_time()
        for hostile in ("a" * size, "ab" * (size // 2), "b" * size, ("b" * 32 + "a") * (size // 33)):
            find(hostile, wanted)
        spent.append(time.process_time() - begun)
    assert spent[1] < 6 * spent[0] + 0.05
