"""show, list, versions, diff, restore-version, edit, undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.archive import Archive
from tests.cli.conftest import Run

ARTICLE = [
    "id", "uid", "title", "standfirst", "body", "summary", "authors", "section", "tags", "language", "status",
    "published", "kind", "folder", "publication", "issue", "page", "source_url", "canonical_url", "rights", "words",
    "created", "updated", "version", "extra", "provenance",
]  # fmt: skip
ROW = ["id", "uid", "title", "authors", "section", "tags", "language", "status", "published", "words", "reprints"]


def test_show_json_carries_every_field(run: Run, ids: dict[str, int]) -> None:
    value = run("show", str(ids["The bridge that keeps a diary"]), "--format", "json").value
    assert set(ARTICLE) <= set(value)
    assert value["authors"] == [
        {"name": "Nora Whitlock", "affiliation": "The Harbour Gazette"},
        {"name": "Savalan Aliyev", "affiliation": "Liman qəzeti, Baku"},
    ]
    assert value["published"] == "2019-05-11"
    assert value["extra"] == {"photographer": "Ines Calloway", "edition": "Weekend"}
    assert set(value["rights"]) == {"holder", "licence", "embargo", "note"}
    assert set(value["provenance"]) == {"path", "encoding", "sha256", "batch", "removed"}
    assert value["body"].lstrip().startswith("At ten past four")
    assert value["words"] > 400
    assert [picture["name"] for picture in value["pictures"]] == ["images/bridge.jpg"]


def test_show_takes_a_uid_and_gives_dates_as_typed(run: Run, ids: dict[str, int]) -> None:
    by_id = run("show", str(ids["Haritadaki köyümüz"]), "--format", "json").value
    assert by_id["published"] == "c. 1968"
    assert run("show", by_id["uid"], "--format", "json").value == by_id


def test_show_as_text_markdown_and_html(run: Run, ids: dict[str, int]) -> None:
    number = str(ids["Armudu stəkanın beli niyə nazikdir"])
    text = run("show", number)
    assert text.lines[0] == "Armudu stəkanın beli niyə nazikdir"
    assert "|---" not in text.out
    assert "Tags: çay, şüşə, sənət, Bakı" in text.out
    markdown = run("show", number, "--format", "markdown").out
    assert markdown.startswith("---\n")
    assert "## Termometrlə yoxladıq" in markdown
    html = run("show", number, "--format", "html").out
    assert "<table" in html
    assert html.startswith("<!DOCTYPE html>")
    assert 'src="data:image/png;base64,' in html


def test_an_unknown_article_is_told(run: Run, sample: Path) -> None:
    for command in (
        ("show", "9999"),
        ("versions", "nobody"),
        ("diff", "0"),
        ("similar", "9999"),
        ("export", "9999", "--format", "json", "--to", "x.json"),
    ):
        ran = run(*command)
        assert ran.code == 3, command
        assert ran.out == ""
        assert "no article" in ran.err


def test_list_json_pages_by_cursor(run: Run, sample: Path) -> None:
    first = run("list", "--sort", "title", "--limit", "20", "--json").value
    assert set(first) == {"total", "articles", "next"}
    assert first["total"] == 28
    assert all(set(ROW) <= set(row) for row in first["articles"])
    assert all("score" not in row and "snippets" not in row for row in first["articles"])
    second = run("list", "--sort", "title", "--limit", "20", "--after", first["next"], "--json").value
    assert second["next"] is None
    titles = [row["title"] for row in first["articles"] + second["articles"]]
    assert len(set(titles)) == 28
    assert run("list", "--sort", "newest", "--after", first["next"]).code == 3


def test_list_as_lines_and_ids(run: Run, sample: Path) -> None:
    drafts = run("list", "is:draft", "--sort", "title")
    assert len(drafts.lines) == 4
    number, _, title, _, language, status, words = drafts.lines[0].split("\t")
    assert number.isdigit()
    assert title
    assert language in ("az", "en", "ru", "tr")
    assert status in ("writing", "review", "ready")
    assert int(words) > 100
    assert run("list", "is:draft", "--sort", "title", "--ids").lines == [line.split("\t")[0] for line in drafts.lines]
    assert run("list", "tag:craft", "--ids", "--json").code == 2


def test_list_knows_reprints_once_there_is_an_index(run: Run, ids: dict[str, int]) -> None:
    run("search", "clock", "--ids")
    rows = run("list", "tag:clocks", "--json").value["articles"]
    assert {row["reprints"] for row in rows} == {1}


def test_edit_changes_fields_tags_and_is_one_undo_record(run: Run, ids: dict[str, int]) -> None:
    number = str(ids["Küləyi yazan qadın"])
    before = run("show", number, "--format", "json").value
    ran = run(
        "edit", number, "--set", "section=Elm", "--set", "date=14 oktyabr 2005", "--set", "author=Savalan Əliyev (Bakı)",  # noqa: E501
        "--set", "rights.holder=Liman", "--set", "word_goal=300", "--add-tag", "külək", "--add-tag", "yeni",
        "--remove-tag", "elm", "--json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert ran.value == {"changed": 1, "articles": [int(number)], "undo": 1}
    after = run("show", number, "--format", "json").value
    assert after["section"] == "Elm"
    assert after["published"] == "14 oktyabr 2005"
    assert after["authors"] == [{"name": "Savalan Əliyev", "affiliation": "Bakı"}]
    assert after["rights"]["holder"] == "Liman"
    assert after["word_goal"] == 300
    assert after["tags"] == ["hava", "külək", "Bakı", "yeni"]
    assert "copydesk undo 1" in ran.err
    undone = run("undo", "--json")
    assert undone.value == {"articles": [int(number)], "skipped": []}
    back = run("show", number, "--format", "json").value
    for changing in ("version", "updated"):
        back.pop(changing), before.pop(changing)
    assert back == before
    assert run("undo").code == 3
    assert run("undo", "--list", "--json").value[0]["undone"]


def test_edit_many_by_query_and_by_standard_input(run: Run, sample: Path) -> None:
    dry = run("edit", "--query", "lang:ru", "--add-tag", "по-русски", "--dry-run", "--json").value
    assert dry["changed"] == 6
    assert dry["effect"][0]["field"] == "tags"
    assert run("list", "tag:по-русски", "--json").value["total"] == 0
    assert run("edit", "--query", "lang:ru", "--add-tag", "по-русски", "--json").value["changed"] == 6
    found = run("search", "tag:по-русски", "--ids").out
    ran = run(
        "edit",
        "-",
        "--set",
        "section=Русские",
        stdin=found + "\n",
    )
    assert "Changed 6 articles" in ran.err
    assert run("list", "section:Русские", "--json").value["total"] == 6
    assert run("undo", "2").code == 0
    assert run("list", "section:Русские", "--json").value["total"] == 0
    assert run("list", "tag:по-русски", "--json").value["total"] == 6


def test_edit_of_the_text_keeps_the_former_as_a_version(run: Run, ids: dict[str, int], tmp_path: Path) -> None:
    number = str(ids["On the proper length of a queue"])
    body = run("show", number, "--format", "json").value["body"]
    file = tmp_path / "new.md"
    file.write_text(body.replace("a queue of about eleven", "a queue of precisely eleven"), "utf-8")
    assert run("edit", number, "--body-file", str(file)).code == 0
    versions = run("versions", number, "--json").value
    assert {"number", "kept", "reason", "name", "title", "words"} <= set(versions[0])
    newest = str(versions[0]["number"])
    difference = run("diff", number).out
    assert "[-about-]" in difference
    assert "{+precisely+}" in difference
    assert "Winifred" not in difference
    assert run("diff", number, newest, newest).out == ""
    assert run("restore-version", number, newest).code == 0
    assert run("show", number, "--format", "json").value["body"] == body
    assert run("restore-version", number, newest).code == 3
    assert run("show", number, "--version", newest, "--format", "json").value["body"] == body


@pytest.mark.parametrize(
    "arguments",
    [
        ("edit", "1"),
        ("edit", "--add-tag", "x"),
        ("edit", "1", "--query", "tea", "--add-tag", "x"),
        ("edit", "1", "--set", "colour=red"),
        ("edit", "1", "--set", "title"),
        ("edit", "1", "--set", "date=someday"),
        ("edit", "1", "--set", "word_goal=many"),
        ("edit", "1", "2", "--body-file", "missing.md"),
        ("export", "--format", "pdf", "--to", "x"),
        ("export", "1", "--to", "x"),
        ("export", "1", "--format", "papyrus", "--to", "x"),
        ("search",),
        ("list", "--limit", "0"),
        ("show",),
        ("nonsense",),
        ("--nonsense",),
        ("new",),
        ("undo", "zero"),
    ],
)  # fmt: skip
def test_wrong_usage_is_2_and_prints_nothing(run: Run, sample: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err


def test_a_wrong_value_is_refused_in_words(run: Run, sample: Path) -> None:
    ran = run("edit", "1", "--set", "status=finished")
    assert ran.code == 3
    assert "published" in ran.err


def test_control_characters_never_reach_a_terminal(run: Run, sample: Path) -> None:
    with Archive.open(sample) as archive:
        archive.edit(1, body="A bell \x07 and a red \x1b[31mtrap\x1b]0;title\x07 here", title="Nice\x1b[2J title")
    assert "\x1b[31m" not in run("show", "1", terminal=True).out
    assert "\x1b[2J" not in run("list", terminal=True).out
    found = run("search", "trap", terminal=True).out
    assert "\x1b[31m" not in found
    assert "\x1b]0;" not in found
    assert "\x1b[31m" in run("show", "1", "--format", "markdown").out


def test_a_time_of_day_is_for_machines(run: Run, ids: dict[str, int]) -> None:
    number = str(ids["The bridge that keeps a diary"])
    run("edit", number, "--set", "published=2013-07-31 10:34:45 -0400")
    for command in (("list", f"id:{number}"), ("search", f"id:{number}"), ("show", number)):
        assert "2013-07-31" in run(*command).out
        assert "10:34" not in run(*command).out
    assert run("show", number, "--format", "json").value["published"] == "2013-07-31 10:34:45 -0400"


def test_one_id_may_come_from_standard_input(run: Run, ids: dict[str, int]) -> None:
    number = str(ids["The bridge that keeps a diary"])
    assert run("show", "-", stdin=f"{number}\n").out.startswith("The bridge that keeps a diary")
    assert run("versions", "-", "--json", stdin=number).value
    for several in ("", "1\n2\n"):
        assert run("show", "-", stdin=several).code == 2
