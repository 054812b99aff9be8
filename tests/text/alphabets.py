"""Texts for the property tests: letters of the scripts the program is for, marks, signs, and anything at all."""

from __future__ import annotations

from hypothesis import strategies as st

LETTERS = (
    "abcxyzABCXYZıIiİəƏşŞçÇğĞöÖüÜßæÆøłđéÉñŉﬁﬀǅ"
    "абвийЙёЁўЎїіщъыь"
    "αβγςΣάΆ" "աբև" "აბ" "אבש" "ابتلآ" "कखिी" "กขไ" "日本が한가" "０Ａａ" "12٣²½Ⅳ"
)  # fmt: skip
MARKS = "\u0301\u0306\u0307\u0308\u0323\u0327\u064b\u05b0\u3099\u094d\u0e48\u0640"
SIGNS = "'’ʼ‘`´′＇ʻʾ\u00ad\u200b\u200d\ufeff\ufe0f-_.,!? \n\u00a0🙂❤"

MELTING = (
    "и\u0306", "И\u0323\u0306", "и\u0301\u0306", "s\u0327\u0301", "o\u0308", "か\u3099", "ｶﾞ", "か\u200d\u3099",
    "\u1100\u1161\u11a8", "\u1100\u200d\u1161", "ㄱㅏ", "\u09c7\u09be", "\u09c7\u200c\u09be", "क\u093c", "\u0958", "ᾳ",
)  # fmt: skip
"""Characters that become one when they meet, some kept apart by what the fold takes out."""

written = st.lists(st.sampled_from([*(LETTERS + MARKS + SIGNS), *MELTING]), max_size=30).map("".join)
"""Dense in everything that folds."""
anything = st.one_of(written, st.text(max_size=30))
