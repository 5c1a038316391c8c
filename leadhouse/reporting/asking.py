"""What a report was asked for, drawn and checked.

Reads the pages through `pages`. Grain: one document per page. Refuses filters that a page does not have or whose values
the data does not have: a report that goes out every week must not silently show something else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from leadhouse.errors import LeadhouseError, UsageRefused, WarehouseBusy
from leadhouse.reporting import pages as menu
from leadhouse.reporting import reading
from leadhouse.reporting.document import Document, Paragraph, plain, words
from leadhouse.reporting.markup import styled
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current

COPY = "Set the filters on the page and copy what stands behind the ? of its address: leadhouse dashboard"


ATTEMPTS = 3
"""How often a report is drawn anew because another version was published meanwhile."""


def of_one_version(warehouse: Warehouse, draw: Callable[[], list[Document]]) -> list[Document]:
    """Return what was drawn from one version alone, although others may be published while pages are drawn."""
    for _ in range(ATTEMPTS):
        version = require_current(warehouse)
        documents = draw()
        if require_current(warehouse) == version:
            return documents
    raise WarehouseBusy("New versions are published faster than the report is drawn. Try again when the build is done.")


def pages(asked: str, filters: str, with_names: bool) -> list[Document]:
    """Return the documents of the pages asked for.

    Raises:
        UsageRefused: a page, a filter or a value of one does not exist.
    """
    address = menu.address(filters)
    documents, known = [], set()
    for page in menu.named(asked):
        app = menu.drawn(page, address)
        known |= menu.names_of(app)
        found = reading.document(app, with_names)
        if found.warnings:
            said = " ".join(plain(styled(each)) for each in found.warnings)
            raise UsageRefused(f"{found.title}: {said} {COPY}")
        documents.append(found)
    unknown = sorted(set(address) - known)
    if unknown:
        raise UsageRefused(f'--filters names "{unknown[0]}", which is no filter of {asked}. {COPY}')
    return documents


def digest(filters: str, with_names: bool) -> list[Document]:
    """Return the digest of a week, or of the period that the filters name."""
    with menu.quiet():
        from leadhouse.reporting.digest import digest as drawn

        return [drawn(menu.address(filters), with_names)]


def refuse_empty(documents: Sequence[Document]) -> None:
    """Fail where no page has anything to show, with the reason that the page gives."""
    if not all(document.is_empty for document in documents):
        return
    if any(Paragraph(words(reading.WITHHELD), "caption") in document.blocks for document in documents):
        raise LeadhouseError("The report has nothing but lists that name leads. To have them in it: --names")
    said = [
        f"{document.title}: {plain(block.words)}"
        for document in documents
        for block in document.blocks
        if isinstance(block, Paragraph) and block.tone == "notice"
    ]
    raise LeadhouseError(f"The report is empty. {' '.join(said)} Ask for a longer period or fewer filters: --filters")
