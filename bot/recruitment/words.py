"""Every sentence of この指とまれ."""

from __future__ import annotations

from bot.text import Text

NAME = Text("この指とまれ", "Who is in?")
JOIN = Text("この指とまる", "I'm in")
LEAVE = Text("今回は見送る", "Not this time")
CLOSE = Text("募集を閉じる", "Close the call")
WAIT = Text("空いたら知らせて", "Tell me if one opens")
EDIT = Text("内容を直す", "Edit")
REOPEN = Text("募集を再開する", "Open it again")
CALL_AGAIN = Text("もう一度呼びかける", "Call again")
CALL_OFF = Text("取りやめる", "Call it off")
TAKE_DOWN = Text("取り下げる（管理者）", "Take it down (admins)")
TAKE_DOWN_TITLE = Text("呼びかけを取り下げる", "Take the call down")
TAKE_DOWN_SEND = Text("取り下げる", "Take it down")
TAKE_DOWN_INTRO = Text(
    "内容は見えなくなります。理由は呼びかけた方だけに伝わり、参加した方には取りやめになったことだけをお知らせします。",
    "What it says is shown no more. Only the caller is told the reason; the others only that it is called off.",
)
TAKE_DOWN_ADMINS = Text(
    "取り下げられるのは、ワークスペースの管理者です。呼びかけた方が終えるときは「取りやめる」を使います。",
    "Only the admins of this workspace can take it down. Its caller can call it off.",
)
TAKEN_DOWN_ON_CARD = Text("この呼びかけは、管理者が取り下げました。", "An admin has taken this call down.")
TAKEN_DOWN = Text(
    "「{title}」は、管理者が取り下げました。理由は次のとおりです。",
    "An admin has taken “{title}” down, for this reason:",
)
CALLER_LEFT = Text(
    "「{title}」を呼びかけた方が異動や退職で離れました。続きを引き受けてくださる方はいらっしゃいますか。そのままでも大丈夫です。",
    "Whoever called “{title}” has left. Would you like to look after it from here? It is fine to leave it.",
)
TAKE_OVER = Text("引き受ける", "I will")
TOOK_OVER = Text(
    "ありがとうございます。「{title}」はあなたの呼びかけになりました。", "Thank you. “{title}” is your call now."
)
TAKEN_OVER = Text("もうほかの方が引き受けています。", "Somebody is looking after it already.")
REASON = Text("理由", "Reason")
REASON_HINT = Text("呼びかけた方に、そのまま伝わります。", "The caller is told this as you write it.")
REASON_NEEDED = Text("理由を入力してください。", "Please give a reason.")

