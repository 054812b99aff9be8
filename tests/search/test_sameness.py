"""How two texts correspond, and what one printing is to another."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.search.sameness import Kind, Sameness, Side, Wording, align, compare
from desktop_app.search.sketches import word_hashes

CHANCE = random.Random(5)
SENTENCES = [" ".join(f"söz{CHANCE.randrange(3000)}" for _ in range(15)) + "." for _ in range(40)]
PARAGRAPHS = [" ".join(SENTENCES[at : at + 4]) for at in range(0, 40, 4)]
TEXT = "\n\n".join(PARAGRAPHS)
NOTE = "This column was first printed in the spring of 1911, when the bridge was young."


def aligned(one: list[str], other: list[str]) -> tuple[Side, Side]:
    return align(Wording(word_hashes(one)), Wording(word_hashes(other)))


def altered(words: list[str], share: float, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [f"new{chance.randrange(3000)}" if chance.random() < share else word for word in words]


@given(st.lists(st.sampled_from("abcdefgh"), max_size=60), st.lists(st.sampled_from("abcdefgh"), max_size=60))
@example(["a"] * 2, ["a"] * 10)
def test_as_many_words_correspond_here_as_there(one: list[str], other: list[str]) -> None:
    here, there = aligned(one, other)
    assert (len(here.matched), len(there.matched)) == (len(one), len(other))
    assert len(one) - here.alone == len(other) - there.alone
    kept = [[word for word, matched in zip(words, side.matched, strict=True) if matched] for words, side in
            ((one, here), (other, there))]  # fmt: skip
    assert sorted(kept[0]) == sorted(kept[1])
    for side in (here, there):
        assert 0 <= side.held <= 1
        assert 0 <= side.density <= 1
        assert 0 <= side.span[0] <= side.span[1] <= 1
        assert side.before + side.after <= 2 * len(side.matched)


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=60))
def test_a_text_corresponds_to_itself(words: list[str]) -> None:
    here, there = aligned(words, words)
    assert here.alone == there.alone == 0
    assert (here.held, here.density, here.span) == (1.0, 1.0, (0.0, 1.0))


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2, 0.4])
def test_altered_words_are_within_stretches(share: float) -> None:
    words = TEXT.split()
    here, there = aligned(words, altered(words, share))
    for side in (here, there):
        assert side.held > 0.9
        assert abs(side.density - (1 - share)) < 0.05


def test_of_another_text_nothing_corresponds() -> None:
    chance = random.Random(9)
    # Zipf's words, as a language has them: the common ones stand in both.
    one, other = ([f"w{int(10 * chance.paretovariate(0.8))}" for _ in range(800)] for _ in range(2))
    here, there = aligned(one, other)
    assert max(here.held, there.held) < 0.5
    assert max(here.held * here.density, there.held * there.density) < 0.3


def test_a_piece_is_found_in_its_place() -> None:
    words = TEXT.split()
    here, there = aligned(words, words[150:300])
    assert here.span == (150 / len(words), 300 / len(words))
    assert there.span == (0.0, 1.0)
    assert (here.before, here.after) == (150, len(words) - 300)


KINDS: list[tuple[Kind, str, str]] = [
    ("same", TEXT, TEXT.upper().replace(".", " !").replace("\n\n", "\n\n\n")),
    ("same", "", ""),
    ("same", "One word.", "*one* WORD"),
    ("with a note", TEXT, f"{NOTE}\n\n{TEXT}"),
    ("with a note", TEXT, f"{TEXT}\n\n*{NOTE}*"),
    ("with a note", TEXT, f"{NOTE}\n\n{TEXT}\n\n{NOTE.upper()} More."),
    ("without the note", f"{TEXT}\n\n{NOTE}", TEXT),
    ("shortened", TEXT, "\n\n".join(PARAGRAPHS[:5])),
    ("shortened", TEXT, "\n\n".join(PARAGRAPHS[::2])),
    ("shortened", TEXT, " ".join(SENTENCES[:18] + SENTENCES[20:])),
    ("extended", "\n\n".join(PARAGRAPHS[::2]), TEXT),
    ("revised", TEXT, TEXT.replace(" ".join(SENTENCES[20].split()[3:9]), "", 1)),
    ("revised", TEXT, " ".join(altered(TEXT.split(), 0.1))),
    ("revised", TEXT, "\n\n".join([*PARAGRAPHS[:5], NOTE, *(NOTE[::-1] for _ in range(8))])),
    ("revised", TEXT, ""),
]


@pytest.mark.parametrize(("kind", "one", "other"), KINDS)
def test_kind(kind: Kind, one: str, other: str) -> None:
    assert compare(one, other).kind == kind
    mirrored: dict[str, Kind] = {
        "with a note": "without the note",
        "without the note": "with a note",
        "shortened": "extended",
        "extended": "shortened",
    }
    assert compare(other, one).kind == mirrored.get(kind, kind)


def test_words_are_counted() -> None:
    assert compare("The old bridge over the river.", "The OLD bridge over a river, in spring") == Sameness(
        "revised", 10 / 14, 1, 3
    )
    assert compare("", "") == Sameness("same", 1.0, 0, 0)
    assert compare("a", "") == Sameness("revised", 0.0, 1, 0)


def test_a_small_correction_and_a_note_are_a_note() -> None:
    assert compare(TEXT, f"{NOTE}\n\n{TEXT.replace(SENTENCES[7].split()[3], 'corrected', 1)}").kind == "with a note"


def test_time_grows_with_the_text_on_anything() -> None:
    chance = random.Random(1)
    for make in (
        lambda count: (["ha"] * count, ["ha"] * (count - 7)),
        lambda count: ([f"w{at}" for at in range(count)], [f"w{at}" for at in reversed(range(count))]),
        lambda count: tuple([chance.choice("ab") for _ in range(count)] for _ in range(2)),
        lambda count: ([f"w{at}" for at in range(count)], [f"w{at ^ 1}" for at in range(count)]),
    ):
        times = []
        for count in (20_000, 80_000):
            one, other = make(count)
            started = time.process_time()
            aligned(one, other)
            times.append(time.process_time() - started)
        assert all(later < 12 * max(sooner, 0.02) for sooner, later in pairwise(times))


def test_empty_texts() -> None:
    here, there = aligned([], [])
    assert (here.held, there.held, here.density, here.alone, here.span) == (0.0, 0.0, 0.0, 0, (0.0, 0.0))
    here, there = aligned([], ["a", "b"])
    assert (there.held, there.alone) == (0.0, 2)
    assert np.array_equal(here.matched, np.zeros(0, bool))
