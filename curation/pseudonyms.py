"""What stands in the place of personal data: a token, or a made-up value, always the same.

Both come from HMAC-SHA256 with the desk's key, so that nobody without the key can find out
by trying whose token it is, while two texts about the same person still match.
"""

import hmac
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from curation.levelling import levelled
from curation.personal_kinds import PersonalKind

if TYPE_CHECKING:
    from faker import Faker

DIGITS = 12  # of the hash: among 100,000 people two share a token once in 50,000 desks
TOKEN = re.compile(rf"\[[A-Z][A-Z0-9_]*-[0-9a-f]{{{DIGITS}}}\]")
_KINDS = "|".join(str(kind).replace("_", "[_ ]") for kind in PersonalKind)
# A token as it is, and as it comes back respelt: in capitals, or without its brackets as in a
# normalised text. Without them two letters have to be among its digits: an id may have none.
STANDING_IN = re.compile(
    rf"\[[a-z][a-z0-9_]*-[0-9a-f]{{{DIGITS}}}\]"
    rf"|\b(?:{_KINDS})[- ](?=(?:\d*[a-f]){{2}})[0-9a-f]{{{DIGITS}}}\b",
    re.IGNORECASE,
)
MADE_UP = "masked.example"  # the domain of addresses that nobody has
_SYNTHETIC = (
    PersonalKind.NAME,
    PersonalKind.EMAIL,
    PersonalKind.PHONE,
    PersonalKind.ADDRESS,
)
_TITLES = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|herr|herrn|frau|mme|sr|sra)\.?\s+")


def plain(kind: str, value: str) -> str:
    """`value` as two writings of the same thing agree: jane@x.org is JANE@X.ORG."""
    text = " ".join(unicodedata.normalize("NFKC", levelled(value)).casefold().split())
    if kind == PersonalKind.EMAIL:
        text = re.sub(r" ?[\[(] ?at ?[\])] ?|%40", "@", text)
        return re.sub(r" ?[\[(] ?dot ?[\])] ?", ".", text)
    if kind == PersonalKind.PHONE:
        # With the country or without: the nine last digits are the same, and seldom another's.
        return re.sub(r"\D", "", text.replace("(0)", ""))[-9:].lstrip("0")
    if kind in (PersonalKind.IP, PersonalKind.ADDRESS):
        return text.rstrip(" .,")
    if kind == PersonalKind.NAME:
        return _TITLES.sub("", text).rstrip(" .,")
    return re.sub(r"[\s.\-/_]", "", text)


def digest(kind: str, value: str, key: bytes) -> str:
    """The whole hash of `value`, in hexadecimal."""
    return hmac.new(key, f"{kind}\x1f{plain(kind, value)}".encode(), "sha256").hexdigest()


def pseudonym(kind: str, value: str, key: bytes) -> str:
    """The token of `value`: [EMAIL-3f9a2c1bd04e], the same however it is written."""
    return f"[{kind.upper()}-{digest(kind, value, key)[:DIGITS]}]"


def can_be_made_up(kind: str) -> bool:
    """Whether a made-up value takes the place of this kind; a number could be somebody's."""
    return kind in _SYNTHETIC


def synthetic(kind: str, value: str, key: bytes) -> str:
    """A made-up value in the place of `value`, the same for the same person.

    Numbers of cards, accounts and ids get their token: a made-up one might be somebody's.
    """
    if not can_be_made_up(kind):
        return pseudonym(kind, value, key)
    seed = digest(kind, value, key)
    faker = _faker()
    faker.seed_instance(int(seed, 16))
    if kind == PersonalKind.NAME:
        whole = f"{faker.first_name()} {faker.last_name()}"
        return whole if " " in plain(kind, value) else whole.split(maxsplit=1)[0]
    if kind == PersonalKind.EMAIL:
        return f"{faker.user_name()}.{seed[:6]}@{MADE_UP}"
    if kind == PersonalKind.PHONE:
        return faker.numerify("+1 ###-555-01##")  # numbers that are given to nobody
    return f"{faker.building_number()} {faker.street_name()}"


@lru_cache(1)
def _faker() -> "Faker":
    from faker import Faker

    return Faker("en_US")
