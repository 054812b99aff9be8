"""Where a word may be cut: chains of endings, read from the last letter of a word back, in one pass.

A grammar states its chains in the notation of regular expressions. Trying such an expression at every place of a word
costs a search a letter; here the word is read once from its end, and no further than to the letter that no chain has,
which in most words is one of the last three. The states of that reading (a deterministic automaton, by the subset
construction) are made when first met; the languages have some hundreds each.

Promises: finds what `re.fullmatch` finds at each place. Not for any other notation than `Endings` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop_app.text.expressions import expression

VOWELS = frozenset("aeiou")
AFTER_VOWEL, AFTER_CONSONANT, BEFORE_M = "(?<=[aeiou])", "(?<![aeiou])", "(?=m[aei])"

_SIGN = expression(
    f"{'|'.join(map(re.escape, (AFTER_VOWEL, AFTER_CONSONANT, BEFORE_M)))}|\\(\\?:|\\[[a-z]+\\]|[a-z|?)]"
)


class Endings:
    """Sets of endings that are looked for together, each set an expression.

    Its notation: letters a to z, classes `[ab]`, groups `(?:…)`, `|`, `?`, and `AFTER_VOWEL`, `AFTER_CONSONANT` and
    `BEFORE_M` for what must stand beside. There is no repetition: all endings are finite.
    """

    def __init__(self, *expressions: str) -> None:
        self._parts: list[tuple[str, tuple[int, ...]]] = [("", ()) for _ in expressions]
        """What a part reads or waits for, and the parts before it. The first are the beginnings of the sets."""
        last = [self._read_choice(_SIGN.findall(text)[::-1], number) for number, text in enumerate(expressions)]
        self._states: dict[tuple[frozenset[int], str], _State] = {}
        self._start = self.state(frozenset(last), "")
        self.dead = self.state(frozenset(), "")

    def cuts(self, word: str, shortest: int) -> list[tuple[int, int]]:
        """Return where endings begin, after `shortest` letters (1) or more, shortest ending first.

        With each place comes the sum of 1 << n for every n-th set that has the ending.
        """
        found = []
        state = self._start
        for at in range(len(word) - 1, shortest - 1, -1):
            state = state[word[at]]
            if state.dead:
                break
            if sets := state.after_vowel if word[at - 1] in VOWELS else state.after_consonant:
                found.append((at, sets))
        return found

    def _read_choice(self, signs: list[str], before: int) -> int:
        """Read `a|b|c` up to the end of its group; return the part that is last in a word."""
        lasts = [self._read_chain(signs, before)]
        while signs and signs.pop() == "|":
            lasts.append(self._read_chain(signs, before))
        return self._part("", *lasts)

    def _read_chain(self, signs: list[str], before: int) -> int:
        while signs and signs[-1] not in ("|", ")"):
            sign = signs.pop()
            part = self._read_choice(signs, before) if sign == "(?:" else self._part(sign.strip("[]"), before)
            if signs and signs[-1] == "?":
                signs.pop()
                part = self._part("", part, before)
            before = part
        return before

    def _part(self, reads: str, *before: int) -> int:
        self._parts.append((reads, before))
        return len(self._parts) - 1

    def state(self, parts: frozenset[int], ending: str) -> _State:
        """Return the state in which one of these parts is next, before an ending of these first letters."""
        # What BEFORE_M asks for is all of an ending that has to be kept.
        key = parts, next((first for first in ("ma", "me", "mi", "a", "e", "i") if ending.startswith(first)), "")
        if key not in self._states:
            self._states[key] = _State(self, *key)
        return self._states[key]

    def open_parts(
        self, parts: frozenset[int], ending: str, *, vowel: bool
    ) -> Iterator[tuple[int, str, Sequence[int]]]:
        """Yield what may be next before an ending if a vowel or a consonant is: parts that read, and beginnings."""
        met = {"": True, AFTER_VOWEL: vowel, AFTER_CONSONANT: not vowel, BEFORE_M: len(ending) == 2}
        waiting, seen = list(parts), set(parts)
        while waiting:
            part = waiting.pop()
            reads, before = self._parts[part]
            if reads not in met or not before:
                yield part, reads, before
            elif met[reads]:
                waiting.extend(other for other in before if other not in seen)
                seen.update(before)


class _State(dict[str, "_State"]):
    """A point of the reading: letter -> next state, and the sets to which the letters behind it belong."""

    __slots__ = ("_ending", "_endings", "_moves", "after_consonant", "after_vowel", "dead")

    def __init__(self, endings: Endings, parts: frozenset[int], ending: str) -> None:
        super().__init__()
        self._endings, self._ending = endings, ending
        self._moves: dict[str, set[int]] = {}
        self.dead = not parts
        self.after_vowel, self.after_consonant = self._open(parts, vowel=True), self._open(parts, vowel=False)

    def _open(self, parts: frozenset[int], *, vowel: bool) -> int:
        """Note where a vowel or a consonant leads; return the sets that are complete before one."""
        complete = 0
        for part, reads, before in self._endings.open_parts(parts, self._ending, vowel=vowel):
            complete += 0 if before else 1 << part
            for letter in reads:
                if (letter in VOWELS) is vowel:
                    self._moves.setdefault(letter, set()).update(before)
        return complete

    def __missing__(self, letter: str) -> _State:
        if letter not in self._moves:  # Not remembered, for such letters are many: those of all scripts.
            return self._endings.dead
        state = self[letter] = self._endings.state(frozenset(self._moves[letter]), letter + self._ending)
        return state
