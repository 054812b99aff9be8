"""Names across scripts: keys that the spellings of one name share (Əliyev, Aliyev, Алиев, Aliev, Алијев).

A key is how a name sounds, roughly, in capital letters: gutturals, hushing sounds and vowels are told apart as far as
the spellings of Azerbaijani (both alphabets), Turkish, Russian and English agree about them. A letter that is read in
several ways makes several keys. Case endings are cut first, so that Алиева, Əliyevin and Aliyev share a key. Places
whose names are not spelt but translated (Bakı, Baku; Moskva, Moscow) stand in a table.

Promises: pure, cached, at most `_MOST` keys a form. Not a proof that two people are one: it only widens a search.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product
from operator import itemgetter
from typing import NamedTuple

from desktop_app.text.azerbaijani import AZERBAIJANI
from desktop_app.text.expressions import expression
from desktop_app.text.folding import APOSTROPHES, fold, fold_word
from desktop_app.text.turkic_nouns import noun_endings
from desktop_app.text.turkish import TURKISH

_MOST = 12
_APOSTROPHES = frozenset(APOSTROPHES)
_LONGEST = 30
"""Letters of the longest name."""

_LATIN = {
    "chr": "KR", "ian$": "IAN,YAN", "ch$": "4,H", "th$": "T,TH", "tho": "TO,THO",
    "shchev": "5EV,5OV", "chyov": "4OV", "shyov": "5OV", "chev": "4EV,4OV", "shev": "5EV,5OV", "shch": "5",
    "tsch": "4", "sch": "5,SK", "tch": "4", "dzh": "J", "kh": "H,K", "gh": "G", "zh": "Z", "sh": "5", "ch": "4",
    "ph": "F", "th": "TH", "ck": "K", "dj": "J", "dz": "DZ", "ts": "TS", "tz": "TS", "oo": "U", "ou": "U",
    "ee": "I", "cz": "4", "x": "H,KS", "q": "K,G", "k": "K", "g": "G", "ğ": "G,H", "h": "H", "c": "J,K", "ç": "4",
    "j": "J,Z", "ş": "5", "s": "S", "š": "5", "č": "4", "ž": "Z", "z": "Z", "v": "V", "w": "V", "b": "B", "d": "D",
    "f": "F", "l": "L", "m": "M", "n": "N", "p": "P", "r": "R", "t": "T", "ñ": "N", "ł": "L", "ß": "S", "a": "A",
    "ə": "A,E", "ä": "A,E", "e": "E", "i": "I", "ı": "I", "o": "O", "ö": "O", "u": "U", "ü": "U", "y": "Y",
    "â": "A", "î": "I", "û": "U", "$": "",
}  # fmt: skip
"""A spelling -> how it sounds, in capitals; 4 is ч, 5 is ш, $ the end of the word."""

_CYRILLIC = {
    "дж": "J", "дз": "DZ", "а": "A", "б": "B", "в": "V", "г": "G,H", "ғ": "G,H", "д": "D", "е": "E", "ё": "YE,YO",
    "ж": "Z,J", "з": "Z", "и": "I", "й": "Y", "ј": "Y", "к": "K", "ҝ": "G", "қ": "K", "л": "L", "м": "M", "н": "N",
    "о": "O", "ө": "O", "п": "P", "р": "R", "с": "S", "т": "T", "у": "U", "ү": "U", "ұ": "U", "ф": "F", "х": "H",
    "һ": "H", "ц": "TS", "ч": "4", "ҹ": "J", "ш": "5", "щ": "5", "ъ": "", "ы": "I", "ь": "ь", "э": "E", "ю": "YU",
    "я": "YA", "ә": "A,E", "і": "I", "ї": "YI", "є": "YE", "ґ": "G", "ў": "V", "$": "",
}  # fmt: skip


class _Script(NamedTuple):
    """What spellings there are, how each may sound, and the letters that are read at all, with what they fold to."""

    spellings: re.Pattern[str]
    sounds: dict[str, tuple[str, ...]]
    letters: frozenset[str]
    folds: dict[int, str]


def _script(table: dict[str, str]) -> _Script:
    longer: dict[str, list[str]] = {}
    for spelling in sorted(table, key=len, reverse=True):
        longer.setdefault(spelling[0], []).append(re.escape(spelling[1:]))
    # The longest spelling counts. Letters that begin no longer one are a class, so that they are found in one step.
    letters = [spelling for spelling in table if len(spelling) == 1]
    single = "".join(re.escape(first) for first, rests in longer.items() if rests == [""])
    groups = (f"{first}(?:{'|'.join(rests)})" for first, rests in longer.items() if rests != [""])
    return _Script(
        re.compile("|".join((f"[{single}]", *groups))),
        {spelling: tuple(sounds.split(",")) for spelling, sounds in table.items()},
        frozenset(letters),
        {ord(letter): fold_word(letter) for letter in letters},
    )


@cache
def _latin() -> _Script:
    return _script(_LATIN)


@cache
def _cyrillic() -> _Script:
    return _script(_CYRILLIC)


_FIRST_U = expression("^U(?=[AEIO])")
_IE = expression("IE(?=V)")
_SOFT_VOWEL = expression("ь(?=Y?[AEIOU])Y?")
_DOUBLED = expression(r"(.)\1+")
_GLIDE = expression("(?<=[AEIOU])Y(?=[EI])|(?<=[BDFGHJKLMNPRSTVZ45])Y(?=[AEOU])|^Y(?=E)")

_FIRST_HEARD = {"E": "A", "I": "A", "Y": "A", "U": "V", "ь": ""}
"""What `_even` may make one of two sounds at the beginning."""


@cache
def _sounds_by_letter() -> dict[str, set[str]]:
    """Return how a word may sound at its beginning, by its first letter, folded; "" where that may be silent."""
    found: dict[str, set[str]] = {}
    for spelling, sounds in (_LATIN | _CYRILLIC).items():
        firsts = {sound[:1] for sound in sounds.split(",")}
        found.setdefault(fold_word(spelling[0])[:1], set()).update(_FIRST_HEARD.get(first, first) for first in firsts)
    del found["$"]
    return found


_SAME = """
bakı baku баку bakü бакы bakou
moskva moscow москва moskova moskau
gəncə ganja гянджа гәнҹә gence
lənkəran lankaran ленкорань lenkeran lenkoran
naxçıvan nakhchivan нахичевань нахчыван nahçıvan nakhichevan
qarabağ karabakh карабах karabağ garabagh гарабағ
istanbul стамбул stamboul
london londra лондон
paris париж
roma rome рим
berlin берлин
vyana vienna вена viyana
pekin beijing пекин
varşava warsaw варшава
praqa prague прага prag
afina athens афины atina
qahirə cairo каир kahire
qüds jerusalem иерусалим kudüs
tehran тегеран tahran
təbriz tabriz тебриз tebriz
tiflis tbilisi тбилиси
irəvan yerevan ереван erivan
kiyev kyiv киев kiev київ
peterburq petersburg петербург petersburg
dağıstan dagestan дагестан
türkiyə turkey турция türkiye turkiye
rusiya russia россия rusya
azərbaycan azerbaijan азербайджан azerbaycan азәрбајҹан
gürcüstan georgia грузия gürcistan
ermənistan armenia армения ermenistan
ukrayna ukraine украина україна
iran иран
iraq iraq ирак ırak
suriya syria сирия suriye
misir egypt египет mısır
almaniya germany германия almanya
fransa france франция
ingiltərə england англия ingiltere
amerika america америка
avropa europe европа avrupa
asiya asia азия asya
çin china китай
yaponiya japan япония japonya
hindistan india индия
qazaxıstan kazakhstan казахстан kazakistan
özbəkistan uzbekistan узбекистан özbekistan
şekspir shakespeare шекспир
çörçil churchill черчилль
höte goethe гёте qöte
hüqo hugo гюго
nyuton newton ньютон
eynşteyn einstein эйнштейн
müəmməd muhammad мухаммед məhəmməd mohammed muhammed магомед
yevgeni eugene евгений
füzuli fuzuli физули
corc george джордж
maykl michael майкл mikael
"""
"""Names that languages do not spell after one another, places above all. The first of a line is the key of all."""

_SAME_KEYS = {name: f"={line.split()[0]}" for line in fold(_SAME).split("\n") for name in line.split()}
_ENDINGS = frozenset(
    "ого ому ыми ами ями ой ую ым ом ем ою ых ев ов ам ям ах ях а у е ы и ю я".split()  # noqa: SIM905
)
_LEXEMES = AZERBAIJANI.lexemes | TURKISH.lexemes
_LATIN_SURNAMES = ("ov", "ev", "in", "oy", "ski", "sky", "zade")
_SURNAMES = ("ов", "ев", "ин", "ын")
_ADJECTIVES = ("ск", "цк", "ст")
_ADJECTIVE_ENDINGS = frozenset(("ого", "ому", "им", "ым", "ом", "ая", "ую"))


@cache
def _letters_of_places() -> dict[str, set[str]]:
    """The folded letters with which the names begin that have a key of the table."""
    found: dict[str, set[str]] = {}
    for name, key in _SAME_KEYS.items():
        found.setdefault(key, set()).add(name[0])
    return found


@lru_cache(maxsize=1 << 14)
def name_keys(word: str) -> frozenset[str]:
    """Return the keys of a word as written, in any script; none for what can be no name."""
    bare = _bare(word)
    letters = bare.lower() if bare.isascii() else _lower(bare)
    if not 2 <= len(letters) <= _LONGEST:
        return frozenset()
    cyrillic = "\u0400" <= letters[0] <= "\u052f"
    script = _cyrillic() if cyrillic else _latin()
    if not script.letters.issuperset(letters):
        letters = "".join(letter if letter in script.letters else fold_word(letter) for letter in letters)
        if not script.letters.issuperset(letters):
            return frozenset()
    # An infinitive that begins a sentence is no name.
    if letters.endswith(("ть", "ться")):
        return frozenset()
    folded = letters if letters.isascii() else letters.translate(script.folds)
    keys: set[str] = set()
    for length, end in _forms(letters, folded, cyrillic):
        keys.update(_keys(letters[:length] + end, script))
        if place := _SAME_KEYS.get(folded[:length] + end):
            keys.add(place)
    return frozenset(keys)


@lru_cache(maxsize=1024)
def first_letters(word: str) -> frozenset[str]:
    """Return the folded letters with one of which every word begins that shares a key with this one."""
    keys = name_keys(word)
    sounds = {_FIRST_HEARD.get(key[:1], key[:1]) for key in keys} | {""}
    alike = {letter for letter, heard in _sounds_by_letter().items() if not heard.isdisjoint(sounds)} if keys else set()
    return frozenset(alike.union(*(_letters_of_places().get(key, ()) for key in keys)))


def _bare(word: str) -> str:
    """Cut off what follows an apostrophe, but keep O'Brien whole."""
    if _APOSTROPHES.isdisjoint(word):
        return word
    first, rest = word[:2].strip(APOSTROPHES), word[2:]
    return first + next((rest[:at] for at, letter in enumerate(rest) if letter in APOSTROPHES), rest)


