"""Markdown without its marks: no word lost, none glued or split, and nothing that takes for ever."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.text.plain import picture_addresses, plain_text, searchable_text
from desktop_app.text.words import folded_words
from tests.text.alphabets import anything


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("plain text", "plain text"),
        ("# Head **bold** #", "Head bold"),
        ("Head\n====\n\nText", "Head\n\nText"),
        ("a *b* **c** ***d*** _e_ __f__ ~~g~~ ==h==", "a b c d e f g h"),
        ("**B**akı'nın, foo*bar*baz", "Bakı'nın, foobarbaz"),
        ("**bold *in* it** and *a **b** c*", "bold in it and a b c"),
        ("snake_case_word and __init__ 2 * 3 * 4", "snake_case_word and init 2 * 3 * 4"),
        ("[link](http://x.org \"T\") ![alt](a.png)", "link alt"),
        ("[![alt](i.png)](http://y) [see [1]](http://z)", "alt see [1]"),
        ("[a](<b c.md>) [b](c_(d).md) [c]( )", "a b c"),
        ("[text][ref] and [ref] and [sic] [1][2]\n\n[ref]: http://x", "text and ref and [sic] [1][2]"),
        ("word[^1] more[^note].\n\n[^1]: The *note*.", "word more.\n\nThe note."),
        ("inline^[a note] here", "inline[a note] here"),
        ("[[Page|label]] [[Other]]", "label Other"),
        ("`code *x* _y_` and ``a`b``", "code *x* _y_ and a`b"),
        ("Bakı`nın və Ankara`da", "Bakı`nın və Ankara`da"),
        ("```python\nx = *y* # z\n```", "x = *y* # z"),
        ("~~~\n# not a head\n~~~", "# not a head"),
        ("\\*not\\* \\_em\\_ \\# \\`x\\`", "*not* _em_ # `x`"),
        ("- item\n  - [x] task\n* star\n1. one\n2) two", "item\ntask\nstar\none\ntwo"),
        ("1911. The year.", "1911. The year."),
        ("> quote\n> > deeper\n> - item", "quote\ndeeper\nitem"),
        ("> [!note] Title\n> text", "Title\ntext"),
        ("| a | b |\n|---|:-:|\n| c | d \\| e |", "a  b\nc  d | e"),
        ("a | b\n--|--\nc | d\n\ne | f", "a  b\nc  d\n\ne | f"),
        ("one\n\n***\n\ntwo\n\n---\n\nthree", "one\n\ntwo\n\nthree"),
        ("a <b>B</b>akı x<sup>1</sup> H<sub>2</sub>O", "a Bakı x 1  H2O"),
        ("one<br>two<p>three</p>", "one\ntwo\nthree"),
        ("a < b and c > d; 1<2 3>1", "a < b and c > d; 1<2 3>1"),
        ("<!-- gone\n\ngone -->kept<script>var x</script> <style>p{}</style>", "kept"),
        ("<!-- never closed", "<!-- never closed"),
        ("&#8217; &amp; &eacute; &#x2014; R&D &unknown; &amp;lt;", "’ & é — R&D &unknown; &lt;"),
        ("<https://a.b/c_d_e> <me@x.org>", "https://a.b/c_d_e me@x.org"),
        ("{{< youtube abc >}}text {% include x.html %}{{ site.url }}", "text"),
        ("{% highlight x %}in{% endhighlight %}", "in"),
        ("## Head {#id .cls}\n\nText{: .lead }", "Head\n\nText"),
        ("{word} {1}", "{word} {1}"),
        ("!!! note \"Look out\"\n    indented", "Look out\n    indented"),
        ("Term\n: Definition", "Term\nDefinition"),
        ("*[HTML]: Hyper Text\n\nHTML", "HTML"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("", ""),
    ],
)  # fmt: skip
def test_marks_go_and_words_stay(markdown: str, plain: str) -> None:
    assert [line.strip() for line in plain_text(markdown).split("\n")] == [line.strip() for line in plain.split("\n")]


def test_addresses_and_values_follow_on_lines_of_their_own() -> None:
    markdown = (
        '[link](http://x.org/caf%C3%A9 "Title") ![alt](img.png) {{< video id="abc" >}}\n'
        '<a href="/there" title="go">x</a> <img src="/a.png" alt="bridge">\n\n[r]: http://ref.example\n'
    )
    text, _, extras = searchable_text(markdown).partition("\n\n")
    assert text.split() == ["link", "alt", "x", "bridge"]
    assert set(extras.split("\n")) >= {"http://x.org/café", "Title", "img.png", "/there", "go", "/a.png"}
    assert "http://ref.example" in extras
    assert "video" in extras


def test_a_word_of_an_address_does_not_stand_between_the_words_of_a_phrase() -> None:
    assert folded_words(searchable_text("the [old](http://x.org/y) bridge"))[:3] == ["the", "old", "bridge"]


@given(st.lists(st.text(st.sampled_from("abçəıIşğüяйё日é1'’-"), min_size=1, max_size=8), max_size=12))
def test_no_word_of_a_plain_paragraph_is_lost(parts: list[str]) -> None:
    paragraph = "x " + " ".join(parts)
    assert folded_words(plain_text(paragraph)) == folded_words(paragraph)


@given(st.lists(st.sampled_from(["bir", "körpü", "şəhər", "O'Brien", "1998"]), min_size=1, max_size=6), st.data())
def test_no_word_is_lost_in_emphasis(parts: list[str], data: st.DataObject) -> None:
    marks = ["*{}*", "**{}**", "_{}_", "`{}`", "[{}](x)", "~~{}~~", "<b>{}</b>", "{}[^1]", "{}", "“{}”", "**_{}_**"]
    marked = " ".join(data.draw(st.sampled_from(marks)).format(part) for part in parts)
    assert folded_words(plain_text("x " + marked)) == folded_words("x " + " ".join(parts))


@given(anything | st.text(st.sampled_from("ab *_`[]()<>!{}%#|-:\\&;\n\"'^~=x1."), max_size=60))
def test_nothing_written_is_an_error(markdown: str) -> None:
    plain = plain_text(markdown)
    assert searchable_text(markdown).startswith(plain)
    assert not any("\ufdd0" <= char <= "\ufdef" for char in plain)


@given(anything.filter(lambda text: not set(text) & set("-.'")))
def test_letters_without_marks_stay_as_they_are(text: str) -> None:
    if not set(text) & set("\\`*_{}[]<&|~=^#>+:!)\r") and not any("\ufdd0" <= char <= "\ufdef" for char in text):
        assert folded_words(plain_text(text)) == folded_words(text)


@pytest.mark.parametrize(
    "piece",
    ["[", "]", "*", "<", "`", "_", "(", "![", "[[", "{{<", "{%", "<!--", "&", "|", "> ", "- ", "#", " ", "\\", "~~",
     "[a](", '[a](b "', "[a](b '", "*a ", "_a ", "_a_b", "<a ", '<a "', "``a`", "[^", "\n[a]:", "**a", "a*", "==",
     "[a [b] ", "{: ", "{a=", "\n|-", "<script", "\n```", "[x]:a \"", "(a"],
)  # fmt: skip
def test_hostile_input_takes_no_longer_than_its_size(piece: str) -> None:
    started = time.process_time()
    searchable_text(piece * (200_000 // len(piece)))
    # A quadratic pattern needs minutes here; this needs 0.1 s.
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("markdown", "addresses"),
    [
        ("![a](one.png) text ![b](<two 2.png> \"t\")", ("one.png", "two 2.png")),
        ("![a](one.png) ![b](one.png)", ("one.png",)),
        ('<img alt="x" src="three.jpg"/>', ("three.jpg",)),
        ("![a][r]\n\n[r]: four.png", ("four.png",)),
        ("![[five.png]] [[page]]", ("five.png",)),
        ("`![a](no.png)`\n\n```\n![a](no.png)\n```\n\\![a](no.png)", ()),
        ("[a](no.png) text", ()),
        ("![a](snake_case_1.png)", ("snake_case_1.png",)),
    ],
)  # fmt: skip
def test_pictures_are_found_as_they_are_written(markdown: str, addresses: tuple[str, ...]) -> None:
    assert picture_addresses(markdown) == addresses
