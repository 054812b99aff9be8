"""What a text measures: words, sentences, quotations, time to read. For status bar and inspector."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.text.plain import plain_text
from desktop_app.text.words import count_words

# Words (CJK: characters) a minute. Latin, Cyrillic and the rest: Brysbaert 2019 gives 238 for English non-fiction;
# agglutinating languages put more into a word (Trauzettel-Klosinski 2012: Turkish 166, Finnish 161, Russian 184,
# Arabic 138, Hebrew 187; Chinese 255 and Japanese 357 characters).
_WORDS_PER_MINUTE = {
    "az": 166, "tr": 166, "fi": 161, "et": 165, "hu": 170, "kk": 166, "uz": 166, "tk": 166, "ka": 165, "hy": 175,
    "ru": 184, "uk": 184, "be": 184, "bg": 184, "ar": 138, "fa": 145, "he": 187, "de": 179, "pl": 166, "fr": 195,
}  # fmt: skip
_ENGLISH = 238
_CJK_PER_MINUTE = 255
_KANA_PER_MINUTE = 357
_BY_SCRIPT = (
    (re.compile("[\u0400-\u052f]"), "ru"),
    (re.compile("[\u0530-\u058f]"), "hy"),
    (re.compile("[\u10a0-\u10ff]"), "ka"),
    (re.compile("[\u0600-\u06ff]"), "ar"),
    (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[əƏ]"), "az"),
    (re.compile("[ğĞşŞıİ]"), "tr"),
)

_KANA = re.compile("[\u3040-\u30ff]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# A full stop ends a sentence when what follows is a space and no small letter: `e.g. this` and `3.14` go on. The
# Armenian verchaket, the Devanagari danda, the Arabic and CJK marks end one without such a test. Of several full stops
# only the first is looked at: from each of them on, a line of nothing else would take quadratic time.
_SENTENCE_END = re.compile(
    r"(?:[.!?…](?<![.!?…]{2})[.!?…]*+[\"'”’»“)\]]*+(?=\s+[^\sa-zа-яёəığşçöüա-ֆ]|\s*$)|[։।؟。！？]+[”’」』»)]*)\s*|\n{2,}"
)
_QUOTED = re.compile(
    '“[^“”\n]{2,}”|„[^„“”\n]{2,}[“”]|«[^«»\n]{2,}»|「[^「」\n]+」|『[^『』\n]+』|(?<![\\w"])"[^"\n]{2,}"(?!\\w)'
)
_QUOTE_BLOCK = re.compile(r"(?m)(?:^ {0,3}>.*(?:\n(?!\s*$).*)*\n?(?:\s*\n(?= {0,3}>))*)+")


@dataclass(frozen=True, slots=True)
class TextStatistics:
    """`longest_sentence` is its number of words; `quotations` counts quotation marks in pairs and quoted blocks."""

    words: int
    characters: int
    sentences: int
    longest_sentence: int
    reading_seconds: float
    quotations: int

    @property
    def reading_minutes(self) -> int:
        """Whole minutes, at least 1 where there is anything to read."""
        return max(1, math.ceil(self.reading_seconds / 60 - 0.25)) if self.words else 0


def statistics(markdown: str, language: str = "") -> TextStatistics:
    """Measure a text; characters are those of the readable text, spaces included, one a line end."""
    text = plain_text(markdown)
    lengths = [count_words(sentence, language) for sentence in sentences(text)]
    words = sum(lengths)
    return TextStatistics(
        words=words,
        characters=len(text.strip()),
        sentences=sum(length > 0 for length in lengths),
        longest_sentence=max(lengths, default=0),
        reading_seconds=_reading_seconds(text, words, language),
        quotations=len(_QUOTED.findall(text)) + len(_QUOTE_BLOCK.findall(markdown)),
    )


def sentences(text: str) -> list[str]:
    """Cut readable text into sentences; a heading or list item without a full stop is one of its own."""
    found, position = [], 0
    for end in _SENTENCE_END.finditer(text):
        found.append(text[position : end.end()].strip())
        position = end.end()
    found.append(text[position:].strip())
    return [sentence for sentence in found if sentence]


def total(parts: Sequence[TextStatistics]) -> TextStatistics:
    """Add up what was measured in parts that are set apart by blank lines."""
    filled = [part for part in parts if part.characters]
    return TextStatistics(
        words=sum(part.words for part in filled),
        characters=sum(part.characters for part in filled) + 2 * max(0, len(filled) - 1),
        sentences=sum(part.sentences for part in filled),
        longest_sentence=max((part.longest_sentence for part in filled), default=0),
        reading_seconds=sum(part.reading_seconds for part in filled),
        quotations=sum(part.quotations for part in filled),
    )


def _reading_seconds(text: str, words: int, language: str) -> float:
    cjk = len(_CJK.findall(text)) if not text.isascii() else 0
    minutes = cjk / (_KANA_PER_MINUTE if _KANA.search(text) else _CJK_PER_MINUTE)
    return 60 * (minutes + max(0, words - cjk) / _pace(text, language))


def _pace(text: str, language: str) -> int:
    code = language.split("-")[0].lower()
    if not code:
        start = text[:4000]
        code = next((code for letters, code in _BY_SCRIPT if len(letters.findall(start)) * 50 > len(start)), "en")
    return _WORDS_PER_MINUTE.get(code, _ENGLISH)
