"""Every sentence of the offsites."""

from __future__ import annotations

from bot.text import Text

NAME = Text("オフサイトミーティング", "Offsite meetings")
SUMMARY = Text("オフサイトミーティング：{title}", "Offsite meeting: {title}")

GOING = Text("参加する", "Going")
UNSURE = Text("まだ分からない", "Not sure yet")
DECLINE = Text("今回は見送る", "Not this time")
WAIT = Text("空いたら知らせて", "Tell me if one opens")
CALL_OFF = Text("開催を取りやめる", "Call it off")
CALL_OFF_CONFIRM = Text(
    "この会を取りやめます。お返事をくださった方には、Taiwa から一度だけお知らせします（世話役の方だけができます）。",
    "This calls the meeting off. I will tell those who answered, once. (For the host only.)",
)

WHEN = Text("いつ", "When")
FROM_TO = Text("{start} ～ {end}", "{start} – {end}")
WHERE = Text("どこで", "Where")
CAPACITY = Text("定員", "Seats")
CAPACITY_PEOPLE = Text("{n}人", "{n}")
HOST = Text("世話役", "Host")
VOLUNTARY = Text("自由参加です。勤務ではありません。", "Voluntary, and not working time.")
GUESTS = Text("参加する人 {n}人", "Going: {n}")
NOBODY_YET = Text("最初の一人をお待ちしています。", "Be the first to come along.")
SEATS_LEFT = Text("空いている席 {n}", "Seats left: {n}")
ALL_TAKEN = Text("空いている席はありません", "No seats left")
OFFERED_NOW = Text("お待ちだった方にご案内中の席 {n}", "Offered to those who waited: {n}")
WAITING_NOW = Text("キャンセル待ち {n}人", "Waiting: {n}")
UNSURE_NOW = Text("まだ分からない {n}人", "Not sure yet: {n}")
CALLED_OFF_ON_CARD = Text("この会は取りやめになりました。", "This meeting has been called off.")
STARTED_ON_CARD = Text("この会の出欠は締め切りました。", "Answers are closed.")

FORM_TITLE = Text("オフサイトミーティング", "Offsite meeting")
FORM_SEND = Text("お知らせする", "Announce")
FORM_INTRO = Text(
    "題名と日時だけで始められます。ほかは、決まっているところだけで大丈夫です。",
    "A title and a time are enough. Fill in the rest only where it is settled.",
)
UNREAD_DATE = Text(
    "「{unread}」を日時として読み取れませんでした。お手数ですが、下で選んでください。",
    "I could not read “{unread}” as a date. Please choose it below.",
)
CLOCK_ASSUMED = Text(
    "時刻が書かれていなかったので、ひとまず{clock}にしてあります。",
    "No time of day was given, so I put {clock} for now.",
)
TITLE_TOO_LONG = Text(
    "題名が長いので、「ひとこと」に移しました。短い題名をつけてください。",
    "That is long for a title, so it stands under Notes. Please give it a short title.",
)
TITLE = Text("題名", "Title")
TITLE_HINT = Text("例：新人と語る会", "For example: an evening with our newcomers")
STARTS = Text("いつから", "Starts")
ENDS = Text("何時まで", "Ends at")
ENDS_HINT = Text("空欄なら、始まりから1時間30分です。", "Left empty: an hour and a half after the start.")
PLACE = Text("どこで", "Where")
PLACE_HINT = Text(
    "例：302会議室。オンラインなら、そのリンク。", "For example: room 302. For an online meeting, its link."
)
SEATS = Text("定員", "Seats")
SEATS_HINT = Text("空欄なら、何人でも。世話役は数えません。", "Left empty: everybody. The host is not counted.")
NOTES = Text("ひとこと", "Notes")
NOTES_HINT = Text("例：手ぶらでどうぞ。途中からでも歓迎です。", "For example: just come along, late is fine.")

TITLE_NEEDED = Text("題名を入力してください。", "Please give it a title.")
START_NEEDED = Text("日時を選んでください。", "Please choose a day and a time.")
IN_THE_PAST = Text(
    "もう過ぎた日時です。これからの日時を選んでください。", "That has passed. Please choose a time to come."
)
ENDS_BEFORE_START = Text(
    "終わりは、始まり（{clock}）より後の時刻にしてください。", "The end must be later than the start ({clock})."
)
CAPACITY_ODD = Text(
    "定員は1人から{most}人までの数にしてください。決めないときは空欄で大丈夫です。",
    "Please choose between 1 and {most} seats, or leave it empty for no limit.",
)

HELP_TITLE = Text("オフサイトミーティングの始め方", "How to announce an offsite meeting")
HELP = Text(
    "「/offsite new」で、お知らせのフォームが開きます。\n"
    "「/offsite new 新人と語る会、来週金曜18時」のように書くと、題名と日時が入った形で開きます。",
    "“/offsite new” opens the form.\n"
    "“/offsite new Evening with newcomers, next Friday 6pm” opens it with title and time filled in.",
)
NEEDS_CHANNEL = Text(
    "オフサイトのお知らせはチャンネルに出ます。出したいチャンネルで、もう一度入力してください。",
    "An offsite is announced in a channel. Please type it again in the channel you want.",
)

