"""A query said back in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.query import explain, parse
from desktop_app.query.explain import _WORDS
from tests.query.making import TODAY


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("bridge lang:az", "bridge AND language is Azerbaijani"),
        ("", "everything"),
        ("a (b OR c) -d", "a AND (b OR c) AND NOT d"),
        ("-(a b)", "NOT (a AND b)"),
        ('"old bridge" =Bakı', "“old bridge” AND exactly “Bakı”"),
        ('"old bridge"~3', "“old bridge” within 3 words"),
        ("brid* brigde~", "words like brid* AND words close to “brigde”"),
        ("title:bridge", "in the title: bridge"),
        ("author:aliyev~", "in the author's name: words close to “aliyev”"),
        ("tag:budget -tag:none", "tag is budget AND NOT no tag"),
        ("lang:(az OR tr)", "language is Azerbaijani OR language is Turkish"),
        ("lang:en-GB", "language is English (en-gb)"),
        ("year:1911..1928", "published 1911 to 1928"),
        ("date:1998-03", "published 1998-03"),
        ("date:>2020", "published since 2021"),
        ("date:<2020", "published until 2019"),
        ("date:1998-03..2004", "published 1998-03 to 2004"),
        ("date:1998-02-03..2004-02", "published 1998-02-03 to 2004-02"),
        ("created:<2020-01-02", "created until 2020-01-01"),
        ("words:>800 words:..9 words:5 words:1..2",
         "at least 801 words AND at most 9 words AND 5 words AND 1 to 2 words"),
        ("has:picture has:source is:draft is:trashed is:reprint",
         "has a picture AND has a source AND is a draft AND is in the trash AND is a reprint"),
        ("has:tag date:none", "has tag AND no published"),
    ],
)  # fmt: skip
def test_in_words(query: str, words: str) -> None:
    assert explain(parse(query, today=TODAY)) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("az", "körpü VƏ dil: Azərbaycan dili"),
        ("tr", "körpü VE dil: Azerbaycanca"),
        ("ru", "körpü И язык: азербайджанский"),
        ("xx", "körpü AND language is Azerbaijani"),
    ],
)
def test_in_other_languages(language: str, words: str) -> None:
    assert explain(parse("körpü lang:az"), language) == words


def test_every_language_has_all_words() -> None:
    for words in _WORDS.values():
        assert words.keys() == _WORDS["en"].keys()
        for key, text in words.items():
            assert text.count("{}") == _WORDS["en"][key].count("{}"), key


@given(st.text(), st.sampled_from(list(_WORDS)))
def test_whatever_is_typed_can_be_said(text: str, language: str) -> None:
    assert explain(parse(text), language)
