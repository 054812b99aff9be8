"""Sketches: near texts look near, far ones far, and the same words the same everywhere."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.search.sketches import (
    FEWEST,
    NONE,
    SHINGLE,
    SIZE,
    Hashes,
    resemblance,
    resemblances,
    sketch,
    sketches,
    word_hashes,
)
from tests.text.alphabets import anything

WORDS = st.lists(st.sampled_from([f"söz{number}" for number in range(40)]), max_size=90)


def text(seed: int, length: int = 600) -> list[str]:
    chance = random.Random(seed)
    return [f"söz{chance.randrange(5000)}" for _ in range(length)]


def of(words: list[str]) -> Hashes:
    return word_hashes(words)


@given(st.lists(anything))
def test_a_word_has_the_same_hash_among_any_others(words: list[str]) -> None:
    hashes = of(words)
    assert hashes.dtype == np.uint64
    assert [of([word])[0] for word in words] == hashes.tolist()
    assert len(set(hashes.tolist())) == len(set(words))


def test_hashes_are_the_same_in_every_process_and_release() -> None:
    """An index remembers them: a change here must raise the version of its format."""
    code = "from desktop_app.search.sketches import word_hashes; print(word_hashes(['körpü', 'a', 'чай']).tolist())"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[13159436478503021724, 3247962428609362944, 13517879025037259985]"


def test_many_words_are_hashed_as_few_are() -> None:
    words = [f"w{number}" for number in range(25_000)]
    hashes = of(words)
    assert len(set(hashes.tolist())) == len(words)
    assert hashes[[0, 10_000, 24_999]].tolist() == of(["w0", "w10000", "w24999"]).tolist()
    # The upper and the lower half are used alike: half of the bits of each are set.
    assert abs(np.unpackbits(hashes.view(np.uint8)).mean() - 0.5) < 0.01


@given(st.lists(WORDS, max_size=12))
def test_texts_sketched_together_are_as_sketched_alone(texts: list[list[str]]) -> None:
    flat = of([word for words in texts for word in words])
    starts = np.cumsum([0, *map(len, texts)])
    made = sketches(flat, starts)
    assert made.shape == (len(texts), SIZE)
    assert made.dtype == np.uint32
    for row, words in zip(made, texts, strict=True):
        assert row.tolist() == sketch(of(words)).tolist() == sorted(row.tolist())
        filled = row[row != NONE].tolist()
        runs = {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
        expected = min(len(runs), SIZE) if len(words) >= FEWEST else min(len(words), 1)
        assert len(filled) == len(set(filled)) == expected


@given(st.lists(st.tuples(st.integers(100, 900), st.sampled_from((2, 30, 10_000)), st.integers(0, 9)), max_size=5))
def test_a_long_text_has_the_smallest_runs_of_its_parts(kinds: list[tuple[int, int, int]]) -> None:
    texts = [
        [f"w{random.Random(f'{seed} {at}').randrange(words)}" for at in range(size)] for size, words, seed in kinds
    ]
    made = sketches(of([word for words in texts for word in words]), np.cumsum([0, *map(len, texts)]))
    for row, words in zip(made, texts, strict=True):
        parts = [sketch(of(words[at : at + 50])) for at in range(0, len(words) - FEWEST, 50 - SHINGLE + 1)]
        parts.append(sketch(of(words[-50:])))
        assert row.tolist() == [*sorted({*np.concatenate(parts).tolist()} - {int(NONE)}), *[int(NONE)] * SIZE][:SIZE]


@given(WORDS, WORDS)
def test_resemblance_of_small_texts_is_exact(one: list[str], other: list[str]) -> None:
    runs = [{tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)} for words in (one, other)]
    if min(len(one), len(other)) >= FEWEST and len(runs[0] | runs[1]) <= SIZE:
        truth = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        assert abs(resemblance(sketch(of(one)), sketch(of(other))) - truth) < 1e-6


def test_the_estimate_is_near_the_truth() -> None:
    for seed, kept in [(3, 100), (4, 300), (5, 500)]:
        one, other = text(seed), [*text(seed)[:kept], *text(seed + 100)[kept:]]
        runs = [{tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)} for words in (one, other)]
        truth = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        assert abs(resemblance(sketch(of(one)), sketch(of(other))) - truth) < 0.2
        assert resemblance(sketch(of(one)), sketch(of(text(seed + 200)))) < 0.03


def test_short_texts_are_like_their_equals_only() -> None:
    short = ["a", "b", "c", "d", "e"]
    assert resemblance(sketch(of(short)), sketch(of(short))) == 1.0
    for other in (short[:-1], short[::-1], [*short[:-1], "x"], [*short, "f"], [*short, *short], []):
        assert resemblance(sketch(of(short)), sketch(of(other))) == 0.0
    assert resemblance(sketch(of([])), sketch(of([]))) == 0.0


def test_resemblances_are_taken_row_by_row() -> None:
    one, other = sketch(of(text(1))), sketch(of([*text(1)[:400], *text(2)[400:]]))
    both = np.stack((one, other))
    assert resemblances(both, both[::-1]).tolist() == [resemblance(one, other)] * 2
    assert resemblances(both, both).tolist() == [1.0, 1.0]
    assert len(resemblances(both[:0], both[:0])) == 0


def test_repeated_words_cost_no_more_than_others() -> None:
    hostile = of(["ha"] * 200_000)
    started = time.process_time()
    made = sketch(hostile)
    assert time.process_time() - started < 0.5
    assert np.count_nonzero(made != NONE) == 1
