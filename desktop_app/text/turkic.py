"""Endings of Azerbaijani and Turkish words, cut by grammar on folded letters.

A word is a root and a chain of endings in a fixed order: number, possessor, case, `-ki`, copula for nouns; negation,
tense or mood, person for verbs. `roots` cuts the word wherever the rest is such a chain (`endings` finds the places)
and the vowels agree. That makes several roots where the letters allow several readings; two words are related when
they share one. Roots of verbs bear a hyphen (`gel-`), so that a noun never meets a verb by chance.

Folded letters are read (ə is e, ı is i, ş is s), so that words typed without diacritics are cut as well. Derivation
(-lıq, -çı, -lı, -sız, voice) makes new words and is not cut. Not a parser: it knows no dictionary but the short lists
of its languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from desktop_app.text.endings import AFTER_CONSONANT, AFTER_VOWEL, VOWELS, Endings
from desktop_app.text.expressions import expression
from desktop_app.text.starts import common_start
from desktop_app.values import dataclass

_V, _C = AFTER_VOWEL, AFTER_CONSONANT
_PLURAL = "l[ae]r"
_MINE = f"(?:{_C}[iu]|{_V})[mn](?:[iu]z)?"
_THEIRS = f"(?:{_C}[iu]|{_V}s[iu])"

_SYLLABLES = expression("[aeiou][^aeiou]+[aeiou]|[aeiou]{2}")
_ROUND = expression("[^aeiou]*[ou][^aeiou]*")
_THY = ("na", "ne", "nda", "nde")
"""The beginning of `in thy …` on a root that ends in a vowel: rarer than `in its …` on a shorter root."""

_NOUN, _VERB = 1, 2
"""Whose chain of endings it is."""

_OPEN_ENDINGS = frozenset(("a", "e", "ya", "ye", "in", "un", "iniz", "unuz"))
"""Endings of verbs that nouns have too: taken for a verb's after a known verb only (edə bilir, gəlin)."""

_SIDES = {letter: side for side, letters in (("back", "aıou"), ("front", "əeiöü")) for letter in letters}


@dataclass(frozen=True)
class Grammar:
    """What sets one language apart. All words are folded.

    `lexemes` are words that look as if they had an ending; `dropping` maps a root that lost its vowel to the word
    (`agz` -> `agiz`), `forms` pronouns to theirs, `softened` a root's last letter before a vowel to what it may
    have been: in words of several syllables and in `soft_roots`. `softened_verbs` end
    the roots that write d for t: eşitmək, eşidir.
    """

    noun_cases: str
    persons: str
    verb_endings: str
    participles: str
    softened: Mapping[str, str]
    soft_roots: frozenset[str]
    softened_verbs: tuple[str, ...]
    lexemes: frozenset[str]
    bare_verbs: frozenset[str]
    open_endings: str
    forms: Mapping[str, str]
    dropping: Mapping[str, str]
    verbs: Mapping[str, str]
    short_roots: frozenset[str]
    disharmonic: tuple[str, ...]

    @cached_property
    def _chains(self) -> Endings:
        """The chains a noun may bear, and those a verb may bear."""
        return Endings(self.noun, f"(?:{self.verb_endings}|(?:m[ae])?(?:{self.participles}){self.noun})")

    @cached_property
    def noun(self) -> str:
        """The chains a noun may bear, as an expression."""
        after_theirs = "n[iu]n|n[ae]|n[iu]|nd[ae]n?|yl[ae]|nc[ae]"
        copula = f"[dt][iu]r(?:l[ae]r)?|(?:{_V}y|{_C})(?:[dt][iu]|m[iu]s|s[ae])(?:l[ae]r)?|{self.persons}"
        place = f"[dt][ae]ki(?:{_PLURAL})?(?:n[iu]n|n[ae]|n[iu]|nd[ae]n?|{_C}[iu]n?|{_C}[ae]|d[ae]n?)?"
        cases = f"{self.noun_cases}|{place}"
        theirs = f"{_THEIRS}(?:{after_theirs}|nd[ae]ki(?:{_PLURAL})?(?:{self.noun_cases})?)?"
        return f"(?:{_PLURAL})?(?:{theirs}|(?:{_MINE})?(?:{cases})?)(?:{copula})?"

    @cached_property
    def dropped(self) -> Mapping[str, str]:
        """A word that loses a vowel -> the letters that stay before it."""
        return {word: common_start(word, short) for short, word in self.dropping.items()}

    def head(self, key: str) -> str:
        """Return the letters with which every word that has this key begins."""
        key = key.replace("ö", "o").replace("ü", "u")
        root = key.removesuffix("-")
        if root in self.dropped and root == key:
            return self.dropped[root]
        softens = root[-1:] in "qkpt" if root == key else root[-1:] in "aekt"
        return root[:-1] if softens else root

    def roots(self, word: str, exact: Sequence[str] = ()) -> frozenset[str]:
        """Return the roots a folded word may have, itself among them; `exact` are its forms with all letters."""
        if word in self.forms:
            found = {root for root in (word, self.forms[word]) if word.startswith(self.head(root))}
        elif word in self.lexemes:
            found = {word}
        else:
            cuts = self._cuts(word)
            found = self._noun_roots(word, exact, cuts) if cuts else {word}
            # The longest known word wins over what might be cut from it.
            lexemes = self.lexemes.intersection(found)
            known = max((len(root) - 2 * (root[-1] == "n") for root in lexemes), default=0)
            found.update(root for root in self._verb_roots(cuts) if len(root) > known)
        if word in self.bare_verbs or (word[-2:] in ("la", "le") and len(word) > 4 and word not in self.lexemes):
            found.add(f"{word}-")
        # All of them begin as the word does, but for pronouns.
        return frozenset(side for root in found for side in _sides(root, word, exact))

    def nouns(self, word: str, endings: Iterable[int]) -> set[str]:
        """Return the roots a folded word may have as a noun, itself among them, if endings begin there (last first)."""
        if word in self.forms:
            return {word, self.forms[word]}
        if word in self.lexemes:
            return {word}
        cuts = [(word[:at], word[at:], _NOUN) for at in endings if self.in_harmony(word[:at], word[at:])]
        return self._noun_roots(word, (), cuts)

    def in_harmony(self, root: str, ending: str) -> bool:
        """Say whether each vowel may follow the one before it, as far as folded letters tell."""
        last = root[-1] if root[-1] in VOWELS else next((letter for letter in reversed(root) if letter in VOWELS), "")
        return last in _may_follow(ending, root.endswith(self.disharmonic)) if last else False

    def _cuts(self, word: str) -> list[tuple[str, str, int]]:
        """Return roots and chains of endings whose vowels agree, the longest root first, and whose chains they are."""
        return [
            (word[:at], word[at:], kinds)
            for at, kinds in self._chains.cuts(word, 2)
            if self.in_harmony(word[:at], word[at:])
        ]

    def _noun_roots(self, word: str, exact: Sequence[str], cuts: Sequence[tuple[str, str, int]]) -> set[str]:
        found = {word}
        known = 0
        for root, ending, kinds in cuts:
            if not kinds & _NOUN or root in self.forms or (ending == "n" and root[-1] in "ae"):
                continue
            if len(root) < 4 and len(ending) < 3:
                if len(root) < 3 and root not in self.short_roots:
                    continue
                if len(ending) == 1 and not any(self._agrees(form, len(root)) for form in exact):
                    continue
            found.add(root)
            if not known and root in self.lexemes and not ending.startswith(_THY):
                # Altında is `in gold` and, more often, `at its bottom`.
                known = len(root) - 2 * (root[-2:] in ("in", "un"))
            if ending[0] in VOWELS:
                if root[-1] in self.softened:
                    hard = [root[:-1] + letter for letter in self.softened[root[-1]]]
                    several = _SYLLABLES.search(root)
                    found.update(other for other in hard if several or other in self.soft_roots)
                if root in self.dropping:
                    found.add(self.dropping[root])
        return {root for root in found if len(root) >= known} if known else found

    def _agrees(self, form: str, length: int) -> bool:
        """Say whether the one vowel after a short root is the one that grammar asks for, all letters heeded."""
        last = next((letter for letter in reversed(form[:length]) if letter in _SIDES), "")
        return last != "" and _SIDES[last] == _SIDES.get(form[length:], "") and form[length:] in self.open_endings

    def _verb_roots(self, cuts: Sequence[tuple[str, str, int]]) -> set[str]:
        found: set[str] = set()
        for root, ending, kinds in cuts:
            if not kinds & _VERB:
                continue
            if ending in _OPEN_ENDINGS and root not in self.bare_verbs and root not in self.verbs:
                continue
            if root in self.verbs:
                found.add(f"{self.verbs[root]}-")
                continue
            found.add(f"{root}-")
            if ending[0] in VOWELS and root.endswith(self.softened_verbs) and _SYLLABLES.search(root):
                found.add(f"{root[:-1]}t-")
            if "yor" in ending[:4]:  # The last vowel of başla- is lost in başlıyor.
                found.update((f"{root}a-", f"{root}e-"))
        return found


