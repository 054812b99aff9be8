"""Snippets show hits, and their spans lie on exactly the words that the query means."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.archive import Article
from desktop_app.query import parse, tree
from desktop_app.query.matching import matches
from desktop_app.search.service import Snippet
from desktop_app.search.snippets import LENGTH, Highlighter, Text
from desktop_app.text.words import words
from tests.search.making import SPELLINGS, WORDS_OF_QUERIES, articles, word_nodes

fillers = st.sampled_from(("Lorem ipsum", "dolor.", "sit\n\n", "ѣ̆", "e\u0301t", "**amet**", "—", "x" * 30, "!"))
texts = st.lists(st.one_of(fillers, st.sampled_from(SPELLINGS)), max_size=120).map(" ".join)


def passages(
    node: tree.Node, body: str, standfirst: str = "", lead: str = "", language: str = ""
) -> tuple[Snippet, ...]:
    (shown,) = Highlighter(node).page([Text("", standfirst, body, lead, language)])
    return shown.snippets


@settings(max_examples=150, deadline=None)
@given(texts, st.lists(st.sampled_from(WORDS_OF_QUERIES), min_size=1, max_size=3))
def test_spans_are_the_words_that_fold_to_the_query(body: str, wanted: list[str]) -> None:
    node = parse(" OR ".join(wanted)).node
    single = {part.text for part in tree.word_parts(node) if isinstance(part, tree.Word)}
    folded = {next(words(text)).folded for text in single}
    for snippet in passages(node, body):
        found = {(t.start, t.end) for t in words(snippet.text) if t.folded in folded}
        assert found <= set(snippet.spans)
        assert len(snippet.text) <= LENGTH + 2
        assert "\n" not in snippet.text
        assert list(snippet.spans) == sorted(set(snippet.spans))


@settings(max_examples=150, deadline=None)
@given(articles(SPELLINGS[:6]), word_nodes(SPELLINGS[:6]))
@example(Article(body="bakıda", language="az"), tree.Word("baki"))
def test_article_that_matches_in_its_text_shows_a_hit(article: Article, node: tree.Node) -> None:
    body_only = tree.Or(tuple(part for part in tree.word_parts(node) if part.field in ("any", "body")))
    bare = replace(article, title="", authors=(), standfirst="")
    if not body_only.parts or not matches(body_only, bare) or "(" in bare.body:
        return  # Words in the address of a link are found, but not shown.
    snippets = passages(node, bare.body, language=bare.language)
    assert snippets
    assert snippets[0].spans


def marked(query: str, standfirst: str, body: str, lead: str = "lead") -> list[str]:
    shown = []
    for snippet in passages(parse(query).node, body, standfirst, lead):
        text = snippet.text
        for start, end in reversed(snippet.spans):
            text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
        shown.append(text)
    return shown


def test_spans_lie_on_the_right_letters() -> None:
    assert marked("baki", "", "Köhnə *Bakı'nın* küçəsi. BAKI!") == ["Köhnə [Bakı]'nın küçəsi. [BAKI]!"]
    assert marked("isparta", "", "ISPARTA, ısparta, Isparta") == ["[ISPARTA], [ısparta], [Isparta]"]
    assert marked("елка", "", "Зимой ёлка и Е\u0308лка, ЁЛКА") == ["Зимой [ёлка] и [Е\u0308лка], [ЁЛКА]"]
    assert marked("naive", "", "a nai\u0308ve idea") == ["a [nai\u0308ve] idea"]
    assert marked("strasse", "", "die Straße") == ["die [Straße]"]


def test_phrase_is_marked_only_where_it_stands() -> None:
    assert marked('"old bridge"', "", "An old man on the old bridge.") == ["An old man on the [old] [bridge]."]
    assert marked("old -bridge", "", "An old man.") == ["An [old] man."]


def test_passages_show_all_words_of_the_query() -> None:
    body = "The bridge. " + "Nothing here. " * 40 + "Tea is served. " + "Nothing there. " * 40
    assert marked("bridge tea", "", body)[0].startswith("The [bridge].")
    assert any("[Tea] is served." in text for text in marked("bridge tea", "", body))
    both = "The bridge. " + "Nothing here. " * 40 + "Tea on the bridge. " + "Nothing there. " * 40
    (only,) = marked("bridge tea", "", both)
    assert "[Tea] on the [bridge]." in only


def test_standfirst_comes_first_and_lead_stands_in() -> None:
    assert marked("bridge", "About a bridge", "The bridge") == ["About a [bridge]"]
    assert marked("bridge", "", "Nothing", lead="The lead.") == ["The lead."]
    assert marked("title:bridge", "", "A bridge", lead="The lead.") == ["The lead."]
    assert marked("body:bridge", "A bridge in front", "A bridge") == ["A [bridge]"]
    assert marked("section:x", "The standfirst", "A bridge") == ["lead"]


def test_long_sentence_is_cut_around_the_hit_at_spaces() -> None:
    body = "word " * 200 + "bridge " + "word " * 200
    (text,) = marked("bridge", "", body)
    assert text.startswith("…word ")
    assert text.endswith(" word…")
    assert "[bridge]" in text
    assert len(text) <= LENGTH + 4


def test_marks_of_markdown_are_not_shown() -> None:
    body = "# Head\n\nSee [the *bridge*](http://example.org 'x') and ![a tea](t.jpg).\n\n```\ncode bridge\n```\n"
    assert all(mark not in text for text in marked("bridge", "", body) for mark in ("*", "](", "```", "http"))


def test_words_inside_comments_are_not_shown() -> None:
    body = "<!-- a bridge\n\nand a bridge again -->\n\nNothing."
    assert marked("bridge", "", body, lead="lead") == ["lead"]


def test_fuzzy_words_and_patterns_are_marked() -> None:
    assert marked("brigde~2", "", "The bridge.") == ["The [bridge]."]
    assert marked("bri*", "", "The bridges.") == ["The [bridges]."]
    assert marked("*idge", "", "The bridge.") == ["The [bridge]."]


def test_of_a_text_full_of_hits_the_first_ones_are_shown() -> None:
    (first, *_) = marked("bridge tea", "", "bridge. " * 3000 + "Tea on the bridge.")
    assert first.startswith("[bridge]. [bridge].")
    assert len(first) < 3 * LENGTH
