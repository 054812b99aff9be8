"""An article as a page for the reader: source line, headline, standfirst, byline and the rendered text.

Qt's rich text knows a small part of CSS; the look here is made of what it knows. Colours come from the theme. The words
of the article went through the markup room's allow-list; what this file adds is escaped.
"""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.archive.articles import Article
from desktop_app.gui.library.wording import date_words
from desktop_app.gui.theme import Theme

_FIGURE = re.compile(r"<figure[^>]*>")
_CAPTION = re.compile(r"<figcaption[^>]*>")
_TASK = re.compile(r'<input[^>]*type="checkbox"[^>]*?( checked)?[^>]*/?>')


def page_html(article: Article, body_html: str, minutes: int) -> str:
    """Return the page's HTML; `minutes` is the reading time, 0 = not said."""
    tr = QCoreApplication.translate
    locale = QLocale(article.language) if article.language else QLocale()
    page = tr("Library", "page {page}").format(page=article.page) if article.page else ""
    kicker = [article.publication, date_words(article.published, locale), page, article.section]
    # str.upper would make a Turkish or Azerbaijani i a wrong I: the locale of the text knows better.
    kicker_words = "  ·  ".join(locale.toUpper(part) for part in kicker if part)
    names = ", ".join(f"{a.name} ({a.affiliation})" if a.affiliation else a.name for a in article.authors)
    facts = [names, tr("Library", "{n} words").format(n=QLocale().toString(article.words))]
    if minutes:
        facts.append(tr("Library", "{n} min read").format(n=minutes))
    title = article.title or tr("Library", "Untitled")
    parts = []
    if kicker_words:
        parts.append(f'<p class="kicker">{escape(kicker_words)}</p>')
    # Not an <h1>: Qt sizes those by the document's font, whatever the style sheet says.
    parts.append(f'<p class="headline">{escape(title)}</p>')
    if article.standfirst:
        parts.append(f'<p class="standfirst">{escape(article.standfirst)}</p>')
    parts.append(f'<p class="facts">{escape("  ·  ".join(fact for fact in facts if fact))}</p>')
    parts.append(_for_rich_text(body_html))
    return "\n".join(parts)


def _for_rich_text(html: str) -> str:
    # Qt's rich text has no check boxes; a ballot box is a letter. Nor does it know figures: left as they are, the
    # picture would stand in the line of the paragraph before.
    html = _FIGURE.sub('<p class="figure">', html).replace("</figure>", "</p>")
    html = _CAPTION.sub('</p><p class="caption">', html).replace("</figcaption>", "")
    return _TASK.sub(lambda match: "☑ " if match[1] else "☐ ", html)


def style_sheet(theme: Theme) -> str:
    """Return the document's style sheet; lengths follow the text size."""
    px, css = theme.px, theme.css
    serif = theme.editor_font(17).family()
    return f"""
    body, p, li, td, th, dd, dt {{ font-family: '{serif}'; font-size: {px(17)}px; color: {css("text")}; }}
    p {{ margin: 0 0 {px(12)}px 0; line-height: 108%; }}
    li {{ line-height: 106%; margin-bottom: {px(4)}px; }}
    h1 {{ font-family: '{serif}'; font-size: {px(24)}px; font-weight: 700; margin: {px(22)}px 0 {px(8)}px 0; }}
    h2 {{ font-family: '{serif}'; font-size: {px(20)}px; font-weight: 600; margin: {px(20)}px 0 {px(6)}px 0; }}
    h3, h4, h5, h6 {{ font-family: '{serif}'; font-size: {px(17)}px; font-weight: 600;
      margin: {px(18)}px 0 {px(4)}px 0; }}
    p.headline {{ font-size: {px(28)}px; font-weight: 700; margin: 0 0 {px(10)}px 0; line-height: 88%; }}
    p.kicker {{ font-family: 'Inter'; font-size: {px(12)}px; font-weight: 600; color: {css("accent")};
      margin: 0 0 {px(8)}px 0; }}
    p.standfirst {{ font-size: {px(19)}px; color: {css("text-muted")}; margin: 0 0 {px(10)}px 0; }}
    p.facts {{ font-family: 'Inter'; font-size: {px(13)}px; color: {css("text-muted")}; margin: 0 0 {px(18)}px 0; }}
    p.caption {{ font-family: 'Inter'; font-size: {px(13)}px; color: {css("text-muted")};
      margin: 0 0 {px(18)}px 0; }}
    p.figure {{ margin: {px(6)}px 0 {px(6)}px 0; line-height: 100%; }}
    blockquote {{ margin: {px(6)}px {px(28)}px {px(14)}px {px(28)}px; }}
    blockquote p {{ font-style: italic; color: {css("text-muted")}; }}
    a {{ color: {css("link")}; text-decoration: none; }}
    code, pre {{ font-family: 'JetBrains Mono'; font-size: {px(14)}px; }}
    pre {{ background-color: {css("surface")}; margin: {px(8)}px 0 {px(14)}px 0; }}
    table {{ border-collapse: collapse; margin: {px(8)}px 0 {px(16)}px 0; }}
    th {{ font-weight: 600; text-align: left; }}
    th, td {{ padding: {px(4)}px {px(10)}px; border-bottom: 1px solid {css("border")}; }}
    sup {{ font-size: {px(12)}px; }}
    .footnote p, .footnote li {{ font-size: {px(14)}px; color: {css("text-muted")}; }}
    .admonition {{ background-color: {css("surface")}; margin: {px(8)}px 0; }}
    .admonition-title {{ font-weight: 600; }}
    """
