"""Words are found where there is prose, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.letters.prose import paragraphs


def found(text: str) -> list[str]:
    return [word.text for paragraph in paragraphs(text) for sentence in paragraph for word in sentence]


@pytest.mark.parametrize(
    "hidden",
    [
        "`kod sozu`",
        "``kod ` sozu``",
        "<span class='qirmizi'>",
        "https://sehife.az/kohne_metbee",
        "www.sehife.az",
        "yazi@sehife.az",
        "[^qeyd]",
        "{.sinif}",
        "{{< sekil yol >}}",
        "&uuml;",
        "fayl.txt",
        "@istifadeci",
        "#basliq1",
        "v2a",
        "deyer_ad",
    ],
)
def test_what_is_no_prose_has_no_words(hidden: str) -> None:
    assert found(f"Evvel {hidden} sonra") == ["Evvel", "sonra"]


def test_link_text_is_prose_and_its_target_is_not() -> None:
    assert found("[kohne sehife](unvan/yol) ve [ad][soz]\n\n[soz]: http://unvan.az Basliq") == [
        "kohne", "sehife", "ve", "ad",
    ]  # fmt: skip


def test_code_blocks_have_no_words() -> None:
    text = "Evvel\n\n```js\nlet deyer = 1\n```\n\n    kod sozu\n\n- bend\n\n    davami\n\nsonra"
    assert found(text) == ["Evvel", "bend", "davami", "sonra"]


def test_front_matter_has_no_words() -> None:
    assert found("---\ntitle: Basliq\n---\nMetn") == ["Metn"]


def test_endings_know_their_word() -> None:
    words = [word for paragraph in paragraphs("Baki'nin JavaScript-in yeri") for s in paragraph for word in s]
    assert [(word.text, word.is_ending) for word in words] == [
        ("Baki", False), ("nin", True), ("JavaScript", False), ("in", True), ("yeri", False),
    ]  # fmt: skip


@given(st.text("ab ə`<>[](){}$&:/.@#_-'\n1\t!", max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    end = 0
    for word in (word for paragraph in paragraphs(text) for sentence in paragraph for word in sentence):
        assert word.start >= end
        assert text[word.start : word.end] == word.text
        end = word.end


@pytest.mark.parametrize(
    "hostile", ["`", "``a", "[](", "](", "<a", "{{", "{%", "$a", "a@", "a.", "](()", "&", "[^", "a-"]
)
def test_hostile_lines_cost_linear_time(hostile: str) -> None:
    def cost(size: int) -> float:
        text = hostile * (size // len(hostile))
        began = time.process_time()
        list(paragraphs(text))
        return time.process_time() - began

    cost(1000)
    short, long = (min(cost(size) for _ in range(3)) for size in (8_000, 80_000))
    assert long < 60 * short + 0.05
