"""Which of two events came first for certain: for questions whose key is an order.

Here: the widest stretch of time that the accounts of an event allow, whatever zone each clock was read in. Not here:
the order in which a page shows events (`analysis/timeline.py`), which may lean on the book's own date of an event; a
key may not.
"""

from __future__ import annotations

from collections.abc import Sequence

from sourcebook.analysis.accounts import Standing
from sourcebook.analysis.clock import Span, Stamp, in_zone, on_its_clock
from sourcebook.analysis.timeline import TimelineEntry

DATING_STANDINGS = (Standing.WITNESS, Standing.HEARSAY)
"""The accounts whose dates say when something was: not what they suppose, foretell or mention."""


def possible_span(entry: TimelineEntry, plausible: Sequence[str]) -> Span | None:
    """First and last minute that an event can be by any of its accounts, in UTC, each in any zone that is plausible.

    A date without an hour is stretched like an hour: a day begins earlier in the east. Where no zone is plausible, all
    dates are of one calendar and hours count for nothing, since each may stand in a zone of its own. The book's own
    date narrows nothing, but may widen: an account without a date lies in it too. None where no account dates the
    event, where one disputes that it was, or where a date is marked as uncertain.
    """
    stamps = [a.stamp for a in entry.accounts if a.stamp and a.standing in DATING_STANDINGS]
    if not stamps or not all(account.asserted for account in entry.accounts):
        return None
    stamps += [entry.stamp] if entry.stamp else []
    if any(stamp.date.uncertain for stamp in stamps):
        return None
    spans = [span for stamp in stamps for span in _spans(stamp, plausible)]
    return min(first for first, _ in spans), max(last for _, last in spans)


def _spans(stamp: Stamp, plausible: Sequence[str]) -> list[Span]:
    """All that a stamp can mean; a stated zone is kept."""
    zones = [stamp.zone] if stamp.zone else plausible
    if not zones:
        return list(on_its_clock(Stamp(stamp.date)))
    return [span for zone in zones for span in in_zone(on_its_clock(stamp), zone, "UTC")]
