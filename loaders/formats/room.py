"""Whether the temporary folder can hold what is about to be written there.

Asks the file system; writes nothing. Refuses before the disk is full, since a full disk hurts other programs too.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from loaders.errors import NoRoom

# Left free for everything else on the machine.
SPARE = 100 << 20
MEGABYTE = 1 << 20


def check_room(name: str, folder: Path, size: int) -> None:
    """Refuse a file whose copy would not fit.

    Args:
        name: of the file, for messages.
        folder: where the copy goes.
        size: bytes of the copy, at most.
    """
    free = shutil.disk_usage(folder).free
    if size + SPARE > free:
        raise NoRoom(
            name,
            f"unpacking it takes up to {-(-size // MEGABYTE):,} MB, and the disk of {folder.parent} has "
            f"{free // MEGABYTE:,} MB free",
            "Make room there, then load it.",
        )
