"""Verification: which judgement stands, whether a rule about origins holds, how sources fared."""

from .origins import Finding, OriginRule, Voice, check
from .standing import Judgement, shown, standing
from .track import Interval, TrackRecord, share_interval, track_record

__all__ = [
    "Finding",
    "Interval",
    "Judgement",
    "OriginRule",
    "TrackRecord",
    "Voice",
    "check",
    "share_interval",
    "shown",
    "standing",
    "track_record",
]
