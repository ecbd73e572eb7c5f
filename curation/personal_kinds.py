"""The kinds of personal data that are looked for, and what is said of one that was found."""

from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """A kind of personal data; custom patterns have kinds of their own names beside these."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    IBAN = "iban"
    NATIONAL_ID = "national_id"
    IP = "ip"
    ADDRESS = "address"
    ACCOUNT = "account"
    NAME = "name"
    BIRTH_DATE = "birth_date"


OURS = frozenset(str(kind) for kind in PersonalKind)
WORDS = {
    PersonalKind.EMAIL: "e-mail address",
    PersonalKind.PHONE: "phone number",
    PersonalKind.CARD: "card number",
    PersonalKind.IBAN: "IBAN",
    PersonalKind.NATIONAL_ID: "national id",
    PersonalKind.IP: "IP address",
    PersonalKind.ADDRESS: "street address",
    PersonalKind.ACCOUNT: "account or customer id",
    PersonalKind.NAME: "name of a person",
    PersonalKind.BIRTH_DATE: "date of birth",
}

LIMITS = (
    "Not found: names all in capitals, in lists (Mustermann, Max), in small letters without "
    "“my name is”, or in other scripts than Latin; user names; addresses spelt out in words; "
    "ids with letters between their digits; numbers in columns whose name does not say what "
    "they are. Write a pattern of your own for what is missing."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data in a text: its kind, from `start` up to `end`, and how sure that is."""

    kind: str
    start: int
    end: int
    certainty: float


def spoken(kind: str) -> str:
    """`kind` as people say it; a custom pattern's by its own name."""
    return WORDS[PersonalKind(kind)] if kind in OURS else kind
