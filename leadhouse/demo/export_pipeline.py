"""Opportunity, its two histories, contact roles and quotes of the export.

Reads a world, writes frames in the genuine column order.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo.archive import table
from leadhouse.demo.identities import Identities, joined, texts
from leadhouse.demo.ids import make_ids, pick
from leadhouse.demo.moments import DAY, NEVER, as_dates, as_times
from leadhouse.demo.people import TEAMS
from leadhouse.demo.references import References
from leadhouse.demo.world import World

LABELS = tuple(stage[0] for stage in cat.STAGES)
FORECASTS = tuple(stage[3] for stage in cat.STAGES)
CHANCES = np.array([stage[2] for stage in cat.STAGES])
FORECAST_NAMES = {"BestCase": "Best Case", "Forecast": "Commit"}


def money(cents: np.ndarray) -> pl.Series:
    """Return amounts in whole units, empty where there is none."""
    return pl.Series(cents / 100).set(pl.Series(cents < 0), None)


def expected(cents: np.ndarray, stage: np.ndarray) -> pl.Series:
    """Return amount times probability, empty where there is no amount."""
    return money(np.where(cents < 0, -1, cents * CHANCES[stage] // 100))


def opportunities(
    world: World, references: References, identities: Identities, campaign: np.ndarray
) -> Iterator[pl.DataFrame]:
    """Yield the opportunities as they stand today.

    Args:
        world: the simulated company.
        references: ids.
        identities: names of companies.
        campaign: primary campaign of each deal, -1 none.
    """
    deals = world.pipeline
    stage, amount = deals.last(deals.stage), deals.last(deals.amount)
    was_lost = ((deals.stage == cat.LOST) & (deals.changed_at < NEVER)).any(axis=1)
    competitor = was_lost & np.isin(deals.reason, (1, 2)) & (deals.competitor < 4)
    moved = last_time(deals.changed_at[:, 0::2])
    touched = np.maximum(last_time(deals.changed_at), last_time(deals.owner_changed_at[:, None]))
    source = np.where(deals.lead >= 0, world.leads.source[deals.lead], 15)
    holder = pick(references.owners, deals.owner)
    known = len(world.leads) + np.minimum(deals.contact, len(world.customers.contact_account) - 1)
    company = identities.company(np.where(deals.lead >= 0, world.leads.identity[deals.lead], known))
    name = joined(company, " - ", texts(cat.OPPORTUNITY_TYPES, deals.kind))
    yield table("Opportunity", {
        "Id": references.deals, "IsDeleted": pl.Series(deals.is_deleted),
        "AccountId": pick(references.accounts, deals.account), "IsPrivate": 0, "Name": name,
        "StageName": texts(LABELS, stage), "StageSortOrder": pl.Series(stage.astype(np.int64) + 1),
        "Amount": money(amount), "Probability": pl.Series(CHANCES[stage].astype(float)),
        "ExpectedRevenue": expected(amount, stage),
        "CloseDate": as_dates(deals.last(deals.close_day)), "Type": texts(cat.OPPORTUNITY_TYPES, deals.kind),
        "LeadSource": texts(tuple(item.label for item in cat.SOURCES), source),
        "IsClosed": pl.Series(stage >= cat.WON), "IsWon": pl.Series(stage == cat.WON),
        "ForecastCategory": texts(FORECASTS, stage),
        "ForecastCategoryName": texts(FORECASTS, stage).replace(FORECAST_NAMES),
        "CurrencyIsoCode": texts(currency_labels(), deals.currency), "CampaignId": pick(references.campaigns, campaign),
        "HasOpportunityLineItem": 0, "OwnerId": holder, "IsExcludedFromTerritory2Filter": 0,
        "CreatedDate": as_times(deals.created), "CreatedById": pick(references.owners, deals.first_owner),
        "LastModifiedDate": as_times(touched), "LastModifiedById": holder, "SystemModstamp": as_times(touched),
        "LastStageChangeDate": as_times(moved), "ContactId": pick(references.contacts, deals.contact),
        "Loss_Reason__c": texts(tuple(row[0] for row in cat.LOST_REASONS), np.where(was_lost, deals.reason, 0)),
        "Competitor__c": texts((*cat.COMPETITORS[:4], ""), np.where(competitor, deals.competitor, 4)),
    })  # fmt: skip


def last_time(times: np.ndarray) -> np.ndarray:
    """Return the last time of each row that is not `NEVER`."""
    return np.where(times < NEVER, times, 0).max(axis=1)


def currency_labels() -> tuple[str, ...]:
    """Return the currencies in the order in which deals number them: those of the teams, then one more."""
    return (*(team[2] for team in TEAMS), cat.CURRENCIES[3])


def snapshots(world: World, references: References) -> Iterator[pl.DataFrame]:
    """Yield OpportunityHistory: the whole state after every change."""
    deals = world.pipeline
    deal, column = np.nonzero(deals.changed_at < NEVER)
    at, stage = deals.changed_at[deal, column], deals.stage[deal, column]
    amount, day = deals.amount[deal, column], deals.close_day[deal, column]
    first = np.concatenate([[True], deal[1:] != deal[:-1]])
    before = np.concatenate([[0], np.arange(len(deal) - 1)])
    owner = pick(references.owners, deals.first_owner[deal])
    yield table("OpportunityHistory", {
        "Id": make_ids("OpportunityHistory", references.base, len(deal)),
        "OpportunityId": references.deals.gather(deal), "CreatedById": owner, "CreatedDate": as_times(at),
        "StageName": texts(LABELS, stage), "Amount": money(amount), "ExpectedRevenue": expected(amount, stage),
        "CloseDate": as_dates(day), "Probability": pl.Series(CHANCES[stage].astype(float)),
        "ForecastCategory": texts(FORECASTS, stage),
        "FromForecastCategory": texts(FORECASTS, stage[before]).set(pl.Series(first), ""),
        "FromOpportunityStageName": texts(LABELS, stage[before]).set(pl.Series(first), ""),
        "CurrencyIsoCode": texts(currency_labels(), deals.currency[deal]), "SystemModstamp": as_times(at),
        "IsDeleted": pl.Series(deals.is_deleted[deal]),
        "PrevAmount": money(np.where(first, -1, amount[before])),
        "PrevCloseDate": as_dates(np.where(first, -1, day[before])),
    })  # fmt: skip


def field_history(world: World, references: References) -> Iterator[pl.DataFrame]:
    """Yield OpportunityFieldHistory: one row per changed field; owners with names and with ids."""
    deals = world.pipeline
    deal, column = np.nonzero(deals.changed_at < NEVER)
    at = deals.changed_at[deal, column]
    same = np.concatenate([[False], deal[1:] == deal[:-1]])
    before = np.concatenate([[0], np.arange(len(deal) - 1)])
    names = pl.Series([f"{owner.first_name} {owner.last_name}".strip() for owner in world.people.owners])
    parts = []

    def add(order: int, field: str, rows: np.ndarray, moment: np.ndarray, old: pl.Series, new: pl.Series) -> None:
        frame = pl.DataFrame({"deal": rows, "at": moment, "order": np.full(len(rows), order)})
        parts.append(frame.with_columns(pl.lit(field).alias("field"), old.alias("old"), new.alias("new")))

    blank = pl.Series([""], dtype=pl.String).new_from_index(0, len(deals))
    add(0, "created", np.arange(len(deals)), deals.created, blank, blank)
    for order, field, values, show in (
        (1, "StageName", deals.stage, lambda part: texts(LABELS, part)),
        (2, "Amount", deals.amount, lambda part: money(part).cast(pl.String).fill_null("")),
        (3, "CloseDate", deals.close_day, lambda part: as_dates(part).dt.to_string("%Y-%m-%d")),
    ):
        now = values[deal, column].astype(np.int64)
        rows = np.flatnonzero(same & (now != now[before]))
        add(order, field, deal[rows], at[rows], show(now[before][rows]), show(now[rows]))
    moved = np.flatnonzero(deals.owner_changed_at < NEVER)
    for order, labels in ((4, names), (5, references.owners)):
        add(order, "Owner", moved, deals.owner_changed_at[moved], labels.gather(deals.first_owner[moved]),
            labels.gather(deals.owner[moved]))  # fmt: skip
    frame = pl.concat(parts).sort("deal", "at", "order", maintain_order=True)
    number = frame["deal"].to_numpy()
    yield table("OpportunityFieldHistory", {
        "Id": make_ids("OpportunityFieldHistory", references.base + 62**6, frame.height),
        "IsDeleted": pl.Series(deals.is_deleted[number]), "OpportunityId": references.deals.gather(number),
        "CreatedById": pick(references.owners, deals.first_owner[number]),
        "CreatedDate": as_times(frame["at"].to_numpy()),
        "Field": frame["field"], "OldValue": frame["old"], "NewValue": frame["new"],
    })  # fmt: skip


def contact_roles(world: World, references: References) -> Iterator[pl.DataFrame]:
    """Yield the contact roles: the deal's contact, the contacts of further leads that joined it, colleagues."""
    deals, conversion, group = world.pipeline, world.conversion, world.group
    lead = np.flatnonzero(conversion.opportunity >= 0)
    straight = np.flatnonzero((deals.lead < 0) & ~group.is_unnamed)
    pairs = pl.DataFrame({
        "deal": np.concatenate([straight, conversion.opportunity[lead], group.role_deal]),
        "contact": np.concatenate([deals.contact[straight], conversion.contact[lead], group.role_contact]),
        "at": np.concatenate([deals.created[straight], world.work.converted_at[lead], group.role_at]),
        "gone": np.concatenate([np.zeros(len(straight) + len(lead), dtype=bool), group.role_is_deleted]),
    }).sort("deal", "at", "contact").unique(["deal", "contact"], keep="first", maintain_order=True)  # fmt: skip
    deal, contact = pairs["deal"].to_numpy(), pairs["contact"].to_numpy()
    at, owner = as_times(pairs["at"].to_numpy()), pick(references.owners, deals.first_owner[deal])
    yield table("OpportunityContactRole", {
        "Id": make_ids("OpportunityContactRole", references.base, pairs.height),
        "OpportunityId": references.deals.gather(deal), "ContactId": references.contacts.gather(contact),
        "Role": texts(("Decision Maker", "Evaluator", "Economic Buyer", "Influencer"), contact % 4),
        "CreatedDate": at, "CreatedById": owner, "LastModifiedDate": at, "LastModifiedById": owner,
        "SystemModstamp": at, "IsDeleted": pairs["gone"] | pl.Series(deals.is_deleted[deal]),
        "CurrencyIsoCode": texts(currency_labels(), deals.currency[deal]),
    })  # fmt: skip


def quotes(world: World, references: References) -> Iterator[pl.DataFrame]:
    """Yield the quotes."""
    deals = world.pipeline
    deal, number = np.nonzero(deals.quoted_at < NEVER)
    moment = deals.quoted_at[deal, number]
    at, owner = as_times(moment), pick(references.owners, deals.first_owner[deal])
    count = pl.Series(np.arange(1, len(deal) + 1)).cast(pl.String).str.zfill(8)
    yield table("Quote", {
        "Id": make_ids("Quote", references.base, len(deal)), "OwnerId": owner,
        "IsDeleted": pl.Series(deals.quote_deleted[deal, number]), "Name": count, "QuoteNumber": count,
        "CurrencyIsoCode": texts(currency_labels(), deals.currency[deal]), "CreatedDate": at, "CreatedById": owner,
        "LastModifiedDate": at, "LastModifiedById": owner, "SystemModstamp": at,
        "OpportunityId": references.deals.gather(deal), "ContactId": pick(references.contacts, deals.contact[deal]),
        "IsSyncing": 0, "Status": texts(("Presented", "Draft", "Accepted"), deal % 3),
        "ExpirationDate": as_dates(moment // DAY + 30),
    })  # fmt: skip