@lru_cache(maxsize=1 << 14)
def _may_follow(ending: str, free: bool) -> str:
    """Return the vowels after which an ending may stand; `free` are roots that do not ask for theirs at first."""
    return "".join(vowel for vowel in "aeiou" if _harmonic(vowel, ending, free))


def _harmonic(last: str, ending: str, free: bool) -> bool:
    side = last if last in "ae" else ""
    ending = ending.replace("ken", "k").replace("ki", "k").replace("yor", "y_r")
    for letter in ending:
        if letter == "_":
            last, side = "o", "a"
        elif letter in "ae":
            if side and side != letter and not free:
                return False
            last = side = letter
        elif letter in "iu":
            if (letter == "u") != (last in "ou") and not free:
                return False
            last = letter
        free = free and letter not in VOWELS
    return True


def _sides(root: str, word: str, exact: Sequence[str]) -> tuple[str, ...]:
    """Tell ol from öl, uç from üç: a short root is written with ö and ü where the vowels of the word are front ones.

    Longer roots are seldom told apart by that, and words typed without diacritics are to be found.
    """
    if len(root) > 4:
        return (root,)
    bare = root.removesuffix("-")
    if len(bare) > 3 or not exact or not _ROUND.fullmatch(bare):
        return (root,)
    front = root.replace("o", "ö").replace("u", "ü")
    if len(word) == len(bare):
        return (root, front) if exact[0].isascii() else (front,) if set(exact[0]) & set("öü") else (root,)
    rest = next((letter for letter in word[len(bare) :] if letter in "ae"), "")
    return (front,) if rest == "e" or set(exact[0][: len(bare)]) & set("öü") else (root,)


def read_forms(table: str) -> dict[str, str]:
    """Read lines of a word and its forms into form -> word."""
    return {form: line.split()[0] for line in table.strip().splitlines() for form in line.split()}


def noun_cases(accusative: str, hard: str) -> str:
    """Return the cases after a root, a plural or `my`; `hard` are the first letters of -da and -dan."""
    return (
        f"{_C}[iu]n|{_V}n[iu]n|{_C}[ae]|{_V}y[ae]|{_C}[iu]|{_V}{accusative}[iu]|[{hard}][ae]n?"
        f"|{_C}l[ae]|{_V}yl[ae]|{_V}l[ae]|d[ae]k"
    )


CONSONANT, VOWEL = _C, _V
