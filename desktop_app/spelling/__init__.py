"""Spelling: in which language each paragraph is, which words are mistakes, and what may have been meant.

`Speller.check(paragraphs)` is what the window asks. Knows `text`, `paths`, `settings` and `errors` only; what the
archive knows of words is handed in (`Vocabulary`). Dictionaries are hunspell's, read by hunspell itself in a process of
its own.
"""

from desktop_app.spelling.checker import WEAK, Checker, Paragraph, Reading, Unknown
from desktop_app.spelling.dictionaries import DictionaryFile, find_dictionaries, own_folder
from desktop_app.spelling.own_words import OwnWords, own_words_file
from desktop_app.spelling.process import SpellingProcess
from desktop_app.spelling.speller import Checked, Mistake, Speller, Vocabulary

__all__ = [
    "WEAK",
    "Checked",
    "Checker",
    "DictionaryFile",
    "Mistake",
    "OwnWords",
    "Paragraph",
    "Reading",
    "Speller",
    "SpellingProcess",
    "Unknown",
    "Vocabulary",
    "find_dictionaries",
    "own_folder",
    "own_words_file",
]
