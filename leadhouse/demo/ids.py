"""Salesforce record ids: 15 case-sensitive characters and the three that make them safe where case is lost.

Reads counters, writes columns of ids, one per record. The body counts up in base 62, so ids sort bytewise
in the order in which they were given out, and ids that differ only by case occur.
"""

import numpy as np
import polars as pl
import pyarrow as pa

ALPHABET = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", dtype=np.uint8)
CHECK_ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", dtype=np.uint8)
BODY_DIGITS = 8

KEY_PREFIXES = {
    "User": "005",
    "Group": "00G",
    "Lead": "00Q",
    "LeadHistory": "017",
    "Contact": "003",
    "Account": "001",
    "Opportunity": "006",
    "OpportunityHistory": "008",
    "OpportunityFieldHistory": "017",
    "OpportunityContactRole": "00K",
    "Campaign": "701",
    "CampaignMember": "00v",
    "Task": "00T",
    "Event": "00U",
    "Quote": "0Q0",
    "EmailMessage": "02s",
    "UserProfile": "00e",
    "UserRole": "00E",
}


def checksum(characters: np.ndarray) -> np.ndarray:
    """Return the three check characters of 15-character ids.

    Each check character encodes which of five characters are upper case, the first being the lowest bit
    (Salesforce, "What is the difference between 15 and 18 character ids").

    Args:
        characters: ids as ASCII codes, shape (n, 15).

    Returns:
        ASCII codes, shape (n, 3).
    """
    is_upper = (characters >= ord("A")) & (characters <= ord("Z"))
    weights = 1 << np.arange(5)
    return CHECK_ALPHABET[(is_upper.reshape(-1, 3, 5) * weights).sum(axis=2)]


def make_ids(object_name: str, first: int, count: int, pod: str = "Qz") -> pl.Series:
    """Return `count` ids of an object, numbered from `first`.

    Args:
        object_name: API name, gives the key prefix.
        first: number of the first record.
        count: number of ids.
        pod: the two characters that one organisation's ids share.

    Returns:
        Strings of 18 characters, ascending bytewise.
    """
    ids = np.empty((count, 18), dtype=np.uint8)
    head = (KEY_PREFIXES[object_name] + pod + "00")[: 15 - BODY_DIGITS]
    ids[:, : len(head)] = np.frombuffer(head.encode(), dtype=np.uint8)
    number = np.arange(first, first + count, dtype=np.int64)
    for digit in range(14, len(head) - 1, -1):
        ids[:, digit] = ALPHABET[number % 62]
        number //= 62
    ids[:, 15:] = checksum(ids[:, :15])
    offsets = pa.py_buffer(np.arange(0, 18 * (count + 1), 18, dtype=np.int64))
    strings = pa.LargeStringArray.from_buffers(count, offsets, pa.py_buffer(ids.reshape(-1)))
    return pl.Series("Id", strings, dtype=pl.String)


def pick(ids: pl.Series, index: np.ndarray) -> pl.Series:
    """Return the ids at `index`, null where the index is negative."""
    chosen = pl.Series(index.astype(np.int64))
    return ids.gather(chosen.set(chosen < 0, None)) if len(ids) else pl.Series([None] * len(index), dtype=pl.String)