KIND = Text("どんな呼びかけ", "What kind of call")
PLAIN = Text("ふつう", "An ordinary call")
CONSULT = Text("ちょっと相談", "A bit of advice")
STORY = Text("先輩の話を聴く", "Hear a senior's story")
TOWN = Text("まちへ", "Into the town")
PLAIN_OPTION = Text("ふつうの呼びかけ", "An ordinary call")
CONSULT_OPTION = Text("ちょっと相談（15分、1人か2人と）", "A bit of advice (15 minutes, one or two people)")
STORY_OPTION = Text("先輩の話を聴く（わたしが話します）", "A senior's story (I am the one who tells)")
TOWN_OPTION = Text("まちへ（催し・散歩・見学）", "Into the town (events, walks, visits)")
KIND_ODD = Text("一覧から選んでください。", "Please choose one from the list.")
CONSULT_LINE = Text(
    "ちょっと相談：15分ほどで大丈夫です。どなたが来てくださるかは、呼びかけた方だけに伝わります。",
    "A bit of advice: a quarter of an hour will do. Only the caller learns who comes.",
)
STORY_LINE = Text(
    "先輩の話を聴く：話すのは呼びかけた方です。聴きに来るだけで大丈夫です。",
    "A senior's story: the caller is the one who tells. Just come and listen.",
)
TOWN_LINE = Text(
    "まちへ：庁舎の外へ出かけます。自由参加です。勤務ではありません。",
    "Into the town: out of the building. Voluntary, and not working time.",
)
CONSULT_FOUND = Text("お相手が見つかりました。", "Somebody has been found.")
CONSULT_JOINED = Text(
    "ありがとうございます。「{title}」を呼びかけた方にだけ、お名前をお伝えします。お二人の会話を開きます。",
    "Thank you. Only the caller of “{title}” is told, and you are brought together in a conversation.",
)
CONSULT_LEFT = Text(
    "わかりました。またの機会に。呼びかけた方のほかには分かりません。",
    "All right. Another time. Nobody but the caller can tell.",
)
CONSULT_PAIR = Text(
    "「{title}」で、お二人をお引き合わせします。15分ほど、いつどこで話すかを、ここで決めていきましょう。",
    "“{title}”: meet each other. This is the place to settle when and where to talk for a quarter of an hour.",
)
CONSULT_WHO_COMES = Text(
    "「{title}」に、いま来てくださることになっている方です。15分ほどの時間を、直接ご相談ください。",
    "These are coming to “{title}” now. Please write to them to find a quarter of an hour.",
)
CONSULT_NOBODY_NOW = Text(
    "「{title}」は、ご都合が変わった方がいらっしゃいました。募集は続いています。",
    "“{title}”: somebody's plans have changed. The call stays open.",
)
COMING = Text("来てくださる方", "Coming")
CONSULT_IS_SMALL = Text(
    "ちょっと相談は、1人か2人までです。空欄なら2人です。", "Advice is for one or two people. Two if left empty."
)
CONSULT_WAITS_FOR_NOBODY = Text(
    "ちょっと相談では、お一人目からお引き合わせします。空欄にしてください。",
    "For advice, the first to come meets you at once. Please leave this empty.",
)
CONSULT_STAYS = Text(
    "もう手を挙げてくださった方がいます。お名前は出さないとお伝えしてあるので、種類はこのままにしてください。",
    "Somebody has come forward already, and was told that no name is shown. Please leave the kind as it is.",
)
CONSULT_TOO_MANY = Text(
    "席の決まった方がもう{n}人います。ちょっと相談は、2人までのときに選べます。",
    "{n} seats are taken already. A bit of advice is for two people at most.",
)
TELLER = Text("話す人", "Speaker")
LISTENERS = Text("聴く人 {n}人", "Listening: {n}")
LISTENERS_OF = Text("聴く人 {n}人（{most}人まで）", "Listening: {n} of {most}")

DISCOVERED = Text("はじめて知ったことがあった", "I found something new")
DISCOVERIES = Text("はじめて知ったことがあった方 {n}人", "Found something new: {n}")
DISCOVERED_NOTE = Text(
    "ありがとうございます。数だけに加えました。どなたかは、どこにも出ません。",
    "Thank you. It is added as a number only; who pressed is shown nowhere.",
)
TAKE_DISCOVERY_BACK = Text("取り消す", "Take it back")
DISCOVERY_TAKEN_BACK = Text("取り消しました。", "Taken back.")
DISCOVER_LATER = Text(
    "いまは募集中です。終わったあとに、お聞かせください。", "The call is open now. Please tell us afterwards."
)
DISCOVER_TOGETHER = Text(
    "このボタンは、参加した方のためのものです。またの機会にご一緒できたらうれしいです。",
    "This button is for those who were part of it. It would be good to have you along another time.",
)

