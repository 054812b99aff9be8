"""Inflections of English: the words of which a word may be a form.

`lemmas` undoes number, tense and comparison by the rules of spelling (a doubled consonant, a silent e, y and ie), so
that hoping is a form of hope and hopping one of hop; what the rules do not make stands in a table. Derivation is left
alone: a writer is not writing, a university no universe. No dictionary is asked: hoped also counts as a form of a word
`hoped`, which does no harm.
"""

from __future__ import annotations

import re

from desktop_app.text.expressions import expression

_IRREGULAR = """
be am is are was were been being|have has had|do does did done|go goes went gone|say said|get got gotten|make made
know knew known|think thought|take took taken|see saw seen|come came|give gave given|find found|tell told
become became|show shown|leave left|feel felt|bring brought|begin began begun|keep kept|hold held|write wrote written
stand stood|hear heard|mean meant|meet met|run ran|pay paid|sit sat|speak spoke spoken|lie lay lain lying|lead led
grow grew grown|lose lost|fall fell fallen|send sent|build built|understand understood|draw drew drawn
break broke broken|spend spent|rise rose risen|drive drove driven|buy bought|wear wore worn|choose chose chosen
seek sought|throw threw thrown|catch caught|deal dealt|win won|forget forgot forgotten|teach taught|eat ate eaten
sing sang sung|swim swam swum|fly flew flown|fight fought|sell sold|drink drank drunk|forgive forgave forgiven
hide hid hidden|sleep slept|shake shook shaken|steal stole stolen|strike struck stricken|ride rode ridden|feed fed
bite bit bitten|beat beaten|bend bent|blow blew blown|breed bred|burn burnt|cling clung|creep crept|dig dug
dream dreamt|dwell dwelt|flee fled|fling flung|forbid forbade forbidden|freeze froze frozen|hang hung|lay laid
lean leant|leap leapt|learn learnt|lend lent|light lit|mistake mistook mistaken|overcome overcame|prove proven
ring rang rung|shine shone|shoot shot|shrink shrank shrunk|sink sank sunk|slide slid|smell smelt|sow sown|speed sped
spell spelt|spill spilt|spin spun span|spit spat|spoil spoilt|spring sprang sprung|stick stuck|sting stung
stink stank stunk|swear swore sworn|sweep swept|swell swollen|swing swung|tear tore torn
undergo undergoes underwent undergone|undertake undertook undertaken|wake woke woken|weave wove woven|weep wept
withdraw withdrew withdrawn|withhold withheld|withstand withstood|arise arose arisen|awake awoke awoken
bear bore borne|foresee foresaw foreseen|kneel knelt|mow mown|saw sawn|sew sewn|slay slew slain|stride strode
strive strove striven|string strung|tread trod trodden|uphold upheld|rewrite rewrote rewritten|rebuild rebuilt
retell retold|oversee oversaw overseen|overthrow overthrew overthrown|partake partook partaken
forsake forsook forsaken|redo redid redone|undo undid undone|overtake overtook overtaken|misunderstand misunderstood
outgrow outgrew outgrown|overhear overheard|mislead misled|repay repaid|resell resold|beget begot begotten
behold beheld|die dying|tie tying|vie vying|dye dyeing|singe singeing|quiz quizzes quizzed quizzing|man men
woman women|child children|foot feet|tooth teeth|goose geese|mouse mice|louse lice|ox oxen|person people
brother brethren|knife knives|wife wives|life lives|leaf leaves|wolf wolves|half halves|shelf shelves|self selves
thief thieves|calf calves|loaf loaves|hoof hooves|scarf scarves|elf elves|sheaf sheaves|dwarf dwarves|wharf wharves
crisis crises|analysis analyses|thesis theses|basis bases|hypothesis hypotheses|diagnosis diagnoses|oasis oases
emphasis emphases|synthesis syntheses|parenthesis parentheses|axis axes|testis testes|neurosis neuroses
criterion criteria|phenomenon phenomena|automaton automata|medium media|datum data|bacterium bacteria
curriculum curricula|memorandum memoranda|stratum strata|erratum errata|addendum addenda|symposium symposia
millennium millennia|spectrum spectra|index indices|appendix appendices|matrix matrices|vertex vertices
vortex vortices|stimulus stimuli|nucleus nuclei|radius radii|focus foci|fungus fungi|alumnus alumni|syllabus syllabi
cactus cacti|locus loci|bacillus bacilli|formula formulae|larva larvae|alga algae|vertebra vertebrae|antenna antennae
nebula nebulae|genus genera|corpus corpora|opus opera|bureau bureaux|plateau plateaux|tableau tableaux|menu menus
guru gurus|ski skis|taxi taxis|alibi alibis|bikini bikinis|gas gases|bus buses|lens lenses|iris irises
good better best|bad worse worst|far farther farthest further furthest|old elder eldest
"""

