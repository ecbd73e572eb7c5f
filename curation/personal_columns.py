"""Columns whose name says that each of their cells is personal data as a whole."""

import re

from curation.personal_kinds import PersonalKind

_NAMED = {
    PersonalKind.NAME: "customer_name client_name full_name fullname first_name firstname "
    "last_name lastname surname contact_name recipient_name patient_name cardholder "
    "cardholder_name account_holder person_name given_name family_name user_full_name",
    PersonalKind.EMAIL: "email e_mail email_address user_email customer_email contact_email",
    PersonalKind.PHONE: "phone phone_number telephone mobile_number mobile_phone msisdn "
    "customer_phone contact_phone user_phone",
    PersonalKind.ADDRESS: "address street street_address home_address postal_address "
    "billing_address shipping_address customer_address",
    PersonalKind.IP: "ip ip_address client_ip user_ip remote_addr remote_ip",
    PersonalKind.IBAN: "iban customer_iban",
    PersonalKind.CARD: "card_number credit_card credit_card_number pan",
    PersonalKind.NATIONAL_ID: "ssn national_id social_security_number tax_id passport_number "
    "passport_no",
    PersonalKind.ACCOUNT: "account_number account_no bank_account",
}
_KINDS = {name: kind for kind, names in _NAMED.items() for name in names.split()}
_LOOKS = {
    PersonalKind.NAME: re.compile(r"^[^\d@]*[^\W\d_]{2}[^\d@]*$"),
    PersonalKind.EMAIL: re.compile("@"),
    PersonalKind.PHONE: re.compile(r"(?:\D*\d){6}"),
    PersonalKind.ADDRESS: re.compile(r"[^\W\d_].*[ \d]"),
    PersonalKind.IP: re.compile(r"[\d:a-fA-F]+[.:][\d.:a-fA-F]+"),
    PersonalKind.CARD: re.compile(r"(?:\D*\d){8}"),
}
_NUMBER = re.compile(r"(?:\D*\d){4}")


def kind_of_column(column: str) -> PersonalKind | None:
    """What every cell of `column` is, where its name says so."""
    return _KINDS.get(column.rpartition(".")[2])


def whole(kind: PersonalKind, cell: str) -> bool:
    """Whether `cell` could be of `kind`: a column `email` may hold yes and no as well."""
    return bool(_LOOKS.get(kind, _NUMBER).search(cell))
