"""The one small tree of errors.

Each error carries a stable ``code`` (for the API and for tests) and a message that says what to
do next. One place in ``web`` maps the tree to pages and API problems, ``cli`` maps it to exit
codes.
"""

from __future__ import annotations


class GoodOfficesError(Exception):
    """Something the person using the program can understand and act on."""

    code = "error"
    status = 500
    exit_code = 1

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class InvalidInput(GoodOfficesError):
    """What was handed in cannot be taken: the message says what is wrong and what would do."""

    code = "invalid-input"
    status = 400
    exit_code = 2


class NotPermitted(GoodOfficesError):
    """The person may see that the thing exists but may not do this to it."""

    code = "not-permitted"
    status = 403
    exit_code = 3


class NotFound(GoodOfficesError):
    """It does not exist, or not for this person: the two are never told apart."""

    code = "not-found"
    status = 404
    exit_code = 4


class Conflict(GoodOfficesError):
    """Somebody else changed it meanwhile: nothing was overwritten, look again and decide."""

    code = "conflict"
    status = 409
    exit_code = 5


class Closed(GoodOfficesError):
    """A person closed the programme for now: nothing was taken, keep it and come back later."""

    code = "closed"
    status = 503
    exit_code = 8


class MissingExtra(GoodOfficesError):
    """An optional part is not installed: the message names the extra."""

    code = "missing-extra"
    status = 501
    exit_code = 6
