"""A query in words, so that a person sees how it was understood: `bridge AND language is Azerbaijani`."""

from __future__ import annotations

from desktop_app.query import tree
from desktop_app.query.parse import Query
from desktop_app.query.tree import Node
from desktop_app.text.dates import PartialDate
from desktop_app.text.languages import language_code, language_name

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "and": "AND", "or": "OR", "not": "NOT", "everything": "everything", "exact": "exactly “{}”",
        "near": "“{}” within {} words", "pattern": "words like {}", "fuzzy": "words close to “{}”",
        "in_title": "in the title: {}", "in_body": "in the text: {}", "in_author": "in the author's name: {}",
        "is": "{} is {}", "any": "has {}", "none": "no {}", "on": "{} {}", "between": "{} {} to {}",
        "since": "{} since {}", "until": "{} until {}", "words_exact": "{} words", "words_between": "{} to {} words",
        "words_least": "at least {} words", "words_most": "at most {} words",
        "picture": "has a picture", "source_flag": "has a source", "draft": "is a draft", "trashed": "is in the trash",
        "reprint": "is a reprint", "author": "author", "section": "section", "kind": "kind", "tag": "tag",
        "language": "language", "status": "status", "publication": "publication", "folder": "folder",
        "source": "source", "batch": "import", "id": "number", "published": "published", "created": "created",
        "updated": "changed",
    },
    "az": {
        "and": "VƏ", "or": "VƏ YA", "not": "OLMASIN", "everything": "hamısı", "exact": "məhz “{}”",
        "near": "“{}” {} söz arasında", "pattern": "{} kimi sözlər", "fuzzy": "“{}” sözünə yaxın",
        "in_title": "başlıqda: {}", "in_body": "mətndə: {}", "in_author": "müəllifin adında: {}",
        "is": "{}: {}", "any": "{} var", "none": "{} yoxdur", "on": "{} {}", "between": "{} {} – {}",
        "since": "{} {} və sonra", "until": "{} {} və əvvəl", "words_exact": "{} söz", "words_between": "{}–{} söz",
        "words_least": "ən azı {} söz", "words_most": "ən çoxu {} söz",
        "picture": "şəkli var", "source_flag": "mənbəyi var", "draft": "qaralamadır", "trashed": "zibil qutusundadır",
        "reprint": "təkrar nəşrdir", "author": "müəllif", "section": "bölmə", "kind": "növ", "tag": "etiket",
        "language": "dil", "status": "vəziyyət", "publication": "nəşr", "folder": "qovluq", "source": "mənbə",
        "batch": "idxal", "id": "nömrə", "published": "dərc tarixi", "created": "yaradılıb", "updated": "dəyişib",
    },
    "tr": {
        "and": "VE", "or": "VEYA", "not": "DEĞİL", "everything": "hepsi", "exact": "tam olarak “{}”",
        "near": "“{}” {} sözcük içinde", "pattern": "{} gibi sözcükler", "fuzzy": "“{}” sözcüğüne yakın",
        "in_title": "başlıkta: {}", "in_body": "metinde: {}", "in_author": "yazarın adında: {}",
        "is": "{}: {}", "any": "{} var", "none": "{} yok", "on": "{} {}", "between": "{} {} – {}",
        "since": "{} {} ve sonrası", "until": "{} {} ve öncesi", "words_exact": "{} sözcük",
        "words_between": "{}–{} sözcük", "words_least": "en az {} sözcük", "words_most": "en çok {} sözcük",
        "picture": "resmi var", "source_flag": "kaynağı var", "draft": "taslak", "trashed": "çöp kutusunda",
        "reprint": "yeniden basım", "author": "yazar", "section": "bölüm", "kind": "tür", "tag": "etiket",
        "language": "dil", "status": "durum", "publication": "yayın", "folder": "klasör", "source": "kaynak",
        "batch": "içe aktarma", "id": "numara", "published": "yayım tarihi", "created": "oluşturma",
        "updated": "değişiklik",
    },
    "ru": {
        "and": "И", "or": "ИЛИ", "not": "НЕ", "everything": "всё", "exact": "именно «{}»",
        "near": "«{}» в пределах {} слов", "pattern": "слова вида {}", "fuzzy": "слова, близкие к «{}»",
        "in_title": "в заголовке: {}", "in_body": "в тексте: {}", "in_author": "в имени автора: {}",
        "is": "{}: {}", "any": "{}: есть", "none": "{}: нет", "on": "{} {}", "between": "{} {} – {}",
        "since": "{} с {}", "until": "{} по {}", "words_exact": "слов: {}", "words_between": "слов: {}–{}",
        "words_least": "слов: не менее {}", "words_most": "слов: не более {}",
        "picture": "есть картинка", "source_flag": "есть источник", "draft": "черновик", "trashed": "в корзине",
        "reprint": "перепечатка", "author": "автор", "section": "раздел", "kind": "вид", "tag": "тег",
        "language": "язык", "status": "состояние", "publication": "издание", "folder": "папка",
        "source": "источник", "batch": "импорт", "id": "номер", "published": "дата выхода", "created": "создано",
        "updated": "изменено",
    },
}  # fmt: skip


