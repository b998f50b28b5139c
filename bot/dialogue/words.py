"""Every sentence of the weekly dialogue prompt; the topics themselves are in topics.toml."""

from __future__ import annotations

from bot.dialogue.topics import Mode, Theme
from bot.text import Text

NAME = Text("対話のお題", "Dialogue topics")
COMMAND = Text("対話のお題：課のチャンネルに毎週届きます", "A weekly topic for your section to talk about")

HEADER = Text("今週のお題 ― 10分ほど、話せる人だけで", "This week's topic: ten minutes, whoever can")
SUMMARY = Text("今週のお題：{question}", "This week's topic: {question}")
MODE_AND_THEME = Text("{mode}・{theme}", "{mode} · {theme}")
MODES: dict[Mode, Text] = {
    "conversation": Text("会話", "Conversation"),
    "dialogue": Text("対話", "Dialogue"),
    "discussion": Text("議論", "Discussion"),
}
THEMES: dict[Theme, Text] = {
    "workplace": Text("この職場", "This workplace"),
    "town": Text("このまち", "This town"),
    "work": Text("働き方", "How we work"),
    "ten-years": Text("十年後", "Ten years on"),
    "self": Text("自分", "Myself"),
    "failure": Text("失敗", "Mistakes"),
    "gratitude": Text("感謝", "Thanks"),
    "viewpoint": Text("視点を変える", "Another point of view"),
}
MANNERS: dict[Mode, Text] = {
    "conversation": Text("話したい人から、話せるところまで。", "Whoever likes, as far as you like."),
    "dialogue": Text(
        "結論は出しません。最後まで聴きます。賛成しなくて構いません。",
        "No conclusion. Hear each other out. You need not agree.",
    ),
    "discussion": Text(
        "最後に一つ決めます。意見は人ではなく事柄に。", "Decide one thing. Speak to the matter, not the person."
    ),
}
FOLLOW_UP = Text("→ {question}", "→ {question}")
VOICE = Text(
    "声で話すお題です。市民の方の情報は書かないでください。",
    "Better spoken than written: please write nothing about residents.",
)
PROMPT_SMALL_PRINT = Text(
    "スレッドへの返信でも参加になります。Taiwa が残すのは「話した」ことだけで、言葉は残しません。",
    "A reply in the thread counts too. Taiwa keeps only that you took part, never the words.",
)

TICK = Text("話しました", "I talked about it")
TALKED = Text("課で話しました", "Our section talked")
UNDO = Text("取り消す", "Take it back")

SOME_TALKED = Text("今週も話しました", "We talked this week, too")
PEOPLE = Text("今週 {n}人", "This week: {n}")
TALKS = Text("職場での対話 {n}回", "Talks in the section: {n}")
TALKS_WITH_HEADS = Text("職場での対話 {n}回(約{heads}人)", "Talks in the section: {n} (about {heads} people)")

TICKED = Text("ありがとうございます。話したことだけ、残しておきます。", "Thank you. I keep only that you talked.")
UNTICKED = Text(
    "取り消しました。スレッドに返信があれば、そちらはそのままです。",
    "Taken back. A reply in the thread, if there is one, stays as it is.",
)
HOW_MANY = Text(
    "ありがとうございます。だいたい何人で話しましたか。分からなければ、このままで大丈夫です。",
    "Thank you. With about how many did you talk? If you don't know, just leave it.",
)
HEADS_NOTED = Text("約{heads}人ですね。ありがとうございます。", "About {heads} people, noted. Thank you.")
HEADS: dict[int, Text] = {
    3: Text("3人くらい", "About 3"),
    6: Text("6人くらい", "About 6"),
    10: Text("10人くらい", "About 10"),
    15: Text("それ以上", "More"),
}
TALK_UNDONE = Text("「課で話しました」を取り消しました。", "“Our section talked” is taken back.")

