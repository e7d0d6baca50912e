"""The talk with the mail server, cut where it matters: just before the end of a message.

Until the server has read the full stop that ends a message, it has nothing; once it has, the
message is its own. So a courier hands over everything but that, lets its caller write down that
the end follows now, sends it, and waits for the answer. A connection carries one message at a time.
"""

from __future__ import annotations

import re
import smtplib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.core.mail.utils import DNS_NAME

COMMAND_SECONDS = 60.0
END_SECONDS = 300.0
"""How long the server may take over a command, and over a whole message (RFC 5321, 4.5.3.2)."""

_STATUS = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")


class Outcome(StrEnum):
    """What became of one message."""

    SENT = "sent"
    REFUSED = "refused"
    LATER = "later"
    DOUBTFUL = "doubtful"
    TAKEN = "taken"


class Where(StrEnum):
    """At which point of the talk a message was refused."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said of one message: never its words, which may hold an address."""

    outcome: Outcome
    code: int = 0
    status: str = ""
    where: Where | None = None

    @property
    def reply(self) -> str:
        """The codes in a few letters, such as ``550 5.1.1``."""
        return f"{self.code or ''} {self.status}".strip()


class Away(Exception):
    """The server cannot be reached, or will have nothing to do with us; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Courier:
    """One connection to the mail server, opened when it is needed; a context manager."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Courier:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Say goodbye; after an error not even that: a message may be half-way."""
        if kind is not None:
            self.drop()
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()
            self._server = None

    def drop(self) -> None:
        """Let go of the connection at once: what was not ended never happened."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def hand_over(
        self, content: bytes, *, sender: str, recipient: str, ends: Callable[[], bool]
    ) -> Answer:
        """Send one message to one recipient.

        ``ends`` is called when all but the end is there: it must have written down, for good,
        that the end follows, before it returns True; on False the message is not sent. Raises
        `Away` where no talk comes about.
        """
        used = self._server is not None
        early = self._begin(content, sender, recipient)
        if used and self._server is None:  # it had closed a connection that had served its time
            early = self._begin(content, sender, recipient)
        if early is not None:
            return early
        if not ends():
            self.drop()
            return Answer(Outcome.TAKEN)
        return self._end()

    def _begin(self, content: bytes, sender: str, recipient: str) -> Answer | None:
        """Hand over all but the end; return what the server said where it did not want it."""
        server = self._open()
        try:
            early = self._announce(server, sender, recipient)
            if early is None:
                assert server.sock is not None
                server.sock.sendall(_stuffed(content))
        except (OSError, smtplib.SMTPException):
            self.drop()
            return Answer(Outcome.LATER)
        return early

    def _announce(self, server: smtplib.SMTP, sender: str, recipient: str) -> Answer | None:
        """Name sender and recipient and begin the content; return what was refused."""
        steps = (
            (Where.SENDER, lambda: server.mail(sender)),
            (Where.RECIPIENT, lambda: server.rcpt(recipient)),
            (Where.CONTENT, lambda: server.docmd("DATA")),
        )
        for where, step in steps:
            code, said = step()  # type: ignore[no-untyped-call]
            if code not in (250, 251, 252, 354):
                self._after_refusal(server, code)
                return _answer(code, said, where)
        return None

    def _end(self) -> Answer:
        """Send the end of the message; from here on, silence leaves us in doubt."""
        server = self._open()
        try:
            assert server.sock is not None
            server.sock.settimeout(END_SECONDS)
            server.sock.sendall(b".\r\n")
            code, said = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(COMMAND_SECONDS)
        except (OSError, smtplib.SMTPException):
            self.drop()
            return Answer(Outcome.DOUBTFUL)
        if code == 421:
            self.drop()
        return _answer(code, said, Where.CONTENT)

    def _after_refusal(self, server: smtplib.SMTP, code: int) -> None:
        if code == 421:
            self.drop()
            return
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def _open(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = _connected()
        return self._server


def _connected() -> smtplib.SMTP:
    """Connect and greet as the settings say; raises `Away`."""
    here: str = DNS_NAME.get_fqdn()
    server = smtplib.SMTP(timeout=settings.EMAIL_TIMEOUT, local_hostname=here)
    try:
        code, _said = server.connect(settings.EMAIL_HOST, settings.EMAIL_PORT)
        if code != 220:
            raise Away("server-away")
        server.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            server.starttls()
            server.ehlo()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        assert server.sock is not None
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server.sock.settimeout(COMMAND_SECONDS)
    except smtplib.SMTPAuthenticationError as error:
        server.close()
        later = 400 <= error.smtp_code < 500
        raise Away("server-away" if later else "login-refused") from None
    except (OSError, smtplib.SMTPException):
        server.close()
        raise Away("server-away") from None
    except Away:
        server.close()
        raise
    return server


def _answer(code: int, said: bytes, where: Where) -> Answer:
    found = _STATUS.match(said.decode("ascii", "replace").strip())
    status = found.group(1) if found else ""
    if 200 <= code < 300:
        return Answer(Outcome.SENT, code, status)
    outcome = Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER
    return Answer(outcome, code, status, where)


def _stuffed(content: bytes) -> bytes:
    """Return the content as it goes over the line: whole lines, leading full stops doubled."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    return b"".join((b"." + one if one.startswith(b".") else one) + b"\r\n" for one in lines)
