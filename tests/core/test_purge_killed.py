"""A purge killed with SIGKILL: what is left is whole, and the next one goes on from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.core.killing import Installation, killed_between_slices, killed_while_bytes_go


def test_killed_between_two_slices_it_goes_on(tmp_path: Path, lay: Callable[[Path], Path]) -> None:
    killed_between_slices(Installation(lay(tmp_path)))


def test_killed_while_bytes_go_it_goes_on(tmp_path: Path, lay: Callable[[Path], Path]) -> None:
    killed_while_bytes_go(Installation(lay(tmp_path)))
