"""Reprint families: printings of one text come together, other news stays apart, and people have the last word."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article
from desktop_app.search import candidates, linking
from desktop_app.search.candidates import ENOUGH, Candidates
from desktop_app.search.families import Families
from desktop_app.search.linking import find_links
from desktop_app.search.sketches import NONE, SIZE, Hashes, Sketch, sketch, word_hashes
from tests.bench import reprints

Words = list[str]


class Said(NamedTuple):
    """A choice as the archive gives it."""

    one: int
    other: int
    together: bool


class Shelf:
    """Texts by id, as the archive has them, and how often they were read."""

    def __init__(self, texts: dict[int, Words]) -> None:
        self.hashes = {id_: word_hashes(words) for id_, words in texts.items()}
        self.read = 0

    def __call__(self, ids: Sequence[int]) -> list[Hashes]:
        self.read += len(ids)
        return [self.hashes.get(id_, word_hashes([])) for id_ in ids]

    def cards(self, ids: Iterable[int]) -> tuple[Sketch, list[int]]:
        """The sketches and the numbers of words."""
        texts = [self.hashes[id_] for id_ in ids]
        return np.array([sketch(text) for text in texts], np.uint32).reshape(-1, SIZE), [len(text) for text in texts]

    def put(self, families: Families, texts: dict[int, Words], gone: Iterable[int] = ()) -> frozenset[int]:
        """Change texts and tell the families."""
        for id_ in gone:
            self.hashes.pop(id_, None)
        self.hashes.update({id_: word_hashes(words) for id_, words in texts.items()})
        return families.update(list(texts), *self.cards(texts), gone)


def made(texts: dict[int, Words] | Shelf, choices: Sequence[Said] = (), read: bool = True) -> Families:
    shelf = texts if isinstance(texts, Shelf) else Shelf(texts)
    sketches, words = shelf.cards(shelf.hashes)
    ids = np.array(list(shelf.hashes), np.int64)
    return Families(ids, sketches, np.array(words), texts=shelf if read else None, choices=choices)


def text(seed: int, count: int = 300) -> Words:
    """Words as a language has them, some very common."""
    chance = random.Random(seed)
    return [f"w{int(10 * chance.paretovariate(0.8))}" for _ in range(count)]


def altered(words: Words, share: float, seed: int) -> Words:
    chance = random.Random(1000 + seed)
    return [f"n{chance.randrange(5000)}" if chance.random() < share else word for word in words]


# What belongs together


@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.2, 0.4])
def test_altered_printing_is_found(share: float) -> None:
    texts = {id_: text(id_) for id_ in range(1, 60)}
    texts |= {100 + id_: altered(texts[id_], share, id_) for id_ in range(1, 40)}
    families = made(texts)
    assert list(families) == [(id_, 100 + id_) for id_ in range(1, 40)]
    assert families.all_reprints().tolist() == [*range(1, 40), *range(101, 140)]


@pytest.mark.parametrize(
    "alter",
    [
        lambda words: [*text(900, 40), *words],
        lambda words: [*words, *text(901, 40)],
        lambda words: words[:150],
        lambda words: words[60:130],
        lambda words: [word for at, word in enumerate(words) if at // 15 % 2],
        lambda words: altered(words, 0.1, 1)[:150],
        lambda words: [*text(902, 40), *altered(words, 0.1, 1)],
    ],
    ids=["note before", "note after", "half", "quarter", "sentences", "half and 10 %", "note and 10 %"],
)
def test_noted_and_shortened_printings_are_found(alter: Callable[[Words], Words]) -> None:
    assert list(made({1: text(1), 2: text(2), 3: alter(text(1))})) == [(1, 3)]


def test_without_texts_the_sketches_must_do() -> None:
    texts = {1: text(1), 2: altered(text(1), 0.1, 1), 3: text(3), 4: altered(text(3), 0.4, 1), 5: text(1)[:200]}
    assert list(made(texts, read=False)) == [(1, 2, 5)]


def test_short_texts_are_printings_when_they_are_equal() -> None:
    families = made({1: ["tea", "at", "five"], 2: ["tea", "at", "five"], 3: ["tea", "at", "six"], 4: [], 5: []})
    assert list(families) == [(1, 2)]


def test_articles_alone() -> None:
    families = made({3: text(3), 4: text(4)})
    assert list(families) == []
    assert families.family_of(3) == (3,)
    assert families.family_of(77) == (77,)
    assert families.printings([3, 77]).tolist() == [0, 0]
    assert families.all_reprints().tolist() == []
    assert list(made({})) == []


def test_family_begins_with_the_oldest() -> None:
    families = made({5: text(1), 6: text(1), 7: text(1), 8: text(1)})
    days = {5: 0, 6: 19980312, 7: 19110301, 8: 19980312}
    assert families.family_of(6) == (5, 6, 7, 8)
    assert families.family_of(6, lambda ids: [days[id_] for id_ in ids]) == (7, 6, 8, 5)
    assert families.printings([8, 9]).tolist() == [3, 0]


# What does not


def test_notices_of_one_pattern_are_no_printings() -> None:
    frame = text(1, 130)
    texts = {id_: [*frame[:50], *text(100 + id_, 30), *frame[50:90], *text(200 + id_, 25), *frame[90:]] for id_ in
             range(1, 30)}  # fmt: skip
    assert list(made(texts)) == []


def test_news_that_quotes_the_same_speech_is_no_printing() -> None:
    speech = text(1, 100)
    assert list(made({1: [*text(2), *speech], 2: [*speech, *text(3)], 3: [*text(4), *speech, *text(5)]})) == []


def test_collection_does_not_glue_its_pieces() -> None:
    pieces = {id_: text(id_, 200) for id_ in range(1, 11)}
    families = made({**pieces, 20: [word for piece in pieces.values() for word in piece]})
    assert list(families) == []
    two = made({1: pieces[1], 2: pieces[2], 3: [*pieces[1], *pieces[2]]})
    assert [len(family) for family in two] == [2], "one of the halves is a shortened printing, the other is not"
    assert 3 in two.all_reprints()


def test_texts_that_begin_alike_and_go_on_differently_are_not_glued_by_their_beginning() -> None:
    families = made({1: text(1, 150), 2: [*text(1, 150), *text(2, 150)], 3: [*text(1, 150), *text(3, 150)]})
    assert [len(family) for family in families] == [2]


def test_printings_of_a_printing_belong_to_the_family() -> None:
    second = altered(text(1), 0.15, 1)
    third = altered(second, 0.15, 2)
    fourth = [*text(9, 30), *altered(third, 0.15, 3)]
    assert list(made({1: text(1), 2: second, 3: third, 4: fourth})) == [(1, 2, 3, 4)]


# Choices


def test_choice_wins_over_what_was_found() -> None:
    texts = {1: text(1), 2: text(1), 3: text(3), 4: altered(text(1), 0.1, 1)}
    assert list(made(texts)) == [(1, 2, 4)]
    assert list(made(texts, [Said(1, 3, True)])) == [(1, 2, 3, 4)]
    assert list(made(texts, [Said(1, 4, False), Said(2, 4, False)])) == [(1, 2)]
    # Split off from one of two that stay together: it goes from both.
    assert list(made(texts, [Said(1, 4, False)])) == [(1, 2)]
    # The text most like it keeps the one that cannot be with both.
    assert list(made(texts, [Said(1, 2, False)])) in ([(1, 4)], [(2, 4)])


def test_later_choice_wins_over_an_earlier_one() -> None:
    texts = {id_: text(id_) for id_ in range(1, 4)}
    joined, split = [Said(1, 2, True), Said(2, 3, True)], [Said(1, 3, False)]
    assert list(made(texts, joined)) == [(1, 2, 3)]
    assert list(made(texts, [*joined, *split])) == [(2, 3)]
    assert list(made(texts, [*split, *joined])) == [(1, 2, 3)]


def test_order_of_choices_is_that_in_which_they_are_given() -> None:
    """Whatever the articles' numbers: each choice here contradicts the two others."""
    chance = random.Random(3)
    texts = {id_: text(id_) for id_ in range(1, 40)}
    for _ in range(50):
        a, b, c = chance.sample(range(1, 40), 3)
        pairs = [(min(pair), max(pair)) for pair in ((a, b), (b, c), (a, c))]
        families = made({id_: texts[id_] for id_ in (a, b, c)}, [Said(*pairs[0], False), Said(*pairs[1], True),
                                                                 Said(*pairs[2], True)])  # fmt: skip
        assert list(families) == [tuple(sorted((a, b, c)))]
        families.choose([Said(*pairs[2], True), Said(*pairs[1], True), Said(*pairs[0], False)])
        assert list(families) == [pairs[1]]