ABOUT_SHORTCUT = Text("この指とまれにする", "Ask who is in")
ABOUT_DESCRIPTION = Text("この投稿をもとに、仲間を募ります", "Find companions for what this message says")
ABOUT = Text("もとの投稿", "The message")
ABOUT_INTRO = Text(
    "この投稿をもとに呼びかけます。カードには投稿へのリンクだけが付き、投稿の言葉は写しません。",
    "You are calling about this message. The card links to it; its words are not copied.",
)
ABOUT_NEEDS_CHANNEL = Text(
    "呼びかけはチャンネルに出ます。チャンネルの投稿から選ぶか、出したいチャンネルで「/yubi」をどうぞ。",
    "A call is posted in a channel. Choose a message of a channel, or type “/yubi” in the channel you want.",
)
STAFF_ONLY = Text(
    "呼びかけは職員の方にお願いしています。話してみたいことは、職員の方に声をかけて、一緒に呼びかけてください。参加はどなたでも歓迎です。",
    "Calls are made by the staff here. Tell a colleague what you have in mind and call together. "
    "Everybody is welcome to join.",
)

CALLER = Text("呼びかけた人", "Called by")
PURPOSE_ON_CARD = Text("なんのために：{purpose}", "What for: {purpose}")
NEEDED = Text("{n}人そろったら開催します（あと{left}人）。", "It takes place once there are {n} of us ({left} to go).")
REACHED = Text("{n}人そろいました。開催します。", "There are {n} of us. It's on.")
WAITING_ON_CARD = Text("空きを待っている方 {n}人", "Waiting for a seat: {n}")
OPEN_UNTIL = Text("{day}まで募集しています。", "Open until {day}.")
SEATS_PASS_ON_UNTIL = Text(
    "{day}まで、空きが出たら順にご案内します。", "Until {day} a seat that opens goes to the next in line."
)
CALLED_OFF_ON_CARD = Text("この呼びかけは取りやめになりました。", "This call has been called off.")
JOINERS = Text("参加者 {n}人", "In so far: {n}")
JOINERS_OF = Text("参加者 {n}人（{most}人まで）", "In so far: {n} of {most}")
NOBODY_YET = Text("最初の一人をお待ちしています。", "Be the first to join.")
WHEN = Text("いつ", "When")
WHERE = Text("どこで", "Where")
FULL_ON_CARD = Text("席は埋まりました。", "All seats are taken.")
CLOSED_ON_CARD = Text("この募集は閉じました。", "This call is closed.")
SUMMARY = Text("この指とまれ：{title}", "Who is in? {title}")

