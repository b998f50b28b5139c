"""Every sentence of the page, Japanese and English side by side."""

from datetime import date
from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in both languages, with `{names}` for its parts."""

    ja: str
    en: str


class Say:
    """Speaks one person's language: `say(JOIN_CHANNEL, channel="#ひろば")`."""

    def __init__(self, locale: str) -> None:
        self.language = "ja" if locale.startswith("ja") else "en"

    def __call__(self, text: Text, **parts: object) -> str:
        return (text.ja if self.language == "ja" else text.en).format(**parts)

    def dated(self, text: Text, date: date, **parts: object) -> str:
        """A sentence with the parts of a date: `{year}`, `{month}` or `{month_name}`, `{day}`, `{weekday}`."""
        return self(
            text,
            year=date.year,
            month=date.month,
            month_name=self(MONTHS).split(",")[date.month - 1],
            day=date.day,
            weekday=self(WEEKDAYS).split(",")[date.weekday()],
            **parts,
        )


# Who one is
WHO = Text("だれとして使いますか", "Who would you like to be?")
WHO_HINT = Text(
    "ここは練習用の市役所です。窓を二つ開いて別々の人を選ぶと、二人のやりとりを試せます。",
    "This is a city hall to practise in. Open two windows as two people to see both sides of a conversation.",
)
SWITCH = Text("別の人になる", "Be someone else")
IN_NEW_WINDOW = Text("{name}を別の窓で開く", "Open {name} in another window")
NOBODY = Text("その人は見つかりませんでした。", "There is no such person.")
ADMIN = Text("管理者", "Admin")
GUEST = Text("ゲスト", "Guest")
COHORT = Text("第{number}期修了生", "Alumni, cohort {number}")
APP = Text("アプリ", "App")

# Where one is
TO_CONVERSATION = Text("会話へ移動", "Skip to the conversation")
MENU = Text("チャンネル一覧", "Channels and people")
CHANNELS = Text("チャンネル", "Channels")
DIRECT = Text("ダイレクトメッセージ", "Direct messages")
APPS = Text("アプリ", "Apps")
OTHERS = Text("参加できるチャンネル", "Channels you can join")
JOIN = Text("参加", "Join")
JOIN_CHANNEL = Text("{channel} に参加する", "Join {channel}")
WRITE_TO = Text("だれかに送る", "Write to someone")
WRITE_TO_HINT = Text("{most}人まで選べます。", "Choose up to {most} people.")
OPEN_GROUP = Text("会話を開く", "Open conversation")
UNREAD = Text("未読あり", "unread")
HEADS = Text("{count}人", "{count} members")
NOWHERE = Text("まだどのチャンネルにも参加していません。", "You are not in any channel yet.")
ARCHIVED = Text("このチャンネルは終了しました。", "This channel has been archived.")
HOME = Text("ホーム", "Home")
MESSAGES = Text("メッセージ", "Messages")
EMPTY_HOME = Text("ホームにはまだ何もありません。", "There is nothing on Home yet.")

# Days and moments
DATE = Text("{year}年{month}月{day}日", "{day} {month_name} {year}")
DAY = Text("{month}月{day}日({weekday})", "{weekday} {day} {month_name}")
DAY_OF_YEAR = Text("{year}年{month}月{day}日({weekday})", "{weekday} {day} {month_name} {year}")
NEAR_DAYS = {-1: Text("昨日", "yesterday"), 0: Text("今日", "today"), 1: Text("明日", "tomorrow")}
JUST_NOW = Text("たった今", "just now")
MINUTES_AGO = Text("{count}分前", "{count} min ago")
HOURS_AGO = Text("{count}時間前", "{count} h ago")
DAYS_AGO = Text("{count}日前", "{count} d ago")
IN_MINUTES = Text("{count}分後", "in {count} min")
IN_HOURS = Text("{count}時間後", "in {count} h")
IN_DAYS = Text("{count}日後", "in {count} d")

# Messages
CONVERSATION = Text("会話", "Conversation")
MESSAGES_IN = Text("{place} のメッセージ", "Messages in {place}")
EMPTY = Text("まだメッセージはありません。", "No messages yet.")
EARLIER = Text("以前のメッセージを表示", "Show earlier messages")
NEWER = Text("新しいメッセージがあります", "New messages")
ONLY_YOU = Text("あなただけに表示されています", "Only visible to you")
DISMISS = Text("表示を消す", "Dismiss")
EDITED = Text("(編集済み)", "(edited)")
REPLIES = Text("{count}件の返信", "{count} replies")
ONE_REPLY = Text("1件の返信", "1 reply")
REPLY = Text("スレッドで返信", "Reply in thread")
THREAD = Text("スレッド", "Thread")
CLOSE_THREAD = Text("スレッドを閉じる", "Close thread")
ALSO_IN_CHANNEL = Text("スレッドからの返信", "Replied in a thread")
DOWNLOAD = Text("{name} をダウンロード", "Download {name}")
BYTES = Text("{size}バイト", "{size} bytes")
KILOBYTES = Text("{size}KB", "{size} KB")
MEGABYTES = Text("{size}MB", "{size} MB")

