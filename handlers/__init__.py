"""The activities, one line each."""

from bot.activity import Activity
from handlers import alumni, counts, dialogue, me, offsite, recruitment

_COUNTED: tuple[Activity, ...] = (recruitment.ACTIVITY, dialogue.ACTIVITY, offsite.ACTIVITY)

ACTIVITIES: tuple[Activity, ...] = (*_COUNTED, alumni.ACTIVITY, me.ACTIVITY, counts.activity(_COUNTED))
