"""A query said back in words: every node in four languages, and no reading that could be another."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.query import explain, parse, tree
from desktop_app.query.explain_words import WORDS
from desktop_app.query.fields import OPERATORS
from desktop_app.query.tree import And, Node, Not, Or, Word
from tests.query.making import TODAY, trees


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("bridge lang:az", "bridge AND language is Azerbaijani"),
        ("", "everything"),
        ("-*", "nothing"),
        ("a (b OR c) -d", "a AND (b OR c) AND NOT d"),
        ("a b OR c d", "(a AND b) OR (c AND d)"),
        ("-(a b)", "NOT (a AND b)"),
        ('"old bridge" =Bakı', "“old bridge” AND exactly “Bakı”"),
        ('"old bridge"~3', "“old bridge” within 3 words"),
        ('"old bridge"~1', "“old bridge” within 1 word"),
        ('"old bridge"~0 well-known', "“old bridge” side by side AND well-known"),
        ("e-mail", "e-mail OR email"),
        ("brid* brigde~", "words like brid* AND words close to “brigde”"),
        ("brigde~2", "words close to “brigde” (up to two letters off)"),
        ("title:bridge", "in the title: bridge"),
        ("title:a OR b", "(in the title: a) OR b"),
        ("title:(a OR b)", "(in the title: a) OR (in the title: b)"),
        ("author:aliyev~", "in the author's name: words close to “aliyev”"),
        ("tag:budget -tag:none", "tag is “budget” AND has a tag"),
        ('tag:"salt AND pepper" -tag:x', "tag is “salt AND pepper” AND NOT tag is “x”"),
        ("lang:(az OR tr)", "language is Azerbaijani OR language is Turkish"),
        ("lang:en-GB", "language is English (en-gb)"),
        ("status:published -is:review", "status is published AND NOT status is review"),
        ("status:lost", "status is “lost”"),
        ("batch:7 id:42", "import is 7 AND id is 42"),
        ("year:1911..1928", "published 1911 to 1928"),
        ("date:1998-03", "published 1998-03"),
        ("date:>2020", "published since 2021"),
        ("date:<2020", "published until 2019"),
        ("date:1998-03..2004", "published 1998-03 to 2004"),
        ("date:1998-02-03..2004-02", "published 1998-02-03 to 2004-02"),
        ("created:<2020-01-02", "created until 2020-01-01"),
        ("words:>800 words:..9 words:5 words:1..2",
         "at least 801 words AND at most 9 words AND 5 words AND 1 to 2 words"),
        ("words:>0 words:<2 words:1", "at least 1 word AND at most 1 word AND 1 word"),
        ("has:picture has:source is:draft is:trashed is:reprint",
         "has a picture AND has a source AND is a draft AND is in the trash AND is a reprint"),
        ("-has:picture -is:draft", "has no picture AND is not a draft"),
        ("has:tag date:none", "has a tag AND has no date"),
        ("a OR b OR", "a OR (b AND “OR”)"),
    ],
)  # fmt: skip
def test_in_words(query: str, words: str) -> None:
    assert explain(parse(query, today=TODAY)) == words


@pytest.mark.parametrize(
    ("query", "az", "tr", "ru"),
    [
        ("körpü lang:az", "körpü VƏ dil: Azərbaycan dili", "körpü VE dil: Azerbaycanca",
         "körpü И язык: азербайджанский"),
        ("a (b OR -c)", "a VƏ (b VƏ YA DEYİL c)", "a VE (b VEYA DEĞİL c)", "a И (b ИЛИ НЕ c)"),
        ('"a b" =c', "“a b” VƏ məhz “c”", "“a b” VE tam olarak “c”", "«a b» И именно «c»"),
        ('"a b"~1', "“a b” 1 söz aralığında", "“a b” 1 sözcük aralığında", "«a b» в пределах 1 слова"),
        ('"a b"~2', "“a b” 2 söz aralığında", "“a b” 2 sözcük aralığında", "«a b» в пределах 2 слов"),
        ('"a b"~21', "“a b” 21 söz aralığında", "“a b” 21 sözcük aralığında", "«a b» в пределах 21 слова"),
        ('"a b"~111', "“a b” 111 söz aralığında", "“a b” 111 sözcük aralığında", "«a b» в пределах 111 слов"),
        ("words:>800", "ən azı 801 söz", "en az 801 sözcük", "не менее 801 слова"),
        ("words:<=11", "ən çoxu 11 söz", "en çok 11 sözcük", "не более 11 слов"),
        ("words:1..2", "1–2 söz", "1–2 sözcük", "слов: от 1 до 2"),
        ("date:1911..1928", "dərc tarixi: 1911 – 1928", "yayım tarihi: 1911 – 1928", "дата выхода: с 1911 по 1928"),
        ("date:>2020", "dərc tarixi: 2021 və sonrası", "yayım tarihi: 2021 ve sonrası", "дата выхода: с 2021"),
        ("date:<2020", "dərc tarixi: 2019 və əvvəli", "yayım tarihi: 2019 ve öncesi", "дата выхода: по 2019"),
        ("title:a", "başlıqda: a", "başlıkta: a", "в заголовке: a"),
        ("tag:none", "etiketi yoxdur", "etiketi yok", "нет тегов"),
        ("-tag:none", "etiketi var", "etiketi var", "есть теги"),
        ("is:trashed", "səbətdədir", "çöp kutusunda", "в корзине"),
        ("-is:trashed", "səbətdə deyil", "çöp kutusunda değil", "не в корзине"),
        ("status:review", "vəziyyət: yoxlanılır", "durum: inceleniyor", "состояние: на проверке"),
        ("folder:x", "qovluq: “x”", "klasör: “x”", "папка: «x»"),
    ],
)  # fmt: skip
def test_in_other_languages(query: str, az: str, tr: str, ru: str) -> None:
    node = parse(query, today=TODAY)
    assert (explain(node, "az"), explain(node, "tr"), explain(node, "ru")) == (az, tr, ru)


def test_an_unknown_language_is_english() -> None:
    assert explain(parse("a b"), "xx") == "a AND b"


def test_every_language_has_all_words() -> None:
    for words in WORDS.values():
        assert words.keys() == WORDS["en"].keys()
        for key, text in words.items():
            assert text.count("{}") == WORDS["en"][key].count("{}"), key
    for field in (*get_args(tree.ValueField), *get_args(tree.RangeField)):
        assert {field, f"any_{field}", f"none_{field}"} <= WORDS["en"].keys()


@given(trees, st.sampled_from(list(WORDS)))
def test_every_tree_can_be_said(node: Node, language: str) -> None:
    said = explain(node, language)
    assert said
    assert "{" not in said
    assert "None" not in said
    if language != "en":
        # Nothing of English is left but what was typed, which is in lower case here.
        assert not re.search(r"\b(?:AND|OR|NOT|words?|title|within)\b", said)


@given(st.text(), st.sampled_from(list(WORDS)))
def test_whatever_is_typed_can_be_said(text: str, language: str) -> None:
    assert explain(parse(text), language)


def _joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda parts: And(tuple(part for part in parts if not isinstance(part, And)))),
        several.map(lambda parts: Or(tuple(part for part in parts if not isinstance(part, Or)))),
        parts.filter(lambda part: not isinstance(part, Not)).map(Not),
    ).filter(lambda node: isinstance(node, Not) or len(node.parts) > 1)


@given(st.recursive(st.sampled_from("abcdefg").map(Word), _joined, max_leaves=12), st.sampled_from(list(WORDS)))
def test_the_reading_shows_what_binds_what(node: Node, language: str) -> None:
    """What is said of words and operators may be typed, and means the same: two meanings are never said alike."""
    assert parse(explain(node, language)).node == node


def test_operators_are_said_as_they_are_typed() -> None:
    for words in WORDS.values():
        assert [OPERATORS[words[key]] for key in ("and", "or", "not")] == ["AND", "OR", "NOT"]
