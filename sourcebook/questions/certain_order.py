"""The widest possible time span of an event: questions about order need events that cannot overlap.

Here: the span that the accounts of an event allow, whatever zone each clock was read in. Not here: the order in which a
page shows events (`analysis/timeline.py`), which may use the book's own date of an event; a key may not.
"""

from __future__ import annotations

from collections.abc import Sequence

from sourcebook.analysis.accounts import Standing
from sourcebook.analysis.clock import Span, Stamp, in_zone, on_its_clock
from sourcebook.analysis.timeline import TimelineEntry

DATING_STANDINGS = (Standing.WITNESS, Standing.HEARSAY)
"""The standings of accounts whose dates count: not those that suppose, forecast or mention."""


def possible_span(entry: TimelineEntry, plausible: Sequence[str]) -> Span | None:
    """Return the first and last possible minute (UTC) of an event, by any account and in any plausible zone.

    A date without an hour is widened like an hour: a day begins earlier in the east. Without a plausible zone all dates
    share one calendar and hours are ignored, because each may be in a zone of its own. The book's own date can widen
    the span but not narrow it: it covers the accounts without a date. None if no account dates the event, if one
    disputes that it happened, or if a date is marked as uncertain.
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
    """Return every span that a stamp can mean; a stated zone is kept."""
    zones = [stamp.zone] if stamp.zone else plausible
    if not zones:
        return list(on_its_clock(Stamp(stamp.date)))
    return [span for zone in zones for span in in_zone(on_its_clock(stamp), zone, "UTC")]
