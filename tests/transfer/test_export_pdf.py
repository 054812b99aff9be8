"""PDF: every word comes back, fonts inside, tagged, with its facts; user text is never Typst; no loss in silence."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings

from desktop_app.archive.articles import Article, Author
from desktop_app.errors import UserError
from desktop_app.text.plain import plain_text
from desktop_app.transfer.fonts import font_book
from desktop_app.transfer.page import Page, PagePicture, make_page
from desktop_app.transfer.pdf_file import STYLES, PdfWriter, check_pdf, missing_letters, preview_pages
from desktop_app.transfer.pdf_tree import TreeOptions, pdf_tree
from tests.markup.markdown_texts import markdown_texts
from tests.transfer.export_samples import golden, page_pictures, png, rich_article

HOLE = "\U0010f8f7"
"""A private letter no font has."""


@pytest.fixture(scope="module")
def writer() -> PdfWriter:
    with PdfWriter() as made:
        yield made


def _write(
    writer: PdfWriter, article: Article, pictures: tuple[PagePicture, ...] = ()
) -> tuple[bytes, tuple[str, ...]]:
    return writer.write([make_page(article, pictures)])


def _text(data: bytes) -> str:
    if shutil.which("pdftotext"):
        made = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
        return made.stdout.decode()
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_every_word_comes_back_in_every_shipped_script(writer: PdfWriter) -> None:
    article = rich_article()
    data, warnings = _write(writer, article, page_pictures())
    assert warnings == ("The picture “images/none.png” is not in the archive.",)
    found = set(_words(_text(data)))
    wanted = set(_words(plain_text(article.body))) | set(_words(f"{article.title} {article.standfirst}"))
    wanted |= {"Nərgiz", "Əliyeva", "Соколов", "noyabr", "Səda", "BY", "İstinadsız", "MƏDƏNİYYƏT", "oxu"}
    # Out: what a script held, the name of a picture, a word that only a hyphenated line could part.
    assert wanted - found <= {"alert", "Bərpa", "edilmiş", "sexdə", "nişan", "images", "png"}


def test_it_is_tagged_pdf_a_and_pdf_ua_with_its_facts_and_fonts_inside(writer: PdfWriter) -> None:
    data, _ = _write(writer, rich_article(), page_pictures())
    assert check_pdf(data)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "az"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    facts = reader.metadata
    assert facts is not None
    assert facts.title == "Köhnə çap dəzgahının ikinci ömrü"
    assert facts.author == "Nərgiz Əliyeva, Иван Соколов"
    assert facts["/Keywords"] == "çap, Gəncə, mədəniyyət"
    assert [str(item.title) for item in reader.outline if not isinstance(item, list)] == [facts.title]
    fonts = _fonts(reader)
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def _fonts(reader: pypdf.PdfReader) -> list[pypdf.generic.DictionaryObject]:
    found = {}
    for page in reader.pages:
        for reference in page["/Resources"]["/Font"].values():
            found[reference.get_object()["/BaseFont"]] = reference.get_object()
    return list(found.values())


def test_the_same_article_gives_the_same_bytes() -> None:
    made = []
    for _ in range(2):
        with PdfWriter() as writer:
            made.append(hashlib.sha256(_write(writer, rich_article(), page_pictures())[0]).hexdigest())
    assert made[0] == made[1]


def test_user_text_is_never_read_as_typst(writer: PdfWriter) -> None:
    evil = (
        '#read("/etc/passwd") $x^2$ \\#let a = 1 #image("x.png") @label <label> `#eval("1+1")` *a* _b_ = c // d /* e */'
    )
    article = Article(
        title=evil, standfirst=evil, body=f"{evil}\n\n## {evil}\n\n> {evil}", authors=(Author(evil, evil),)
    )
    data, warnings = _write(writer, article)
    text = " ".join(_text(data).split())
    assert warnings == ()
    assert "root:" not in text
    assert text.count('#read("/etc/passwd") $x^2$') >= 4
    assert '#eval("1+1")' in text


def test_letters_that_no_font_has_are_told_and_stay_in_the_file(writer: PdfWriter) -> None:
    article = Article(title="Hole", body=f"word {HOLE}\U0010f8f8 end")
    assert missing_letters(article) == f"{HOLE}\U0010f8f8"
    data, warnings = _write(writer, article)
    assert warnings[0].startswith(f"2 letters are missing in every font here: {HOLE} \U0010f8f8.")
    assert "not as PDF/A" in warnings[0]
    assert check_pdf(data)
    assert b"pdfaid" not in data
    assert "end" in _text(data)


def test_the_shipped_fonts_have_the_letters_of_their_languages() -> None:
    letters = "Əə İı Şş Ğğ Çç Öö Üü « » „ “ № ₼ ₺ Ёё Щщ Ъъ Ґґ Άά Ωω ա և ა ჰ"
    assert font_book().missing(letters) == ""
    assert font_book().missing("\u0378") == "\u0378"


def test_a_damaged_picture_is_told_and_its_description_stands_in(writer: PdfWriter) -> None:
    good = png(200, 100)
    pictures = tuple(
        PagePicture(name, hashlib.sha256(data).hexdigest(), "image/png", data)
        for name, data in (("good.png", good), ("bad.png", good[:40]))
    )
    article = Article(title="T", body="![yaxşı](good.png)\n\n![zədəli](bad.png)\n\nson")
    data, warnings = _write(writer, article, pictures)
    assert warnings == ("The file of the picture “bad.png” is damaged; its description stands in its place.",)
    assert "zədəli" in _text(data)
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages[0].images) == 1


def test_a_warning_of_typst_fails_the_article(writer: PdfWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = font_book().lists
    monkeypatch.setattr(
        "desktop_app.transfer.fonts.FontBook.lists", lambda self, code: {**lists(code), "sans": ["Nope"]}
    )
    with pytest.raises(UserError, match="unknown font family"):
        _write(writer, rich_article(), page_pictures())


def test_pictures_of_every_kind_of_place_are_shown(writer: PdfWriter) -> None:
    big = png(300, 200)
    picture = (PagePicture("p.png", hashlib.sha256(big).hexdigest(), "image/png", big),)
    body = (
        "text ![in text](p.png) text\n\n- item ![in list](p.png)\n\n| ![in cell](p.png) | b |\n|---|---|\n| c | d |\n\n"
        "> ![in quote](p.png)\n\n[![in link](p.png)](https://e.org)\n\n# ![in heading](p.png)\n\n"
        "<figure><img src='p.png'><figcaption>in figure</figcaption></figure>\n\nnote[^1]\n\n[^1]: ![in note](p.png)"
    )
    data, warnings = _write(writer, Article(title="Şəkillər", body=body), picture)
    assert warnings == ()
    uses = sum(stream.count(b" Do") for stream in _streams(data))
    assert uses >= 8


def _streams(data: bytes) -> list[bytes]:
    found = []
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        contents = page.get_contents()
        found.append(contents.get_data() if contents is not None else b"")
    return found


def test_heading_levels_never_skip_and_the_title_is_the_first() -> None:
    page = make_page(Article(title="T", body="#### deep\n\n# high\n\n### middle\n\n> ## quoted"))
    levels = [node["l"] for node in _tree(page).body if isinstance(node, dict) and node["t"] == "h"]
    assert levels == [2, 2, 3]


def test_a_first_heading_that_repeats_the_title_stands_once() -> None:
    page = make_page(Article(title="Bir  başlıq", body="# bir başlıq\n\nmətn\n\n# Bir başlıq"))
    assert page.html.count("<h1") == 1
    assert [heading.id for heading in page.outline] == ["bir-başlıq-2"]


def _tree(page: Page) -> object:
    options = TreeOptions(
        column_pt=380,
        text_height_pt=680,
        size_pt=11,
        language=page.language,
        picture=lambda _: None,
        missing_picture="p",
    )
    return pdf_tree(page.tree, options)


def test_the_data_for_the_template_is_as_it_was() -> None:
    tree = _tree(make_page(rich_article(), page_pictures()))
    golden("rich-pdf.json", json.dumps({"body": tree.body, "notes": tree.notes}, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("theme", sorted(STYLES))
def test_each_theme_sets_right_to_left_and_east_asian_text(theme: str) -> None:
    body = "שלום עולם, זה משפט בעברית.\n\n- مرحبا بالعالم\n\n中文印刷術。\n\n" + "söz " * 900
    with PdfWriter(theme) as writer:
        data, warnings = _write(writer, Article(title="שלום", body=body, language="he"))
    assert check_pdf(data)
    if not font_book().missing(body):
        assert warnings == ()


def test_several_articles_share_a_file(writer: PdfWriter) -> None:
    pages = [make_page(rich_article(id=n, title=f"No {n}"), page_pictures()) for n in range(3)]
    data, _ = writer.write(pages, "Hamısı")
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.metadata is not None
    assert reader.metadata.title == "Hamısı"
    assert [str(item.title) for item in reader.outline if not isinstance(item, list)] == ["No 0", "No 1", "No 2"]


def test_the_preview_shows_the_first_pages_as_pictures() -> None:
    pages = preview_pages(rich_article(body="söz " * 6000), page_pictures(), pages=2, ppi=40)
    assert len(pages) == 2
    assert all(page.startswith(b"\x89PNG") for page in pages)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(markdown_texts())
def test_any_text_can_be_set_and_no_word_is_lost(writer: PdfWriter, markdown: str) -> None:
    data, warnings = _write(writer, Article(title="Sınaq", body=markdown))
    assert all("is not in the archive" in warning for warning in warnings)
    found = "".join(_words(_text(data)))
    for word in _words(make_page(Article(title="", body=markdown)).tree.text()):
        assert word in found


@pytest.mark.parametrize(
    "body",
    [
        "x" * 5000,
        "https://example.org/" + "a/" * 2000,
        "```\n" + "x" * 3000 + "\n```",
        "> " * 20 + "deep",
        "\n".join("    " * n + "- level" for n in range(23)),
        "- " * 20 + "> > > > deep",
        "<div>" * 20 + "<table><tr><td><table><tr><td>" * 3 + "deep",
        "| " + " | ".join("wide" * 5 for _ in range(20)) + " |\n|" + "---|" * 20 + "\n",
        "<table><tr><td rowspan=3 colspan=2>a</td></tr><tr><td>b</td></tr></table>",
        "<table></table> <ul></ul> <dl></dl> <ol start=5 reversed type=a><li></li></ol> <figure></figure>",
        "<details><summary>s</summary>x</details>\n\n<h2></h2>\n\n- \n\n[](http://e.org)",
        "![](missing.png)\n\n# \n\n[^1]\n\n[^1]: ",
        "\u202eabc\u202c \ufeff \u200d \u0301 \U000e0041",
        "[^1] [^2]\n\n[^1]: a[^2]\n[^2]: b[^1]",
    ],
)
def test_odd_texts_are_set_too(writer: PdfWriter, body: str) -> None:
    data, _ = _write(writer, Article(title=body[:30], body=body))
    assert check_pdf(data)


@pytest.mark.slow
def test_fifty_thousand_words_are_set(writer: PdfWriter, tmp_path: Path) -> None:
    body = "\n\n".join(f"## Başlıq {n}\n\n" + "İşıqlı söz, дом и ёлка. " * 40 for n in range(260))
    data, warnings = _write(writer, Article(title="Uzun", body=body, language="az"))
    assert warnings == ()
    assert _text(data).count("Başlıq") >= 260
