"""Every sentence to whoever is responsible for what cannot be shown in its channel."""

from __future__ import annotations

from bot.text import Text

NEEDS_INVITATION = Text(
    "Taiwa がチャンネルに入っていないため、次の投稿をまだ出せていません。"
    "チャンネルで /invite @Taiwa と入力してから、「もう一度投稿する」を押してください。"
    "内容はそのまま取ってあります。",
    "Taiwa is not in that channel, so these cannot be shown there for now. Type /invite @Taiwa in the channel: what "
    "is waiting is posted then, and cards are brought up to date. Everything is kept.",
)
CLOSED = Text(
    "チャンネルがアーカイブされたか、なくなったため、次の投稿を出せていません。"
    "チャンネルが再開されると、続きから自動でお届けします。内容はそのまま取ってあります。",
    "That channel has been archived or is gone, so these cannot be shown there for now. If it is opened again, they "
    "go on by themselves. Everything is kept.",
)
NOT_POSTED = Text(
    "次の投稿を出せませんでした。チャンネルによっては、投稿できる人が限られているのかもしれません。",
    "This could not be posted. Perhaps only some people may post in that channel.",
)
END_HERE = Text(
    "このまま終えることもできます。そのままにしておいても大丈夫です。",
    "You can also end it here. It is fine to leave it as it is.",
)
MORE = Text("ほか{n}件", "and {n} more")
POST_AGAIN = Text("もう一度投稿する", "Post it again")
POSTING_AGAIN = Text("投稿します。少しお待ちください。", "Posting it now.")
NOT_YOURS = Text("もう一度投稿できるのは、はじめた方です。", "Only the person who started it can have it posted again.")
CHANNEL = Text("チャンネル", "Channel")
