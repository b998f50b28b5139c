"""What a person can do with one activity: a small table from buttons, forms, commands and answers to functions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

from bot.chat.interaction import Click, Command, Message, Reply, Shortcut, Submission
from bot.text import Text

if TYPE_CHECKING:
    from bot.core import Core

A = TypeVar("A", Click, Submission, Command, Shortcut, Message)
Handler = Callable[[A, "Core"], Awaitable[Reply]]


Whom = Literal["everybody", "staff", "admins"]
"""For whom a command is: guests are not staff."""


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """How a command introduces itself in the chat product's own help."""

    name: str
    description: Text
    hint: str
    whom: Whom = "everybody"


@dataclass(frozen=True, slots=True)
class ShortcutHelp:
    """How a shortcut introduces itself in the menu of a message."""

    route: str
    label: Text
    description: Text


@dataclass(slots=True)
class Routes:
    """The routes of one activity. Every name is written once: `on.click("join")` is "recruitment.join"."""

    activity: str
    clicks: dict[str, Handler[Click]] = field(default_factory=dict)
    submissions: dict[str, Handler[Submission]] = field(default_factory=dict)
    commands: dict[str, tuple[CommandHelp, Handler[Command]]] = field(default_factory=dict)
    shortcuts: dict[str, tuple[ShortcutHelp, Handler[Shortcut]]] = field(default_factory=dict)
    messages: list[Handler[Message]] = field(default_factory=list)

    def click(self, verb: str) -> Callable[[Handler[Click]], Handler[Click]]:
        """This function answers the button `activity.verb`."""
        return self._named(self.clicks, verb)

    def submit(self, verb: str) -> Callable[[Handler[Submission]], Handler[Submission]]:
        """This function answers the form `activity.verb`."""
        return self._named(self.submissions, verb)

    def command(
        self, name: str, description: Text, hint: str, whom: Whom = "everybody"
    ) -> Callable[[Handler[Command]], Handler[Command]]:
        """This function answers `/name`."""

        def keep(handler: Handler[Command]) -> Handler[Command]:
            self.commands[name] = (CommandHelp(name, description, hint, whom), handler)
            return handler

        return keep

    def shortcut(self, verb: str, label: Text, description: Text) -> Callable[[Handler[Shortcut]], Handler[Shortcut]]:
        """This function answers the line `label` in the menu of every message."""

        def keep(handler: Handler[Shortcut]) -> Handler[Shortcut]:
            route = f"{self.activity}.{verb}"
            self.shortcuts[route] = (ShortcutHelp(route, label, description), handler)
            return handler

        return keep

    def message(self) -> Callable[[Handler[Message]], Handler[Message]]:
        """This function hears of every answer in a thread, and of every one taken back."""

        def keep(handler: Handler[Message]) -> Handler[Message]:
            self.messages.append(handler)
            return handler

        return keep

    def _named(self, table: dict[str, Handler[A]], verb: str) -> Callable[[Handler[A]], Handler[A]]:
        def keep(handler: Handler[A]) -> Handler[A]:
            table[f"{self.activity}.{verb}"] = handler
            return handler

        return keep
