"""Whatever happens to archive and index, in whatever order, every answer is that of counting by hand.

An answer that waits for the index is right. One that does not wait has the facts of this moment and the words the index
has come to, and says how many articles' words those are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop_app.archive import Article, Author
from desktop_app.archive.articles import ConflictError
from desktop_app.query import parse, tree
from desktop_app.query.written import to_text
from desktop_app.search import engine, follower, local, stem_table, writing
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from tests.search.by_hand import brushes, counted, counts_of, same_words, ticks
from tests.search.making import NAMES, SECTIONS, SPELLINGS, TAGS, archive_in_memory, articles, follow, nodes

LANGUAGES = ("", "az", "ru", "en", "en-GB")

ENDINGS = ("bridge", "bridges", "bridged", "мост", "мосты", "мостов", "körpü", "körpüdə", "körpülər", "Bakı", "bakıda")
"""Words in several of their forms: which of them a query finds depends on the language of the article."""

one_word = st.sampled_from(("bridge", "мост", "körpü")).map(tree.Word)

one_text = st.one_of(
    articles(),
    articles(ENDINGS),
    st.builds(Article, title=st.sampled_from(ENDINGS), language=st.sampled_from(LANGUAGES)),
)

requests = st.builds(
    SearchRequest,
    query=st.one_of(nodes(SPELLINGS), nodes(ENDINGS), one_word, one_word).map(to_text),
    place=st.sampled_from(("everything", "everything", "desk", "archive", "trash")),
    sort=st.sampled_from(("relevance", "newest", "oldest", "title")),
    ticks=ticks,
    published=brushes,
    facets=st.just(True),
    timeline=st.sampled_from(("year", "month", "day")),
    snippets=st.booleans(),
    limit=st.just(1000),
)

texts = st.lists(one_text, min_size=1, max_size=4)

some = st.lists(st.integers(0, 99), min_size=1, max_size=3)
"""Which articles, counted round among those there are."""

many = st.lists(st.integers(0, 99), min_size=1, max_size=30)

ASKED_A_STEP = 4


def small_steps(patch: pytest.MonkeyPatch) -> None:
    """Let the sizes at which the index does something be those of small archives."""
    patch.setattr(follower, "FIRST_STEP", 2)
    patch.setattr(follower, "STEP", 3)
    patch.setattr(local, "MOST_EDITS", 6)
    patch.setattr(writing, "SMALL", 4)
    patch.setattr(writing, "MANY_SMALL", 2)
    patch.setattr(writing, "MIDDLING", 8)
    patch.setattr(writing, "MANY_MIDDLING", 2)
    patch.setattr(writing, "LARGEST", 12)
    for module in (stem_table, engine):
        patch.setattr(module, "WORTH_IT", 1)


class ArchiveAndIndex(RuleBasedStateMachine):
    """An archive, its index, and what each of them is known to hold."""

    folders: Callable[[], Path]
    compared: Counter[str]

    @initialize(some=texts, questions=st.lists(requests, min_size=12, max_size=12), is_indexed=st.booleans())
    def begin(self, some: list[Article], questions: list[SearchRequest], is_indexed: bool) -> None:
        self.archive = archive_in_memory()
        self.folder = self.folders()
        self.search = LocalSearch(self.archive, self.folder)
        self.questions = questions
        self.asked = 0
        self.seen: dict[int, Article] | None = None
        """The articles as the index shows them; None = none answers, and the archive itself is read."""
        self.written: dict[int, Article] | None = None
        self.archive.add(*some)
        if is_indexed:
            self.catch_up(with_tables=True)

    def teardown(self) -> None:
        if hasattr(self, "search"):
            self.search.close()
            self.archive.close()

    # What a person does

    @rule(some=texts)
    def add(self, some: list[Article]) -> None:
        self.archive.add(*some)

    @rule(some=texts, again=some, version=articles())
    def import_batch(self, some: list[Article], again: list[int], version: Article) -> None:
        number = self.archive.begin_batch("a folder")
        self.archive.add(*some, batch=number)
        for id_ in self.chosen(again[:1]):
            self.archive.update_from_import(id_, version, number)
        self.archive.finish_batch(number, {})

    @rule(at=st.integers(0, 9), keep_edited=st.booleans())
    def undo_import(self, at: int, keep_edited: bool) -> None:
        open_ = [batch.number for batch in self.archive.batches() if batch.undone is None]
        if open_:
            self.archive.undo_batch(open_[at % len(open_)], force=not keep_edited, keep_edited=keep_edited)

    @rule(at=some, other=one_text)
    def edit_text(self, at: list[int], other: Article) -> None:
        for id_ in self.chosen(at):
            self.archive.edit(id_, title=other.title, standfirst=other.standfirst, body=other.body)

    @rule(at=some, other=one_text, is_late=st.booleans())
    def save_text(self, at: list[int], other: Article, is_late: bool) -> None:
        for id_ in self.chosen(at[:1]):
            version = self.archive.get(id_).version
            try:
                self.archive.save_text(
                    id_, base_version=version - is_late, title=other.title, standfirst="", body=other.body
                )
            except ConflictError:
                assert is_late

    @rule(at=some, number=st.integers(0, 9))
    def restore_version(self, at: list[int], number: int) -> None:
        for id_ in self.chosen(at):
            if versions := self.archive.versions(id_):
                self.archive.restore_version(id_, versions[number % len(versions)].number)

    @rule(at=some, names=st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
    def edit_authors(self, at: list[int], names: list[str]) -> None:
        for id_ in self.chosen(at):
            self.archive.edit(id_, authors=tuple(map(Author, names)))

    @rule(at=many, language=st.sampled_from(LANGUAGES))
    def edit_language(self, at: list[int], language: str) -> None:
        for id_ in self.chosen(at):
            self.archive.edit(id_, language=language)

    @rule(at=some, other=articles())
    def edit_facts(self, at: list[int], other: Article) -> None:
        for id_ in self.chosen(at):
            self.archive.edit(id_, published=other.published, status=other.status, section=other.section)

    @rule(
        at=many,
        section=st.sampled_from(SECTIONS),
        language=st.sampled_from(LANGUAGES),
        tag=st.sampled_from(TAGS),
        is_added=st.booleans(),
    )
    def edit_many(self, at: list[int], section: str, language: str, tag: str, is_added: bool) -> None:
        self.archive.bulk_edit(
            self.chosen(at),
            set={"section": section, "language": language},
            add_tags=(tag,) if is_added else (),
            remove_tags=() if is_added else (tag,),
        )

    @rule()
    def undo_edit_of_many(self) -> None:
        if any(record.undone is None for record in self.archive.undo_records()):
            self.archive.undo()

    @rule(at=some)
    def trash(self, at: list[int]) -> None:
        self.archive.trash(self.chosen(at))

    @rule()
    def untrash(self) -> None:
        self.archive.untrash(self.archive.ids(place="trash"))

    @rule(at=some)
    def purge(self, at: list[int]) -> None:
        self.archive.purge(self.chosen(at))

    # What the index does

    @rule(with_tables=st.booleans())
    def catch_up(self, with_tables: bool) -> None:
        assert self.search.catch_up().state == "current"
        self.sees_all()
        if with_tables:
            self.make_tables_of_stems()

    @rule()
    def put_edits_on_top(self) -> None:
        if self.search.apply_edits():
            self.sees_all()
        else:
            self.search.status()

    @rule()
    def other_program_catches_up(self) -> None:
        follow(self.archive, self.folder)
        self.search.status()
        self.sees_all()

    @rule()
    def fold(self) -> None:
        list(self.search.work("fold")())
        self.search.status()

    @rule()
    def reindex(self) -> None:
        self.search.reindex(jobs=1)
        self.sees_all()

    @rule()
    def make_tables_of_stems(self) -> None:
        while not self.search.warmed():
            pass

    @rule()
    def look_at_checksums(self) -> None:
        while not self.search.verified():
            pass

    @rule()
    def reopen(self) -> None:
        self.search.close()
        self.search = LocalSearch(self.archive, self.folder)
        self.seen = self.written

    @rule()
    def ask_and_wait(self) -> None:
        now = self.archive.texts(self.all_ids())
        for question in self.next_questions():
            result = self.search.search(replace(question, catch_up=True))
            assert result.index.state == "current"
            assert counts_of(result) == counted(question, now), question
            assert self.search.matching_ids(question) == tuple(hit.id for hit in result.hits)
            self.compared["waiting"] += 1
        self.sees_all()

    @rule()
    def check(self) -> None:
        differences = self.search.check()
        assert bool(differences) == (self.seen is None or self.search.behind() > 0), differences

    # What must hold

    @invariant()
    def answers_at_once_are_those_of_counting_by_hand(self) -> None:
        now = self.archive.texts(self.all_ids())
        stale = [one for one, other in self.stale() if not same_words(one, other)]
        for question in self.next_questions():
            if stale and asks_for_authors(question):
                continue  # The facts and the words of a byline are of two moments.
            result = self.search.search(replace(question, catch_up=False))
            if self.seen is None:
                assert result.index.state == "absent"
            else:
                assert result.index.behind >= len(stale)
                assert result.index.state == ("behind" if result.index.behind else "current")
            assert counts_of(result) == counted(question, now, self.seen), question
            self.compared["reading" if self.seen is None else "behind" if stale else "at once"] += 1

    # Working parts

    def all_ids(self) -> list[int]:
        return sorted(self.archive.ids() + self.archive.ids(place="trash"))

    def chosen(self, at: Sequence[int]) -> list[int]:
        ids = self.all_ids()
        return sorted({ids[one % len(ids)] for one in at}) if ids else []

    def next_questions(self) -> list[SearchRequest]:
        self.asked += ASKED_A_STEP
        return [self.questions[at % len(self.questions)] for at in range(self.asked - ASKED_A_STEP, self.asked)]

    def stale(self) -> list[tuple[Article, Article]]:
        """Return each article that there is, and how the index shows it."""
        if self.seen is None:
            return []
        return [(one, self.seen.get(one.id, Article(id=one.id))) for one in self.archive.texts(self.all_ids())]

    def sees_all(self) -> None:
        self.seen = {article.id: article for article in self.archive.texts(self.all_ids())}
        if not self.search.is_unwritten():
            self.written = self.seen


def asks_for_authors(request: SearchRequest) -> bool:
    """Say whether a request asks for authors as facts."""
    parts = tree.walk(parse(request.query).node)
    return any(isinstance(part, tree.Value | tree.Has) and part.field == "author" for part in parts)


def compare(folders: pytest.TempPathFactory, answers: int, steps: int) -> None:
    """Run the machine in archive after archive until so many answers were compared, and enough of every sort."""

    class Machine(ArchiveAndIndex):
        compared: Counter[str] = Counter()

        def folders(self) -> Path:
            return folders.mktemp("index")

    with pytest.MonkeyPatch.context() as patch:
        small_steps(patch)
        while Machine.compared.total() < answers:
            run_state_machine_as_test(
                Machine,
                settings=settings(
                    max_examples=10,
                    stateful_step_count=steps,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
    print(f"{Machine.compared.total()} answers compared: {dict(Machine.compared)}")
    assert all(Machine.compared[sort] > answers / 50 for sort in ("waiting", "at once", "behind", "reading"))


@pytest.mark.timeout(600)
def test_every_answer_is_that_of_counting_by_hand(tmp_path_factory: pytest.TempPathFactory) -> None:
    compare(tmp_path_factory, 2_000, steps=20)


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_every_answer_is_that_of_counting_by_hand_40_000_times(tmp_path_factory: pytest.TempPathFactory) -> None:
    compare(tmp_path_factory, 40_000, steps=40)


def test_archive_emptied_for_ever_has_nothing_to_find(tmp_path: Path) -> None:
    with archive_in_memory() as archive:
        archive.add(Article(title="Old bridges", language="en"))
        search = LocalSearch(archive, tmp_path)
        search.catch_up()
        archive.purge([1])
        for catch_up in (False, True):
            result = search.search(SearchRequest(query="bridge", facets=True, timeline="year", catch_up=catch_up))
            assert (result.total, result.index.behind) == (0, 0 if catch_up else 1)
        search.close()


def test_language_changed_after_the_tables_of_stems_were_made_loses_no_hits(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, archive_in_memory() as archive:
        small_steps(patch)
        archive.add(Article(title="bridges", language="az"), Article(title="lamps", language="en"))
        search = LocalSearch(archive, tmp_path)
        search.catch_up()

        def found() -> list[int]:
            while not search.warmed():
                pass
            return [search.search(SearchRequest(query=query, catch_up=False)).total for query in ("bridge", "lamp")]

        assert found() == [0, 1]
        assert list(tmp_path.glob("g*/*.stems_en"))
        archive.edit(1, language="en")
        assert found() == [1, 1]
        archive.edit(2, language="az")
        assert found() == [1, 0]
        search.close()
