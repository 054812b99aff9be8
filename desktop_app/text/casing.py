"""Capitals and small letters as a language has them: in Azerbaijani and Turkish i is İ and ı is I.

Pure; a length may change (`ß` becomes `SS`). Not for comparing texts: `folding` is.
"""

from __future__ import annotations

import re
from typing import Literal

Case = Literal["upper", "lower", "title", "sentence"]

_DOTTED = {"az", "tr", "crh", "tt", "gag", "kk"}
"""Languages in which the dot of the i is kept."""
_UP = str.maketrans({"i": "İ", "ı": "I"})
_DOWN = str.maketrans({"İ": "i", "I": "ı"})
_WORD = re.compile(r"[^\W\d_](?:[\w\u0300-\u036f]|['’ʼ-](?=\w))*")
_SENTENCE = re.compile(r"[^\W\d_]")
_END = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+\s+|\n\s*\n")
"""Begins with the first of some points: from each of them on, a line of nothing else would take quadratic time."""


def change_case(text: str, case: Case, language: str) -> str:
    """Return the text in capitals, in small letters, with a capital to each word, or to each sentence."""
    if case == "upper":
        return upper(text, language)
    if case == "lower":
        return lower(text, language)
    if case == "title":
        return _WORD.sub(lambda word: _capital(word[0], language), text)
    sentences, at = [], 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        part = lower(text[at:end], language)
        sentences.append(_SENTENCE.sub(lambda letter: upper(letter[0], language), part, count=1))
        at = end
    return "".join(sentences)


def upper(text: str, language: str) -> str:
    """Return the text in capitals; `language` is a BCP 47 code."""
    return (text.translate(_UP) if is_dotted(language) else text).upper()


def lower(text: str, language: str) -> str:
    """Return the text in small letters; `language` is a BCP 47 code."""
    if is_dotted(language):
        return text.replace("I\u0307", "i").translate(_DOWN).lower()
    # Elsewhere Python would leave a dot above the i that nobody wrote.
    return text.replace("İ", "i").lower()


def is_dotted(language: str) -> bool:
    """Tell whether i and ı are two letters in this language."""
    return language.split("-")[0].lower() in _DOTTED


def _capital(word: str, language: str) -> str:
    # A name with a hyphen has two capitals, an ending after an apostrophe none.
    parts = word.split("-")
    return "-".join(upper(part[:1], language) + lower(part[1:], language) for part in parts)
