"""Marketing touches, the people of each deal, and which of their touches lie in the deal's window, in order.

A touch is a membership that answered, or the creation of a lead of whose people no membership answered.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from working.afterwards import ROLES
from working.deals import DEALS, closed_at, is_closed, stamped_close
from working.inputs import AS_OF, alive, day, gone, key, mapped, midnight, moment
from working.leads import CONTACTS, account_of, category, family
from working.members import CAMPAIGNS, by_person, has_responded, members, responded_at
from working.people import CREATED, KEPT, LEADS, PERSON, SURVIVOR, is_converted

WINDOW = timedelta(hours=365 * 24)
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Touchpoint:
    """One touch of a person; of two, where lead and contact of a membership are not the same."""

    key: str
    people: tuple[str, ...]
    lead: str | None
    contact: str | None
    campaign: str | None
    channel: str
    kind: str
    at: datetime
    precision: str

    @property
    def order(self) -> tuple[datetime, bytes]:
        """By time; in one instant by key, byte by byte."""
        return self.at, self.key.encode()


def channel_of(campaign: str) -> str:
    """The channel of a campaign by its type: none is `other`; unknown or of an absent one `unmapped`."""
    if campaign not in CAMPAIGNS:
        return "unmapped"
    raw = CAMPAIGNS[campaign]["Type"]
    kind = mapped("campaign_types", "campaign_type_raw", raw, "campaign_type")
    return mapped("campaign_channels", "campaign_type", kind, "channel") or "unmapped" if kind else "other"


def responses() -> list[Touchpoint]:
    """A touch for each membership that answered by now."""
    found = []
    for member in members():
        at = responded_at(member)
        if at is None:
            continue
        lead = SURVIVOR.get(member["LeadId"], member["LeadId"])
        contact = member["ContactId"]
        people = dict.fromkeys(PERSON[each] for each in (lead, contact) if each in KEPT or each in CONTACTS)
        found.append(
            Touchpoint(
                key=key(member["Id"]) or "",
                people=tuple(people),
                lead=None if lead in gone() else key(lead),
                contact=alive(contact),
                campaign=member["CampaignId"],
                channel=channel_of(member["CampaignId"]),
                kind="campaign_response",
                at=at,
                precision="day" if at != moment(member["CreatedDate"]) else "second",
            )
        )
    return found


def has_answered(lead: str) -> bool:
    """Whether any membership of a lead, its merged records, its duplicates or the contacts they became answered."""
    records = {*family(lead), *(LEADS[each]["ConvertedContactId"] for each in family(lead))} - {"", *gone()}
    return any(has_responded(member) for record in records for member in by_person().get(record, []))


def arrivals() -> list[Touchpoint]:
    """A touch for each lead with a source of whose people nobody answered."""
    return [
        Touchpoint(
            key=f"{key(lead)}:lead_source",
            people=(PERSON[lead],),
            lead=key(lead),
            contact=None,
            campaign=None,
            channel=category(lead),
            kind="lead_source",
            at=CREATED[lead],
            precision="second",
        )
        for lead, row in LEADS.items()
        if row["LeadSource"] and not has_answered(lead)
    ]


@cache
def touchpoints() -> list[Touchpoint]:
    """All touches, in order."""
    return sorted(responses() + arrivals(), key=lambda each: each.order)


@cache
def by_persons() -> dict[str, list[Touchpoint]]:
    """The touches of each person, in order."""
    found: dict[str, list[Touchpoint]] = defaultdict(list)
    for each in touchpoints():
        for person in each.people:
            found[person].append(each)
    return found


@cache
def people_of(deal: str) -> dict[str, str]:
    """The persons of a deal and the strongest way by which each came to it."""
    found = {
        PERSON[lead]: "converted_lead"
        for lead, row in LEADS.items()
        if row["ConvertedOpportunityId"] == deal and is_converted(lead)
    }
    for role in ROLES:
        if role["OpportunityId"] == deal and role["ContactId"] in CONTACTS:
            found.setdefault(PERSON[role["ContactId"]], "contact_role")
    return found or dict.fromkeys(account_people(deal), "account")


def account_people(deal: str) -> list[str]:
    """The persons behind the contacts of a deal's account."""
    account = DEALS[deal]["AccountId"]
    known = account if account and account not in gone() else None
    return [PERSON[contact] for contact, row in CONTACTS.items() if known and row["AccountId"] == known]


def window(deal: str) -> tuple[datetime, datetime] | None:
    """From when to when touches count, both inclusive; none where nobody knows when a deal was closed.

    To the close, of a bare close date to the end of that day; of an open deal to now.
    """
    row = DEALS[deal]
    created, closed, on = moment(row["CreatedDate"]), closed_at(row), day(row["CloseDate"])
    if created is None or (is_closed(row) and not closed):
        return None
    if is_closed(row) and on and not stamped_close(deal):
        closed = midnight(on + timedelta(days=1)) - MOMENT
    return created - WINDOW, closed or AS_OF


def within(touches: list[Touchpoint], deal: str) -> list[Touchpoint]:
    """Those in a deal's window, each once, in order."""
    span = window(deal)
    kept = {each.key: each for each in touches if span and span[0] <= each.at <= span[1]}
    return sorted(kept.values(), key=lambda each: each.order)


@cache
def journey(deal: str) -> list[Touchpoint]:
    """The touches of a deal's people within its window, in order."""
    return within([each for person in people_of(deal) for each in by_persons().get(person, [])], deal)


@cache
def influence(deal: str) -> list[Touchpoint]:
    """The touches within the window of leads on the account that were not converted, of people who get no credit."""
    account = DEALS[deal]["AccountId"]
    if not account or account in gone():
        return []
    on_account = set(account_people(deal))
    leads = {
        lead
        for lead in LEADS
        if not any(is_converted(each) for each in family(lead))
        if (account_of(lead) == account or PERSON[lead] in on_account) and PERSON[lead] not in people_of(deal)
    }
    keys = {key(lead) for lead in leads}
    mine = {each.key for each in journey(deal)}
    return within([each for each in touchpoints() if each.lead in keys and each.key not in mine], deal)
