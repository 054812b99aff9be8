"""What Turkish adds to `turkic`: its cases and tenses, its alternations, and words that only look inflected."""

from __future__ import annotations

import re

from desktop_app.text.turkic import CONSONANT, VOWEL, Grammar, noun_cases

_PERSON = "(?:[iu]m|s[iu]n|[iu]z|s[iu]n[iu]z|[dt][iu]r(?:l[ae]r)?|l[ae]r|[dt][iu][mnk]?|s[ae])?"
_PAST = "(?:[mnk]|n[iu]z|l[ae]r|ys[ae])?"
_NOUN_LIKE = "(?:s[iu](?:n[iu]n|n[ae]|n[iu]|nd[ae]n?|yl[ae])?|l[ae]r(?:[iu](?:n[iu]n|n[ae]|n[iu]|nd[ae]n?)?|[ae]|d[ae]n?)?|y[ae]|n[iu]n|y[iu]|d[ae]n?|yl[ae])?"  # noqa: E501

_VERB = "|".join(
    (
        "(?:m[ae])?m[ae]k(?:t[ae]n?|l[ae]|s[iu]z[iu]n|t[ae]d[iu]r)?",
        f"(?:m[ae])?m[ae]{_NOUN_LIKE}",
        f"(?:m[ae])?[dt][iu]{_PAST}",
        f"(?:m[ae])?m[iu]s{_PERSON}",
        f"(?:{CONSONANT}[iu]|{VOWEL}y[iu])p",
        f"(?:m)?(?:{CONSONANT}[iu]|{VOWEL})yor{_PERSON}",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)[ae]c[ae](?:k(?:s[iu]n|s[iu]n[iu]z|l[ae]r|t[iu]r?(?:l[ae]r)?)?|g[iu][mz]?)",
        f"(?:(?:{CONSONANT}[aeiu]|{VOWEL})r|m[ae]z){_PERSON}",
        "(?:m[ae])?s[ae](?:[mnk]|n[iu]z|l[ae]r|yd[iu])?",
        "(?:m[ae])?m[ae]l[iu](?:y[iu]m|s[iu]n|y[iu]z|d[iu]r|yd[iu])?",
        "(?:m[ae])?s[iu]n(?:l[ae]r)?",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)(?:[ae]r[ae]k|[iu]nc[ae]|[ae]l[iu]m|[ae]y[iu]m)|m[ae]d[ae]n|[dt][iu]kc[ae]|[dt][iu]kt[ae]n",
    )
)

_LEXEMES = """ata ana"""

TURKISH = Grammar(
    noun_cases=noun_cases("y", "dt"),
    verb_endings=_VERB,
    participles=f"(?:{CONSONANT}|{VOWEL}y)[ae]n|[dt][iu][kg]|m[iu]s|(?:{CONSONANT}|{VOWEL}y)[ae]c[ae][kg]",
    softened={"g": "k", "b": "p", "d": "t"},
    lexemes=frozenset(_LEXEMES.split()),
    dropping={"agz": "agiz", "ogl": "ogul", "burn": "burun"},
    verbs={"ed": "et", "gid": "git", "tad": "tat", "gud": "gut", "di": "de", "yi": "ye"},
    short_roots=frozenset(("ev", "el", "is", "il", "ad", "ay", "su", "oz", "uc", "on", "ag", "ot", "ok")),
    disharmonic=re.compile(r"(?:[kh]at|aat|hal|kalb|kalp|harf|seyahat|kontrol|rol|gol)$"),
)  # fmt: skip
