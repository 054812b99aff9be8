"""What queries find: the acceptance lines, word by word and field by field, and the laws of AND, OR and NOT."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.query import facts_part, parse, tree
from desktop_app.query.matching import distance, matches, same_name, same_value, spans, value_key
from desktop_app.text.folding import fold
from tests.query.making import TODAY, article, finds


@pytest.mark.parametrize("query", ["Bakı", "baki", "BAKI", "BAKİ", "Bakı'nın", "BAKI’DA"])
@pytest.mark.parametrize("text", ["Bakı şəhəri", "köhnə baki", "BAKI BU GÜN", "Bakı'nın küçələri", "BAKI’DAN xəbər"])
def test_baku_is_found_in_every_spelling(query: str, text: str) -> None:
    assert finds(query, body=text)
    assert finds(query, title=text)


@pytest.mark.parametrize("query", ["ISPARTA", "ısparta", "isparta", "İsparta"])
@pytest.mark.parametrize("text", ["ISPARTA", "Isparta'nın gülleri", "ısparta", "isparta"])
def test_isparta_is_found_in_every_spelling(query: str, text: str) -> None:
    assert finds(query, body=text)


@pytest.mark.parametrize(("query", "text"), [("ёлка", "елка"), ("елка", "ЁЛКА"), ("ЕЛКА", "е\u0308лка")])
def test_yolka_is_yelka(query: str, text: str) -> None:
    assert finds(query, body=text)


def test_moy_is_not_moi_as_written() -> None:
    assert not finds("=мой", body="мои")


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("=Bakı", "bakı", True),
        ("=bakı", "BAKI", True),
        ("=baki", "BAKI", True),
        ("=baki", "bakı", False),
        ("=bakı", "Bakı'nın", False),
        ("=Bakı'nın", "BAKI’NIN", True),
        ("=il", "İL", True),
        ("=il", "IL", True),
        ("=ıl", "İL", False),
        ('"Köhnə körpü"', "KÖHNƏ KÖRPÜ", True),
        ('"köhnə körpü"', "kohne korpu", False),
        ('"köhnə körpü"', "köhnə, körpü", True),
        ('"köhnə körpü"', "körpü köhnə", False),
        ('"köhnə körpü"', "köhnə daş körpü", False),
        ('"ISPARTA GÜLÜ"', "ısparta gülü", True),
        ('"don\'t go"', "Don’t go", True),
        ('"one two"~0', "two one", True),
        ('"one two"~0', "one x two", False),
        ('"one two"~2', "two x x one", True),
        ('"one two"~2', "one x x x two", False),
        ('"one two three"~1', "three x two one", True),
        ('"one two three"~1', "three x two x one", False),
        ('"one one"~3', "one two", False),
        ('"one two"~2', "one one", False),
        ('"one one"~3', "one two one", True),
        ('"kohne korpu"~1', "köhnə körpü", True),
        ("well-known", "a well known tale", True),
        ("well-known", "known to be well", False),
        ("known", "well-known", True),
        ("日本", "旧日本館", True),
        ("日本", "本日", False),
        ("kör*", "Körpünün", True),
        ("*pü", "p", False),
        ("*rpu", "körpü", True),
        ("k?rpu", "körpü", True),
        ("k??rpu", "körpü", False),
        ("kö*rpü", "körpü", True),
        ("korpi~", "körpü", True),
        ("kopru~2", "körpü", True),
        ("kopru~1", "körpü", False),
        ("x[a*", "x[ab", False),
    ],
)
def test_words(query: str, text: str, found: bool) -> None:
    assert finds(query, body=text) is found


@pytest.mark.parametrize(
    ("query", "found"),
    [("bridge", True), ("tea", True), ("stones", True), ("leyla", True), ("title:bridge", True), ("title:tea", False),
     ("body:stones", True), ("body:bridge", False), ("tea bridge stones leyla", True), ("office", False),
     ('"bridge tea"', False), ('"tea stones"~9', False), ('"leyla orxan"~5', False), ("example", True), ("-tea", False),
     ("-coffee", True), ("coffee OR tea", True), ("coffee tea", False), ("(coffee OR tea) -milk", True), ("*", True)],
)  # fmt: skip
def test_words_are_looked_for_in_all_texts_and_phrases_in_one(query: str, found: bool) -> None:
    fields: dict[str, Any] = {
        "title": "The Bridge",
        "standfirst": "Tea on the river",
        "body": "Old **stones** and [a link](https://example.org)",
        "authors": ["Leyla Əliyeva", "Orxan"],
    }
    assert finds(query, **fields) is found


@pytest.mark.parametrize(
    "written",
    ["W-2", "A-1312/B", "3.5", "3,5", "1,000,000", "12.05.2021", "2024-03-05", "10:30", "user@example.org", "50%",
     "№5", "https://a.b/c-d", "www.example.org", "AT&T", "U.S.", "F-16", "COVID-19", "0,75", "§12", "H₂O", "C++",
     "+994-12-555"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["", "az", "ru"])
def test_numbers_addresses_and_abbreviations_are_found_as_written(written: str, language: str) -> None:
    assert finds(written, body=f"Before that, {written} was there.", language=language)
    assert not finds(written, body="Before that, nothing was there.", language=language)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("كتاب", "كِتَاب جديد", True),
        ("كِتَابٌ", "كتاب", True),
        ("كتــاب", "كتاب", True),
        ("שלום", "שָׁלוֹם עולם", True),
        ("שָׁלוֹם", "שלום", True),
        ("图书", "北京图书馆", True),
        ("图书馆", "北京图书馆", True),
        ("书图", "北京图书馆", False),
        ("京", "北京图书馆", True),
        ("ไทย", "ประเทศไทย", True),
        ("日本語", "私は日本語を話す", True),
        ("がん", "かん", False),
    ],
)
def test_marks_fold_and_unspaced_scripts_are_found_by_any_part(query: str, text: str, found: bool) -> None:
    assert finds(query, body=text) is found


@pytest.mark.parametrize(
    ("query", "text", "language", "found"),
    [
        ("bridge", "three bridges", "en", True),
        ("=bridge", "three bridges", "en", False),
        ('"bridge"', "three bridges", "en", False),
        ("bridges~", "bridge", "en", True),
        ('"old bridge"~2', "old bridges", "en", False),
        ("kitab", "kitablarımızdan", "az-Latn", True),
        ("kitab", "kitablarımızdan", "", True),
        ("title:kitab", "kitablar", "az", False),
        ("книга", "много книг", "az", True),
        ("Алиев", "Əliyevin sözü", "", True),
        ("Алиев", "əliyevin sözü", "", False),
        ("Məmmədov", "МАМЕДОВ", "ru", True),
        ("sol", "The sole owner", "", False),
        ("-bridge", "three bridges", "en", False),
    ],
)
def test_inflections_and_names(query: str, text: str, language: str, found: bool) -> None:
    assert finds(query, body=text, language=language) is found


def test_highlights_heed_the_language() -> None:
    node = parse("kitab").node
    text = "Bu kitabı aldım, kitab yox: Китаб"
    assert [text[start:end] for start, end in spans(node, text, language="az")] == ["kitabı", "kitab", "Китаб"]
    assert [text[start:end] for start, end in spans(node, text, language="en")] == ["kitab", "Китаб"]


@pytest.mark.parametrize(
    ("query", "fields", "found"),
    [
        ("author:aliyeva", {"authors": ["Leyla Əliyeva"]}, False),
        ("author:eliyeva", {"authors": ["Leyla Əliyeva"]}, True),
        ("author:Əliyeva", {"authors": ["Orxan", "LEYLA ƏLİYEVA"]}, True),
        ('author:"leyla əliyeva"', {"authors": ["Leyla Əliyeva"]}, True),
        ('author:"leyla əliyeva"', {"authors": ["Leyla", "Əliyeva"]}, False),
        ('author:"leyla əliyeva"', {"authors": ["Əliyeva Leyla"]}, False),
        ("author:əli*", {"authors": ["Leyla Əliyeva"]}, True),
        ("author:əliyevo~", {"authors": ["Leyla Əliyeva"]}, True),
        ("author:o'br*", {"authors": ["Conor O’Brien"]}, True),
        ("author:none", {}, True),
        ("author:any", {}, False),
        ("tag:budget", {"tags": ("Budget", "x")}, True),
        ("tag:bud", {"tags": ("budget",)}, False),
        ("tag:bud*", {"tags": ("budget",)}, True),
        ('tag:"two words"', {"tags": ("Two  Words",)}, True),
        ("-tag:x", {"tags": ("y",)}, True),
        ("tag:none", {"tags": ()}, True),
        ("tag:any", {"tags": ("a",)}, True),
        ("section:mədəniyyət", {"section": "MEDENIYYET"}, True),
        ("kind:none", {"kind": ""}, True),
        ("lang:az", {"language": "az"}, True),
        ("lang:az", {"language": "az-Latn"}, True),
        ("lang:az", {"language": "aze"}, False),
        ("lang:en-gb", {"language": "en-GB"}, True),
        ("lang:en-gb", {"language": "en"}, False),
        ("status:опубликовано", {"status": "published"}, True),
        ("publication:paper", {"publication": "Paper"}, True),
        ("folder:x", {"folder": "x"}, True),
        ("source:agency", {"source_name": "Agency"}, True),
        ("batch:7", {"batch": 7}, True),
        ("batch:7", {"batch": 70}, False),
        ("batch:none", {}, True),
        ("id:42", {"id": 42}, True),
        ("id:abc", {"uid": "ABC"}, True),
        ("date:1998", {"published": "1998-03"}, True),
        ("date:1998-03-15", {"published": "1998-03"}, True),
        ("date:1998-04", {"published": "1998-03"}, False),
        ("date:>1998-03-15", {"published": "1998"}, True),
        ("date:>1998", {"published": "1998"}, False),
        ("date:<1998", {"published": "1998"}, False),
        ("date:1998", {}, False),
        ("-date:1998", {}, True),
        ("date:none", {}, True),
        ("date:any", {"published": "1998"}, True),
        ("created:today", {"created": "2024-03-05T23:59:59"}, True),
        ("created:today", {"created": "2024-03-06T00:00:00"}, False),
        ("updated:<2024", {"updated": "2023-12-31T12:00:00"}, True),
        ("words:>800", {"words": 801}, True),
        ("words:>800", {"words": 800}, False),
        ("words:100..200", {"words": 200}, True),
        ("has:picture", {"body": "![a](b.png)"}, True),
        ("has:picture", {"body": "[a](b.png)"}, False),
        ("has:source", {"source_url": "http://x"}, True),
        ("has:source", {}, False),
        ("is:draft", {"status": "review"}, True),
        ("is:draft", {"status": "published"}, False),
        ("is:trashed", {"trashed_at": "2024-01-01T00:00:00"}, True),
        ("is:trashed", {}, False),
        ("is:reprint", {}, False),
    ],
)
def test_facts(query: str, fields: dict[str, Any], found: bool) -> None:
    assert finds(query, **fields) is found


@pytest.mark.parametrize("query", ["Bakı", "baki", "BAKI", "Bakı'nın"])
def test_highlights_lie_on_the_right_letters(query: str) -> None:
    text = "BAKI’NIN ﬁl, köhnə Bakı və baki\u0301dən Bakı'ya: Bakılı"
    found = [text[start:end] for start, end in parse(query).spans(text)]
    assert found == ["BAKI", "Bakı", "baki\u0301dən", "Bakı"]


def test_highlights_of_phrases_patterns_and_misspellings() -> None:
    text = "the old bridge and the bridges, brigde"
    assert [text[start:end] for start, end in parse('"old bridge"').spans(text)] == ["old", "bridge"]
    assert [text[start:end] for start, end in parse("bridge*").spans(text)] == ["bridge", "bridges"]
    assert [text[start:end] for start, end in parse("bridges~1").spans(text)] == ["bridge", "bridges"]
    assert [text[start:end] for start, end in parse('"bridge the"~1').spans(text)] == ["the", "bridge", "the"]
    assert parse("-bridge").spans(text) == ()
    assert parse("title:bridge").spans(text, "body") == ()
    assert len(parse("title:bridge").spans(text, "title")) == 2


_words = st.sampled_from(["bridge", "tea", "körpü", "Bakı'nın", "ISPARTA", "ёлка", "old", "a"])
_asked = st.recursive(
    st.one_of(
        _words,
        _words.map("={}".format),
        _words.map("title:{}".format),
        _words.map("{}~".format),
        st.tuples(_words, _words).map(lambda pair: f'"{pair[0]} {pair[1]}"~2'),
        st.sampled_from(["tag:x", "lang:az", "date:1998", "words:>3", "is:draft", "tag:none", "te*", "author:leyla"]),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} OR {two[1]})"),
        inner.map(lambda one: f"-({one})"),
    ),
    max_leaves=6,
)
_articles = st.builds(
    article,
    title=st.lists(_words, max_size=3).map(" ".join),
    body=st.lists(_words, max_size=6).map(" ".join),
    authors=st.lists(st.sampled_from(["Leyla Əliyeva", "Orxan"]), max_size=2),
    tags=st.lists(st.sampled_from(["x", "y"]), max_size=2).map(tuple),
    language=st.sampled_from(["", "az", "tr"]),
    status=st.sampled_from(["writing", "published"]),
    published=st.sampled_from(["", "1998", "2004-02"]),
    words=st.integers(0, 6),
)


@given(_asked, _asked, _articles)
def test_and_or_and_not_are_what_they_say(one: str, other: str, asked: Any) -> None:
    def holds(text: str) -> bool:
        return parse(text, today=TODAY).matches(asked)

    assert holds(f"({one}) ({other})") == (holds(one) and holds(other))
    assert holds(f"({one}) OR ({other})") == (holds(one) or holds(other))
    assert holds(f"-({one})") == (not holds(one))


@given(_asked, _articles)
def test_the_facts_alone_find_at_least_as_much(query: str, asked: Any) -> None:
    node = parse(query, today=TODAY).node
    assert matches(facts_part(node), asked) or not matches(node, asked)


@given(_words, st.lists(_words, max_size=6).map(" ".join))
def test_a_text_that_is_found_has_highlights(word: str, text: str) -> None:
    assert bool(parse(word).spans(text)) == finds(word, body=text)
    for start, end in parse(word).spans(text):
        assert fold(word).startswith(fold(text[start:end]))


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_that_of_the_textbook(one: str, other: str) -> None:
    def textbook(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        return min(textbook(a[1:], b) + 1, textbook(a, b[1:]) + 1, textbook(a[1:], b[1:]) + (a[0] != b[0]))

    for most in (1, 2):
        assert (distance(one, other, most) <= most) == (textbook(one, other) <= most)


def test_values_and_names() -> None:
    assert value_key("  Two\tWORDS ") == "two words"
    assert same_value("b?d*", "Budget")
    assert not same_value("[b]*", "budget")
    assert same_value("a.c", "A.C")
    assert not same_value("a.c", "abc")
    assert same_name("van * vries", "Jan van der Vries")
    assert not same_name("van vries", "Jan van der Vries")
    assert same_name("!", "!")


def test_only_negative_parts_find_the_rest() -> None:
    assert finds("-tea", body="bridge")
    assert not finds("-tea -bridge", body="bridge")


def test_spans_never_overlap() -> None:
    found = spans(parse('"a b" a b a*').node, "a b ab")
    assert list(found) == sorted(set(found))
    assert isinstance(parse("x").node, tree.Word)
