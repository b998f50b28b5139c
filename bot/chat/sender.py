"""What we ask of a chat product when something is to be said, and the ways in which that can fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat.card import Button, Card
from bot.text import Language, Text


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message as the chat product knows it. `message` is "" for a file, which is never redrawn."""

    channel: str
    message: str


MESSAGE_MOST = 64
"""Characters of the longest `message`."""
TOGETHER_MOST = 8
"""People in one group conversation, the bot not counted (Slack API reference, conversations.open)."""


@dataclass(frozen=True, slots=True)
class File:
    """Something to download."""

    name: str
    content: bytes


SEE = Text("こちらです", "Here it is")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is said to a channel or to a person."""

    card: Card
    file: File | None = None
    together: tuple[str, ...] = ()
    """Whom to bring together in a conversation of their own, where it is said: at most `TOGETHER_MOST`.

    Also when it is about one person: then they hear of it in this company.
    """
    thread: MessageRef | None = None
    """The message in whose thread it is said."""
    see: MessageRef | None = None
    """The message that it links to."""
    see_as: Text = SEE
    """What stands before the link."""
    end: Button | None = None
    """The button with which the person responsible ends what this card is about; None when nothing of it goes on."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the chat product says of a person."""

    user: str
    name: str
    locale: str | None
    timezone: str | None
    is_admin: bool
    is_guest: bool
    is_bot: bool
    is_gone: bool


class SendFailed(Exception):
    """It was not sent, and will not be as it is. `reason` is the chat product's own short word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(SendFailed):
    """Nothing was sent, or nothing that sending again would double: it may be tried again after `seconds`."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class RateLimited(TryLater):
    """We ask too much of this workspace: no call of the same kind before `seconds` have passed."""


class ShutOut(TryLater):
    """It is about our own access and not about who is to hear us: somebody has to mend it, and nothing is given up."""


class Unknown(SendFailed):
    """No answer came, or one that says nothing: it may stand there already, and sending again may double it."""


class Unreachable(SendFailed):
    """Nobody is there: the person has left, the channel is gone, the message was deleted."""


NOT_INVITED, CLOSED = "not_invited", "closed"
LOSSES = (NOT_INVITED, CLOSED)
"""Why nothing can be said in a channel."""


class OutOfReach(Unreachable):
    """Nothing can be said in this channel, and no card there can be changed."""


class NotInvited(OutOfReach):
    """The bot is not in the channel, and cannot enter it by itself."""

    def __init__(self) -> None:
        super().__init__(NOT_INVITED)


class Closed(OutOfReach):
    """The channel is archived."""

    def __init__(self) -> None:
        super().__init__(CLOSED)


class Sender(Protocol):
    """One chat product. Every call is one attempt; the caller decides about another."""

    async def post(self, workspace: str, channel: str, outgoing: Outgoing, language: Language, tag: str) -> MessageRef:
        """Post in a channel; `tag` is kept with the message so that it can be found again. Raises SendFailed."""

    async def conversation(self, workspace: str, users: tuple[str, ...]) -> str:
        """The channel in which these people, or this one, and nobody else are spoken to. Raises SendFailed."""

    async def find(
        self, workspace: str, channel: str, thread: MessageRef | None, tag: str, since: datetime
    ) -> MessageRef | None:
        """The message of ours with this `tag`, posted there since then; None where there is none. Raises SendFailed."""

    async def update(self, workspace: str, message: MessageRef, outgoing: Outgoing, language: Language) -> None:
        """Show this in place of what a message of ours shows. Raises SendFailed."""

    async def profile(self, workspace: str, user: str) -> Profile:
        """One person, asked for now. Raises SendFailed."""

    async def everyone(self, workspace: str, cursor: str = "") -> tuple[list[Profile], str]:
        """One page of all people of a workspace, and the cursor of the next; "" after the last. Raises SendFailed."""

    async def is_public(self, workspace: str, channel: str) -> bool:
        """Whether everybody in the workspace may see this channel. Raises SendFailed."""

    async def reaches(self, workspace: str, channel: str) -> bool:
        """Whether something can be said in this channel, as far as can be told without saying it. Raises SendFailed."""

    async def headcount(self, workspace: str, channel: str) -> int:
        """How many are in a channel. Raises SendFailed."""
