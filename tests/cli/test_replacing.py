"""replace: shown first, done as one step, taken back by undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.app import App
from desktop_app.archive import Article
from tests.cli.conftest import Run


@pytest.fixture
def press(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "press.copydesk"
    assert run("new", str(path)).code == 0
    with App.open(path) as app:
        app.archive.add(
            Article(title="The press", body="A press, presses, [press](http://x.y/press)."),
            Article(title="Espresso", body="Pressed.", section="Drinks"),
        )
    monkeypatch.setenv("COPYDESK_ARCHIVE", str(path))
    return path


def test_replace_is_shown_done_and_taken_back(run: Run, press: Path) -> None:
    dry = run("replace", "press", "printer", "--dry-run", "--json").value
    assert (dry["changed"], dry["articles"], dry["undo"]) == (1, [1], None)
    assert dry["effect"][0] == {"id": 1, "field": "title", "from": "The press", "to": "The printer"}
    assert len(dry["effect"]) == 3
    ran = run("replace", "press", "printer", "--form", "presses=printers", "--json")
    assert (ran.code, ran.value) == (0, {"changed": 1, "articles": [1], "undo": 1, "skipped": []})
    assert "copydesk undo 1" in ran.err
    shown = run("show", "1", "--format", "json").value
    assert (shown["title"], shown["body"]) == ("The printer", "A printer, printers, [printer](http://x.y/press).")
    assert run("undo", "--list").out.split("\t")[-1].strip() == "press → printer presses → printers"
    assert run("undo").code == 0
    assert run("show", "1", "--format", "json").value["title"] == "The press"
    assert "replace" in run("versions", "1").out


def test_options_say_where_and_how(run: Run, press: Path) -> None:
    def hits(*options: str) -> int:
        return len(run("replace", "press", "X", *options, "--dry-run", "--json").value["effect"])

    assert hits() == 3
    assert hits("--inside-words") == 6
    assert hits("--inside-words", "--case") == 5
    assert hits("--addresses") == 4
    assert hits("--inside-words", "--query", "section:Drinks") == 2
    ran = run("replace", r"press(es)?\b", r"\1-", "--regex", "--dry-run", "--json").value
    assert [row["to"] for row in ran["effect"]][1] == "A -, presses, [press](http://x.y/press)."


@pytest.mark.parametrize("arguments", [("",), ("a", "b", "--form", "x"), ("a", "b", "--form", "=x"), ("", "b")])
def test_wrong_usage_changes_nothing(run: Run, press: Path, arguments: tuple[str, ...]) -> None:
    assert run("replace", *arguments).code == 2


def test_expression_that_cannot_be_read_is_expected_trouble(run: Run, press: Path) -> None:
    ran = run("replace", "(a", "b", "--regex")
    assert ran.code == 3
    assert "Nothing was changed" in ran.err


def test_nothing_found_changes_nothing(run: Run, press: Path) -> None:
    ran = run("replace", "zeppelin", "balloon")
    assert (ran.code, ran.out) == (0, "")
    assert "Replaced in 0 articles." in ran.err


def test_more_hits_than_one_replacing_takes_are_told_before_and_after(
    run: Run, press: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.search.replacing.MOST_HITS", 50)
    with App.open(press) as app:
        app.archive.add(*(Article(body="zeppelin") for _ in range(120)))
    dry = run("replace", "zeppelin", "balloon", "--dry-run")
    assert "100 hits in 100 articles. Nothing was changed." in dry.err
    assert "There are more hits" in dry.err
    assert "There were more than 100 hits" in run("replace", "zeppelin", "balloon").err
    rest = run("replace", "zeppelin", "balloon", "--dry-run").err
    assert "20 hits" in rest
    assert "more hits" not in rest
