"""Clips of other programs, as these really write them, shortened."""

from __future__ import annotations

import base64
import time

import pytest

from desktop_app.transfer.clipboard import read_clip

GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">'
    '<p dir="ltr" style="line-height:1.38;"><span style="font-weight:700;">Qalın</span>'
    '<span style="font-weight:400;"> və </span><span style="font-weight:700;font-style:italic;">hər ikisi</span></p>'
    "<ul><li><p>bir</p></li><li><p>iki</p></li></ul></b>"
)
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body lang=RU><!--StartFragment-->
<p class=MsoNormal><b>Жирный</b> текст<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>первый<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;
</span></span>внутри<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.<span>&nbsp;
</span></span>второй<o:p></o:p></p>
<!--EndFragment--></body></html>"""
SHEET = "<table><tr><td>Ad</td><td>Yaş</td></tr><tr><td>Rauf</td><td>61</td></tr></table>"
CODE = '<div style="font-family:monospace;white-space:pre;"><div><span style="color:#00f;">def</span> f():</div></div>'


@pytest.mark.parametrize(
    ("html", "plain", "text"),
    [
        ("<p>See <a href='https://x.org/a'>this <b>page</b></a>.</p>", "", "See [this **page**](https://x.org/a)."),
        (GOOGLE, "", "**Qalın** və ***hər ikisi***\n\n- bir\n- iki"),
        (WORD, "", "**Жирный** текст\n\n1. первый\n    - внутри\n2. второй"),
        ("<h2>Başlıq</h2><blockquote><p>Söz</p></blockquote>", "", "## Başlıq\n\n> Söz"),
        ("<p>a</p><script>alert(1)</script><style>p{}</style><p><i>b</i></p>", "", "a\n\n*b*"),
        ("<b>2 * 3 &lt; 7_a_b</b>", "", r"**2 \* 3 &lt; 7\_a\_b**"),
    ],
)
def test_html_comes_as_markdown(html: str, plain: str, text: str) -> None:
    clip = read_clip(html, plain)
    assert not clip.is_plain
    assert clip.text == text


def test_a_sheet_comes_as_a_table() -> None:
    lines = read_clip(SHEET, "Ad\tYaş\nRauf\t61").text.split("\n")
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], lines[2])] == [
        ["Ad", "Yaş"],
        ["Rauf", "61"],
    ]
    assert set(lines[1]) <= set("|- :")


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        (CODE, "def f():"),
        ("<pre><span style='font-weight:bold'>x = 1\ny = 2</span></pre>", "x = 1\ny = 2"),
        ("<p>one</p><p>two * three</p>", "one\n\ntwo * three"),
        ("", "only plain"),
        ("<!-- nothing -->", "only plain"),
    ],
)
def test_where_html_says_no_more_the_plain_text_is_taken(html: str, plain: str) -> None:
    assert read_clip(html, plain).text == plain
    assert read_clip(html, plain).is_plain


def test_pictures_in_the_clip_come_along() -> None:
    data = base64.b64encode(b"\x89PNG...").decode()
    clip = read_clip(f'<p>a <img alt="ev" src="data:image/png;base64,{data}"> <img src="https://x.org/b.png"></p>', "")
    (picture,) = clip.pictures
    assert picture.data == b"\x89PNG..."
    assert f"![ev]({picture.name})" in clip.text
    assert "https://x.org/b.png" in clip.text
    assert read_clip(f'<img src="data:image/png;base64,{data}">', "").pictures[0].name == picture.name


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 20_000 + "x",
        "<span style='font-weight:bold'>" * 20_000 + "x",
        "<p style='mso-list:l0 level9 lfo1'>x</p>" * 5_000,
        "<!--StartFragment-->" * 20_000,
        "<table><tr>" + "<td>x</td>" * 20_000,
    ],
)
def test_a_hostile_clip_takes_no_time(html: str) -> None:
    began = time.process_time()
    read_clip(html, "")
    assert time.process_time() - began < 10
