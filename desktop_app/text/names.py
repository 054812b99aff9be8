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
from functools import lru_cache
from itertools import groupby, islice, product
from typing import NamedTuple

from desktop_app.text.azerbaijani import AZERBAIJANI
from desktop_app.text.endings import Endings
from desktop_app.text.folding import APOSTROPHES, fold_word
from desktop_app.text.turkish import TURKISH

_MOST = 12
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
    """What spellings there are, longest first, and how each may sound."""

    spellings: re.Pattern[str]
    sounds: dict[str, tuple[str, ...]]


def _script(table: dict[str, str]) -> _Script:
    spellings = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    return _Script(spellings, {spelling: tuple(sounds.split(",")) for spelling, sounds in table.items()})


_LATIN_SCRIPT, _CYRILLIC_SCRIPT = _script(_LATIN), _script(_CYRILLIC)
_FIRST_U = re.compile("^U(?=[AEIO])")
_IE = re.compile("IE(?=V)")
_SOFT_VOWEL = re.compile("ь(?=Y?[AEIOU])Y?")
_GLIDE = re.compile("(?<=[AEIOU])Y(?=[EI])|(?<=[BDFGHJKLMNPRSTVZ45])Y(?=[AEOU])|^Y(?=E)")

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

_SAME_KEYS = {fold_word(name): f"={fold_word(line.split()[0])}" for line in _SAME.split("\n") for name in line.split()}
_ENDINGS = (
    "ого", "ому", "ыми", "ами", "ями", "ой", "ую", "ым", "ом", "ем", "ою", "ых", "ев", "ов", "ам", "ям", "ах", "ях",
    "а", "у", "е", "ы", "и", "ю", "я",
)  # fmt: skip
_CASES = Endings(AZERBAIJANI.noun, TURKISH.noun)
_LEXEMES = AZERBAIJANI.lexemes | TURKISH.lexemes
_LATIN_SURNAMES = ("ov", "ev", "in", "oy", "ski", "sky", "zade")
_SURNAMES = ("ов", "ев", "ин", "ын")
_ADJECTIVE = re.compile("(.{2,}(?:ск|цк|ст))(?:ого|ому|им|ым|ом|ая|ую)")


@lru_cache(maxsize=1 << 16)
def name_keys(word: str) -> frozenset[str]:
    """Return the keys of a word as written, in any script; none for what can be no name."""
    letters = unicodedata.normalize("NFC", _bare(word)).replace("I", "i").lower().replace("i\u0307", "i")
    if not 2 <= len(letters) <= _LONGEST:
        return frozenset()
    cyrillic = "\u0400" <= letters[0] <= "\u052f"
    script = _CYRILLIC_SCRIPT if cyrillic else _LATIN_SCRIPT
    if not script.sounds.keys() >= set(letters):
        letters = "".join(letter if letter in script.sounds else fold_word(letter) for letter in letters)
    # An infinitive that begins a sentence is no name.
    if not script.sounds.keys() >= set(letters) or letters.endswith(("ть", "ться")):
        return frozenset()
    keys: set[str] = set()
    for form in _forms(letters, cyrillic):
        keys.update(_keys(form, script))
        if place := _SAME_KEYS.get(fold_word(form)):
            keys.add(place)
    return frozenset(keys)


def _bare(word: str) -> str:
    """Cut off what follows an apostrophe, but keep O'Brien whole."""
    first, rest = word[:2].strip(APOSTROPHES), word[2:]
    return first + next((rest[:at] for at, letter in enumerate(rest) if letter in APOSTROPHES), rest)


def _forms(letters: str, cyrillic: bool) -> list[str]:
    """Return the name, and what is left of it without its case endings."""
    if cyrillic:
        cut = (letters.removesuffix(ending) for ending in _ENDINGS if letters.endswith(ending))
        forms = [form for form in cut if len(form) > 4 or form.endswith(_SURNAMES) or fold_word(form) in _SAME_KEYS]
        if letters.endswith(("ы", "у", "ой")) and len(letters) > 4:
            forms.append(f"{letters.removesuffix('ой').rstrip('ыу')}а")
        adjective = _ADJECTIVE.fullmatch(letters)
        return [letters, *forms, *(adjective[1] + end for end in ("ий", "ой") if adjective)]
    folded = fold_word(letters)
    if len(folded) != len(letters):
        return [letters]
    if folded in _LEXEMES:
        return [letters]
    roots = _roots(folded)
    if letters.isascii():
        # Martin is not the genitive of mart, morale no dative: a word without a letter of theirs needs better proof.
        roots = [
            root
            for root in roots
            if len(folded) - len(root) > 2
            or root.endswith(_LATIN_SURNAMES)
            or root in _SAME_KEYS
            or folded[len(root) :] == "da"
        ]
    return [letters, *(letters[: len(root)] for root in roots)]


def _roots(folded: str) -> list[str]:
    """Return what may be left of an Azerbaijani or Turkish name without its endings: four letters or more."""
    found = [
        folded[:at]
        for at, _ in _CASES.cuts(folded, 4)
        if folded[at:] != "n" and AZERBAIJANI.in_harmony(folded[:at], folded[at:])
    ]
    known = max((len(root) for root in found if root in _LEXEMES), default=0)
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
    return "".join(letter for letter, _ in groupby(key))
