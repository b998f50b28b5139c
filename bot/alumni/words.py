"""Every sentence to and about the alumni."""

from __future__ import annotations

from bot.text import Text

ALUMNI = Text("修了生", "Alumni")
COHORT_KNOWN = Text("{n}期の方ですね。", "You are from cohort {n}.")
COHORT_UNKNOWN = Text("何期の方か、まだうかがっていません。", "I do not know your cohort yet.")
SET_COHORT = Text("期を知らせる", "Set my cohort")
CHANGE_COHORT = Text("期を直す", "Correct my cohort")
EXPLAINED = Text(
    "お届けするのは、選んでいただいたものだけです。いつでも、届いたお知らせからでも、ボタン一つで止められます。"
    "何を選んだかは、ほかの方には分かりません。",
    "You get only what you choose, and can stop it at any time with one click, also from any message. "
    "Nobody else can see what you chose.",
)
ANNOUNCEMENTS = Text("オフサイトのご案内", "News of offsites")
ANNOUNCEMENTS_MEANS = Text(
    "オフサイトミーティングが決まったときに、ダイレクトメッセージでお知らせします。",
    "When an offsite meeting is announced, I tell you in a direct message.",
)
REMINDERS = Text("開催前のお知らせ", "Reminders")
REMINDERS_MEANS = Text(
    "お返事がまだのときだけ、3日前の10時に一度お知らせします。",
    "Three days before, at 10:00, once, and only if you have not answered.",
)
ON = Text("{topic}：受け取っています", "{topic}: on")
OFF = Text("{topic}：受け取っていません", "{topic}: off")
START = Text("{topic}を受け取る", "Turn on: {topic}")
END = Text("{topic}を止める", "Turn off: {topic}")

FORM_TITLE = Text("修了生の方へ", "For alumni")
FORM_SEND = Text("知らせる", "Save")
FORM_SEND_AND_START = Text("受け取る", "Turn on")
FORM_INTRO = Text("対話のプログラムには、何期で参加されましたか。", "Which cohort of the programme were you in?")
FORM_INTRO_AND_START = Text(
    "対話のプログラムには、何期で参加されましたか。「受け取る」を押すと、「{topic}」が届くようになります。",
    "Which cohort of the programme were you in? This also turns on “{topic}”.",
)
COHORT = Text("期", "Cohort")
COHORT_HINT = Text("数字だけで大丈夫です。例：3", "The number only, for example 3")
COHORT_ODD = Text(
    "期は1から{most}までの数で入力してください。", "Please enter the cohort as a number from 1 to {most}."
)
COHORT_NOTED = Text("ありがとうございます。{n}期の方ですね。", "Thank you. Cohort {n}, noted.")
STARTED = Text(
    "これから「{topic}」をお届けします。いつでも、ボタン一つで止められます。", "“{topic}” is on. One click stops it."
)

STOP = Text("このお知らせを止める", "Stop this reminder")
STOPPED = Text(
    "「{topic}」を止めました。また受け取りたくなったら、/alumni と入力してください。ほかの方には分かりません。",
    "“{topic}” is off. If you would like it again, type /alumni. Nobody else can see this.",
)
ANNOUNCED = Text("修了生のみなさんへ、オフサイトのご案内です。", "For our alumni: an offsite meeting is coming.")
REMINDED = Text(
    "オフサイトが近づいてきました。ご都合が合えば、どうぞ。",
    "An offsite is coming up. You are welcome if it suits you.",
)
HOME_UNKNOWN = Text(
    "対話のプログラムを修了した方は、期を知らせていただくと、受け取るお知らせを選べます。",
    "If you have been through the programme, set your cohort here to choose what you hear of.",
)
