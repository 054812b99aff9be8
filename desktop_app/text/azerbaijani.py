"""What Azerbaijani adds to `turkic`: its cases and tenses, its alternations, and words that only look inflected."""

from __future__ import annotations

import re

from desktop_app.text.turkic import CONSONANT, VOWEL, Grammar, noun_cases

_PERSON = "(?:[ae]m|s[ae]n|[iu][qk]|s[iu]n[iu]z|s[iu]z|d[iu]r(?:l[ae]r)?|l[ae]r|d[iu][mnqk]?|s[ae])?"
_PAST = "(?:[mnqk]|n[iu]z|l[ae]r|s[ae])?"
_NOUN_LIKE = "(?:s[iu](?:n[iu]n|n[ae]|n[iu]|nd[ae]n?|yl[ae])?|l[ae]r(?:[iu](?:n[iu]n|n[ae]|n[iu]|nd[ae]n?)?|[ae]|d[ae]n?)?|y[ae]|n[iu]n|n[iu]|d[ae]n?|yl[ae])"  # noqa: E501

_VERB = "|".join(
    (
        "(?:m[ae])?m[ae](?:[qk](?:d[ae]n?|l[ae]|d[iu]r)?|[gy](?:[iu](?:n[ae]|nd[ae]n?|n[iu]n?|m[ae]?|l[ae])?|[ae]|[iu]n))",
        f"(?:m[ae])?m[ae]{_NOUN_LIKE}",
        f"(?:m[ae])?d[iu]{_PAST}",
        f"(?:m[ae])?m[iu]s{_PERSON}",
        f"(?:{CONSONANT}[iu]|{VOWEL}y[iu])b(?:{_PERSON})",
        f"(?:(?:{CONSONANT}|{VOWEL}y)[iu]r|m[iu]r){_PERSON}",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)[ae]c[ae](?:[qk](?:s[ae]n|s[iu]n[iu]z|l[ae]r|d[iu]r?(?:l[ae]r)?)?|[gy](?:[ae]m|[iu][qk]))",
        f"(?:{CONSONANT}|{VOWEL}y)[ae]r{_PERSON}|m[ae][zr]{_PERSON}",
        "(?:m[ae])?s[ae](?:[mnqk]|n[iu]z|l[ae]r|yd[iu])?",
        "(?:m[ae])?m[ae]l[iu](?:y[ae]m|s[ae]n|y[iu]k|y[iu]q|d[iu]r(?:l[ae]r)?|yd[iu])?",
        "(?:m[ae])?s[iu]n(?:l[ae]r)?",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)(?:[ae]k|[ae]q|[iu]m|[iu]n|[iu]n[iu]z)",
        f"(?:m[ae]y|{CONSONANT}|{VOWEL}y)(?:[ae]r[ae]k|[iu]nc[ae]|[ae]nd[ae])|m[ae]d[ae]n|d[iu]qc[ae]|d[iu]kc[ae]",
    )
)

_LEXEMES = """
    ata ana bala xala qara ala sari qari ayi baci qadin alma qala dolma gelin baga quzu deri derin ora bura
"""

AZERBAIJANI = Grammar(
    noun_cases=noun_cases("n", "d"),
    verb_endings=_VERB,
    participles=f"(?:{CONSONANT}|{VOWEL}y)[ae]n|d[iu][qkgy]|m[iu]s|(?:{CONSONANT}|{VOWEL}y)[ae]c[ae][qkgy]",
    softened={"g": "qk", "y": "k", "d": "t", "c": ""},
    lexemes=frozenset(_LEXEMES.split()),
    dropping={
        "agz": "agiz", "ogl": "ogul", "burn": "burun", "boyn": "boyun", "qarn": "qarin", "aln": "alin",
    },
    verbs={"ed": "et", "ged": "get"},
    short_roots=frozenset(("ev", "el", "is", "il", "ad", "ay", "su", "oz", "us", "on", "ag", "uz", "ot", "od", "ox")),
    disharmonic=re.compile(r"(?!)"),
)  # fmt: skip