def explain(query: Query | Node, language: str = "en") -> str:
    """Say in words what a query asks for, in English, Azerbaijani, Turkish or Russian."""
    node = query.node if isinstance(query, Query) else query
    return _Explainer(language).say(node)


class _Explainer:
    def __init__(self, language: str) -> None:
        self._language = language if language in _WORDS else "en"
        self._words = _WORDS[self._language]

    def _put(self, key: str, *values: object) -> str:
        return self._words[key].format(*values)

    def say(self, node: Node, inside: bool = False) -> str:
        """Return the words; `inside` an operator, several parts are put in parentheses."""
        match node:
            case tree.Everything():
                return self._words["everything"]
            case tree.And() | tree.Or():
                word = self._words["and" if isinstance(node, tree.And) else "or"]
                parts = [part for part in node.parts if not _is_regional(part, node.parts)]
                if len(parts) == 1:
                    return self.say(parts[0], inside)
                joined = f" {word} ".join(self.say(part, True) for part in parts)
                return f"({joined})" if inside else joined
            case tree.Not():
                return f"{self._words['not']} {self.say(node.part, True)}"
            case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy():
                said = self._word(node)
                return said if node.field == "any" else self._put(f"in_{node.field}", said)
            case _:
                return self._fact(node)

    def _word(self, node: tree.WordNode) -> str:
        match node:
            case tree.Word(exact=True):
                return self._put("exact", node.text)
            case tree.Word() | tree.Phrase(slop=0):
                return node.text
            case tree.Phrase(slop=None):
                return self._put("exact", node.text) if self._language == "ru" else f"“{node.text}”"
            case tree.Phrase():
                return self._put("near", node.text, node.slop)
            case tree.Wildcard():
                return self._put("pattern", node.pattern)
            case tree.Fuzzy():
                return self._put("fuzzy", node.text)

    def _fact(self, node: Node) -> str:
        match node:
            case tree.Value():
                value = node.value
                if node.field == "language" and language_code(value):
                    name = language_name(value, self._language)
                    value = f"{name} ({value})" if "-" in value else name
                return self._put("is", self._words[node.field], value)
            case tree.Has():
                return self._put("any" if node.present else "none", self._words[node.field])
            case tree.DateRange():
                return self._days(node)
            case tree.WordCount(low, high):
                if low is not None and high is not None:
                    return self._put("words_exact", low) if low == high else self._put("words_between", low, high)
                return self._put("words_least", low) if low is not None else self._put("words_most", high)
            case tree.Flag():
                return self._words["source_flag" if node.name == "source" else node.name]
            case _:
                raise TypeError(f"no node of a query: {node!r}")

    def _days(self, node: tree.DateRange) -> str:
        field = self._words[node.field]
        if node.first is not None and node.last is not None:
            one = PartialDate("", node.first, node.last).iso
            if "/" not in one:
                return self._put("on", field, one)
            return self._put("between", field, _begins(node.first), _ends(node.last))
        if node.first is not None:
            return self._put("since", field, _begins(node.first))
        return self._put("until", field, _ends(node.last or 0))


def _begins(day: int) -> str:
    """Return the day a stretch begins, as a year or month where it is the first of one."""
    shown = PartialDate("", day, day).iso
    return shown[:4] if day % 10000 == 101 else shown[:7] if day % 100 == 1 else shown


def _ends(day: int) -> str:
    """Return the day a stretch ends, as a year or month where it is the last of one."""
    shown = PartialDate("", day, day).iso
    if day % 10000 == 1231:
        return shown[:4]
    month = PartialDate("", day // 100 * 100 + 1, day).iso
    return month if len(month) == len("1998-03") else shown


def _is_regional(part: Node, parts: tuple[Node, ...]) -> bool:
    """`lang:en` is parsed as `en` or `en-*`; one of them is enough to say."""
    if not isinstance(part, tree.Value) or part.field != "language" or not part.value.endswith("-*"):
        return False
    return tree.Value("language", part.value.removesuffix("-*")) in parts
