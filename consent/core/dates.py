"""Moments, counted in minutes from 1970-01-01 UTC, as ISO 8601 writes them; no clock, arithmetic alone."""

from .decision import MINUTES_A_DAY

# A cycle of the Gregorian calendar: 400 years, and where it starts when years begin on 1 March (0000-03-01).
_DAYS_A_CYCLE = 146097
_DAYS_TO_1970 = 719468


def date(minutes):
    """The year, month and day of `minutes` in UTC, proleptic Gregorian.

    Years that begin in March put the leap day last, so that months and years come from divisions alone.
    """
    days = minutes // MINUTES_A_DAY + _DAYS_TO_1970
    cycle = days // _DAYS_A_CYCLE
    day = days - cycle * _DAYS_A_CYCLE
    year = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5
    if month < 10:
        return (cycle * 400 + year, month + 3, day + 1)
    return (cycle * 400 + year + 1, month - 9, day + 1)


def iso(minutes):
    """`minutes` as `2026-11-23T09:41:00Z`."""
    hour, minute = _clock(minutes)
    return "%04d-%02d-%02dT%02d:%02d:00Z" % (date(minutes) + (hour, minute))


def compact(minutes):
    """`minutes` as `20261123T0941Z`, fit for the name of a file."""
    hour, minute = _clock(minutes)
    return "%04d%02d%02dT%02d%02dZ" % (date(minutes) + (hour, minute))


def _clock(minutes):
    rest = minutes % MINUTES_A_DAY
    return (rest // 60, rest % 60)
