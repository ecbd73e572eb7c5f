"""Where a text holds personal data: what kind, from where to where, and how sure that is."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from curation.levelling import DASHES, DIGITS, SPACES, levelled
from curation.personal_kinds import Finding, PersonalKind
from curation.personal_names import PARTICLE, names
from curation.personal_numbers import numbers
from curation.personal_places import addresses
from curation.pseudonyms import STANDING_IN

if TYPE_CHECKING:
    from curation.privacy import Policy

MAX_SEARCHED = 200_000  # characters; a longer text is looked through in pieces of this length
_OVERLAP = 200
_AT = r"(?:@|＠|%40| ?[\[(] ?at ?[\])] ?)"
_DOT = r"(?:\.| ?[\[(] ?dot ?[\])] ?)"
_EMAIL = re.compile(
    rf"[\w.+\-']{{0,63}}[\w+\-]{_AT}(?:[\w\-]{{1,63}}{_DOT}){{1,8}}[^\W\d_]{{2,24}}",
    re.IGNORECASE,
)


def find(text: str, policy: "Policy") -> tuple[Finding, ...]:
    """The personal data in `text`, by place, none overlapping; pseudonyms are none."""
    if len(text) > MAX_SEARCHED:
        return _in_pieces(text, policy)
    taken = [match.span() for match in STANDING_IN.finditer(text)]
    found: list[Finding] = []
    for finding in _all(text, policy):
        if not any(start < finding.end and finding.start < end for start, end in taken):
            taken.append((finding.start, finding.end))
            found.append(finding)
    return tuple(sorted(found, key=lambda f: f.start))


def _all(text: str, policy: "Policy") -> Iterable[Finding]:
    """What each detector says, the surest first: where two speak of a place, it holds."""
    for called, pattern in policy.searched:
        yield from (Finding(called, *m.span(), 1.0) for m in pattern.finditer(text) if m[0])
    text = levelled(text)
    for match in _EMAIL.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip("'.-"))
        yield Finding(PersonalKind.EMAIL, start, match.end(), 0.99)
    yield from numbers(text, policy.regions)
    yield from addresses(text)
    yield from names(text)


def _in_pieces(text: str, policy: "Policy") -> tuple[Finding, ...]:
    found: dict[tuple[int, int], Finding] = {}
    last = 0
    for start in range(0, len(text), MAX_SEARCHED - _OVERLAP):
        for f in find(text[start : start + MAX_SEARCHED], policy):
            if f.start + start >= last:
                last = f.end + start
                found[f.start + start, last] = Finding(
                    f.kind, f.start + start, last, f.certainty
                )
    return tuple(found.values())


# What no text with personal data is without. DuckDB reads the same pattern (RE2), so that
# only rows which could hold some are looked at here: no lookarounds, no \w beyond ASCII.
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ɏͰ-ϿЀ-ӿ]"
_SMALL = "[a-zß-öø-ÿĀ-ɏͰ-ϿЀ-ӿ'’-]"
_LAST = "[a-zß-öø-ÿĀ-ɏ]"
_TITLES = (
    "mr|mrs|ms|miss|dr|prof|sir|madam|herr|herrn|frau|monsieur|madame|m|mme|señora?|sra?|don|"
    "doña|signora?|sig|meneer|mevrouw|pan|pani"
)
_GREETINGS = (
    "dear|hi|hello|hey|liebe[rs]?|hallo|geehrter?|geehrte|bonjour|cher|chère|hola|estimad[oa]|"
    "querid[oa]|ciao|gentile|caro|cara|beste|geachte|hej|olá|prezad[oa]"
)
_ENDS = (
    "regards|sincerely|faithfully|truly|cheers|thanks|thank you|best|wishes|love|"
    "gr(?:ü|ue)ßen?|"
    "gr(?:ü|ue)ssen?|cordialement|saludos?|saluti|groet|groeten|atenciosamente|merci|gracias|"
    "grazie|danke|hälsning|mvh"
)
_MEETS = (
    "i am|i['’]m|this is|it['’]s|here is|ich bin|soy|je suis|sono|spoke to|spoke with|speak to|"
    "speak with|speaking to|speaking with|talked to|talked with|ask for|asked for|met"
)
_SAID = (
    "name|naam|hei(?:ß|ss)e|appelle|llamo|chiamo|nombre|nome|nom|chamo|heter|hedder|nazywam|"
    "behalf of|signed by|holder|addressed to"
)
_PAYS = (
    "account|acct|customer|client|member(?:ship)?|policy|patient|kunden?|konto|cliente|compte|"
    "mitglieds?|passport|licen[cs]e"
)
_BIRTHS = (
    r"\bborn|birth|\bd\.?o\.?b\b|geboren|geburt|née? le|naissance|nacid|nacimiento|nat[oa] il|"
    "nascita|nascimento|geboorte"
)
_PREFIX = "(?:[A-Z]{1,5}[- ]?)?"
_PAYS_NO = "(?:no|nr)\\b\\.?|number|num|id|#|nummer|reference|ref\\b\\.?"
_STREETS = (
    "stra(?:ß|ss)e|str\\.|gasse|platz|weg|allee|ring|damm|ufer|laan|straat|gracht|kade|"
    "plein|gade|"
    "vej|gatan|vägen|gata|katu|tie|ulica|ul\\.|aleja|calle|c/|avenida|avda|plaza|paseo|carrer|via|"
    "viale|piazza|corso|rua|praça|box|postfach|apartado|postale"
)
_WAYS = (
    "street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|square|sq|terrace|"
    "place|close|crescent|gardens|grove|hill|mews|parade|parkway|pkwy|highway|hwy|row|walk|way|"
    "rue|av\\.|bd|chemin|allée|quai|impasse|cours|route"
)
_WAY_HOUSE = r"[0-9][0-9A-Za-z/-]*,? +(?:bis |ter )?(?:[^\s0-9]+ +){0,3}"
# What may lie between is not counted: RE2 would keep a state for each count, and run out.
SUSPECTS = (
    "|".join(
        (
            r"@|＠|%40|[\[(] ?[aA][tT] ?[\])]",
            rf"[0-9](?:[\s{SPACES}().\-{DASHES}/+_]{{0,3}}[0-9]){{6}}",
            rf"[{DIGITS}．]|[0-9A-Za-z][{SPACES}]{{1,2}}[0-9A-Z]",
            r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]|[0-9a-fA-F]{0,4}::?[0-9a-fA-F]{0,4}:",
            "[A-Z]{2} ?[0-9]{2}[ ._/-]{0,2}[A-Z0-9]{2}|[A-Z]{2} ?(?:[0-9]{2} ?){3}[A-D]",
            "[A-Z]{6}[0-9]{2}[A-Z]",
        )
    ),
    "|".join(
        (
            rf"(?i:{_PAYS})[ -]?(?i:{_PAYS_NO})? ?(?i: is| ist| was)?(?: ?[:=#] ?| )"
            f"#?{_PREFIX}[0-9]",
            rf"(?i:{_BIRTHS})[^0-9\n]*[0-9]",
            f"(?i:{_STREETS})[^0-9\n]*[0-9]",
            f"{_WAY_HOUSE}(?i:{_WAYS})",
        )
    ),
    "|".join(
        (
            f"{_CAPITAL}{_SMALL}*{_LAST} (?:[A-Z]\\.? |{PARTICLE} )?{_CAPITAL}",
            rf"\b(?i:{_SAID}):?\s+(?i:is |ist |es |è |é |się )?[^\s0-9]",
            rf"\b(?i:{_TITLES}|{_GREETINGS}|{_ENDS}|{_MEETS})[\s,.:!–-]+(?i:from )?{_CAPITAL}",
        )
    ),
)
