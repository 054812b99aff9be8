"""Front matter in every form is told from the text, and nothing that is text is taken for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.transfer.front_matter import dump, join, split

WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=25)


@pytest.mark.parametrize(
    ("text", "data", "body", "kind"),
    [
        ("---\ntitle: A\n---\n\nText\n", {"title": "A"}, "Text\n", "yaml"),
        ("\ufeff--- \ntitle: A\n---  \nText", {"title": "A"}, "Text", "yaml"),
        ("\n\n---\ntitle: A\n---\nText", {"title": "A"}, "Text", "yaml"),
        ("---\ntitle: A\n...\nText", {"title": "A"}, "Text", "yaml"),
        ("----\ntitle: A\n----\n\nText", {"title": "A"}, "Text", "yaml"),
        ("---yaml\ntitle: A\n---\nText", {"title": "A"}, "Text", "yaml"),
        ("---\n---\n\nText", {}, "Text", "yaml"),
        ("---\n# only a remark\n---\nText", {}, "Text", "yaml"),
        ("---\ntitle: A\n---", {"title": "A"}, "", "yaml"),
        ("---\ntitle: |\n  A\n  ---\n  B\n---\nText", {"title": "A\n---\nB\n"}, "Text", "yaml"),
        ('+++\ntitle = "A"\nn = 1.10\n+++\n\nText', {"title": "A", "n": "1.10"}, "Text", "toml"),
        ("+++\ndate = 2014-03-19T01:02:11Z\n+++\n", {"date": "2014-03-19T01:02:11Z"}, "", "toml"),
        ('{\n  "title": "A",\n  "n": 1.10\n}\n\nText', {"title": "A", "n": "1.10"}, "Text", "json"),
        (';;;\n"title": "A"\n;;;\nText', {"title": "A"}, "Text", "json"),
        ('---json\n{"title": "A"}\n---\nText', {"title": "A"}, "Text", "json"),
        ("Title: A: b\nDate: 2010-12-03\nTags: x, y\n\nText", {"Title": "A: b", "Date": "2010-12-03", "Tags": "x, y"},
         "Text", "headers"),
        ("Title: A\nSummary: one\n  two\n\nText", {"Title": "A", "Summary": "one\ntwo"}, "Text", "headers"),
        ("Başlıq: A\nMüəllif: B\n\nText", {"Başlıq": "A", "Müəllif": "B"}, "Text", "headers"),
    ],
)  # fmt: skip
def test_front_matter_is_told_from_the_text(text: str, data: object, body: str, kind: str) -> None:
    found = split(text)
    assert (found.data, found.body, found.kind, found.warnings) == (data, body, kind, ())


@pytest.mark.parametrize(
    "text",
    [
        "Just a text.\n",
        "---\n\nA paragraph between two breaks.\n\n---\n\nMore.",
        "---\ntitle: never closed\n\nText",
        "+++\ntitle = 'never closed'\n",
        "{curly} words open this text\n",
        '{"title": "A"} goes on in the same line',
        '{"title": ',
        "Leyla: Good morning.\nBob: Good morning to you.\n\nThey walked on.",
        "Author: someone\n\nText",
        "Note: this is a text\nthat goes on.\n\nMore",
        "- - -\nnot: yaml\n",
        "",
        "---\n",
        "\n\n   ",
    ],
)
def test_text_without_front_matter_stays_whole(text: str) -> None:
    found = split(text)
    assert (found.data, found.body, found.kind) == ({}, text, "")


@pytest.mark.parametrize(
    ("inside", "data"),
    [
        ("title: Körpü: dünən və bu gün\ntags: [a, b]", {"title": "Körpü: dünən və bu gün", "tags": ["a", "b"]}),
        ("title: 'It's here'\nauthors:\n  - a\n  - b", {"title": "It's here", "authors": ["a", "b"]}),
        ('title: "He said "no" twice"\nx: 1', {"title": 'He said "no" twice', "x": 1}),
        ("title: @home\n\tsummary: x", {"title": "@home summary: x"}),
        ("title: A\ntags:\n\t- a\n\t- b: c: d", {"title": "A", "tags": ["a", "b: c: d"]}),
        ("title: [draft] A\nn: 2", {"title": "[draft] A", "n": 2}),
        ("title: %1 of all\ndate: 1998", {"title": "%1 of all", "date": 1998}),
        ("title: *stars* everywhere\ndate: 1998", {"title": "*stars* everywhere", "date": 1998}),
    ],
)
def test_broken_yaml_is_read_line_by_line_with_a_warning(inside: str, data: object) -> None:
    found = split(f"---\n{inside}\n---\n\nText")
    assert found.data == data
    assert found.body == "Text"
    assert len(found.warnings) == 1


def test_broken_toml_is_read_line_by_line_with_a_warning() -> None:
    found = split('+++\ntitle = "A "quoted" word"\ntags = ["a", "b"]\n+++\nText')
    assert found.data == {"title": 'A "quoted" word', "tags": ["a", "b"]}
    assert len(found.warnings) == 1


def test_alias_bomb_does_not_stop_the_file() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    found = split("---\ntitle: A\n" + "\n".join(lines) + "\n---\nText")
    assert found.data["title"] == "A"
    assert found.body == "Text"
    assert found.warnings


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(WORDS, st.one_of(WORDS, st.lists(WORDS, max_size=3), st.integers(), st.none()), max_size=5), WORDS
)
def test_joined_file_is_split_into_the_same_facts_and_body(data: dict[str, object], body: str) -> None:
    found = split(join(data, body))
    assert found.data == data
    assert found.body == body


@settings(max_examples=300, deadline=None)
@given(st.text("-+;{}\":=[]'\n\ttitle |>&*#%@!,", max_size=80), st.sampled_from(["---\n", "+++\n", "{", ";;;\n", ""]))
def test_no_text_makes_it_fail(text: str, opening: str) -> None:
    found = split(f"{opening}{text}\n{opening}")
    json.dumps(found.data)


def test_whole_day_is_dumped_as_a_date() -> None:
    assert dump({"date": "2014-03-19", "title": "2014-03-19"}) == 'date: 2014-03-19\ntitle: "2014-03-19"\n'


@pytest.mark.corpora
def test_files_of_python_frontmatter_are_read_as_it_reads_them(corpora: Path) -> None:
    for path in sorted((corpora / "documents" / "frontmatter").glob("*.result.json")):
        wanted = json.loads(path.read_text("utf-8"))
        source = next(p for p in path.parent.glob(path.name.removesuffix(".result.json") + ".*") if p != path)
        found = split(source.read_text("utf-8"))
        assert found.body.strip() == wanted.pop("content").strip(), source.name
        # We keep `yes` as written; that library reads it as true.
        assert json.loads(json.dumps(found.data).replace('"yes"', "true")) == wanted, source.name
