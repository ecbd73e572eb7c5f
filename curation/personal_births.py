"""Dates of birth, by the words that say what they are."""

import re
from collections.abc import Iterator

from curation.personal_kinds import Finding, PersonalKind

_SAYS = (
    r"(?:born(?: on)?|date of birth|birth ?date|birthday|\bd\.?o\.?b\b\.?|geboren(?: am)?|"
    r"geburtsdatum|geburtstag|née? le|date de naissance|fecha de nacimiento|nacid[oa] el|"
    r"nat[oa] il|data di nascita|geboortedatum|data de nascimento)"
)
_DATE = (
    r"(?:\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th|\.)? (?:of |de |di )?[^\W\d_]{3,10}\.?,? (?:de )?\d{4}"
    r"|[^\W\d_]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?!\d)"
)
_BORN = re.compile(rf"{_SAYS}\W{{0,3}}(?:is |was |ist |on |the )?({_DATE})", re.IGNORECASE)


def births(text: str) -> Iterator[Finding]:
    """The dates in `text` that are said to be of a birth."""
    for match in _BORN.finditer(text):
        yield Finding(PersonalKind.BIRTH_DATE, *match.span(1), 0.85)
