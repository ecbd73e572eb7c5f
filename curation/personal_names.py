"""Names of people: by lists of names, and by the words that stand around a name."""

import re
from collections.abc import Iterator

from curation.gazetteer import AMBIGUOUS, THINGS, first_names, is_common, last_names
from curation.personal_kinds import Finding, PersonalKind

_UP = r"[A-ZÀ-ÖØ-ÞĀ-Ž\u0386-\u03ABЀ-Я]"
_NAME = rf"{_UP}[^\W\d_]*(?:['’-]{_UP}?[^\W\d_]+)*"
PARTICLE = (
    r"(?:van der|van den|van de|van|von der|von|zu|de la|de los|de|del|della|di|da|dos|du|"
    r"bin|ibn|al|el|le|la|ter|ten|y|e)"
)
_FULL = rf"{_NAME}(?: {_UP}\.| (?:{PARTICLE} )?{_NAME}){{0,3}}"
_SAYS = (
    r"(?i:my name is|my name's|the name is|name's|name is|name:|full name|mijn naam is|"
    r"mein name ist|ich hei(?:ß|ss)e|je m['’]appelle|me llamo|mi nombre es|mi chiamo|"
    r"mio nome è|mon nom est|me chamo|meu nome é|jag heter|jeg hedder|jeg heter|nazywam się|"
    r"on behalf of|signed by|account holder:?|cardholder:?|addressed to)"
)
_TITLE = (
    r"(?:[Mm]rs?\.?|MRS?\.?|[Mm]s\.?|Miss|Dr\.?|Prof\.?|Sir|Madam|Herrn?|Frau|Monsieur|Madame|"
    r"M\.|Mme\.?|Señora?|Sra?\.|Don|Doña|Signora?|Sig\.(?:ra)?|[Mm]eneer|[Mm]evrouw|Pan|Pani)"
)
_GREETS = (
    r"(?i:dear|hi|hello|hey|liebe[rs]?|hallo|sehr geehrter?|bonjour|cher|chère|hola|"
    r"estimad[oa]|querid[oa]|ciao|gentile|caro|cara|beste|geachte|hej|olá|prezad[oa])"
)
_CLOSES = (
    r"(?i:regards|sincerely|faithfully|truly|cheers|thanks|thank you|best|best wishes|love|"
    r"(?:mit )?(?:freundlichen |vielen |beste |viele |liebe )?gr(?:ü|ue)(?:ß|ss)en?|"
    r"cordialement|saludos|un saludo|cordiali saluti|saluti|met vriendelijke groet|groeten|"
    r"atenciosamente|merci|gracias|grazie|danke|med vänlig hälsning|mvh)"
)
_I_AM = (
    r"(?i:i am|i['’]m|this is|it['’]s|here is|ich bin|soy|je suis|sono|spoke (?:to|with)|"
    r"speak(?:ing)? (?:to|with)|talked (?:to|with)|ask(?:ed)? for|met)"
)
_MET = r"(?i:(?:spoke|speak|speaking|talked|chatted) (?:to|with)|ask(?:ed)? for)"
_CONTEXTS = (
    (re.compile(rf"\b{_SAYS}\s+(?:{_TITLE} )?({_FULL})"), 0.95, False),
    (re.compile(rf"\b{_TITLE} ({_FULL})"), 0.9, False),
    (re.compile(rf"\b{_GREETS},? (?:{_TITLE} )?({_FULL})(?=\s*[,.!\n]|\s*$)"), 0.8, True),
    (re.compile(rf"\b{_CLOSES}[,.!]?\s+(?:from )?({_FULL})(?=\W*$|\s*\n)"), 0.85, True),
    (re.compile(rf"\b{_MET} ({_NAME} (?:{PARTICLE} )?{_NAME})\b"), 0.7, False),
    (
        re.compile(rf"\b{_CLOSES}[,.!]?\s*\n\s*({_NAME} (?:{PARTICLE} )?{_NAME})\s*$"),
        0.7,
        False,
    ),
    (re.compile(rf"\b{_I_AM} ({_FULL})"), 0.75, True),
)
_LOWER = re.compile(
    r"(?i:my name is|my name's|mein name ist|ich hei(?:ß|ss)e|je m['’]appelle|me llamo|"
    r"mi chiamo|me chamo)\s+([^\W\d_]+(?: [^\W\d_]+)?)"
)
_PAIR = re.compile(
    rf"(?<![\w'’-]){_NAME} (?:{_UP}\.? )?(?:{PARTICLE} )?{_NAME}(?:[ -]{_NAME}){{0,2}}(?![\w])"
)


