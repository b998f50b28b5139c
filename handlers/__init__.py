"""The activities, one line each."""

from bot.activity import Activity
from handlers import recruitment

ACTIVITIES: tuple[Activity, ...] = (recruitment.ACTIVITY,)
