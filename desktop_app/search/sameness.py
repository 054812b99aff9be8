"""How two texts correspond, word by word, and what one printing is to another: the same, shortened, noted, revised.

Texts are compared as the hashes of their folded words (`sketches.word_hashes`), so that capitals, accents and marks do
not matter. Promises: some n log n steps on any input; of two texts on one subject, each written anew, next to nothing
corresponds. Not for showing the differences letter by letter: that is `text/diff.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.sketches import Hashes, word_hashes
from desktop_app.text.plain import plain_text
from desktop_app.text.spellings import spelling_key
from desktop_app.text.words import folded_words
from desktop_app.values import dataclass

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]

STRETCH = 6
"""Words in a row that may be altered within a stretch; with 40 % of the words altered 0.8 % lie in longer rows, while
what another hand wrote about another matter is all longer rows."""

_PAIR = np.uint64(0x9E3779B97F4A7C15)


class Side:
    """One text of a comparison: which of its words have a counterpart in the other."""

    def __init__(self, matched: Mask) -> None:
        self.matched = matched

    @cached_property
    def _firm(self) -> Places:
        """Where two neighbours have counterparts; a single word may have one by chance."""
        pairs = self.matched[1:] & self.matched[:-1]
        firm = np.zeros(len(self.matched), bool)
        firm[1:] |= pairs
        firm[:-1] |= pairs
        return np.flatnonzero(firm) if len(firm) != 1 else np.flatnonzero(self.matched)

    @property
    def held(self) -> float:
        """Share of the text that lies in stretches of the other's wording, altered words within them included."""
        return self._held_words / len(self.matched) if self._held_words else 0.0

    @cached_property
    def _held_words(self) -> int:
        if not len(self._firm):
            return 0
        steps = np.diff(np.flatnonzero(self.matched), prepend=-1, append=len(self.matched)) - 1
        return len(self.matched) - int(steps[steps > STRETCH].sum())

    @property
    def density(self) -> float:
        """Share of the words in these stretches that have a counterpart."""
        return float(np.count_nonzero(self.matched) / self._held_words) if self._held_words else 0.0

    @property
    def clustering(self) -> float:
        """How far altered words within these stretches stand together: 1 where each is altered by chance, 2 twice so.

        The mean length of their rows by what it is where words are altered one by one, 1 / density.
        """
        steps = np.diff(np.flatnonzero(self.matched), prepend=-1, append=len(self.matched)) - 1
        rows = steps[(steps > 0) & (steps <= STRETCH)]
        return float(rows.mean()) * self.density if len(rows) else 1.0

    @property
    def span(self) -> tuple[float, float]:
        """Where the common wording begins and ends, as shares of the text."""
        if not len(self._firm):
            return 0.0, 0.0
        return float(self._firm[0] / len(self.matched)), float((self._firm[-1] + 1) / len(self.matched))

    @property
    def before(self) -> int:
        """Words before the common wording."""
        return int(self._firm[0]) if len(self._firm) else len(self.matched)

    @property
    def after(self) -> int:
        """Words after the common wording."""
        return len(self.matched) - 1 - int(self._firm[-1]) if len(self._firm) else len(self.matched)

    @property
    def alone(self) -> int:
        """Words without a counterpart."""
        return int(len(self.matched) - np.count_nonzero(self.matched))


class Wording:
    """A text that is to be compared, with several perhaps: the hashes of its folded words, in order."""

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = hashes

    def __len__(self) -> int:
        return len(self.hashes)

    @cached_property
    def landmarks(self) -> tuple[Hashes, Places]:
        """Pairs of neighbouring words that the text holds once, ascending by their hash, and where they stand."""
        pairs = self.hashes[:-1] * _PAIR + self.hashes[1:]
        order = np.argsort(pairs)
        pairs = pairs[order]
        new = np.concatenate(([True], pairs[1:] != pairs[:-1], [True]))[-len(pairs) - 1 :]
        once = new[1:] & new[:-1]
        return pairs[once], order[once]


def align(one: Wording, other: Wording) -> tuple[Side, Side]:
    """Find the words that correspond: landmarks of both texts in the same order, and what goes on around them.

    The longest row of landmarks is that of patience diff; between two of them a word corresponds to the one at the same
    distance from either.
    """
    at, to = _common(one, other)
    # Both ends count as landmarks, so that texts without any are compared from there.
    at = np.concatenate(([-1], at, [len(one)]))
    to = np.concatenate(([-1], to, [len(other)]))
    matched, counterpart = np.zeros(len(one), bool), np.zeros(len(other), bool)
    places = np.arange(len(one))
    before = np.searchsorted(at, places, side="right") - 1
    for landmark in (before, before + 1):
        there = places + to[landmark] - at[landmark]
        inside = (there >= np.maximum(to[before], 0)) & (there < to[before + 1]) & ~matched
        found = places[inside][one.hashes[inside] == other.hashes[there[inside]]]
        there = there[found]
        found, there = found[~counterpart[there]], there[~counterpart[there]]
        matched[found] = True
        counterpart[there] = True
    return Side(matched), Side(counterpart)


