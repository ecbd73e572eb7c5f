"""Columns whose name says that each of their cells is personal data as a whole."""

import re
from functools import cache

from curation.personal_kinds import PersonalKind

_NAMED = (
    "customer_name client_name full_name fullname first_name firstname last_name lastname "
    "surname contact_name recipient_name patient_name cardholder cardholder_name "
    "account_holder person_name given_name family_name user_full_name"
)
_LIVES = (
    "address street street_address home_address postal_address billing_address "
    "shipping_address customer_address"
)
_WHOLE = {
    **dict.fromkeys(_NAMED.split(), PersonalKind.NAME),
    **dict.fromkeys(_LIVES.split(), PersonalKind.ADDRESS),
}
# How such a name ends: work_phone_no, customerPhone and contact_number are phones.
_ENDS = tuple(
    (kind, re.compile(rf"(?:^|_)(?:{words})(?:_(?:no|nr|num|number|nummer))?$"))
    for kind, words in {
        PersonalKind.EMAIL: "e_?mail|e_?mail_address",
        PersonalKind.PHONE: "phone|telephone|telefon|mobile|mobile_phone|cell_?phone|msisdn|"
        "fax|whatsapp|contact_(?:no|nr|num|number)|cell_(?:no|num|number)|caller|caller_id",
        PersonalKind.IP: "ip|ip_addr|ip_address|remote_addr",
        PersonalKind.IBAN: "iban",
        PersonalKind.CARD: "card|card_number|credit_card|debit_card|cc_(?:no|number)|pan",
        PersonalKind.NATIONAL_ID: "ssn|national_id|social_security|tax_id|nino|pesel|"
        "passport_(?:no|number)",
        PersonalKind.ACCOUNT: "account_(?:no|nr|number)|bank_account",
        PersonalKind.BIRTH_DATE: "dob|birth_?date|date_of_birth|birth_?day|geburtsdatum",
    }.items()
)
_LOOKS = {
    PersonalKind.NAME: re.compile(r"^[^\d@]*[^\W\d_]{2}[^\d@]*$"),
    PersonalKind.EMAIL: re.compile("@"),
    PersonalKind.PHONE: re.compile(r"(?:\D*\d){6}"),
    PersonalKind.ADDRESS: re.compile(r"[^\W\d_].*[ \d]"),
    PersonalKind.IP: re.compile(r"[\d:a-fA-F]+[.:][\d.:a-fA-F]+"),
    PersonalKind.BIRTH_DATE: re.compile(r"\d\D+\d|\d{8}"),
    PersonalKind.CARD: re.compile(r"(?:\D*\d){8}"),
}
_NUMBER = re.compile(r"(?:\D*\d){4}")


@cache
def kind_of_column(column: str) -> PersonalKind | None:
    """What every cell of `column` is, where its name says so."""
    name = column.rpartition(".")[2]
    ends = (kind for kind, pattern in _ENDS if pattern.search(name))
    return _WHOLE.get(name) or next(ends, None)


def whole(kind: PersonalKind, cell: str) -> bool:
    """Whether `cell` could be of `kind`: a column `email` may hold yes and no as well."""
    return bool(_LOOKS.get(kind, _NUMBER).search(cell))
