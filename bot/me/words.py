"""Every sentence of one's own settings and of the help."""

from __future__ import annotations

from bot.text import Text

NAME = Text("わたしの設定", "My settings")
COMMAND = Text("使い方と、わたしの設定", "Help, and my settings")

HELP_TITLE = Text("Taiwa でできること", "What Taiwa does")
HELP_INTRO = Text(
    "コマンドを覚えなくても大丈夫です。アプリの Taiwa を開くと、「ホーム」のボタンから同じことができます。",
    "There is no need to learn commands: open the app Taiwa, and the buttons on its Home do the same.",
)
HELP_LINE = Text("/{name}　{description}", "/{name}: {description}")
HELP_RECORDS = Text(
    "Taiwa が数えるのは参加だけで、言葉は残しません。"
    "チャンネルやスレッドに書いたことは、ふだんの投稿と同じように Slack に残ります。",
    "Taiwa counts participation only and keeps no words. What you write in channels and threads stays in Slack like "
    "any other message.",
)

LANGUAGE = Text("言葉：日本語", "Language: English")
LANGUAGE_NAMES = {"ja": Text("日本語", "日本語"), "en": Text("English", "English")}
LANGUAGE_CHANGED = Text("これからは日本語でお話しします。", "I will speak English with you from now on.")

HOURS_KEPT = Text(
    "お届けする時間：平日の8時30分から17時15分まで（12時台を除く）",
    "Messages come: weekdays 8:30–17:15, not over lunch",
)
HOURS_ANY = Text("お届けする時間：いつでも", "Messages come: at any hour")
KEEP_HOURS = Text("勤務時間だけにする", "Working hours only")
ANY_HOUR = Text("時間外でも受け取る", "At any hour")
HOURS_KEPT_NOW = Text("これからは、勤務時間にだけお届けします。", "From now on messages come in working hours only.")
ANY_HOUR_NOW = Text("これからは、時間を問わずお届けします。", "From now on messages come at any hour.")

REMINDERS_ON = Text("個別のリマインド：受け取る", "Personal reminders: on")
REMINDERS_OFF = Text("個別のリマインド：受け取らない", "Personal reminders: off")
STOP_REMINDERS = Text("リマインドを止める", "Stop reminders")
WANT_REMINDERS = Text("リマインドを受け取る", "Send me reminders")
REMINDERS_STOPPED = Text("リマインドを止めました。", "Reminders are off.")
REMINDERS_WANTED = Text("リマインドをお届けします。", "Reminders are on.")

PAUSE = Text("しばらくお休み", "Pause")
PAUSE_MEANS = Text(
    "お休みのあいだは、個別にはお送りしません。ほかの方には分かりません。",
    "While you pause, nothing is sent to you privately. Nobody else can see this.",
)
PAUSED = Text(
    "{day}までお送りしません。ほかの方には分かりません。",
    "Nothing until {day}. Nobody else can see this.",
)
PAUSED_EXCEPT = Text(
    "参加と答えた会が取りやめになったときと、ご自分の操作へのお返事だけは届きます。",
    "You will still hear if something you joined is called off, and get answers to what you do yourself.",
)
PAUSE_UNTIL = Text("{day}まで", "Until {day}")
PAUSE_OTHER = Text("日を選ぶ", "Choose a day")
RESUME = Text("お休みを終える", "End the pause")
RESUMED = Text("おかえりなさい。これからのお知らせをお届けします。", "Welcome back. You will hear from me again.")

FORM_TITLE = Text("しばらくお休み", "Pause")
FORM_SEND = Text("お休みする", "Pause")
UNTIL = Text("いつまで", "Until")
UNTIL_HINT = Text("この日まで、個別にはお送りしません。", "Nothing is sent to you up to and including this day.")
UNTIL_NEEDED = Text("いつまでお休みするかを選んでください。", "Please choose the last day of your pause.")
UNTIL_ODD = Text(
    "今日から1年以内の日を選んでください。",
    "Please choose a day within a year from today.",
)
