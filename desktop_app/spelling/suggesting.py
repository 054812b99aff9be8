"""What may have been meant by a word that nobody knows: near words, the likeliest first.

Hunspell's own suggestions come from spelling rules and likeness; it finds neither Turkic words typed without their
letters nor two words run together reliably. So the words one edit away, and those one edit away from the word with its
letters restored, are asked for first, some hundred questions of 4 µs each. Only where none is a word hunspell, which
takes 0.1 to 0.4 s, looks for what is alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from desktop_app.spelling.bending import title
from desktop_app.spelling.lexicon import Lexicon
from desktop_app.text.casing import lower, upper
from desktop_app.text.folding import fold_word
from desktop_app.text.languages import common_words

MOST = 7
"""Suggestions that are shown."""

_ALPHABETS = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "en": "abcdefghijklmnopqrstuvwxyz'",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
}
_LOST = {"az": {"e": "eə", "g": "gğ", "i": "iı", "ı": "ıi", "o": "oö", "u": "uü", "s": "sş", "c": "cç"},
         "tr": {"g": "gğ", "i": "iı", "ı": "ıi", "o": "oö", "u": "uü", "s": "sş", "c": "cç"},
         "ru": {"е": "её", "и": "ий"}}  # fmt: skip
"""Letters that are typed without their marks -> what they may be."""
_SOUNDS = "ао еи ыи яе зс тд бп гк вф шщ ae ei ai sc sz ck td bp gk vf"
_ALIKE = frozenset(map(frozenset, _SOUNDS.split()))
"""Letters that sound alike where they are not stressed, or at the end of a word."""
_COMMON = 0.3
"""How much nearer a frequent word counts."""
_RESTORED = 64
"""Ways to restore the letters of a word that are tried."""
_BASES = 8
"""Of these so many are looked around, an edit away."""
_LONGEST = 24
"""Letters: of longer words hunspell is asked alone."""


def ranked(word: str, language: str, lexicon: Lexicon) -> list[str]:
    """Return words of the lexicon near `word`, the nearest first, in its capitals; at most some thirty."""
    small = lower(word, language)
    found: dict[str, None] = {}
    if len(small) <= _LONGEST and not lexicon.is_empty:
        bases = list(islice(restored(small, language), _RESTORED))
        found.update(dict.fromkeys(filter(lexicon.stands, bases)))
        alphabet = _ALPHABETS.get(language, "") or "".join(sorted(set(small)))
        for base in bases[:_BASES]:
            found.update(dict.fromkeys(filter(lexicon.stands, edits(base, alphabet))))
        if not found:  # A name stands in a dictionary with its capital only.
            titled = (title(one, language) for base in bases[:_BASES] for one in (base, *edits(base, alphabet)))
            found.update(dict.fromkeys(filter(lexicon.stands, titled)))
        found.update(dict.fromkeys(split(small, lexicon)))
    if not found:
        found.update(dict.fromkeys(lexicon.suggest(word)))
    shown = dict.fromkeys(as_written(word, one, language) for one in nearest(word, found, language))
    shown.pop(word, None)
    return list(shown)


def nearest(word: str, candidates: Iterable[str], language: str) -> list[str]:
    """Sort words by their distance: letters without their marks count little, a changed first letter much."""
    small, common = lower(word, language), common_words(language)

    def rank(one: str) -> tuple[float, int, str]:
        other = lower(one, language)
        return distance(small, other) - (_COMMON if fold_word(other) in common else 0.0), len(one), one

    return sorted(dict.fromkeys(candidates), key=rank)


def distance(one: str, other: str) -> float:
    """Return how far two words in small letters are apart: edits, those of marks alone counted a third."""
    from rapidfuzz.distance import OSA  # Here: it takes 10 ms to load, and the window needs none of it.

    if one == other:
        return 0.0
    folded, other_folded = fold_word(one), fold_word(other)
    edits_ = OSA.distance(folded, other_folded)
    marks = max(0, OSA.distance(one, other) - edits_)
    first = 0.4 if folded[:1] != other_folded[:1] else 0.0
    spaces = 0.5 if " " in other or "-" in other else 0.0
    slip = -0.3 if edits_ == 1 and _is_slip(folded, other_folded) else 0.0
    return edits_ + marks / 3 + first + spaces + slip


def _is_slip(one: str, other: str) -> bool:
    """Say whether a letter was only doubled, left single, swapped with its neighbour or written as it sounds."""
    if sorted(one) == sorted(other) or _undoubled(one) == _undoubled(other):
        return True
    pairs = [frozenset((a, b)) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and len(pairs) == 1 and pairs[0] in _ALIKE


def restored(word: str, language: str) -> Iterator[str]:
    """Yield the words that may have been typed without the marks of their letters, `word` first."""
    lost = _LOST.get(language, {})
    for letters in product(*(lost.get(letter, letter) for letter in word)):
        yield "".join(letters)


def edits(word: str, alphabet: str) -> Iterator[str]:
    """Yield all words one edit away: a letter less, swapped, another, more."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for letter in alphabet:
            yield word[:at] + letter + word[at + 1 :]
    for at in range(len(word) + 1):
        for letter in alphabet:
            yield word[:at] + letter + word[at:]


def split(word: str, lexicon: Lexicon) -> list[str]:
    """Return the pairs of known words, of three letters and more, that a word may be run together from."""
    pairs = ((word[:at], word[at:]) for at in range(3, len(word) - 2))
    return [f"{head} {tail}" for head, tail in pairs if lexicon.stands(head) and lexicon.stands(tail)]


def as_written(word: str, suggestion: str, language: str) -> str:
    """Return a suggestion in the capitals of the word that it replaces."""
    if len(word) > 1 and word.isupper():
        return upper(suggestion, language)
    return title(suggestion, language) if word[:1].isupper() else suggestion


def best(word: str, candidates: Sequence[str], articles: Mapping[str, int], language: str) -> list[str]:
    """Choose what is shown: near words first, of words equally near those that the archive has most often.

    `articles` has the words in small letters.
    """
    small = lower(word, language)

    def rank(one: str) -> tuple[float, int, int]:
        other = lower(one, language)
        return round(distance(small, other) * 2) / 2, -articles.get(other, 0), place[one]

    place = {one: number for number, one in enumerate(candidates)}
    return sorted(place, key=rank)[:MOST]


def _undoubled(word: str) -> str:
    return "".join(letter for at, letter in enumerate(word) if at == 0 or word[at - 1] != letter)
