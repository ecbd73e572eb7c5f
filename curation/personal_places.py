"""Street addresses, as they are written in a few languages: a house and a street."""

import re
from collections.abc import Iterator

from curation.personal_kinds import Finding, PersonalKind

_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*"
_HOUSE = r"\d{1,5}(?:[ ]?[a-zA-Z](?![a-zA-Z])|[-/]\d{1,4}[a-zA-Z]?)?"
_FLAT = r"(?:,? (?:apt|apartment|flat|unit|suite|ste|floor|room|#)\.? ?#?[\dA-Za-z-]{1,6}\b)?"
_TOWN = (
    rf"(?:,? (?:[A-Z]{{1,2}}-)?\d{{4,5}}(?: [A-Z]{{2}}\b)?,? {_WORD}(?:[ -]{_WORD}){{0,2}}"
    rf"|,? {_WORD}(?: {_WORD}){{0,2}},? (?:[A-Z]{{2}} \d{{5}}(?:-\d{{4}})?|"
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})|,? [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)?"
)
_ENGLISH = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Sq|"
    r"Terrace|Place|Close|Crescent|Gardens|Grove|Hill|Mews|Parade|Parkway|Pkwy|Highway|Hwy|"
    r"Row|Walk|Way|street|avenue|road|lane|drive|boulevard)"
)
_ROMANCE = (
    r"(?:rue|Rue|avenue|Avenue|av\.|Av\.|boulevard|Boulevard|bd|chemin|Chemin|allée|Allée|"
    r"quai|Quai|impasse|Impasse|place|Place|cours|Cours|route|Route)"
)
_SOUTHERN = (
    r"(?:[Cc]alle|C/|[Aa]venida|Avda\.?|[Pp]laza|[Pp]aseo|[Cc]arrer|[Vv]ia|[Vv]iale|[Pp]iazza|"
    r"[Cc]orso|[Rr]ua|[Pp]raça|[Uu]lica|[Uu]l\.|[Aa]leja)"
)
_SMALL = (
    r"(?:(?:de la|de las|de los|de|del|della|dei|di|du|des|da|do|dos|la|le|les|el|l'|d') ?)?"
)
_PATTERNS = tuple(
    re.compile(pattern + _TOWN)
    for pattern in (
        rf"\b{_HOUSE},? (?:{_WORD} ){{1,3}}{_ENGLISH}\b\.?{_FLAT}",
        rf"\b{_HOUSE}(?: bis| ter)?,? {_ROMANCE} {_SMALL}{_WORD}(?:[ -]{_SMALL}{_WORD}){{0,3}}",
        rf"\b{_SOUTHERN} {_SMALL}{_WORD}(?: {_SMALL}{_WORD}){{0,3}},?"
        rf" (?:n[º°o.]\.? ?)?{_HOUSE}\b",
        r"\b[A-ZÀ-ÖØ-ÞĀ-Ž][\w-]*(?:straße|strasse|str\.|gasse|platz|weg|allee|ring|damm|ufer|"
        rf"straat|laan|gracht|kade|plein|gade|vej|gatan|vägen|gata|katu|tie) {_HOUSE}\b",
        rf"\b(?:{_WORD}(?: |-)){{1,2}}(?:Straße|Strasse|Str\.|Gasse|Platz|Weg|Allee|Ring|Damm|"
        rf"Ufer|Straat|Laan) {_HOUSE}\b",
        r"\b(?:P\.? ?O\.? ?Box|Postfach|Apartado(?: de Correos)?|Casella Postale) \d{1,6}\b",
    )
)


def addresses(text: str) -> Iterator[Finding]:
    """The street addresses in `text`, with the town where it follows."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Finding(PersonalKind.ADDRESS, *match.span(), 0.8)
