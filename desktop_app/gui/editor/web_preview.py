"""The preview by the web engine, locked down: no page scripts, no network, no files; only what changed is patched.

Scripts of the page are off and its policy forbids everything but our own pictures and fonts; our own few lines run in a
world of their own, which the switch does not concern. All requests but `article:` and `data:` are blocked besides. A
link opens nothing. The page is deleted before its profile, or Qt warns of trouble.
"""

from __future__ import annotations

import json

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlSchemeHandler,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app import paths
from desktop_app.gui.context import Context
from desktop_app.gui.editor.pictures import PictureStore, media_type
from desktop_app.gui.editor.preview import PreviewBackend
from desktop_app.gui.editor.preview_page import FONT_FILES, PreviewContent, shell_html, web_style
from desktop_app.gui.editor.web_scheme import PAGE, SCHEME, prepare_engine
from desktop_app.markup.page import alike

_OFF = (
    "JavascriptEnabled",
    "LocalContentCanAccessRemoteUrls",
    "LocalContentCanAccessFileUrls",
    "PluginsEnabled",
    "LocalStorageEnabled",
    "JavascriptCanOpenWindows",
    "JavascriptCanAccessClipboard",
    "FullScreenSupportEnabled",
    "ScreenCaptureEnabled",
    "WebGLEnabled",
    "AutoLoadIconsForPage",
    "DnsPrefetchEnabled",
    "PdfViewerEnabled",
    "HyperlinkAuditingEnabled",
    "NavigateOnDropEnabled",
    "AllowRunningInsecureContent",
    "ErrorPageEnabled",
)
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
_SCRIPT = """
var copydesk = (() => {
  const text = document.getElementById('text'), head = document.getElementById('head');
  let lines = [];
  const top = e => e.getBoundingClientRect().top + scrollY;
  const find = line => { let a = 0, b = lines.length; while (a < b) { const m = (a + b) >> 1;
    if (lines[m] <= line) a = m + 1; else b = m; } return a - 1; };
  return {
    head(html, language) { head.innerHTML = html; document.documentElement.lang = language; },
    patch(start, removed, blocks, newLines) {
      if (newLines) lines = newLines;
      for (let n = 0; n < removed; n++) text.children[start].remove();
      const at = text.children[start] || null;
      for (const html of blocks) { const box = document.createElement('div'); box.innerHTML = html;
        text.insertBefore(box, at); }
      return text.children.length;
    },
    look(css) { document.getElementById('look').textContent = css; },
    to(line) {
      if (line <= 0 || !lines.length) { scrollTo(0, 0); return; }
      const n = find(line); if (n < 0) { scrollTo(0, 0); return; }
      const here = top(text.children[n]);
      const next = n + 1 < lines.length ? top(text.children[n + 1]) : here + text.children[n].offsetHeight;
      const span = (n + 1 < lines.length ? lines[n + 1] : lines[n] + 1) - lines[n];
      scrollTo(0, here + (next - here) * Math.min(1, (line - lines[n]) / (span || 1)));
    },
    at() {
      let a = 0, b = lines.length;
      while (a < b) { const m = (a + b) >> 1; if (top(text.children[m]) <= scrollY + 1) a = m + 1; else b = m; }
      const n = a - 1; if (n < 0) return -1;
      const here = top(text.children[n]);
      const next = n + 1 < lines.length ? top(text.children[n + 1]) : here + text.children[n].offsetHeight;
      const span = (n + 1 < lines.length ? lines[n + 1] : lines[n] + 1) - lines[n];
      return lines[n] + (next > here ? (scrollY - here) / (next - here) : 0) * span;
    }
  };
})();
1
"""


