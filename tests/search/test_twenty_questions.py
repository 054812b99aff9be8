"""Twenty questions to 4,613 real articles, written down before their answers were looked up, in three actions at most.

An action is what a user does once: type a query and press Enter, tick a value, leave one out, brush years, choose an
order, read a number of a facet or a bar, press a repair. The truth is found by reading the raw articles with `re`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

from desktop_app.archive import Article
from desktop_app.gui.library.browse import Browse
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchResult, Tick
from tests.search.test_corpora import Real, real

__all__ = ["real"]
pytestmark = [pytest.mark.corpora, pytest.mark.timeout(900)]

Actions = Sequence[Callable[[Browse, SearchResult | None], Browse]]
MOST_ACTIONS = 3


@dataclass(frozen=True)
class Question:
    words: str
    actions: Actions
    answer: Callable[[SearchResult], object]
    """What the screen says in the end."""
    truth: Callable[[list[Article]], object]


def typed(query: str) -> Callable[[Browse, SearchResult | None], Browse]:
    return lambda browse, _: Browse(query)


def tick(facet: str, value: str, *, leave_out: bool = False) -> Callable[[Browse, SearchResult | None], Browse]:
    one = Tick(facet, value, leave_out)  # type: ignore[arg-type]
    return lambda browse, _: replace(browse, ticks=(*browse.ticks, one))


def years(first: int, last: int) -> Callable[[Browse, SearchResult | None], Browse]:
    return lambda browse, _: replace(browse, brush=(first * 10000 + 101, last * 10000 + 1231))


def sort(order: str) -> Callable[[Browse, SearchResult | None], Browse]:
    return lambda browse, _: replace(browse, sort=order)


def repair(browse: Browse, result: SearchResult | None) -> Browse:
    """Press the first repair of the page without hits: the word that was meant."""
    assert result is not None
    better = result.corrections[0]
    return replace(browse, query=re.sub(rf"\b{re.escape(better.term)}\b", better.to, browse.query, flags=re.I))


def total(result: SearchResult) -> object:
    return result.total


def first(result: SearchResult) -> object:
    return result.hits[0].title


def top(facet: str) -> Callable[[SearchResult], object]:
    def read(result: SearchResult) -> object:
        values = [one for one in result.facets[facet] if one.value]  # type: ignore[index]
        most = max(one.count for one in values)
        return sorted((one.value, one.count) for one in values if one.count == most)

    return read


def tallest(result: SearchResult) -> object:
    most = max(one.count for one in result.timeline)
    return [(one.key, one.count) for one in result.timeline if one.count == most]


def having(pattern: str) -> Callable[[Article], bool]:
    found = re.compile(pattern, re.I)
    return lambda one: any(found.search(text) for text in (one.title, one.standfirst, one.body))


def word(text: str) -> Callable[[Article], bool]:
    return having(rf"(?<![^\W_]){text}(?![^\W_]|['’]\w)")


def pictured(one: Article) -> bool:
    """An article about HTML shows tags as code, which are no pictures."""
    return bool(re.search(r"!\[[^\]]*\]\(|<img\b", re.sub(r"```.*?```|`[^`]*`", "", one.body, flags=re.S)))


def year(one: Article) -> int:
    return one.published.first // 10000 if one.published else 0


def most_of(values: list[str]) -> object:
    counts = Counter(values)
    most = max(counts.values())
    return sorted((value, count) for value, count in counts.items() if count == most)


QUESTIONS = [
    Question("How many pieces speak of zucchini?", [typed("=zucchini")], total,
             lambda a: sum(map(word("zucchini"), a))),
    Question("How many have the very word “hurricane”?", [typed("=hurricane")], total,
             lambda a: sum(map(word("hurricane"), a))),
    Question("Which piece mentions the tango?", [typed("=tango")], first,
             lambda a: next(one.title for one in a if word("tango")(one))),
    Question("How many of 2014 have the word “wizard”?", [typed("=wizard"), years(2014, 2014)], total,
             lambda a: sum(word("wizard")(one) and year(one) == 2014 for one in a)),
    Question("Which is the first that mentions Katrina?", [typed("=Katrina"), sort("oldest")], first,
             lambda a: min((one for one in a if word("Katrina")(one)), key=lambda one: one.published.first).title),  # type: ignore[union-attr]
    Question("Which is the latest that mentions a dinosaur?", [typed("=dinosaur"), sort("newest")], first,
             lambda a: max((one for one in a if word("dinosaur")(one) and one.published),
                           key=lambda one: one.published.first).title),  # type: ignore[union-attr]
    Question("How many are by jherman?", [typed("author:jherman")], total,
             lambda a: sum(any(x.name == "jherman" for x in one.authors) for one in a)),
    Question("Who wrote most in 2015?", [years(2015, 2015)], top("author"),
             lambda a: most_of([x.name for one in a if year(one) == 2015 for x in one.authors])),
    Question("What is the most frequent topic of pieces with “chatbot”?", [typed("=chatbot")], top("tag"),
             lambda a: most_of([t for one in a if word("chatbot")(one) for t in one.tags])),
    Question("In which year was “blockchain” most written of?", [typed("=blockchain")], tallest,
             lambda a: most_of([str(year(one)) for one in a if word("blockchain")(one) and one.published])),
    Question("How many are tagged mobile, but not social-media?",
             [tick("tag", "mobile"), tick("tag", "social-media", leave_out=True)], total,
             lambda a: sum("mobile" in one.tags and "social-media" not in one.tags for one in a)),
    Question("How many have no author?", [tick("author", "")], total, lambda a: sum(not one.authors for one in a)),
    Question("How many of 18F have no date?", [tick("section", "18f"), tick("year", "")], total,
             lambda a: sum(one.section == "18f" and one.published is None for one in a)),
    Question("How many pieces of 2020 to 2022 are on accessibility?",
             [tick("tag", "accessibility"), years(2020, 2022)], total,
             lambda a: sum("accessibility" in one.tags and 2020 <= year(one) <= 2022 for one in a)),
    Question("How many have the phrase “plain language” and are by awichman?",
             [typed('"plain language"'), tick("author", "awichman")], total,
             lambda a: sum(having(r"(?<![^\W_])plain\W+language(?![^\W_]|['’]\w)")(one)
                           and any(x.name == "awichman" for x in one.authors) for one in a)),
    Question("Which piece was about a submarine, the app of the Navy?", [typed("submarine navy app")], first,
             lambda a: "The Official U.S. Navy App: Powered by API"),
    Question("Something about haiku and robots, I cannot spell it: “haikku robot”",
             [typed("haikku robot"), repair], first,
             lambda a: next(one.title for one in a if having("haiku")(one) and word("robot")(one))),
    Question("How many have “emoji” or “emojis”, without “USWDS”?",
             [typed("(=emoji OR =emojis) -uswds")], total,
             lambda a: sum((word("emoji")(one) or word("emojis")(one)) and not having(r"(?<![^\W_])uswds")(one)
                           for one in a)),
    Question("How many have pictures and the word “usability”?", [typed("=usability"), tick("pictures", "yes")], total,
             lambda a: sum(word("usability")(one) and pictured(one) for one in a)),
    Question("In which year did “customer experience” pieces peak?", [tick("tag", "customer-experience")], tallest,
             lambda a: most_of([str(year(one)) for one in a if "customer-experience" in one.tags and one.published])),
]  # fmt: skip


def answer_of(question: Question, search: LocalSearch) -> object:
    assert 1 <= len(question.actions) <= MOST_ACTIONS
    browse, result = Browse(), None
    for action in question.actions:
        browse = action(browse, result)
        result = search.search(browse.request(facet_limit=100_000, limit=5))
    assert result is not None
    return question.answer(result)


def test_there_are_twenty() -> None:
    assert len(QUESTIONS) == len({question.words for question in QUESTIONS}) == 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.words)
def test_question_is_answered(real: Real, question: Question) -> None:
    archive, search, _ = real
    assert answer_of(question, search) == question.truth(archive.texts(archive.every_id()))
