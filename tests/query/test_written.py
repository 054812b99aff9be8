"""A query written from its tree is read as the same tree."""

from __future__ import annotations

import pytest
from hypothesis import given

from desktop_app.query import parse, to_text
from desktop_app.query.tree import Node, Value
from tests.query.making import TODAY, article, trees, typed


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("", "*"),
        ("a  AND b", "a b"),
        ("a VƏ YA (b И c)", "a OR (b c)"),
        ("a (b OR c) NOT d", "a (b OR c) -d"),
        ("-(a b)", "-(a b)"),
        ("title:(a OR b)", "title:a OR title:b"),
        ("«old bridge» =Bakı", '"old bridge" =Bakı'),
        ('"old bridge"~3 well-known e-mail', '"old bridge"~3 well-known e-mail'),
        ("a OR b OR", 'a OR (b "OR"~0)'),
        ("brid* brigde~ brigde~2", "brid* brigde~ brigde~2"),
        ("müəllif:aliyev~ author:ab~", "author:aliyev~ author:ab~"),
        ("язык:азербайджанский x", "language:az x"),
        ("lang:(az OR tr) -lang:ru", "(language:az OR language:tr) -language:ru"),
        ('tag:“two words” tag:"none" -tag:none', 'tag:"two words" tag:"none" -tag:none'),
        ("date:last-month", "published:2024-02-01..2024-02-29"),
        ("date:>9999 created:<0001", "published:>9999 created:<0001"),
        ("words:>800 words:5 words:1..2", "words:801.. words:5 words:1..2"),
        ("есть:картинка is:taslak is:published", "has:picture is:draft status:published"),
        ("tag:'90s ‘a:b c", 'tag:"\'90s" "‘a:b"~0 c'),
        ('“the "old" «bridge»”', '“the "old" «bridge»”'),
    ],
)
def test_a_tree_is_written_in_the_plainest_form(typed: str, written: str) -> None:
    assert to_text(parse(typed, today=TODAY).node) == written


@given(typed)
def test_what_is_written_is_read_as_it_was_meant(text: str) -> None:
    node = parse(text, today=TODAY).node
    assert parse(to_text(node), today=TODAY).node == node


@given(trees)
def test_a_tree_nobody_typed_is_written_as_one_that_can_be(node: Node) -> None:
    """Double negations and values that cannot be typed come out as what they are read as, and stay that."""
    once = parse(to_text(node)).node
    assert parse(to_text(once)).node == once


def test_a_language_alone_finds_its_regional_forms_too() -> None:
    query = parse(to_text(Value("language", "en")))
    assert query.matches(article(language="en"))
    assert query.matches(article(language="en-GB"))
