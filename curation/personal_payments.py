"""Numbers that pay: IBANs and cards, whose check digits leave little doubt."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# python-stdnum ships types only in part.

import re
from collections.abc import Iterator

from curation.personal_kinds import Finding, PersonalKind

_IBAN = re.compile(
    r"(?<![A-Z0-9])[A-Z]{2} ?\d{2}(?:[ ._/-]{0,2}[A-Z0-9]){11,30}", re.IGNORECASE
)
_SHORTEST = 15
_CARDS = (
    re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w]|[.-]\d)"),
    # In its groups, whatever stands behind: often the date or the check number.
    re.compile(
        r"(?<![\w.-])(?:\d{4}( {1,2}| ?- ?|[._/])\d{4}\1\d{4}\1\d{4}"
        r"|\d{4}( {1,2}| ?- ?|[._/])\d{6}\2\d{4,5})(?!\d)"
    ),
    re.compile(r"(?<![\w.-])\d{13,19}(?![\w]|[.-]\d)"),
)
# Behind these words a number without groups is of a thing, even where it passes as a card.
_THING = re.compile(
    r"(?:order\w*|invoice|ticket|tracking|parcel|shipment|isbn|sku|item|product|serial|model|"
    r"bestell\w*|rechnung\w*|sendung\w*|commande|facture|pedido|factura|ordine|fattura|batch|"
    r"build|commit|booking)\W{0,3}(?:(?:no|nr|number|num|id|code|nummer|ref|reference|is|was|"
    r"of)\W{0,3}){0,3}#?$",
    re.IGNORECASE,
)


def ibans(text: str) -> Iterator[Finding]:
    """The IBANs in `text`, with whatever it puts between their groups."""
    at = 0
    while match := _IBAN.search(text, at):
        end = _iban_end(text, match.start(), match.end())
        if end:
            yield Finding(PersonalKind.IBAN, match.start(), end, 0.99)
        at = end or match.start() + 1


def _iban_end(text: str, start: int, longest: int) -> int:
    """Where the IBAN that begins at `start` ends, for words may stand behind it; 0: none."""
    from stdnum import iban

    for end in range(longest, start + _SHORTEST - 1, -1):
        if text[end - 1].isalnum() and not text[end : end + 1].isalnum():
            number = re.sub(r"[^A-Z0-9]", "", text[start:end].upper())
            if iban.is_valid(number, check_country=False):
                return end
    return 0


def cards(text: str) -> Iterator[Finding]:
    """The numbers of cards in `text`: a scheme gives such, and their check digit is right."""
    from stdnum import luhn

    for pattern in _CARDS:
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            if not _is_issued(digits) or not luhn.is_valid(digits):
                continue
            before = text[max(0, match.start() - 40) : match.start()]
            if match[0] == digits and _THING.search(before):
                continue
            yield Finding(PersonalKind.CARD, *match.span(), 0.95)


def _is_issued(digits: str) -> bool:
    """Whether a scheme gives cards such numbers: by how they begin and how long they are."""
    two, four, length = int(digits[:2]), int(digits[:4]), len(digits)
    return (
        (digits[0] == "4" and length in (13, 16, 19))
        or (length == 16 and (51 <= two <= 55 or 2221 <= four <= 2720))
        or (length == 15 and two in (34, 37))
        or (16 <= length <= 19 and (four == 6011 or two in (64, 65, 62)))
        or (length == 16 and 3528 <= four <= 3589)
        or (length == 14 and (two in (36, 38, 39) or 3000 <= four <= 3059))
    )
