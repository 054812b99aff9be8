"""While somebody writes, every answer of the search process was true at some moment after the question, or says so."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article, Author
from desktop_app.search import process, start_worker
from desktop_app.search.service import SearchRequest, SearchService, Tick
from desktop_app.text.dates import parse_date
from tests.search import hurried
from tests.search.by_hand import counted, counts_of
from tests.search.making import NAMES, SECTIONS, TAGS

State = dict[int, Article]

WORDS = ("bridge", "bridges", "мост", "мосты", "körpü", "körpüdə", "Bakı", "lamp")

QUESTIONS = tuple(
    SearchRequest(query=query, place=place, ticks=chosen, facets=True, timeline="month", limit=1000, snippets=False)
    for query, place, chosen in (
        ("bridge", "everything", ()),
        ("мост OR körpü", "everything", ()),
        ("bridge -lamp", "archive", (Tick("tag", "tea"),)),
        ("", "trash", ()),
        ('"bridge lamp" OR baki', "everything", (Tick("section", "Culture", excluded=True),)),
        ("lang:en bridg*", "everything", ()),
    )
)


class Writer:
    """Changes an archive in a thread, and remembers what it held after each change."""

    def __init__(self, archive: Archive, chance: random.Random) -> None:
        self.archive = archive
        self.states: dict[int, State] = {}
        self.trouble: BaseException | None = None
        self._chance = chance
        self._stop = threading.Event()
        self.note()

    def note(self) -> None:
        """Remember the state of this moment; only we write, so that it is that of the last change."""
        ids = self.archive.ids() + self.archive.ids(place="trash")
        self.states[self.archive.seq] = {article.id: article for article in self.archive.texts(ids)}

    def change(self) -> None:
        """Do one thing that people do."""
        archive, chance = self.archive, self._chance
        ids = sorted(self.states[max(self.states)])
        id_ = chance.choice(ids)
        match chance.randrange(12):
            case 0 | 1:
                archive.edit(id_, authors=(Author(chance.choice(NAMES)),), language=chance.choice(("en", "az", "ru")))
            case 2:
                archive.edit(
                    id_, section=chance.choice(SECTIONS), published=parse_date(chance.choice(("1998-03", "1911")))
                )
            case 3:
                archive.trash(chance.sample(ids, 2))
            case 4:
                archive.untrash(archive.ids(place="trash"))
            case 5 if len(ids) > 8:
                archive.purge([id_])
            case 6:
                archive.bulk_edit(chance.sample(ids, len(ids) // 2), add_tags=(chance.choice(TAGS),))
            case 7:
                if any(record.undone is None for record in archive.undo_records()):
                    archive.undo()
            case 8 if len(ids) < 20:
                number = archive.begin_batch("a folder")
                archive.add(*(made(chance) for _ in range(3)), batch=number)
                archive.finish_batch(number, {})
            case 9:
                open_ = [batch.number for batch in archive.batches() if batch.undone is None]
                if open_ and len(ids) > 8:
                    archive.undo_batch(chance.choice(open_), force=True)
            case _:
                archive.edit(id_, title=made(chance).title, body=made(chance).body)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Change something every few milliseconds."""
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join(60)
        assert not thread.is_alive()
        if self.trouble is not None:
            raise self.trouble

    def _run(self) -> None:
        try:
            while not self._stop.wait(self._chance.choice((0.0, 0.01, 0.03, 0.4))):
                self.change()
                self.note()
        except BaseException as error:  # noqa: BLE001 - raised where the test can see it
            self.trouble = error


def made(chance: random.Random) -> Article:
    """Make an article of few words."""
    return Article(
        title=chance.choice(WORDS),
        body=" ".join(chance.choices(WORDS, k=3)),
        language=chance.choice(("en", "az", "ru")),
        tags=(chance.choice(TAGS),),
        status=chance.choice(("writing", "published")),
    )


def judge(search: SearchService, writer: Writer, question: SearchRequest) -> str:
    """Ask, and find the moment at which the answer was true; return what kind of answer it was."""
    first = writer.archive.seq
    result = search.search(question)
    last = writer.archive.seq
    while max(list(writer.states)) < last and writer.trouble is None:
        time.sleep(0.001)
    # Some changes are several transactions, between which nobody looked.
    if any(seq not in writer.states for seq in range(first, last + 1)):
        return "not looked at"
    assert result.index.state in ("current", "behind", "building"), result.index
    assert (result.index.state == "current") == (result.index.behind == 0)
    if len(result.hits) < result.total:
        # Some were purged after they were counted and before their cards were read.
        assert result.index.behind
        return "purged meanwhile"
    answer = counts_of(result)
    moments = [writer.states[seq] for seq in range(first, last + 1)]
    if any(answer == counted(question, state.values()) for state in moments):
        return "true"
    assert result.index.behind, question
    known = (words for seq, words in list(writer.states.items()) if seq <= last)
    assert any(answer == counted(question, state.values(), words) for words in known for state in moments), question
    return "behind"


def ask_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: int, seed: int) -> Counter[str]:
    """Ask so many questions while the archive is written; return how they were answered."""
    monkeypatch.setattr(process, "main", hurried.main)
    chance = random.Random(seed)
    answers: Counter[str] = Counter()
    with Archive.create(tmp_path / "a.copydesk") as archive:
        archive.add(*(made(chance) for _ in range(12)))
        writer = Writer(archive, random.Random(seed + 1))
        search = start_worker(archive.url, tmp_path / "index")
        assert search.catch_up().state == "current"
        with writer.at_work():
            for at in range(questions):
                question = QUESTIONS[at % len(QUESTIONS)]
                waits = chance.random() < 0.7
                answers[judge(search, writer, replace(question, catch_up=waits))] += 1
        for question in QUESTIONS:
            answer = counts_of(search.search(question))
            assert answer == counted(question, writer.states[archive.seq].values()), question
        assert search.check() == ()
        search.close()
    print(f"{answers.total()} answers: {dict(answers)}, {len(writer.states)} states")
    return answers


@pytest.mark.timeout(300)
def test_every_answer_was_true_at_some_moment_or_says_that_it_is_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ask_meanwhile(tmp_path, monkeypatch, 150, seed=3)
    assert answers["true"] > 60, answers


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_every_one_of_5000_answers_was_true_at_some_moment_or_says_that_it_is_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(10):
        folder = tmp_path / str(seed)
        folder.mkdir()
        assert ask_meanwhile(folder, monkeypatch, 500, seed)["true"] > 200
