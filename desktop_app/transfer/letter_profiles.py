"""Which letters a language uses, and how often: what tells one reading of unknown bytes from another.

For each language the letters beyond ASCII stand in order of frequency; a rank is enough, since a wrong encoding does
not shift frequencies a little but moves every letter to another place. Promises nothing about the language of a text
(`text/languages.py` does); only `encodings.py` asks.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

CYRILLIC = {
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "uk": "оаниітвесркдлпумязьбгчйхжшцюїєщфґ",
    "bg": "аиоентрсвлкдпмъзябугчщжхцюшйфь",
}
LATIN = {
    "tr": "ışüğçöâîû",
    "de": "üäöß",
    "fr": "éèàêçôîùâûœëï",
    "es": "óíáéñú¿ü¡",
    "pt": "ãçáéíóõêâúàô",
    "it": "èàòùìé",
    "sv": "äåöé",
    "da": "øåæé",
    "is": "áíðéóöæúþý",
    "cs": "íáéěýřčšžůúďťňó",
    "sk": "áíýčťšžéľúňôďó",
    "pl": "łóęążśćńź",
    "hu": "áéóöőíüúű",
    "ro": "ăîţâşțș",
    "hr": "čšžćđ",
    "lt": "ėųįšūčžąę",
    "lv": "āīēšūņļģķčž",
    "et": "äõüöšž",
}
OTHER = {
    "el": "αοιετνσηυρπκμλςάωόίγέδήχθύφβξζώψ",
    "he": "יוהלאתרבמשנםקדחפעטגכסצזןךףץ",
    "ar": "اليمونترةبدعسقفحجهكشطصخزأذثغءئضىظآؤإ",
}
PROFILES = {**CYRILLIC, **LATIN, **OTHER}

_TYPOGRAPHY = frozenset("“”‘’„‚«»‹›–—…№•·§°©®™\u00a0\u00ad€†′″½¼¾²³")
_CAPITALS = 0.06
"""One letter in sixteen of a running text is a capital."""


@lru_cache(maxsize=len(PROFILES))
def weights(language: str) -> dict[str, float]:
    """Return the logarithm of each letter's share among the letters of `language` beyond ASCII."""
    letters = PROFILES[language]
    shares = [1 / (rank + 3) for rank in range(len(letters))]
    total = sum(shares)
    table: dict[str, float] = {}
    for letter, share in zip(letters, shares, strict=True):
        capital = {"ı": "I", "i": "İ", "ß": "ẞ"}.get(letter, letter.upper())
        table[letter] = math.log(share / total)
        if capital != letter and len(capital) == 1:
            table.setdefault(capital, math.log(share / total * _CAPITALS))
    if language == "tr":
        table["İ"] = math.log(0.03)
    return table


def weight_of(char: str, table: dict[str, float]) -> float:
    """Return how well one character beyond ASCII suits a language: nats, 0 is best, about -3 a usual letter."""
    if char in table:
        return table[char]
    if char in _TYPOGRAPHY:
        return -4.0
    if char.isalpha() and char.isprintable():
        return -7.5
    if char.isprintable():
        return -8.0
    return -14.0


_ODDITIES = (
    # A Latin letter beside a Cyrillic, Greek, Hebrew or Arabic one.
    re.compile(r"[A-Za-z\u00c0-\u024f][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-z\u00c0-\u024f]"),
    # A small letter before a capital within a word.
    re.compile(r"[а-яёa-zà-öø-ÿα-ω][А-ЯЁÀ-ÖØ-Þ]|[а-яёà-öø-ÿ][A-ZА-ЯЁ]"),
    # Three letters with marks in a row: no language of the Latin script does that, wrong readings do little else.
    re.compile(r"(?=[\u00c0-\u024f]{3})"),
    # A sign at the edge of a word that belongs to numbers or stands alone.
    re.compile(r"[¬¤¦±µ¶†‡‰€£¥¢](?=[^\W\d_])|(?<=[^\W\d_])[¬¤¦±¶‰€£¥¢]"),
    # A sign in the midst of a word.
    re.compile(r"[^\W\d_][¤¦¬¶·¸º¹ª±×÷°©®™†‡‰µ¨¯´¡¿€£¥¢\u2500-\u25ff\u0080-\u009f\ufffd][^\W\d_]"),
)


def oddities(text: str) -> int:
    """Count what does not happen in a text that was read rightly."""
    return sum(1 for pattern in _ODDITIES for _ in pattern.finditer(text))
