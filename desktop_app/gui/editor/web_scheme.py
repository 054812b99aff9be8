"""What must stand before the web engine starts: the preview's address scheme, and drawing without the graphics card.

`article://page/` is all the preview can reach. The engine itself is loaded with the first preview: it would cost the
program's start 50 ms and 20 MB.
"""

from __future__ import annotations

import os

from PySide6.QtWebEngineCore import QWebEngineUrlScheme

SCHEME = b"article"
PAGE = "article://page/"
_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"


def prepare_engine() -> None:
    """Make the scheme known and choose how pages are drawn; a second call does nothing."""
    if QWebEngineUrlScheme.schemeByName(SCHEME).name():
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)
    # A page drawn by the graphics card makes Qt put the whole window together there at each flush, the text being
    # typed beside it too: without a card a key's ink took 60 ms instead of 5, and each blink of the caret 15 ms.
    os.environ["QT_QUICK_BACKEND"] = "software"
    os.environ[_FLAGS] = f"{os.environ.get(_FLAGS, '')} --disable-gpu".strip()