def test_choices_are_taken_and_taken_back() -> None:
    texts = {1: text(1), 2: text(1), 3: text(3)}
    families = made(texts)
    assert families.choose([Said(1, 2, False), Said(2, 3, True)]) == {1, 2, 3}
    assert list(families) == [(2, 3)]
    assert families.choose([Said(1, 2, False)]) >= {2, 3}
    assert list(families) == []
    assert families.choose([]) >= {1, 2}
    assert list(families) == [(1, 2)]
    assert families.choose([]) == frozenset()


def test_choices_survive_new_texts_and_wait_for_articles_to_come_back() -> None:
    shelf = Shelf({1: text(1), 2: text(1), 3: text(3)})
    families = made(shelf, [Said(1, 2, False), Said(2, 3, True)])
    shelf.put(families, {1: text(7), 2: text(7)})
    assert list(families) == [(2, 3)]
    shelf.put(families, {}, gone=[3])
    assert list(families) == []
    shelf.put(families, {3: text(8)})
    assert list(families) == [(2, 3)]


def test_archive_keeps_the_choices() -> None:
    with Archive.open("sqlite://") as archive:
        archive.add(*(Article(title="Bridge") for _ in range(3)))
        archive.join_reprints([1, 2, 3])
        archive.split_reprint(2, [1, 3])
        families = made({id_: text(id_) for id_ in range(1, 4)}, archive.reprint_choices())
        assert list(families) == [(1, 3)]
        archive.forget_reprint_choice(1, 3)
        families.choose(archive.reprint_choices())
        assert list(families) == []


