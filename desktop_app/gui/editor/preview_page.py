"""What the preview shows, as values and HTML: the head of the article, its blocks, the house style for both backends.

Blocks come from the markup room and are safe; what this file adds is escaped. Colours come from the theme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app import paths
from desktop_app.archive.articles import Article
from desktop_app.gui.library.wording import date_words
from desktop_app.gui.theme import Theme
from desktop_app.markup import Block

translate = QCoreApplication.translate
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}\s*\}", re.S)
_HEAD_TAGS = re.compile(r"(?:\s*<[^>]*>)*\s*")
_TASK = re.compile(r'<input[^>]*?type="checkbox"[^>]*>')


@dataclass(frozen=True, slots=True)
class PreviewContent:
    """A page: who wrote what when, and the text block by block."""

    head: str
    blocks: tuple[Block, ...]
    language: str = ""
    pictures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Address in the text → sha256 in the archive."""


def head_html(article: Article, title: str, language: str) -> str:
    """Return section, headline, standfirst and byline."""
    locale = QLocale(language) if language else QLocale()
    parts = []
    if article.section:
        # The locale of the text, as str.upper makes a wrong capital of a Turkish or Azerbaijani i.
        parts.append(f'<p class="kicker" dir="auto">{escape(locale.toUpper(article.section))}</p>')
    shown = title.strip() or translate("Desk", "Untitled")
    parts.append(f'<h1 class="headline" dir="auto">{escape(shown)}</h1>')
    if article.standfirst:
        parts.append(f'<p class="standfirst" dir="auto">{escape(article.standfirst)}</p>')
    names = ", ".join(f"{one.name} ({one.affiliation})" if one.affiliation else one.name for one in article.authors)
    facts = [part for part in (names, date_words(article.published, locale)) if part]
    if facts:
        parts.append(f'<p class="byline" dir="auto">{escape("  ·  ".join(facts))}</p>')
    return "\n".join(parts)


def rich_html(content: PreviewContent) -> str:
    """Return the page for Qt's rich text, with an anchor `line-N` before each block."""
    parts = [content.head]
    for block in content.blocks:
        html = _TASK.sub(_ballot, block.html)
        # Right before its first letter: Qt drops an anchor that stands between two paragraphs.
        head = _HEAD_TAGS.match(html)
        at = head.end() if head is not None else 0
        parts.append(f'{html[:at]}<a name="line-{block.line}"></a>{html[at:]}')
    return "\n".join(parts)


def _ballot(match: re.Match[str]) -> str:
    return "☑ " if " checked" in match[0] else "☐ "


def shell_html(style: str) -> str:
    """Return the empty page the web engine loads once; everything else is patched into it."""
    policy = (
        "default-src 'none'; img-src article: data:; style-src 'unsafe-inline'; font-src article:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html><html><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<style>{FACES}</style><style id="look">{style}</style></head>'
        '<body><article><header id="head"></header><div id="text"></div></article></body></html>'
    )


FONT_FILES = {
    "literata-400-normal.ttf": ("Literata", 400, "normal"),
    "literata-400-italic.ttf": ("Literata", 400, "italic"),
    "literata-600-normal.ttf": ("Literata", 600, "normal"),
    "literata-700-normal.ttf": ("Literata", 700, "normal"),
    "inter-400-normal.ttf": ("Inter", 400, "normal"),
    "inter-600-normal.ttf": ("Inter", 600, "normal"),
    "jetbrains-mono-400-normal.ttf": ("JetBrains Mono", 400, "normal"),
    "noto-serif-georgian-400-normal.ttf": ("Noto Serif Georgian", 400, "normal"),
    "noto-serif-armenian-400-normal.ttf": ("Noto Serif Armenian", 400, "normal"),
}
FACES = "".join(
    f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{slant};src:url("font/{file}")}}'
    for file, (family, weight, slant) in FONT_FILES.items()
)


