"""Why a delivery failed, in words that hold no address and no secret."""

import socket
import ssl
from os import strerror

TOO_LATE = "it did not answer in time"


class DeliveryFailed(Exception):
    """An attempt failed; the message says why, and is safe to record and to show.

    `left` are the places of the recipients who were refused where others were reached.
    """

    def __init__(self, why: str, left: tuple[int, ...] = ()) -> None:
        self.left = left
        super().__init__(why)


def of_connection(trouble: object) -> str:
    """What kept a connection from working. What a library or a server wrote is not quoted."""
    if isinstance(trouble, TimeoutError):
        return TOO_LATE
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return "its certificate was not accepted"
    if isinstance(trouble, ssl.SSLError):
        return "no secure connection could be made"
    if isinstance(trouble, socket.gaierror):
        return "its name is not known"
    if isinstance(trouble, OSError) and trouble.errno:
        return f"no connection: {strerror(trouble.errno)}"
    return f"the connection broke off ({type(trouble).__name__})"
