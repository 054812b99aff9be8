"""What is to be looked at before a text goes out, and what is known about it."""

from __future__ import annotations

import pytest

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, NewPicture
from desktop_app.gui.desk.analysis import Analyst
from desktop_app.gui.desk.checks import articles_named, check, pictures_named


def findings(body: str) -> list[tuple[str, str, str]]:
    return [
        (one.kind, one.what, body[one.offset : one.offset + 6])
        for one in check(body, pictures={"there.png", "with blank.png"}, articles={"here"})
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("a[^1] b[^1]", [("footnote", "1", "[^1] b")]),
        ("a[^1]\n\n[^1]: text", []),
        ("a[^1]\n\n[^1]:  ", [("footnote", "1", "[^1]\n\n")]),
        ("![](there.png) ![](with%20blank.png) ![](https://x.org/a.png)", []),
        ("![x](gone.png)", [("picture", "gone.png", "![x](g")]),
        ("[x](article:here) [y](article:gone)", [("link", "gone", "gone)")]),
        ("TK name", [("note", "TK", "TK nam")]),
        ("`TK` and\n\n```\nTK ![](gone.png)\n```\n", []),
        ("TKACH", []),
    ],
)
def test_what_is_found(body: str, found: list[tuple[str, str, str]]) -> None:
    assert findings(body) == found


def test_findings_stand_in_the_order_of_the_text() -> None:
    assert [what for _, what, _ in findings("XXX [^a] TK ![](b.png)")] == ["XXX", "a", "TK", "b.png"]


def test_what_a_text_names() -> None:
    body = "![](a.png) ![b](https://x.org/b.png) [c](article:019b) ![d](<e f.png>)"
    assert pictures_named("![](a.png) ![b](https://x.org/b.png)") == {"a.png"}
    assert articles_named(body) == {"019b"}


def test_an_analyst_knows_pictures_articles_and_language(archive: Archive) -> None:
    other = archive.add(Article(title="Other")).articles[0]
    uid = archive.get(other).uid
    body = (
        f"![](a.png) ![](b.png) [o](article:{uid}) [n](article:no)\n\n## Head\n\n" + "Bakı şəhərində və kənddə. " * 20
    )
    number = archive.add(Article(body=body), pictures={0: [NewPicture("a.png", b"\x89PNG", "image/png")]}).articles[0]
    analyst = Analyst(archive)
    first = analyst.read(number, body, "")
    assert [(one.kind, one.what) for one in first.checks] == [("picture", "b.png"), ("link", "no")]
    assert first.language == "az"
    assert [heading.text for heading in first.outline] == ["Head"]
    assert first.statistics.words > 70
    assert 'src="article://page/picture/a.png"' in first.blocks[0].html
    archive.add_picture(number, NewPicture("b.png", b"\x89PNG2", "image/png"))
    analyst.forget()
    assert [one.what for one in analyst.read(number, body, "").checks] == ["no"]
