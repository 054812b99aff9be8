"""Hostile input: nothing that runs comes out, nothing takes minutes, no word is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.markup import clean_html, render
from desktop_app.markup.safety import SAFE_TAGS

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">j</a>',
    '<a href=" java\nscript:alert(1)">j</a>',
    '<a href="&#106;avascript:alert(1)">j</a>',
    "[j](javascript:alert(1))",
    "[j](JaVaScRiPt:alert(1))",
    "[j](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](vbscript:x)",
    "<svg onload=alert(1)><a xlink:href='javascript:1'>x</a></svg>",
    '<math><mtext></form><form><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=alert(1) src=1>">',
    "<iframe srcdoc='<script>1</script>'></iframe>",
    "<style>@import 'http://e.org'</style><b style='position:fixed;background:url(x);text-align:left'>z</b>",
    "<form action=http://e.org><input name=a><button>go</button></form>",
    "<base href=http://e.org><meta http-equiv=refresh content='0;url=javascript:1'><link rel=stylesheet href=x>",
    "<p {: onclick=alert(1) }>\n\ntext {: onclick='alert(1)' style='x:expression(1)' }",
    "# h {: onmouseover=alert(1) }",
    "[x]: javascript:alert(1)\n\n[x] ![x]",
    "<!--><img src=x onerror=alert(1)>-->",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '```"><img/onerror=alert(1)>\nx\n```',
    "``` {.x onclick=alert(1)}\nx\n```",
    "<template><script>1</script></template><xmp><img src=x onerror=1></xmp>",
    '*[HTML]: "><img src=x onerror=alert(1)>\n\nHTML',
    '[^"><img src=x onerror=1>]\n\n[^"><img src=x onerror=1>]: x',
    '!!! note "<img src=x onerror=1>"\n    x',
]


class _Watch(HTMLParser):
    """Reads the page as a browser would and gathers what must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SAFE_TAGS:
            self.bad.append(tag)
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("srcdoc", "formaction", "action", "xlink:href"):
                self.bad.append(name)
            if name in ("href", "src", "cite") and re.match(
                r"(?!https?:|mailto:|article:|data:image/)[a-z+.\-]+:", address
            ):
                self.bad.append(address)
            if address.startswith("data:image/svg") or (name == "style" and "text-align" not in address):
                self.bad.append(address)


def _bad(html: str) -> list[str]:
    watch = _Watch()
    watch.feed(html)
    watch.close()
    return watch.bad


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_runs_comes_out(payload: str) -> None:
    for html in (
        render(payload).html,
        render(f"> - {payload}").html,
        clean_html(payload),
        render(payload, typographic=True).html,
    ):
        assert _bad(html) == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*PAYLOADS, "\n\n", " ", "`", "<", ">", '"', "](", "*", "    "]), max_size=6).map("".join)
)
def test_nothing_that_runs_comes_out_of_mixtures(text: str) -> None:
    assert _bad(render(text).html) == []
    assert _bad(clean_html(text)) == []


@pytest.mark.corpora
def test_nothing_that_runs_comes_out_of_known_payloads(corpora: Path) -> None:
    lines = (corpora / "hostile" / "xss-payloads.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    assert len(lines) > 100
    for line in lines:
        assert _bad(render(line).html) == [], line
        assert _bad(clean_html(line)) == [], line
    assert _bad(render("\n".join(lines)).html) == []
    assert _bad(render("\n\n".join(lines)).html) == []


DEEP = {
    "quotes": ">" * 10_000 + " end",
    "spaced quotes": "> " * 10_000 + "end",
    "brackets": "[" * 10_000 + "end",
    "pairs": "[" * 5_000 + "end" + "]" * 5_000,
    "links": "[a](" * 10_000 + "end",
    "stars": "*" * 10_000 + "end",
    "starred words": "*a **b " * 5_000 + "end",
    "lists in a line": "- " * 10_000 + "end",
    "list stairs": "\n".join(" " * 4 * n + "- a" for n in range(300)) + "\nend",
    "quote stairs": "\n".join(">" * n + " a" for n in range(500)) + "\nend",
    "raw tags": "<div>" * 5_000 + "end",
    "declarations": "<![CDATA[" * 2_000 + "end",
    "backticks": "`" * 10_001 + "end",
    "setext": "a\n=\n" * 5_000 + "\nend",
    "headings of one name": "## a\n\n" * 3_000 + "end",
    "fences": "".join("`" * (3 + n % 500) + "\n" for n in range(2_000)) + "end",
    "emphasis stairs": "*a _b " * 2_000 + "end" + " b_ a*" * 2_000,
}


AS_WRITTEN = set(DEEP) - {"stars", "starred words", "backticks", "headings of one name", "emphasis stairs"}


@pytest.mark.timeout(20)  # without the caps some take minutes or end the process
@pytest.mark.parametrize("name", DEEP)
def test_deep_and_tangled_texts_are_shown_and_do_not_crash(name: str) -> None:
    html = render(DEEP[name]).html
    assert "end" in html
    if name in AS_WRITTEN:
        assert "not-set" in html
    assert _bad(html) == []
