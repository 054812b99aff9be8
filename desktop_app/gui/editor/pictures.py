"""Pictures for the preview: asked for by the name in the text, fetched off the GUI thread, the newest kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from desktop_app.gui.context import Context

_KEPT_BYTES = 48_000_000
_HEAD = "/picture/"
_KINDS = (
    (b"\x89PNG", b"image/png"),
    (b"\xff\xd8", b"image/jpeg"),
    (b"GIF8", b"image/gif"),
    (b"BM", b"image/bmp"),
    (b"II*\x00", b"image/tiff"),
    (b"MM\x00*", b"image/tiff"),
)


class PictureStore:
    """Answers `fetch(path, then)`; `then` gets the bytes, or None where there is no such picture."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self.names: Mapping[str, str] = MappingProxyType({})
        """Address in the text → sha256, of the article at hand: nothing else can be asked for."""

    def fetch(self, path: str, then: Callable[[bytes | None], object]) -> None:
        """Fetch `/picture/NAME`."""
        sha256 = self.names.get(unquote(path.removeprefix(_HEAD))) if path.startswith(_HEAD) else None
        if sha256 is None:
            then(None)
            return
        known = self._kept.get(sha256)
        if known is not None:
            self._kept.move_to_end(sha256)
            then(known)
            return

        def keep(data: bytes | None) -> None:
            if data is not None:
                self._keep(sha256, data)
            then(data)

        self._read(lambda: self._context.archive.picture_bytes(sha256), keep)

    def fetch_file(self, file: Path, then: Callable[[bytes | None], object]) -> None:
        """Fetch a file that ships with the program."""
        self._read(file.read_bytes, then)

    def _read(self, fn: Callable[[], bytes], then: Callable[[bytes | None], object]) -> None:
        try:
            self._context.jobs.read(fn, done=then, failed=lambda error: then(None))
        except RuntimeError:
            # The lanes are closed: the window is going, and the page asks for one more font.
            then(None)

    def _keep(self, sha256: str, data: bytes) -> None:
        self._kept[sha256] = data
        while sum(map(len, self._kept.values())) > _KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)


def media_type(data: bytes) -> bytes:
    """Tell a picture's type by its first bytes."""
    for head, kind in _KINDS:
        if data.startswith(head):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"image/webp"
    if data[4:8] == b"ftyp":
        return b"image/avif"
    if b"<svg" in data[:2000].lower():
        return b"image/svg+xml"
    return b"application/octet-stream"
