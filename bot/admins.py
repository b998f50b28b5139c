"""Admins of a workspace: who is one is for the chat product to say, each time that it matters."""

from __future__ import annotations

from bot.chat.sender import Profile
from bot.refusal import Refusal
from bot.text import Text


class AdminsOnly(Refusal):
    """This is for the admins of the workspace."""


class CouldNotCheck(Refusal):
    """The chat product does not say just now who is an admin."""

    text = Text(
        "管理者の方かどうかを、いま確かめられませんでした。少し待って、もう一度お願いします。",
        "I could not check just now whether you are an admin. Please try again in a moment.",
    )


def refuse_all_but_admins(asked: Profile, refusal: Text) -> None:
    """Raises AdminsOnly in these words. `asked` must be what the chat product says now; a guest is never an admin."""
    if not asked.is_admin or asked.is_guest or asked.is_gone:
        raise AdminsOnly(refusal)
