"""YAML values stay as typed, survive writing and reading, and cannot hurt."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.transfer import yaml_values
from desktop_app.transfer.yaml_values import PlainDate, YamlTrouble, dump, load

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
    st.text("ab:#-\n 'e1.0\"\\[{|>", max_size=12),
    st.sampled_from(["no", "1.10", "2014-03-19", "~", "null", "---", "...", "18F", "1e3", "0x1f", "=", "<<", "é\n😀"]),
)
SCALARS = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)
MAPPINGS = st.dictionaries(TEXTS, VALUES, max_size=5)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("version: 1.10", "1.10"),
        ("language: no", "no"),
        ("date: 2014-03-19 1:02:11 -0400", "2014-03-19 1:02:11 -0400"),
        ("date: 1998", 1998),
        ("issue: 007", "007"),
        ("draft: true", True),
        ("draft: False", False),
        ("ratio: 0.5", 0.5),
        ("gone:", None),
        ("gone: ~", None),
        ("zip: '20405'", "20405"),
        ("big: 0x1F", "0x1F"),
        ("time: 12:30:00", "12:30:00"),
        ("odd: !ruby/object:Gem 5", 5),
        ("text: !!str 5", "5"),
        ("hello: !!python/object/apply:os.system [ls]", ["ls"]),
    ],
)
def test_value_stays_as_its_author_wrote_it(written: str, read: object) -> None:
    value = next(iter(load(written).value.values()))
    assert value == read
    assert type(value) is type(read)


@settings(max_examples=300, deadline=None)
@given(MAPPINGS)
def test_what_is_dumped_reads_back_the_same(data: dict[str, object]) -> None:
    text = dump(data)
    if data:
        assert load(text).value == data
        assert not any(line.startswith(("---", "...")) for line in text.split("\n"))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(TEXTS.filter(lambda key: key not in ("<<", "=")), st.lists(TEXTS, max_size=3), max_size=4))
def test_what_is_dumped_means_the_same_to_another_yaml_reader(data: dict[str, object]) -> None:
    assert (yaml.safe_load(dump(data)) or {}) == data


def test_date_is_written_without_quotes_when_it_is_a_whole_day() -> None:
    assert dump({"date": PlainDate("2014-03-19")}) == "date: 2014-03-19\n"
    assert dump({"date": PlainDate("c. 1911")}) == "date: c. 1911\n"
    assert dump({"date": "2014-03-19"}) == 'date: "2014-03-19"\n'


def test_blocks_and_lists_are_written_as_a_person_would() -> None:
    data = {
        "title": "Körpü: əvvəl",
        "authors": [{"name": "Leyla Əliyeva", "affiliation": "Bakı"}, "X"],
        "note": "a\nb\n",
    }
    assert dump(data) == (
        'title: "Körpü: əvvəl"\nauthors:\n  - name: Leyla Əliyeva\n    affiliation: Bakı\n  - X\nnote: |\n  a\n  b\n'
    )


def test_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(YamlTrouble, match="more than"):
        load("\n".join(lines))


@pytest.mark.parametrize("text", ["a: " + "[" * 50_000, "a: " + "[" * 50_000 + "]" * 50_000, "- " * 9_000 + "x"])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(YamlTrouble):
        load(text)


@pytest.mark.parametrize("text", ["a: *b", "a: [1", "a: b: c", "a: 'x", "\x00", "a: \x01", "&a [*a]", "%YAML 9"])
def test_broken_yaml_is_one_kind_of_trouble(text: str) -> None:
    with pytest.raises(YamlTrouble):
        load(text)


def test_duplicate_keys_are_told_and_the_last_one_counts() -> None:
    loaded = load("tags: [a]\ntitle: x\ntags: [b]\ntitle: x\n")
    assert loaded.value == {"tags": ["b"], "title": "x"}
    assert len(loaded.warnings) == 1
    assert "tags" in loaded.warnings[0]


def test_empty_duplicate_does_not_wipe_out_the_first() -> None:
    assert load("title: x\ntitle:\n").value == {"title": "x"}


def test_merge_keys_and_aliases_are_followed() -> None:
    value = load("base: &b {a: 1, c: 2}\nmore:\n  <<: *b\n  c: 3\nagain: *b\n").value
    assert value == {"base": {"a": 1, "c": 2}, "more": {"a": 1, "c": 3}, "again": {"a": 1, "c": 2}}


def test_the_python_parser_serves_where_libyaml_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_values, "_Loader", yaml.BaseLoader)
    assert load("a: [1, 'b']\nc: &x {d: no}\n").value == {"a": [1, "b"], "c": {"d": "no"}}
