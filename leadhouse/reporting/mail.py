"""A report as a mail: text, HTML and its pictures, ready for a program that sends mail.

Pure. Charts go as PNG beside the HTML, since most mail programs show no SVG; who reads plain text gets the text. No
sender and no recipient: the program that sends it knows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from leadhouse.reporting import charts
from leadhouse.reporting.document import Document, Picture
from leadhouse.reporting.html import html
from leadhouse.reporting.text import text

SHARPNESS = 2.0
"""Pixels of a picture for each that it takes on the screen."""


def mail(documents: Sequence[Document]) -> bytes:
    """Return a report as a message in the format of RFC 5322."""
    pictures: list[bytes] = []

    def draw(picture: Picture) -> str:
        image, width = charts.image(picture.chart, SHARPNESS)
        pictures.append(image)
        return f'<img src="cid:{_name(len(pictures))}" width="{width}" alt="{escape(picture.alt)}">'

    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject(documents)
    message["X-Auto-Response-Suppress"] = "All"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text(documents))
    message.add_alternative(html(documents, draw), subtype="html")
    body = message.get_payload()[1]  # type: ignore[index]
    for number, image in enumerate(pictures, 1):
        body.add_related(image, "image", "png", cid=f"<{_name(number)}>", disposition="inline")  # type: ignore[union-attr]
    return message.as_bytes()


def subject(documents: Sequence[Document]) -> str:
    """Return what the mail is about: the pages and, if they all have the same, their days."""
    titles = ", ".join(document.title for document in documents)
    days = {document.filters.split(" · ")[0] for document in documents}
    period = days.pop().partition(": ")[2] if len(days) == 1 else ""
    said = f"{titles}: {period}" if period else titles
    return " ".join(said.split())


def _name(number: int) -> str:
    return f"picture{number}@leadhouse"