# Keeping current


def test_update_says_whose_families_changed() -> None:
    shelf = Shelf({1: text(1), 2: text(1), 3: text(3), 4: text(4)})
    families = made(shelf)
    assert shelf.put(families, {4: text(3)}) == {3, 4}
    assert list(families) == [(1, 2), (3, 4)]
    assert shelf.put(families, {4: text(1)}) == {1, 2, 3, 4}
    assert list(families) == [(1, 2, 4)]
    assert shelf.put(families, {}, gone=[1]) == {1, 2, 4}
    assert list(families) == [(2, 4)]
    assert shelf.put(families, {9: text(9)}) == {9}


POOL = [
    *(text(seed, 120) for seed in range(4)),
    *(altered(text(seed, 120), share, seed) for seed in range(3) for share in (0.1, 0.35)),
    text(0, 120)[:60],
    text(0, 120)[60:],
    [*text(1, 120), *text(9, 30)],
    ["tea", "at", "five"],
    [],
]
CHANGES = st.lists(st.tuples(st.integers(1, 12), st.none() | st.sampled_from(POOL)), max_size=12)
SAYINGS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 12), st.booleans()).filter(lambda said: said[0] < said[1]).map(
        lambda said: Said(*said)
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(CHANGES, max_size=4), SAYINGS)
def test_families_kept_current_are_those_found_anew(
    steps: list[list[tuple[int, Words | None]]], said: list[Said]
) -> None:
    shelf = Shelf({id_: POOL[id_] for id_ in range(1, 6)})
    families = made(shelf, said)
    for step in steps:
        new = {id_: words for id_, words in step if words is not None}
        before = {id_: families.family_of(id_) for id_ in range(1, 13)}
        touched = shelf.put(families, new, gone=[id_ for id_, words in step if words is None and id_ not in new])
        assert list(families) == list(made(shelf, said))
        assert {id_ for id_ in before if before[id_] != families.family_of(id_)} <= touched
    kept = Families(
        np.array(list(shelf.hashes), np.int64),
        *map(np.array, shelf.cards(shelf.hashes)),
        choices=said,
        links=families.links,
    )
    assert list(kept) == list(families)
    for one, other, together in said:
        if together is False and (one, other, True) not in said and not any(s.together for s in said):
            assert other not in families.family_of(one)


def test_links_found_step_by_step_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "_CHUNK", 10)
    monkeypatch.setattr(linking, "_READ", 3)
    shelf = Shelf({id_: altered(text(id_ % 6), 0.3, id_) for id_ in range(1, 30)})
    sketches, words = shelf.cards(shelf.hashes)
    steps = list(find_links(np.array(list(shelf.hashes)), sketches, np.array(words), shelf))
    assert len(steps) > 20
    found = np.concatenate(steps)
    families = Families(np.array(list(shelf.hashes)), sketches, np.array(words), links=found)
    whole = made(shelf)
    assert list(families) == list(whole)
    assert families.links.tobytes() == whole.links.tobytes()


def test_kept_links_are_not_compared_again() -> None:
    shelf = Shelf({1: text(1), 2: altered(text(1), 0.3, 1), 3: text(3), 4: text(3)[:120]})
    families = made(shelf)
    assert shelf.read > 0
    shelf.read = 0
    sketches, words = shelf.cards(shelf.hashes)
    again = Families(np.array([1, 2, 3, 4]), sketches, np.array(words), texts=shelf, links=families.links)
    assert shelf.read == 0
    assert list(again) == list(families) == [(1, 2), (3, 4)]
    assert again.links.tobytes() == families.links.tobytes()
    fewer = Families(np.array([1, 3, 4]), sketches[[0, 2, 3]], np.array(words)[[0, 2, 3]], links=families.links)
    assert list(fewer) == [(3, 4)], "links to articles that are gone are left out"


