"""What is shown, in no chat product's terms: a Card of parts, and a Form of fields.

Every sentence is a `Text` in both languages, or a plain string that a person typed. The renderers
(`slack.py`, `teams.py`) choose the language and make sure that what people typed is never read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from bot.text import Text

Said = Text | str


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of a card. At most 150 characters are shown."""

    text: Said


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. "quiet" is small print, "strong" stands out."""

    text: Said
    tone: Literal["normal", "strong", "quiet"] = "normal"


@dataclass(frozen=True, slots=True)
class Link:
    """A web address that can be followed, shown as it is."""

    url: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel by the chat product's own id, shown as its name."""

    channel: str


Value = Text | str | Link | Channel


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines of label and value, such as when and where."""

    lines: tuple[tuple[Text, Value], ...]


@dataclass(frozen=True, slots=True)
class People:
    """Names under a label, in order; `more` is how many are not named."""

    label: Text
    names: tuple[str, ...]
    """The chat product's own ids; shown as names."""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of a table: what it is about, and its figures by column."""

    title: Text
    columns: tuple[tuple[Text, Said], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something one can press: runs `route` ("recruitment.join") for `subject` (whose it is)."""

    label: Text
    route: str
    subject: str
    style: Literal["plain", "primary", "danger"] = "plain"
    confirm: Text | None = None
    opens_form: bool = False
    """What answers it is, at least as a rule, a form: Teams wants to know before it is pressed."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons side by side, the kindest first. Those of the `menu` are folded away behind them, five at most."""

    buttons: tuple[Button, ...]
    menu: tuple[Button, ...] = ()


Part = Title | Words | Facts | People | Figures | Divider | Buttons


@dataclass(frozen=True, slots=True)
class Card:
    """One message. `summary` is what a notification says of it."""

    summary: Text
    parts: tuple[Part, ...]


def note(said: Text) -> Card:
    """One paragraph and nothing else."""
    return Card(said, (Words(said),))


@dataclass(frozen=True, slots=True)
class TextField:
    """One line, or several, of what a person types."""

    name: str
    label: Text
    hint: Text | None = None
    initial: str = ""
    optional: bool = False
    long: bool = False
    most: int = 150


@dataclass(frozen=True, slots=True)
class NumberField:
    """A whole number of at least `least`."""

    name: str
    label: Text
    hint: Text | None = None
    initial: int | None = None
    optional: bool = False
    least: int = 1
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class MomentField:
    """A day and a time."""

    name: str
    label: Text
    hint: Text | None = None
    initial: datetime | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class DayField:
    """A day."""

    name: str
    label: Text
    hint: Text | None = None
    initial: date | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ClockField:
    """A time of day."""

    name: str
    label: Text
    hint: Text | None = None
    initial: time | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of a few."""

    name: str
    label: Text
    options: tuple[tuple[str, Text], ...]
    hint: Text | None = None
    initial: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ChannelField:
    """One of the channels that everybody in the workspace may see."""

    name: str
    label: Text
    hint: Text | None = None
    optional: bool = False


Field = TextField | NumberField | MomentField | DayField | ClockField | ChoiceField | ChannelField


@dataclass(frozen=True, slots=True)
class Form:
    """Something to fill in. Its answers go to `route` for `subject`."""

    route: str
    subject: str
    title: Text
    send: Text
    fields: tuple[Field, ...]
    intro: tuple[Words, ...] = field(default=())
