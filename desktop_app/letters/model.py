"""Which words are meant, of all that may lie under what was typed: the likeliest row of words (Viterbi).

The chance of a word after another is what was counted in pairs, giving way to the count of the word alone, giving way
to the letters within it (`contexts`) where it was never read. An ending after a hyphen or apostrophe is told by the
letters of the word before it. Knows words only: what of a text may be touched is for `restoring` to say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from desktop_app.letters.alphabet import in_case_of, is_capitals, is_foreign, lower, sisters, spelled, stripped, upper
from desktop_app.letters.contexts import sister_chances
from desktop_app.letters.vocabulary import Vocabulary, pair_hash

_UNREAD = 0.5
"""How many readings the letters of a word weigh as much as, beside the words that were read."""
_PAIR = 4.0
"""How many sightings of the word before weigh as much as what is known of the word alone."""
_SURE = 50.0
"""Readings of a key after which no other word is looked for under it."""
_FOREIGN = 1.0
"""How many readings it weighs that a word of another language is typed like this."""
_BEAM = 6
_BEGINNINGS = 1000.0
"""Sentences read: so often was the beginning of one the word before."""
_Choice = tuple[str, float]
"""A word in lower case, or in capitals, and how often it was read."""
_Step = tuple[float, str, float, int]
"""Logarithm of the chance of the likeliest row up to a word, the word, how often it was read, its place in the row."""


class Model:
    """The words of one language, from vocabularies that are asked together, each with the weight of its counts.

    `foreign` are words of a language without such letters: they stand in every text and are right as they are typed.
    """

    def __init__(
        self, language: str, vocabularies: Sequence[tuple[Vocabulary, float]], foreign: Vocabulary | None = None
    ) -> None:
        self.language = language
        self._foreign = foreign
        self._foreign_read: set[str] = set()
        self._vocabularies = [(one, weight) for one, weight in vocabularies if len(one.keys)]
        self._contexts = [one.contexts for one, _ in self._vocabularies]
        self._letters = frozenset(sisters(language))
        self._size = 1 + sum(weight * one.size for one, weight in self._vocabularies)
        self._read: dict[str, dict[int, float]] = {}
        self._guesses: dict[tuple[str, str], list[_Choice]] = {}

    def look_up(self, sentences: Sequence[Sequence[str]]) -> None:
        """Look up all words of a text at once: some ten times as quick as sentence by sentence."""
        keys = {key for words in sentences for word in words for key in (word, word.lower())}
        new = sorted(key for key in keys.difference(self._read) if key.isascii())
        self._read.update((key, {}) for key in new)
        for vocabulary, weight in self._vocabularies:
            for key, readings in zip(new, vocabulary.readings(new), strict=True):
                known = self._read[key]
                for marks, count in readings.items():
                    known[marks] = known.get(marks, 0.0) + weight * count
        if self._foreign is not None:
            foreign = self._foreign.readings(new)
            self._foreign_read.update(key for key, found in zip(new, foreign, strict=True) if found)
        self._guess({("", word.lower()) for words in sentences for word in words if self._is_unsure(word)})
        # Endings after the words they belong to: they are told by how those are meant.
        self._guess(
            {
                (self._stem(words, at), word.lower())
                for words in sentences
                for at, word in enumerate(words)
                if word[0] == "-" and word.isascii()
            }
        )

    def restore(self, typed: Sequence[str]) -> list[str]:
        """Return the words that are meant by those of a sentence, each as long as it was typed.

        A word that begins with a hyphen is an ending of the one before it. Words with letters of the layout in them
        stay, and tell about their neighbours.
        """
        self.look_up([typed])
        shouted = sum(is_capitals(word) and word.lower() not in self._foreign_read for word in typed)
        is_shouted = 2 * shouted > sum(len(word) > 1 for word in typed)
        steps: list[_Step] = [(0.0, "", _BEGINNINGS, 0)]
        rows = []
        for at, word in enumerate(typed):
            choices = self._choices(word, self._stem(typed, at), is_shouted)
            steps = [
                self._step(steps, choice, pairs)
                for choice, pairs in zip(choices, self._pairs(steps, choices), strict=True)
            ]
            rows.append(steps)
        found: list[str] = []
        place = max(range(len(steps)), key=lambda number: steps[number][0])
        for row, word in zip(reversed(rows), reversed(typed), strict=True):
            _, choice, _, place = row[place]
            found.append(word if self._is_fixed(word) else in_case_of(choice, word))
        return found[::-1]

    def known_shares(self, typed: Sequence[str]) -> tuple[float, float]:
        """Return which share of the words, as they are typed, are words of the language, and which are foreign ones."""
        self.look_up([typed])
        keys = [word.lower() for word in typed]
        own = sum(bool(self._read.get(key)) for key in keys)
        foreign = sum(key in self._foreign_read for key in keys)
        return own / max(1, len(keys)), foreign / max(1, len(keys))

    def _step(self, steps: Sequence[_Step], choice: _Choice, pairs: Sequence[float]) -> _Step:
        word, count = choice
        alone = _PAIR * count / self._size
        chances = [
            step[0] + math.log((pair + alone) / (step[2] + _PAIR)) for step, pair in zip(steps, pairs, strict=True)
        ]
        place = max(range(len(chances)), key=chances.__getitem__)
        return chances[place], word, count, place

    def _pairs(self, steps: Sequence[_Step], choices: Sequence[_Choice]) -> list[list[float]]:
        """Return how often each choice was read after each word before it; not asked where there is no choice."""
        seen = np.zeros((len(choices), len(steps)))
        if seen.size > 1:
            hashes = [[pair_hash(before, word) for _, before, _, _ in steps] for word, _ in choices]
            for vocabulary, weight in self._vocabularies:
                seen += weight * vocabulary.pair_count(np.array(hashes, dtype=np.uint64))
        return seen.tolist()

    def _choices(self, word: str, stem: str, is_shouted: bool) -> list[_Choice]:
        """Return what a word may be; capitals in a sentence that is not in capitals are an abbreviation, if unread."""
        if self._is_fixed(word):
            return [(word if is_capitals(word) else _lower(word), 1.0)]
        key = word.lower()
        if is_capitals(word):
            if read := self._read[word]:
                return [(spelled(word, marks), count) for marks, count in read.items()]
            if not is_shouted:
                return [(word, 1.0)]
            return [(upper(choice), count) for choice, count in self._choices(key, stem, is_shouted)]
        read = {} if stem else self._read[key]
        found = {spelled(key, marks): count for marks, count in read.items()}
        if key in self._foreign_read:
            found[key] = found.get(key, 0.0) + _FOREIGN
        for guess, chance in self._guesses.get((stem, key), ()):
            found[guess] = found.get(guess, 0.0) + _UNREAD * max(chance, 1e-9)
        return list(found.items()) or [(key, _UNREAD)]

    def _is_fixed(self, word: str) -> bool:
        """Say whether there is nothing to restore: words with letters, names as iPhone, words of other languages."""
        if not word.isascii():
            return True
        key = word.lower()
        is_mixed = not is_capitals(word) and word[1:] != key[1:]
        return is_mixed or is_foreign(key, self.language) or self._letters.isdisjoint(key)

    def _is_unsure(self, word: str) -> bool:
        key = word.lower()
        return key[0] != "-" and not self._is_fixed(word) and sum(self._read[key].values()) < _SURE

    def _stem(self, words: Sequence[str], at: int) -> str:
        """Return what an ending at `at` belongs to, as it is likely meant, in lower case; "" before other words."""
        if not at or words[at][0] != "-":
            return ""
        before = words[at - 1]
        if before[0] == "-" or self._is_fixed(before):
            return stripped(before).lower() if is_capitals(before) else _lower(before)
        return max(self._choices(before, "", is_shouted=False), key=lambda choice: choice[1])[0].lower()

    def _guess(self, wanted: set[tuple[str, str]]) -> None:
        """Find the likeliest words under keys by their letters alone, with their chances: all keys in step.

        A key comes with what stands before it in the same word, as it is written; "" for a whole word.
        """
        words = sorted(wanted.difference(self._guesses))
        keys = [key.removeprefix("-") for _, key in words]
        beams: list[list[_Choice]] = [[(stem, 1.0)] for stem, _ in words]
        places = [[at for at, letter in enumerate(key) if letter in self._letters] for key in keys]
        for step in range(max(map(len, places), default=0)):
            live = [number for number, row in enumerate(places) if step < len(row)]
            heads = [
                (number, head + keys[number][len(head) - len(words[number][0]) : places[number][step]], chance)
                for number in live
                for head, chance in beams[number]
            ]
            tails = [keys[number][places[number][step] :] for number, _, _ in heads]
            shares = sister_chances(self._contexts, [head for _, head, _ in heads], tails).tolist()
            grown: dict[int, list[_Choice]] = {number: [] for number in live}
            for (number, head, chance), tail, share in zip(heads, tails, shares, strict=True):
                grown[number].append((head + tail[0], chance * (1 - share)))
                grown[number].append((head + spelled(tail[0], 1), chance * share))
            for number, choices in grown.items():
                beams[number] = sorted(choices, key=lambda choice: -choice[1])[:_BEAM]
        for (stem, key), bare, beam in zip(words, keys, beams, strict=True):
            joint = key[: len(key) - len(bare)]
            self._guesses[stem, key] = [
                (joint + head[len(stem) :] + bare[len(head) - len(stem) :], chance) for head, chance in beam
            ]


def _lower(word: str) -> str:
    """Return a word in lower case; in ASCII nobody knows yet which i a capital I is."""
    return word.lower() if word.isascii() else lower(word)
