"""`sourcebook export timeline`: the timeline for TimelineJS and for calendars.

Here: which files there are, and what they say of the whole book. Not here: the two formats (`feeds.py`).
"""

from __future__ import annotations

from sourcebook.exports.data import feeds
from sourcebook.exports.data.book_exports import BookExport, ExportInput
from sourcebook.store import yaml_edit


def timeline_files(source: ExportInput) -> dict[str, bytes]:
    """`timeline.json` and `timeline.ics`."""
    host = f"{yaml_edit.slug([source.title], (), otherwise='book')}.sourcebook.invalid"
    calendar = feeds.icalendar(source.timeline, source.title, host, source.stamp, about=source.rights)
    return {
        "timeline.json": feeds.timelinejs(source.timeline, source.title, source.rights).encode(),
        "timeline.ics": calendar.encode(),
    }


TIMELINE = BookExport(
    name="timeline",
    purpose="the timeline for TimelineJS and for calendars (iCalendar)",
    rank=20,
    files=timeline_files,
)
