"""A stand-in for a chat product: it keeps a transcript, and fails when a test tells it to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.sender import MessageRef, Outgoing, Profile, SendFailed, Unknown
from bot.text import Language, to

WITH = "with:"
"""How the channel of a conversation begins; then come the people in it."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One call that came in: "post" and "tell" give a new message, "update" changes one."""

    verb: str
    workspace: str
    place: str
    summary: str
    tag: str = ""


@dataclass(slots=True)
class FakeChat:
    """Implements `bot.chat.sender.Sender`.

    `unanswered[verb]` of the next calls are recorded, but their answer is lost.
    `failures[verb]` are raised one after the other by the next calls of that verb; `slow` seconds pass in every
    call before anything is recorded, and `slow_after` seconds between recording and answering.
    """

    transcript: list[Deed] = field(default_factory=list)
    shown: dict[MessageRef, str] = field(default_factory=dict)
    failures: dict[str, list[SendFailed]] = field(default_factory=dict)
    unanswered: dict[str, int] = field(default_factory=dict)
    people: dict[str, Profile] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    page: int = 50
    slow: float = 0.0
    slow_after: float = 0.0

    async def post(self, workspace: str, channel: str, outgoing: Outgoing, language: Language, tag: str) -> MessageRef:
        users = channel.removeprefix(WITH)
        verb = "post" if users == channel else "gather" if "," in users else "tell"
        return await self._new(verb, workspace, users, outgoing, language, tag)

    async def conversation(self, workspace: str, users: tuple[str, ...]) -> str:
        return WITH + ",".join(users)

    async def find(
        self, workspace: str, channel: str, thread: MessageRef | None, tag: str, since: datetime
    ) -> MessageRef | None:
        await self._fails("find")
        place = channel.removeprefix(WITH)
        said = ((deed.workspace, deed.place, deed.tag) for deed in self.transcript)
        return next((MessageRef(place, f"m{n}") for n, was in enumerate(said) if was == (workspace, place, tag)), None)

    async def update(self, workspace: str, message: MessageRef, outgoing: Outgoing, language: Language) -> None:
        await self._fails("update")
        self.shown[message] = to(outgoing.card.summary, language)
        self.transcript.append(Deed("update", workspace, message.channel, to(outgoing.card.summary, language)))
        await asyncio.sleep(self.slow_after)

    async def profile(self, workspace: str, user: str) -> Profile:
        await self._fails("profile")
        return self.people[user]

    async def everyone(self, workspace: str, cursor: str = "") -> tuple[list[Profile], str]:
        await self._fails("everyone")
        everybody, start = list(self.people.values()), int(cursor or 0)
        after = start + self.page
        return everybody[start:after], str(after) if after < len(everybody) else ""

    async def reaches(self, workspace: str, channel: str) -> bool:
        await self._fails("reaches")
        return channel in self.reached

    async def headcount(self, workspace: str, channel: str) -> int:
        await self._fails("headcount")
        return len(self.people)

    def said(self, verb: str) -> list[str]:
        """The summaries of all calls of one verb, in order."""
        return [deed.summary for deed in self.transcript if deed.verb == verb]

    async def _new(
        self, verb: str, workspace: str, place: str, outgoing: Outgoing, language: Language, tag: str
    ) -> MessageRef:
        await self._fails(verb)
        summary = to(outgoing.card.summary, language)
        message = MessageRef(place, f"m{len(self.transcript)}")
        self.shown[message] = summary
        self.transcript.append(Deed(verb, workspace, place, summary, tag))
        await asyncio.sleep(self.slow_after)
        if self.unanswered.get(verb):
            self.unanswered[verb] -= 1
            raise Unknown("TimeoutError")
        return message

    async def _fails(self, verb: str) -> None:
        await asyncio.sleep(self.slow)
        coming = self.failures.get(verb)
        if coming:
            raise coming.pop(0)
