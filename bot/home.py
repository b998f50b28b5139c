"""A person's Home: sections that each activity contributes, put on their shelves and cut to what a page can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from bot.chat.card import Button, Buttons, Card, Divider, Part, Title, Words
from bot.people import Person, Workspace
from bot.text import Text

PARTS_MOST = 90
"""Slack takes 100 blocks on a Home (Block Kit reference); a part is one block, and the note above needs two."""
ITEMS_MOST = 5
"""Of one section, before the rest is a click away: a Home is read in the lift."""

SETUP = Text("管理者の方へ", "For admins")
NAME = Text("ホーム", "Home")
MORE = Text("ほか{n}件", "{n} more")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at their Home, and when."""

    person: Person
    workspace: Workspace
    now: datetime


class Shelf(IntEnum):
    """Where on the page a section stands, from the top."""

    NEXT = 1
    """What comes next for this person."""
    OPEN = 2
    """What they could take part in."""
    YOURS = 3
    """What they look after."""
    CHOICES = 4
    """What they have asked of us."""
    SETUP = 5
    """What is for admins."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands under it (each item a few parts), and what one can press below."""

    shelf: Shelf
    title: Text
    items: tuple[tuple[Part, ...], ...] = ()
    empty: Text | None = None
    """Said where there are no items."""
    buttons: tuple[Button, ...] = ()
    more: Button | None = None
    """Shows all items, where not all of them stand here."""


def page(sections: Iterable[Section], note: Text | None = None) -> Card:
    """The Home. `note` answers what was just done there. The longest sections are cut first when it is too much."""
    on_shelves = _under_one_heading(sorted(sections, key=lambda section: section.shelf))
    most = ITEMS_MOST
    while len(parts := _parts(on_shelves, most)) > PARTS_MOST and most > 0:
        most -= 1
    answered = (Words(note, "strong"), Divider()) if note else ()
    return Card(NAME, (*answered, *parts[:PARTS_MOST]))


def step(is_done: bool, said: Text) -> tuple[Part, ...]:
    """One line of what admins may still have to set up."""
    mark = Text("☑ {said}", "☑ {said}") if is_done else Text("☐ {said}", "☐ {said}")
    return (Words(mark.fill(said=said)),)


def _under_one_heading(sections: Iterable[Section]) -> list[Section]:
    """Sections of one name, by whichever activities, become one."""
    together: dict[tuple[Shelf, Text], Section] = {}
    for section in sections:
        first = together.get((section.shelf, section.title))
        both = (
            section
            if first is None
            else replace(first, items=first.items + section.items, buttons=first.buttons + section.buttons)
        )
        together[section.shelf, section.title] = both
    return list(together.values())


def _parts(sections: Iterable[Section], most: int) -> list[Part]:
    parts: list[Part] = []
    for section in sections:
        left = len(section.items) - most
        parts += [Divider()] if parts else []
        parts.append(Title(section.title))
        parts += [part for item in section.items[:most] for part in item]
        if not section.items and section.empty:
            parts.append(Words(section.empty, "quiet"))
        if left > 0 and section.more is None:
            parts.append(Words(MORE.fill(n=left), "quiet"))
        more = (section.more,) if section.more is not None and left > 0 else ()
        if buttons := (*section.buttons, *more):
            parts.append(Buttons(buttons))
    return parts
