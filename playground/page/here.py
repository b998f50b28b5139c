"""Who looks at the page and through which eyes: what every part of one window is given."""

from collections.abc import Awaitable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from nicegui import ui

from playground.page import words
from playground.page.marked import Marked
from playground.page.product_clock import ProductClock
from playground.person import NotAllowed, Person
from playground.server import Playground
from playground.workspace import SLACKBOT, Channel, Member


class Here:
    """One person in one window."""

    def __init__(self, playground: Playground, person: Person, clock: ProductClock | None = None) -> None:
        self.playground = playground
        self.person = person
        self.clock = clock
        self.workspace = person.workspace
        self.say = words.Say(person.member.locale)
        self.marked = Marked(person.workspace, person.member)
        self._zone = ZoneInfo(person.member.tz)

    @property
    def app(self) -> Member | None:
        """The app's bot user, if an app is installed."""
        installation = self.workspace.installation
        return self.workspace.members[installation.user_id] if installation else None

    def author(self, user_id: str) -> Member:
        """The member who wrote something; Slackbot and strangers get a face of their own."""
        name = "Slackbot" if user_id == SLACKBOT else user_id
        return self.workspace.members.get(user_id) or Member(user_id, name, name, is_bot=True)

    def others(self, channel: Channel) -> list[Member]:
        """Whom a direct message or group conversation is with."""
        return [self.author(user_id) for user_id in channel.members if user_id != self.person.id]

    def is_with_app(self, channel: Channel) -> bool:
        """Whether a conversation is the direct one with the app."""
        return channel.kind == "im" and self.app is not None and self.app.id in channel.members

    def channel_with_app(self) -> Channel:
        """The direct conversation with the app, opened if there was none. Raises LookupError without an app."""
        if self.app is None:
            raise LookupError("no app is installed")
        return self.workspace.direct_channel([self.person.id, self.app.id])

    def has_home(self) -> bool:
        """Whether the app has a Home tab."""
        installation = self.workspace.installation
        return installation is not None and installation.app.home_tab

    def title(self, channel: Channel) -> str:
        """What a conversation is called: "#ひろば", or the names of the people in it."""
        if channel.is_direct:
            names = [member.shown_name for member in self.others(channel)]
            return self.say(words.LIST_COMMA).join(names) or self.person.member.shown_name
        return f"#{channel.name}"

    def local(self, ts: str | float) -> datetime:
        """A message's time stamp on this person's wall clock."""
        return datetime.fromtimestamp(float(ts), self._zone)

    def local_text(self, seconds: int) -> str:
        """Unix seconds as a browser's field for date and time takes them: "2026-12-01T08:35"."""
        return f"{self.local(seconds):%Y-%m-%dT%H:%M}"

    def clock_time(self, ts: str) -> str:
        """The time of day at which a message was written: "9:05"."""
        moment = self.local(ts)
        return f"{moment.hour}:{moment:%M}"

    def day(self, date: date) -> str:
        """A day's name above its messages: "11月23日(月)", with the year if it is another than this one."""
        this_year = datetime.now(self._zone).year == date.year
        return self.say.dated(words.DAY if this_year else words.DAY_OF_YEAR, date)

    def unix_seconds(self, local: str) -> int:
        """A date and time as a browser gives it ("2026-12-01T08:35"), in this person's zone."""
        return int(datetime.fromisoformat(local).replace(tzinfo=self._zone).timestamp())

    async def attempt(self, deed: Awaitable[object]) -> bool:
        """Do something as this person; when Slack's client would not have let them, say so. Whether it was done."""
        try:
            await deed
        except NotAllowed:
            self.tell(words.NOT_ALLOWED)
            return False
        except (LookupError, ValueError):
            self.tell(words.ALREADY_CHANGED)
            return False
        return True

    def tell(self, text: words.Text) -> None:
        """Say something in passing at the top of the window."""
        ui.notify(self.say(text), position="top", color="dark", timeout=5000)
