"""What a word is made of, where dictionaries stop: compounds, prefixes, suffixes after an apostrophe, Turkic endings.

Pure. Hunspell knows the inflections of its own words; these rules know what languages make anew every day. They accept
rather than doubt: a wave under a right word costs more trust than one that is missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from desktop_app.text.azerbaijani import AZERBAIJANI
from desktop_app.text.casing import lower, upper
from desktop_app.text.folding import fold_word
from desktop_app.text.turkic import Grammar
from desktop_app.text.turkish import TURKISH

Knows = Callable[[str], bool]

TURKIC: dict[str, Grammar] = {"az": AZERBAIJANI, "tr": TURKISH}

_LATIN = re.compile("[A-Za-z]")
_LONGEST_ENDING = 3
_STRESS = re.compile("[\u0300\u0301]")
_LEAST_REST = 4
"""Letters of a word that may follow a prefix."""

_PREFIXES = {
    "en": """anti auto bi bio co counter cross crypto cyber de dis e eco electro ex extra geo hyper in inter
        intra macro mega meta micro mid mini mis mono multi nano neo neuro non off out over para photo poly post
        pre pro proto pseudo psycho quasi re retro self semi socio sub super techno tele thermo trans tri turbo
        ultra un under uni up video web""",
    "ru": """авиа авто агро аква анти аудио био вело веб вибро вне внутри водо все высоко гео гидро гипер гос
        грузо давно двух де дез до древне евро едино еже за зоо изо ино интер инфра квази кибер кино контр космо
        культ лже лингво мало макро мега меж между мета микро мини много моно мото мульти на над нано наи не ни
        нейро нео низко ново обще одно около онлайн орг пере по под полит полу после поли право пред прес при
        про прото противо псевдо психо радио раз рас рание ре ретро само сверх северо слабо со социо спец средне
        старо стерео суб супер теле тепло термо техно транс трех трёх турбо ультра физ фоно фото хим центрально
        цифро четырех шести экзо экс экстра электро эко эндо этно южно""",
    "tr": "alt anti bio çok eko elektro foto hiper iç jeo makro mega mikro mini multi nano neo ön oto öz psiko tele",
    "az": "anti avto bio eko elektro foto hiper makro meqa mikro mini multi nano neo psixo qeyri tele",
}
_PREFIX = {
    language: tuple(sorted(table.split(), key=lambda prefix: (-len(prefix), prefix)))
    for language, table in _PREFIXES.items()
}
_PARTICLES = {
    "ru": frozenset(("то", "либо", "нибудь", "таки", "ка", "де", "с", "тка")),
    "en": frozenset(("like", "wide", "free", "based", "style", "fold", "ish", "ex")),
}
_ENGLISH_TAILS = re.compile(r"(?:'s|s'|'d|'ll|'ve|'re|'em)\Z", re.I)
_BACK, _FRONT = frozenset("aıouâûAIOU"), frozenset("əeiöüî")
_WITHOUT_HATS = str.maketrans("âîûÂÎÛ", "aiuAİU")
_SURNAME = re.compile(
    "[А-ЯЁ][а-яё]+(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой|ы|ых|ыми)?|[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их|ими)"
    "|(?:[ое]вич|[ое]вн|ян|янц|ч?ук|юк)(?:а|у|ем|ом|е|ой|ы)?|енко|швили|дзе)"
)
"""Russian surnames and patronymics in their cases: no dictionary has them all."""
_BARE_ENDING = re.compile("g(?!il)|m[ıiuü]s(?![ıiuü])")
"""Where an ending lacks its ğ or ş: no language writes them so."""
_ANY_SIDE = re.compile("yor|ken|ki|gil")
"""Endings whose vowels do not follow those before them."""


def readings(word: str, language: str) -> Iterator[str]:
    """Yield what a word may stand for in a dictionary, itself first."""
    plain = unicodedata.normalize("NFC", word)
    yield plain
    if language == "ru":
        bare = unicodedata.normalize("NFC", _STRESS.sub("", unicodedata.normalize("NFD", plain)))
        # й and е with dots are letters of their own, made of such marks only when taken apart.
        if bare != plain and len(bare) == len(plain) - 1:
            yield bare
        if "ё" in plain:
            yield plain.replace("ё", "е")
    elif language in TURKIC:
        if any(letter in plain for letter in "âîûÂÎÛ"):
            yield plain.translate(_WITHOUT_HATS)  # Dictionaries have kağıt, editors kâğıt.
        if plain[:1].isupper():
            small = lower(plain, language)
            yield small
            yield title(small, language)
    elif language == "en" and (tail := _ENGLISH_TAILS.search(plain)):
        yield plain[: tail.start()] + ("s" if tail[0].lower() == "s'" else "")


def is_surname(word: str, language: str) -> bool:
    """Say whether a word inside a sentence bears the ending of a surname of its language: Russian ones are regular."""
    return language == "ru" and _SURNAME.fullmatch(word) is not None


def kernel(word: str, language: str) -> str:
    """Return a word without what stands behind an apostrophe as a suffix: `Ankara'da`, `Baku's`."""
    if language in TURKIC:
        return word.partition("'")[0] if "'" in word[2:] else word
    return _ENGLISH_TAILS.sub("", word) if language == "en" else word


def accepted_by_rule(word: str, language: str, stands: Knows) -> bool:
    """Say whether a word that no dictionary has is made of known ones as its language does it."""
    if "-" in word:
        parts = word.split("-")
        particles = _PARTICLES.get(language, frozenset())
        borrowed = language == "ru" and _LATIN.search(word) is not None  # Ruby-программа, webrick-а
        return all(
            not part
            or part.lower() in particles
            or (borrowed and (len(part) <= _LONGEST_ENDING or _LATIN.match(part) is not None))
            or _has(part, language, stands)
            for part in parts
        )
    head = kernel(word, language)
    if head != word:
        return _has(head, language, stands)
    small = lower(word, language)
    if any(
        len(small) - len(prefix) >= _LEAST_REST and small.startswith(prefix) and stands(small[len(prefix) :])
        for prefix in _PREFIX.get(language, ())
    ):
        return True
    return language in TURKIC and any(stands(root) for root in turkic_roots(small, language))


def _has(word: str, language: str, stands: Knows) -> bool:
    return any(map(stands, readings(word, language))) or ("-" not in word and accepted_by_rule(word, language, stands))


@lru_cache(maxsize=1 << 15)
def turkic_roots(word: str, language: str) -> tuple[str, ...]:
    """Return the words of a dictionary that a word in small letters may be an inflection of, the longest first.

    Its vowels must agree with all their letters; `text.turkic` on its folded ones lets more through.
    """
    folded = fold_word(word)
    if len(folded) != len(word) or len(folded) < 4:
        return ()
    found: dict[str, None] = {}
    for key in sorted(TURKIC[language].roots(folded, (word,)), key=lambda key: (-len(key), key)):
        root = key.removesuffix("-").replace("ö", "o").replace("ü", "u")
        if not 2 <= len(root) < len(word) or not folded.startswith(root[:-1]):
            continue
        written = word[: len(root)] if folded.startswith(root) else word[: len(root) - 1] + root[-1]
        if written[-1] in "kq" and word[len(root) - 1] == "g" and word[len(root) - 2] != "n":
            continue  # Between vowels a k becomes ğ; rengi is from renk.
        if not _agrees(word[: len(root)], word[len(root) :]):
            continue
        if key.endswith("-"):
            back = next((letter in _BACK for letter in reversed(written) if letter in _BACK | _FRONT), True)
            found[
                written + (("maq" if language == "az" else "mak") if back else ("mək" if language == "az" else "mek"))
            ] = None
        else:
            found[written] = None
    return tuple(found)


def _agrees(root: str, ending: str) -> bool:
    """Say whether an ending has all its marks, and vowels of the side of the root's last one."""
    if _BARE_ENDING.search(ending):
        return False
    letters = _ANY_SIDE.sub("", ending)
    vowels = [letter in _BACK for letter in root + letters if letter in _BACK or letter in _FRONT]
    own = sum(letter in _BACK or letter in _FRONT for letter in letters)
    return not own or len(vowels) == own or all(side == vowels[-own - 1] for side in vowels[-own:])


def title(word: str, language: str) -> str:
    """Return a word with its first letter large, as its language has it."""
    return upper(word[:1], language) + word[1:]