FORM_TITLE = Text("この指とまれ", "Who is in?")
FORM_SEND = Text("呼びかける", "Ask who is in")
FORM_INTRO = Text(
    "題名だけで呼びかけられます。ほかは、決まっているところだけで大丈夫です。",
    "A title is enough. Fill in the rest only where it is settled.",
)
TITLE = Text("題名", "Title")
TITLE_HINT = Text("例：昼休みに昇仙峡の話をしませんか", "For example: lunch talk about Shosenkyo?")
DETAILS = Text("くわしく", "Details")
PURPOSE = Text("なんのために", "What for")
PURPOSE_HINT = Text("例：異動してきた方と顔見知りになりたくて", "For example: to get to know those who are new here")
PLACE = Text("どこで", "Where")
PLACE_HINT = Text("例：1階ロビー", "For example: the lobby, ground floor")
TIME = Text("いつ", "When")
TIME_HINT = Text("例：今週のどこかの昼休み", "For example: some lunch break this week")
MINIMUM = Text("何人そろったら開催しますか", "Goes ahead with (people)")
MINIMUM_HINT = Text(
    "この人数がそろったら、呼びかけた方と参加者の会話をひとつ開きます。",
    "Once that many are in, a conversation opens for you and them.",
)
CLOSES = Text("いつまで募集する", "Open until")
CLOSES_HINT = Text("空欄なら14日間です。", "Fourteen days if left empty.")
CLOSES_ODD = Text(
    "これから1年以内の、まだ来ていない日時を選んでください。空欄なら14日間です。",
    "Please choose a time to come, within a year, or leave it empty for fourteen days.",
)
MINIMUM_ABOVE_MAXIMUM = Text(
    "「何人まで」より多くなっています。同じか、少ない数にしてください。",
    "That is more than may join. Please choose the same number or a smaller one.",
)
MAXIMUM_BELOW_JOINED = Text(
    "席の決まった方がもう{n}人います。{n}人以上にしてください。",
    "{n} seats are taken already. Please choose at least {n}.",
)
MAXIMUM = Text("何人まで", "At most")
MAXIMUM_HINT = Text("呼びかける方は数えません。", "You, the caller, are not counted.")
NUMBER_ODD = Text(
    "1人から{most}人までの数にしてください。決めないときは空欄で大丈夫です。",
    "Please choose between 1 and {most} people, or leave it empty.",
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
LIST_OWN = Text("あなたの呼びかけです。", "This call is yours.")
LIST_IN = Text("参加しています。", "You are in.")
LIST_WAITING = Text("席が空いたらお知らせします。", "I will tell you when a seat opens.")
LIST_LINE = Text("{title}（参加者 {n}人）", "{title} ({n} in)")
LIST_LINE_KIND = Text("{title}（{kind}・参加者 {n}人）", "{title} ({kind}; {n} in)")
LIST_LINE_UNCOUNTED = Text("{title}（{kind}）", "{title} ({kind})")
JOINED_NOTE = Text("「{title}」に参加しました。", "You are in: {title}.")

HOME_OPEN = Text("いまの呼びかけ", "Calls that are open")
HOME_NOTHING_OPEN = Text("いま開いている呼びかけはありません。", "No call is open now.")
HOME_OWN = Text("わたしの呼びかけ", "Calls of mine")
HOME_CALL = Text("呼びかける", "Ask who is in")
HOME_ALL = Text("すべて見る", "Show all")
HOME_TRIED = Text("この指とまれが使われています。", "Calls are in use.")
HOME_TO_TRY = Text(
    "この指とまれを試す：チャンネルで「/yubi 話したいこと」と入力するか、上の「呼びかける」から。",
    "Try a call: type “/yubi what you would like to talk about” in a channel, or press “Ask who is in” above.",
)

CLOSED_BY_TIME = Text(
    "「{title}」の募集を閉じました。時期や場所が変わると、また集まるかもしれません。",
    "The call “{title}” is closed. Another time or place may suit more people.",
)
CLOSED_BY_TIME_MET = Text(
    "「{title}」の募集を閉じました。参加してくださった方は{n}人でした。呼びかけてくださって、ありがとうございました。",
    "The call “{title}” is closed; {n} joined. Thank you for calling.",
)

NEEDS_CHANNEL = Text(
    "呼びかけはチャンネルに出ます。出したいチャンネルで、もう一度入力してください。",
    "A call is posted in a channel. Please type it again in the channel you want.",
)
NO_SUCH_CALL = Text("この呼びかけは見つかりませんでした。", "This call could not be found.")
CLOSED = Text("この募集は閉じました。またの機会にどうぞ。", "This call is closed. Another time, I hope.")
FULL = Text(
    "ありがとうございます。ちょうど席が埋まりました。空いたらお知らせしましょうか。",
    "Thank you. The seats have just filled. Shall I tell you if one opens?",
)
STILL_WAITING = Text(
    "まだ席が空いていません。空いたらお知らせします。順番はそのままです。",
    "No seat is free yet. I will tell you when one opens; you keep your place.",
)
WILL_TELL = Text("席が空いたらお知らせします。", "I will tell you when a seat opens.")
SEAT_IS_THERE = Text("席が空いています。すぐにご案内します。", "There is a seat. You will hear in a moment.")
OFFER = Text(
    "「{title}」の席が一つ空きました。{until}まで取ってあります。ご都合が変わっていたら、そのままで大丈夫です。",
    "A seat has opened: {title}. It is yours until {until}. If your plans have changed, just leave it.",
)
DECLINED = Text("わかりました。またの機会に。", "All right. Another time.")
MEETING = Text(
    "「{title}」に{n}人そろいました。開催します。ここで、日にちや段取りを決めていきましょう。",
    "“{title}”: there are {n} of us. It's on. This is the place to settle when and how.",
)
TOGETHER = Text("集まったみなさん", "All of us")
JOINED_LATE = Text(
    "「{title}」は開催が決まっています。ようこそ。相談は呼びかけのスレッドでどうぞ。",
    "“{title}” is on, and welcome. The thread of the call is the place to talk it over.",
)
AGAIN = Text("まだ募集しています：{title}", "Still open: {title}")
NO_SEAT_TO_CALL_FOR = Text(
    "いまは席が埋まっています。席が空くか「何人まで」を増やすと、もう一度呼びかけられます。",
    "All seats are taken now. You can call again once one opens, or when you let more people join.",
)
CALLING_AGAIN = Text("もう一度呼びかけます。", "Calling again.")
CALLED_TODAY = Text(
    "今日はもう呼びかけました。続くと急かすように見えることもあるので、また明日どうぞ。",
    "You have called again today. More might look like pressing; tomorrow is fine.",
)
CALLED_OFF = Text("この呼びかけは取りやめになりました。", "This call has been called off.")
CALLED_OFF_TOLD = Text(
    "「{title}」は取りやめになりました。手を挙げてくださって、ありがとうございました。",
    "“{title}” has been called off. Thank you for wanting to be part of it.",
)
PARTING = Text("参加者へのひとこと", "A word to those who joined")
PARTING_HINT = Text("空欄でもかまいません。", "It may stay empty.")
CALL_OFF_INTRO = Text(
    "参加した方と空きを待っている方に、一人ずつお知らせします。",
    "Everybody who joined or waits for a seat is told.",
)
EDIT_SEND = Text("直す", "Save")
OWN_CALL = Text(
    "あなたの呼びかけなので、はじめから入っています。人数には数えません。",
    "As the caller you are part of it already, and not counted.",
)
NOT_YOURS = Text(
    "変更できるのは呼びかけた方です。伝えたいことはスレッドへどうぞ。",
    "Only the person who called can change this. The thread is open to you.",
)
TITLE_NEEDED = Text("題名を入力してください。", "Please give it a title.")
NEWCOMERS = Text("加わりました。声をかけてみてください", "Joined since; do say hello")
CLOSED_WHILE_WAITING = Text(
    "「{title}」の募集が閉じました。お待ちくださって、ありがとうございました。",
    "The call “{title}” is closed. Thank you for waiting.",
)
AGAIN_CLOSED = Text("募集は閉じました：{title}", "Closed: {title}")
HELD_ON_CARD = Text("お待ちだった方にご案内中の席 {n}", "Held for somebody who waited: {n}")
PASSED_ON = Text(
    "お取りしていた時間が過ぎたので、この席は次の方にご案内しています。また空いたらお知らせしましょうか。",
    "The time for which it was held is over, and the seat goes to the next. Shall I tell you if one opens again?",
)
CALLED_OFF_UNNAMED = Text(
    "参加していた呼びかけが取りやめになりました。手を挙げてくださって、ありがとうございました。",
    "A call that you were part of has been called off. Thank you for wanting to be part of it.",
)
WILL_TELL_AFTER_PAUSE = Text(
    "順番をお取りしました。いまはお休み中なので、空いた席は先に次の方へご案内します。お休みを終えると、またご案内します。",
    "You are in line. As you pause now, a seat goes to the next first; you are asked again once you are back.",
)
HELP = Text(
    "「/yubi 話したいこと」で、このチャンネルにすぐ呼びかけが出ます。「/yubi」だけならフォームが開き、"
    "「/yubi list」で、いまの呼びかけを一覧できます。",
    "“/yubi what you would like to talk about” calls in this channel at once. “/yubi” alone opens the form, and "
    "“/yubi list” shows the open calls.",
)
HOME_FOR_GUESTS = Text(
    "参加できる呼びかけは、それぞれのチャンネルに出ています。",
    "Calls that you can join stand in their channels.",
)
