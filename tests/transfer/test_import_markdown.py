"""Front matter of every program becomes the facts of an article; the author's text keeps its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.archive.articles import Article, Author, Rights
from desktop_app.transfer import markdown_file
from desktop_app.transfer.article_facts import code_of_language, standing_of, title_from_slug
from desktop_app.transfer.people import authors_from, looks_like_name, name_from_slug
from desktop_app.transfer.reading import ReadFile, Surroundings, UnreadableFile
from desktop_app.transfer.shelves import Folder, SourceFile


def read(text: str, name: str = "text.md", top: Path = Path("/nowhere")) -> ReadFile:
    return markdown_file.read(SourceFile(f"{top}/{name}", name, Folder(top)), text, Surroundings())


def article(text: str, name: str = "text.md", top: Path = Path("/nowhere")) -> Article:
    return read(text, name, top).article


HUGO = """---
slug: bridge-diary
date: 2014-03-19 1:02:11 -0400
title: 'The bridge&#58; a diary'
deck: "Every opening since 1934"
summary: How a habit saved a bridge &mdash; twice.
authors:
  - nora-whitlock
  - savalan
topics:
  - bridges
  - record-keeping
  - bridges
expirydate: 2025-01-01
weight: 1
version: 1.10
kicker:
---

At ten past four.
"""


def test_hugo_post_in_its_folder() -> None:
    found = article(HUGO, "content/news/2014/03/2014-03-19-bridge-diary.md")
    assert found.title == "The bridge: a diary"
    assert found.standfirst == "Every opening since 1934"
    assert found.summary == "How a habit saved a bridge — twice."
    assert [author.name for author in found.authors] == ["Nora Whitlock", "savalan"]
    assert found.tags == ("bridges", "record-keeping")
    assert found.section == "news"
    assert found.published is not None
    assert (found.published.iso, found.published.text) == ("2014-03-19", "2014-03-19 1:02:11 -0400")
    assert found.status == "published"
    assert found.body == "At ten past four.\n"
    assert list(found.extra.items()) == [
        ("slug", "bridge-diary"),
        ("expirydate", "2025-01-01"),
        ("weight", 1),
        ("version", "1.10"),
        ("kicker", None),
        ("author_slugs", ["nora-whitlock", "savalan"]),
    ]


def test_slugs_become_the_names_the_author_pages_say(tmp_path: Path) -> None:
    page = tmp_path / "content" / "authors" / "savalan" / "_index.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\ndisplay_name: Savalan Aliyev\nagency_full_name: Liman qəzeti\n---\n", "utf-8")
    data = tmp_path / "data" / "authors.yaml"
    data.parent.mkdir()
    data.write_text("nora-whitlock:\n  name: Nora J. Whitlock\n", "utf-8")
    found = article(HUGO, "content/news/a.md", tmp_path)
    assert found.authors == (Author("Nora J. Whitlock"), Author("Savalan Aliyev", "Liman qəzeti"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_data/authors.yml", "- slug: jd\n  name: Jane Doe\n"),
        ("_data/authors.json", '{"jd": {"name": "Jane Doe"}}'),
        ("data/authors/jd.toml", 'name = "Jane Doe"'),
        ("_authors/jd.md", "---\ntitle: Jane Doe\n---\n"),
        ("content/authors/jd/index.md", "---\nfirst_name: Jane\nlast_name: Doe\n---\n"),
        ("_data/authors.yml", "jd: Jane Doe\n"),
        ("blog/authors.yml", "jd:\n  name: Jane Doe\n  title: Maintainer\n"),
    ],
)
def test_author_data_of_other_sites(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    place = "content/news/x.md" if "/authors" in name and name[0] in "cd" else "_posts/2014-01-02-x.md"
    assert article("---\nauthor: jd\n---\nText", place, tmp_path).authors == (Author("Jane Doe"),)


def test_jekyll_takes_the_date_from_the_name_and_blanks_divide_tags() -> None:
    found = article(
        "---\nlayout: post\ntitle: A\ntags: tea water\ncategories: [News, City]\nexcerpt: x\n---\nText",
        "_posts/2009-06-21-the-night-bus.md",
    )
    assert found.published is not None
    assert found.published.iso == "2009-06-21"
    assert found.section == "News"
    assert found.tags == ("tea", "water", "City")
    assert found.summary == "x"
    assert dict(found.extra) == {"layout": "post"}


def test_tags_and_entities_of_html_are_read_as_they_were_shown() -> None:
    found = article(
        "---\ntitle: The <em>old</em> bridge &ndash; a < b\nauthor: Jos&eacute; Lima\n---\nText &ndash; as is"
    )
    assert found.title == "The old bridge – a < b"
    assert found.authors == (Author("José Lima"),)
    assert found.body == "Text &ndash; as is"


def test_front_matter_date_stands_above_the_name() -> None:
    found = article("---\ndate: 2018-11-14\n---\nText", "posts/2018-11-13-usability.md")
    assert found.published is not None
    assert found.published.iso == "2018-11-14"


def test_obsidian_note_keeps_its_links_and_gives_its_tags() -> None:
    text = "---\naliases: [Körpü]\n---\nSee [[Other note|that]] and #rivers in #cities/baku.\n\n```\n#not-a-tag\n```\n"
    found = article(text, "Notes/Bridge.md")
    assert found.title == "Bridge"
    assert found.tags == ("rivers", "cities/baku")
    assert "[[Other note|that]]" in found.body
    assert dict(found.extra) == {"aliases": ["Körpü"]}


def test_hashtag_in_running_text_is_no_tag_but_a_line_of_them_is() -> None:
    assert article("Join us under #bridges on Friday.").tags == ()
    assert article("Text.\n\n#bridges #rivers\n").tags == ("bridges", "rivers")
    assert article("---\ntags: own\n---\nText.\n\n#bridges\n").tags == ("own",)


def test_zettlr_note() -> None:
    found = article("---\nID: 20200101\ntitle: A\nkeywords:\n  - tea\n  - time\n---\nText")
    assert found.tags == ("tea", "time")
    assert dict(found.extra) == {"ID": 20200101}


def test_pelican_header_lines() -> None:
    found = article(
        "Title: My super title\nDate: 2010-12-03 10:20\nCategory: Python\nTags: pelican, publishing\n"
        "Authors: Alexis Metaireau, Conan Doyle\nSummary: Short\nStatus: draft\nSlug: my\n\nContent."
    )
    assert (found.title, found.section, found.summary, found.status) == ("My super title", "Python", "Short", "writing")
    assert found.tags == ("pelican", "publishing")
    assert [author.name for author in found.authors] == ["Alexis Metaireau", "Conan Doyle"]
    assert found.body == "Content."


def test_toml_with_author_tables_and_partial_date() -> None:
    found = article(
        '+++\ntitle = "Nar"\ndate = "1998-03"\nlanguage = "Azerbaijani"\n[[authors]]\nname = "Nigar Səfərli"\n'
        'affiliation = "Göyçay"\n[rights]\nholder = "Axşam çağı"\nlicense = "CC BY"\n+++\nText'
    )
    assert found.authors == (Author("Nigar Səfərli", "Göyçay"),)
    assert found.published is not None
    assert (found.published.iso, found.language) == ("1998-03", "az")
    assert found.rights == Rights(holder="Axşam çağı", licence="CC BY")


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        ("draft: true", "writing"),
        ("draft: false", "published"),
        ("draft: yes", "writing"),
        ("published: false", "writing"),
        ("published: true", "published"),
        ("status: review", "review"),
        ("status: hidden", "writing"),
        ("title: x", "published"),
    ],
)
def test_status(keys: str, status: str) -> None:
    assert article(f"---\n{keys}\n---\nText").status == status


def test_draft_folder_of_jekyll_means_writing() -> None:
    assert article("---\ntitle: x\n---\nText", "_drafts/x.md").status == "writing"


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# The bridge\n\nText\n", "The bridge", "Text\n"),
        ("The bridge\n==========\n\nText\n", "The bridge", "Text\n"),
        ("---\ntitle: The bridge\n---\n# The *bridge* #\n\nText", "The bridge", "Text"),
        ("---\ntitle: The bridge\n---\n# Another\n\nText", "The bridge", "# Another\n\nText"),
        ("Before\n\n# Later\n\nText", "Later", "Before\n\n# Later\n\nText"),
        ("## Smaller\n\nText", "A short walk", "## Smaller\n\nText"),
        ("Text only\n", "A short walk", "Text only\n"),
        ("---\ntitle: ''\n---\n\n\n  Text with  blanks\t\n\n\n", "A short walk", "\n  Text with  blanks\t\n\n\n"),
        ("---\ntitle: 404\n---\nText", "404", "Text"),
    ],
)
def test_title_and_body(text: str, title: str, body: str) -> None:
    found = article(text, "a-short-walk.md")
    assert (found.title, found.body) == (title, body)


def test_unreadable_date_is_told_and_kept() -> None:
    found = read("---\ndate: someday soon\n---\nText")
    assert found.article.published is None
    assert dict(found.article.extra) == {"date": "someday soon"}
    assert "someday soon" in found.warnings[0]


@pytest.mark.parametrize("text", ["", "\n \n", "---\n---\n"])
def test_file_without_anything_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile):
        read(text)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Jane Doe and John Roe", [("Jane Doe", ""), ("John Roe", "")]),
        ("Jane Doe, John Roe and A. B. Cee", [("Jane Doe", ""), ("John Roe", ""), ("A. B. Cee", "")]),
        ("Smith, John", [("John Smith", "")]),
        ("Jane Doe, Reuters", [("Jane Doe", "Reuters")]),
        ("Jane Doe (Baku)", [("Jane Doe", "Baku")]),
        ("Department of Health and Human Services", [("Department of Health and Human Services", "")]),
        ("By Jane Doe", [("Jane Doe", "")]),
        ("Jane Doe <jane@example.org>", [("Jane Doe", "")]),
        ("[[Jane Doe]]", [("Jane Doe", "")]),
        ("Leyla Əliyeva və Orxan Səmədov", [("Leyla Əliyeva", ""), ("Orxan Səmədov", "")]),
        ("Doe, Jane; Roe, John", [("Jane Doe", ""), ("John Roe", "")]),
        (["jane-doe", "Kate"], [("Jane Doe", ""), ("Kate", "")]),
        ([{"name": "Jane Doe", "organization": "GSA"}], [("Jane Doe", "GSA")]),
        ({"jane": {"name": "Jane Doe"}}, [("Jane Doe", "")]),
        ({"given": "Jane", "family": "Doe", "affiliations": [{"name": "GSA"}]}, [("Jane Doe", "GSA")]),
        ("va-center-for-innovation", [("Va Center for Innovation", "")]),
        ("18f-team", [("18f-team", "")]),
        (None, []),
        ([None, "", "Jane Doe"], [("Jane Doe", "")]),
        (["Jane Doe", "Jane Doe"], [("Jane Doe", "")]),
    ],
)
def test_authors_in_every_shape(value: object, names: object) -> None:
    assert [(author.name, author.affiliation) for author in authors_from(value).authors] == names


def test_own_export_is_taken_at_its_word() -> None:
    text = (
        "---\ncopydesk_uid: 019b76da-a800-76e7-9acb-b7f94e019ea5\ntitle: AT&amp;T\nauthors:\n  - Doe, Jane\n"
        "  - name: x-y\n    affiliation: Z\ntags:\n  - a, b\nstatus: review\nlead: kept\n---\n\n# AT&amp;T\n\nText"
    )
    found = article(text, "content/news/2014-01-02-x.md")
    assert (found.uid, found.title, found.status) == ("019b76da-a800-76e7-9acb-b7f94e019ea5", "AT&amp;T", "review")
    assert found.authors == (Author("Doe, Jane"), Author("x-y", "Z"))
    assert found.tags == ("a, b",)
    assert found.body == "# AT&amp;T\n\nText"
    assert (found.section, found.published, found.standfirst) == ("", None, "")
    assert dict(found.extra) == {"lead": "kept"}


@pytest.mark.parametrize(
    ("written", "code"),
    [("en_US", "en-US"), ("es-PR", "es-PR"), ("English", "en"), ("русский", "ru"), ("AZ", "az"),
     ("tr_TR.UTF-8", "tr-TR"), ("az-Cyrl", "az-Cyrl"), ("zh-hans-cn", "zh-Hans-CN"), ("", ""), ("none of them", "")],
)  # fmt: skip
def test_language_codes(written: str, code: str) -> None:
    assert code_of_language(written) == code


def test_place_says_section_language_and_slug() -> None:
    standing = standing_of("content/az/news/2014-01-02-korpu.md")
    assert (standing.section, standing.language, standing.slug) == ("news", "az", "korpu")
    assert standing_of("posts/walk.tr.md").language == "tr"
    assert standing_of("content/topics/usability/_index.md").slug == "usability"
    assert standing_of("content/about.md").section == ""
    assert standing_of("site/content/news/a.md").section == "news"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("a/1998-07-12-x.txt", "1998-07-12"),
        ("a/19980712 x.txt", "1998-07-12"),
        ("12.07.1998.txt", "1998-07-12"),
        ("disk/1998/07/sehife-3.txt", "1998-07"),
        ("disk/1998/07/12/x.txt", "1998-07-12"),
        ("disk/1998/x.txt", ""),
        ("99999999-x.txt", ""),
        ("content/news/2014/03/2015-04-02-x.md", "2015-04-02"),
        ("300-year-party.txt", ""),
    ],
)
def test_date_in_the_name_of_a_file_or_its_folders(name: str, date: str) -> None:
    found = standing_of(name).date
    assert (found.iso if found else "") == date


@pytest.mark.parametrize(
    ("slug", "title"),
    [("a-short-walk", "A short walk"), ("My Notes", "My Notes"), ("köhnə_körpü", "Köhnə körpü"), ("x", "X")],
)
def test_file_name_becomes_a_title(slug: str, title: str) -> None:
    assert title_from_slug(slug) == title


def test_names_are_told_from_other_words() -> None:
    for name in ("Leyla Əliyeva", "J. van der Berg", "Лев Самарин", "Jean-Luc Picard", "Mary O’Neil"):
        assert looks_like_name(name), name
    for other in ("Bakı bürosu", "Lisbon", "the old bridge", "Foreign Correspondent", "Jane 2nd", ""):
        assert not looks_like_name(other), other
    assert name_from_slug("scott-horvath") == "Scott Horvath"
    assert name_from_slug("tlowden") == "tlowden"
