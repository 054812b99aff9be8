"""The form of another word that stands where a form of the first one stood: çap dəzgahının → çap maşınının.

A proposal for a person to look at, made of the ending that the form has and the word has not, put on the other word by
the rules of its language: vowels that agree and joining letters in Azerbaijani and Turkish, tables of nouns in
Russian, spelling in English. Promises: "" where no proposal is better than a bad one. Not a parser, and not for
replacing unseen; which words are forms of one is said by `stems`.
"""

from __future__ import annotations

import re

from desktop_app.text.folding import fold
from desktop_app.text.starts import common_start

_VOWELS = "aıoueəiöü"
_BACK, _ROUND = "aıou", "ouöü"


def proposed(word: str, form: str, instead: str, language: str) -> str:
    """Return the form of `instead` that matches the `form` of `word`, all in small letters; `language` is BCP 47."""
    if not instead or " " in instead:
        return ""
    code = language.lower().partition("-")[0]
    if code in ("az", "tr"):
        return _turkic(word, form, instead, code)
    if code == "ru" or re.search("[а-яё]", form):
        return _russian(word, form, instead)
    if code in ("en", ""):
        return _english(word, form, instead)
    return instead + form[len(word) :] if form.startswith(word) else ""


# Azerbaijani and Turkish


def _turkic(word: str, form: str, instead: str, code: str) -> str:
    root = len(common_start(word, form))
    # A last letter that went soft is still the word's: uşaq, uşağı.
    if root < len(word) - 1 or root == 0:
        return ""
    ending = form[len(word) :] if fold(form).startswith(fold(word)) else form[root + 1 :]
    if not ending:
        return ""
    if ending[0] in "'’":
        ending, mark = ending[1:], ending[0]
    else:
        mark = ""
    ending = _joined(ending, word, instead, code)
    stem = instead if mark else _softened(instead, ending, code)
    return stem + mark + _harmonised(instead, ending, code)


def _joined(ending: str, word: str, instead: str, code: str) -> str:
    """Put in or take out the letter that parts two vowels: dəzgahın, but binanın."""
    had, has = word[-1] in _VOWELS, instead[-1] in _VOWELS
    if had == has or not ending:
        return ending
    if has:
        if ending[0] not in _VOWELS:
            return ending
        if re.fullmatch("[ıiuü]n.*", ending):
            return f"n{ending}"
        if len(ending) == 1 and ending in "ıiuü":
            return f"{'n' if code == 'az' else 'y'}{ending}"
        return f"{'s' if ending[0] in 'ıiuü' and len(ending) > 1 else 'y'}{ending}"
    return ending[1:] if re.match("[nsy][aəeıiuü]", ending) else ending


def _softened(instead: str, ending: str, code: str) -> str:
    """Soften the last letter of a longer word before a vowel: uşaq, uşağı; çörək, çörəyi."""
    if not ending or ending[0] not in _VOWELS or len(re.findall(f"[{_VOWELS}]", instead)) < 2:
        return instead
    soft = {"q": "ğ", "k": "y" if code == "az" else "ğ"}
    return instead[:-1] + soft.get(instead[-1], instead[-1])


def _harmonised(instead: str, ending: str, code: str) -> str:
    last = next((letter for letter in reversed(instead) if letter in _VOWELS), "a")
    front = "ə" if code == "az" else "e"
    written = []
    for letter in ending:
        back = last in _BACK
        if letter in "aəe":
            letter = last = "a" if back else front
        elif letter in "ıiuü":
            letter = last = ("u" if back else "ü") if last in _ROUND else ("ı" if back else "i")
        written.append(letter)
    return "".join(written)


# English


def _english(word: str, form: str, instead: str) -> str:
    rest = form[len(word) :] if form.startswith(word) else None
    if form in (_plural(word), f"{word}s"):
        return _plural(instead)
    if form == _past(word) or (rest or "").endswith("ed"):
        return _past(instead)
    if form == _lasting(word) or (rest or "").endswith("ing"):
        return _lasting(instead)
    return instead + rest if rest in ("'s", "’s", "'", "’") else ""


def _plural(word: str) -> str:
    if re.search("[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search("(?:s|x|z|ch|sh)$", word) else f"{word}s"


def _past(word: str) -> str:
    if re.search("[^aeiou]y$", word):
        return f"{word[:-1]}ied"
    return f"{word}d" if word.endswith("e") else f"{word}ed"


def _lasting(word: str) -> str:
    return f"{word[:-1]}ing" if re.search("[^eoy]e$", word) else f"{word}ing"


# Russian

_NOUNS = {
    "а": "а ы е у ой ою - ы ам ами ах",
    "я": "я и е ю ей ею ь и ям ями ях",
    "ия": "ия ии ии ию ией иею ий ии иям иями иях",
    "о": "о а у о ом - - а ам ами ах",
    "ие": "ие ия ию ие ием ии ий ия иям иями иях",
    "": "- а у - ом е ов ы ам ами ах",
    "й": "й я ю й ем е ев и ям ями ях",
    "ь": "ь и и ь ью - ей и ям ями ях",
}
"""Ending of the dictionary form: its row of endings, the same places in each row. `-` is none."""

_AFTER_HUSH = str.maketrans({"ы": "и"})
"""г к х ж ч ш щ bear no ы."""


def _russian(word: str, form: str, instead: str) -> str:
    mine, other = _paradigm(word), _paradigm(instead)
    if mine is not None and other is not None:
        stem = word[: len(word) - len(mine[0])]
        places = [at for at, one in enumerate(mine[1]) if _spelt(stem, one) == form]
        if places:
            return _spelt(instead[: len(instead) - len(other[0])], other[1][places[0]])
    # Adjectives and verbs: the same ending in place of the same ending.
    root = len(common_start(word, form))
    old, ending = word[root:], form[root:]
    return _spelt(instead[: -len(old)], ending) if old and instead.endswith(old) else ""


def _paradigm(word: str) -> tuple[str, list[str]] | None:
    for end in sorted(_NOUNS, key=len, reverse=True):
        if word.endswith(end) and (end or word[-1:] not in "аеёиоуыэюя"):
            return end, [part.replace("-", "") for part in _NOUNS[end].split()]
    return None


def _spelt(stem: str, ending: str) -> str:
    return stem + (ending.translate(_AFTER_HUSH) if stem[-1:] in "гкхжчшщ" else ending)
