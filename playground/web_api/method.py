"""What a Web API method is: its name, the scopes and rate limit it is under, and its arguments as a typed function."""

import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from playground.app import App, Installation
from playground.errors import SlackError
from playground.workspace import JsonObject, Workspace

if TYPE_CHECKING:
    from playground.server import Playground


@dataclass(frozen=True)
class Call:
    """One call with a bot's token: where it arrived and in which workspace that token lives.

    `warnings` go into the answer beside what was done.
    """

    playground: "Playground"
    workspace: Workspace
    installation: Installation
    warnings: list[str] = field(default_factory=list)

    @property
    def bot(self) -> str:
        """The id of the bot user that calls."""
        return self.installation.user_id

    @property
    def scopes(self) -> frozenset[str]:
        """What the token may do."""
        return self.installation.scopes

    @property
    def caller(self) -> str:
        """Whose calls the rate limits count together."""
        return self.workspace.id

    def require(self, scope: str) -> None:
        """Refuse the call unless the token was given this scope."""
        require(scope, self.scopes)


@dataclass(frozen=True)
class AppCall:
    """One call with an app-level token."""

    playground: "Playground"
    app: App
    warnings: list[str] = field(default_factory=list)

    @property
    def scopes(self) -> frozenset[str]:
        """What the token may do."""
        return self.app.app_token_scopes

    @property
    def caller(self) -> str:
        """Whose calls the rate limits count together."""
        return self.app.id


@dataclass(frozen=True)
class OpenCall:
    """One call without a token: the app shows its client id and secret instead, or nothing at all.

    `credentials` are those of an Authorization header of the kind "Basic", or empty.
    """

    playground: "Playground"
    credentials: tuple[str, str] = ("", "")
    warnings: list[str] = field(default_factory=list)
    scopes: frozenset[str] = frozenset()
    caller: str = "anybody"


AnyCall = Call | AppCall | OpenCall
Handler = Callable[..., Awaitable[JsonObject]]
Token = Literal["bot", "app", "none"]


def require(scope: str, provided: frozenset[str]) -> None:
    """Refuse unless the scope is among those provided. Raises SlackError(missing_scope)."""
    if scope not in provided:
        raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(provided)))


@dataclass(frozen=True)
class Method:
    """One method. `per_minute` is its rate limit for each caller; `json` tells if it reads a JSON body."""

    name: str
    handler: Handler
    scope: str | None
    per_minute: int
    json: bool
    token: Token

    def unknown(self, given: dict[str, Any]) -> list[str]:
        """The names of arguments that Slack does not know, and passes over in silence.

        Bolt puts `team_id` into every call, so that one is never the bot's mistake.
        """
        return [name for name in given if name not in self._parameters() and name != "team_id"]

    def arguments(self, given: dict[str, Any]) -> dict[str, Any]:
        """The given arguments in the handler's types. Raises SlackError(invalid_arguments)."""
        problems, values = [], {}
        for name, parameter in self._parameters().items():
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

    def _parameters(self) -> dict[str, inspect.Parameter]:
        return dict(list(inspect.signature(self.handler).parameters.items())[1:])


METHODS: dict[str, Method] = {}

TIER_2, TIER_3, TIER_4, SPECIAL = 20, 50, 100, 600


def method(
    name: str, *, scope: str | None = None, per_minute: int, json: bool = False, token: Token = "bot"
) -> Callable[[Handler], Handler]:
    """Register a function as a Web API method; its parameters after the call are the method's arguments."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(name, handler, scope, per_minute, json, token)
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
