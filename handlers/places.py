"""Where something is to be posted that was begun on somebody's Home: they choose one of the public channels."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.chat.card import ChannelField, Form
from bot.chat.interaction import Place, Submission
from bot.chat.sender import SendFailed
from bot.core import Core
from bot.refusal import Refusal
from bot.text import Text
from handlers.admins import PATIENCE_SECONDS

FIELD = "channel"
WHERE = Text("どのチャンネルに", "In which channel")
WHERE_HINT = Text(
    "公開チャンネルから選べます。非公開のチャンネルでは、そこでコマンドを入力してください。",
    "Public channels only. In a private one, please type the command there.",
)
CHOOSE = Text("チャンネルを選んでください。", "Please choose a channel.")
NOT_PUBLIC = Text(
    "公開チャンネルを選んでください。非公開のチャンネルでは、そこでコマンドを入力してください。",
    "Please choose a public channel. In a private one, please type the command there.",
)
COULD_NOT_CHECK = Text(
    "このチャンネルをいま確かめられませんでした。少し待って、もう一度お願いします。",
    "I could not look at this channel just now. Please try again in a moment.",
)


def choosing(form: Form) -> Form:
    """The same form, which asks first in which channel."""
    return replace(form, fields=(ChannelField(FIELD, WHERE, hint=WHERE_HINT), *form.fields))


async def chosen(submission: Submission, core: Core) -> Place:
    """Where this form's deed is to be done: where it was opened, or in the channel that was chosen.

    Whether that channel is public is asked of the chat product: what the form says may be made up, and nothing may be
    carried out of a private channel, or into one. Raises Refusal beside the field.
    """
    if not submission.place.home:
        return submission.place
    channel = submission.text(FIELD)
    if not channel:
        raise Refusal(CHOOSE, field=FIELD)
    who = submission.who
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            is_public = await core.chats[who.chat].is_public(who.workspace, channel)
    except (SendFailed, TimeoutError) as failure:
        raise Refusal(COULD_NOT_CHECK, field=FIELD) from failure
    if not is_public:
        raise Refusal(NOT_PUBLIC, field=FIELD)
    return Place(channel, home=True)
