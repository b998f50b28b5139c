"""The activities, one line each."""

from bot.activity import Activity
from handlers import alumni, counts, dialogue, me, offsite, recruitment, unposted

_COUNTED: tuple[Activity, ...] = (recruitment.ACTIVITY, dialogue.ACTIVITY, offsite.ACTIVITY)

_OWN: tuple[Activity, ...] = (*_COUNTED, alumni.ACTIVITY, me.ACTIVITY, counts.activity(_COUNTED))

ACTIVITIES: tuple[Activity, ...] = (*_OWN, unposted.activity(_OWN))
