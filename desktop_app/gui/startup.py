"""Before the window: are the system's libraries there? If not, the exact line that installs them, never a traceback.

Qt's wheels bring Qt itself, not the X and GL libraries of the system. A missing one shows in two ways: `import
PySide6.QtWidgets` fails (ImportError names the file), or the platform plugin fails inside QApplication, which aborts
the process. The second is found beforehand by opening the libraries the xcb plugin needs.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import sys
from collections.abc import Iterable, Mapping

from desktop_app.errors import UserError

APT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""Library file: Debian and Ubuntu package. Checked on bare Debian 12, step by step."""

DNF = {
    "libglib-2.0.so.0": "glib2",
    "libgthread-2.0.so.0": "glib2",
    "libGL.so.1": "libglvnd-glx",
    "libEGL.so.1": "libglvnd-egl",
    "libX11.so.6": "libX11",
    "libX11-xcb.so.1": "libX11-xcb",
    "libdbus-1.so.3": "dbus-libs",
    "libfontconfig.so.1": "fontconfig",
    "libfreetype.so.6": "freetype",
    "libxkbcommon.so.0": "libxkbcommon",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11",
    "libxcb-cursor.so.0": "xcb-util-cursor",
    "libxcb-icccm.so.4": "xcb-util-wm",
    "libxcb-image.so.0": "xcb-util-image",
    "libxcb-keysyms.so.1": "xcb-util-keysyms",
    "libxcb-render-util.so.0": "xcb-util-renderutil",
    "libxcb-util.so.1": "xcb-util",
}
"""Library file: Fedora package; what is not named here comes with libxcb."""

WIDGETS = (
    "libglib-2.0.so.0", "libGL.so.1", "libEGL.so.1", "libX11.so.6", "libdbus-1.so.3", "libfontconfig.so.1",
    "libfreetype.so.6", "libxkbcommon.so.0",
)  # fmt: skip
XCB = tuple(name for name in APT if name.startswith(("libxcb", "libX11-xcb", "libxkbcommon-x11")))


class NoWindow(UserError):
    """The window cannot be shown on this system as it is."""


def check(environment: Mapping[str, str] = os.environ) -> None:
    """Raise `NoWindow` with the line that helps when the window could not be shown."""
    try:
        importlib.import_module("PySide6.QtWidgets")
        importlib.import_module("PySide6.QtSvg")
    except ImportError as error:
        raise trouble_of(error) from error
    if not sys.platform.startswith("linux"):
        return
    platform = environment.get("QT_QPA_PLATFORM", "")
    if platform.startswith("offscreen"):
        return
    wayland = bool(environment.get("WAYLAND_DISPLAY"))
    if not (wayland or environment.get("DISPLAY") or platform):
        raise NoWindow(
            "There is no screen here, so the window cannot be shown. Nothing was changed.",
            "The command line works without one: copydesk --help. A picture of the window: copydesk demo --headless.",
        )
    if platform.startswith("xcb") or (not platform and not wayland):
        missing = absent(XCB)
        if missing:
            raise missing_libraries(missing)
        if not display_answers():
            raise NoWindow(
                f"The screen {environment.get('DISPLAY', '')} does not answer, so the window cannot be shown. "
                "Nothing was changed.",
                "Is DISPLAY right, and may this user draw there? A picture of the window: copydesk demo --headless.",
            )


def display_answers() -> bool:
    """Tell whether the X server named by DISPLAY lets us in; Qt itself would abort the process where it does not."""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return True  # not ours to judge: what is missing was told by name
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    display = x11.XOpenDisplay(None)
    if not display:
        return False
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    x11.XCloseDisplay(display)
    return True


def absent(names: Iterable[str]) -> list[str]:
    """Return which of these libraries cannot be opened."""
    found = []
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            found.append(name)
    return found


def trouble_of(error: ImportError) -> NoWindow:
    """Turn Qt's import failure into words and a line to type."""
    named = re.search(r"(lib[\w.+-]+\.so(?:\.\d+)*)", str(error))
    if named is None:
        return NoWindow(
            f"The window needs PySide6, which is not usable here ({error}). Nothing was changed.",
            "Install it with: python -m pip install 'PySide6>=6.11.3,<6.12'",
        )
    # Qt names one library at a time; whoever has to type a line wants it to be the last one.
    missing = absent((*WIDGETS, *XCB)) if sys.platform.startswith("linux") else []
    return missing_libraries(list(dict.fromkeys((named[1], *missing))))


def missing_libraries(names: Iterable[str], system: str | None = None) -> NoWindow:
    """Say which libraries are missing and the exact line that brings them."""
    names = list(names)
    lines = install_lines(names, system if system is not None else _os_release())
    return NoWindow(
        f"The window needs libraries that this system lacks: {', '.join(names)}. Nothing was changed.",
        "Install them with:\n  " + "\n  ".join(lines),
    )


def install_lines(names: Iterable[str], os_release: str) -> list[str]:
    """Return the line for this system; both known lines where the system says nothing of itself."""
    names = list(names)
    apt = "sudo apt-get install -y --no-install-recommends " + " ".join(_packages(names, APT, "apt"))
    dnf = "sudo dnf install -y " + " ".join(_packages(names, DNF, "dnf"))
    family = os_release.lower()
    if any(word in family for word in ("debian", "ubuntu", "mint")):
        return [apt]
    if any(word in family for word in ("fedora", "rhel", "centos", "suse")):
        return [dnf]
    return [apt, dnf]


def _packages(names: Iterable[str], table: Mapping[str, str], system: str) -> list[str]:
    rest = "libxcb" if system == "dnf" else ""
    packages = []
    for name in names:
        stem = name.split(".so")[0]
        packages.append(table.get(name) or (rest if name.startswith("libxcb") and rest else stem.lower()))
    return sorted(dict.fromkeys(packages))


def _os_release() -> str:
    try:
        with open("/etc/os-release", encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
