"""Web pages and sites: one file that asks for nothing, facts escaped everywhere, a site that writes what changed."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, Author, Rights
from desktop_app.text.dates import parse_date
from desktop_app.transfer.exporting import export_articles
from desktop_app.transfer.page import THEMES, make_page, upper
from desktop_app.transfer.page_words import words_for
from desktop_app.transfer.web_page import check_page, write_page
from tests.transfer.export_samples import golden, new_pictures, page_pictures, rich_article

EVIL = "</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"


class _Page(HTMLParser):
    """Reads a page and keeps what matters here."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[tuple[str, str, str]] = []
        self.meta: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self._script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.handlers += [name for name in facts if name.startswith("on")]
        self.addresses += [(tag, name, facts[name]) for name in ("src", "href") if name in facts]
        if tag == "meta":
            name = facts.get("name") or facts.get("property") or facts.get("http-equiv") or ""
            self.meta.setdefault(name, []).append(facts.get("content", ""))
        self._script = tag == "script"
        if self._script:
            assert facts == {"type": "application/ld+json"}

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts.append(data)
            self._script = False


def test_a_page_is_one_file_that_asks_for_nothing() -> None:
    page = _Page(write_page(make_page(rich_article(), page_pictures())))
    for tag, name, address in page.addresses:
        if tag == "img" or tag == "link":
            assert address.startswith("data:image/") or (
                tag == "link" and address == "https://example.org/kohne-dezgah"
            )
        else:
            assert re.match(r"https://|#", address), (tag, name, address)
    assert page.meta["Content-Security-Policy"][0].startswith("default-src 'none'")
    assert page.tags.count("img") == 2


def test_a_page_says_its_facts_to_machines() -> None:
    page = _Page(write_page(make_page(rich_article(), page_pictures())))
    assert page.meta["og:title"] == ["Köhnə çap dəzgahının ikinci ömrü"]
    assert page.meta["article:tag"] == ["çap", "Gəncə", "mədəniyyət"]
    data = json.loads(page.scripts[0])
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"] == "2026-11-22"
    assert data["author"][0]["affiliation"]["name"] == "Gəncə bürosu"


def test_facts_are_escaped_wherever_they_stand() -> None:
    article = Article(
        title=EVIL, standfirst=EVIL, summary=EVIL, section=EVIL, publication="", language="en",
        authors=(Author(EVIL, EVIL),), tags=(EVIL,), source_name=EVIL, source_url="javascript:alert(1)",
        canonical_url='https://e.org/"><script>', rights=Rights(EVIL, EVIL, EVIL, EVIL), body=EVIL,
    )  # fmt: skip
    for theme in THEMES:
        text = write_page(make_page(article), theme)
        page = _Page(text)
        assert page.handlers == []
        assert page.tags.count("script") == 1
        assert json.loads(page.scripts[0])["headline"] == EVIL
        assert "{{ 7*7 }}" in text
        assert not any("javascript" in address for _, _, address in page.addresses)
        assert check_page(text, EVIL)


def test_a_page_is_as_it_was() -> None:
    text = write_page(make_page(rich_article(), page_pictures()))
    text = re.sub(r"<style>.*?</style>", "<style>…</style>", text, flags=re.DOTALL)
    golden("rich.html", re.sub(r"base64,[^\"]+", "base64,…", text))


def test_a_picture_that_is_not_there_is_named_in_its_place() -> None:
    page = make_page(Article(body="![körpü](a.png) ![](https://e.org/track.gif)", language="az"))
    assert page.html.count('<span class="missing-picture">') == 2
    assert "[şəkil: körpü]" in page.html
    assert "lies on another computer and was not fetched" in page.warnings[1]
    assert "e.org/track.gif" not in re.sub(r"<span.*?</span>", "", page.html)


@pytest.mark.parametrize(
    ("typed", "language", "shown"),
    [
        ("1911-03-14", "az", "14 mart 1911"),
        ("1998-03", "ru", "март 1998"),
        ("1998-03-02", "ru", "2 марта 1998"),
        ("1998", "tr", "1998"),
        ("c. 1911", "en", "c. 1911"),
        ("2026-11-22T10:00:00+04:00", "en-GB", "22 November 2026"),
        ("1998-03", "fr", "1998-03"),
    ],
)
def test_dates_are_written_in_the_language_of_the_article(typed: str, language: str, shown: str) -> None:
    date = parse_date(typed)
    assert date is not None
    assert words_for(language).date(date) == shown or (language == "fr" and date.text == shown)


