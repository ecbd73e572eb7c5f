"""`--as-of` on every command that reads; what decides refuses it with a word."""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Annotated, Any

import typer

from curation.errors import BadRequest
from store.desk import Desk

# Who is asked for by name, although nothing is decided unless another option says so.
READ_AS_SOMEBODY = frozenset(
    {
        "inbox",
        "case",
        "views",
        "cohorts",
        "saved_cohorts",
        "imports",
        "incidents",
        "labels_of",
        "differ",
        "next_",
        "topics",
    }
)
# Nobody is asked for by name, and yet they do something.
NO_READS = frozenset({"serve", "rebuild"})
_WANTED: ContextVar[str | None] = ContextVar("as_of", default=None)

Command = Callable[..., Any]


def _remember(context: typer.Context, said: str | None) -> None:
    """Until this call is over; what a group is told holds for its commands too."""
    if said is not None:
        token = _WANTED.set(said)
        context.call_on_close(lambda: _WANTED.reset(token))


def _refuse(context: typer.Context, said: str | None) -> None:
    if said is not None:
        raise BadRequest(
            f"`{context.info_name}` changes something, and the past is not decided anew: "
            "leave out --as-of."
        )


_HELP = "The desk as it was: a day, 2026-11-01T14:30 (UTC) or a decision's number."
_Read = Annotated[str | None, typer.Option("--as-of", help=_HELP, callback=_remember)]
_Decided = Annotated[str | None, typer.Option("--as-of", hidden=True, callback=_refuse)]


def reads(command: Command) -> bool:
    """Whether `command` only answers; what names an actor decides, but for a few."""
    asked, name = inspect.signature(command).parameters, command.__name__
    if "desk" not in asked or name in NO_READS:
        return False
    return "actor" not in asked or name in READ_AS_SOMEBODY


def rewindable(app: typer.Typer) -> None:
    """Let every command and group of commands under `app` take `--as-of`."""
    for command in app.registered_commands:
        if command.callback is not None:
            command.callback = _taking(command.callback)
    for group in app.registered_groups:
        inner = group.typer_instance
        if inner is None:
            continue
        first = inner.registered_callback
        if first is not None and first.callback is not None:
            first.callback = _taking(first.callback)
        rewindable(inner)


def as_wanted(desk: Desk) -> Desk:
    """`desk`, or as it was at the point that this call names; both want to be closed."""
    said = _WANTED.get()
    return desk if said is None else desk.past(said)


def _taking(command: Command) -> Command:
    takes = inspect.signature(command)
    if "desk" not in takes.parameters or "as_of" in takes.parameters:
        return command

    @wraps(command)
    def rewound(*words: object, as_of: str | None = None, **options: object) -> object:  # noqa: ARG001
        return command(*words, **options)

    said = _Read if reads(command) else _Decided
    asked = inspect.Parameter(
        "as_of", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=said
    )
    signed: Any = rewound
    signed.__signature__ = takes.replace(parameters=[*takes.parameters.values(), asked])
    signed.__annotations__ = {**command.__annotations__, "as_of": said}
    return rewound
