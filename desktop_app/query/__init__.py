"""The query language: `parse` a text, `explain` it in words, write it `to_text` again, ask what it `matches`."""

from __future__ import annotations

from desktop_app.query.explain import explain
from desktop_app.query.parse import Query, parse
from desktop_app.query.tree import asks_for_trash, facts_part, only_facts, walk, word_parts
from desktop_app.query.written import to_text

__all__ = ["Query", "asks_for_trash", "explain", "facts_part", "only_facts", "parse", "to_text", "walk", "word_parts"]
