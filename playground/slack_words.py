"""What Slack itself says to people, in Japanese or English according to each person's locale."""

from playground.workspace import Member, Message

_SENTENCES = {
    "command_failed": ("{command} は失敗しました（{code}）", "{command} failed with the error “{code}”"),
    "click_failed": ("{app} が応答しませんでした（{code}）", "{app} did not respond ({code})"),
    "trouble": ("接続に問題が発生しました。もう一度お試しください。", "We had some trouble connecting. Try again?"),
    "unknown_command": ("{command} は有効なコマンドではありません。", "{command} is not a valid command."),
    "not_in_threads": ("{command} はスレッドでは使えません。", "{command} is not supported in threads."),
    "no_such_member": ("{name} というメンバーは見つかりませんでした。", "There is no member called {name}."),
    "channel_join": ("<@{user}> がチャンネルに参加しました", "<@{user}> has joined the channel"),
    "group_join": ("<@{user}> がチャンネルに参加しました", "<@{user}> has joined the channel"),
    "tombstone": ("このメッセージは削除されました。", "This message was deleted."),
    "required": ("このフィールドは必須です", "Please complete this required field."),
    "too_short": ("{length}文字以上で入力してください", "Please enter at least {length} characters."),
    "too_long": ("{length}文字以内で入力してください", "Please enter at most {length} characters."),
    "not_a_number": ("数字を入力してください", "Please enter a number."),
    "not_an_address": ("メールアドレスを入力してください", "Please enter an email address."),
    "not_a_url": ("URLを入力してください", "Please enter a URL."),
    "too_small": ("{bound}以上の数字を入力してください", "Please enter a number no less than {bound}."),
    "too_large": ("{bound}以下の数字を入力してください", "Please enter a number no more than {bound}."),
}


def slack_says(listener: Member, sentence: str, **parts: object) -> str:
    """One of Slack's own sentences in the language of whoever reads it."""
    japanese, english = _SENTENCES[sentence]
    return (japanese if listener.locale.startswith("ja") else english).format(**parts)


def slack_writes(subtype: str, user_id: str) -> str:
    """The text of a message that Slack itself puts into a channel: the Web API gives it in English to everyone."""
    return _SENTENCES[subtype][1].format(user=user_id)


def text_for(listener: Member, message: Message) -> str:
    """A message's text as this person's Slack shows it: what Slack itself wrote, in the person's language."""
    if message.subtype in ("channel_join", "group_join", "tombstone"):
        return slack_says(listener, message.subtype, user=message.user)
    return message.text
