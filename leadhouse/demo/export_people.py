"""User, Group, Account and Contact of the export.

Reads a world, writes frames in the genuine column order.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from leadhouse.demo.archive import slices, table
from leadhouse.demo.identities import Identities
from leadhouse.demo.ids import make_ids, pick
from leadhouse.demo.moments import DAY, as_times
from leadhouse.demo.people import TEAMS
from leadhouse.demo.references import PIECE, References
from leadhouse.demo.words import INDUSTRIES, TITLES
from leadhouse.demo.world import World


def users(world: World, references: References) -> Iterator[pl.DataFrame]:
    """Yield the users."""
    people = world.people
    owners = people.owners[: people.users]
    hired = as_times(np.full(len(owners), world.start - 300 * DAY))
    changed = np.full(len(owners), world.start - 200 * DAY)
    left = np.array([owner.left_at for owner in owners])
    changed = np.where((left > 0) & (left < world.now), left, changed)
    changed[people.integration] = world.now
    first = [owner.first_name if owner.kind != "automated" else "" for owner in owners]
    last = [owner.last_name if owner.kind != "automated" else owner.title for owner in owners]
    names = [f"{a}.{b}".strip(".").lower().replace(" ", "") for a, b in zip(first, last, strict=True)]
    mails = pl.Series(
        [f"{name.encode('ascii', 'ignore').decode()}{n}@brightwater.example" for n, name in enumerate(names)]
    )
    sellers = [owner.kind != "automated" and owner.title != "Marketing Manager" for owner in owners]
    yield table("User", {
        "Id": references.owners.head(people.users), "Username": mails, "Email": mails,
        "FirstName": pl.Series(first), "LastName": pl.Series(last),
        "CompanyName": "Brightwater Systems",
        "Division": pl.Series([TEAMS[owner.team][0] if sells else "" for owner, sells in zip(owners, sellers, strict=True)]),
        "Department": pl.Series(["Sales" if sells else "Operations" for sells in sellers]),
        "Title": pl.Series([owner.title if owner.kind != "automated" else "" for owner in owners]),
        "Country": pl.Series([TEAMS[owner.team][3] for owner in owners]),
        "Alias": pl.Series([name[:8] for name in names]),
        "IsActive": pl.Series((left == 0) | (left > world.now)), "IsSystemControlled": 0,
        "TimeZoneSidKey": pl.Series([owner.time_zone for owner in owners]),
        "LocaleSidKey": pl.Series([TEAMS[owner.team][4] for owner in owners]),
        "LanguageLocaleKey": "en_US", "EmailEncodingKey": "UTF-8", "ReceivesInfoEmails": 0, "ReceivesAdminInfoEmails": 0,
        "DefaultCurrencyIsoCode": pl.Series([TEAMS[owner.team][2] for owner in owners]), "CurrencyIsoCode": "EUR",
        "UserType": pl.Series([owner.user_type for owner in owners]),
        "ManagerId": pick(references.owners, np.array([owner.manager for owner in owners])),
        "ProfileId": make_ids("UserProfile", 3, 1)[0],
        "CreatedDate": hired, "CreatedById": references.owners[world.people.marketer],
        "LastModifiedDate": as_times(changed), "LastModifiedById": references.owners[world.people.marketer],
        "SystemModstamp": as_times(changed), "ForecastEnabled": pl.Series(sellers), "NumberOfFailedLogins": 0,
        "IsProfilePhotoActive": 0,
    })  # fmt: skip


def groups(world: World, references: References) -> Iterator[pl.DataFrame]:
    """Yield the queues, and one public group that owns nothing."""
    people = world.people
    names = [owner.last_name for owner in people.owners[people.users :]] + ["All Sales"]
    ids = pl.concat([references.owners[people.users :], make_ids("Group", 190, 1)])
    made = as_times(np.full(len(names), world.start - 300 * DAY))
    yield table("Group", {
        "Id": ids, "Name": pl.Series(names),
        "DeveloperName": pl.Series([name.replace(" & ", "_").replace(" ", "_") for name in names]),
        "Type": pl.Series(["Queue"] * (len(names) - 1) + ["Regular"]),
        "DoesSendEmailToMembers": 0, "DoesIncludeBosses": 1,
        "CreatedDate": made, "CreatedById": references.owners[people.marketer],
        "LastModifiedDate": made, "LastModifiedById": references.owners[people.marketer], "SystemModstamp": made,
    })  # fmt: skip


def accounts(world: World, references: References, identities: Identities) -> Iterator[pl.DataFrame]:
    """Yield the accounts: existing customers, then those made by conversion."""
    customers, conversion, leads = world.customers, world.conversion, world.leads
    known = len(customers.team)
    maker = np.concatenate([np.full(known, -1), conversion.account_leads])
    who = np.where(maker >= 0, leads.identity[maker], 0)
    who[:known] = len(leads) + customers.first_contact
    created = np.concatenate([customers.account_created, world.work.converted_at[conversion.account_leads]])
    owner = np.concatenate([
        world.people.choose_rep(customers.team, np.full(known, world.now), np.linspace(0, 0.99, known)),
        world.stays.owner_at(conversion.account_leads, world.work.converted_at[conversion.account_leads]),
    ])  # fmt: skip
    bought = np.zeros(len(maker), dtype=bool)
    won = world.pipeline.last(world.pipeline.stage) == 8
    bought[world.pipeline.account[won]] = True
    for low, high in slices(len(maker), PIECE):
        part, people = slice(low, high), who[low:high]
        made = as_times(created[part])
        yield table("Account", {
            "Id": references.accounts[low:high], "IsDeleted": 0, "Name": identities.company(people),
            "Type": pl.Series(np.where(bought[part], "Customer", "Prospect").astype(object), dtype=pl.String),
            "BillingCity": identities.city(people), "BillingCountry": identities.country(people),
            "Phone": identities.phone(people), "Website": identities.domain(people),
            "Industry": identities.pick(INDUSTRIES, people, 7),
            "NumberOfEmployees": pl.Series(10 + identities.draw[people] % 4_000), "CurrencyIsoCode": "EUR",
            "OwnerId": pick(references.owners, owner[part]), "CreatedDate": made, "CreatedById": pick(references.owners, owner[part]),
            "LastModifiedDate": made, "LastModifiedById": pick(references.owners, owner[part]), "SystemModstamp": made,
        })  # fmt: skip


def contacts(world: World, references: References, identities: Identities, emails: pl.Series) -> Iterator[pl.DataFrame]:
    """Yield the contacts: those of existing customers, then those made by conversion.

    Args:
        world: the simulated company.
        references: ids.
        identities: names.
        emails: address of every contact that conversion made, in order.
    """
    customers, conversion, leads = world.customers, world.conversion, world.leads
    known = len(customers.contact_account)
    maker = conversion.contact_leads
    who = np.concatenate([len(leads) + np.arange(known), leads.identity[maker]])
    created = np.concatenate([customers.contact_created, world.work.converted_at[maker]])
    owner = np.concatenate([
        world.people.choose_rep(customers.team[customers.contact_account], np.full(known, world.now), np.linspace(0, 0.99, known)),
        world.stays.owner_at(maker, world.work.converted_at[maker]),
    ])  # fmt: skip
    address = pl.concat([identities.email(who[:known]), emails])
    for low, high in slices(len(who), PIECE):
        part, people = slice(low, high), who[low:high]
        made, holder = as_times(created[part]), pick(references.owners, owner[part])
        yield table("Contact", {
            "Id": references.contacts[low:high], "IsDeleted": 0,
            "AccountId": pick(references.accounts, conversion.contact_account[part]),
            "FirstName": identities.first_name(people), "LastName": identities.last_name(people),
            "MailingCity": identities.city(people), "MailingCountry": identities.country(people),
            "Phone": identities.phone(people), "Email": address[low:high], "Title": identities.pick(TITLES, people, 11),
            "CurrencyIsoCode": "EUR", "OwnerId": holder, "HasOptedOutOfEmail": 0, "HasOptedOutOfFax": 0, "DoNotCall": 0,
            "CreatedDate": made, "CreatedById": holder, "LastModifiedDate": made, "LastModifiedById": holder,
            "SystemModstamp": made,
        })  # fmt: skip
