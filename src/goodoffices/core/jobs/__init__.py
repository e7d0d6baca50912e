"""Background work: registered by kind, kept in one table, taken up again when a worker dies."""

from goodoffices.core.jobs.chores import chore
from goodoffices.core.jobs.progress import Cancelled, Interrupted, Progress, Stopped
from goodoffices.core.jobs.queue import ATTEMPTS, cancel, enqueue
from goodoffices.core.jobs.registry import KINDS, Kind, job, kind_of_job
from goodoffices.core.jobs.running import run_here, run_now

__all__ = [
    "ATTEMPTS",
    "KINDS",
    "Cancelled",
    "Interrupted",
    "Kind",
    "Progress",
    "Stopped",
    "cancel",
    "chore",
    "enqueue",
    "job",
    "kind_of_job",
    "run_here",
    "run_now",
]
