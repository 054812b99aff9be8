"""A lexicon finds in texts what the tokenizer finds, whatever it has met before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage

from desktop_app.archive.articles import Article, Author
from desktop_app.search.analysis import Analyst
from desktop_app.search.lexicon import Lexicon
from desktop_app.search.schema import form_of
from desktop_app.search.sketches import word_hashes
from desktop_app.text.names import name_keys
from desktop_app.text.words import words

TEXTS = st.lists(
    st.one_of(
        st.text("aAbıIİşəЁ'’-. \n0東の", max_size=40),
        st.lists(st.sampled_from(("Əliyev", "Bakı'nın", "don't", "東京", "IŞIQ", "a_b", "²", "Чехов", "x")), max_size=9)
        .map(" ".join),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_words_and_sounds_are_those_of_the_tokenizer(before: list[str], texts: list[str]) -> None:
    lexicon = Lexicon()
    lexicon.cut(before)
    cut = lexicon.cut(texts)
    keys = lexicon.vocabulary.keys()
    for at, text in enumerate(texts):
        tokens = list(words(text))
        one = cut.between(at, at + 1)
        assert [keys[word].decode() for word in one.words.tolist()] == [
            f"{token.folded}\0{form_of(token.exact)}" for token in tokens
        ]
        assert sorted(keys[sound].decode() for sound in one.sounds.tolist()) == sorted(
            f"{key}\0" for token in tokens if token.text[0].isupper() for key in name_keys(token.text)
        )
        assert lexicon.hashes(one.words).tolist() == word_hashes([token.folded for token in tokens]).tolist()
    assert (cut.starts[-1], cut.sound_starts[-1]) == (len(cut.words), len(cut.sounds))


def written(articles: list[Article], lexicon: Lexicon) -> list[bytes]:
    """Write a segment and return its files."""
    storage = RamStorage()
    analyst = Analyst(storage, lexicon)
    analyst.add(articles)
    analyst.finish()
    return [storage.open_file(name).read() for name in sorted(storage.list(), key=lambda name: name[-4:])]


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(TEXTS.filter(bool), min_size=1, max_size=5))
def test_a_segment_does_not_tell_what_was_indexed_before_it(before: list[str], texts: list[list[str]]) -> None:
    articles = [
        Article(id=at, title=some[0], body="\n\n".join(some), authors=tuple(map(Author, some[1:])))
        for at, some in enumerate(texts, start=1)
    ]
    used = Lexicon()
    written([Article(id=9, title="Əliyev", body=" ".join(before))], used)
    assert written(articles, used) == written(articles, Lexicon())
