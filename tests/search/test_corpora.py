"""On 4,613 real articles the search finds what grep finds, and counts what SQL counts."""

from __future__ import annotations

import re
import sqlite3
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from desktop_app.archive import Archive, Article, Author
from desktop_app.query import parse
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest, Tick
from desktop_app.text.dates import parse_date
from desktop_app.text.plain import searchable_text

pytestmark = [pytest.mark.corpora, pytest.mark.timeout(900)]

Real = tuple[Archive, LocalSearch, Path]


def read(corpora: Path) -> Iterator[Article]:
    """Read the Markdown collections, roughly: what matters here is many real words and facts."""
    for name in ("digitalgov", "18f"):
        with tarfile.open(corpora / "markdown" / f"{name}.tar.xz") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.name.endswith(".md") else None
                if file is not None:
                    yield _article(file.read().decode("utf-8", "replace"), name)


def _article(text: str, section: str) -> Article:
    match = re.match(r"---\r?\n(.*?)\r?\n---\r?\n?(.*)", text, re.S)
    head, body = (match[1], match[2]) if match else ("", text)
    try:
        facts = yaml.safe_load(head)
    except yaml.YAMLError:
        facts = None
    facts = facts if isinstance(facts, dict) else {}

    def several(*names: str) -> tuple[str, ...]:
        values = next((facts[name] for name in names if facts.get(name)), ())
        return tuple(dict.fromkeys(str(value) for value in ([values] if isinstance(values, str) else values) if value))

    return Article(
        title=str(facts.get("title") or ""),
        standfirst=str(facts.get("summary") or facts.get("excerpt") or ""),
        body=body,
        section=section,
        authors=tuple(map(Author, several("authors"))),
        tags=several("topics", "topic", "tags"),
        published=parse_date(str(facts.get("date"))[:10]) if facts.get("date") else None,
        status="published",
    )


@pytest.fixture(scope="module")
def real(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    folder = tmp_path_factory.mktemp("real")
    path = folder / "real.copydesk"
    with Archive.create(path) as archive:
        articles = list(read(corpora))
        for at in range(0, len(articles), 500):
            archive.add(*articles[at : at + 500])
        search = LocalSearch(archive, folder / "index")
        assert search.catch_up().documents == len(articles) > 4600
        yield archive, search, path
        search.close()


@pytest.fixture(scope="module")
def grep(real: Real) -> dict[int, tuple[str, ...]]:
    """All texts of all articles, each text by itself: no match runs from one into the next."""
    archive = real[0]
    return {
        article.id: (
            article.title,
            article.standfirst,
            searchable_text(article.body),
            *(a.name for a in article.authors),
        )
        for article in archive.texts(archive.ids())
    }


WORDS = ("the", "accessibility", "procurement", "API", "usability", "podcast", "GitHub", "hurricane", "508", "zucchini")

PHRASES = ("plain language", "user experience", "United States Digital Service", "open source", "in order to")


@pytest.mark.parametrize("word", WORDS)
def test_word_finds_what_grep_finds(real: Real, grep: dict[int, tuple[str, ...]], word: str) -> None:
    def found(pattern: str) -> set[int]:
        expression = re.compile(pattern, re.I)
        return {id_ for id_, texts in grep.items() if any(map(expression.search, texts))}

    # An ending behind an apostrophe makes another form.
    expected = found(rf"(?<![^\W_]){word}(?![^\W_]|['’]\w)")
    assert set(real[1].matching_ids(SearchRequest(query=f"={word}"))) == expected
    assert expected or word == "zucchini"
    # Without the sign other forms of the word are found too.
    assert set(real[1].matching_ids(SearchRequest(query=word))) >= found(rf"(?<![^\W_]){word}(?![^\W_])")


@pytest.mark.parametrize("word", ["podcast", "hurricane", "writing", "Gray"])
def test_word_in_all_its_forms_finds_what_reading_finds(real: Real, word: str) -> None:
    archive, search, _ = real
    query = parse(word)
    some = archive.texts(archive.ids()[::7])
    found = set(search.matching_ids(SearchRequest(query=word)))
    assert {article.id for article in some if article.id in found} == {a.id for a in some if query.matches(a)}


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrase_finds_what_grep_finds(real: Real, grep: dict[int, tuple[str, ...]], phrase: str) -> None:
    inside = r"[\W_]+".join(phrase.split())
    pattern = re.compile(rf"(?<![^\W_]){inside}(?![^\W_]|['’]\w)", re.I)
    expected = {id_ for id_, texts in grep.items() if any(map(pattern.search, texts))}
    assert set(real[1].matching_ids(SearchRequest(query=f'"{phrase}"'))) == expected
    assert expected


def test_counts_equal_sql(real: Real) -> None:
    _, search, path = real
    request = SearchRequest(query="section:digitalgov", facets=True, timeline="month", facet_limit=100_000)
    result = search.search(request)
    base = "FROM article WHERE section = 'digitalgov'"
    with sqlite3.connect(path) as sql:

        def counts(query: str) -> dict[str, int]:
            return dict(sql.execute(query).fetchall())

        assert result.total == sql.execute(f"SELECT count(*) {base}").fetchone()[0] > 4000
        bins = counts(f"SELECT published_first / 100, count(*) {base} GROUP BY 1")
        undated = bins.pop(0, 0)
        assert result.undated == undated
        assert {int(bar.key.replace("-", "")): bar.count for bar in result.timeline} == bins
        years = counts(f"SELECT published_first / 10000, count(*) {base} GROUP BY 1")
        assert {int(v.value or 0): v.count for v in result.facets["year"]} == years
        tags = counts(
            "SELECT tag.name, count(DISTINCT article_id) FROM tag JOIN article_tag ON tag.id = tag_id "
            "JOIN article ON article.id = article_id WHERE section = 'digitalgov' GROUP BY 1"
        )
        assert {v.value: v.count for v in result.facets["tag"] if v.value} == tags
        authors = counts(
            "SELECT author.name, count(DISTINCT article_id) FROM author JOIN article_author ON author.id = author_id "
            "JOIN article ON article.id = article_id WHERE section = 'digitalgov' GROUP BY 1"
        )
        assert {v.value: v.count for v in result.facets["author"] if v.value} == authors
        most = max(tags, key=lambda tag: tags[tag])
        ticked = search.search(SearchRequest(query="section:digitalgov", ticks=(Tick("tag", most),), limit=0))
        assert ticked.total == tags[most]


def test_snippets_of_real_articles_show_hits(real: Real) -> None:
    for query in ("accessibility procurement", '"plain language"', "usab*"):
        hits = real[1].search(SearchRequest(query=query, limit=100)).hits
        shown = [hit for hit in hits if hit.title_spans or any(snippet.spans for snippet in hit.snippets)]
        # Words that stand only in addresses of links are found, but not shown.
        assert len(shown) >= 0.97 * len(hits)


def test_index_agrees_with_the_archive(real: Real) -> None:
    assert real[1].check() == ()
