"""Values are to be told from those of the standard library by nothing but how quickly a class is defined."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from desktop_app import values


@values.dataclass(frozen=True, slots=True)
class Place:
    name: str
    size: int = 0
    also: tuple[str, ...] = ()

    @property
    def is_large(self) -> bool:
        return self.size > 10


@values.dataclass(frozen=True, slots=True)
class Nothing:
    """Without a field."""


@values.dataclass(frozen=True, slots=True)
class One:
    part: Any


@values.dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    name: str = ""
    parts: Mapping[str, Any] = values.field(default_factory=dict)
    size: int


class Plain:
    def told(self) -> str:
        return repr(self)


@values.dataclass(frozen=True)
class Open(Plain):
    name: str
    reads: Callable[[str], str] = values.field(default=str.lower, compare=False)


def standard(kind: type, **options: bool) -> Any:
    """Return the same class as the standard library makes it."""
    described = [(one.name, one.type, _field(one)) for one in dataclasses.fields(kind)]
    return dataclasses.make_dataclass(kind.__name__, described, bases=kind.__bases__, frozen=True, **options)


def _field(one: dataclasses.Field[Any]) -> Any:
    if one.default_factory is not dataclasses.MISSING:
        return dataclasses.field(default_factory=one.default_factory, compare=one.compare)
    return dataclasses.field(default=one.default, compare=one.compare)


PLACE, NOTHING, ONE = standard(Place, slots=True), standard(Nothing, slots=True), standard(One, slots=True)
NAMED, OPEN = standard(Named, slots=True, kw_only=True), standard(Open)


@pytest.mark.parametrize(
    ("ours", "theirs", "given", "named"),
    [
        (Place, PLACE, ("Bakı",), {}),
        (Place, PLACE, ("Bakı", 3, ("Baku",)), {}),
        (Place, PLACE, ("Bakı",), {"also": ("Baku",)}),
        (Place, PLACE, (), {"also": ("Baku",), "name": "Bakı", "size": 4}),
        (Nothing, NOTHING, (), {}),
        (One, ONE, (1.5,), {}),
        (One, ONE, (), {"part": None}),
        (Named, NAMED, (), {"size": 3}),
        (Named, NAMED, (), {"size": 3, "parts": {"a": 1}, "name": "x"}),
        (Open, OPEN, ("a",), {}),
        (Open, OPEN, ("a", str.upper), {}),
    ],
)
def test_values_are_those_of_the_standard_library(
    ours: Any, theirs: Any, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    one, other = ours(*given, **named), theirs(*given, **named)
    assert repr(one) == repr(other)
    assert dataclasses.asdict(one) == dataclasses.asdict(other)
    assert values.as_dict(one) == {field.name: getattr(other, field.name) for field in dataclasses.fields(other)}
    assert ours.__match_args__ == theirs.__match_args__
    assert one == ours(*given, **named)
    assert one != other
    for again in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert again == one
        assert type(again) is ours
        assert repr(again) == repr(one)
    if ours is not Named:
        assert hash(one) == hash(other) == hash(ours(*given, **named))


@pytest.mark.parametrize(
    ("ours", "theirs", "given", "named"),
    [
        (Place, PLACE, (), {}),
        (Place, PLACE, (), {"size": 1}),
        (Place, PLACE, ("a", 1, (), 4), {}),
        (Place, PLACE, ("a",), {"name": "b"}),
        (Place, PLACE, ("a",), {"colour": 1}),
        (Place, PLACE, (), {"colour": 1, "size": 3, "also": ()}),
        (Nothing, NOTHING, (1,), {}),
        (One, ONE, (), {}),
        (One, ONE, (1,), {"part": 1}),
        (Named, NAMED, (), {}),
        (Named, NAMED, ("a",), {"size": 3}),
        (Named, NAMED, (3,), {}),
        (Open, OPEN, (), {"reads": str}),
    ],
)
def test_what_no_value_is_made_of_is_refused(
    ours: Any, theirs: Any, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    for kind in (ours, theirs):
        with pytest.raises(TypeError):
            kind(*given, **named)


def test_values_stay_as_they_are() -> None:
    place = Place("Bakı")
    for kept in (place, Open("a")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            kept.name = "Baku"  # type: ignore[misc]
        with pytest.raises(dataclasses.FrozenInstanceError):
            del kept.name
    assert not hasattr(place, "__dict__")
    assert place == Place("Bakı")


def test_values_are_replaced_in_part() -> None:
    changed = Place("Bakı", 20, ("Baku",))
    assert values.replace(Place("Bakı"), size=20, also=("Baku",)) == changed
    assert dataclasses.replace(Place("Bakı", 20), also=("Baku",)) == changed
    assert changed.is_large
    with pytest.raises(TypeError):
        values.replace(changed, colour="red")  # type: ignore[call-arg]


def test_what_is_not_compared_makes_no_difference() -> None:
    assert Open("a") == Open("a", str.upper)
    assert len({Open("a"), Open("a", str.upper), Open("b")}) == 2
    assert Open("a").told().startswith("Open(name='a', reads=")


def test_each_value_has_parts_of_its_own() -> None:
    assert Named(size=1).parts is not Named(size=1).parts


def test_values_that_can_be_changed_are_for_the_standard_library() -> None:
    with pytest.raises(TypeError):
        values.dataclass(frozen=False)(Plain)  # type: ignore[type-var, unused-ignore]


def test_standard_library_knows_them() -> None:
    assert dataclasses.is_dataclass(Place)
    assert [field.name for field in dataclasses.fields(Named(size=1))] == ["name", "parts", "size"]
    match Place("Bakı", 3):
        case Place(name, size):
            assert (name, size) == ("Bakı", 3)