def test_capitals_are_those_of_the_language() -> None:
    assert upper("mədəniyyət, ışıq", "az") == "MƏDƏNİYYƏT, IŞIQ"
    assert upper("city", "en") == "CITY"


# -- sites -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive.open("sqlite://") as opened:
        opened.add(rich_article(id=0, version=0), pictures={0: new_pictures()})
        opened.add(
            Article(
                title="Вторая", language="ru",
                body="[первая](article:1), [она](article:01890a5d-ac96-774b-bcce-b302099a8057), [нет](article:99)",
                authors=(Author("Иван Соколов"),), tags=("Çap", "index"), published=parse_date("1998-03"),
            ),
            Article(title="Tarixsiz", body="mətn", language="az", section=EVIL),
        )  # fmt: skip
        yield opened


def test_every_link_of_a_site_leads_somewhere(archive: Archive, tmp_path: Path) -> None:
    report = export_articles(archive, archive.ids(), format="site", to=tmp_path)
    assert report.failed == ()
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) == 3 + 1 + 4 + (3 + 1) + 2 + 2 + 2
    for path in pages:
        page = _Page(path.read_text(encoding="utf-8"))
        assert page.handlers == []
        for _, _, address in page.addresses:
            if not re.match(r"https?:|#", address):
                assert (path.parent / unquote(address.partition("#")[0])).is_file(), (path.name, address)
    feed = etree.fromstring((tmp_path / "feed.xml").read_text(encoding="utf-8"))
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 3


def test_articles_of_a_site_link_to_one_another(archive: Archive, tmp_path: Path) -> None:
    export_articles(archive, archive.ids(), format="site", to=tmp_path)
    text = (tmp_path / "articles" / "вторая.html").read_text(encoding="utf-8")
    assert len(re.findall(r'href="k%C3%B6hn', text)) == 2
    assert "article:" not in text.partition("<body>")[2]


def test_a_second_run_writes_only_what_changed(archive: Archive, tmp_path: Path) -> None:
    export_articles(archive, archive.ids(), format="site", to=tmp_path)
    (tmp_path / "mine.txt").write_text("mine")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = export_articles(archive, archive.ids(), format="site", to=tmp_path)
    memory = tmp_path / "copydesk-site.json"
    assert {p for p, then in before.items() if p.stat().st_mtime_ns != then} <= {memory}
    assert len([w for w in again.written if w.id]) == 3
    archive.edit(2, title="Другая")
    archive.trash([3])
    report = export_articles(archive, archive.ids(), format="site", to=tmp_path)
    changed = {p.name for p, then in before.items() if p.exists() and p.stat().st_mtime_ns != then}
    assert "вторая.html" not in {path.name for path in tmp_path.rglob("*.html")}
    assert "köhnə-çap-dəzgahının-ikinci-ömrü.html" not in changed
    assert (tmp_path / "articles" / "другая.html").exists()
    assert not (tmp_path / "articles" / "tarixsiz.html").exists()
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert report.failed == ()


def test_a_file_of_the_site_that_somebody_changed_is_not_taken_away(archive: Archive, tmp_path: Path) -> None:
    export_articles(archive, archive.ids(), format="site", to=tmp_path)
    path = tmp_path / "articles" / "tarixsiz.html"
    path.write_text("edited by hand")
    archive.trash([3])
    export_articles(archive, archive.ids(), format="site", to=tmp_path)
    assert path.read_text() == "edited by hand"


def test_the_memory_of_a_site_cannot_reach_outside(archive: Archive, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("x")
    site = tmp_path / "site"
    site.mkdir()
    sha256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    memory = {"files": {"../victim.txt": {"sha256": sha256, "made of": ""}}}
    (site / "copydesk-site.json").write_text(json.dumps(memory))
    export_articles(archive, [1], format="site", to=site)
    assert victim.exists()
