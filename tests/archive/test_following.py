"""Followers of the archive: whoever reads page after page knows all, whatever happened in between."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from desktop_app.archive import Archive, Article, Author, Facts
from tests.archive.making import PICTURE, whole_article


class Follower:
    """A search index in small: texts by `text_changed`, facts by `facts_changed`, nothing else."""

    def __init__(self) -> None:
        self.seq = 0
        self.texts: dict[int, Any] = {}
        self.facts: dict[int, Facts] = {}

    def read_page(self, archive: Archive, limit: int) -> bool:
        changes = archive.changes_after(self.seq, limit)
        for ids in (changes.text_changed, changes.facts_changed, changes.purged):
            assert len(set(ids)) == len(ids), "each article once"
        assert set(changes.text_changed) <= set(changes.facts_changed)
        assert changes.seq > self.seq or not changes.more, "a page that brings nothing would be asked for for ever"
        for article in archive.texts(changes.text_changed):
            self.texts[article.id] = words_of(article)
        for facts in archive.facts(changes.facts_changed):
            self.facts[facts.id] = facts
        for id_ in changes.purged:
            self.texts.pop(id_, None)
            self.facts.pop(id_, None)
        self.seq = changes.seq
        return changes.more

    def catch_up(self, archive: Archive, limit: int) -> None:
        while self.read_page(archive, limit):
            pass


def words_of(article: Article) -> Any:
    return article.title, article.standfirst, article.body, tuple(author.name for author in article.authors)


class Following(RuleBasedStateMachine):
    """Writers of all kinds, and two followers: one reads small pages now and then, one everything at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.archive = Archive.open("sqlite://")
        self.follower = Follower()

    def teardown(self) -> None:
        # A page may bring an article that was purged later: its tombstone then comes in a later page.
        self.follower.catch_up(self.archive, 2)
        self._must_know_all(self.follower)
        fresh = Follower()
        fresh.catch_up(self.archive, 3)
        self._must_know_all(fresh)
        assert fresh.seq == self.archive.seq
        self.archive.close()

    def _must_know_all(self, follower: Follower) -> None:
        facts = {one.id: one for one in self.archive.facts()}
        assert follower.facts == facts
        assert follower.texts == {article.id: words_of(article) for article in self.archive.texts(facts)}

    def _some(self, number: int) -> int | None:
        ids = (*self.archive.ids(), *self.archive.ids(place="trash"))
        return sorted(ids)[number % len(ids)] if ids else None

    @rule(number=st.integers(1, 4))
    def add(self, number: int) -> None:
        self.archive.add(*(Article(title=f"new {at}", authors=(Author("A"),)) for at in range(number)))

    @rule(number=st.integers(0, 9), word=st.sampled_from("abc"))
    def save(self, number: int, word: str) -> None:
        if (id_ := self._some(number)) is not None:
            self.archive.edit(id_, body=word)

    @rule(number=st.integers(0, 9), name=st.sampled_from("XYZ"))
    def rename_author(self, number: int, name: str) -> None:
        if (id_ := self._some(number)) is not None:
            self.archive.edit(id_, authors=(Author(name),))

    @rule(number=st.integers(0, 9), tag=st.sampled_from("xyz"))
    def tag(self, number: int, tag: str) -> None:
        if (id_ := self._some(number)) is not None:
            self.archive.edit(id_, tags=(tag,))

    @rule(tag=st.sampled_from("uvw"))
    def tag_all(self, tag: str) -> None:
        self.archive.bulk_edit(self.archive.ids(), add_tags=[tag])

    @rule(number=st.integers(0, 9))
    def trash(self, number: int) -> None:
        if (id_ := self._some(number)) is not None:
            self.archive.trash([id_])

    @rule(number=st.integers(0, 9))
    def purge(self, number: int) -> None:
        if (id_ := self._some(number)) is not None:
            self.archive.purge([id_])

    @rule(number=st.integers(0, 9))
    def keep_and_restore(self, number: int) -> None:
        if (id_ := self._some(number)) is not None:
            self.archive.keep_version(id_)
            self.archive.restore_version(id_, 1)

    @rule(limit=st.integers(1, 5))
    def follow(self, limit: int) -> None:
        self.follower.read_page(self.archive, limit)

    @invariant()
    def followers_never_know_more_than_there_is(self) -> None:
        assert self.follower.seq <= self.archive.seq


Following.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
test_followers_miss_nothing = Following.TestCase


def test_text_changed_early_and_facts_late_is_not_missed_by_pages(archive: Archive) -> None:
    ids = archive.add(*(Article(title=str(number)) for number in range(4))).articles
    seen = archive.seq
    archive.edit(ids[0], body="new text")
    for id_ in ids[1:]:
        archive.edit(id_, tags=("x",))
    archive.edit(ids[0], tags=("late",))
    first = archive.changes_after(seen, limit=2)
    assert first.more
    assert ids[0] in first.text_changed
    assert ids[0] in archive.changes_after(first.seq).facts_changed


def test_changes_of_one_transaction_are_never_cut(archive: Archive) -> None:
    ids = archive.add(*(Article() for _ in range(30))).articles
    changes = archive.changes_after(0, limit=7)
    assert changes.text_changed == ids
    assert not changes.more


def test_nothing_changed_is_nothing(archive: Archive) -> None:
    archive.add(Article())
    changes = archive.changes_after(archive.seq)
    assert (changes.text_changed, changes.facts_changed, changes.purged, changes.more) == ((), (), (), False)


def test_follower_that_is_ahead_is_told_where_the_archive_is(archive: Archive) -> None:
    archive.add(Article())
    assert archive.changes_after(500).seq == 1


@pytest.mark.parametrize("seq", [-1, -(2**70), 2**70])
def test_impossible_number_is_no_crash(archive: Archive, seq: int) -> None:
    archive.add(Article())
    assert archive.changes_after(seq).facts_changed == ((1,) if seq < 0 else ())


def test_tags_do_not_count_as_text_and_authors_do(archive: Archive) -> None:
    [id_] = archive.add(Article(title="A")).articles
    seen = archive.seq
    archive.edit(id_, tags=("x",), section="Culture", status="published")
    archive.add_picture(id_, PICTURE)
    archive.trash([id_])
    changes = archive.changes_after(seen)
    assert (changes.text_changed, changes.facts_changed) == ((), (id_,))
    archive.edit(id_, authors=(Author("Leyla"),))
    assert archive.changes_after(seen).text_changed == (id_,)


def test_order_is_that_of_the_last_change(archive: Archive) -> None:
    ids = archive.add(*(Article() for _ in range(3))).articles
    archive.edit(ids[0], title="x")
    assert archive.changes_after(0).facts_changed == (ids[1], ids[2], ids[0])


def test_facts_are_those_of_the_article(archive: Archive) -> None:
    archive.add(whole_article(created=None), Article(), pictures={1: [PICTURE]})
    archive.trash([2])
    whole, empty = archive.facts()
    article = archive.get(1)
    assert whole == Facts(
        id=1, title=article.title, authors=("Leyla Əliyeva", "Işıl Yıldız"), section="Culture", tags=article.tags,
        language="az", status="published", kind="column", publication=article.publication, folder="Rivers",
        source_name="City Library", batch=0, published_first=19110301, published_last=19110331, created=20260301,
        updated=20260301, words=article.words, has_picture=True, has_source=True, trashed=False,
    )  # fmt: skip
    assert (empty.authors, empty.tags, empty.published_first, empty.trashed) == ((), (), 0, True)
    assert archive.facts([2, 99, 1]) == [whole, empty]
