"""Every sentence of この指とまれ."""

from __future__ import annotations

from bot.text import Text

NAME = Text("この指とまれ", "Who is in?")
JOIN = Text("この指とまる", "I'm in")
LEAVE = Text("今回は見送る", "Not this time")
CLOSE = Text("募集を閉じる", "Close the call")
CLOSE_CONFIRM = Text(
    "この募集を閉じます。集まった方の名前は残ります（呼びかけた方だけができます）。",
    "This closes the call. The names stay on the card. (For the caller only.)",
)

CALLER = Text("呼びかけた人", "Called by")
JOINERS = Text("参加者 {n}人", "In so far: {n}")
JOINERS_OF = Text("参加者 {n}人（{most}人まで）", "In so far: {n} of {most}")
NOBODY_YET = Text("最初の一人をお待ちしています。", "Be the first to join.")
WHEN = Text("いつ", "When")
WHERE = Text("どこで", "Where")
FULL_ON_CARD = Text("席は埋まりました。", "All seats are taken.")
CLOSED_ON_CARD = Text("この募集は閉じました。", "This call is closed.")
SUMMARY = Text("この指とまれ：{title}", "Who is in? {title}")

FORM_TITLE = Text("この指とまれ", "Who is in?")
FORM_SEND = Text("呼びかける", "Call")
FORM_INTRO = Text(
    "題名だけで呼びかけられます。ほかは、決まっているところだけで大丈夫です。",
    "A title is enough. Fill in the rest only where it is settled.",
)
TITLE = Text("題名", "Title")
TITLE_HINT = Text("例：昼休みに昇仙峡の話をしませんか", "For example: lunch talk about Shosenkyo?")
DETAILS = Text("くわしく", "Details")
PLACE = Text("どこで", "Where")
PLACE_HINT = Text("例：1階ロビー", "For example: the lobby, ground floor")
TIME = Text("いつ", "When")
TIME_HINT = Text("例：今週のどこかの昼休み", "For example: some lunch break this week")
MAXIMUM = Text("何人まで", "At most")
MAXIMUM_HINT = Text("呼びかける方は数えません。", "You, the caller, are not counted.")
MAXIMUM_ODD = Text(
    "1人から{most}人までの数にしてください。決めないときは空欄で大丈夫です。",
    "Please choose between 1 and {most} people, or leave it empty for no limit.",
)
TITLE_TOO_LONG = Text(
    "題名が長いので、「くわしく」に移しました。短い題名をつけてください。",
    "That is long for a title, so it stands under Details. Please give it a short title.",
)

LIST_TITLE = Text("いま呼びかけているもの", "Open calls")
LIST_EMPTY = Text(
    "いま開いている呼びかけはありません。「/yubi 話したいこと」で、いつでも呼びかけられます。",
    "There are no open calls now. Type “/yubi what you would like to talk about” to start one.",
)
LIST_LINE = Text("{title}（参加者 {n}人）", "{title} ({n} in)")
JOINED_NOTE = Text("「{title}」に参加しました。", "You are in: {title}.")

CLOSED_BY_TIME = Text(
    "「{title}」の募集を閉じました。時期や場所が変わると、また集まるかもしれません。",
    "The call “{title}” is closed. Another time or place may suit more people.",
)
CLOSED_BY_TIME_MET = Text(
    "「{title}」の募集を、14日たったので閉じました。参加してくださった方は{n}人でした。呼びかけてくださって、ありがとうございました。",
    "The call “{title}” is closed after 14 days; {n} joined. Thank you for calling.",
)

NEEDS_CHANNEL = Text(
    "呼びかけはチャンネルに出ます。出したいチャンネルで、もう一度入力してください。",
    "A call is posted in a channel. Please type it again in the channel you want.",
)
NO_SUCH_CALL = Text("この呼びかけは見つかりませんでした。", "This call could not be found.")
CLOSED = Text("この募集は閉じました。またの機会にどうぞ。", "This call is closed. Another time, I hope.")
FULL = Text("ありがとうございます。ちょうど席が埋まりました。", "Thank you. The seats have just filled.")
OWN_CALL = Text(
    "あなたの呼びかけなので、はじめから入っています。人数には数えません。",
    "As the caller you are part of it already, and not counted.",
)
NOT_YOURS = Text(
    "変更できるのは呼びかけた方です。伝えたいことはスレッドへどうぞ。",
    "Only the person who called can change this. The thread is open to you.",
)
TITLE_NEEDED = Text("題名を入力してください。", "Please give it a title.")