_ENDS_IN_S = """
news goods this his has was its yes gas lens series species always perhaps besides sometimes afterwards towards
whereas atlas canvas bias christmas texas kansas vegas arkansas dallas nicholas thomas douglas lucas judas pancreas
chaos ethos pathos cosmos kudos rhinos carlos laos barbados mars wales james charles jones athens brussels thames
hercules versailles naples los des les dos mrs ours yours hers theirs alas pants trousers scissors tweezers politics
mathematics physics ethics statistics athletics gymnastics aids as us is does goes
"""

_NO_FORMS = """
need seed feed speed bleed breed weed reed deed heed greed steed creed tweed proceed exceed succeed indeed bed red
shed sled fed led wed sped fled bred naked wicked sacred hundred kindred embed biped moped wretched rugged ragged ring
king sing wing thing bring string spring swing cling fling sling sting wring ping ding zing evening morning during
nothing something anything everything ceiling pudding sibling darling herring lightning viking shilling sterling dying
lying tying vying wedding being farthing starling duckling inkling beijing yearling bering
"""

_COMPARED = """
big small large high low long short old young new great strong weak fast slow hard soft hot cold warm cool rich poor
wide narrow deep thick thin heavy light dark bright early late near close easy simple safe clean dirty clear cheap
dear fair fine free full few loud quiet quick nice pale plain proud rare rough round sad sharp sick smart smooth
strange strict sweet tall tight tiny tough ugly vast wet wild wise busy happy funny lucky lovely angry pretty healthy
hungry wealthy noisy lazy crazy friendly likely lonely deadly costly tasty dry grey gray green red black white brown
blue kind mild cruel calm brave broad bold fresh grand grave gentle noble humble able ample subtle firm fat fit flat
fierce dense dull blunt bare clever common handsome keen lean loose mad neat odd raw ripe rude shallow steep stiff
straight tame tender sunny windy cloudy rainy foggy icy dusty muddy rocky sandy salty spicy sticky tricky risky guilty
holy slight soon
"""