def _lower(word: str) -> str:
    return unicodedata.normalize("NFC", word).replace("I", "i").lower().replace("i\u0307", "i")


def _forms(letters: str, folded: str, cyrillic: bool) -> list[tuple[int, str]]:
    """Return the name, and what is left of it without its case endings: how many letters, and what to put there."""
    if cyrillic:
        return _cyrillic_forms(letters, folded)
    whole = len(letters), ""
    if len(folded) != len(letters):
        return [(len(folded), "")]
    if folded in _LEXEMES:
        return [whole]
    roots = _roots(folded)
    if roots and letters.isascii():
        # Martin is not the genitive of mart, morale no dative: a word without a letter of theirs needs better proof.
        roots = [
            root
            for root in roots
            if len(folded) - len(root) > 2
            or root.endswith(_LATIN_SURNAMES)
            or root in _SAME_KEYS
            or folded[len(root) :] == "da"
        ]
    return [whole, *((len(root), "") for root in roots)]


def _cyrillic_forms(letters: str, folded: str) -> list[tuple[int, str]]:
    length = len(letters)
    forms = [(length, "")]
    for size in (1, 2, 3):
        ending, left = letters[-size:], length - size
        if ending in _ENDINGS and left >= 0:
            form = letters[:left]
            if left > 4 or form.endswith(_SURNAMES) or folded[:left] in _SAME_KEYS:
                forms.append((left, ""))
        if ending in _ADJECTIVE_ENDINGS and left >= 4 and letters.endswith(_ADJECTIVES, 0, left):
            forms += ((left, "ий"), (left, "ой"))
    if length > 4 and letters.endswith(("ы", "у", "ой")):
        forms.append((len(letters.removesuffix("ой").rstrip("ыу")), "а"))
    return forms


