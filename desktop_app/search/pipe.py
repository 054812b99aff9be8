"""How questions and answers cross the pipe: pickled, the frozen values of `service` by their fields alone.

A page has a thousand such values. Left to itself, pickle asks each for a state and sets it attribute by attribute,
which takes four times as long as a search for a rare word. What was sent is received by `Connection.recv` as ever.
"""

from __future__ import annotations

import copyreg
import dataclasses
import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from operator import attrgetter
from typing import Any, Literal

from desktop_app.search import service

ReplyKind = Literal["result", "progress", "user_error", "bug"]


@dataclass(frozen=True, slots=True)
class Call:
    """One question; `number` comes back with the answer."""

    number: int
    method: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, or word of how far the work has come."""

    number: int
    kind: ReplyKind
    value: Any


def send(connection: Connection, value: object) -> None:
    """Send a value; raises OSError where the other side is gone."""
    packed = io.BytesIO()
    _Pickler(packed, pickle.HIGHEST_PROTOCOL).dump(value)
    connection.send_bytes(packed.getbuffer())


def _by_fields(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Return what says of a value by what it is made, and of what."""
    fields = dataclasses.fields(kind)
    names = tuple(field.name for field in fields)
    values = attrgetter(*names)
    if any(field.kw_only for field in fields):
        return lambda value: (_made, (kind, names, values(value)))
    return lambda value: (kind, values(value))


def _made(kind: type, names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    return kind(**dict(zip(names, values, strict=True)))


class _Pickler(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table | {
        kind: _by_fields(kind)
        for kind in vars(service).values()
        if isinstance(kind, type) and dataclasses.is_dataclass(kind) and len(dataclasses.fields(kind)) > 1
    }
