"""The commands by name and help: what one of them needs is loaded when it is called."""

import tomllib
from collections.abc import Iterator, Mapping, MutableMapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

if TYPE_CHECKING:  # Typer has its own copy of click, and no other name for these
    from typer._click import Command, Context


class Listed(NamedTuple):
    """Which file of store/commands has a command, and what its help begins with."""

    part: str
    help: str


@cache
def listed() -> Mapping[str, Listed]:
    """Every command, in the order in which they are told."""
    text = (files("store.commands") / "commands.toml").read_text(encoding="utf-8")
    parts: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return {
        name: Listed(part, said)
        for part, named in parts.items()
        for name, said in named.items()
    }


def part_app(part: str) -> typer.Typer:
    """The commands of one file of store/commands."""
    from store.commands.rewinding import rewindable

    app = typer.Typer(name="evaldesk", callback=lambda: None)
    import_module(f"store.commands.{part}").register(app)
    rewindable(app)
    return app


@cache
def _group(part: str) -> TyperGroup:
    return get_group(part_app(part))


class Commands(MutableMapping[str, Any]):
    """Every command by its name, loaded when somebody asks for it; one may be put in."""

    def __init__(self) -> None:
        self._own: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 (a command of Typer's own click)
        return (
            self._own[name] if name in self._own else _group(listed()[name].part).commands[name]
        )

    def __setitem__(self, name: str, command: object) -> None:
        self._own[name] = command

    def __delitem__(self, name: str) -> None:
        del self._own[name]

    def __iter__(self) -> Iterator[str]:
        yield from listed()
        yield from self._own

    def __len__(self) -> int:
        return len(listed()) + len(self._own)

    def __contains__(self, name: object) -> bool:
        return name in listed() or name in self._own


class Lazily(TyperGroup):
    """A group that tells its commands without loading them."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (Typer's own)
        super().__init__(**options)
        self.commands = Commands()

    def list_commands(self, ctx: "Context") -> list[str]:  # noqa: ARG002 (Typer's own)
        """Their names, in our order."""
        return list(self.commands)

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":  # noqa: ARG002
        """What help tells of it."""
        found = listed().get(cmd_name)
        return TyperCommand(cmd_name, help=found.help) if found else None

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, Command | None, list[str]]":
        """The command that is called, whole."""
        name, told, rest = super().resolve_command(ctx, args)
        return name, self.commands[name] if name and told else told, rest
