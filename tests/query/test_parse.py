"""Every form of the query language, in the words of the tree, and what is said where something was read otherwise."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given

from desktop_app.query import parse
from desktop_app.query.lexer import LONGEST_TEXT, MOST_PIECES
from desktop_app.query.tree import (
    And,
    DateRange,
    Everything,
    Flag,
    Fuzzy,
    Has,
    Node,
    Not,
    Or,
    Phrase,
    Value,
    Wildcard,
    Word,
    WordCount,
    asks_for_trash,
    facts_part,
    only_facts,
    walk,
    word_parts,
)
from desktop_app.text.words import words
from tests.query.making import TODAY, typed

A, B, C, D = (Word(letter) for letter in "abcd")
AZ = Or((Value("language", "az"), Value("language", "az-*")))


def _node(text: str) -> Node:
    return parse(text, today=TODAY).node


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Everything()),
        ("   ", Everything()),
        ("*", Everything()),
        ("a", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a b OR c d", Or((And((A, B)), And((C, D))))),
        ("a OR b AND c", Or((A, And((B, C))))),
        ("a (b OR c) d", And((A, Or((B, C)), D))),
        ("(a)", A),
        ("((a b))", And((A, B))),
        ("a (b c)", And((A, B, C))),
        ("a OR (b OR c)", Or((A, B, C))),
        ("-a", Not(A)),
        ("−a", Not(A)),
        ("NOT a", Not(A)),
        ("a -b", And((A, Not(B)))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a OR -b", Or((A, Not(B)))),
        ("-(a b)", Not(And((A, B)))),
        ("NOT NOT a", A),
        ("or and not", And((Word("or"), Word("and"), Word("not")))),
        ("（a OR b）", Or((A, B))),
        ("ａ　ＯＲ　ｂ", Or((A, B))),
        ("a\u00a0OR\u202fb", Or((A, B))),
        ("a ИЛИ b", Or((A, B))),
        ("a VEYA b", Or((A, B))),
        ("a VƏ YA b", Or((A, B))),
        ("a VƏ b", And((A, B))),
        ("a И b ИЛИ c И d", Or((And((A, B)), And((C, D))))),
        ("a И НЕ b", And((A, Not(B)))),
        ("a DEYİL b", And((A, Not(B)))),
        ("a DEĞİL (b c)", And((A, Not(And((B, C)))))),
        ("a или b", And((A, Word("или"), B))),
        ("И a", And((Word("И"), A))),
        ("－a", Not(A)),
        ("‑a", Not(A)),
        ("\u200e-a", Not(A)),
        ("—a", A),
        ("–a", A),
        ("a — b", And((A, B))),
        ("a -- b", And((A, B))),
        ("-‘a b’", Not(Phrase("a b"))),
        ("(a)(b)", And((A, B))),
        ("a OR (b (c OR (d)))", Or((A, And((B, Or((C, D))))))),
        ("NOT (a OR NOT b)", Not(Or((A, Not(B))))),
        ("-(-a)", A),
    ],
)
def test_operators(text: str, node: Node) -> None:
    query = parse(text)
    assert query.node == node
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("Bakı'nın", Word("Bakı")),
        ("don't", Word("don't")),
        ("(word),", Word("word")),
        ('"two words"', Phrase("two words")),
        ("“two words”", Phrase("two words")),
        ("«Война и мир»", Phrase("Война и мир")),
        ("« Война и мир »", Phrase("Война и мир")),
        ("„Война и мир“", Phrase("Война и мир")),
        ("„two words”", Phrase("two words")),
        ("”two words”", Phrase("two words")),
        ("»two words«", Phrase("two words")),
        ("＂two words＂", Phrase("two words")),
        ("‘two words’", Phrase("two words")),
        ("‘the writer’s house’ a", And((Phrase("the writer’s house"), A))),
        ('“two words"', Phrase("two words")),
        ("«Роман „Мастер и Маргарита“» a", And((Phrase("Роман „Мастер и Маргарита“"), A))),
        ('“the "old" bridge” a', And((Phrase('the "old" bridge'), A))),
        ("rock ’n’ roll", And((Word("rock"), Word("n"), Word("roll")))),
        ("’90s", Word("90s")),
        ("O‘zbekiston", Word("O‘zbekiston")),
        ('צה"ל', Phrase('צה"ל', slop=0)),
        ('"  two   words "', Phrase("two words")),
        ('"one"', Word("one", exact=True)),
        ('"two words"~5', Phrase("two words", slop=5)),
        ('"two words"~0', Phrase("two words", slop=0)),
        ('"one"~3', Word("one")),
        ('"a""b c"', And((Word("a", exact=True), Phrase("b c")))),
        ('a"b c"', And((A, Phrase("b c")))),
        ("=word", Word("word", exact=True)),
        ("=Bakı'nın,", Word("Bakı'nın", exact=True)),
        ('="two words"', Phrase("two words")),
        ("=well-known", Phrase("well-known")),
        ("well-known", Phrase("well-known", slop=0)),
        ("3.14", Phrase("3.14", slop=0)),
        ("http://x.org", Phrase("http://x.org", slop=0)),
        ("https://x.org/a?id=3&b=*", Phrase("https://x.org/a?id=3&b=*", slop=0)),
        ("www.x.org/~bob?a", Phrase("www.x.org/~bob?a", slop=0)),
        ("a.b@c.az", Phrase("a.b@c.az", slop=0)),
        ("W-2", Phrase("W-2", slop=0)),
        ("A-1312/B", Phrase("A-1312/B", slop=0)),
        ("3.5", Phrase("3.5", slop=0)),
        ("1998-03-12", Phrase("1998-03-12", slop=0)),
        ("e-mail", Or((Phrase("e-mail", slop=0), Word("email")))),
        ("(e‑Mail),", Or((Phrase("e‑Mail", slop=0), Word("eMail")))),
        ("post-Soviet", Or((Phrase("post-Soviet", slop=0), Word("postSoviet")))),
        ("e-poçt'un", Or((Phrase("e-poçt'un", slop=0), Word("epoçt")))),
        ("мини-футбол", Or((Phrase("мини-футбол", slop=0), Word("минифутбол")))),
        ("e-a", Phrase("e-a", slop=0)),
        ("e–mail", Phrase("e–mail", slop=0)),
        ("=e-mail", Phrase("e-mail")),
        ('"e-mail"', Phrase("e-mail")),
        ("-e-mail", Not(Or((Phrase("e-mail", slop=0), Word("email"))))),
        ("日本", Phrase("日本")),
        ("word*", Wildcard("word*")),
        ("Wo*", Wildcard("wo*")),
        ("*ord", Wildcard("*ord")),
        ("wo*d", Wildcard("wo*d")),
        ("ｗｏ＊", Wildcard("wo*")),
        ("w?rd", Wildcard("w?rd")),
        ("?ord", Wildcard("?ord")),
        ("kör**ü", Wildcard("kor*u")),
        ("well-kn*", And((Word("well"), Wildcard("kn*")))),
        ("o'br*", Wildcard("obr*")),
        ("word~", Fuzzy("word", 1)),
        ("Körpü~2", Fuzzy("korpu", 2)),
        ("word~0", Word("word")),
    ],
)
def test_words(text: str, node: Node) -> None:
    query = parse(text)
    assert query.node == node
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("title:a", Word("a", "title")),
        ("title:(a OR b) c", And((Or((Word("a", "title"), Word("b", "title"))), C))),
        ("title:(a -b)", And((Word("a", "title"), Not(Word("b", "title"))))),
        ('title:"a b"', Phrase("a b", "title")),
        ('title:"a b"~2', Phrase("a b", "title", 2)),
        ("title:ab*", Wildcard("ab*", "title")),
        ("title:abc~", Fuzzy("abc", 1, "title")),
        ("title:=abc", Word("abc", "title", exact=True)),
        ("-title:a", Not(Word("a", "title"))),
        ("body:a", Word("a", "body")),
        ("title:(tag:x a)", And((Value("tag", "x"), Word("a", "title")))),
        ("author:aliyeva", Value("author", "aliyeva")),
        ('author:"Leyla Əliyeva"', Value("author", "Leyla Əliyeva")),
        ("author:ali*", Value("author", "ali*")),
        ("author:aliyev~", Fuzzy("aliyev", 1, "author")),
        ("author:=Əliyeva", Word("Əliyeva", "author", exact=True)),
        ("author:(a OR b)", Or((Value("author", "a"), Value("author", "b")))),
        ("section:culture", Value("section", "culture")),
        ("kind:interview", Value("kind", "interview")),
        ("tag:budget,", Value("tag", "budget")),
        ('tag:"two words"', Value("tag", "two words")),
        ("-tag:x", Not(Value("tag", "x"))),
        ("tag:none", Has("tag", False)),
        ("tag:any", Has("tag", True)),
        ("tag:*", Has("tag", True)),
        ("тег:нет", Has("tag", False)),
        ("etiket:yoxdur", Has("tag", False)),
        ('tag:"none"', Value("tag", "none")),
        ("tag:well-known", Value("tag", "well-known")),
        ("tag:bud*", Value("tag", "bud*")),
        ("lang:az", AZ),
        ("lang:azerbaijani", AZ),
        ("language:Azərbaycan", AZ),
        ("dil:azerbaycanca", AZ),
        ("язык:азербайджанский", AZ),
        ("-lang:az", Not(AZ)),
        ("lang:en-GB", Value("language", "en-gb")),
        ("lang:klingon", Value("language", "klingon")),
        ("lang:none", Has("language", False)),
        ("status:published", Value("status", "published")),
        ("статус:опубликовано", Value("status", "published")),
        ("durum:hazır", Value("status", "ready")),
        ("status:draft", Flag("draft")),
        ("publication:paper", Value("publication", "paper")),
        ("folder:ideas", Value("folder", "ideas")),
        ("source:agency", Value("source", "agency")),
        ("batch:7", Value("batch", "7")),
        ("batch:#07", Value("batch", "7")),
        ("id:42", Value("id", "42")),
        ("has:picture", Flag("picture")),
        ("has:şəkil", Flag("picture")),
        ("есть:картинка", Flag("picture")),
        ("has:source", Flag("source")),
        ("has:tag", Has("tag", True)),
        ("has:date", Has("published", True)),
        ("is:draft", Flag("draft")),
        ("is:taslak", Flag("draft")),
        ("is:trashed", Flag("trashed")),
        ("is:published", Value("status", "published")),
        ("words:>800", WordCount(801, None)),
        ("words:>=800", WordCount(800, None)),
        ("words:<100", WordCount(None, 99)),
        ("words:100..200", WordCount(100, 200)),
        ("words:200..100", WordCount(100, 200)),
        ("words:100..", WordCount(100, None)),
        ("words:640", WordCount(640, 640)),
        ("слов:>10", WordCount(11, None)),
        ("words:>1,000", WordCount(1001, None)),
        ("words:1.000..2’000", WordCount(1000, 2000)),
        ("words:≥800", WordCount(800, None)),
        ("words:> 800", WordCount(801, None)),
        ("words:100…200", WordCount(100, 200)),
        ("words:100—200", WordCount(100, 200)),
        ("title:e-mail", Or((Phrase("e-mail", "title", 0), Word("email", "title")))),
        ("title:-a", Not(Word("a", "title"))),
        ("tag:-x", Not(Value("tag", "x"))),
        ('tag:"-"', Value("tag", "-")),
        ("-tag:-x", Value("tag", "x")),
        ("date:-1998", Not(DateRange("published", 19980101, 19981231))),
        ("words:-200", WordCount(None, 200)),
        ("title:-(a b)", Not(And((Word("a", "title"), Word("b", "title"))))),
        ("–tag:x", Not(Value("tag", "x"))),
        ("—tag:x", Value("tag", "x")),
        ("\ufefftag:x", Value("tag", "x")),
        ("bo\u0308lmə:x", Value("section", "x")),
        ("tag:“two words”", Value("tag", "two words")),
        ("tag:«two words»", Value("tag", "two words")),
        ("tag:„two words“", Value("tag", "two words")),
        ("tag:‘two words’", Value("tag", "two words")),
        ("tag:'two words'", Value("tag", "two words")),
        ("tag:writer's", Value("tag", "writer's")),
        ("tag:'90s", Value("tag", "'90s")),
        ("title:'a b'", And((Word("a", "title"), B))),
        ("автор:none", Has("author", False)),
        ('author:"none"', Value("author", "none")),
        ("author:e-mail~0", Or((Phrase("e-mail", "author", 0), Word("email", "author")))),
        ("(tag:x OR none)", Or((Value("tag", "x"), Word("none")))),
        ("tag:(x OR none)", Or((Value("tag", "x"), Has("tag", False)))),
        ("id:#42", Value("id", "42")),
        ("номер:42", Value("id", "42")),
        ("batch:000", Value("batch", "0")),
        ("batch:" + "9" * 5000, Value("batch", "9" * 5000)),
        ("is:на-проверке", Value("status", "review")),
        ('status:"geri götürülüb"', Value("status", "withdrawn")),
        ("olan:qaralama", Flag("draft")),
        ("TITLE:a", Word("a", "title")),
        ("title：a", Word("a", "title")),
    ],
)
def test_fields(text: str, node: Node) -> None:
    query = parse(text)
    assert query.node == node
    assert query.notes == ()


@pytest.mark.parametrize(
    ("names", "node"),
    [
        ("title başlıq başlık заголовок basliq BAŞLIK", Word("a", "title")),
        ("author müəllif yazar автор muellif MÜƏLLİF", Value("author", "a")),
        ("section bölmə bölüm раздел", Value("section", "a")),
        ("kind növ tür вид", Value("kind", "a")),
        ("tag etiket тег", Value("tag", "a")),
        ("lang language dil язык", Value("language", "a")),
        ("publication nəşr yayın издание", Value("publication", "a")),
        ("folder qovluq klasör папка", Value("folder", "a")),
        ("source mənbə kaynak источник", Value("source", "a")),
    ],
)
def test_fields_have_names_in_four_languages(names: str, node: Node) -> None:
    for name in names.split():
        assert _node(f"{name}:a") == node, name


@pytest.mark.parametrize(
    ("text", "field", "first", "last"),
    [
        ("date:1998", "published", 19980101, 19981231),
        ("year:1911..1928", "published", 19110101, 19281231),
        ("year:1911–1928", "published", 19110101, 19281231),
        ("date:1998-03..2004", "published", 19980301, 20041231),
        ("date:2004..1998-03", "published", 19980301, 20041231),
        ("date:1998..", "published", 19980101, None),
        ("date:..1998", "published", None, 19981231),
        ("date:>2020-01-01", "published", 20200102, None),
        ("date:>2020", "published", 20210101, None),
        ("date:>=2020", "published", 20200101, None),
        ("date:<2020-01-01", "published", None, 20191231),
        ("date:<=2020", "published", None, 20201231),
        ("date:=1998", "published", 19980101, 19981231),
        ('date:"14 March 1911"', "published", 19110314, 19110314),
        ('дата:"март 1911"', "published", 19110301, 19110331),
        ("date:1920s", "published", 19200101, 19291231),
        ("date:today", "published", 20240305, 20240305),
        ("date:yesterday", "published", 20240304, 20240304),
        ("date:this-week", "published", 20240304, 20240310),
        ("date:last-week", "published", 20240226, 20240303),
        ("date:this-month", "published", 20240301, 20240331),
        ("date:last-month", "published", 20240201, 20240229),
        ("date:this-year", "published", 20240101, 20241231),
        ("date:last-year", "published", 20230101, 20231231),
        ("date:last-year..today", "published", 20230101, 20240305),
        ("date:>yesterday", "published", 20240305, None),
        ("tarix:keçən-ay", "published", 20240201, 20240229),
        ("tarih:bugün", "published", 20240305, 20240305),
        ("дата:вчера", "published", 20240304, 20240304),
        ("il:1998", "published", 19980101, 19981231),
        ("created:today", "created", 20240305, 20240305),
        ("updated:>2024-01", "updated", 20240201, None),
        ("изменено:сегодня", "updated", 20240305, 20240305),
        ("date:last month", "published", 20240201, 20240229),
        ("tarix:keçən ay", "published", 20240201, 20240229),
        ("дата:в прошлом месяце", "published", 20240201, 20240229),
        ("date:last–month", "published", 20240201, 20240229),
        ("date:14 March 1911", "published", 19110314, 19110314),
        ("дата:март 1911", "published", 19110301, 19110331),
        ("(date:march 1911)", "published", 19110301, 19110331),
        ("date:> 2020", "published", 20210101, None),
        ("date:≥2020", "published", 20200101, None),
        ("date:1998…2004", "published", 19980101, 20041231),
        ("date:1998-2004", "published", 19980101, 20041231),
        ("date:1998−2004", "published", 19980101, 20041231),
        ("date:1998-03—2004-01", "published", 19980301, 20040131),
        ("date:0001..9999", "published", 10101, 99991231),
        ("date:>9999", "published", 99991232, None),
    ],
)
def test_dates(text: str, field: str, first: int | None, last: int | None) -> None:
    query = parse(text, today=TODAY)
    assert query.node == DateRange(field, first, last)  # type: ignore[arg-type]
    assert query.notes == ()


def test_date_none_and_any() -> None:
    assert _node("date:none") == Has("published", False)
    assert _node("date:any") == Has("published", True)


def test_last_month_in_january_is_december() -> None:
    assert parse("date:last-month", today=date(2024, 1, 31)).node == DateRange("published", 20231201, 20231231)
    assert parse("date:last-week", today=date(2024, 1, 1)).node == DateRange("published", 20231225, 20231231)


@pytest.mark.parametrize(
    ("text", "node", "said"),
    [
        ("foo:bar OR", And((Phrase("foo:bar", slop=0), Word("OR"))), "OR"),
        ("OR", Word("OR"), "OR"),
        ("AND b", And((Word("AND"), B)), "AND"),
        ("a NOT", And((A, Word("NOT"))), "NOT"),
        ("a OR OR b", Or((And((A, Word("OR"))), B)), "OR"),
        ('"two words', Phrase("two words"), "quotation mark"),
        ("«two words", Phrase("two words"), "quotation mark"),
        ("a b» c", And((A, B, C)), "no partner"),
        ("a b” c", And((A, B, C)), "no partner"),
        ('"two words"~', Phrase("two words"), "needs a number"),
        ("a --b", And((A, B)), "dash"),
        ('"a b"-c', And((Phrase("a b"), C)), "dash"),
        ("НЕ ХЛЕБОМ", And((Word("НЕ"), Word("ХЛЕБОМ"))), "capitals"),
        ("yol DEĞİL", And((Word("yol"), Word("DEĞİL"))), "joins nothing"),
        ("a VE b", And((A, B)), "VE"),
        ("=wor*", Word("wor", exact=True), "no pattern"),
        ("=word~", Word("word", exact=True), "no pattern"),
        ("wo*d~", Wildcard("wo*d"), "without its ~"),
        ("well-known~", Phrase("well-known", slop=0), "without its ~"),
        ("date:spring 1911 a", And((Word("date"), Word("spring"), Word("1911"), A)), "no such date"),
        ('date:last "month"', And((Word("date"), Word("last"), Word("month", exact=True))), "no such date"),
        ("a AND (OR b)", And((A, Word("OR"), B)), "joins nothing"),
        ("NOT (", Word("NOT"), "parenthesis"),
        ("(a b", And((A, B)), "parenthesis"),
        ("a) b", And((A, B)), "parenthesis"),
        ("tag:", Everything(), "tag:"),
        ("a tag:", A, "tag:"),
        ("a -tag:", A, "tag:"),
        ("tag: x", And((Word("tag"), Word("x"))), "without a space"),
        ("date:foo", And((Word("date"), Word("foo"))), "no such date"),
        ("date:1998-02-30", And((Word("date"), Phrase("1998-02-30", slop=0))), "no such date"),
        ("words:many", And((Word("words"), Word("many"))), "no number"),
        ("batch:x", And((Word("batch"), Word("x"))), "no number"),
        ("has:wings", And((Word("has"), Word("wings"))), "picture"),
        ('has:"two  wings"', And((Word("has"), Phrase("two wings"))), "picture"),
        ("is:good", And((Word("is"), Word("good"))), "draft"),
        ("is:reprint", Flag("reprint"), "search alone"),
        ("a!!! ???", And((A,)).parts[0], "holds no word"),
        ("🙂", Everything(), "holds no word"),
        ("w*", Word("w"), "two letters"),
        ("*wo", Word("wo"), "two letters"),
        ("bridge?", Word("bridge"), "question mark"),
        ('"brid* over"', Phrase("brid* over"), "no wildcards"),
        ("word~9", Fuzzy("word", 2), "two letters"),
        ("ab~", Word("ab"), "too short"),
        ('"a b"~99999', Phrase("a b", slop=1000), "1,000"),
    ],
)
def test_what_is_no_syntax_is_words_and_is_said(text: str, node: Node, said: str) -> None:
    query = parse(text)
    assert query.node == node
    assert any(said in note for note in query.notes), query.notes


@pytest.mark.parametrize(
    "text",
    [
        "foo:bar",
        "12:30",
        "a - b",
        "a & b",
        "well-known",
        "()",
        "a ()",
        "-()",
        "И снова",
        "VE Day",
        "—Да, — сказал он.",
        "https://x.org/?q",
    ],
)
def test_what_is_clear_is_not_remarked(text: str) -> None:
    assert parse(text).notes == ()


@given(typed)
def test_nothing_typed_is_an_error(text: str) -> None:
    query = parse(text, today=TODAY)
    assert query.text == text
    for node in walk(query.node):
        match node:
            case Word():
                assert len(list(words(node.text))) == 1
            case Phrase():
                assert len(list(words(node.text))) >= 2
            case Wildcard():
                assert "*" in node.pattern or "?" in node.pattern
                assert "**" not in node.pattern
            case Fuzzy():
                assert node.text
                assert node.edits in (1, 2)
            case And() | Or():
                assert len(node.parts) >= 2
                assert not any(type(part) is type(node) for part in node.parts)
            case Not():
                assert not isinstance(node.part, Not)
            case DateRange():
                assert node.first is not None or node.last is not None


@pytest.mark.parametrize(
    "piece",
    ["(", ")", "-", "a ", '"', "OR ", "NOT ", "tag:", "*", "a*", "?", "a?", "a-", "=", "=a!", "a~", "(a ", "a'", "日",
     "-(", "title:(", "a", "date:>", "\u0301", "*a", " ", "«", "»", "„a", "“ ", "‘a", "'", "tag:'", "--", "—a", "id:",
     "e-", "e-mail ", "tag:-", "date:last ", "words:1,", "\u0323\u0301", "\ufeff", "VƏ ", "НЕ ", 'א"', "www.",
     "(a OR "],
)  # fmt: skip
def test_a_page_pasted_into_the_box_does_not_hang(piece: str) -> None:
    started = time.process_time()
    query = parse(piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 3  # 0.05 s; without the cap minutes
    assert any(f"{LONGEST_TEXT:,}" in note for note in query.notes)
    assert sum(1 for _ in walk(query.node)) < 8 * MOST_PIECES


def test_a_long_query_is_cut_between_words() -> None:
    query = parse("word " * 3000)
    assert query.node == And((Word("word"),) * MOST_PIECES)
    assert len(query.notes) == 2


def test_parts_of_a_tree() -> None:
    query = parse('bridge -tea (title:"old stones" OR kör*) tag:x is:trashed -(b tag:y)', today=TODAY)
    assert word_parts(query.node) == (Word("bridge"), Phrase("old stones", "title"), Wildcard("kor*"))
    assert not only_facts(query.node)
    assert facts_part(query.node) == And((Value("tag", "x"), Flag("trashed")))
    assert asks_for_trash(query.node)
    assert not asks_for_trash(_node("trashed"))
    assert only_facts(_node("tag:x -lang:az date:1998"))
    assert only_facts(Everything())
    assert facts_part(_node("a")) == Everything()
    assert facts_part(_node("tag:x OR a")) == Everything()
    assert facts_part(_node("tag:x a")) == Value("tag", "x")
    assert facts_part(_node("tag:x OR (tag:y a)")) == Or((Value("tag", "x"), Value("tag", "y")))
