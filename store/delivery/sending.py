"""One attempt to tell one channel, never longer than a minute."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

from curation.channels import ChannelType
from curation.messages import Message
from store.delivery.channels import Connection
from store.delivery.mail import send_mail
from store.delivery.problems import DeliveryFailed
from store.delivery.webhook import post

LONGEST = 60.0  # seconds; well under the lease of a delivery (curation.telling)


def send(connection: Connection, message: Message, longest: float = LONGEST) -> str | None:
    """Tell `message` to one channel; None when it went well, else what kept it.

    A server that answers byte by byte outlives every timeout of a socket, so the attempt runs
    apart and is left alone when it takes too long. It may still arrive: at least once.
    """
    speak = send_mail if connection.channel.type is ChannelType.MAIL else post
    done: SimpleQueue[str | None] = SimpleQueue()
    attempt = Thread(target=_tried, args=(speak, connection, message, done), daemon=True)
    attempt.start()
    attempt.join(longest)
    return "it did not answer in time" if done.empty() else done.get()


def _tried(
    speak: Callable[[Connection, Message], None],
    connection: Connection,
    message: Message,
    done: "SimpleQueue[str | None]",
) -> None:
    try:
        speak(connection, message)
    except DeliveryFailed as failed:
        done.put(str(failed))
    except Exception as bug:  # its words may hold a secret
        done.put(f"it failed in a way of its own ({type(bug).__name__})")
    else:
        done.put(None)
