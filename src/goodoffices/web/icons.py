"""The drawn signs: icons of 16 by 16 units in one line width, and the marks of states.

States differ by shape first; colour only repeats what shape and word say.
"""

from __future__ import annotations

MARKS: dict[str, str] = {
    "unverified": '<circle cx="8" cy="8" r="5"/>',
    "pending": '<circle cx="8" cy="8" r="5"/><path d="M8 3v10a5 5 0 000-10z" fill="currentcolor"/>',
    "corroborated": '<path d="M3 5.5h10M3 10.5h10"/>',
    "verified": '<path d="M3 8.5l3.2 3L13 4.5"/>',
    "contested": '<path d="M4 4l8 8M12 4l-8 8"/>',
    "refuted": '<circle cx="8" cy="8" r="5"/><path d="M4.5 11.5l7-7"/>',
    "withdrawn": '<circle cx="8" cy="8" r="5" stroke-dasharray="2.2 3"/>',
    "rise": '<path d="M2 12l4-5 3 3 5-7"/>',
    "fall": '<path d="M2 4l4 5 3-3 5 7"/>',
    "due": '<circle cx="8" cy="8" r="5.5"/><path d="M8 4.5V8l2.5 1.6"/>',
    "silence": '<path d="M3 8h10" stroke-dasharray="1.5 3"/>',
    "new": '<path d="M8 3v10M3 8h10"/>',
}
"""Marks of verification states, as the codebook names them, and of what changed."""

ICONS: dict[str, str] = {
    "situation": '<path d="M2 13.5h12M4 11V8M8 11V3M12 11V6"/>',
    "report": '<path d="M4 2h5l3 3v9H4zM9 2v3h3M6 8.5h4M6 11h4"/>',
    "queue": '<path d="M2.5 3h11v5h-11zM4 10.5h8M5.5 13h5"/>',
    "incident": '<circle cx="8" cy="8" r="5.5"/><circle cx="8" cy="8" r="1.5"/>',
    "source": '<path d="M2.5 3h11v7.5H8L5 13.5v-3H2.5zM5.5 6.75h5"/>',
    "import": '<path d="M8 2v7M5 6.5l3 3 3-3M2.5 10.5v3h11v-3"/>',
    "export": '<path d="M8 9.5v-7M5 5l3-3 3 3M2.5 10.5v3h11v-3"/>',
    "place": '<path d="M8 14S3.5 10 3.5 6.5a4.5 4.5 0 019 0C12.5 10 8 14 8 14z"/>'
    '<circle cx="8" cy="6.5" r="1.5"/>',
    "party": '<circle cx="6" cy="8" r="4"/><circle cx="10" cy="8" r="4"/>',
    "overlap": '<circle cx="6" cy="6" r="3.5"/><circle cx="10" cy="6" r="3.5"/>'
    '<circle cx="8" cy="10" r="3.5"/>',
    "task": '<path d="M2.5 4.5l1 1 2-2M2.5 10.5l1 1 2-2M8 5h5.5M8 11h5.5"/>',
    "history": '<path d="M3 8a5 5 0 105-5 5 5 0 00-4 2M3.5 2.5V5H6M8 5v3.2l2 1.3"/>',
    "member": '<circle cx="8" cy="5.5" r="2.5"/><path d="M3 13.5c.5-3 2.5-4 5-4s4.5 1 5 4"/>',
    "settings": '<path d="M2 5h6M12 5h2M2 11h2M8 11h6"/>'
    '<circle cx="10" cy="5" r="1.75"/><circle cx="6" cy="11" r="1.75"/>',
    "key": '<circle cx="5" cy="11" r="2.5"/><path d="M7 9l6-6M10.5 5.5l2 2"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="M10.5 10.5L14 14"/>',
    "close": '<path d="M4 4l8 8M12 4l-8 8"/>',
    "add": '<path d="M8 3v10M3 8h10"/>',
    "edit": '<path d="M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z"/>',
    "copy": '<path d="M6 6h7v7H6zM3 10V3h7"/>',
    "print": '<path d="M4.5 6V2.5h7V6M4.5 11H2.5V6h11v5h-2M4.5 9.5h7v4h-7z"/>',
    "save": '<path d="M4 2.5h8v11l-4-3-4 3z"/>',
    "table": '<path d="M2.5 3h11v10h-11zM2.5 6.5h11M7 6.5V13"/>',
    "map": '<path d="M2 4l4-1.5 4 1.5 4-1.5v9.5L10 13.5 6 12l-4 1.5zM6 2.5V12M10 4v9.5"/>',
    "calendar": '<path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3"/>',
    "filter": '<path d="M2.5 4h11M4.5 8h7M6.5 12h3"/>',
    "lock": '<path d="M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 015 0v2"/>',
    "file": '<path d="M4 2h5l3 3v9H4zM9 2v3h3"/>',
    "undo": '<path d="M6 3L3 6l3 3M3 6h6.5a3.5 3.5 0 010 7H6"/>',
    "next": '<path d="M6 3l5 5-5 5"/>',
    "previous": '<path d="M10 3L5 8l5 5"/>',
    "up": '<path d="M3.5 10L8 5.5l4.5 4.5"/>',
    "down": '<path d="M3.5 6L8 10.5 12.5 6"/>',
    "help": '<circle cx="8" cy="8" r="6"/><path d="M6 6.5a2 2 0 113 1.7c-.7.4-1 .8-1 '
    '1.5M8 11.5v.1"/>',
    "info": '<circle cx="8" cy="8" r="6"/><path d="M8 7.5v4M8 4.9v.1"/>',
    "warning": '<path d="M8 2.5l6 11H2zM8 6.5v3.5M8 11.9v.1"/>',
    "link": '<path d="M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 014.5 4.5L11.5 9M9 '
    '11.5L7.5 13A3 3 0 013 8.5L4.5 7"/>',
    "phone": '<path d="M4.5 2h7v12h-7zM7 12h2"/>',
    "device": '<path d="M2.5 3.5h7v9h-7zM11 6h3v6.5h-3zM5 10.5h2"/>',
    "inbox": '<path d="M2.5 9.5l2-6.5h7l2 6.5v4h-11zM2.5 9.5H6l1 1.5h2l1-1.5h3.5"/>',
    "form": '<path d="M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h2"/>',
    "leave": '<path d="M9.5 3h-7v10h7M6.5 8h7.5M11.5 5.5L14 8l-2.5 2.5"/>',
}
"""Icons by what they stand for."""

TURNS = frozenset({"next", "previous", "undo", "leave"})
"""Icons that point along the line of reading, and turn around in a right-to-left page."""