GOING_NOTE = Text(
    "参加を受け付けました。{moment}、「{title}」でお待ちしています。",
    "You are in: “{title}”, {moment}. See you there.",
)
UNSURE_NOTE = Text(
    "「まだ分からない」を受け付けました。お名前は出ません。決まったら、またボタンをどうぞ。",
    "Noted: not sure yet. Your name is not shown; press again once you know.",
)
DECLINED_NOTE = Text(
    "お返事ありがとうございます。お名前は出ません。またの機会に。",
    "Thank you for the answer; your name is not shown. Another time.",
)
WAITING_NOTE = Text(
    "席が空いたらお知らせします。いまの順番は{place}番目です。",
    "I will tell you if a seat opens. Your place in line: {place}.",
)
OFFERED_NOTE = Text(
    "ちょうど席が空きました。ダイレクトメッセージでご案内します。",
    "A seat has just opened. The offer is in your direct messages.",
)
FULL = Text(
    "ありがとうございます。ちょうど席が埋まりました。空いたらお知らせしましょうか。",
    "Thank you. The seats have just filled. Shall I tell you if one opens?",
)
PASSED_ON = Text(
    "取り置きの時間を過ぎたため、この席はほかの方へご案内しました。また空いたらお知らせしましょうか。",
    "The time for this offer is over and the seat has gone to somebody else. Shall I tell you if another opens?",
)

OFFER = Text(
    "席が一つ空きました。{until}まで取ってあります。ご都合が変わっていたら、そのままで大丈夫です。",
    "A seat has opened. It is yours until {until}. If your plans have changed, just leave it.",
)
NOON = Text("{day}の正午", "noon on {day}")
REMINDER = Text(
    "{day}{clock}、{place}です。来られなくなったらボタン一つで。理由はいりません。",
    "{day} {clock}, {place}. If you can't come, one click; no reason needed.",
)
REMINDER_WITHOUT_PLACE = Text(
    "{day}{clock}からです。来られなくなったらボタン一つで。理由はいりません。",
    "{day} {clock}. If you can't come, one click; no reason needed.",
)
TOMORROW = Text("明日", "Tomorrow")
TODAY = Text("本日", "Today")
CALLED_OFF_TOLD = Text(
    "{moment}の「{title}」は取りやめになりました。お返事をくださって、ありがとうございました。またの機会に。",
    "“{title}” on {moment} has been called off. Thank you for your answer. Another time.",
)

NO_SUCH_OFFSITE = Text("この会は見つかりませんでした。", "This meeting could not be found.")
CALLED_OFF = Text("この会は取りやめになりました。またの機会に。", "This meeting has been called off. Another time.")
STARTED = Text(
    "この会はもう始まっています。飛び入りは世話役の方へどうぞ。",
    "This meeting has already started. The host can tell you whether you may still join.",
)
ENDED = Text("この会はもう終わりました。またの機会に。", "This meeting is over. Another time.")
OWN_OFFSITE = Text(
    "あなたは世話役なので、はじめから入っています。人数には数えません。",
    "As the host you are part of it already, and not counted.",
)
NOT_YOURS = Text(
    "変更できるのは世話役の方です。伝えたいことはスレッドへどうぞ。",
    "Only the host can change this. The thread is open to you.",
)

HOME_NEXT = Text("つぎの予定", "Coming up for you")
HOME_NOTHING_NEXT = Text("いまのところ、予定はありません。", "Nothing is coming up.")
HOME_OPEN = Text("これからのオフサイト", "Offsites to come")
HOME_NOTHING_OPEN = Text("お返事をお待ちしている会はありません。", "Nothing waits for your answer.")
HOME_HOSTED = Text("世話役をしている会", "Offsites you host")
HOME_ANNOUNCE = Text("オフサイトをお知らせする", "Announce an offsite")
HOME_GOING = Text("参加します。", "You are going.")
HOME_UNSURE = Text("まだ分からない、とお返事しています。", "You are not sure yet.")
HOME_WAITING = Text("席が空いたらお知らせします。", "You will hear when a seat opens.")
HOME_OFFERED = Text("席が空きました。お返事をお待ちしています。", "A seat has opened for you.")
HOME_TRIED = Text("オフサイトミーティングが使われています。", "Offsites are in use.")
HOME_TO_TRY = Text(
    "オフサイトミーティングは、まだ一度もお知らせされていません。/offsite new で試せます。",
    "No offsite has been announced yet. Try /offsite new.",
)
STAFF_ONLY = Text(
    "オフサイトをお知らせできるのは職員の方です。参加はどなたでもできます。",
    "Offsites are announced by members of staff. Everybody may take part.",
)
