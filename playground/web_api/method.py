"""What a Web API method is: its name, the scopes and rate limit it is under, and its arguments as a typed function."""

import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.errors import SlackError
from playground.workspace import Installation, JsonObject, Workspace

if TYPE_CHECKING:
    from playground.server import Playground


@dataclass(frozen=True)
class Call:
    """One call: where it arrived, whose token it carried and in which workspace that token lives."""

    playground: "Playground"
    workspace: Workspace
    installation: Installation

    @property
    def bot(self) -> str:
        """The id of the bot user that calls."""
        return self.installation.user_id

    def require(self, scope: str) -> None:
        """Refuse the call unless the app was given this scope."""
        provided = self.installation.app.scopes
        if scope not in provided:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(provided)))


Handler = Callable[..., Awaitable[JsonObject]]


@dataclass(frozen=True)
class Method:
    """One method. `per_minute` is its rate limit for each app and workspace; `json` tells if it reads a JSON body."""

    name: str
    handler: Handler
    scope: str | None
    per_minute: int
    json: bool

    def arguments(self, given: dict[str, Any]) -> dict[str, Any]:
        """The given arguments in the handler's types. Raises SlackError(invalid_arguments).

        Slack ignores names it does not know; here they are refused, because a misspelt argument is otherwise silent.
        """
        parameters = dict(list(inspect.signature(self.handler).parameters.items())[1:])
        problems = [f"unknown argument: {name}" for name in given if name not in parameters]
        values = {}
        for name, parameter in parameters.items():
            if given.get(name) is None:
                if parameter.default is inspect.Parameter.empty:
                    problems.append(f"missing required field: {name}")
                continue
            kind, convert = _CONVERTERS[parameter.annotation]
            try:
                values[name] = convert(given[name])
            except (ValueError, TypeError):
                problems.append(f"must be a valid {kind} [json-pointer:/{name}]")
        if problems:
            raise SlackError("invalid_arguments", problems)
        return values


METHODS: dict[str, Method] = {}

TIER_2, TIER_3, TIER_4, SPECIAL = 20, 50, 100, 600


def method(name: str, *, scope: str | None = None, per_minute: int, json: bool = False) -> Callable[[Handler], Handler]:
    """Register a function as a Web API method; its parameters after the call are the method's arguments."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(name, handler, scope, per_minute, json)
        return handler

    return register


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    return str(value)


def _flag(value: Any) -> bool:
    if value in (True, "1", "true"):
        return True
    if value in (False, "0", "false"):
        return False
    raise ValueError


def _object(value: Any) -> JsonObject:
    content = json.loads(value) if isinstance(value, str) else value
    if not isinstance(content, dict):
        raise TypeError
    return content


def _list(value: Any) -> list[JsonObject]:
    content = json.loads(value) if isinstance(value, str) else value
    if not isinstance(content, list):
        raise TypeError
    return content


def _blocks(value: Any) -> list[JsonObject]:
    try:
        return _list(value)
    except (ValueError, TypeError) as error:
        raise SlackError("invalid_blocks_format") from error


def _metadata(value: Any) -> JsonObject:
    try:
        return _object(value)
    except (ValueError, TypeError) as error:
        raise SlackError("invalid_metadata_format") from error


Blocks = list[JsonObject] | None
Metadata = JsonObject | None

_CONVERTERS: dict[Any, tuple[str, Callable[[Any], Any]]] = {
    str: ("string", _text),
    int: ("integer", int),
    bool: ("boolean", _flag),
    JsonObject: ("object", _object),
    list[JsonObject]: ("array", _list),
    Blocks: ("array", _blocks),
    Metadata: ("object", _metadata),
}
