"""A plan to replace across the archive: every hit and no other, whatever the index lets one pass over."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article
from desktop_app.search.local import LocalSearch
from desktop_app.search.replacing import ReplacePlan, ReplaceRequest, Rule, candidates, plan
from desktop_app.search.service import SearchRequest
from desktop_app.text.finding import BadPattern, Wish

Desk = tuple[Archive, LocalSearch]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Archive.create(tmp_path / "a.copydesk") as archive:
        search = LocalSearch(archive, tmp_path / "index")
        yield archive, search
        search.close()


def found(made: ReplacePlan) -> dict[int, list[str]]:
    return {one.id: [hit.excerpt[hit.at : hit.at + hit.end - hit.start] for hit in one.hits] for one in made.articles}


def asked(words: str, instead: str = "X", **wish: bool) -> ReplaceRequest:
    return ReplaceRequest((Rule(Wish(words, **wish), instead),))


def test_plan_finds_every_part_and_says_where(desk: Desk) -> None:
    archive, search = desk
    archive.add(
        Article(
            title="Dəzgah gəldi", standfirst="Yeni dəzgah.", body="Bir\n\nBu dəzgah köhnədir, DEZGAH.", language="az"
        ),
        Article(body="nothing"),
    )
    made = plan(archive, search, asked("dəzgah", "maşın"))
    [article] = made.articles
    assert (article.id, article.version, article.title, made.hits, made.cut) == (1, 1, "Dəzgah gəldi", 4, False)
    assert [(hit.part, hit.instead) for hit in article.hits] == [
        ("title", "Maşın"), ("standfirst", "maşın"), ("body", "maşın"), ("body", "MAŞIN"),
    ]  # fmt: skip
    assert article.hits[2].excerpt == "Bu dəzgah köhnədir, DEZGAH."
    archive.replace_texts(made.edits(), told=made.told)
    assert archive.get(1).body == "Bir\n\nBu maşın köhnədir, MAŞIN."
    assert archive.undo_records()[0].change == {"replace": [["dəzgah", "maşın"]]}


def test_what_stands_there_already_is_no_hit(desk: Desk) -> None:
    archive, search = desk
    archive.add(Article(title="Press", body="press Press"))
    made = plan(archive, search, asked("press", "Press"))
    assert found(made) == {1: ["press"]}


def test_hits_can_be_left_out_one_by_one(desk: Desk) -> None:
    archive, search = desk
    archive.add(Article(title="press", body="press press press"))
    [article] = plan(archive, search, asked("press", "printer")).articles
    edit = article.edit({0, 2})
    assert edit is not None
    archive.replace_texts([edit], told={})
    assert (archive.get(1).title, archive.get(1).body) == ("press", "printer press printer")
    assert article.edit({0, 1, 2, 3}) is None


def test_addresses_are_left_alone_unless_wished(desk: Desk) -> None:
    archive, search = desk
    archive.add(Article(body="A [press](http://x.y/press) and ![press](press.jpg)."))
    archive.add(Article(body="[only in the address](http://x.y/press)"))
    assert found(plan(archive, search, asked("press"))) == {1: ["press", "press"]}
    wide = ReplaceRequest((Rule(Wish("press"), "X"),), addresses=True)
    assert sum(map(len, found(plan(archive, search, wide)).values())) == 5


def test_the_scope_and_its_order_hold(desk: Desk) -> None:
    archive, search = desk
    for status, section in (("writing", "a"), ("published", "a"), ("published", "b")):
        archive.add(Article(body="press", status=status, section=section))
    archive.add(Article(body="press"))
    archive.trash([4])
    assert set(found(plan(archive, search, asked("press")))) == {1, 2, 3}
    scope = SearchRequest(query="section:a", place="archive")
    made = plan(archive, search, ReplaceRequest((Rule(Wish("press"), "X"),), scope))
    assert list(found(made)) == [2]


def test_two_rules_that_meet(desk: Desk) -> None:
    archive, search = desk
    archive.add(Article(body="hand press, presses, press"))
    rules = (
        Rule(Wish("press", whole_words=True), "printer"),
        Rule(Wish("hand press"), "X"),
        Rule(Wish("presses"), "P"),
    )
    made = plan(archive, search, ReplaceRequest(rules))
    archive.replace_texts(made.edits(), told=made.told)
    assert archive.get(1).body == "hand printer, P, printer"


def test_the_index_rules_articles_out(desk: Desk) -> None:
    archive, search = desk
    archive.add(*(Article(body=f"bridge number {n}") for n in range(20)), Article(body="The hand-press of Bakı"))
    assert candidates(search, asked("hand-press")) == [21]
    made = plan(archive, search, asked("and-pres"))
    assert (made.read, made.hits) == (1, 1)
    assert plan(archive, search, asked(r"\bhand", is_pattern=True)).read == 21
    # An ending behind an apostrophe is not filed: everything is read.
    archive.add(Article(body="Bakı'nındakılardan"))
    assert plan(archive, search, asked("kılardan")).hits == 1


def test_cancel_and_progress(desk: Desk) -> None:
    archive, search = desk
    archive.add(*(Article(body="press") for _ in range(250)))
    seen: list[tuple[int, int]] = []
    flag = threading.Event()

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        if done >= 200:
            flag.set()

    made = plan(archive, search, asked("press"), progress, flag)
    assert seen == [(100, 250), (200, 250)]
    assert (made.cut, made.hits) == (True, 200)


def test_a_bad_expression_is_told_before_anything_is_read(desk: Desk) -> None:
    archive, search = desk
    with pytest.raises(BadPattern):
        plan(archive, search, asked("(a", is_pattern=True))
    with pytest.raises(BadPattern):
        plan(archive, search, asked("a", r"\1", is_pattern=True))


PIECES = [
    "dəzgah", "Dəzgah", "ın", "'", "’ın", " ", "-", "_", "*", "**", "lərin", "O'Brien", "dell'Arte", "ﬁlm", "fi",
    "Bakı", "[", "](", ")", "²", "1990", "'lar", "東京", "ё", "е", "\u00ad", "\u0301", "&amp;", "<b>", "</b>", "`",
    "\n", "sche", "| ", "# ", "::: ", "{", "}", "[^", "]", "!!! ", ":",
]  # fmt: skip
NEEDLES = [
    "dəzgah", "dezgah", "əzga", "dəzgahın", "lərin", "brien", "artist", "arte", "film", "fi", "bakı'nın", "bakı",
    "sche", "dəzgah bakı", "gah-dəz", "1990", "amp", "東京", "е", "dəzgah dəzgah", "schedəz", "obrien", "dellarte",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), min_size=1, max_size=12),
    st.lists(st.sampled_from(NEEDLES), min_size=1, max_size=6),
    st.booleans(),
)
def test_nothing_is_missed_that_reading_everything_finds(bodies: list[str], needles: list[str], whole: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, Archive.open("sqlite://") as archive:
        archive.add(*(Article(body=body, title=body[:7]) for body in bodies))
        with closing(LocalSearch(archive, Path(folder))) as search:
            for needle in needles:
                request = asked(needle, whole_words=whole)
                everything = ReplaceRequest((*request.rules, Rule(Wish("(?!)", is_pattern=True), "")))
                assert found(plan(archive, search, request)) == found(plan(archive, search, everything)), needle
