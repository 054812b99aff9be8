"""Words before and after a spelling reform: a key that both spellings of a word share.

Azerbaijani was printed in the Latin letters of 1929 (ь, ƣ, ɵ, ƶ), in Cyrillic from 1939 (reformed 1958: ј, ҝ, ғ, ҹ, һ),
and in Latin letters again from 1991; Russian lost ѣ, і, ѳ, ѵ and the final ъ in 1918. The key is the folded word in
plain Latin letters. Promises: pure; not a proof that two words are one: letters that a reform told apart are one here.
"""

from __future__ import annotations

from desktop_app.text.folding import fold_word

_LATIN = str.maketrans({"ь": "i", "ƣ": "g", "ɵ": "o", "ƶ": "j", "ꞓ": "c", "ŋ": "n"})
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "q", "ғ": "g", "ҝ": "g", "ґ": "g", "д": "d", "е": "e", "ѣ": "e", "э": "e",
        "ә": "e", "ж": "j", "з": "z", "и": "i", "і": "i", "ѵ": "i", "ы": "i", "й": "y", "ј": "y", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ф": "f",
        "ѳ": "f", "х": "x", "һ": "h", "ц": "s", "ч": "c", "ҹ": "c", "ш": "s", "щ": "s", "ю": "yu", "я": "ya", "ь": "",
        "ъ": "",
    }
)  # fmt: skip


def spelling_key(word: str) -> str:
    """Return what the spellings of a word before and after a reform have in common."""
    folded = fold_word(word)
    if folded.isascii():
        return folded
    # In the Latin letters of 1929 ь was a vowel; among Cyrillic ones it has no sound.
    is_latin = any("a" <= letter <= "z" for letter in folded)
    return folded.translate(_LATIN if is_latin else _CYRILLIC)