def names(text: str) -> Iterator[Finding]:
    """The names of people in `text`: said to be names first, then by the lists."""
    for pattern, certainty, known in _CONTEXTS:
        for match in pattern.finditer(text):
            if span := _told(text, *match.span(1), known=known):
                yield Finding(PersonalKind.NAME, *span, certainty)
    for match in _LOWER.finditer(text):
        if span := _said_small(match):
            yield Finding(PersonalKind.NAME, *span, 0.85)
    yield from _pairs(text)


def _told(text: str, start: int, end: int, *, known: bool) -> tuple[int, int] | None:
    """The part of a told name that is one; `known`: its first word must be in the lists."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    while words and is_common(text[slice(*words[-1])]):
        words.pop()
    if not words or is_common(text[slice(*words[0])]):
        return None
    first = text[slice(*words[0])]
    if known and len(words) == 1 and not _is_first(first):
        return None
    if known and len(words) > 1 and not (_is_first(first) or _is_last(text, words)):
        return None
    return start, _trimmed(text, words[-1][1])


def _is_first(word: str) -> bool:
    plain = word.strip(".,'’").lower()
    return plain in first_names() and plain not in AMBIGUOUS


def _is_last(text: str, words: list[tuple[int, int]]) -> bool:
    return text[slice(*words[-1])].strip(".,'’").lower() in last_names()


def _trimmed(text: str, end: int) -> int:
    return end - 1 if text[end - 1] in ".,'’" else end


def _said_small(match: re.Match[str]) -> tuple[int, int] | None:
    """A name that nobody wrote in capitals, behind the words that announce it."""
    first, _, last = match[1].partition(" ")
    if is_common(first) or (first.lower() not in first_names() and not first[0].isupper()):
        return None
    whole = last and not is_common(last) and last.lower() in last_names()
    end = match.end(1) if whole else match.start(1) + len(first)
    return match.start(1), end


def _pairs(text: str) -> Iterator[Finding]:
    """Words in capitals side by side, the first of which is a first name."""
    at = len(text) if text.isupper() else 0
    while match := _PAIR.search(text, at):
        words = [(m.start(), m.end()) for m in re.finditer(r"[^\s]+", match[0])]
        pair = _pair(match[0], words)
        if pair is None:
            at = match.start() + words[0][1]
            continue
        end, certainty = pair
        yield Finding(PersonalKind.NAME, match.start(), match.start() + end, certainty)
        at = match.start() + end


def _is_thing(parts: list[str]) -> bool:
    return " ".join(parts[:2]).lower() in THINGS


def _pair(said: str, words: list[tuple[int, int]]) -> tuple[int, float] | None:
    parts = [said[slice(*w)] for w in words]
    first = parts[0].lower()
    if first not in first_names() or is_common(parts[0]) or _is_thing(parts):
        return None
    capitals = [n for n, part in enumerate(parts) if n and part[0].isupper() and len(part) > 2]
    while capitals and is_common(parts[capitals[-1]]):
        capitals.pop()
    if not capitals or is_common(parts[capitals[0]]):
        return None
    last = capitals[-1]
    known = parts[last].lower() in last_names() or any(
        piece.lower() in last_names() for piece in re.split(r"[-'’]", parts[last])
    )
    if first in AMBIGUOUS and not known:
        return None
    return words[last][1], 0.9 if known else 0.7
