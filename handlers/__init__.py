"""The activities, one line each."""

from bot.activity import Activity
from handlers import counts, recruitment

_COUNTED: tuple[Activity, ...] = (recruitment.ACTIVITY,)

ACTIVITIES: tuple[Activity, ...] = (*_COUNTED, counts.activity(_COUNTED))
