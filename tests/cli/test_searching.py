"""search, facets, timeline, suggest, similar, reprints, saved: shapes of the contract, and what they find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

HIT = [
    "id", "uid", "title", "authors", "section", "tags", "language", "status", "published", "words", "score", "reprints",
    "snippets",
]  # fmt: skip


def test_search_json_has_the_shape_of_the_contract(run: Run, sample: Path) -> None:
    value = run("search", "bridge lang:en", "--json").value
    assert [*value][:6] == ["query", "parsed", "total", "took_ms", "index", "hits"]
    assert isinstance(value["notes"], list)
    assert value["query"] == "bridge lang:en"
    assert "bridge" in value["parsed"]
    assert value["index"] == {"state": "current", "behind": 0, "documents": 28}
    assert value["total"] == len(value["hits"]) >= 3
    for hit in value["hits"]:
        assert set(HIT) <= set(hit)
        assert hit["language"] == "en"
        for snippet in hit["snippets"]:
            for start, end in snippet["spans"]:
                assert snippet["text"][start:end].lower().startswith("bridge")


def test_facets_and_timeline_are_there_when_asked_for(run: Run, sample: Path) -> None:
    plain = run("search", "stove", "--json").value
    assert "facets" not in plain
    assert "timeline" not in plain
    value = run("search", "year:1961..2026", "--facets", "--timeline", "--limit", "1", "--json").value
    assert {"section", "author", "tag", "language", "status", "year"} <= set(value["facets"])
    assert dict(value["facets"]["language"]) == {"en": 7, "az": 7, "tr": 5, "ru": 5}
    assert sum(count for _, count in value["facets"]["status"]) == value["total"] == 24
    assert all(len(row) == 3 and 0 < row[2] <= 1 for row in value["timeline"] if row[1])
    assert sum(count for _, count, _ in value["timeline"]) == 24
    assert len(value["hits"]) == 1


def test_explain_and_a_misspelt_word_tell_what_would_help(run: Run, sample: Path) -> None:
    value = run("search", "lighthous bridge", "--explain", "--json").value
    assert {"term", "documents"} <= set(value["terms"][0])
    assert isinstance(value["corrections"], list)
    value = run("search", "briidge", "--json").value
    assert value["total"] == 0
    assert [one["to"] for one in value["corrections"]] == ["bridge"]


@pytest.mark.parametrize(
    ("queries", "title"),
    [
        (("Isparta", "ISPARTA", "ısparta", "isparta"), "Isparta’da gül sabahı"),
        (("ёлка", "елка", "ЁЛКА"), "Ёлка для метеостанции"),
        (("Bakı", "baki", "BAKI", "Bakı'nın", "Bakı’nın"), "Xəritədəki boş yer"),
    ],
)
def test_letters_fold(run: Run, sample: Path, queries: tuple[str, ...], title: str) -> None:
    found = [{hit["title"] for hit in run("search", query, "--json").value["hits"]} for query in queries]
    assert title in found[0]
    assert all(one == found[0] for one in found)


def test_one_writer_is_found_under_each_spelling(run: Run, sample: Path) -> None:
    query = "author:Əliyev OR author:Aliyev OR author:Алиев"
    found = run("search", query, "--json").value["hits"]
    assert {hit["language"] for hit in found} == {"az", "en", "tr", "ru"}


def test_ids_are_all_matches_one_a_line(run: Run, sample: Path) -> None:
    found = run("search", "lang:ru", "--ids")
    assert len(found.lines) == 6
    assert all(line.isdigit() for line in found.lines)
    assert run("search", "lang:ru", "--ids", "--limit", "2", "--offset", "1").lines == found.lines[1:3]


def test_sort_limit_and_offset(run: Run, sample: Path) -> None:
    dates = [hit["published"] for hit in run("search", "date:any", "--sort", "oldest", "--json").value["hits"]]
    assert dates[0] == "1961"
    assert dates == sorted(dates)
    second = run("search", "date:any", "--sort", "oldest", "--offset", "1", "--limit", "1", "--json").value["hits"]
    assert [hit["published"] for hit in second] == ["1968"]


def test_results_go_out_and_messages_beside(run: Run, sample: Path) -> None:
    found = run("search", "umbrella")
    assert found.code == 0
    assert "On the proper length of a queue" in found.out
    assert "article" not in found.lines[-1]
    assert "index up to date" in found.err
    quiet = run("--quiet", "search", "umbrella")
    assert (quiet.out, quiet.err) == (found.out, "")


def test_a_query_may_begin_with_a_minus_and_an_option_may_not_be_misspelt(run: Run, sample: Path) -> None:
    everything = run("list", "--json").value["total"]
    russian = run("list", "lang:ru", "--json").value["total"]
    assert run("list", "-lang:ru", "--json").value["total"] == everything - russian
    assert run("search", "-lang:ru", "lang:en", "--json").value["total"] == 8
    wrong = run("search", "tea", "--jsn")
    assert wrong.code == 2
    assert wrong.out == ""
    assert "--json" in wrong.err


def test_no_wait_answers_at_once_and_says_how_far_behind_it_is(run: Run, unindexed_sample: Path) -> None:
    behind = run("search", "bridge", "--no-wait", "--json").value
    assert behind["index"]["state"] != "current"
    assert behind["index"]["behind"] == 28
    assert behind["total"] >= 3  # The archive itself was searched.
    assert run("search", "bridge", "--json").value["total"] == behind["total"]


def test_facets_and_timeline_commands(run: Run, sample: Path) -> None:
    value = run("facets", "kind:letter", "--json").value
    assert dict(value["language"]) == {"en": 1, "az": 1, "tr": 1}
    assert "language\taz\t1" in run("facets", "kind:letter").lines
    line = run("timeline", "year:1998..2005", "--by", "month", "--json").value
    assert line["by"] == "month"
    assert [row[:2] for row in line["timeline"] if row[1]] == [
        ["1998-03", 1],
        ["1999-02", 1],
        ["2002-04", 1],
        ["2005-10", 1],
    ]
    assert line["total"] == 4
    years = run("timeline", "lang:ru").lines
    assert "1976\t1\t1.000000" in years


def test_suggest_completes_words_of_the_archive(run: Run, sample: Path) -> None:
    value = run("suggest", "lightho", "--json").value
    assert {"text", "kind", "documents"} == set(value[0])
    names = run("suggest", "sava", "--json").value
    assert any("Savalan" in one["text"] or "savalan" in one["text"].lower() for one in names)


def test_similar_and_reprints(run: Run, ids: dict[str, int]) -> None:
    clock = ids["The clock that would not be hurried"]
    reprint = ids["Market clock goes its own way"]
    near = run("similar", str(ids["Xalçanı oxumaq"]), "--json").value
    assert {"id", "title", "published", "score"} == set(near[0])
    family = run("reprints", str(reprint), "--json").value
    assert [one["id"] for one in family] == [clock, reprint]
    first, second = family
    assert second["resemblance"] == 1.0
    assert 0.3 < first["resemblance"] < 1.0
    assert first["words_added"] > 0
    assert first["words_removed"] > 0
    assert run("search", "Lowfield", "--json").value["hits"][0]["reprints"] == 1
    alone = run("reprints", str(ids["Xalçanı oxumaq"]))
    assert alone.lines[0].split("\t")[0] == str(ids["Xalçanı oxumaq"])
    assert "No reprint" in alone.err


def test_saved_searches(run: Run, sample: Path) -> None:
    assert run("saved", "add", "Old letters", "kind:letter date:..1979", "--pinned").code == 0
    kept = run("saved", "--json").value
    assert {"name": "Old letters", "query": "kind:letter date:..1979", "pinned": True} in kept
    assert run("saved", "run", "Old letters", "--json").value["total"] == 2
    assert len(run("saved", "run", "Old letters", "--ids").lines) == 2
    assert run("saved", "remove", "Old letters").code == 0
    gone = run("saved", "run", "Old letters")
    assert gone.code == 3
    assert "With pictures" in gone.err
    assert run("saved", "remove", "Old letters").code == 3


def test_hits_shine_on_a_terminal_and_nowhere_else(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in run("search", "umbrella").out
    shown = run("search", "umbrella", terminal=True).out
    assert "\x1b[" in shown
    assert "umbrella" in shown


def test_json_is_one_value_on_a_terminal_too(run: Run, sample: Path) -> None:
    ran = run("search", "umbrella", "--json", terminal=True)
    assert json.loads(ran.out)["total"] >= 1
    assert "\x1b[" not in ran.out
