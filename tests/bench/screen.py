"""A screen of its own for the benches: keys as a keyboard sends them, and the moment at which something was drawn.

Starts Xvfb, sends keys through XTest, and hears by XDamage what any program draws: from key to ink, measured from
outside, the same for every program. Linux only. Times are those of `time.monotonic`, which all processes share.
"""

from __future__ import annotations

import ctypes
import os
import select
import subprocess
import time
import zlib
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_long, c_short, c_uint, c_ulong, c_ushort, c_void_p
from types import TracebackType
from typing import NamedTuple, Self

_RAW_RECTANGLES = 0
_ALL_PLANES = ctypes.c_ulong(-1).value
_ZPIXMAP = 2
_PARENT = 2


class Box(NamedTuple):
    """A rectangle in the coordinates of the screen."""

    x: int
    y: int
    width: int
    height: int

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes have a pixel in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


class Damage(NamedTuple):
    """Something was drawn there and then."""

    at: float
    box: Box


class _Rectangle(Structure):
    _fields_ = (("x", c_short), ("y", c_short), ("width", c_ushort), ("height", c_ushort))


class _DamageNotify(Structure):
    _fields_ = (
        ("type", c_int), ("serial", c_ulong), ("send_event", c_int), ("display", c_void_p), ("drawable", c_ulong),
        ("damage", c_ulong), ("level", c_int), ("more", c_int), ("timestamp", c_ulong), ("area", _Rectangle),
        ("geometry", _Rectangle), ("room", c_long * 24),
    )  # fmt: skip


class _ImageHead(Structure):
    _fields_ = (
        ("width", c_int), ("height", c_int), ("xoffset", c_int), ("format", c_int), ("data", c_void_p),
        ("byte_order", c_int), ("unit", c_int), ("bit_order", c_int), ("pad", c_int), ("depth", c_int),
        ("bytes_per_line", c_int),
    )  # fmt: skip


class Screen:
    """An X server that nobody sees. Use it as a context manager."""

    def __init__(self, width: int = 1600, height: int = 1000) -> None:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.name = ":" + pipe.readline().strip()
        self._x = _library("libX11.so.6")
        self._test = _library("libXtst.so.6")
        self._damage = _library("libXdamage.so.1")
        self._x.XOpenDisplay.restype = c_void_p
        self._x.XGetImage.restype = POINTER(_ImageHead)
        self._x.XKeysymToKeycode.argtypes = [c_void_p, c_ulong]
        self._x.XStringToKeysym.restype = c_ulong
        self._display = c_void_p(self._x.XOpenDisplay(self.name.encode()))
        if not self._display:
            raise OSError(f"the screen {self.name} does not answer")
        self._socket = self._x.XConnectionNumber(self._display)
        base, errors = c_int(), c_int()
        if not self._damage.XDamageQueryExtension(self._display, byref(base), byref(errors)):
            raise OSError("this X server tells nothing of what is drawn")
        self._is_damage = base.value
        root = self._x.XDefaultRootWindow
        root.restype = c_ulong
        self._root = c_ulong(root(self._display))
        self._damage.XDamageCreate.restype = c_ulong
        self._damage.XDamageCreate(self._display, self._root, _RAW_RECTANGLES)
        self._codes: dict[str, int] = {}
        self._x.XFlush(self._display)

    def focus(self, window: int) -> None:
        """Give a window the keyboard."""
        self._x.XSetInputFocus(self._display, c_ulong(window), _PARENT, c_ulong(0))
        self._x.XFlush(self._display)

    def press(self, name: str, *held: str) -> float:
        """Press and let go of a key by its X name, while others are held; return when."""
        keys = [self._code(key) for key in (*held, name)]
        at = time.monotonic()
        for code, is_down in [(code, 1) for code in keys] + [(code, 0) for code in reversed(keys)]:
            self._test.XTestFakeKeyEvent(self._display, c_uint(code), is_down, c_ulong(0))
        self._x.XFlush(self._display)
        return at

    def drawn(self, until: float) -> list[Damage]:
        """Wait until then; return what was drawn meanwhile, in order."""
        found: list[Damage] = []
        event = _DamageNotify()
        while True:
            while self._x.XPending(self._display):
                self._x.XNextEvent(self._display, byref(event))
                if event.type == self._is_damage:
                    area = event.area
                    found.append(Damage(time.monotonic(), Box(area.x, area.y, area.width, area.height)))
            left = until - time.monotonic()
            if left <= 0:
                return found
            select.select([self._socket], [], [], left)

    def looks(self, box: Box) -> int:
        """Return a number for what is seen in a box: another one when a pixel changes."""
        image = self._x.XGetImage(self._display, self._root, *box, c_ulong(_ALL_PLANES), _ZPIXMAP)
        head = image.contents
        seen = zlib.crc32(ctypes.string_at(head.data, head.bytes_per_line * head.height))
        self._x.XDestroyImage(image)
        return seen

    def close(self) -> None:
        """End the X server, and with it whatever is shown on it."""
        self._server.terminate()
        self._server.wait(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _code(self, name: str) -> int:
        if name not in self._codes:
            sign = self._x.XStringToKeysym(c_char_p(name.encode()))
            self._codes[name] = self._x.XKeysymToKeycode(self._display, c_ulong(sign))
        return self._codes[name]


def _library(name: str) -> ctypes.CDLL:
    return ctypes.CDLL(name)
