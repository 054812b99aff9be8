"""Languages: their names in four languages, and a guess at which one a text is written in.

Codes are BCP 47. The guess is for imports and the spelling dictionary, not for linguistics: it is right on a paragraph
of Azerbaijani, Turkish, Russian or English, and says "" rather than something wild.
"""

from __future__ import annotations

import re

from desktop_app.text.folding import fold

_NAMES = {
    # code: English, Azerbaijani, Turkish, Russian, own name
    "az": ("Azerbaijani", "Azərbaycan dili", "Azerbaycanca", "азербайджанский", "Azərbaycanca"),
    "en": ("English", "İngilis dili", "İngilizce", "английский", "English"),
    "tr": ("Turkish", "Türk dili", "Türkçe", "турецкий", "Türkçe"),
    "ru": ("Russian", "Rus dili", "Rusça", "русский", "Русский"),
    "de": ("German", "Alman dili", "Almanca", "немецкий", "Deutsch"),
    "fr": ("French", "Fransız dili", "Fransızca", "французский", "Français"),
    "es": ("Spanish", "İspan dili", "İspanyolca", "испанский", "Español"),
    "it": ("Italian", "İtalyan dili", "İtalyanca", "итальянский", "Italiano"),
    "pt": ("Portuguese", "Portuqal dili", "Portekizce", "португальский", "Português"),
    "nl": ("Dutch", "Holland dili", "Felemenkçe", "нидерландский", "Nederlands"),
    "pl": ("Polish", "Polyak dili", "Lehçe", "польский", "Polski"),
    "cs": ("Czech", "Çex dili", "Çekçe", "чешский", "Čeština"),
    "sv": ("Swedish", "İsveç dili", "İsveççe", "шведский", "Svenska"),
    "ro": ("Romanian", "Rumın dili", "Rumence", "румынский", "Română"),
    "hu": ("Hungarian", "Macar dili", "Macarca", "венгерский", "Magyar"),
    "uk": ("Ukrainian", "Ukrayna dili", "Ukraynaca", "украинский", "Українська"),
    "be": ("Belarusian", "Belarus dili", "Belarusça", "белорусский", "Беларуская"),
    "bg": ("Bulgarian", "Bolqar dili", "Bulgarca", "болгарский", "Български"),
    "sr": ("Serbian", "Serb dili", "Sırpça", "сербский", "Српски"),
    "kk": ("Kazakh", "Qazax dili", "Kazakça", "казахский", "Қазақша"),
    "uz": ("Uzbek", "Özbək dili", "Özbekçe", "узбекский", "Oʻzbekcha"),
    "tk": ("Turkmen", "Türkmən dili", "Türkmence", "туркменский", "Türkmençe"),
    "ky": ("Kyrgyz", "Qırğız dili", "Kırgızca", "киргизский", "Кыргызча"),
    "tt": ("Tatar", "Tatar dili", "Tatarca", "татарский", "Татарча"),
    "crh": ("Crimean Tatar", "Krım-tatar dili", "Kırım Tatarcası", "крымскотатарский", "Qırımtatarca"),
    "ka": ("Georgian", "Gürcü dili", "Gürcüce", "грузинский", "ქართული"),
    "hy": ("Armenian", "Erməni dili", "Ermenice", "армянский", "Հայերեն"),
    "el": ("Greek", "Yunan dili", "Yunanca", "греческий", "Ελληνικά"),
    "ar": ("Arabic", "Ərəb dili", "Arapça", "арабский", "العربية"),
    "fa": ("Persian", "Fars dili", "Farsça", "персидский", "فارسی"),
    "ur": ("Urdu", "Urdu dili", "Urduca", "урду", "اردو"),
    "ku": ("Kurdish", "Kürd dili", "Kürtçe", "курдский", "Kurdî"),
    "he": ("Hebrew", "İvrit dili", "İbranice", "иврит", "עברית"),
    "hi": ("Hindi", "Hindi dili", "Hintçe", "хинди", "हिन्दी"),
    "th": ("Thai", "Tay dili", "Tayca", "тайский", "ไทย"),
    "zh": ("Chinese", "Çin dili", "Çince", "китайский", "中文"),
    "ja": ("Japanese", "Yapon dili", "Japonca", "японский", "日本語"),
    "ko": ("Korean", "Koreya dili", "Korece", "корейский", "한국어"),
    "la": ("Latin", "Latın dili", "Latince", "латинский", "Latina"),
}
_COLUMN = {"en": 0, "az": 1, "tr": 2, "ru": 3}
_ALPHA3 = {"aze": "az", "eng": "en", "tur": "tr", "rus": "ru", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr"}
_CODES = {
    name: code
    for code, names in _NAMES.items()
    for full in (code, *names)
    for name in (fold(full), fold(full).removesuffix(" dili"))
} | _ALPHA3


def language_name(code: str, in_language: str = "en") -> str:
    """Return `Azerbaijani` for `az`, in English, Azerbaijani, Turkish or Russian; an unknown code as it is."""
    names = _NAMES.get(code.lower().replace("_", "-").partition("-")[0])
    return names[_COLUMN.get(in_language[:2], 0)] if names else code


def language_code(name: str) -> str:
    """Return the code for a name or code of a language as typed (`azerbaijani`, `русский`, `en_GB`), or ""."""
    known = fold(name).strip().replace("_", "-")
    if known in _CODES:
        return _CODES[known]
    head, dash, rest = known.partition("-")
    if dash and head in _CODES and re.fullmatch(r"[a-z0-9]{2,8}(?:-[a-z0-9]{1,8})*", rest):
        return f"{_CODES[head]}-{rest}"
    return ""
