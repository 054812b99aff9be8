"""The dialect: what Markdown means here, by example."""

from __future__ import annotations

import pytest

from desktop_app.markup import render


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("#hashtag and #more", '<p dir="auto">#hashtag and #more</p>'),
        ("# About C#", '<h1 id="about-c" dir="auto">About C#</h1>'),
        ("## Closed ##", '<h2 id="closed" dir="auto">Closed</h2>'),
        ("## Own {#place}", '<h2 dir="auto" id="place">Own</h2>'),
        ("say <name> here", '<p dir="auto">say &lt;name&gt; here</p>'),
        ("a <b>c</b> d", '<p dir="auto">a <b>c</b> d</p>'),
        ("~~gone~~ H~2~O", '<p dir="auto"><del>gone</del> H~2~O</p>'),
        ("a_b_c and *d*", '<p dir="auto">a_b_c and <em>d</em></p>'),
        ('<p dir="rtl">x</p>', '<p dir="rtl">x</p>'),
        ("<http://e.org/x>", '<p dir="auto"><a href="http://e.org/x" rel="noopener noreferrer">http://e.org/x</a></p>'),
        ("[a](article:1911-03-14)", '<p dir="auto"><a href="article:1911-03-14" rel="noopener noreferrer">a</a></p>'),
        ("[a]: b", ""),
        ("", ""),
        ("`a\u00a0b`", '<p dir="auto"><code>a&nbsp;b</code></p>'),
    ],
)
def test_small_things(markdown: str, expected: str) -> None:
    assert render(markdown).html == expected


def test_a_task_list_shows_boxes_that_cannot_be_ticked() -> None:
    html = render("- [ ] yaz\n- [x] çap et").html
    assert html.count('<input type="checkbox" disabled="">') == 1
    assert html.count("checked") == 1


def test_code_is_coloured_by_classes_and_kept_to_the_letter() -> None:
    html = render('```python\nprint("<b> & c")  # — "x"\n```', typographic=True).html
    assert '<div class="codehilite">' in html
    assert "&lt;b&gt; &amp; c" in html
    assert "style=" not in html


def test_a_table_keeps_its_alignment_and_directions() -> None:
    html = render("| a | b |\n|:-:|--:|\n| 1 | שלום |").html
    assert '<th dir="auto" style="text-align:center">a</th>' in html
    assert '<td dir="auto" style="text-align:right">שלום</td>' in html


def test_footnotes_are_numbered_as_they_are_met_and_link_back() -> None:
    page = render("b[^z] a[^a] b[^z]\n\n[^a]: first *defined*\n[^z]: second\n\n    more\n\n[^unused]: kept")
    assert page.footnotes == 3
    assert page.html.index('id="fn-1" dir="auto">\n<p dir="auto">second') > 0
    assert page.html.count('href="#fn-1"') == 2
    assert 'href="#fnref-1"' in page.html
    assert 'href="#fnref-1-2"' in page.html
    assert "kept" in page.html


def test_a_footnote_inside_a_footnote_follows_it() -> None:
    page = render("x[^1]\n\n[^1]: see[^2]\n[^2]: deep[^1]")
    assert page.footnotes == 2
    assert page.html.count('href="#fn-1"') == 2


def test_abbreviations_and_links_serve_the_whole_text() -> None:
    html = render("HTML and [a][x]\n\nagain HTML, [x]\n\n[X]: /y 'T'\n*[HTML]: Hypertext").html
    assert html.count('<abbr title="Hypertext">') == 2
    assert html.count('href="/y"') == 2


def test_what_is_never_closed_ends_with_its_block() -> None:
    html = render("<div class='a'>\nopen\n\n# Heading\n\n*text*\n\n<!-- gone\n\n**bold**").html
    assert '<h1 id="heading" dir="auto">Heading</h1>' in html
    assert "<em>text</em>" in html
    assert "<strong>bold</strong>" in html


def test_unicode_heading_ids_are_unique() -> None:
    page = render("# Ədəbiyyat\n\n## Ədəbiyyat\n\n# Русский язык\n\n# 你好\n\n# !!!\n\n# İstanbul")
    assert [heading.id for heading in page.outline] == [
        "ədəbiyyat", "ədəbiyyat-2", "русский-язык", "你好", "section", "istanbul",
    ]  # fmt: skip


def test_the_outline_knows_lines_and_the_words_of_sections() -> None:
    text = "intro words\n\n# One\ntwo words\n\n## Sub\n\nthree more words\n\nTwo\n===\nlast\n\n> # Quoted"
    found = [(h.level, h.text, h.line, h.words) for h in render(text).outline]
    assert found == [(1, "One", 2, 7), (2, "Sub", 5, 4), (1, "Two", 9, 2), (1, "Quoted", 13, 1)]


def test_pictures_are_mapped_before_they_are_judged() -> None:
    seen: list[str] = []

    def address(name: str) -> str:
        seen.append(name)
        return "javascript:alert(1)" if name == "bad" else f"article://asset/{len(seen)}"

    html = render(
        '![a](images/bridge.jpg)\n\n<img src="C:\\x\\y.png" onerror="x">\n\n![c](bad)', picture_url=address
    ).html
    assert seen == ["images/bridge.jpg", "C:\\x\\y.png", "bad"]
    assert 'src="article://asset/1"' in html
    assert 'src="article://asset/2"' in html
    assert "javascript" not in html
    assert "onerror" not in html


@pytest.mark.parametrize(
    ("markdown", "caption"),
    [
        ('![a](b.png "Körpü & çay")', "Körpü &amp; çay"),
        ("![a](b.png)\n*Körpü*", "Körpü"),
        ("[![a](b.png)](https://e.org)\n*Körpü*", "Körpü"),
        ("![a](b.png) *söz*", ""),
        ("![a](b.png)", ""),
        ("söz ![a](b.png 'T')", ""),
    ],
)
def test_a_picture_alone_is_captioned_by_its_title_or_the_emphasis_below(markdown: str, caption: str) -> None:
    html = render(markdown).html
    assert ("<figure>" in html) == bool(caption)
    if caption:
        assert f'<figcaption dir="auto">{caption}</figcaption></figure>' in html
