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

written = st.text(st.sampled_from(LETTERS + MARKS + SIGNS), max_size=30)
"""Dense in everything that folds."""
anything = st.one_of(written, st.text(max_size=30))
