"""The preview: what is shown follows the text and keeps its place; nothing in a text can run, load or open anything."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, Author, NewPicture
from desktop_app.gui.context import Context
from desktop_app.gui.editor.pictures import PictureStore, media_type
from desktop_app.gui.editor.preview_page import PreviewContent, head_html, house_style, web_style
from desktop_app.gui.editor.preview_pane import PreviewPane
from desktop_app.gui.editor.rich_preview import RichPreview
from desktop_app.gui.theme import Theme
from desktop_app.markup import Block, BlockRenderer

HEAD = '<h1 class="headline">Headline</h1>'


def page(*htmls: str, pictures: dict[str, str] | None = None) -> PreviewContent:
    return PreviewContent(HEAD, tuple(Block(2 * n, html) for n, html in enumerate(htmls)), "en", pictures or {})


def long_page(changed: str = "") -> PreviewContent:
    return page(*(f"<p>Paragraph {n} {'word ' * 60}{changed if n == 5 else ''}</p>" for n in range(60)))


def png() -> bytes:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer(data := QByteArray())
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def test_the_head_says_who_wrote_what_in_the_texts_own_language() -> None:
    article = Article(section="ədəbiyyat", standfirst="<b>", authors=(Author("M. Hacılı", "Bakı"),))
    html = head_html(article, "Çap & dəzgah", "az")
    assert "ƏDƏBİYYAT" in html
    assert "Çap &amp; dəzgah" in html
    assert "&lt;b&gt;" in html
    assert "M. Hacılı (Bakı)" in html


def test_the_house_style_takes_the_windows_colours() -> None:
    light, dark = house_style()
    assert "prefers-color-scheme: dark" not in light
    assert "--code-keyword" in dark
    assert "--paper: #1b1f1d" in web_style(Theme.load("dark")).lower()


def test_only_pictures_of_the_article_are_handed_out(context: Context, archive: Archive) -> None:
    archive.add(
        Article(), Article(),
        pictures={0: [NewPicture("a b.png", png(), "image/png")], 1: [NewPicture("o.png", b"x", "image/png")]},
    )  # fmt: skip
    store = PictureStore(context)
    store.names = {one.name: one.sha256 for one in archive.pictures(1)}
    got: list[bytes | None] = []
    for path in ("/picture/a%20b.png", "/picture/o.png", "/picture/..%2F..%2Fetc%2Fpasswd", "/etc/passwd"):
        store.fetch(path, got.append)
    assert got == [png(), None, None, None]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG..", b"image/png"), (b"\xff\xd8\xff", b"image/jpeg"), (b"RIFF1234WEBP", b"image/webp"),
        (b"<?xml version='1.0'?><svg>", b"image/svg+xml"), (b"MZ", b"application/octet-stream"),
    ],
)  # fmt: skip
def test_picture_types_are_told_by_their_bytes(data: bytes, kind: bytes) -> None:
    assert media_type(data) == kind


# -- Qt's rich text


@pytest.fixture
def rich(qtbot: QtBot, context: Context) -> RichPreview:
    made = RichPreview(context)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


def test_the_plain_preview_shows_the_page_and_keeps_its_place(rich: RichPreview) -> None:
    rich.show_content(long_page())
    rich.scroll_to_line(60)
    value = rich.page.verticalScrollBar().value()
    assert value > 500
    assert rich.page.cursorForPosition(rich.page.viewport().rect().topLeft()).block().text().startswith("Paragraph 30")
    rich.show_content(long_page("changed"))
    assert rich.page.verticalScrollBar().value() == value
    rich.restyle()
    assert rich.page.verticalScrollBar().value() == value


def test_the_plain_preview_tells_where_it_is(rich: RichPreview) -> None:
    rich.show_content(long_page())
    rich._quiet_until = 0.0
    told = QSignalSpy(rich.line_scrolled)
    rich._measure()
    rich.page.verticalScrollBar().setValue(round(rich._tops[20]) + 1)
    assert 39.5 < told.at(told.count() - 1)[0] < 42


def test_the_plain_preview_shows_pictures_of_the_archive(rich: RichPreview, archive: Archive) -> None:
    archive.add(Article(), pictures={0: [NewPicture("a.png", png(), "image/png")]})
    names = {one.name: one.sha256 for one in archive.pictures(1)}
    rich.show_content(page('<p><img src="article://page/picture/a.png"></p>', pictures=names))
    rich.picture(QUrl("article://page/picture/a.png"))
    assert rich.picture(QUrl("article://page/picture/a.png")).width() == 8
    assert rich.page.loadResource(2, QUrl("file:///etc/passwd")) is None
    assert rich.page.loadResource(2, QUrl("https://example.org/a.png")) is None


def test_links_of_the_plain_preview_open_nothing(rich: RichPreview) -> None:
    told = QSignalSpy(rich.link_activated)
    rich.show_content(page('<p><a href="https://example.org/">out</a></p>'))
    rich.page.anchorClicked.emit(QUrl("https://example.org/"))
    assert told.at(0)[0] == "https://example.org/"


# -- the web engine


@pytest.fixture(scope="module")
def engine() -> None:
    pytest.importorskip("PySide6.QtWebEngineWidgets")


@pytest.fixture
def pane(engine: None, qtbot: QtBot, context: Context) -> Iterator[PreviewPane]:
    made = PreviewPane(context, "web")
    made.resize(700, 600)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.backend is not None)
    qtbot.waitUntil(lambda: made.backend._is_loaded, timeout=20_000)  # type: ignore[union-attr]
    yield made
    made.shut_down()
    made.close()


def ask(qtbot: QtBot, pane: PreviewPane, code: str) -> object:
    answers: list[object] = []
    pane.backend.page.runJavaScript(code, 1, answers.append)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    return answers[0]


def test_the_web_preview_patches_and_keeps_its_place(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.show_content(long_page())
    assert ask(qtbot, pane, "document.getElementById('text').children.length") == 60
    ask(qtbot, pane, "document.getElementById('text').children[40].dataset.kept = 'yes'; 1")
    pane.scroll_to_line(60)
    qtbot.waitUntil(lambda: ask(qtbot, pane, "scrollY") > 1000, timeout=10_000)
    assert 59.5 < float(str(ask(qtbot, pane, "copydesk.at()"))) < 60.5
    before = ask(qtbot, pane, "scrollY")
    pane.show_content(long_page("changed"))
    assert "changed" in str(ask(qtbot, pane, "document.getElementById('text').children[5].textContent"))
    assert ask(qtbot, pane, "document.getElementById('text').children[40].dataset.kept") == "yes"
    assert ask(qtbot, pane, "scrollY") == before
    # Any edit sequence leaves what a full page would hold.
    for content in (page("<p>a</p>", "<p>b</p>"), page("<p>a</p>", "<p>x</p>", "<p>b</p>"), page("<p>b</p>"), page()):
        pane.show_content(content)
        shown = ask(qtbot, pane, "[...document.getElementById('text').children].map(e => e.innerHTML).join('|')")
        assert shown == "|".join(block.html for block in content.blocks)
    assert ask(qtbot, pane, "document.querySelector('h1').textContent") == "Headline"
    assert ask(qtbot, pane, "document.documentElement.lang") == "en"


@pytest.mark.parametrize("seed", range(3))
def test_any_edits_leave_the_page_that_is_shown_whole(qtbot: QtBot, pane: PreviewPane, seed: int) -> None:
    shown = "[...document.getElementById('text').children].map(e => e.innerHTML).join('\\n')"
    chance = random.Random(seed)
    renderer, body = BlockRenderer("en"), "# One\n\nTwo[^1] *three*.\n\n- four\n- five\n\n[^1]: six"
    pieces = (
        "word ",
        "\n\n",
        "*",
        "# ",
        "- ",
        "> ",
        "[^1]",
        "\n\n[^2]: note\n\n",
        "```\n",
        "| a | b |\n|---|---|\n",
        "ə",
    )
    for step in range(40):
        at = chance.randrange(len(body) + 1)
        body = body[:at] + chance.choice(pieces) + body[at + chance.choice((0, 0, 1, 9)) :]
        content = PreviewContent(HEAD, renderer.render(body), "en")
        pane.show_content(content)
        if step % 8 == 7:
            patched = ask(qtbot, pane, shown)
            pane.show_content(page())
            assert ask(qtbot, pane, shown) == ""
            pane.show_content(content)
            assert ask(qtbot, pane, shown) == patched


def test_what_is_read_stays_where_it_is_when_the_text_above_grows(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.show_content(long_page())
    pane.scroll_to_line(60)
    qtbot.waitUntil(lambda: ask(qtbot, pane, "scrollY") > 1000, timeout=10_000)
    top = "Math.round(document.getElementById('text').children[30].getBoundingClientRect().top)"
    before = ask(qtbot, pane, top)
    pane.show_content(long_page("and some more words of another line, " * 20))
    qtbot.wait(100)
    assert ask(qtbot, pane, top) == before


def test_nothing_in_a_text_runs_loads_or_leads_away(qtbot: QtBot, pane: PreviewPane, archive: Archive) -> None:
    archive.add(Article(), pictures={0: [NewPicture("a.png", png(), "image/png")]})
    names = {one.name: one.sha256 for one in archive.pictures(1)}
    told = QSignalSpy(pane.link_activated)
    hostile = (
        "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
        '<img src="https://evil.example/a.png"><iframe src="https://evil.example/"></iframe>'
        '<img src="file:///etc/passwd"><a id="out" href="https://example.org/">out</a>'
        '<a id="js" href="javascript:document.title=\'ran\'">js</a>'
        '<img id="mine" src="article://page/picture/a.png"><img id="other" src="article://page/picture/b.png">'
    )
    pane.show_content(page(f"<p>{hostile}</p>", pictures=names))
    qtbot.waitUntil(lambda: ask(qtbot, pane, "document.getElementById('mine').naturalWidth") == 8, timeout=10_000)
    assert ask(qtbot, pane, "document.getElementById('other').naturalWidth") == 0
    ask(qtbot, pane, "document.getElementById('js').click(); document.getElementById('out').click(); 1")
    qtbot.waitUntil(lambda: told.count() > 0, timeout=10_000)
    assert told.at(0)[0] == "https://example.org/"
    assert ask(qtbot, pane, "document.title") == ""
    assert ask(qtbot, pane, "location.href") == "article://page/"
    assert ask(qtbot, pane, "document.images[1].naturalWidth") == 0


def test_where_the_web_engine_dies_the_plain_preview_goes_on(qtbot: QtBot, context: Context) -> None:
    made = PreviewPane(context, "auto")
    qtbot.addWidget(made)
    made._use(RichPreview(context))
    made.show_content(page("<p>still here</p>"))
    made._on_failure("it ended")
    assert isinstance(made.backend, RichPreview)
    assert "still here" in made.backend.page.toPlainText()
    assert "it ended" in made._note.text()
