"""Chores: what a worker does on the side, whenever no job waits."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.utils.module_loading import autodiscover_modules

from goodoffices.core.jobs.running import where

log = logging.getLogger("goodoffices.jobs")

Chore = Callable[[], object]

CHORES: list[Chore] = []


def chore(work: Chore) -> Chore:
    """Register what a worker does whenever no job waits: it asks what is due, and is soon done.

    It runs in no programme's scope, and must do no harm when several workers do it at once.
    """
    if work not in CHORES:
        CHORES.append(work)
    return work


def do_chores() -> None:
    """Do what is due; reads the rooms' ``tasks.py`` once. What fails is logged and left."""
    autodiscover_modules("tasks")
    for work in CHORES:
        try:
            work()
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.error(
                "the chore %s met %s at %s", work.__name__, type(error).__name__, where(error)
            )
