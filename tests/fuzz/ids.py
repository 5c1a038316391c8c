"""Ids of Salesforce records: 15 characters and a checksum of three, worked out from the published rule.

Reads and writes nothing. Each of the three says which of five characters are capital letters, the first of the five
as the lowest bit: https://help.salesforce.com/s/articleView?id=000385585&type=1
"""

from __future__ import annotations

import string

LETTERS = string.ascii_uppercase + "012345"
SIGNS = string.digits + string.ascii_letters
PREFIXES = {
    "User": "005",
    "Group": "00G",
    "UserRole": "00E",
    "Lead": "00Q",
    "Contact": "003",
    "Account": "001",
    "Opportunity": "006",
    "OpportunityHistory": "008",
    "OpportunityContactRole": "00K",
    "Campaign": "701",
    "CampaignMember": "00v",
    "Task": "00T",
    "Event": "00U",
    "EmailMessage": "02s",
    "Quote": "0Q0",
    "LeadHistory": "",
    "OpportunityFieldHistory": "",
}


def checksum(stem: str) -> str:
    """The three characters that follow the 15 of an id."""
    fives = (stem[start : start + 5] for start in (0, 5, 10))
    return "".join(LETTERS[sum(1 << place for place, sign in enumerate(five) if sign.isupper())] for five in fives)


def make_id(prefix: str, number: int) -> str:
    """An id of 18 characters."""
    digits = ""
    while len(digits) < 7:
        number, rest = divmod(number, len(SIGNS))
        digits = SIGNS[rest] + digits
    stem = f"{prefix}5jQ0a{digits}"
    return stem + checksum(stem)


def has_id_form(text: str) -> bool:
    """Whether a text has the form of an id of 15 or 18 characters."""
    return len(text) in (15, 18) and all(sign in SIGNS for sign in text)


def is_broken(text: str) -> bool:
    """Whether a text has the form of 18 characters and the wrong checksum."""
    return has_id_form(text) and len(text) == 18 and checksum(text[:15]) != text[15:]
