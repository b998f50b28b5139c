"""What people do, in no chat product's terms, and what they get back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from bot.chat.card import Card, Form
from bot.refusal import Refusal
from bot.text import Text


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the chat product knows them."""

    chat: str
    workspace: str
    user: str
    from_outside: bool = False
    """They belong to another organisation, with which a channel is shared, as far as the chat product says so."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened. A channel of people who write to each other privately is `direct`.

    `private` says that only its members know of the channel. Chat products tell this with commands, not with clicks.
    """

    channel: str
    direct: bool = False
    private: bool = False
    home: bool = False
    """It was on the person's own Home, or on a form that was opened from there."""


def _number(subject: str) -> int:
    """Subjects travel through the chat product and back: what is no number of ours is an old or a made-up button."""
    if not subject.isascii() or not subject.isdigit() or len(subject) > 15:
        raise OldButton()
    return int(subject)


@dataclass(frozen=True, slots=True)
class Click:
    """A button was pressed. `at` is the chat product's own time, which orders clicks."""

    route: str
    subject: str
    who: Who
    place: Place
    at: datetime

    @property
    def number(self) -> int:
        """The subject as the number of a row of ours. Raises OldButton when it is none."""
        return _number(self.subject)


ORIGIN_MOST = 200
"""Characters of the longest `origin`."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A form was sent. Values are str, int, datetime (aware), date, time, or None where left empty.

    `origin` is the chat product's own id of the form as it was shown: who presses twice, or is heard twice, sends
    the same one.
    """

    route: str
    subject: str
    who: Who
    place: Place
    values: dict[str, Any]
    origin: str

    @property
    def number(self) -> int:
        """The subject as the number of a row of ours. Raises OldButton when it is none."""
        return _number(self.subject)

    def text(self, name: str) -> str:
        """What was typed into this field, without spaces around it; "" when nothing was."""
        return str(self.values.get(name) or "").strip()

    def whole(self, name: str) -> int | None:
        """The whole number of this field. Raises Refusal beside the field when it is none."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except ValueError:
            raise Refusal(Text("整数で入力してください。", "Please enter a whole number."), field=name) from None

    def moment(self, name: str) -> datetime | None:
        """The instant of this field."""
        value = self.values.get(name)
        return value if isinstance(value, datetime) else None

    def day(self, name: str) -> date | None:
        """The day of this field."""
        value = self.values.get(name)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def clock(self, name: str) -> time | None:
        """The time of day of this field."""
        value = self.values.get(name)
        return value if isinstance(value, time) else None


@dataclass(frozen=True, slots=True)
class Command:
    """A command was typed: its name without the slash, and the rest of the line.

    `origin` is the chat product's own id of this one typing.
    """

    name: str
    text: str
    who: Who
    place: Place
    origin: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A line of ours was chosen in the menu of a message. Which message is known; its words are not here."""

    route: str
    who: Who
    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody answered in a thread, or took an answer back. Its words are not here: nothing of ours reads them."""

    who: Who
    place: Place
    thread: str
    message: str
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person gets back: nothing, a private note or card, or a form.

    `replace` puts the card in the place of the private card whose button was pressed.
    """

    note: Text | None = None
    card: Card | None = None
    form: Form | None = None
    replace: bool = False
    errors: dict[str, Text] = field(default_factory=dict)


class OldButton(Refusal):
    """A button of a card that nothing of ours answers any more."""

    text = Text(
        "このボタンは古くなっていて、もう使えません。お手数ですが、コマンドからもう一度お願いします。",
        "This button is too old to work. Please use the command again.",
    )