# Candidates


def all_pairs(found: Candidates) -> set[tuple[int, int]]:
    pairs = [p for ones, others in found.pairs() for p in zip(ones.tolist(), others.tolist(), strict=True)]
    assert len(pairs) == len(set(pairs))
    return {(min(pair), max(pair)) for pair in pairs}


@given(st.lists(st.lists(st.integers(0, 30), max_size=8), max_size=25), st.booleans())
def test_candidates_are_all_that_share_enough(hashes: list[list[int]], late: bool) -> None:
    sketches = np.full((len(hashes), SIZE), NONE, np.uint32)
    for row, values in zip(sketches, hashes, strict=True):
        row[: len(set(values))] = sorted(set(values))
    sets = [set(values) for values in hashes]
    expected = {
        (one, other)
        for one, other in combinations(range(len(sets)), 2)
        if 0 < min(ENOUGH, len(sets[one]), len(sets[other])) <= len(sets[one] & sets[other])
    }
    old = len(hashes) // 2 if late else len(hashes)
    words = np.arange(len(hashes))
    found = Candidates(np.arange(old), sketches[:old], words[:old])
    assert all_pairs(found) == {pair for pair in expected if max(pair) < old}
    found.replace(list(range(old, len(hashes))), sketches[old:], words[old:].tolist())
    assert found.words(words.tolist()).tolist() == words.tolist()
    assert found.knows(np.array([len(hashes), *words, -1])).tolist() == [False, *[True] * len(hashes), False]
    for id_ in range(len(hashes)):
        assert found.near(id_) == sorted(other for pair in expected if id_ in pair for other in pair if other != id_)
    found.replace([], sketches[:0], [], gone=[0])
    assert (0 in found, 1 in found, len(found)) == (False, len(hashes) > 1, max(0, len(hashes) - 1))
    assert all_pairs(found) == {pair for pair in expected if 0 not in pair}


def test_pairs_are_whole_however_they_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf({id_: altered(text(id_ % 7), 0.2, id_) for id_ in range(60)})
    found = Candidates(np.arange(60), *shelf.cards(range(60)))
    whole = all_pairs(found)
    for chunk in (1, 17, 400):
        monkeypatch.setattr(candidates, "_CHUNK", chunk)
        assert all_pairs(found) == whole
    assert len(whole) >= 7 * 28


def test_hashes_sorted_anew_after_many_changes_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "_FRESH", 5)
    shelf = Shelf({id_: text(id_ % 5) for id_ in range(20)})
    families = made(shelf)
    for id_ in range(20, 40):
        shelf.put(families, {id_: text(id_ % 5), id_ - 20: text(id_)})
        assert list(families) == list(made(shelf))


def test_a_text_printed_by_the_hundred_is_one_family() -> None:
    texts = {id_: altered(text(1), 0.05, id_) for id_ in range(1, 301)}
    shelf = Shelf({**texts, **{1000 + id_: text(1000 + id_) for id_ in range(50)}})
    families = made(shelf)
    assert list(families) == [tuple(range(1, 301))]
    shelf.put(families, {400: altered(text(1), 0.05, 400)})
    assert families.family_of(400) == (*range(1, 301), 400)


def test_time_grows_with_the_articles_whatever_they_share() -> None:
    """All pairs of 10,000 equal texts would be 50 million."""
    one = sketch(word_hashes(text(1)))
    started = time.process_time()
    families = Families(np.arange(10_000), np.tile(one, (10_000, 1)), np.full(10_000, 300))
    assert len(families.family_of(7)) == 10_000
    families.update([7], one[np.newaxis], [300])
    assert len(families.family_of(7)) == 10_000
    assert time.process_time() - started < 30


# Real and generated texts


def test_generated_texts_are_told_apart() -> None:
    texts = [article.body for article, _ in zip(reprints.Originals().articles(), range(250), strict=False)]
    report = reprints.found(texts, 100)
    assert report["families among the originals"] == 0
    for name, row in report["table"].items():
        assert row["precision"] >= 0.98, name
        assert row["recall"] >= (0.95 if name == "40 % of words" else 0.98), name


@pytest.mark.corpora
@pytest.mark.timeout(900)
def test_real_texts_are_told_apart(corpora: Path) -> None:
    report = reprints.found(list(reprints.real_texts(corpora)), 250)
    for name, row in report["table"].items():
        assert row["precision"] >= 0.98, name
        assert row["recall"] >= (0.95 if name in ("40 % of words", "half of the sentences") else 0.98), name
    # What digital.gov took over from 18F, with notes and cuts, and next to nothing else.
    assert 90 <= report["families among the originals"] <= 110
