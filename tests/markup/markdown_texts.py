"""Generates Markdown that mixes all the dialect knows, and renders it in one piece with stock Python-Markdown."""

from __future__ import annotations

import re

from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import HTML_RE
from pymdownx.tasklist import TasklistExtension
from pymdownx.tilde import DeleteSubExtension

from desktop_app.markup.dialect import _HeadingProcessor, _TagProcessor
from desktop_app.markup.safety import ATTRIBUTE, TAG, clean_html

WORDS = (
    "çap",
    "dəzgahı",
    "İki",
    "ışıq",
    "ёлка",
    "the",
    "HTML",
    "C#",
    "12",
    "橋の上",
    "גשר",
    "a_b_c",
    "don't",
    "&",
    "x < y",
    "*",
    "_",
)
NOTES = ("1", "cable", "səs")
LINKS = ("ref", "Mixed Case")
DEFINITIONS = {
    "[^1]": "[^1]: A *note*.",
    "[^cable]": "[^cable]: Long note\n\n    with a second paragraph",
    "[^səs]": "[^səs]: qeyd,\ntənbəl sətir",
    "[ref]": '[ref]: https://example.org/a_b "Başlıq"',
    "[Mixed Case]": "[mixed case]: <images/x.png>",
    "*[HTML]": "*[HTML]: Hypertext",
}

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
inline = st.one_of(
    words,
    words.map(lambda w: f"*{w}*"),
    words.map(lambda w: f"**{w}**"),
    words.map(lambda w: f"`{w}`"),
    words.map(lambda w: f"~~{w}~~"),
    words.map(lambda w: f"[{w}](https://e.org/x 'T')"),
    words.map(lambda w: f"![{w}](images/a.png)"),
    words.map(lambda w: f"[{w}][ref]"),
    words.map(lambda w: f"{w} <b>raw</b> <name>"),
    st.sampled_from(
        (
            "[Mixed Case]",
            "[mixed   case][]",
            "word[^1]",
            "two[^cable] more[^1]",
            "[^none]",
            "son[^səs].",
            "line  \nbreak",
        )
    ),
)
text = st.lists(inline, min_size=1, max_size=3).map(" ".join)
lines = st.lists(text, min_size=1, max_size=3).map("\n".join)


def _indented(block: str, by: str = "    ") -> str:
    return "\n".join(by + line if line else line for line in block.split("\n"))


def _prefixed(block: str, prefix: str) -> str:
    return "\n".join((prefix + line).rstrip() for line in block.split("\n"))


marker = st.sampled_from(("- ", "* ", "1. ", "  - ", "+ "))
items = st.lists(st.tuples(marker, text), min_size=1, max_size=4)
tight_list = items.map(lambda pairs: "\n".join(m + t.replace("\n", " ") for m, t in pairs))
loose_list = items.map(lambda pairs: "\n\n".join(m + t for m, t in pairs))
nested_list = st.tuples(tight_list, tight_list, st.booleans()).map(
    lambda parts: parts[0] + ("\n\n" if parts[2] else "\n") + _indented(parts[1])
)
fence = st.tuples(
    st.sampled_from(("```", "~~~~", "````")), st.sampled_from(("", "python", 'py hl_lines="1"')), lines
).map(lambda parts: f"{parts[0]}{parts[1]}\n{parts[2]}\n\n# no heading\n[^1]: no note\n{parts[0]}")
table = st.lists(st.tuples(words, words), min_size=1, max_size=3).map(
    lambda rows: "| a | b |\n|:--|--:|\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)
)
raw_html = st.one_of(
    lines.map(lambda t: f"<div class='x'>\n\n{t}\n\n<div>in</div>\n\n</div>"),
    lines.map(lambda t: f"<!-- {t}\n\nmore -->"),
    st.just("<hr>"),
    words.map(lambda w: f"<p align=center>{w}</p>"),
)
block = st.one_of(
    lines,
    st.tuples(st.integers(1, 6), text, st.sampled_from(("", " ##", " {#own-id}"))).map(
        lambda p: "#" * p[0] + " " + p[1].replace("\n", " ") + p[2]
    ),
    st.tuples(words, st.sampled_from(("===", "---"))).map("\n".join),
    text.map(lambda t: "#hashtag " + t),
    tight_list,
    loose_list,
    nested_list,
    st.lists(text, min_size=1, max_size=2).map(
        lambda ts: "\n".join(f"- [{'x' if i else ' '}] {t}" for i, t in enumerate(ts))
    ),
    st.one_of(lines, tight_list, table).map(lambda t: _prefixed(t, "> ")),
    st.tuples(lines, lines).map(lambda p: _prefixed(p[0] + "\n\n" + p[1], "> ")),
    fence,
    lines.map(_indented),
    table,
    raw_html,
    st.tuples(words, text).map(lambda p: f'!!! note "{p[0]}"\n' + _indented(p[1]) + "\n\n" + _indented(p[1])),
    st.tuples(words, text, st.booleans()).map(lambda p: f"{p[0]}\n{chr(10) if p[2] else ''}:   {p[1]}\n\n    more"),
    st.sampled_from(("---", "* * *", "***")),
    st.tuples(text, tight_list).map(lambda p: f"### {p[0]}\n".replace("\n", " ") + "\n" + p[1]),
    st.sampled_from(sorted(DEFINITIONS.values())),
    st.tuples(words, st.sampled_from(sorted(DEFINITIONS.values()))).map(lambda p: f"so {p[0]}\n{p[1]}"),
)
gap = st.sampled_from(("\n\n", "\n\n", "\n\n", "\n \n", "\n\n\n", "\n\n\n\n"))


