"""Restoring the letters of Azerbaijani and Turkish texts that were typed without them. Pure functions and word lists.

`proposals(text, models)` says what seems to be meant; a `Model` is made of vocabularies: the one that ships
(`shipped`) and one counted from the archive (`Counts`). Knows neither archive nor window.
"""

from desktop_app.letters.alphabet import LANGUAGES, stripped
from desktop_app.letters.counting import Counts
from desktop_app.letters.model import Model
from desktop_app.letters.restoring import Proposal, apply, lacks_letters, proposals
from desktop_app.letters.shipped import english, shipped
from desktop_app.letters.vocabulary import Vocabulary

__all__ = [
    "LANGUAGES",
    "Counts",
    "Model",
    "Proposal",
    "Vocabulary",
    "apply",
    "english",
    "lacks_letters",
    "proposals",
    "shipped",
    "stripped",
]
