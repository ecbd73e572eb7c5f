"""National ids whose form and check digits leave little doubt."""

import re
from collections.abc import Iterator
from importlib import import_module

from curation.personal_kinds import Finding, PersonalKind

# The pattern, the module of python-stdnum that checks it, and what has to be said before it
# where any number of this length might pass the check.
_FORMS = (
    (r"\d{9}", "us.ssn", r"social security|ssn"),
    (r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", "it.codicefiscale", ""),
    (r"\d{8}-?[A-Z]", "es.dni", ""),
    (r"[XYZ]-?\d{7}-?[A-Z]", "es.nie", ""),
    (r"[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}", "fr.nir", ""),
    (r"\d{3}\.\d{3}\.\d{3}-\d{2}", "br.cpf", ""),
    (r"\d{11}", "br.cpf", r"cpf"),
    (r"\d{11}", "pl.pesel", r"pesel"),
    (r"\d{2} ?\d{3} ?\d{3} ?\d{3}", "de.idnr", r"steuer|tax|idnr|identifikationsnummer"),
    (r"\d{3}[ .]?\d{3}[ .]?\d{3}", "nl.bsn", r"bsn|burgerservice|sofi"),
    (r"\d{3} ?\d{3} ?\d{4}", "gb.nhs", r"nhs"),
    (r"\d{6}[-+]\d{4}", "se.personnummer", ""),
    (r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", "be.nn", ""),
    (r"\d{6}[-+A]\d{3}[0-9A-Z]", "fi.hetu", ""),
)
_READY = tuple(
    (re.compile(rf"(?<![\w.-]){form}(?![\w]|[.-]\d)"), module, said)
    for form, module, said in _FORMS
)
_NINO = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d{2} ?){3}[A-D]\b"
)
# Also those that were never given out: people write 123-45-6789 or 078-05-1120 and mean theirs.
_SSN = re.compile(r"(?<![\w.-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w]|[.-]\d)")
_SAID = 40  # characters before the number in which its name has to be


def national_ids(text: str) -> Iterator[Finding]:
    """The national ids in `text`."""
    for pattern, module, said in _READY:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _SAID) : match.start()]
            if said and not re.search(said, before, re.IGNORECASE):
                continue
            if import_module(f"stdnum.{module}").is_valid(match[0]):
                yield Finding(PersonalKind.NATIONAL_ID, *match.span(), 0.95)
    for pattern in (_NINO, _SSN):
        for match in pattern.finditer(text):
            yield Finding(PersonalKind.NATIONAL_ID, *match.span(), 0.9)