@st.composite
def markdown_texts(draw: st.DrawFn) -> str:
    """A text of several blocks; each definition it lacks stands at its end."""
    parts: list[str] = []
    for piece in draw(st.lists(block, min_size=1, max_size=9)):
        # Two blank lines before an indented block: stock Python-Markdown does not take it for part of a note.
        parts += ("\n\n" if piece.startswith("    ") else draw(gap), piece)
    body = "".join(parts)
    if draw(st.booleans()):
        # Not on adjacent lines: after a note of two paragraphs stock Python-Markdown loses the one that follows.
        body += "\n\n" + "\n\n".join(DEFINITIONS.values()) + "\n\nThe end."
    return body.replace("\n", "\r\n") if draw(st.integers(0, 9)) == 0 else body


def in_one_piece(markdown: str) -> str:
    """Render a whole text at once with stock Python-Markdown and its own footnotes, for comparison."""
    engine = Markdown(
        extensions=[
            "tables", "def_list", "attr_list", "abbr", "admonition", "fenced_code", "codehilite", "sane_lists",
            FootnoteExtension(USE_DEFINITION_ORDER=False),
            TasklistExtension(),
            DeleteSubExtension(subscript=False),
        ],
        extension_configs={"codehilite": {"guess_lang": False}},
    )  # fmt: skip
    engine.parser.blockprocessors.register(_HeadingProcessor(engine.parser), "hashheader", 70)
    engine.inlinePatterns.register(_TagProcessor(HTML_RE, engine), "html", 90)
    return clean_html(engine.convert(markdown))


_FOOTNOTES = re.compile(r'<(section|div) class="footnotes?">(.*)</\1>\s*\Z', re.DOTALL)
_DROPPED = {"dir", "rel"}


def comparable(html: str) -> str:
    """Return HTML without what the two ways are allowed to differ in: ids, directions, backlinks, white space."""
    html = _FOOTNOTES.sub(r"<notes>\2</notes>", html)
    html = re.sub(r'(?:&nbsp;| )*<a[^>]*class="footnote-backref"[^>]*>[^<]*</a>', "", html)
    html = re.sub(r'<sup[^>]*><a[^>]*class="footnote-ref"[^>]*>(\d+)</a></sup>', r"<note-mark>\1</note-mark>", html)
    html = re.sub(r'<li id="fn[^"]*"', "<li", html)
    html = TAG.sub(_tag, html)
    html = re.sub(r"<p></p>", "", html)
    html = re.sub(r"<figure>(.*?)<figcaption>(.*?)</figcaption></figure>", r"<p>\1 <em>\2</em></p>", html)
    html = re.sub(r"\s+", " ", _AROUND_BLOCKS.sub(r"\1", html)).strip()
    # Stock Python-Markdown numbers notes in the order its tree is walked, which is not the order of the text.
    body, _, notes = html.partition("<notes>")
    texts = re.findall(r"<li>(.*?)</li>", notes)
    body = re.sub(r"<note-mark>(\d+)", lambda mark: f"<note-mark>{texts[int(mark[1]) - 1]}", body)
    return "".join([body, *sorted(texts)])


_AROUND_BLOCKS = re.compile(r"\s*(</?(?!code|em|strong|a|b|del|abbr|sup|note-mark|img|br|input|span)[^>]*>)\s*")


def _tag(match: re.Match[str]) -> str:
    name = match[2]
    kept = [
        f'{key}="{re.sub("own-id-[0-9]+", "own-id", value)}"'
        for key, value in ATTRIBUTE.findall(match[3])
        if key not in _DROPPED and not (key == "id" and name[0] == "h" and not value.startswith("own-id"))
    ]
    return f"<{match[1]}{' '.join([name, *sorted(kept)])}>"