def _roots(folded: str) -> list[str]:
    """Return what may be left of an Azerbaijani or Turkish name without its endings: four letters or more."""
    found = [
        folded[:at]
        for at, _ in noun_endings().cuts(folded, 4)
        if folded[at:] != "n" and AZERBAIJANI.in_harmony(folded[:at], folded[at:])
    ]
    known = max(map(len, _LEXEMES.intersection(found)), default=0) if found else 0
    return [root for root in found if len(root) >= known]


def _keys(letters: str, script: _Script) -> set[str]:
    sounds = [script.sounds[spelling] for spelling in script.spellings.findall(f"{letters}$")]
    return {_even("".join(choice)) for choice in islice(product(*sounds), _MOST)}


def _even(sounds: str) -> str:
    """Write in one way what spellings disagree about: doubled letters, glides, a and e in long names.

    Names of three sounds keep all of them: The is not Tea, Мать no мат.
    """
    key = sounds
    if "ь" in key:
        if len(key) < 4 + key.count("ь"):
            return key
        key = _SOFT_VOWEL.sub("I", key).replace("ь", "")
    elif len(key) < 4:
        return key
    if "Y" in key:
        key = _GLIDE.sub("", key).replace("Y", "I")
    if key[0] == "U":
        key = _FIRST_U.sub("V", key)
    if "IE" in key:
        key = _IE.sub("E", key)
    if len(key) > 4:
        key = key.replace("E", "A")
    return _DOUBLED.sub(itemgetter(1), key) if _DOUBLED.search(key) else key
