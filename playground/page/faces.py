"""Faces, names and badges, and the list of people one can be."""

import re
import zlib

from playground.page import words
from playground.page.here import Here
from playground.page.tags import Tag, unfolding
from playground.page.words import Say
from playground.workspace import Member, Workspace

_TINTS = 8


def avatar(member: Member) -> None:
    """A square in the member's own tint with the first letter of the name."""
    tint = zlib.crc32(member.id.encode()) % _TINTS
    css = "avatar app" if member.is_bot else f"avatar tint-{tint}"
    Tag("span", member.shown_name[:1], css, aria_hidden="true")


def badges(member: Member, say: Say) -> None:
    """What else there is to know of a member at a glance."""
    if member.is_bot:
        Tag("span", say(words.APP), "badge")
    if member.is_admin:
        Tag("span", say(words.ADMIN), "badge strong")
    if member.is_guest:
        Tag("span", say(words.GUEST), "badge")
    if member.cohort:
        Tag("span", say(words.COHORT, number=re.sub(r"\D", "", member.cohort)), "badge")
    if not member.is_bot and not member.locale.startswith("ja"):
        Tag("span", "English", "badge", lang="en")


def address(member: Member) -> str:
    """Where the page is this member's."""
    return f"/as/{member.name}"


def identity(member: Member, say: Say) -> None:
    """A member's face, name, place in the city hall and badges, one under the other."""
    avatar(member)
    with Tag("span", css="identity"):
        Tag("b", member.shown_name)
        place = " ".join(filter(None, (member.department, member.grade)))
        if place:
            Tag("span", place, "place")
        with Tag("span", css="badges"):
            badges(member, say)


def draw_people(workspace: Workspace, say: Say, but: Member | None = None) -> None:
    """Everybody one can be, each with a link for this window and one for another."""
    with Tag("ul", css="people"):
        for member in workspace.people():
            if but is not None and member.id == but.id:
                continue
            with Tag("li"):
                with Tag("a", css="person", href=address(member)):
                    identity(member, say)
                label = say(words.IN_NEW_WINDOW, name=member.shown_name)
                with Tag("a", css="another", href=address(member), target="_blank", aria_label=label, title=label):
                    Tag("span", css="icon new-window")


def draw_switch(here: Here) -> None:
    """Who one is now, and under it who else one can be."""
    me, say = here.person.member, here.say

    def draw_others() -> None:
        Tag("p", say(words.SWITCH), "sheet-title")
        draw_people(here.workspace, say, but=me)

    with Tag("details", css="menu switch", data_testid="who") as menu:
        with Tag("summary"):
            identity(me, say)
            Tag("span", say(words.SWITCH), "spoken")
        unfolding(menu, draw_others)