_NOT_DERIVED = """
convention intention attention retention statement publication contention detention passion compassion mission
commission omission permission profession procession recession concession session obsession impression expression
version aversion conversion invention prevention station ration nation notion potion portion proportion position
opposition proposition composition disposition deposition application implication communion rebellion religion region
legion opinion companion champion dominion cushion fashion million billion trillion pension mansion suspicion
population reputation occupation foundation vacation vocation location quotation department apartment compartment
treatment commitment element cement business witness harness wilderness highness hardly lately barely nearly likely
lively early only family reply supply apply multiply imply comply ally rally belly bully july italy assembly butterfly
anomaly scarcely merely shortly directly presently largely dearly
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _IRREGULAR.strip().replace("\n", "|").split("|"):
        lemma, *forms = line.split()
        for form in forms:
            table.setdefault(form, set()).add(lemma)
    return {form: frozenset(lemmas) for form, lemmas in table.items()}


_FORMS = _table()
_LEMMAS: dict[str, list[str]] = {}
for _form, _its in _FORMS.items():
    for _lemma in _its:
        _LEMMAS.setdefault(_lemma, []).append(_form)
_IN_S = frozenset(_ENDS_IN_S.split())
_COMPOUNDED = ("man", "child", "person", "foot", "tooth", "wife", "knife", "mouse", "goose")
_ENDS_LIKE_MEN = frozenset(("specimen", "regimen", "abdomen", "acumen", "yemen", "carmen", "bremen", "semen", "hymen"))
_UNLIKE = frozenset(_NOT_DERIVED.split())
_ALONE = frozenset(_NO_FORMS.split())
_ADJECTIVES = frozenset(_COMPARED.split())

_ONE_SYLLABLE = expression(r"(?:[^aeiouy]|qu)*[aeiouy][^aeiouywx]")
"""Words whose last letter is doubled before an ending: hop, plan, quit; not walk, need, box."""


def lemmas(word: str) -> frozenset[str]:
    """Return the words of which a folded word may be a form, itself among them."""
    found = {word}
    if not word.isascii() or len(word) < 3:
        return frozenset(found | _FORMS.get(word, frozenset()))
    if word in _FORMS:
        found |= _FORMS[word]
    found.update(_plural(word))
    found.update(_compound(word))
    if word not in _ALONE:
        if word.endswith("ed"):
            found.update(_before_vowel(word[:-2], "ed"))
        elif word.endswith("ing"):
            found.update(_before_vowel(word[:-3], "ing"))
        elif word.endswith(("er", "est")):
            stem = word[:-2] if word.endswith("er") else word[:-3]
            found.update(_ADJECTIVES.intersection(_before_vowel(stem, "er")))
    for lemma in tuple(found):
        found.update(_bases(lemma))
    return frozenset(lemma for lemma in found if word.startswith(heads_of(lemma)))


def heads_of(lemma: str) -> tuple[str, ...]:
    """Return beginnings, one of which every form of the word has; the first is that of its regular forms."""
    # The y of city and the e of make are not in cities and making.
    head = lemma[:-1] if len(lemma) > 2 and lemma[-1] in "ey" else lemma
    if lemma.endswith(_COMPOUNDED) and lemma not in _LEMMAS:
        head = lemma[: -len(next(tail for tail in _COMPOUNDED if lemma.endswith(tail)))]
    return (head, *(form for form in _LEMMAS.get(lemma, ()) if not form.startswith(head)))


def _bases(word: str) -> set[str]:
    """Return what a noun of action, a state or an adverb is made of: compression of compress, slowly of slow."""
    if word in _UNLIKE or len(word) < 6:
        return set()
    if word.endswith("ly") and len(word) > 6:
        stem = word[:-2]
        return {stem, f"{stem[:-1]}y"} if stem[-1] == "i" else {stem, f"{stem}le"} if stem[-1] in "bp" else {stem}
    if word.endswith("ness"):
        stem = word[:-4]
        return {f"{stem[:-1]}y"} if stem[-1] == "i" else {stem}
    if word.endswith(("tion", "sion")) and len(word) > 7:
        stem = word[:-3]
        return {stem, f"{stem}e"} | ({stem[:-2], f"{stem[:-2]}e"} if stem.endswith("at") and len(stem) > 6 else set())
    if word.endswith("ment") and len(word) > 8:
        return {word[:-4]}
    if word.endswith(("ical", "ics")) and len(word) > 7:
        return {word[:-2] if word.endswith("ical") else word[:-1]}
    return set()


def _plural(word: str) -> set[str]:
    """Undo the s of plurals and of `she walks`."""
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in _IN_S:
        return set()
    found = {word[:-1]}
    if word.endswith("ies") and len(word) > 4:
        found.add(f"{word[:-3]}y")
    elif word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        found.add(word[:-2])
    return found


def _compound(word: str) -> set[str]:
    """Undo the plural of gentlemen, grandchildren, penknives."""
    if word in _ENDS_LIKE_MEN:
        return set()
    tails = (
        tail
        for tail in ("men", "children", "people", "feet", "teeth", "wives", "knives", "mice", "geese")
        if word.endswith(tail)
    )
    return {word.removesuffix(tail) + lemma for tail in tails if len(word) > len(tail) + 2 for lemma in _FORMS[tail]}


def _before_vowel(stem: str, ending: str) -> set[str]:
    """Return the words that become the stem before an ending that begins with a vowel."""
    if len(stem) < 2 or not re.search("[aeiouy]", stem):
        return {f"{stem}e"} if ending == "ed" and len(stem) == 2 else set()
    found = {f"{stem}e"}
    doubled = stem[-1] == stem[-2] and stem[-1] not in "aeiou"
    if doubled:
        single = stem[:-1]
        # Travelled is British for travel; called is no form of cal.
        several = len(re.findall("[aeiou]+", single)) > 1
        if len(single) > 2 and (stem[-1] in "bdgmnprt" or (stem[-1] == "l" and several)):
            found.add(single)
    if not _ONE_SYLLABLE.fullmatch(stem):
        found.add(stem)
    if stem[-1] == "i" and ending != "ing":
        found.add(f"{stem[:-1]}y")
    if stem.endswith("ck"):
        found.add(stem[:-1])
    return found
