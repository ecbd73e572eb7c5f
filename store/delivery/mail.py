"""Tell an alarm by e-mail: plain text over SMTP, and no password without encryption."""

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import formatdate, getaddresses
from hashlib import sha256

from curation.messages import Message, one_line
from store.delivery.channels import Connection
from store.delivery.problems import DeliveryFailed, of_connection

TIMEOUT = 10.0
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_SUBJECT = 180


def send_mail(
    connection: Connection,
    message: Message,
    *,
    timeout: float = TIMEOUT,
    only: Sequence[int] = (),
) -> None:
    """Send `message`; DeliveryFailed unless the server has taken it for all recipients.

    `only` are the places of those who have not got it yet; none means everybody.
    """
    security = connection.value("security") or "starttls"
    if security not in _PORTS:
        raise DeliveryFailed(f"its security is none of {', '.join(_PORTS)}")
    try:
        written = mail(connection, message)
        server = _connected(connection, security, timeout)
        try:
            _sign_in(server, connection, security)
            _hand_over(server, written, only)
        finally:
            _leave(server)
    except smtplib.SMTPNotSupportedError:
        raise DeliveryFailed("the server offers no STARTTLS, or no sign-in") from None
    except smtplib.SMTPRecipientsRefused:
        raise DeliveryFailed("the server refused the recipient") from None
    except smtplib.SMTPAuthenticationError:
        raise DeliveryFailed("the server refused the user or the password") from None
    except smtplib.SMTPResponseException as answer:
        raise DeliveryFailed(f"the server answered {answer.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as trouble:
        raise DeliveryFailed(of_connection(trouble)) from None
    except (MessageError, ValueError):
        raise DeliveryFailed("its addresses make no e-mail") from None


def _hand_over(server: smtplib.SMTP, written: EmailMessage, only: Sequence[int]) -> None:
    every = [address for _, address in getaddresses([str(written["To"])])]
    to = [one for place, one in enumerate(every) if place in only] or every
    if refused := server.send_message(written, to_addrs=to):
        places = tuple(place for place, one in enumerate(every) if one in refused)
        told = f"the server refused {len(refused)} of {len(to)} recipients"
        raise DeliveryFailed(told, places)


def _leave(server: smtplib.SMTP) -> None:
    """Hang up. Whatever the server says to that, the mail was taken, or was not, before."""
    with suppress(OSError, smtplib.SMTPException):
        server.putcmd("quit")
    with suppress(OSError, smtplib.SMTPException):
        server.close()


def mail(connection: Connection, message: Message) -> EmailMessage:
    """The e-mail; its id is the same for every attempt, so that a mailbox shows it once."""
    found = EmailMessage(policy=MAIL_POLICY)
    to = one_line(connection.value("address"))
    found["Subject"] = one_line(message.title)[:_SUBJECT]
    found["From"] = one_line(connection.value("sender")) or to.partition(",")[0]
    found["To"] = to
    found["Date"] = formatdate(usegmt=True)
    found["Message-ID"] = _id(message.id)
    found["References"] = _id(message.about)
    found["Auto-Submitted"] = "auto-generated"
    found.set_content(message.text)
    return found


def _id(told: str) -> str:
    """An id of the form that mail asks for, whatever a channel is called."""
    return f"<{sha256(told.encode()).hexdigest()[:32]}@evaldesk>"


def _connected(connection: Connection, security: str, timeout: float) -> smtplib.SMTP:
    server, _, port = connection.value("server").partition(":")
    if not server:
        raise DeliveryFailed("its server is not set")
    number = int(port) if port.isdecimal() else _PORTS[security]
    if security == "tls":
        trust = ssl.create_default_context()
        return smtplib.SMTP_SSL(server, number, timeout=timeout, context=trust)
    return smtplib.SMTP(server, number, timeout=timeout)


def _sign_in(server: smtplib.SMTP, connection: Connection, security: str) -> None:
    if security == "starttls":
        server.starttls(context=ssl.create_default_context())
    user, password = connection.value("user"), connection.value("password")
    if not user:
        return
    if security == "none":
        raise DeliveryFailed("a password is not sent without encryption")
    server.login(user, password)
