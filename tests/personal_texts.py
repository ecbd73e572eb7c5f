"""Texts with personal data whose places are known: made by rule, the same every time.

Half of the names come from languages whose lists the detectors do not know, so that what is
measured is not only whether a list was copied rightly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from faker import Faker

HELD_OUT = ("ro_RO", "tr_TR", "cs_CZ", "hu_HU", "hr_HR")  # not in curation.gazetteer.LOCALES
KNOWN = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL")

NAME = (
    "My name is {} and my parcel is late.", "Dear Mr {}, we are sorry.", "I spoke to {} today.",
    "It broke.\nKind regards,\n{}", "Mein Name ist {}, ich warte noch.", "Je m'appelle {}.",
    "Me llamo {} y no funciona.", "Mi chiamo {}, grazie.", "Frau {} hat angerufen.",
)  # fmt: skip
PHONE = (
    "Call me on {} after six.",
    "My number is {}.",
    "Telefon: {}",
    "Mon portable : {}, merci",
    "Reach me at {} please",
    "mi teléfono es {}",
)
FRAMES = {
    "email": ("Write to {}.", "my mail is {}, thanks", "<{}> wrote", "Meine E-Mail: {}"),
    "card": ("Charge my card {} again", "Karte {} wurde belastet", "card: {}"),
    "iban": ("IBAN {}", "Please refund to {}.", "Mein Konto ist {}, danke"),
    "national_id": ("my ssn is {}", "SSN: {}", "social security {} on file"),
    "ip": ("from {} since noon", "client {} timed out", "[{}] GET /"),
    "address": ("Send it to {}.", "I live at {}", "delivery: {}"),
    "account": ("my account number is {}", "customer id: {}", "Kundennummer {}"),
}
CLEAN = (
    "Where is order {n}?", "Invoice number {n} of 2026-11-{d:02} is wrong.",
    "It costs {n}.50 USD",
    "Version 4.{d}.1 crashes at 10:{d:02}:15", "Refund for ticket #{n}, please",
    "Your Grace Period ends on {d}/11/2026. Contact Customer Service.", "Error {n} in step {d}",
    "I paid 1 {d}00 000 on Black Friday", "I'm German and April is fine. Will May work?",
    "The Bank of America app says Access Denied {d} times.", "Tracking 1Z{n}E{d:02}X is stuck",
    "Das Paket {n} ist am Montag nicht gekommen.", "Le colis {n} est en retard de {d} jours.",
    "Can I pay with Apple Pay or Google Pay?", "Top Up failed, New York Branch, gate {d}",
)  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A text, and what is personal in it; None: nothing is."""

    text: str
    kind: str | None = None
    value: str = ""


def labelled(n: int, seed: int = 7) -> Iterator[Labelled]:
    """`n` texts of every kind, and twice as many that are clean."""
    draw = Random(seed)
    fakers = [Faker(locale) for locale in (*KNOWN, *HELD_OUT)]
    for number, faker in enumerate(fakers):
        faker.seed_instance(seed + number)
    english = fakers[0]
    for _ in range(n):
        known, unknown = draw.choice(fakers[: len(KNOWN)]), draw.choice(fakers[len(KNOWN) :])
        yield _in(draw, NAME, "name", f"{known.first_name()} {known.last_name()}")
        yield _in(draw, NAME, "name", f"{unknown.first_name()} {unknown.last_name()}")
        yield _in(draw, PHONE, "phone", _phone(draw))
        values = {
            "email": draw.choice(fakers).ascii_email(),
            "card": _grouped(english.credit_card_number(draw.choice(("visa16", "mastercard")))),
            "iban": draw.choice(fakers[1:7]).iban(),
            "national_id": english.ssn(),
            "ip": draw.choice((english.ipv4_public(), english.ipv6())),
            "address": _address(draw, fakers),
            "account": f"{draw.choice(('', 'AC-', 'K'))}{draw.randrange(10**6, 10**9)}",
        }
        for kind, value in values.items():
            yield _in(draw, FRAMES[kind], kind, value)
    for _ in range(2 * n):
        frame = draw.choice(CLEAN)
        yield Labelled(frame.format(n=draw.randrange(10**4, 10**9), d=draw.randrange(10, 28)))


def _in(draw: Random, frames: tuple[str, ...], kind: str, value: str) -> Labelled:
    return Labelled(draw.choice(frames).format(value), kind, value)


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _phone(draw: Random) -> str:
    area, line = draw.randrange(201, 990), draw.randrange(10**6, 10**7)
    return draw.choice(
        (
            f"+1 {draw.choice((202, 212, 415, 617))} 555 {line % 10000:04}",
            f"({draw.choice((202, 212, 415, 617))}) 555-{line % 10000:04}",
            f"+49 30 {line}", f"030 {line}", f"+44 20 7946 {line % 10000:04}",
            f"07700 900{area}", f"06 12 34 {line % 100:02} 78",
            f"+33 6 12 34 {line % 100:02} 78",
            f"+34 612 {area} 456", f"+39 347 {line}",
        )
    )  # fmt: skip


def _address(draw: Random, fakers: list[Faker]) -> str:
    house = draw.randrange(1, 200)
    return draw.choice(
        (
            f"{house} {fakers[1].last_name()} Street, London NW1 6XE",
            f"{house} {fakers[0].last_name()} Avenue", f"{fakers[2].last_name()}straße {house}",
            f"{house} rue {fakers[3].last_name()}, 75002 Paris",
            f"Calle {fakers[4].last_name()} {house}", f"Via {fakers[5].last_name()} {house}",
            f"P.O. Box {house}",
        )
    )  # fmt: skip
