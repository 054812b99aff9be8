"""Many texts cut at once give the words that the tokenizer cuts one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.search import cutting
from desktop_app.search.analysis import body_hashes
from desktop_app.search.cutting import Cutter
from desktop_app.search.sketches import word_hashes
from desktop_app.text.plain import searchable_text
from desktop_app.text.words import folded_words, plain_runs, run_pattern, run_words

LETTERS = "aAbıIİşəЁйїß'’ʼ`_-. \n0\u0301\u00ad\u200d東の์ก²ﬁא\u05b0"

texts = st.lists(
    st.one_of(st.text(LETTERS, max_size=40), st.text(max_size=20), st.sampled_from(("Bakı'nın", "don't", "O''Brien"))),
    max_size=12,
)


def runs_of(some: Sequence[str]) -> list[list[str]]:
    """Cut texts and return the runs of each, as they are written."""
    known: list[str] = []
    found = Cutter(known.extend).cut(some)
    every = iter([known[number] for number in found.numbers.tolist()])
    return [[next(every) for _ in range(count)] for count in found.counts.tolist()]


@settings(max_examples=300, deadline=None)
@given(texts)
@example(["", "'", "a'", "'a", "a'b'c", "a''b", "\0a\0"])
def test_runs_are_those_of_the_tokenizer(some: list[str]) -> None:
    assert runs_of(some) == [run_pattern().findall(text) for text in some]


def test_letters_are_those_of_the_tokenizer_in_all_of_unicode() -> None:
    every = "".join(char for char in map(chr, range(0x110000)) if not "\ud800" <= char <= "\udfff")
    assert runs_of([" ".join(every)]) == [run_pattern().findall(" ".join(every))]


@given(texts, st.integers(1, 30))
def test_it_does_not_matter_how_many_are_cut_at_once(some: list[str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "AT_ONCE", size)
        assert runs_of(some) == [run_pattern().findall(text) for text in some]


@given(texts)
def test_runs_that_share_a_hash_are_told_apart(some: list[str]) -> None:
    hashes_of = cutting._hashes

    def by_length(joined: Any, starts: Any, ends: Any) -> tuple[Any, Any]:
        """Give runs of one length one hash, so that only the second hash tells them apart."""
        return (ends - starts).astype(np.uint64) << np.uint64(40), hashes_of(joined, starts, ends)[1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "_hashes", by_length)
        assert runs_of([*some, "ab cd ef ab"]) == [run_pattern().findall(text) for text in (*some, "ab cd ef ab")]


@given(texts)
def test_runs_of_nearly_one_hash_are_told_apart(some: list[str]) -> None:
    """The table looks at the upper bits alone."""
    hashes_of = cutting._hashes

    def nearly_one(joined: Any, starts: Any, ends: Any) -> tuple[Any, Any]:
        return hashes_of(joined, starts, ends)[0] >> np.uint64(40), hashes_of(joined, starts, ends)[1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "_hashes", nearly_one)
        assert runs_of([*some, "ab cd ef ab"]) == [run_pattern().findall(text) for text in (*some, "ab cd ef ab")]


@pytest.mark.parametrize("length", [1, 3, 4, 5, 8, 63, 64, 65, 68, 1000])
def test_runs_of_any_length_differ_by_any_letter(length: int) -> None:
    run = ("abcdefgh" * length)[:length]
    others = [f"{run[:at]}z{run[at + 1 :]}" for at in range(length)]
    every = [run, *others, f"{run}a", f"{run}\U00020000", f"\U00020000{run}"]
    assert len(set(every)) == len(every)
    known: list[str] = []
    cutter = Cutter(known.extend)
    numbers = cutter.cut([" ".join(every), *every]).numbers.tolist()
    assert [known[number] for number in numbers] == every * 2
    assert len(known) == len(every)


def test_half_a_pair_is_no_letter() -> None:
    assert runs_of(["a\ud83db \ud83d\ude00c \U00020000\ud800"]) == [["a", "b", "c", "\U00020000"]]


@given(st.lists(st.one_of(st.text(LETTERS, min_size=1, max_size=8), st.text(min_size=1, max_size=6)), max_size=20))
def test_runs_read_together_are_read_as_alone(some: list[str]) -> None:
    runs = [run for text in some for run in run_pattern().findall(text)]
    for run, plain in zip(runs, plain_runs(runs), strict=True):
        if plain is not None:
            (word,) = run_words(run)
            assert (word.start, word.end, word.folded, word.exact) == (0, len(run), *plain)


@given(texts)
def test_hashes_of_bodies_are_those_of_their_words(some: list[str]) -> None:
    found = body_hashes(some)
    assert len(found) == len(some)
    for text, hashes in zip(some, found, strict=True):
        assert hashes.tolist() == word_hashes(folded_words(searchable_text(text))).tolist()


def test_hundreds_of_thousands_of_runs_are_numbered() -> None:
    known: list[str] = []
    cutter = Cutter(known.extend)
    every = [f"w{number}" for number in range(300_000)]
    first = cutter.cut([" ".join(every[at : at + 1000]) for at in range(0, len(every), 1000)])
    again = cutter.cut([" ".join(reversed(every))])
    assert cutter.count == len(every) == len(known)
    assert [known[number] for number in first.numbers[::9999].tolist()] == every[::9999]
    assert again.numbers.tolist() == first.numbers.tolist()[::-1]