# What one can do with a message
MESSAGE_MENU = Text("このメッセージの操作", "Message actions")
REACT = Text("リアクションを付ける", "Add a reaction")
REACTED = Text("{emoji} {count}人", "{emoji}, {count}")
EMOJI = {
    "+1": Text("いいね", "Thumbs up"),
    "heart": Text("ハート", "Heart"),
    "smile": Text("にっこり", "Smile"),
    "eyes": Text("見ています", "Eyes"),
    "white_check_mark": Text("確認しました", "Check"),
}
EDIT = Text("編集する", "Edit")
EDITING = Text("メッセージの編集", "Edit message")
SAVE = Text("保存", "Save")
CANCEL = Text("やめる", "Cancel")
DELETE = Text("削除する", "Delete")
DELETE_ASK = Text("メッセージを削除しますか", "Delete this message?")
DELETE_ABOUT = Text("削除すると、元に戻せません。", "This cannot be undone.")

# Writing
MESSAGE_TO = Text("{place} へのメッセージ", "Message to {place}")
REPLY_IN_THREAD = Text("スレッドへの返信", "Reply to thread")
WRITING_HINT = Text(
    "Enterで送信・Shift+Enterで改行・/ でコマンド", "Enter sends · Shift+Enter new line · / for commands"
)
THREAD_HINT = Text("Enterで送信・Shift+Enterで改行", "Enter sends · Shift+Enter new line")
SEND = Text("送信", "Send")
SHORTCUTS = Text("ショートカット", "Shortcuts")
COMMANDS = Text("使えるコマンド", "Commands you can use")
PEOPLE = Text("メンバー", "People")
INVITE_USAGE = Text("@名前", "@name")
INVITE_ABOUT = Text("このチャンネルに招待します", "Invite someone to this channel")
LEAVE_ABOUT = Text("このチャンネルから退出します", "Leave this channel")

# Blocks and forms
CANNOT_DRAW = Text("ここでは表示できません: {type}", "Cannot be shown here: {type}")
ELSEWHERE = Text("画像: {alt}", "Image: {alt}")
CHOOSE = Text("選んでください", "Choose one")
MORE = Text("その他の操作", "More actions")
OPTIONAL = Text("(任意)", "(optional)")
AT_MOST = Text("{count}文字まで", "Up to {count} characters")
CLOSE = Text("閉じる", "Close")
BACK = Text("戻る", "Back")
SUBMIT = Text("送信", "Submit")
WORKING = Text("処理中…", "Working…")

# What did not work
NOT_ALLOWED = Text("この操作はできません。", "You cannot do this here.")
ALREADY_CHANGED = Text(
    "表示が変わったため、操作できませんでした。もう一度お試しください。",
    "This has changed in the meantime. Please try again.",
)

# The product's clock
CLOCK = Text("練習用の時計", "Practice clock")
CLOCK_MOVED = Text("時計を進めました → {moment}", "The clock was moved → {moment}")
CLOCK_MOMENT = Text("日時", "Date and time")
CLOCK_MOVE = Text("この日時にする", "Set the clock")
CLOCK_AWAY = Text("時計に届きません。アプリの起動を待っています。", "The clock cannot be reached. Waiting for the app.")
CLOCK_REFUSED = Text("時計を動かせませんでした: {why}", "The clock could not be moved: {why}")
CLOCK_UNCLEAR = Text("日時を入れてください。", "Please fill in a date and time.")
CLOCK_OPEN = Text("動かす", "Move")
CLOCK_OPEN_SPOKEN = Text("時計を動かす", "Move the clock")
CLOCK_AHEAD = Text("メッセージに付くのは実際の時刻です", "Messages carry the actual time")
MOMENT = Text("{year}年{month}月{day}日({weekday}) {time}", "{weekday} {day} {month_name} {year}, {time}")
WEEKDAYS = Text("月,火,水,木,金,土,日", "Mon,Tue,Wed,Thu,Fri,Sat,Sun")
MONTHS = Text("1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月", "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec")

# The weather between the app and Slack
WEATHER = Text("お天気", "Weather")
SUNNY = Text("晴れ", "Sunny")
RAIN = Text("雨", "Rain")
LIST_COMMA = Text("、", ", ")
WEATHER_ABOUT = Text(
    "アプリとSlackのあいだの通信を、わざと乱します。すべての窓に影響します。",
    "Disturbs what passes between the app and Slack, on purpose and for every window.",
)
WEATHER_KINDS = {
    "drop_after_storing": Text("応答が届かない(保存後)", "Answer lost (after storing)"),
    "error_after_storing": Text("500エラー(保存後)", "Error 500 (after storing)"),
    "slow": Text("おそい", "Slow"),
    "rate_limited": Text("混み合い(429)", "Too many requests (429)"),
    "disconnect": Text("ソケットの切断", "Socket cut"),
}
RAINFALL = Text("降り方", "How hard")
DRIZZLE = Text("小雨(4回に1回)", "Drizzle (one in four)")
DOWNPOUR = Text("本降り(毎回)", "Downpour (every time)")
CLEAR_UP = Text("晴れに戻す", "Back to sunny")
