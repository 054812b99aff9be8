"""What stands around the hits: counts of parts, corrections, suggestions, related pieces and reprints."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article, Author
from desktop_app.errors import NotFound
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import Correction, SearchRequest, Suggestion, TermCount
from desktop_app.text.dates import parse_date
from tests.search.making import archive_in_memory

Open = tuple[Archive, LocalSearch]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Open]:
    archive = archive_in_memory()
    archive.add(
        Article(
            title="The old bridge", body="A bridge of stone over the river.", section="Culture", tags=("tea house",)
        ),
        Article(title="Köhnə körpü", body="Bakıda körpü.", authors=(Author("Leyla Əliyeva"),), tags=("tea",)),
        Article(title="Körpü", body="Körpü və çay.", authors=(Author("Leyla Əliyeva"), Author("Kərim Bəy"))),
        Article(title="Bridge and river", body="Another bridge.", section="Culture"),
        Article(title="In the trash", body="bridge bridging", section="Cuttings", tags=("tearoom",)),
    )
    archive.trash([5])
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    yield archive, search
    search.close()
    archive.close()


# Parts and corrections


def test_parts_are_counted_when_there_are_few_hits(town: Open) -> None:
    result = town[1].search(SearchRequest(query="bridge körpü section:culture"))
    assert result.total == 0
    assert result.terms == (TermCount("bridge", 2), TermCount("körpü", 2), TermCount("section is “culture”", 2))


def test_parts_are_counted_on_request_only_when_there_are_many_hits(tmp_path: Path) -> None:
    with archive_in_memory() as archive:
        archive.add(*(Article(title="bridge") for _ in range(9)))
        search = LocalSearch(archive, tmp_path)
        assert search.search(SearchRequest(query="bridge")).terms == ()
        assert search.search(SearchRequest(query="bridge", explain=True)).terms == (TermCount("bridge", 9),)
        search.close()


@pytest.mark.parametrize(
    ("query", "corrections"),
    [
        ("brigde", [Correction("brigde", "bridge", 2)]),
        ("korpuu", [Correction("korpuu", "körpü", 2)]),
        ("brigde rivr", [Correction("brigde", "bridge", 2), Correction("rivr", "river", 2)]),
        ("brigde river", [Correction("brigde", "bridge", 2)]),
        ("brigde körpü", []),  # Corrected, it would still find nothing.
        ("bridging", []),  # Stands only in the trash; the near words are the same size or find no more.
        ("qqqqqq", []),
        ("=brigde", [Correction("brigde", "bridge", 2)]),
        ("-brigde", []),
    ],
)
def test_corrections_are_given_only_with_hits(town: Open, query: str, corrections: list[Correction]) -> None:
    found = town[1].search(SearchRequest(query=query)).corrections
    assert [c for c in found if c.term != "bridging"] == corrections


def test_corrections_count_in_the_place(town: Open) -> None:
    (correction,) = town[1].search(SearchRequest(query="brigde", place="trash")).corrections
    assert correction == Correction("brigde", "bridge", 1)


# Suggestions


def test_suggestions_continue_the_last_word(town: Open) -> None:
    found = town[1].suggest("old bri")
    # The trash does not count, so "bridging" is no word to offer.
    assert found == (Suggestion("bridge", "word", 2),)


def test_suggestions_are_written_as_in_the_texts_and_found_under_the_fold(town: Open) -> None:
    assert town[1].suggest("korp")[0] == Suggestion("körpü", "word", 2)


def test_suggestions_offer_names_and_values(town: Open) -> None:
    found = town[1].suggest("ele")
    assert Suggestion("Leyla Əliyeva", "name", 2) not in found
    assert Suggestion("Leyla Əliyeva", "name", 2) in town[1].suggest("eliy")
    assert Suggestion("section:Culture", "value", 2) in town[1].suggest("cul")
    tea = town[1].suggest("tea")
    assert Suggestion('tag:"tea house"', "value", 1) in tea
    assert Suggestion("tag:tea", "value", 1) in tea
    assert not [s for s in tea if s.text == "tag:tearoom"]  # In the trash.


def test_suggestions_correct_what_nothing_begins_with(town: Open) -> None:
    assert Suggestion("bridge", "correction", 2) in town[1].suggest("brigde")


@pytest.mark.parametrize("text", ["", " ", "bridge ", "!!!", "qqqq"])
def test_suggestions_for_nothing_are_none(town: Open, text: str) -> None:
    assert town[1].suggest(text) == ()


# Related pieces and reprints


def _article(chance: random.Random, words: int = 200, kinds: int = 400) -> str:
    return " ".join(f"w{chance.randrange(kinds)}" for _ in range(words))


@pytest.fixture
def printed(tmp_path: Path) -> Iterator[Open]:
    archive = archive_in_memory()
    chance = random.Random(5)
    text = _article(chance)
    words = text.split()
    revised = " ".join("new" if n % 25 == 0 else word for n, word in enumerate(words))
    archive.add(
        Article(title="First printing", body=text, published=parse_date("1911-03")),
        Article(title="Another headline", body=f"**{revised}**", published=parse_date("1908")),
        Article(title="Shorter", body=" ".join(words[:150]), published=None),
        Article(title="Thrown away", body=text),
        *(Article(title=f"Other {n}", body=_article(chance)) for n in range(8)),
        Article(title="Short", body="two words"),
        Article(title="Short", body="two words"),
    )
    archive.trash([4])
    search = LocalSearch(archive, tmp_path)
    search.catch_up()
    yield archive, search
    search.close()
    archive.close()


def test_reprints_are_found_whatever_the_headline(printed: Open) -> None:
    found = printed[1].reprints(1)
    assert [(r.id, r.title) for r in found] == [(2, "Another headline"), (3, "Shorter")]
    assert all(r.score > 0.3 for r in found)
    assert printed[1].reprints(6) == ()


def test_hits_tell_how_many_reprints_they_have(printed: Open) -> None:
    result = printed[1].search(SearchRequest(query="title:first"))
    assert [hit.reprints for hit in result.hits] == [2]


def test_reprints_can_be_asked_for(printed: Open) -> None:
    assert sorted(printed[1].matching_ids(SearchRequest(query="is:reprint"))) == [1, 2, 3, 13, 14]
    assert 1 not in printed[1].matching_ids(SearchRequest(query="-is:reprint"))


def test_similar_pieces_leave_out_the_piece_and_its_reprints(tmp_path: Path) -> None:
    with archive_in_memory() as archive:
        chance = random.Random(5)
        text = " ".join(f"stone{n % 60} bridge{n % 40} river{n % 30}" for n in range(80))
        archive.add(
            Article(title="Bridges of Bakı", body=text),
            Article(title="Reprint", body=text),
            Article(title="More of bridges", body=" ".join(sorted(set(text.split()))[::2])),
            Article(title="Thrown away", body=" ".join(sorted(set(text.split()))[::3])),
            *(Article(title=f"Other {n}", body=_article(chance)) for n in range(40)),
        )
        archive.trash([4])
        search = LocalSearch(archive, tmp_path)
        search.catch_up()
        found = search.similar(1)
        assert [related.title for related in found][:1] == ["More of bridges"]
        assert not {1, 2, 4} & {related.id for related in found}
        assert search.similar(1, limit=0) == ()
        search.close()


def test_unknown_article_is_not_found(town: Open) -> None:
    with pytest.raises(NotFound):
        town[1].similar(99)
    with pytest.raises(NotFound):
        town[1].reprints(99)


# The page


def test_pages_follow_each_other(tmp_path: Path) -> None:
    with archive_in_memory() as archive:
        archive.add(*(Article(title=f"Bridge {n}") for n in range(25)))
        search = LocalSearch(archive, tmp_path)
        pages = [search.search(SearchRequest(query="bridge", limit=10, offset=at)) for at in (0, 10, 20, 30)]
        assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
        assert {page.total for page in pages} == {25}
        shown = [hit.id for page in pages for hit in page.hits]
        assert tuple(shown) == search.matching_ids(SearchRequest(query="bridge"))
        search.close()


def test_title_counts_more_than_body_and_ties_go_to_the_newer(tmp_path: Path) -> None:
    with archive_in_memory() as archive:
        archive.add(
            Article(title="x", body="bridge and some more words", published=parse_date("2001")),
            Article(title="x", body="bridge and some more words", published=parse_date("2003")),
            Article(title="bridge", body="and some more words here", published=parse_date("1911")),
            Article(title="x", body="nothing"),
        )
        search = LocalSearch(archive, tmp_path)
        hits = search.search(SearchRequest(query="bridge")).hits
        assert [hit.id for hit in hits] == [3, 2, 1]
        assert hits[1].score == hits[2].score > 0
        search.close()


def test_parsed_query_and_notes_are_handed_on(town: Open) -> None:
    result = town[1].search(SearchRequest(query='bridge lang:az "open'))
    assert "language is Azerbaijani" in result.parsed
    assert result.notes


def test_trash_is_looked_into_only_where_it_is_meant(town: Open) -> None:
    def ids(query: str, place: str) -> list[int]:
        return sorted(town[1].matching_ids(SearchRequest(query=query, place=place)))  # type: ignore[arg-type]

    assert ids("bridge", "everything") == [1, 4]
    assert ids("bridge", "trash") == [5]
    assert ids("bridge is:trashed", "everything") == [5]
    assert ids("is:trashed", "archive") == []


def test_article_is_found_by_its_uid(town: Open) -> None:
    uid = town[0].get(3).uid
    assert town[1].matching_ids(SearchRequest(query=f"id:{uid}")) == (3,)
    assert town[1].matching_ids(SearchRequest(query="id:3")) == (3,)


def test_hostile_texts_are_indexed_and_found(tmp_path: Path) -> None:
    with archive_in_memory() as archive:
        archive.add(
            Article(title="x" * 9_000, body="needle"),
            Article(title="one", body="y" * 1_000_000 + " needle"),
            Article(title="many", body=" ".join(f"n{n % 500}" for n in range(70_000)) + " needle after"),
            Article(title="names", body="needle", authors=tuple(Author(f"Name Number{n}") for n in range(900))),
            Article(title="odd", body="needle \ufffe \U0010ffff \u202e needle \x01\x02"),
        )
        search = LocalSearch(archive, tmp_path)
        assert search.search(SearchRequest(query="needle")).total == 5
        assert search.matching_ids(SearchRequest(query='"needle after"')) == (3,)
        assert search.matching_ids(SearchRequest(query='"name number899"')) == (4,)
        assert search.matching_ids(SearchRequest(query='"number1 name"')) == ()
        assert search.matching_ids(SearchRequest(query="y" * 100 + "*")) == (2,)
        assert search.check() == ()
        search.close()
