"""Value classes that cost nearly nothing to define: `dataclass`, `field` and `replace`, as frozen values need them.

The standard decorator writes the source of six methods for each class and compiles it: seventy classes take longer to
define than a search takes that speaks in them. Here all classes share methods that were compiled with this module;
defining one takes 25 µs and not 700, making a value of it a microsecond more.

Promises: to type checkers and to everything in `dataclasses` (`fields`, `asdict`, `replace`, `is_dataclass`) these are
dataclasses; they compare, hash, print and pickle as such, the latter by their fields alone, which is much quicker.

Not for values that can be changed, ordered or inherited from, nor for `ClassVar`, `InitVar` and `__post_init__`: take
the standard one for these, and wherever a class is loaded late anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

_Values = Callable[[Any], tuple[Any, ...]]


class _Field(NamedTuple):
    """What stands behind a name in place of a default."""

    default: Any
    factory: Callable[[], Any] | None
    compare: bool


_NO_DEFAULT = object()


def _field(
    *, default: Any = _NO_DEFAULT, default_factory: Callable[[], Any] | None = None, compare: bool = True
) -> _Field:
    """See `dataclasses.field`; what is not compared is not hashed."""
    return _Field(default, default_factory, compare)


def _dataclass(*, frozen: bool, slots: bool = False, kw_only: bool = False) -> Callable[[type], type]:
    """See `dataclasses.dataclass`; `frozen` must be True."""
    if not frozen:
        raise TypeError("values are frozen; take dataclasses.dataclass for others")
    return lambda plain: _value_class(plain, slots=slots, kw_only=kw_only)


def _replace(value: Any, /, **changes: Any) -> Any:
    """See `dataclasses.replace`."""
    return type(value)(**as_dict(value) | changes)


def as_dict(value: Any) -> dict[str, Any]:
    """Return what a value is made of by the names of its fields; values within it stay values."""
    return {name: getattr(value, name) for name in type(value).__annotations__}


def _value_class(plain: type, *, slots: bool, kw_only: bool) -> type:
    space = {name: own for name, own in vars(plain).items() if name not in ("__dict__", "__weakref__")}
    names = tuple(space.get("__annotations__", ()))
    fields = {name: space.pop(name) for name in names if name in space}
    fields = {name: one if isinstance(one, _Field) else _Field(one, None, True) for name, one in fields.items()}
    compared = tuple(name for name in names if name not in fields or fields[name].compare)
    # What the class defines itself stays.
    space = _methods(_values_of(names), _values_of(compared)) | space
    space["__init__"] = _init(names, fields, 0 if kw_only else len(names))
    space["__match_args__"] = () if kw_only else names
    space["__dataclass_fields__"] = _Described(fields, kw_only)
    if slots:
        space["__slots__"] = names
    return type(plain)(plain.__name__, plain.__bases__, space)


def _values_of(names: tuple[str, ...]) -> _Values:
    """Return what gives the fields of a value as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _methods(values: _Values, compared: _Values) -> dict[str, Any]:
    """Return the methods of a class that ask a value for its fields."""

    def __eq__(self: Any, other: object) -> Any:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(compared(self))

    def __reduce_ex__(self: Any, protocol: int) -> tuple[Any, ...]:
        return _made_again, (self.__class__, values(self))

    return {
        "__eq__": __eq__,
        "__hash__": __hash__,
        "__reduce_ex__": __reduce_ex__,
        "__repr__": _repr,
        "__setattr__": _refused,
        "__delattr__": _refused,
    }


def _init(names: tuple[str, ...], fields: Mapping[str, _Field], most: int) -> Callable[..., None]:
    """Return the method that gives a value its fields, at most so many by their places."""
    known = frozenset(names)
    defaults = {name: one.default for name, one in fields.items() if one.factory is None}
    factories = {name: one.factory for name, one in fields.items() if one.factory is not None}

    def completed(kind: type, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        if named.keys() == known and not given:
            return tuple(map(named.__getitem__, names))
        parts = {**defaults, **dict(zip(names, given[:most], strict=False)), **named}
        for name, factory in factories.items():
            if name not in parts:
                parts[name] = factory()
        twice = named.keys() & names[: len(given)] if given else ()
        if len(given) > most or twice or parts.keys() != known:
            wrong = ", ".join(sorted(twice or parts.keys() ^ known)) or f"{len(given)} values by their places"
            raise TypeError(f"{kind.__name__}() is not made of what was given: {wrong}")
        return tuple([parts[name] for name in names])

    def __init__(self: Any, /, *given: Any, **named: Any) -> None:
        if named or len(given) != most or not most:
            given = completed(type(self), given, named)
        for name, part in zip(names, given, strict=True):
            _put(self, name, part)

    return __init__


_put = object.__setattr__


def _made_again(kind: type, parts: tuple[Any, ...]) -> Any:
    """Return the value that was pickled."""
    made: Any = object.__new__(kind)
    for name, part in zip(kind.__annotations__, parts, strict=True):
        _put(made, name, part)
    return made


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={part!r}' for name, part in as_dict(self).items())})"


def _refused(self: Any, name: str, *_: Any) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change the field {name!r} of a value")


class _Described:
    """The fields of a class as the standard library describes them, from the first time it asks."""

    def __init__(self, fields: Mapping[str, _Field], kw_only: bool) -> None:
        self._fields = fields
        self._kw_only = kw_only

    def __get__(self, value: object, kind: Any) -> Any:
        import dataclasses

        described: list[tuple[str, Any, Any]] = []
        for name, annotation in kind.__annotations__.items():
            own = self._fields.get(name, _field())
            default = dataclasses.MISSING if own.default is _NO_DEFAULT else own.default
            made = {"default_factory": own.factory} if own.factory else {"default": default}
            described.append((name, annotation, dataclasses.field(**made, compare=own.compare)))
        made_kind: Any = dataclasses.make_dataclass(kind.__name__, described, kw_only=self._kw_only)
        kind.__dataclass_fields__ = made_kind.__dataclass_fields__
        return kind.__dataclass_fields__


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, _field, _replace

__all__ = ["as_dict", "dataclass", "field", "replace"]
