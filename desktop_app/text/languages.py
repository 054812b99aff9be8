"""Languages: their names in four languages, and a guess at which one a text is written in.

Codes are BCP 47. The guess is for imports and the spelling dictionary, not for linguistics: it is right on a paragraph
of Azerbaijani, Turkish, Russian or English, and says "" rather than something wild.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from desktop_app.text.folding import fold
from desktop_app.text.words import words

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
LANGUAGE_CODES: tuple[str, ...] = tuple(_NAMES)
"""The languages that have names here."""

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


_COMMON = {
    "az": """və bu ilə üçün bir olan ki da də edir idi olaraq onun sonra kimi daha var isə lakin amma hər bütün belə o
        onlar biz siz mən ən çox yox deyil nə həm ya əgər olur oldu etmək edən etdi edilir bunu bunun üzrə görə qədər
        əvvəl ilk yeni zaman haqqında arasında tərəfindən olunub bildirib bilər ola sizin bizim onları onu ona""",
    "tr": """ve bir bu için ile olan olarak çok daha ancak sonra gibi kadar değil da de ne en o ki ya her ama göre
        olduğu oldu olduğunu eden etti yeni ilk zaman hakkında arasında tarafından ise veya hem şu biz siz ben onun bunu
        bunun var yok iki önce üzerinde diye şey öncesi tümü tüm artık lütfen aşağıdaki birçok bazı bize size""",
    "en": """the of and to in is that for it as was with be by on not he his are at this have from or had an but which
        you they we their has been were will can more who when there one all would if what about so its our your than
        into a i how new use using other also these out up most do no""",
    "de": """der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus er hat
        dass sie nach wird bei einer um am sind noch wie einem über""",
    "fr": """le la les de des et un une du en est que qui dans pour pas sur au par il elle ce ne se plus avec sont mais
        nous vous cette aux ont été ses son leur""",
    "es": """el la los las de y que en un una es por con no para se del al lo como más pero sus su este ha sobre entre
        muy esta son desde cuando nos sin ser hasta""",
    "it": """il lo la i gli le di e che un una in per non con del della sono è si come più anche ma dei alla nel da ha
        delle questo nella cui dal""",
    "pt": """o os as de e que em um uma é por com não para se do da no na dos mais como mas ao pelo foi são seu sua
        das à também pela até isso""",
    "nl": """de het een en van in is dat op te zijn met voor niet aan er om ook als bij maar dan was naar wordt door ze
        deze uit heeft hun nog""",
    "pl": """w i na z się nie do to że jest jak po za od przez ale tym być jego już dla które tak ich oraz był tego
        przy czy""",
    "ru": """и в не на что с по как это его но из то за от к у о же для так а все был бы при она он они мы вы или
        если быть только уже также году после может чтобы были более до во со об этот эта эти этого которые который
        которая вас вам нас их ее можно будет когда еще теперь через под над без""",
    "uk": """і в не на що з по як це його але із то за від у о же для так а всі був би при вона він вони ми ви або та є
        ще щоб які який цього після також""",
    "be": """і ў не на што з па як гэта яго але за ад да у для так а усе быў пры яна ён яны мы вы або ці""",
    "bg": """и в не на че с по като това за от да се е са но със си при бе той тя те ще или който която към този беше
        има може след""",
    "sr": """и у не на да је се са по као то за од су али из који која које би ће или он она они што""",
    "kk": """және мен бен бұл бір үшін да де емес болды деп осы сол қазақстан ол оның туралы кейін""",
}


@cache
def common_words(code: str) -> frozenset[str]:
    """Return some frequent words of a language, folded; none where it is not known so well."""
    return frozenset(map(fold, _COMMON.get(code, "").split()))


WELL_KNOWN: tuple[str, ...] = tuple(_COMMON)
"""Languages of which frequent words are known."""


_ENDINGS = {
    # Endings of folded words of five letters and more.
    "az": ("lari", "larin", "maq", "mek", "digi", "mis", "ndan", "nda", "acaq", "ecek", "sinda", "sinin", "iya"),
    "tr": (
        "lari",
        "larin",
        "mak",
        "mek",
        "digi",
        "mis",
        "ndan",
        "nda",
        "acak",
        "ecek",
        "iyor",
        "uyor",
        "iyoruz",
        "ler",
    ),
    "en": ("ing", "tion", "tions", "ed", "ly", "ness", "ment", "ity", "ous", "ght", "ers", "dge"),
    "ru": ("ого", "его", "ных", "ется", "ются", "ость", "ости", "ение", "ения", "ами", "ями", "ться", "ский", "ый"),
    "uk": ("ого", "ість", "ення", "ється", "ться", "ський", "ий"),
}
_FOR = {
    # Letters that speak for a language among those of its script, and letters it does not have.
    "az": "əığş", "tr": "ığş", "de": "ßä", "es": "ñ¿¡", "pt": "ãõ", "pl": "łąęśźż", "uk": "їєґі", "be": "ўі",
    "sr": "ђћџјљњ", "kk": "қғңұһәөі", "ru": "ыэё",
}  # fmt: skip
_AGAINST = {
    "tr": "əqxwäßñ", "az": "wäßñ", "en": "əığşñßãõłą", "ru": "іїєґўјљњқғәң", "bg": "ыэёіў", "uk": "ыэёъ", "be": "иъї",
    "sr": "йыэщъьюя", "kk": "їєґў", "de": "əığşñ", "fr": "əığşñ", "es": "əığş", "it": "əığş", "pt": "əığş",
    "nl": "əığş",
}  # fmt: skip

_SCRIPTS = (
    ("hy", "\u0530", "\u058f"), ("ka", "\u10a0", "\u10ff"), ("el", "\u0370", "\u03ff"), ("he", "\u0590", "\u05ff"),
    ("ar", "\u0600", "\u06ff"), ("hi", "\u0900", "\u097f"), ("th", "\u0e00", "\u0e7f"), ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"), ("zh", "\u4e00", "\u9fff"), ("cyrillic", "\u0400", "\u052f"), ("latin", "a", "\u0259"),
)  # fmt: skip
_LATIN = ("az", "tr", "en", "de", "fr", "es", "it", "pt", "nl", "pl")
_CYRILLIC = ("ru", "uk", "be", "bg", "sr", "kk")
_SAMPLE = 20_000
"""Characters looked at: what a text has not said by then it will not say."""


def guess_language(text: str) -> str:
    """Return the code of the language a text seems to be written in, or "" where it does not say."""
    found = [token.text.lower() for token in words(text[:_SAMPLE])]
    letters = "".join(char for word in found for char in word if char.isalpha())
    if len(letters) < 3:
        return ""
    script = _script(letters)
    if script == "ar":
        return _arabic_script(letters)
    if script not in ("latin", "cyrillic"):
        return script
    found = [word for word in found if word.isalpha() and _script(word) == script]
    return _by_words(found, _LATIN if script == "latin" else _CYRILLIC) if found else ""


@lru_cache(maxsize=4096)
def _script(letters: str) -> str:
    """Return the script most letters are of. Every language writes Latin names, so these count a third."""
    counts = {code: float(sum(first <= char <= last for char in letters)) for code, first, last in _SCRIPTS}
    counts["latin"] /= 3
    counts["ja"] *= 4  # Kana stand between many Chinese characters.
    return max(counts, key=lambda code: counts[code]) if any(counts.values()) else ""


def _arabic_script(letters: str) -> str:
    if any(char in "ٹڈڑںے" for char in letters):
        return "ur"
    return "fa" if any(char in "پچژگ" for char in letters) else "ar"


def _by_words(found: list[str], codes: tuple[str, ...]) -> str:
    """Compare by the share of common words and endings, and by letters that speak for or against a language."""
    letters = "".join(found)
    folded = [fold(word) for word in found]
    scores: dict[str, float] = {}
    for code in codes:
        common, endings = common_words(code), _ENDINGS.get(code, ("\0",))
        points = sum(
            1.0 if word in common else 0.5 if len(word) > 4 and word.endswith(endings) else 0 for word in folded
        )
        points += sum(char in _FOR.get(code, "") for char in letters)
        points -= 3 * sum(char in _AGAINST.get(code, "") for char in letters)
        scores[code] = points / len(found)
    if "az" in scores and "ə" not in letters:
        # Every fourteenth letter of Azerbaijani is ə; without it a text is Turkish, or typed without accents.
        scores["az"] -= 0.1 + sum(char in "ığş" for char in letters) / len(found)
    best = max(codes, key=lambda code: scores[code])
    return best if scores[best] >= 0.12 else ""
