"""A plugin for mypy: the Django plugin, taught what a scoped manager is.

``django_scopes.ScopedManager`` makes a class inside a function, which the Django plugin cannot
find by its name. Its base class (``_manager_class``) holds all that the type checker needs.
"""

from __future__ import annotations

from mypy_django_plugin.lib import helpers
from mypy_django_plugin.main import plugin

_fullname = helpers.get_class_fullname


def _without_scope(kind: type) -> str:
    if kind.__qualname__ == "ScopedManager.<locals>.Manager":
        kind = kind.__bases__[0]
    return _fullname(kind)


helpers.get_class_fullname = _without_scope

__all__ = ["plugin"]
