"""Posts as phones send them: the XML and the body, byte for byte."""

from __future__ import annotations

import uuid
from collections.abc import Mapping


def instance(
    form_id: str = "incident",
    version: str = "1",
    *,
    instance_id: str | None = None,
    deprecated: str = "",
    what: str = "Smoke over the mill",
    photo: str = "",
    more: str = "",
) -> bytes:
    """Return a submission as Collect writes it; ``instance_id`` "" leaves it out."""
    own = f"uuid:{uuid.uuid4()}" if instance_id is None else instance_id
    meta = f"<instanceID>{own}</instanceID>" if own else ""
    meta += f"<deprecatedID>{deprecated}</deprecatedID>" if deprecated else ""
    said = f' version="{version}"' if version else ""
    return (
        f'<?xml version="1.0"?><data xmlns:orx="http://openrosa.org/xforms" id="{form_id}"{said}>'
        f"<day>2026-03-01</day><what>{what}</what><photo>{photo}</photo>"
        f"<place><point>34.5 35.5 0 10</point></place>{more}<meta>{meta}</meta></data>"
    ).encode()


def multipart(xml: bytes, files: Mapping[str, bytes]) -> tuple[str, bytes]:
    """Return the media type and the body of a post, names as phones write them: raw UTF-8."""
    edge = uuid.uuid4().hex
    parts = [("xml_submission_file", "submission.xml", "text/xml", xml)]
    parts += [(name, name, "image/jpeg", data) for name, data in files.items()]
    body = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
        + data
        + b"\r\n"
        for name, called, kind, data in parts
    )
    return f"multipart/form-data; boundary={edge}", body + f"--{edge}--\r\n".encode()