class WebPreview(PreviewBackend):
    """A web view of one page that never loads another one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        prepare_engine()
        self._content: PreviewContent | None = None
        self._shown: list[str] = []
        self._lines: list[int] = []
        self._head = ""
        self._is_loaded = False
        self._wanted_line: float | None = None
        self.store = PictureStore(context)
        self.blocked: list[str] = []
        """Addresses that something in a text asked for and did not get; for tests and the curious."""
        profile = QWebEngineProfile()
        _lock(profile)
        self._handler = _Handler(self)
        self._guard = _Guard(self.blocked)
        profile.installUrlSchemeHandler(SCHEME, self._handler)
        profile.setUrlRequestInterceptor(self._guard)
        self.page = _Page(profile, self)
        # A child is deleted after its parent's own part: the order Qt asks for, also when the window is just deleted.
        self.page.setParent(self)
        profile.setParent(self.page)
        self.view = QWebEngineView()
        self.view.setPage(self.page)
        self.view.setAcceptDrops(False)
        self.view.setAccessibleName(self.tr("Preview"))
        self._add_menu()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.page.setBackgroundColor(context.theme.color("surface"))
        self.page.loadFinished.connect(self._on_loaded)
        self.page.scrollPositionChanged.connect(lambda _: self._on_scroll())
        self.page.renderProcessTerminated.connect(self._on_death)
        self.page.load(QUrl(PAGE))

    def pane(self) -> QWidget:
        return self.view.focusProxy() or self.view

    def page_source(self) -> bytes:
        """Return the empty page."""
        return shell_html(web_style(self.context.theme.theme)).encode()

    def show_content(self, content: PreviewContent) -> None:
        self._content = content
        self.store.names = content.pictures
        if self._is_loaded:
            self._patch(content)

    def restyle(self) -> None:
        self.page.setBackgroundColor(self.context.theme.color("surface"))
        if self._is_loaded:
            self._run(f"copydesk.look({json.dumps(web_style(self.context.theme.theme))})")

    def scroll_to_line(self, line: float) -> None:
        self._wanted_line = line
        if self._is_loaded:
            self._expect_scroll()
            self._run(f"copydesk.to({line:.3f})")

    def shut_down(self) -> None:
        if not shiboken6.isValid(self.view):
            return
        self._is_loaded = False
        self.view.setPage(None)
        shiboken6.delete(self.page)
        shiboken6.delete(self.view)

    def _add_menu(self) -> None:
        copy = QAction(self.tr("Copy"), self.view)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.triggered.connect(lambda: self.page.triggerAction(QWebEnginePage.WebAction.Copy))
        every = QAction(self.tr("Select all"), self.view)
        every.triggered.connect(lambda: self.page.triggerAction(QWebEnginePage.WebAction.SelectAll))
        # Chromium's own menu offers Back, Reload and Save: nothing of that makes sense here.
        self.view.addActions([copy, every])
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _patch(self, content: PreviewContent) -> None:
        """Send only what differs from what the page shows."""
        if content.head != self._head:
            self._head = content.head
            self._run(f"copydesk.head({json.dumps(content.head)}, {json.dumps(content.language)})")
        old, new = self._shown, [block.html for block in content.blocks]
        start, tail = alike(old, new)
        lines = [block.line for block in content.blocks]
        if start + tail == len(old) == len(new) and lines == self._lines:
            return
        fresh = json.dumps(new[start : len(new) - tail], ensure_ascii=False)
        # A key in a paragraph moves no line.
        told = "null" if lines == self._lines else json.dumps(lines)
        self._shown, self._lines = new, lines
        self._expect_scroll()
        self._run(f"copydesk.patch({start}, {len(old) - start - tail}, {fresh}, {told})")

    def _run(self, code: str) -> None:
        self.page.runJavaScript(code, _WORLD)

    def _on_loaded(self, is_well: bool) -> None:
        if self._is_loaded:
            # A link that was refused ends as a load that failed; the page itself is where it was.
            return
        if not is_well:
            self.failed.emit(self.tr("The page could not be shown."))
            return
        self._run(_SCRIPT)
        self._is_loaded = True
        self._shown, self._lines, self._head = [], [], ""
        if self._content is not None:
            self._patch(self._content)
        if self._wanted_line is not None:
            self.scroll_to_line(self._wanted_line)

    def _on_scroll(self) -> None:
        if self._is_loaded and not self._is_own_scroll:
            self.page.runJavaScript("copydesk.at()", _WORLD, self._on_line)

    def _on_line(self, line: object) -> None:
        if isinstance(line, int | float) and shiboken6.isValid(self):
            self.line_scrolled.emit(float(line))

    def _on_death(self, *_: object) -> None:
        self._is_loaded = False
        self.failed.emit(self.tr("The process that draws the preview ended."))


class _Page(QWebEnginePage):
    """A page that goes nowhere."""

    def __init__(self, profile: QWebEngineProfile, preview: WebPreview) -> None:
        super().__init__(profile)
        self._preview = preview

    def acceptNavigationRequest(self, url: QUrl, kind: QWebEnginePage.NavigationType, is_main_frame: bool) -> bool:
        here = QUrl(PAGE)
        if is_main_frame and url.scheme() == here.scheme() and url.host() == here.host() and url.path() in ("", "/"):
            return True
        if is_main_frame and kind == QWebEnginePage.NavigationType.NavigationTypeLinkClicked:
            self._preview.link_activated.emit(url.toString())
        return False

    def createWindow(self, kind: QWebEnginePage.WebWindowType) -> None:  # type: ignore[override]
        return None

    def javaScriptConsoleMessage(self, level: object, message: str, line: int, source: str) -> None:
        """The policy's complaints about what a text tried are nobody's news."""


class _Guard(QWebEngineUrlRequestInterceptor):
    """Blocks everything that is not ours, whatever the page's policy says. Runs on the GUI thread in Qt 6."""

    def __init__(self, blocked: list[str]) -> None:
        super().__init__()
        self._blocked = blocked

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl().scheme() not in ("article", "data"):
            del self._blocked[:-100]
            self._blocked.append(info.requestUrl().toString())
            info.block(True)


class _Handler(QWebEngineUrlSchemeHandler):
    """Serves the page, its fonts and the pictures of the article at hand; files and SQL stay off the GUI thread."""

    def __init__(self, preview: WebPreview) -> None:
        super().__init__()
        self._preview = preview

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        path = url.path()
        if url.host() != QUrl(PAGE).host():
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        elif path in ("", "/"):
            _reply(job, self._preview.page_source(), b"text/html;charset=utf-8")
        elif path.removeprefix("/font/") in FONT_FILES:
            file = paths.resource("fonts") / path.removeprefix("/font/")
            self._preview.store.fetch_file(file, lambda data: _reply(job, data, b"font/ttf"))
        else:
            # The path as it was asked for: decoding twice would let %252F through.
            wanted = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
            self._preview.store.fetch(wanted, lambda data: _reply(job, data, media_type(data or b"")))


def _reply(job: QWebEngineUrlRequestJob, data: bytes | None, kind: bytes) -> None:
    if not shiboken6.isValid(job):
        return
    if data is None:
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        return
    buffer = QBuffer(job)
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(kind, buffer)


def _lock(profile: QWebEngineProfile) -> None:
    settings = profile.settings()
    for name in _OFF:
        settings.setAttribute(getattr(QWebEngineSettings.WebAttribute, name), False)
    settings.setFontFamily(QWebEngineSettings.FontFamily.StandardFont, "Literata")
