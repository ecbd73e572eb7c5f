"""One attempt to tell one channel, never longer than ten seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread

from curation.channels import ChannelType
from curation.messages import Message
from store.delivery.channels import Connection
from store.delivery.mail import send_mail
from store.delivery.problems import TOO_LATE, DeliveryFailed
from store.delivery.webhook import post

LONGEST = 10.0  # seconds; well under the lease of a delivery (curation.telling)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: `problem` is None when it went well.

    `left` are the places of the recipients that the next attempt is for; none means all.
    """

    problem: str | None = None
    left: tuple[int, ...] = ()


def send(connection: Connection, message: Message, longest: float = LONGEST) -> str | None:
    """Tell `message` to one channel; None when it went well, else what kept it."""
    return attempt(connection, message, longest).problem


def attempt(
    connection: Connection, message: Message, longest: float, only: Sequence[int] = ()
) -> Outcome:
    """Tell `message` to one channel, to `only` these of its recipients.

    A server that answers byte by byte outlives every timeout of a socket, so the attempt runs
    apart and is left alone when it takes too long. It may still arrive: at least once.
    """
    places = tuple(only)
    done: SimpleQueue[Outcome] = SimpleQueue()
    tried = Thread(target=_tried, args=(connection, message, places, done), daemon=True)
    tried.start()
    tried.join(longest)
    return Outcome(TOO_LATE, places) if done.empty() else done.get()


def _tried(
    connection: Connection,
    message: Message,
    only: tuple[int, ...],
    done: "SimpleQueue[Outcome]",
) -> None:
    try:
        if connection.channel.type is ChannelType.MAIL:
            send_mail(connection, message, only=only)
        else:
            post(connection, message)
    except DeliveryFailed as failed:
        done.put(Outcome(str(failed), failed.left or only))
    except Exception as bug:  # its words may hold a secret
        done.put(Outcome(f"it failed in a way of its own ({type(bug).__name__})", only))
    else:
        done.put(Outcome())
