"""Names across scripts: keys that the spellings of one name share (Əliyev, Aliyev, Алиев, Aliev, Алијев).

A key is how a name sounds, roughly, in capital letters: gutturals, hushing sounds and vowels are told apart as far as
the spellings of Azerbaijani (both alphabets), Turkish, Russian and English agree about them. A letter that is read in
several ways makes several keys. Case endings are cut first, so that Алиева, Əliyevin and Aliyev share a key. Places
whose names are not spelt but translated (Bakı, Baku; Moskva, Moscow) stand in a table.

Promises: pure, cached, at most `_MOST` keys a form. Not a proof that two people are one: it only widens a search.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import product

from desktop_app.text.azerbaijani import AZERBAIJANI
from desktop_app.text.folding import APOSTROPHES, fold_word
from desktop_app.text.turkish import TURKISH

_MOST = 12

_LATIN = {
    "shch": "5", "tsch": "4", "sch": "5,SK", "tch": "4", "dzh": "J", "kh": "H,K", "gh": "G", "zh": "Z", "sh": "5",
    "ch": "4,H,K", "ph": "F", "th": "T,TH", "ck": "K", "dj": "J", "dz": "DZ", "ts": "TS", "tz": "TS", "qu": "K",
    "oo": "U", "ou": "U", "ee": "I", "cz": "4", "x": "H,KS", "q": "K,G", "k": "K", "g": "G,J", "ğ": "G,H", "h": "H",
    "c": "J,K,4", "ç": "4", "j": "J,Z", "ş": "5", "s": "S", "š": "5", "č": "4", "ž": "Z", "z": "Z", "v": "V",
    "w": "V", "b": "B", "d": "D", "f": "F", "l": "L", "m": "M", "n": "N", "p": "P", "r": "R", "t": "T", "ñ": "N",
    "ł": "L", "ß": "S", "a": "A", "ə": "A,E", "ä": "A,E", "e": "E", "i": "I", "ı": "I", "o": "O", "ö": "O", "u": "U",
    "ü": "U", "y": "Y", "â": "A", "î": "I", "û": "U",
}  # fmt: skip
_CYRILLIC = {
    "дж": "J", "дз": "DZ", "а": "A", "б": "B", "в": "V", "г": "G,H", "ғ": "G,H", "д": "D", "е": "E,A", "ё": "E,O",
    "ж": "Z,J", "з": "Z", "и": "I", "й": "Y", "ј": "Y", "к": "K", "ҝ": "G", "қ": "K", "л": "L", "м": "M", "н": "N",
    "о": "O", "ө": "O", "п": "P", "р": "R", "с": "S", "т": "T", "у": "U", "ү": "U", "ұ": "U", "ф": "F", "х": "H",
    "һ": "H", "ц": "TS", "ч": "4", "ҹ": "J", "ш": "5", "щ": "5", "ъ": "", "ы": "I", "ь": "", "э": "E,A", "ю": "YU",
    "я": "YA", "ә": "A,E", "і": "I", "ї": "YI", "є": "YE", "ґ": "G", "ў": "V",
}  # fmt: skip

_PLACES = (
    "bakı baku баку bakü бакы",
    "moskva moscow москва moskau moskova",
)
"""Names of places that languages do not spell after one another."""

_PLACE_KEYS = {fold_word(name): f"={line.split()[0]}" for line in _PLACES for name in line.split()}


@lru_cache(maxsize=1 << 16)
def name_keys(word: str) -> frozenset[str]:
    """Return the keys of a word as written, in any script; none for what can be no name."""
    letters = unicodedata.normalize("NFC", _bare(word)).replace("I", "i").lower().replace("i\u0307", "i")
    if len(letters) < 2 or not letters.isalpha():
        return frozenset()
    cyrillic = "\u0400" <= letters[0] <= "\u052f"
    table = _CYRILLIC if cyrillic else _LATIN
    if not all(letter in table for letter in letters):
        return frozenset()
    keys: set[str] = set()
    for form in _forms(letters, cyrillic):
        keys.update(_keys(form, table))
        if place := _PLACE_KEYS.get(fold_word(form)):
            keys.add(place)
    return frozenset(keys)


def _bare(word: str) -> str:
    """Cut off what follows an apostrophe, but keep O'Brien whole."""
    for at, letter in enumerate(word):
        if letter in APOSTROPHES:
            return word[:at] if at > 1 else _bare(word[:at] + word[at + 1 :])
    return word


def _forms(letters: str, cyrillic: bool) -> list[str]:
    """Return the name and what is left of it without its case endings."""
    forms = [letters]
    if cyrillic:
        for ending in (
            "ого",
            "ому",
            "ыми",
            "ой",
            "ую",
            "ым",
            "ом",
            "ем",
            "ою",
            "ых",
            "а",
            "у",
            "е",
            "ы",
            "и",
            "ю",
            "я",
        ):
            if letters.endswith(ending) and len(letters) - len(ending) >= 4:
                forms.append(letters[: -len(ending)])
        return forms
    folded = fold_word(letters)
    if len(folded) == len(letters):
        roots = {root for grammar in (AZERBAIJANI, TURKISH) for root in grammar.roots(folded)}
        forms += [
            letters[: len(root)] for root in roots if len(root) >= 4 and folded.startswith(root) and root != folded
        ]
    return list(dict.fromkeys(forms))


def _keys(letters: str, table: dict[str, str]) -> set[str]:
    sounds: list[list[str]] = []
    at = 0
    while at < len(letters):
        size = next(size for size in (4, 3, 2, 1) if letters[at : at + size] in table)
        sounds.append(table[letters[at : at + size]].split(","))
        at += size
    keys: set[str] = set()
    for choice in product(*sounds):
        keys.add(_even("".join(choice)))
        if len(keys) >= _MOST:
            break
    return keys


def _even(sounds: str) -> str:
    """Write in one way what spellings disagree about: doubled letters, glides, runs of vowels, a and e in long names.

    Names of three sounds keep all letters: The is not Tea.
    """
    long = sounds.replace("E", "A") if len(sounds) > 4 else sounds
    key = ""
    for letter in long:
        if not (key and (key[-1] == letter or (letter in "AEIOUY" and key[-1] in "AEIOU"))):
            key += letter
    key = key if len(key) > 3 else sounds
    return key.removeprefix("Y").replace("Y", "I")
