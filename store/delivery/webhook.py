"""Tell an alarm to a web address: as JSON of our own, or as Slack and its like take it."""

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from curation.channels import ChannelType
from curation.messages import Message
from store.delivery.channels import Connection, names_user
from store.delivery.problems import DeliveryFailed, of_connection

TIMEOUT = 10.0  # seconds, for each answer on the wire
_TITLE, _BLOCK = 150, 2900  # what Slack takes in a header, and in a section


def post(connection: Connection, message: Message, *, timeout: float = TIMEOUT) -> None:
    """Send `message`; DeliveryFailed unless the answer is 2xx. No redirect is followed."""
    address = connection.value("address")
    if not address.lower().startswith(("https://", "http://")):
        raise DeliveryFailed("its address is not set, or does not begin with https://")
    if names_user(address):
        raise DeliveryFailed('its address names a user; name a token: token = "env:NAME"')
    slack = connection.channel.type is ChannelType.SLACK
    body = json.dumps(slack_payload(message) if slack else json_payload(message))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "evaldesk",
        "Idempotency-Key": message.id,
    }
    if token := connection.value("token"):
        headers["Authorization"] = f"Bearer {token}"
    try:
        request = Request(address, body.encode(), headers, method="POST")
        with _opener().open(request, timeout=timeout):
            return
    except HTTPError as answer:
        with answer:
            raise DeliveryFailed(_refused(answer.code)) from None
    except URLError as trouble:
        raise DeliveryFailed(of_connection(trouble.reason)) from None
    except (OSError, HTTPException, ValueError) as trouble:
        raise DeliveryFailed(of_connection(trouble)) from None


def json_payload(message: Message) -> dict[str, Any]:
    """All that is known, by name."""
    return {
        **message.facts,
        "id": message.id,
        "title": message.title,
        "text": message.text,
        "runbook": message.runbook,
        "link": message.link,
    }


def slack_payload(message: Message) -> dict[str, Any]:
    """What Slack draws: all words as plain text, so that none is a mention or a link."""
    blocks: list[Mapping[str, Any]] = [
        {"type": "header", "text": _plain(message.title, _TITLE)},
        {"type": "section", "text": _plain("\n".join(message.lines) or message.title, _BLOCK)},
    ]
    if message.runbook:
        told = f"What to do first:\n{message.runbook}"
        blocks.append({"type": "section", "text": _plain(told, _BLOCK)})
    if message.link:
        target = message.link.replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
        said = {"type": "mrkdwn", "text": f"<{target}|Open it in Evaldesk>"}
        blocks.append({"type": "section", "text": said})
    return {"text": _escaped(message.title), "blocks": blocks}


def _plain(text: str, most: int) -> dict[str, Any]:
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return {"type": "plain_text", "text": cut, "emoji": False}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _opener() -> OpenerDirector:
    """Only http and https, and nothing that follows an answer elsewhere."""
    found = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPErrorProcessor(),
                    HTTPDefaultErrorHandler()):  # fmt: skip
        found.add_handler(handler)
    return found


def _refused(status: int) -> str:
    if 300 <= status < 400:
        return f"it answered {status} and points elsewhere; redirects are not followed"
    return f"it answered {status}"
