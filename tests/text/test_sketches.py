"""Sketches: near texts look near, far ones far, and the same text the same everywhere."""

from __future__ import annotations

import random
import subprocess
import sys

from hypothesis import given

from desktop_app.text.sketches import RUN, SIZE, containment, resemblance, sketch
from desktop_app.text.words import folded_words
from tests.text.alphabets import anything


def _text(seed: int, length: int = 600) -> list[str]:
    chance = random.Random(seed)
    return [f"söz{chance.randrange(5000)}" for _ in range(length)]


def test_an_edited_reprint_is_near_and_another_text_is_not() -> None:
    words = _text(1)
    edited = [*words[:100], "new", "words", *words[110:], "more"]
    assert resemblance(sketch(" ".join(words)), sketch(" ".join(edited))) > 0.85
    assert resemblance(sketch(" ".join(words)), sketch(" ".join(_text(2)))) < 0.02


def test_the_estimate_is_near_the_truth() -> None:
    for seed, kept in [(3, 100), (4, 300), (5, 500)]:
        one, other = _text(seed), [*_text(seed)[:kept], *_text(seed + 100)[kept:]]
        runs = [{tuple(text[at : at + RUN]) for at in range(len(text) - RUN + 1)} for text in (one, other)]
        truth = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        assert abs(resemblance(sketch(" ".join(one)), sketch(" ".join(other))) - truth) < 0.12


def test_an_excerpt_is_contained() -> None:
    words = _text(6, 3000)
    whole, part = sketch(" ".join(words)), sketch(" ".join(words[500:1500]))
    assert containment(part, whole) > 0.9
    assert containment(whole, part) < 0.6
    assert containment(sketch(" ".join(_text(7))), whole) < 0.05


def test_capitals_accents_and_marks_do_not_matter() -> None:
    assert sketch("Köhnə körpü, çay evi.") == sketch("KOHNE KORPU cay evi")


def test_small_texts() -> None:
    assert sketch("") == sketch("!") == frozenset()
    assert len(sketch("one two")) == 1
    assert resemblance(sketch(""), sketch("")) == 0.0
    assert containment(sketch(""), sketch("one")) == 0.0
    assert resemblance(sketch("one two"), sketch("one two")) == 1.0


def test_another_process_makes_the_same_sketch() -> None:
    code = "from desktop_app.text.sketches import sketch; print(sorted(sketch('Köhnə körpü yenidən açılır bu il')))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == str(sorted(sketch("Köhnə körpü yenidən açılır bu il")))


@given(anything)
def test_a_sketch_is_small_and_like_itself(text: str) -> None:
    made = sketch(text)
    assert len(made) <= SIZE
    assert all(0 <= value < 1 << 63 for value in made)
    assert bool(made) == bool(folded_words(text))
    assert resemblance(made, made) == containment(made, made) == (1.0 if made else 0.0)