FORM_TITLE = Text("毎週の対話のお題", "Weekly dialogue topic")
FORM_START = Text("始める", "Start")
FORM_CHANGE = Text("この日時にする", "Use this time")
FORM_INTRO = Text(
    "朝礼などで集まる時刻に、10分ほどで話せるお題を、週に一つ、このチャンネルにお届けします。",
    "Once a week, when your section meets, a topic for about ten minutes comes to this channel.",
)
FORM_RECORDS = Text(
    "返信は Slack に残り、ほかの投稿と同じように、書き出しや開示の対象になることがあります。"
    "Taiwa に残るのは「返信があった」ことだけで、言葉は残しません。",
    "Replies stay in Slack and, like any other message there, may be exported or disclosed. "
    "Taiwa stores only that someone replied, never the words.",
)
WEEKDAY = Text("朝礼は何曜ですか", "On which day does your section meet?")
CLOCK = Text("何時ですか", "At what time?")
CLOCK_HINT = Text(
    "朝礼がなければ、顔がそろいやすい時刻をどうぞ。", "No regular meeting? Choose when most of you are around."
)
WEEKDAY_NEEDED = Text("曜日は、月曜から金曜の中から選んでください。", "Please choose a day from Monday to Friday.")
CLOCK_NEEDED = Text("時刻を選んでください。", "Please choose a time.")

SLOT = Text("毎週{weekday}の{clock}", "every {weekday} at {clock}")
STARTED = Text(
    "{slot}に、対話のお題をお届けします。次は{day}です。", "A dialogue topic comes here {slot}. The next one: {day}."
)
STARTED_SMALL_PRINT = Text(
    "10分ほど、話せる人だけで。返信は Slack に残りますが、Taiwa は言葉を残しません。"
    "曜日や時刻を変えるには /dialogue start、止めるには /dialogue stop と入力してください。",
    "Ten minutes, whoever can. Replies stay in Slack; Taiwa never stores the words. "
    "To change the day or time type /dialogue start, to stop /dialogue stop.",
)
RESTING = Text(
    "対話のお題は、いまお休みしています。/dialogue start と入力すると、また始まります。",
    "Dialogue topics are resting now. Type /dialogue start to begin again.",
)
STOPPED = Text(
    "対話のお題を止めました。チャンネルには何もお知らせしていません。"
    "また始めたくなったら、ここで /dialogue start と入力してください。曜日と時刻は取ってあります。",
    "Dialogue topics are stopped; nothing was posted about it. "
    "Whenever you would like them again, type /dialogue start here. The day and time are kept.",
)

HELP_INTRO = Text("いま使えるのは、次の二つです。", "These two work now.")
HELP_START = Text(
    "/dialogue start ― このチャンネルで毎週のお題を始めます。始まっていれば、曜日と時刻を変えられます。",
    "/dialogue start: begin a weekly topic in this channel, or change its day and time.",
)
HELP_STOP = Text("/dialogue stop ― お題を止めます。", "/dialogue stop: stop the topics.")

STOP = Text("お題を止める", "Stop the topics")

NEEDS_CHANNEL = Text(
    "お題は、課やチームのチャンネルにお届けします。始めたいチャンネルで、もう一度入力してください。",
    "Topics come to a team's channel. Please type it again in the channel where you would like them.",
)
GUEST_MAY_NOT = Text(
    "お題の設定は職員の方にお願いしています。お題への参加は、どなたでもどうぞ。",
    "Setting topics up is for members of staff. Everyone is welcome to take part.",
)
NOT_SET_UP = Text(
    "このチャンネルでは、対話のお題はまだ始まっていません。/dialogue start で始められます。",
    "No dialogue topics come to this channel yet. Type /dialogue start to begin.",
)
NO_SUCH_PROMPT = Text("このお題は見つかりませんでした。", "This topic could not be found.")

HOME_START = Text("課でお題を始める", "Start in a channel")
HOME_NO_TEAM = Text(
    "朝礼などで10分、話すきっかけになるお題を、課のチャンネルに毎週お届けします。",
    "A topic for ten minutes of talk, every week in your section's channel.",
)
HOME_CHANNEL = Text("チャンネル", "Channel")
HOME_WHEN = Text("届く日時", "Comes")
HOME_NEXT = Text("次は", "Next")
HOME_TEAMS = Text("対話のお題が、{n}つのチャンネルに届いています。", "Weekly topics arrive in channels: {n}.")
HOME_TO_TRY = Text(
    "対話のお題の届くチャンネルが、まだありません。課のチャンネルで /dialogue start と入力すると始まります。",
    "Weekly topics arrive nowhere yet. Type /dialogue start in a section's channel.",
)
