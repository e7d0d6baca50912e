"""A real mail server on this machine: it keeps what it accepts, and misbehaves as told.

As a module of its own it serves until it is killed: ``python -m tests.publish.mail.server FILE``
prints its port and appends the recipient and Message-ID of each mail to the file before its 250.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import os
import sys
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = str | None


class Handler:
    """Accepts everything, unless a recipient or the content is to be answered otherwise."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, str, EmailMessage]] = []
        self.raw: list[bytes] = []
        self.recipients: dict[str, str] = {}
        self.contents: dict[str, str] = {}
        self.senders: dict[str, str] = {}
        self.delay = 0.0
        self.hang_up_at_end: set[str] = set()
        self.hang_up_at_recipient: set[str] = set()
        self.most_a_session = 0
        self.on_accept: Callable[[str], None] = lambda to: None
        self.sessions = 0

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        """Count the sessions."""
        self.sessions += 1
        session.host_name = hostname
        return answers

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a sender, or not."""
        if "*" in self.senders:
            return self.senders["*"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient, or not."""
        if address in self.hang_up_at_recipient:
            self.hang_up_at_recipient.discard(address)
            server.transport.abort()
            return "421 Bye"
        if address in self.recipients:
            return self.recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Accept a message, or not."""
        to = envelope.rcpt_tos[0]
        if self.delay:
            await asyncio.sleep(self.delay)
        if to in self.contents:
            return self.contents[to]
        content: Any = envelope.content
        message = email.message_from_bytes(content, policy=email.policy.default)
        self.accepted.append((envelope.mail_from or "", to, message))  # type: ignore[arg-type]
        self.raw.append(content)
        self.on_accept(to)
        if to in self.hang_up_at_end:
            server.transport.abort()
        return "250 2.0.0 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails one recipient got."""
        return [message for _sender, to, message in self.accepted if to == address]


class _OnAnyPort(Controller):
    """Listens at whichever port is free."""

    def _trigger_server(self) -> None:
        listening: Any = self.server
        self.port = listening.sockets[0].getsockname()[1]
        super()._trigger_server()


class Server:
    """The server in a thread of this process; a context manager."""

    def __init__(self) -> None:
        self.handler = Handler()
        self._controller = _OnAnyPort(self.handler, hostname="127.0.0.1", port=0)

    def __enter__(self) -> Server:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        """The port it listens at."""
        return int(self._controller.port)


class Logged(Handler):
    """Writes down each mail before it says that it has it, as a mail server's log does."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep recipient and Message-ID in one line."""
        content: Any = envelope.content
        head = content[:4000].decode("ascii", "replace")
        found = [one for one in head.split("\r\n") if one.lower().startswith("message-id:")]
        line = f"{envelope.rcpt_tos[0]} message-id={found[0].split(':', 1)[1].strip()}\n"
        os.write(self._file, line.encode())
        return "250 2.0.0 OK"


def main(file: str) -> None:
    """Serve until killed."""

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        made = await loop.create_server(lambda: SMTP(Logged(file)), "127.0.0.1", 0)
        print(made.sockets[0].getsockname()[1], flush=True)
        await made.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    main(sys.argv[1])
