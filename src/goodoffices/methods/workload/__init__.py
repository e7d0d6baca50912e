"""Workload: how long decisions take, and what has waited for longer than is usual."""

from .durations import FEWEST, FEWEST_FOR_TAIL, Durations, durations, quantile, usual_wait

__all__ = ["FEWEST", "FEWEST_FOR_TAIL", "Durations", "durations", "quantile", "usual_wait"]
