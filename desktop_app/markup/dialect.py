"""The one Markdown dialect of the program: Python-Markdown with a fixed set of extensions and five own rules.

Tables, definition lists, attribute lists, abbreviations, admonitions, fenced code with Pygments classes, sane lists,
task lists, strikethrough. Own rules: a heading needs a space after its `#` (so `#hashtag` is text), a closing `#` needs
one before it (so `# About C#` keeps its letter), a tag that HTML does not know is text (`<name>` stays readable),
footnote marks become numbered links in one pass over the whole article (`footnotes.py`), and so do heading ids.

Not for use outside `markup`: the HTML that `convert` returns is not safe yet.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Collection, Mapping
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions.abbr import AbbrExtension
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor, InlineProcessor
from pymdownx.tasklist import TasklistExtension
from pymdownx.tilde import DeleteSubExtension

from desktop_app.markup.splitting import TAB

_HTML_NAMES = frozenset(
    re.findall(
        r"\w+",
        """a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote
        body br button canvas caption center cite code col colgroup command content data datalist dd del details dfn
        dialog dir div dl dt element em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4
        h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link
        listing main map mark marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes
        noscript object ol optgroup option output p param picture plaintext portal pre progress q rb rp rt rtc ruby
        s samp script search section select shadow slot small source spacer span strike strong style sub summary sup
        svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp""",
    )
)
_TAG_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")


class _HeadingProcessor(HashHeaderProcessor):
    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>(?:\\.|[^\\\n])*?)(?:[ ]+#+)?[ ]*(?:\n|$)")


class _TagProcessor(HtmlInlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        name = _TAG_NAME.match(m.group(0))
        if name and name[1].isalnum() and name[1].lower() not in _HTML_NAMES:
            return None, None, None
        return super().handleMatch(m, data)


class _NoteMark(InlineProcessor):
    """`[^label]` of a footnote that exists; its number is set later, when the order in the whole text is known."""

    defined: Collection[str] = ()

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        if m.group(1) not in self.defined:
            return None, None, None
        mark = etree.Element("sup", {"class": "footnote-mark"})
        link = etree.SubElement(mark, "a", {"class": "footnote-ref", "href": f"#note-{m.group(1).encode().hex()}"})
        link.text = "*"
        return mark, m.start(0), m.end(0)


NOTE_MARK = re.compile(
    r'<sup class="footnote-mark"><a class="footnote-ref" href="#note-((?:[0-9a-f]{2})+)"[^>]*>\*</a></sup>'
)
"""A footnote mark as it stands in sanitised HTML: group 1 is the label's UTF-8 in hex."""


class Dialect:
    """One Markdown engine. Not thread-safe: one for each thread."""

    def __init__(self) -> None:
        self._abbr = AbbrExtension()
        self._engine = Markdown(
            extensions=[
                "tables",
                "def_list",
                "attr_list",
                "admonition",
                "fenced_code",
                "codehilite",
                "sane_lists",
                self._abbr,
                TasklistExtension(),
                DeleteSubExtension(subscript=False),
            ],
            extension_configs={"codehilite": {"guess_lang": False, "linenums": False}},
            tab_length=TAB,
        )
        self._engine.parser.blockprocessors.register(_HeadingProcessor(self._engine.parser), "hashheader", 70)
        self._engine.inlinePatterns.register(_TagProcessor(HTML_RE, self._engine), "html", 90)
        self._marks = _NoteMark(r"(?<!!)\[\^([^\]]*)\]", self._engine)
        self._engine.inlinePatterns.register(self._marks, "footnote", 175)

    def convert(
        self,
        source: str,
        links: Mapping[str, tuple[str, str | None]],
        abbreviations: Mapping[str, str],
        notes: Collection[str],
    ) -> str:
        """Return the (unsafe) HTML of a piece of Markdown, given the definitions that hold for it."""
        self._engine.reset()
        self._engine.references.update(links)  # type: ignore[arg-type]  # a link without a title has None
        self._abbr.abbrs.update(abbreviations)  # type: ignore[attr-defined]  # the stubs know an older release
        self._marks.defined = notes
        return self._engine.convert(source)
