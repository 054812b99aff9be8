"""What changed between two texts: nothing lost on either side, words whole, and bounded on any input."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.diff import Piece, word_diff
from tests.text.alphabets import anything


def _sides(pieces: list[Piece]) -> tuple[str, str]:
    old = "".join(piece.text for piece in pieces if piece.kind != "added")
    new = "".join(piece.text for piece in pieces if piece.kind != "removed")
    return old, new


_lines = st.lists(st.lists(st.sampled_from(["a", "b", "körpü", "the", "."]), max_size=5).map(" ".join), max_size=8)


@given(st.one_of(anything, _lines.map("\n".join)), st.one_of(anything, _lines.map("\n".join)))
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert _sides(pieces) == (old, new)
    assert all(piece.text for piece in pieces)
    for one, other in pairwise(pieces):
        assert (one.kind, other.kind) not in {("same", "same"), ("added", "removed")}
        assert one.kind != other.kind


def test_equal_texts_are_one_piece() -> None:
    assert word_diff("a b\n\nc", "a b\n\nc") == [Piece("same", "a b\n\nc")]
    assert word_diff("", "") == []


def test_words_change_whole() -> None:
    assert word_diff("The old bridge.", "The older bridge.") == [
        Piece("same", "The "),
        Piece("removed", "old"),
        Piece("added", "older"),
        Piece("same", " bridge."),
    ]
    assert word_diff("Bakı'nın küçəsi", "Bakı'dan küçəsi")[0] == Piece("removed", "Bakı'nın")


def test_neighbouring_changes_are_one() -> None:
    assert [piece.text for piece in word_diff("the quick brown fox", "the slow red fox")] == [
        "the ",
        "quick brown",
        "slow red",
        " fox",
    ]


def test_a_moved_line_leaves_the_rest_in_place() -> None:
    lines = [f"line {number} of the text\n" for number in range(50)]
    moved = [*lines[:10], *lines[11:], lines[10]]
    same = sum(len(piece.text) for piece in word_diff("".join(lines), "".join(moved)) if piece.kind == "same")
    assert same >= len("".join(lines)) - len(lines[10])


def test_a_book_with_many_small_changes_keeps_what_is_the_same() -> None:
    chance = random.Random(1)
    words = [
        chance.choice(["bridge", "körpü", "the", "of", "tea"]) + str(chance.randrange(3000)) for _ in range(50_000)
    ]
    changed = words[:]
    for _ in range(1000):
        changed[chance.randrange(len(changed))] = "new"
    for gap in (" ", "\n"):
        pieces = word_diff(gap.join(words), gap.join(changed))
        assert _sides(pieces) == (gap.join(words), gap.join(changed))
        same = sum(len(piece.text.split()) for piece in pieces if piece.kind == "same")
        assert same > 47_000


@pytest.mark.parametrize(
    ("old", "new"), [("a b ", "b a "), ("\n", "x\n"), ("a\n", "a\na\nb\n"), ("ab", "ba"), ("a ", "")]
)
def test_repetition_without_end_is_no_trap(old: str, new: str) -> None:
    started = time.process_time()
    pieces = word_diff(old * 30_000, new * 30_000)
    assert _sides(pieces) == (old * 30_000, new * 30_000)
    # The plain algorithm compares 900 million pairs here.
    assert time.process_time() - started < 5
