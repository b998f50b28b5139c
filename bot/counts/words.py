"""Every sentence of the counts."""

from __future__ import annotations

from bot.text import Text

NAME = Text("参加のようす", "Participation")
PURPOSE = Text(
    "人事評価には使いません。数だけで、言葉は残していません。",
    "Not used for staff appraisal. Only numbers; no words are kept.",
)

THIS_MONTH = Text("今月", "This month")
LAST_MONTH = Text("先月", "Last month")
THIS_YEAR = Text("今年度", "This fiscal year")
ALL = Text("全体", "All together")
FIGURE = Text("{n}回・{people}人", "{n} · {people} people")
FIGURE_OF_ONE = Text("{n}回・1人", "{n} · 1 person")

HOW_COUNTED = Text(
    "「回」は参加の延べ数、「人」は実人数です（お一人が2回参加すると「2回・1人」）。"
    "{today}までの分で、今年度は{year}からです。",
    "Participations first, then different people: somebody who took part twice counts as “2 · 1 person”. "
    "Up to {today}; the fiscal year starts on {year}.",
)
AHEAD = Text(
    "これからの予定 {things}件（参加の予定は延べ{times}人）。まだ行われていないので、上の数には入れていません。",
    "Still ahead: {things} (sign-ups so far: {times}). Not in the figures above, as they have not taken place yet.",
)

LOOK = Text("参加のようすを見る", "See participation")
CSV = Text("CSVで受け取る", "Get it as CSV")
CSV_COMING = Text("CSVをダイレクトメッセージでお送りします。", "The CSV comes to you in a direct message.")
CSV_HERE = Text(
    "参加のようすのCSVです（{today}までの分）。Excelでそのまま開けます。人事評価には使いません。",
    "Participation as CSV (up to {today}). It opens in Excel. Not used for staff appraisal.",
)
PERIOD = Text("期間", "Period")
FROM = Text("開始日", "From")
TO = Text("終了日", "To")
ACTIVITY = Text("活動", "Activity")
PARTICIPATIONS = Text("参加の延べ数", "Participations")
PEOPLE = Text("実人数", "People")

ADMINS_ONLY = Text(
    "参加のようすを見られるのは、ワークスペースの管理者です。"
    "表示されるのは合計の数だけで、どなたが参加したかは、管理者にも表示されません。",
    "Participation counts can be seen by the admins of this workspace. "
    "Only totals are ever shown; who took part is not shown to admins either.",
)
HELP = Text(
    "「/participation」だけを入力すると、今月・先月・今年度の参加のようすを、数でお見せします。"
    "見られるのはワークスペースの管理者です。",
    "Type “/participation” by itself to see this month, last month and this fiscal year in numbers. "
    "It is for the admins of this workspace.",
)
