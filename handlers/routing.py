"""From what a person did to the function that answers it, and from a refusal to a kind note."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from functools import partial
from typing import assert_never

import structlog

from bot.activity import Activity
from bot.chat.interaction import Click, Command, Message, OldButton, Reply, Shortcut, Submission
from bot.core import Core
from bot.refusal import Busy, Refusal
from bot.routes import CommandHelp, ShortcutHelp
from bot.text import Text

log = structlog.get_logger("taiwa")

Interaction = Click | Submission | Command | Shortcut | Message

WENT_WRONG = Text(
    "申し訳ありません。うまく受け付けられませんでした。何も変わっていませんので、もう一度お試しください。",
    "I am sorry, that did not work and nothing was changed. Please try once more.",
)


class UnknownCommand(Refusal):
    """The chat product's settings name a command that this version does not have."""

    text = Text("このコマンドは、いまは使えません。", "This command is not available here.")


class Router:
    """The routes of all activities together."""

    def __init__(self, activities: Iterable[Activity]) -> None:
        activities = tuple(activities)
        self._clicks = {name: h for activity in activities for name, h in activity.routes.clicks.items()}
        self._submissions = {name: h for activity in activities for name, h in activity.routes.submissions.items()}
        self._commands = {name: h for activity in activities for name, (_, h) in activity.routes.commands.items()}
        self._shortcuts = {name: h for activity in activities for name, (_, h) in activity.routes.shortcuts.items()}
        self._messages = [h for activity in activities for h in activity.routes.messages]
        self.commands: tuple[CommandHelp, ...] = tuple(
            said for activity in activities for said, _ in activity.routes.commands.values()
        )
        self.shortcuts: tuple[ShortcutHelp, ...] = tuple(
            said for activity in activities for said, _ in activity.routes.shortcuts.values()
        )

    async def run(self, interaction: Interaction, core: Core) -> Reply:
        """Find the function, run it, log one line. A refusal becomes a note, or stands beside its field."""
        started = time.perf_counter()
        outcome = "ok"
        try:
            return await self._answer(interaction, core)
        except Refusal as refusal:
            outcome = type(refusal).__name__
            if isinstance(refusal, Busy) and isinstance(interaction, Message):
                raise  # nobody waits for an answer, and the chat product delivers it again
            if refusal.field is not None and isinstance(interaction, Submission):
                return Reply(errors={refusal.field: refusal.text})
            return Reply(note=with_typed(refusal.text, interaction))
        except Exception:
            outcome = "error"
            log.exception("failed", route=_route(interaction))
            if isinstance(interaction, Message):
                raise
            return Reply(note=with_typed(WENT_WRONG, interaction))
        finally:
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            handled = {"route": _route(interaction), "outcome": outcome, "milliseconds": milliseconds}
            answered_first = asyncio.get_running_loop().call_soon  # writing a line takes as long as a rule
            answered_first(partial(log.info, "handled", **handled))

    async def _answer(self, interaction: Interaction, core: Core) -> Reply:
        match interaction:
            case Click():
                click = self._clicks.get(interaction.route)
                if click is None:
                    raise OldButton()
                return await click(interaction, core)
            case Submission():
                submission = self._submissions.get(interaction.route)
                if submission is None:
                    raise OldButton()
                return await submission(interaction, core)
            case Command():
                command = self._commands.get(interaction.name)
                if command is None:
                    raise UnknownCommand()
                return await command(interaction, core)
            case Shortcut():
                shortcut = self._shortcuts.get(interaction.route)
                if shortcut is None:
                    raise OldButton()
                return await shortcut(interaction, core)
            case Message():
                for hear in self._messages:
                    await hear(interaction, core)
                return Reply()
            case _:
                assert_never(interaction)


def with_typed(said: Text, interaction: Interaction) -> Text:
    """A command vanishes from the screen when it is sent, so a refusal gives the line back."""
    if not isinstance(interaction, Command) or not interaction.text:
        return said
    typed = f"/{interaction.name} {interaction.text}"
    return Text("{said}\n入力された内容: {typed}", "{said}\nYou typed: {typed}").fill(said=said, typed=typed)


def _route(interaction: Interaction) -> str:
    match interaction:
        case Click() | Submission() | Shortcut():
            return interaction.route
        case Command():
            return f"/{interaction.name}"
        case Message():
            return "message"
