"""The activities, one line each."""

from bot.activity import Activity
from handlers import counts, dialogue, recruitment

_COUNTED: tuple[Activity, ...] = (recruitment.ACTIVITY, dialogue.ACTIVITY)

ACTIVITIES: tuple[Activity, ...] = (*_COUNTED, counts.activity(_COUNTED))