def web_style(theme: Theme) -> str:
    """Return the house style as it is exported, in the window's colours and text size."""
    light, dark = house_style()
    css, px = theme.css, theme.px
    own = {
        "paper": "surface",
        "tint": "surface-sunken",
        "ink": "text",
        "muted": "text-muted",
        "line": "border",
        "accent": "accent",
        "link": "link",
        "marker": "highlight",
        "on-marker": "on-highlight",
    }
    variables = "".join(f"--{name}: {css(token)};" for name, token in own.items())
    return f"""{light}
    :root {{ color-scheme: {theme.scheme}; font-size: {px(16)}px; {dark if theme.is_dark else ""} }}
    :root {{ {variables} scrollbar-color: {css("bar")} transparent; scrollbar-width: thin; }}
    body {{ padding: {px(30)}px {px(40)}px {px(160)}px; max-width: calc(35.5em + {px(80)}px);
      font-size: {px(17)}px; font-variant-ligatures: no-common-ligatures; }}
    ::selection {{ background: {css("selection")}; color: {css("on-selection")}; }}
    """


@cache
def house_style() -> tuple[str, str]:
    """Return the style every export has, and its variables for dark paper, which here follow the window."""
    sheet = paths.resource("css/house.css").read_text(encoding="utf-8")
    dark = _DARK.search(sheet)
    return _DARK.sub("", sheet), dark[1] if dark else ""


def rich_style(theme: Theme) -> str:
    """Return the part of the house style that Qt's rich text understands."""
    px, css = theme.px, theme.css
    serif = theme.editor_font(17).family()
    return f"""
    body, p, li, td, th, dd, dt {{ font-family: '{serif}'; font-size: {px(17)}px; color: {css("text")}; }}
    p {{ margin: 0 0 {px(12)}px 0; line-height: 108%; }}
    li {{ line-height: 106%; margin-bottom: {px(3)}px; }}
    h1, h2, h3, h4, h5, h6 {{ font-family: '{serif}'; color: {css("text")}; font-weight: 600; }}
    h1 {{ font-size: {px(26)}px; font-weight: 700; margin: {px(22)}px 0 {px(8)}px 0; }}
    h2 {{ font-size: {px(24)}px; margin: {px(20)}px 0 {px(6)}px 0; }}
    h3 {{ font-size: {px(19)}px; margin: {px(18)}px 0 {px(4)}px 0; }}
    h4, h5, h6 {{ font-size: {px(17)}px; margin: {px(16)}px 0 {px(4)}px 0; }}
    h1.headline {{ font-size: {px(34)}px; margin: 0 0 {px(10)}px 0; line-height: 86%; }}
    p.kicker {{ font-family: 'Inter'; font-size: {px(12)}px; font-weight: 600; color: {css("accent")};
      margin: 0 0 {px(12)}px 0; }}
    p.standfirst {{ font-size: {px(20)}px; color: {css("text-muted")}; margin: 0 0 {px(10)}px 0; line-height: 98%; }}
    p.byline {{ font-family: 'Inter'; font-size: {px(13)}px; color: {css("text-muted")}; margin: 0 0 {px(18)}px 0; }}
    blockquote {{ margin: {px(6)}px {px(28)}px {px(14)}px {px(28)}px; }}
    blockquote p {{ font-style: italic; color: {css("text-muted")}; }}
    a {{ color: {css("link")}; }}
    code, pre {{ font-family: 'JetBrains Mono'; font-size: {px(14)}px; background-color: {css("surface-sunken")}; }}
    pre {{ margin: {px(8)}px 0 {px(14)}px 0; }}
    table {{ border-collapse: collapse; margin: {px(8)}px 0 {px(16)}px 0; }}
    th {{ font-weight: 600; text-align: left; }}
    th, td {{ padding: {px(4)}px {px(12)}px {px(4)}px 0; border-bottom: 1px solid {css("border")}; }}
    sup {{ font-size: {px(12)}px; }}
    .footnotes p, .footnotes li {{ font-size: {px(14)}px; color: {css("text-muted")}; }}
    .admonition {{ background-color: {css("accent-soft")}; margin: {px(8)}px 0; }}
    .admonition-title {{ font-weight: 600; }}
    """
