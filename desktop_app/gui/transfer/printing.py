"""Printing an article on the system's printer: as it reads, in black on white. For beautiful pages there is the PDF."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from desktop_app import markup
from desktop_app.archive.articles import Article
from desktop_app.gui.context import Context
from desktop_app.gui.library.reader_page import page_html, style_sheet
from desktop_app.gui.theme import Theme

_MARGIN_MM = 22


def print_article(context: Context, article_id: int, window: QWidget) -> None:
    """Read the article, ask for the printer, print."""

    def fetch() -> tuple[Article, str]:
        article = context.archive.get(article_id)
        return article, markup.render(article.body, language=article.language).html

    context.jobs.render(fetch, done=lambda found: _ask(context, found, window))


def _ask(context: Context, found: tuple[Article, str], window: QWidget) -> None:
    article, html = found
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(article.title)
    printer.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM), QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def accepted() -> None:
        paper_document(article, html).print_(printer)
        words = context.messages.tr("Sent to the printer: “{title}”").format(title=article.title)
        context.messages.toast(words)

    dialog.accepted.connect(accepted)
    dialog.open()


def paper_document(article: Article, html: str) -> QTextDocument:
    """Make the document that goes to paper: the light theme's words, whatever the window wears."""
    theme = Theme.load("light")
    document = QTextDocument()
    document.setDefaultFont(theme.editor_font(17))
    document.setDefaultStyleSheet(style_sheet(theme))
    document.setHtml(page_html(article, html, 0))
    return document
