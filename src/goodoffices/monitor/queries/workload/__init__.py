"""Workload: what is assigned, what waits and for how long, over what a member may see."""
