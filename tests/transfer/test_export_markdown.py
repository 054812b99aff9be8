"""Markdown out and in again: the same article, to the byte of its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive
from desktop_app.archive.articles import STATUSES, Article, Author, Rights
from desktop_app.text.dates import parse_date
from desktop_app.transfer import front_matter
from desktop_app.transfer.article_facts import article_from, standing_of
from desktop_app.transfer.exporting import export_articles
from desktop_app.transfer.importing import import_paths
from desktop_app.transfer.markdown_file import write_text
from tests.transfer.export_samples import golden, new_pictures, rich_article

letters = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn")), max_size=20)
line = letters.map(lambda text: " ".join(text.split()))
word = line.filter(bool)
json_value = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**9), 10**9),
        line,
        st.floats(allow_nan=False, allow_infinity=False, width=32),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(word, inner, max_size=3)),
    max_leaves=6,
)
dates = st.sampled_from(["1998", "1998-03", "1998-03-12", "c. 1911", "14 March 1911", "март 1998", ""]).map(parse_date)
extra_keys = word.filter(lambda key: key.isascii() and key.isalpha()) | st.sampled_from(
    ["Title", "author", "weight", "menu", "draft", "slug", "Date", "topics", "subtitle", "lang", "categories"]
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Any article the archive may hold."""
    rights = draw(st.builds(Rights, line, line, line, line))
    return Article(
        uid="01890a5d-ac96-774b-bcce-b302099a8057",
        title=draw(line),
        standfirst=draw(line),
        summary=draw(line),
        body=draw(
            st.text(st.sampled_from("ab \n#-*_`[]()!<>:|~$\\\"'əıİş「۩"))
            | st.sampled_from(["---\nx: 1\n---\n", "\n\n", "+++"])
        ),
        authors=tuple(Author(n, a) for n, a in draw(st.lists(st.tuples(word, line), max_size=3))),
        section=draw(line),
        tags=tuple(
            dict.fromkeys(draw(st.lists(word.filter(lambda t: t.strip("# ") and not t.startswith("#")), max_size=3)))
        ),
        language=draw(st.sampled_from(["", "az", "tr", "ru", "en", "en-GB", "az-Latn"])),
        status=draw(st.sampled_from(STATUSES)),
        kind=draw(line),
        folder=draw(line),
        publication=draw(line),
        issue=draw(line | st.just("007")),
        page=draw(st.sampled_from(["", "2", "14-16", "iv"])),
        word_goal=draw(st.none() | st.integers(0, 10**6)),
        published=draw(dates),
        source_name=draw(line),
        source_url=draw(st.sampled_from(["", "https://example.org/a?b=c#d"])),
        canonical_url=draw(st.sampled_from(["", "https://example.org/"])),
        rights=rights,
        extra=draw(st.dictionaries(extra_keys, json_value, max_size=4)),
    )


def _read(text: str) -> Article:
    matter = front_matter.split(text)
    assert matter.warnings == ()
    facts = article_from(matter.data, standing_of("_drafts/2001-02-03-other-title.en.md"))
    return replace(facts.article, body=matter.body)


@settings(max_examples=120, deadline=None)
@given(articles())
def test_an_article_comes_back_as_it_went_out(article: Article) -> None:
    back = _read(write_text(article))
    for field in fields(Article):
        assert getattr(back, field.name) == getattr(article, field.name), field.name
    assert list(back.extra) == list(article.extra)


@pytest.mark.parametrize("extra", [{"authors": [None]}, {"date": "some day"}, {"rights": "all"}, {"tags": {"a": 1}}])
def test_values_that_are_not_what_their_key_says_come_back_as_they_were(extra: dict[str, Any]) -> None:
    back = article_from(front_matter.split(write_text(Article(uid="u", extra=extra))).data, standing_of("x.md"))
    assert back.article.extra == extra
    assert (back.article.authors, back.article.published, back.article.tags) == ((), None, ())


def test_the_file_reads_like_one_a_person_wrote() -> None:
    golden("rich.md", write_text(rich_article()))


def test_a_text_without_facts_still_says_whose_it_is() -> None:
    assert write_text(Article(uid="u", body="x")) == "---\nstatus: writing\ncopydesk_uid: u\n---\n\nx"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Archive, Archive]]:
    with Archive.open("sqlite://") as first, Archive.open("sqlite://") as second:
        yield first, second


def test_an_export_imports_into_another_archive_with_its_pictures(two: tuple[Archive, Archive], tmp_path: Path) -> None:
    first, second = two
    first.add(rich_article(id=0, version=0), pictures={0: new_pictures()})
    first.add(Article(title="Qaralama", body="# Qaralama\n\n#etiket mətn", status="writing", language="az"))
    export_articles(first, first.ids(), format="markdown", to=tmp_path / "out")
    report = import_paths(second, [tmp_path / "out"])
    assert (report.added, report.failed) == (2, ())
    for id_ in first.ids():
        ours = first.get(id_)
        theirs = second.find(ours.uid)
        assert theirs is not None
        assert _comparable(theirs) == _comparable(ours)
        assert [p.sha256 for p in second.pictures(theirs.id)] == [p.sha256 for p in first.pictures(id_)]


def _comparable(article: Article) -> dict[str, Any]:
    passing = ("id", "provenance", "created", "updated", "version")
    return {field.name: getattr(article, field.name) for field in fields(Article) if field.name not in passing}
