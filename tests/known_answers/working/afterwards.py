"""What became of people whose leads were rejected: bought, bought elsewhere, qualified, or worth asking again."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cache

from working.answers import response
from working.deals import DEALS, closed_at, is_lost, is_never_real, is_won
from working.inputs import Row, export, gone, key, seed
from working.leads import (
    CONTACTS,
    account_of,
    deal_of,
    family,
    first,
    is_counted,
    is_qualified,
    is_test,
    qualified_at,
    reason,
    status_of,
)
from working.people import CREATED, HAS_HISTORY, LEADS, PERSON, statuses

ROLES = export("OpportunityContactRole")
Outcome = tuple[str, datetime, str | None]
"""What came later, when it came last, and the deal of it."""


def flagged(flag: str) -> set[str]:
    """Reasons of the short list with a flag."""
    return {row["reason"] for row in seed("lost_reasons") if row[flag] == "true"}


def rejected_at(lead: str) -> datetime | None:
    """When a counted lead was rejected: disqualified for a real reason, or left untouched beyond its limit.

    Where nobody knows when it was disqualified, what came after its creation counts.
    """
    answer = response(lead)
    if not is_counted(lead) or reason(lead) in flagged("is_never_real"):
        return None
    if status_of(lead) == "disqualified":
        return statuses(lead)[-1].since if HAS_HISTORY else CREATED[lead]
    is_ignored = answer.outcome == "overdue" and not any(is_qualified(member) for member in family(lead))
    return answer.due_at if is_ignored else None


@cache
def contacts_of() -> dict[str, list[str]]:
    """The contacts of each person."""
    found: dict[str, list[str]] = defaultdict(list)
    for contact in CONTACTS:
        found[PERSON[contact]].append(contact)
    return found


@cache
def accounts_of(person: str) -> set[str]:
    """The accounts of a person's contacts."""
    return {CONTACTS[contact]["AccountId"] for contact in contacts_of().get(person, [])} - {""} - gone()


def deals_of(person: str) -> list[Row]:
    """Deals on which the person has a role, or of an account of its contacts."""
    contacts, accounts = contacts_of().get(person, []), accounts_of(person)
    by_role = {role["OpportunityId"] for role in ROLES if role["ContactId"] in contacts}
    return [deal for deal in DEALS.values() if deal["Id"] in by_role or deal["AccountId"] in accounts]


def later(lead: str) -> Outcome | None:
    """The strongest that came after a rejection, and when it came last."""
    since, person = rejected_at(lead), PERSON[lead]
    if since is None:
        return None
    deals, accounts = deals_of(person), accounts_of(person)
    theirs = [each for each in LEADS if not is_test(each) and (PERSON[each] == person or account_of(each) in accounts)]
    lost = [deal for deal in deals if is_lost(deal) and deal["Competitor__c"] and not is_never_real(deal)]
    times: dict[str, list[tuple[datetime | None, str | None]]] = {
        "bought": [(closed_at(deal), deal["Id"]) for deal in deals if is_won(deal)],
        "bought_elsewhere": [(closed_at(deal), deal["Id"]) for deal in lost],
        "qualified": [(first([qualified_at(member) for member in family(each)]), None) for each in theirs],
    }
    for outcome, found in times.items():
        after = [(at, deal) for at, deal in found if at and at > since]
        if after:
            last = max(at for at, _ in after)
            return outcome, last, min((deal for at, deal in after if at == last and deal), default=None)
    return None


def is_win_back(lead: str) -> bool:
    """Disqualified for a reason that passes, and nothing came of it."""
    passes = is_counted(lead) and reason(lead) in flagged("is_win_back")
    return passes and deal_of(lead) is None and later(lead) is None


def afterwards(lead: str) -> dict[str, object]:
    """The columns of fct_leads that tell of it."""
    found = later(lead)
    return {
        "later_outcome": found[0] if found else None,
        "later_outcome_at": found[1] if found else None,
        "later_opportunity_key": key(found[2]) if found else None,
        "is_rejected": rejected_at(lead) is not None,
        "rejected_at": rejected_at(lead),
        "is_rejected_but_right": found is not None,
        "is_win_back": is_win_back(lead),
    }
