"""The channels that desk.toml names; their secrets come from the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from curation.channels import Channel, ChannelType
from curation.drift import Severity
from curation.errors import BadRequest, Unknown

ENV = "env:"
_NO_USER = "takes no user or password in its address."
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")  # it stands in headers and ids
_KNOWN = {
    "type", "address", "token", "severities", "routes", "cohorts", "server", "sender",
    "security", "user", "password",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Connection:
    """What it takes to reach one channel. What may be secret is never shown or recorded."""

    channel: Channel
    said: Mapping[str, str]

    def value(self, name: str) -> str:
        """What is said under `name`: as it stands there, or from the environment; "" if not."""
        found = self.said.get(name, "")
        return os.environ.get(found.removeprefix(ENV), "") if found.startswith(ENV) else found

    def __repr__(self) -> str:
        return f"Connection({self.channel.name!r})"


@dataclass(frozen=True, slots=True)
class Connections:
    """All channels by name, and under which address this desk is seen."""

    by_name: Mapping[str, Connection]
    base_url: str | None

    def channel(self, name: str) -> Connection:
        """The connection, or Unknown."""
        found = self.by_name.get(name)
        if found is None:
            known = ", ".join(self.by_name) or "none"
            way = f"desk.toml names under [alarms.channels]: {known}."
            raise Unknown("channel", name, way)
        return found


def connections(settings: Mapping[str, Any]) -> Connections:
    """What `[alarms]` of desk.toml says; BadRequest where it cannot be meant."""
    named = settings.get("channels", {})
    if not isinstance(named, dict):
        raise BadRequest("desk.toml: [alarms.channels.NAME] is a table for each channel.")
    found = {
        name: _connection(name, said) for name, said in cast("dict[str, Any]", named).items()
    }
    base = settings.get("base_url")
    if base is not None and not _is_web(base):
        raise BadRequest("desk.toml: base_url under [alarms] begins with https:// or http://.")
    if base is not None and names_user(base):
        raise BadRequest(f"desk.toml: base_url under [alarms] {_NO_USER} Everybody who is "
                         "told of an alarm would read them.")  # fmt: skip
    return Connections(found, base)


def _connection(name: str, said: object) -> Connection:
    if not _NAME.fullmatch(name):
        raise _off(name, "is called by letters, digits, - and _, 40 at most")
    if not isinstance(said, dict):
        raise _off(name, "is a table: [alarms.channels.NAME]")
    values = cast("dict[str, Any]", said)
    if unknown := sorted(set(values) - _KNOWN):
        raise _off(name, f"knows no {', '.join(unknown)}. It knows {', '.join(sorted(_KNOWN))}")
    try:
        speaks = ChannelType(values.get("type", ""))
    except ValueError:
        raise _off(name, f"needs a type: {', '.join(ChannelType)}") from None
    _refuse_address(name, speaks, values)
    _refuse_secrets(name, values)
    words = {key: str(value) for key, value in values.items() if isinstance(value, str)}
    return Connection(_channel(name, speaks, values), words)


def _channel(name: str, speaks: ChannelType, values: Mapping[str, Any]) -> Channel:
    try:
        severities = tuple(Severity(one) for one in _list(name, values, "severities"))
    except ValueError:
        raise _off(name, "takes severities out of minor, moderate, severe") from None
    routes = tuple(str(one) for one in _list(name, values, "routes"))
    cohorts = _list(name, values, "cohorts")
    if not all(isinstance(one, dict) for one in cohorts):
        raise _off(name, 'takes cohorts as [{region = "eu"}]')
    parts = tuple({str(k): str(v) for k, v in one.items()} for one in cohorts)
    return Channel(name, speaks, severities, routes, parts)


def _list(name: str, values: Mapping[str, Any], key: str) -> list[Any]:
    found = values.get(key, [])
    if not isinstance(found, list):
        raise _off(name, f"takes {key} as a list")
    return cast("list[Any]", found)


def _refuse_address(name: str, speaks: ChannelType, values: Mapping[str, Any]) -> None:
    found = values.get("address")
    if not isinstance(found, str) or not found:
        raise _off(name, "needs an address, or env:NAME of the variable that holds it")
    if found.startswith(ENV):
        return
    if speaks is ChannelType.MAIL:
        if "@" not in found:
            raise _off(name, "needs an e-mail address")
    elif not _is_web(found):
        raise _off(name, "needs an address that begins with https:// or http://")
    elif names_user(found):
        raise _off(name, f'{_NO_USER} Name a token instead: token = "env:NAME"')


def _refuse_secrets(name: str, values: Mapping[str, Any]) -> None:
    for key in ("token", "password"):
        if not str(values.get(key, ENV)).startswith(ENV):
            raise _off(name, f'names its {key} by a variable: {key} = "env:NAME"')


def names_user(address: str) -> bool:
    """Whether a web address holds a user or a password, which nobody would ever send."""
    try:
        return "@" in urlsplit(address).netloc
    except ValueError:
        return False


def _is_web(address: object) -> bool:
    if not isinstance(address, str):
        return False
    try:
        found = urlsplit(address)
        return found.scheme in ("http", "https") and bool(found.hostname)
    except ValueError:
        return False


def _off(name: str, why: str) -> BadRequest:
    return BadRequest(f"desk.toml: channel {name!r} {why}.")
