"""Which language a text is written in, by its letters and the small words that it has.

Only as sure as telling topics apart asks for: a text whose small words decide nothing goes
with the texts that share its other words, and last with most of the texts in its letters.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from unicodedata import name

from curation.identity import normalise

_SMALL: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "English": """
            a about after again all also am an and any are as at be because been but by
            can could did do does done for from get had has have how i if in into is it
            its just me my no not now of on or our please so still than that the their
            them then there they this to too up was we were what when where which who why
            will with would you your""",
        "German": """
            aber alle als also am an auch auf aus bei bin bis bitte da das dass dem den
            der des die diese dieser dieses doch du ein eine einem einen einer er es für
            gibt habe haben hat hatte ich ihr im in ins ist ja kann kein keine können man
            mein meine meinem meinen meiner mich mir mit nach nicht noch nun nur oder ohne
            schon sehr sein seit sich sie sind so über um und uns unter vom von vor war
            warum was weil wenn werden wie wir wird wo zu zum zur""",
        "French": """
            ai alors au aux avec bien ce ces cet cette comme comment dans de depuis des du
            elle elles en encore est et être il ils je la le les leur lui ma mais me mes
            moi mon ne nous on ont ou où par pas plus pour pourquoi puis qu quand que quel
            quelle qui sa sans se ses si son sont sur ta te tes toujours tout très tu un
            une va vous votre à été""",
        "Spanish": """
            al algo aquí con como cómo cuando cuándo de del desde donde dónde dos el ella
            en era es esa ese eso esta está este esto fue ha hace hasta hay he la las le
            les lo los mas más me mi mis muy nada ni no nos o otra otro para pero poder
            por porque puedo que qué se ser si sí sin sobre son soy su sus también te
            tengo tiene todo un una uno y ya yo""",
        "Portuguese": """
            ainda ao aos as até com como da das de depois do dos e ela ele em era essa
            esse esta está estava este eu foi fui há isso isto já la mais mas me meu meus
            minha minhas muito na nas nem no nos não nós o onde os ou para pela pelo por
            porque posso quando que quem se sem ser seu sua são só também te tem tenho
            tudo um uma você é à""",
        "Italian": """
            ad ai al alla anche ancora c che chi ci come con cosa da dal dalla de dei del
            della delle di dopo dove e ed era gli ha ho i il in io la le lo ma mi mia mio
            ne nel nella non nostro o per perché più posso quando questa questo qui se sei
            senza si sono sta su sua sul tutto un una uno vi è""",
        "Dutch": """
            aan al als bij dan dat de deze die dit door een en er geen had heb hebben
            heeft het hoe ik in is je kan kunnen maar me met mij mijn naar niet nog nu of
            om ook op over te tot uit van veel voor waar waarom wat we wel werd wie wij
            wordt zijn zo zonder zou""",
    }.items()
}  # fmt: skip
SMALL_WORDS = frozenset[str]().union(*_SMALL.values())
_LATIN = "Latin"
_SCRIPTS = {
    "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "CJK": "Chinese", "HANGUL": "Korean",
    "CYRILLIC": "Cyrillic", "GREEK": "Greek", "ARABIC": "Arabic", "HEBREW": "Hebrew",
    "THAI": "Thai", "DEVANAGARI": "Hindi",
}  # fmt: skip
_SURE = 2  # small words
_KANA = 0.1  # of the letters: Japanese, whatever else is written in it


def languages(texts: Sequence[str]) -> list[str]:
    """The language of each of `texts`; its letters where they are all that is known."""
    scripts = [_script(one) for one in texts]
    bags = [set(normalise(one).split()) for one in texts]
    found = [
        script if script != _LATIN else _by_small_words(bag)
        for script, bag in zip(scripts, bags, strict=True)
    ]
    of_words: dict[str, Counter[str]] = {}
    sizes = Counter(one for one, s in zip(found, scripts, strict=True) if s == _LATIN and one)
    for one, bag in zip(found, bags, strict=True):
        for word in bag if one in sizes else ():
            of_words.setdefault(word, Counter())[str(one)] += 1
    most = min(sizes, key=lambda one: (-sizes[one], one), default=_LATIN)
    return [
        one or _by_company(bag, of_words) or most for one, bag in zip(found, bags, strict=True)
    ]


def _script(text: str) -> str:
    letters = [c for c in text if c.isalpha()]
    counts = Counter(_of_letter(c) for c in letters)
    if counts["Japanese"] > _KANA * len(letters):
        return "Japanese"
    return min(counts, key=lambda one: (-counts[one], one), default=_LATIN)


def _of_letter(letter: str) -> str:
    if letter < "Ͱ":
        return _LATIN
    return _SCRIPTS.get(name(letter, "").replace("-", " ").partition(" ")[0], _LATIN)


def _by_small_words(bag: set[str]) -> str | None:
    """The language that most small words are of; None where two have as many, or few are."""
    first, second = sorted(
        ((len(bag & small), language) for language, small in _SMALL.items()), reverse=True
    )[:2]
    return first[1] if first[0] >= _SURE and first[0] > second[0] else None


def _by_company(bag: set[str], of_words: Mapping[str, Counter[str]]) -> str | None:
    """The language in which its words are used by the texts that are sure of theirs."""
    shares: Counter[str] = Counter()
    for word in sorted(bag & of_words.keys()):
        whole = sum(of_words[word].values())
        for language, n in of_words[word].items():
            shares[language] += n / whole  # pyright: ignore[reportArgumentType]
    return min(shares, key=lambda one: (-shares[one], one), default=None)
