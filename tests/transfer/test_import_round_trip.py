"""What this program exports as Markdown comes back as the same article, whatever stands in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive.articles import STATUSES, Article, Author, Rights
from desktop_app.archive.door import clean_article
from desktop_app.text.dates import parse_date
from desktop_app.transfer import markdown_file
from desktop_app.transfer.reading import Surroundings
from desktop_app.transfer.shelves import Folder, SourceFile

LINE = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=25).map(str.strip),
    st.sampled_from(
        ["", "no", "1998", "~", "- a", "a: b", "&amp;", "Doe, Jane", "jane-doe", "#tag", "a, b", "true", "[x]"]
    ),
)
TEXT = st.one_of(LINE, st.text("# a-\n>*[]{}|:`~=+1.", max_size=60), st.just("---\ntitle: x\n---\n"))
KEYS = st.sampled_from(["slug", "weight", "lead", "Tags", "draft", "categories", "name", "created", "x y", "ID", "<<"])
VALUES = st.one_of(LINE, st.integers(-5, 5), st.booleans(), st.none(), st.lists(LINE, max_size=2))
NAMES = LINE.filter(bool)

ARTICLES = st.builds(
    Article,
    uid=st.just("019b76da-a800-76e7-9acb-b7f94e019ea5"),
    title=LINE,
    standfirst=LINE,
    body=TEXT,
    summary=LINE,
    language=st.sampled_from(["", "az", "tr", "en-GB"]),
    status=st.sampled_from(STATUSES),
    kind=LINE,
    section=LINE,
    authors=st.lists(st.builds(Author, NAMES, LINE), max_size=3, unique=True).map(tuple),
    tags=st.lists(NAMES, max_size=3, unique=True).map(tuple),
    folder=LINE,
    publication=LINE,
    issue=LINE,
    page=LINE,
    word_goal=st.one_of(st.none(), st.integers(0, 9999)),
    published=st.sampled_from(
        ["", "1998", "1998-03", "1998-03-12", "c. 1911", "14 марта 1911", "2014-03-19 1:02:11 -0400"]
    ).map(parse_date),
    source_name=LINE,
    source_url=st.sampled_from(["", "https://example.org/a?b=c&d"]),
    canonical_url=st.sampled_from(["", "https://example.org/a"]),
    rights=st.builds(Rights, LINE, LINE, LINE, LINE),
    extra=st.dictionaries(KEYS, VALUES, max_size=3),
)


@settings(max_examples=300, deadline=None)
@given(ARTICLES)
def test_exported_markdown_comes_back_as_the_same_article(article: Article) -> None:
    article = clean_article(article)
    text = markdown_file.write_text(article)
    source = SourceFile("/x/content/news/2001-01-01-a.md", "content/news/2001-01-01-a.md", Folder(Path("/nowhere")))
    found = clean_article(markdown_file.read(source, text, Surroundings()).article)
    assert replace(found, extra=dict(found.extra)) == replace(article, extra=dict(article.extra))