def _common(one: Wording, other: Wording) -> tuple[Places, Places]:
    """Return the places of common landmarks in either text, as far as their order is the same."""
    (some, at), (others, to) = one.landmarks, other.landmarks
    _, here, there = np.intersect1d(some, others, assume_unique=True, return_indices=True)
    order = np.argsort(at[here])
    at, to = at[here][order], to[there][order]
    row = _longest_row(to.tolist())
    return at[row], to[row]


def _longest_row(numbers: Sequence[int]) -> Places:
    """Return the places of the longest growing part of different numbers (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before = []
    for place, number in enumerate(numbers):
        pile = bisect_left(ends, number)
        before.append(tops[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [number]
        tops[pile : pile + 1] = [place]
    row = []
    link = tops[-1] if tops else -1
    while link >= 0:
        row.append(link)
        link = before[link]
    return np.array(row[::-1], dtype=np.int64)


Kind = Literal["same", "new spelling", "shortened", "extended", "with a note", "without the note", "revised"]
"""What the second printing is, seen from the first."""

_RESPELT = 0.2
"""Share of the differences that may be left when the spelling is not looked at."""
_LIGHTLY = 0.03
"""Share of words that may be altered where a text is otherwise the same but for a note or a cut."""

_NOTE = 0.25
"""Share of a printing up to which paragraphs before or after the text are a note; more is another text."""


@dataclass(frozen=True, slots=True)
class Sameness:
    """What one printing of a text is to another. Words are counted under the fold."""

    kind: Kind
    common: float
    """Of all words of both, the share that has a counterpart, 0 to 1."""
    removed: int
    added: int


def compare(one: str, other: str) -> Sameness:
    """Say what the second of two printings, given as Markdown, is to the first."""
    texts = [_paragraphs(one), _paragraphs(other)]
    one_wording, other_wording = (Wording(word_hashes([word for line in text for word in line])) for text in texts)
    here, there = align(one_wording, other_wording)
    total = len(one_wording) + len(other_wording)
    common = (total - here.alone - there.alone) / total if total else 1.0
    kind = "new spelling" if _is_respelt(here, there, texts) else _kind(here, there, texts)
    return Sameness(kind, common, here.alone, there.alone)


def _is_respelt(here: Side, there: Side, texts: Sequence[list[list[str]]]) -> bool:
    """Say whether nearly all that differs is how words were spelt before and after a reform."""
    alone = here.alone + there.alone
    if not alone:
        return False
    keys = (Wording(word_hashes([spelling_key(word) for line in text for word in line])) for text in texts)
    one, other = align(*keys)
    return one.alone + other.alone <= _RESPELT * alone


def _kind(here: Side, there: Side, texts: Sequence[list[list[str]]]) -> Kind:
    if not here.alone and not there.alone:
        return "same"
    if _is_note(there, here, texts[1]):
        return "with a note"
    if _is_note(here, there, texts[0]):
        return "without the note"
    if _is_cut(here, there):
        return "shortened"
    return "extended" if _is_cut(there, here) else "revised"


def _is_note(noted: Side, plain: Side, paragraphs: Sequence[Sequence[str]]) -> bool:
    """Say whether one text is the other with whole paragraphs before or after it."""
    ends = {0, *np.cumsum([len(paragraph) for paragraph in paragraphs]).tolist()}
    count = len(noted.matched)
    note = noted.before + noted.after
    rest = noted.alone - note + plain.alone
    whole = noted.before in ends and count - noted.after in ends
    return whole and 0 < note <= _NOTE * count and rest <= _LIGHTLY * 2 * count


def _is_cut(full: Side, cut: Side) -> bool:
    """Say whether a text is another with stretches left out, and more than a sentence here or there."""
    left_out = full.alone > 2 * cut.alone and full.alone >= _LIGHTLY * len(full.matched)
    return left_out and len(cut.matched) > 0 and cut.alone <= 2 * _LIGHTLY * len(cut.matched)


def _paragraphs(markdown: str) -> list[list[str]]:
    return [folded_words(line) for line in plain_text(markdown).splitlines()]
