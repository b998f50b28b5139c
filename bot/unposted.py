"""What is said, to the person responsible, when a card could not be posted in its channel."""

from __future__ import annotations

from bot.chat.card import Button, Buttons, Card, Words
from bot.text import Text

NEEDS_INVITATION = Text(
    "「{what}」をまだ投稿できていません。Taiwa がそのチャンネルにまだ参加していないためです。"
    "チャンネルで /invite @Taiwa と入力してから、下のボタンを押してください。内容はそのまま取ってあります。",
    "“{what}” is not posted yet, because Taiwa is not in that channel yet. "
    "Type /invite @Taiwa there, then press the button. Everything is kept as you wrote it.",
)
NOT_POSTED = Text(
    "「{what}」を投稿できませんでした。チャンネルがなくなったか、投稿が制限されているようです。",
    "“{what}” could not be posted. The channel is gone or closed to posts.",
)
POST_AGAIN = Text("もう一度投稿する", "Post it again")
POSTING_AGAIN = Text("投稿します。少しお待ちください。", "Posting it now.")


def card(what: Text | str, route: str, subject: int, *, needs_invitation: bool) -> Card:
    """`what` was not posted. Where an invitation mends it, a button runs `route` for `subject` to try again."""
    if not needs_invitation:
        gone = NOT_POSTED.fill(what=what)
        return Card(gone, (Words(gone),))
    said = NEEDS_INVITATION.fill(what=what)
    again = Button(POST_AGAIN, route, str(subject), style="primary")
    return Card(said, (Words(said), Buttons((again,))))
