"""A bell tower: a made-up activity whose cards show how often each bell was rung, and everything to deliver them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from bot import notices, people
from bot.activity import Activity
from bot.chat.card import Card
from bot.chat.interaction import Who
from bot.chat.sender import Outgoing, Profile
from bot.core import Core
from bot.db import Tx
from bot.notices import Notice
from bot.people import Person
from bot.routes import Routes
from bot.text import Text
from jobs.deliver import Deliverer
from tests.jobs.fake_chat import FakeChat


@dataclass(slots=True)
class Bells:
    """The activity. `broken` bells cannot be drawn, `unwanted` ones are not said any more, `clinging` people stay."""

    rings: dict[int, int] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)
    unwanted: set[int] = field(default_factory=set)
    not_delivered: list[tuple[int, str]] = field(default_factory=list)
    departed: list[str] = field(default_factory=list)
    clinging: set[str] = field(default_factory=set)

    def record(self) -> Activity:
        """As the house knows it."""
        draws: dict[str, Callable[[Tx, Notice, datetime], Outgoing | None]] = {"card": self._draw, "word": self._draw}
        return Activity("bells", Routes("bells"), draws, not_delivered=self._remember, departed=self._wave)

    def _draw(self, tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
        if notice.subject in self.broken:
            raise ZeroDivisionError
        if notice.subject in self.unwanted:
            return None
        rings = self.rings.get(notice.subject, 0)
        return Outgoing(Card(Text(f"鐘{notice.subject}：{rings}回", f"bell {notice.subject}: {rings}"), ()))

    def _wave(self, tx: Tx, person: Person, now: datetime) -> None:
        if person.external_id in self.clinging:
            raise ZeroDivisionError
        self.departed.append(person.external_id)

    def _remember(self, tx: Tx, notice: Notice, reason: str, now: datetime) -> None:
        self.not_delivered.append((notice.subject, reason))


@dataclass(slots=True)
class Tower:
    """Hang bells, ring them, let them be delivered, and look at what the chat was asked to show."""

    core: Core
    chat: FakeChat
    bells: Bells
    deliverer: Deliverer

    async def deliver(self) -> float:
        return await self.deliverer.deliver()

    async def hang(self, *numbers: int) -> None:
        """New bells, each with a card in the channel."""
        for number in numbers:
            await self.core.write(notices.post_card, 1, "bells", "card", number, "C1", self.core.now())

    async def ring(self, number: int) -> None:
        """Once more, and the card is out of date."""
        self.bells.rings[number] = self.bells.rings.get(number, 0) + 1
        await self.core.write(notices.redraw, 1, "bells", "card", number)

    async def tell(self, number: int, user: str) -> None:
        """A person is to be told of a bell."""

        def tell(tx: Tx) -> None:
            person = people.know(tx, Who("slack", "T1", user))
            notices.tell(tx, 1, "bells", "word", number, person.id, self.core.now())

        await self.core.write(tell)

    async def introduce(self, *profiles: Profile) -> None:
        """The chat product says who these are."""
        await self.core.write(people.introduce, 1, profiles, self.core.now())

    async def states(self) -> dict[int, str]:
        """The state of each bell's notice."""
        return await self.core.read(_states)

    async def notice(self, number: int) -> Notice:
        """The notice of one bell."""
        return (await self.core.read(lambda tx: notices.many(tx, Notice, Notice.subject == number)))[0]

    async def stale(self) -> list[int]:
        """The bells whose cards are out of date, the longest-waiting first."""
        return [notice.subject for notice in await self.core.read(notices.stale, 100)]

    async def let_time_pass(self) -> None:
        """Whatever was put off may be tried now, and every lease has run out."""
        past = datetime.now(UTC) - timedelta(seconds=1)
        await self.core.write(lambda tx: tx.execute(update(Notice).values(retry_at=past)))
        leased = update(Notice).where(Notice.lease_until.is_not(None))
        await self.core.write(lambda tx: tx.execute(leased.values(lease_until=past)))


def profile(user: str, *, locale: str = "ja-JP", is_bot: bool = False, is_gone: bool = False) -> Profile:
    """What the chat product says of somebody."""
    return Profile(user, f"{user}さん", locale, "Asia/Tokyo", False, False, is_bot, is_gone)


def _states(tx: Tx) -> dict[int, str]:
    return {row.subject: row.state for row in tx.execute(select(Notice.subject, Notice.state))}
