"""Numbers that belong to somebody: of cards and accounts, phones, national ids, IPs."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# python-stdnum and phonenumberslite ship types only in part.

import ipaddress
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from curation.personal_births import births
from curation.personal_ids import national_ids
from curation.personal_kinds import Finding, PersonalKind
from curation.personal_payments import cards, ibans

_IP4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IP6 = re.compile(r"(?<![\w:.])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")
_PHONE = re.compile(
    r"(?:(?<![\w.,@#/$€£=&-])|(?<=[=/])(?=\+))"
    r"(?:\+ ?|00|\(\+)?\(?\d(?:[\s().\-–/]{0,3}\d){6,16}"
    r"(?![\w%€$£]|[.,:]\d)"
)
_ACCOUNT = re.compile(
    r"\b(?:account|acct|customer|client|member(?:ship)?|policy|patient|kunden?|konto|cliente|"
    r"compte|mitglieds?|passport|driv(?:er'?s|ing) licen[cs]e|licen[cs]e)[ -]?"
    r"(?:(?:no|nr)\b\.?|number|num\b|id\b|#|nummer|reference|ref\b\.?)?[ ]?"
    r"(?: is| ist| was)?(?: ?[:=#] ?| )"
    r"((?-i:#?(?:[A-Z]{1,5}[- ]?)?\d(?:[ -]?\d|[A-Z]){3,17}))(?![\w])",
    re.IGNORECASE,
)
_AN_ID = 6  # digits, where only "account" or "member" says what the number is
_YEARS = re.compile(r"(?:19|20)\d{2}(?:[ -]+(?:19|20)?\d{2})*")
_UNIT = re.compile(
    r"[.,]\d| ?(?:[%€$£¥]|(?:eur|usd|gbp|chf|inr|jpy|euros?|dollars?|pounds?|points?|punkte?|"
    r"puntos|credits?|coins?|miles|tokens?|users?|seats?|times|days?|months?|years?|hours?|"
    r"minutes?|tagen?|jahren?|monaten?|[kmg]b|kwh|km)\b)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:phone|telephone|tel\b|mobile|mobil|cell|call|ring|reach|text|whatsapp|sms|fax|handy|"
    r"telefon|rufnummer|nummer|my number|number is|numéro|teléfono|telefono|móvil|portable|"
    r"contact|dial|nummer)[^\n]{0,25}$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:order|\bp\.?o\b\.?|invoice|ticket|ref(?:erence)?|case|tracking|parcel|isbn|sku|item|product|serial|"
    r"model|version|id|code|amount|total|price|transaction|bestellung|bestellnummer|rechnung|"
    r"sendung|commande|facture|pedido|factura|ordine|fattura|batch|build|commit|claim|booking|"
    r"reservation|confirmation|order\w*)\W{0,3}(?:(?:no|nr|number|num|id|code|nummer|is|was|of)"
    r"\W{0,3}){0,3}#?$",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?:\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2})(?!\d)"
)
_DECIMAL = re.compile(r"\d+\.\d+")
_COUNTED = re.compile(r"\d(?:\D+\d)+")  # 1-2-3-4-5-6-7
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[ .]\d{3})+|[1-9]\d{3} ?[-–/] ?\d{4}")


def numbers(text: str, regions: Sequence[str]) -> Iterator[Finding]:
    """The numbers in `text` that belong to somebody, the surest kinds first."""
    yield from ibans(text)
    yield from _accounts(text, sure=True)
    yield from national_ids(text)
    yield from cards(text)
    yield from births(text)
    yield from _ips(text)
    yield from _phones(text, regions)
    yield from _accounts(text, sure=False)


def _ips(text: str) -> Iterator[Finding]:
    for pattern in (_IP4, _IP6):
        for match in pattern.finditer(text):
            try:
                found = ipaddress.ip_address(match[0])
            except ValueError:
                continue
            nobodys = found.is_loopback or found.is_unspecified
            if nobodys or re.search(r"(?i)\bv(?:er(?:sion)?)?\.? ?$", _before(text, match)):
                continue
            yield Finding(PersonalKind.IP, *match.span(), 0.9)


def _accounts(text: str, *, sure: bool) -> Iterator[Finding]:
    """Ids behind the word that says whose they are; `sure`: those said to be ids as well."""
    for match in _ACCOUNT.finditer(text):
        said = re.search(r"(?i)(?:no|nr|number|num|id|#|nummer|reference|ref)\b", match[0])
        if sure is not bool(said):
            continue
        if not sure and not _is_an_id(text, match):
            continue
        yield Finding(PersonalKind.ACCOUNT, *match.span(1), 0.9 if sure else 0.7)


def _is_an_id(text: str, match: re.Match[str]) -> bool:
    """Whether a number that nobody called one is: no amount, no year, and long enough."""
    if sum(map(str.isdigit, match[1])) < _AN_ID or _DAY.match(match[1]):
        return False
    return not _YEARS.fullmatch(match[1]) and not _UNIT.match(text, match.end(1))


def _phones(text: str, regions: Sequence[str]) -> Iterator[Finding]:
    for match in _PHONE.finditer(text):
        if certainty := _phone(match[0], _before(text, match), tuple(regions)):
            yield Finding(PersonalKind.PHONE, *_balanced(match), certainty)


def _balanced(match: re.Match[str]) -> tuple[int, int]:
    """Without a bracket that opens before the number and closes behind it."""
    start = match.start()
    return (start + 1 if match[0][0] == "(" and ")" not in match[0] else start), match.end()


def _phone(said: str, before: str, regions: tuple[str, ...]) -> float:
    """How sure `said` is a phone number; 0 where it is none."""
    digits = re.sub(r"\D", "", said)
    if said.lstrip("( ").startswith(("+", "00")) and len(digits) >= 8:
        return 0.99 if _valid("+" + digits.removeprefix("00"), ()) else 0.0
    asked = bool(_ASKED.search(before))
    if _DAY.match(said) or (_NUMBERED.search(before) and not asked):
        return 0.0
    if not asked and (_DECIMAL.fullmatch(said) or _AMOUNT.fullmatch(said)):
        return 0.0
    if not asked and _COUNTED.fullmatch(said):
        return 0.0
    grouped = len(re.findall(r"[\s().\-–/]+", said.strip())) >= 2 or (
        said[0] in "0(" and digits != said
    )
    if not (asked or grouped) or not _valid(digits, regions):
        return 0.6 if asked and grouped and 9 <= len(digits) <= 13 else 0.0
    return 0.9 if asked else 0.75


@lru_cache(10_000)
def _valid(digits: str, regions: tuple[str, ...]) -> bool:
    import phonenumbers

    for region in regions or (None,):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 40) : match.start()]
