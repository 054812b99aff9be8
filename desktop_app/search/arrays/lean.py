"""Whoosh without the web: it is imported here first, and spared what it asks for and hardly ever uses.

Whoosh 2.7.5 takes one function from `urllib.request`, which it calls nowhere and which brings HTTP, TLS and e-mail with
it, one that escapes HTML, and two for English words, whose many patterns are compiled at once; it
asks for a calendar to read dates, and for temporary files and chance to write an index; `cached_property` asks
`asyncio` whether a function is a coroutine. Together they take longer to load than NumPy does, and a search has begun
and ended by then. What was given in their place loads the module when it is first used; whoever else imports these
modules gets the modules.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module that is loaded when something in it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


@contextmanager
def _put_off(module: ModuleType) -> Iterator[None]:
    """Let imports find this in place of the module of its name, for the time of the block."""
    name = module.__name__
    if name in sys.modules:
        yield
        return
    sys.modules[name] = module
    try:
        yield
    finally:
        if sys.modules.get(name) is module:
            del sys.modules[name]


def _later(module: str, function: str) -> _Later:
    """Return what stands for a module of which one function is taken at once, and called later or never."""

    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(import_module(module), function)(*arguments, **named)

    made = _Later(module)
    setattr(made, function, call)
    return made


with _put_off(_later("urllib.request", "urlretrieve")), _put_off(_later("html", "escape")):
    import whoosh.compat
with _put_off(_Later("asyncio")):
    import cached_property  # type: ignore[import-untyped]  # noqa: F401
with (
    _put_off(_Later("tempfile")),
    _put_off(_Later("random")),
    _put_off(_later("shutil", "copyfileobj")),
    _put_off(_Later("calendar")),
    _put_off(_later("whoosh.lang.morph_en", "variations")),
    _put_off(_later("whoosh.lang.porter", "stem")),
):
    import whoosh.codec.base
    import whoosh.query
    import whoosh.searching  # noqa: F401
