"""The sample: every file reads, says what it must, and is typed with care in four languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from desktop_app import paths
from desktop_app.archive.articles import DRAFT_STATUSES, STATUSES
from desktop_app.text.dates import from_value
from desktop_app.text.languages import guess_language
from desktop_app.text.plain import plain_text
from desktop_app.text.words import count_words, words

FOLDER = paths.resource("sample/articles")
FILES = sorted(FOLDER.glob("*.md"))
KINDS = {"news", "column", "letter", "interview", "feature", "review"}


def split(path: Path) -> tuple[dict[str, Any], str]:
    _, matter, body = path.read_text("utf-8").split("---\n", 2)
    return yaml.safe_load(matter), body


SAMPLE = {path.stem: split(path) for path in FILES}
UIDS = {data["copydesk_uid"]: name for name, (data, _) in SAMPLE.items()}

each = pytest.mark.parametrize("name", SAMPLE)


def test_there_are_articles_in_four_languages() -> None:
    languages = Counter(data["language"] for data, _ in SAMPLE.values())
    assert languages == {"en": 8, "az": 8, "tr": 6, "ru": 6}
    assert len(UIDS) == len(SAMPLE)
    assert {data["kind"] for data, _ in SAMPLE.values()} == KINDS


def test_the_desk_is_not_empty() -> None:
    drafts = [data for data, _ in SAMPLE.values() if data["status"] in DRAFT_STATUSES]
    assert len(drafts) == 4
    assert {data["status"] for data in drafts} == set(DRAFT_STATUSES)
    assert all(data["word_goal"] > 0 and data["folder"] for data in drafts)
    assert len({data["language"] for data in drafts}) == 4


@each
def test_an_article_says_what_it_must(name: str) -> None:
    data, body = SAMPLE[name]
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", data["copydesk_uid"])
    assert data["title"]
    assert data["section"]
    assert data["tags"]
    assert data["status"] in STATUSES
    assert all(set(author) <= {"name", "affiliation"} for author in data.get("authors", []))
    if data["status"] == "published":
        assert data["publication"]
        date = from_value(data["date"])
        assert date is not None
        assert 1961_00_00 < date.first <= date.last < 2027_00_00
    text = plain_text(body)
    assert guess_language(text) == data["language"]
    assert 140 <= count_words(text, data["language"]) <= 1400


def test_two_articles_are_long_reads_and_dates_are_of_every_kind() -> None:
    lengths = sorted(count_words(plain_text(body)) for _, body in SAMPLE.values())
    assert lengths[-2] >= 900
    assert lengths[-3] < 650
    written = {str(data["date"]) for data, _ in SAMPLE.values() if "date" in data}
    assert {"1961", "1974-05", "c. 1968", "2019-05-11"} <= written


@each
def test_links_lead_to_articles_of_the_sample(name: str) -> None:
    _, body = SAMPLE[name]
    for target in re.findall(r"\]\((?!images/)([^) ]+)", body):
        assert target.startswith("article:")
        assert target.removeprefix("article:") in UIDS


def test_some_articles_are_linked_with_each_other() -> None:
    assert sum("](article:" in body for _, body in SAMPLE.values()) >= 6


def test_pictures_are_there_small_and_described() -> None:
    shown: set[str] = set()
    for name, (_, body) in SAMPLE.items():
        for alt, address in re.findall(r"!\[([^\]]*)\]\(([^ )]+)", body):
            assert len(alt) > 30, f"{name}: {address} is not described"
            shown.add(address)
    files = {f"images/{path.name}" for path in (FOLDER / "images").iterdir()}
    assert shown == files
    assert len(files) >= 4
    for path in (FOLDER / "images").iterdir():
        head = path.read_bytes()
        assert len(head) < 60_000
        assert head.startswith(b"\x89PNG\r\n\x1a\n" if path.suffix == ".png" else b"\xff\xd8\xff")


@each
def test_footnotes_have_a_mark_and_a_text(name: str) -> None:
    _, body = SAMPLE[name]
    texts = re.findall(r"^\[\^([^\]]+)\]:", body, re.MULTILINE)
    marks = re.findall(r"\[\^([^\]]+)\](?!:)", body)
    assert sorted(texts) == sorted(marks)


def test_every_form_of_the_dialect_is_shown() -> None:
    together = "\n".join(body for _, body in SAMPLE.values())
    for form in (r"^\|[-:| ]+\|$", r"^\[\^\w+\]: ", r"^> ", r"^- \[x\] ", r"^- \[ \] ", r"^:   \w", r"^1\. ", r"^## "):
        assert re.search(form, together, re.MULTILINE), form


@each
def test_the_typing_is_clean(name: str) -> None:
    data, body = SAMPLE[name]
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(
        r"[ \t]$| {2}\S| ,|\.\.\.|\u00a0", re.sub(r"^\|.*$|^ *:? {2,}", "", text, flags=re.MULTILINE), re.MULTILINE
    )
    prose = plain_text(body)
    assert '"' not in prose, "straight quotes"
    assert "'" not in prose, "straight apostrophe"
    assert prose.count("“") == prose.count("”")
    assert prose.count("«") == prose.count("»")
    if data["language"] == "ru":
        assert "“" not in prose


@each
def test_no_word_mixes_scripts_or_borrows_letters_of_another_alphabet(name: str) -> None:
    data, body = SAMPLE[name]
    for token in words(plain_text(body)):
        scripts = {unicodedata.name(letter).split()[0] for letter in token.text if letter.isalpha()}
        assert len(scripts) <= 1, token.text
    text = plain_text(body).lower()
    foreign = {"az": "ыжшâîûw", "tr": "əxqw", "en": "əışğ"}.get(data["language"], "")
    assert not set(foreign) & set(text.replace("http", "")), set(foreign) & set(text)


def test_letters_of_each_language_are_used() -> None:
    for language, letters in {"az": "əışğçöüxq", "tr": "ışğçöü’", "ru": "ёъэ"}.items():
        text = "".join(body for data, body in SAMPLE.values() if data["language"] == language).lower()
        assert set(letters) <= set(text)


def test_one_writer_stands_in_several_spellings() -> None:
    names = {author["name"] for data, _ in SAMPLE.values() for author in data.get("authors", [])}
    assert {"Savalan Əliyev", "Savalan Aliyev", "Савалан Алиев"} <= names


def test_the_incoming_pieces_are_of_every_kind_and_encoding() -> None:
    files = {path.name: path.read_bytes() for path in paths.resource("sample/incoming").iterdir()}
    assert {Path(name).suffix for name in files} == {".md", ".html", ".txt"}
    note = files["vokzalnye-chasy.txt"]
    with pytest.raises(UnicodeDecodeError):
        note.decode("utf-8")
    assert "Вокзальные часы" in note.decode("cp1251")
