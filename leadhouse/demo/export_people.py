"""User, Group, Account and Contact of the export.

Reads a world, writes frames in the genuine column order.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from leadhouse.demo.archive import slices, table
from leadhouse.demo.catalogue import WON
from leadhouse.demo.identities import Identities, contact_identities, texts
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
    machine = [owner.kind == "automated" for owner in owners]
    first = ["" if robot else owner.first_name for owner, robot in zip(owners, machine, strict=True)]
    last = [owner.title if robot else owner.last_name for owner, robot in zip(owners, machine, strict=True)]
    names = [f"{a}.{b}".strip(".").lower().replace(" ", "") for a, b in zip(first, last, strict=True)]
    plain_names = [name.encode("ascii", "ignore").decode() for name in names]
    mails = pl.Series([f"{name}{number}@brightwater.example" for number, name in enumerate(plain_names)])
    sells = [owner.kind != "automated" and owner.title != "Marketing Manager" for owner in owners]
    teams = [TEAMS[owner.team] for owner in owners]
    boss = references.owners[people.marketer]
    yield table("User", {
        "Id": references.owners.head(people.users), "Username": mails, "Email": mails,
        "CompanyName": "Brightwater Systems",
        "FirstName": pl.Series(first), "LastName": pl.Series(last),
        "Alias": pl.Series([name[:8] for name in plain_names]),
        "Division": pl.Series([team[0] if seller else "" for team, seller in zip(teams, sells, strict=True)]),
        "Department": pl.Series(["Sales" if seller else "Operations" for seller in sells]),
        "Title": pl.Series(["" if owner.kind == "automated" else owner.title for owner in owners]),
        "Country": pl.Series([team[3] for team in teams]), "IsActive": pl.Series((left == 0) | (left > world.now)),
        "IsSystemControlled": 0, "TimeZoneSidKey": pl.Series([owner.time_zone for owner in owners]),
        "LocaleSidKey": pl.Series([team[4] for team in teams]), "LanguageLocaleKey": "en_US",
        "EmailEncodingKey": "UTF-8", "ReceivesInfoEmails": 0, "ReceivesAdminInfoEmails": 0,
        "DefaultCurrencyIsoCode": pl.Series([team[2] for team in teams]), "CurrencyIsoCode": "EUR",
        "UserType": pl.Series([owner.user_type for owner in owners]), "ProfileId": make_ids("UserProfile", 3, 1)[0],
        "ManagerId": pick(references.owners, np.array([owner.manager for owner in owners])),
        "CreatedDate": hired, "CreatedById": boss, "LastModifiedDate": as_times(changed), "LastModifiedById": boss,
        "SystemModstamp": as_times(changed), "ForecastEnabled": pl.Series(sells), "NumberOfFailedLogins": 0,
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
    """Yield the accounts: existing customers, then those made by conversion, then doubles since merged."""
    customers, conversion, leads, at = world.customers, world.conversion, world.leads, world.work.converted_at
    makers = np.concatenate([conversion.account_leads, conversion.merged])
    who = np.concatenate([len(leads) + customers.first_contact, leads.identity[makers]])
    created = np.concatenate([customers.account_created, at[makers]])
    owner = np.concatenate([keepers(world, customers.team), converters(world, makers)])
    ids = pl.concat([references.accounts, references.former_accounts])
    doubles = np.concatenate([np.full(len(references.accounts), -1), conversion.account[conversion.merged]])
    bought = np.zeros(len(who), dtype=np.int64)
    bought[world.pipeline.account[world.pipeline.last(world.pipeline.stage) == WON]] = 1
    for low, high in slices(len(who), PIECE):
        part, people = slice(low, high), who[low:high]
        yield table("Account", {
            "Id": ids[low:high], "IsDeleted": pl.Series(doubles[part] >= 0),
            "MasterRecordId": pick(references.accounts, doubles[part]), "Name": identities.company(people),
            "Type": texts(("Prospect", "Customer"), bought[part]),
            "BillingCity": identities.city(people), "BillingCountry": identities.country(people),
            "Phone": identities.phone(people), "Website": identities.domain(people),
            "Industry": identities.pick(INDUSTRIES, people, 7), "CurrencyIsoCode": "EUR",
            "NumberOfEmployees": pl.Series(10 + identities.draw[people] % 4_000),
            **stamps(references, created[part], owner[part]),
        })  # fmt: skip


def contacts(world: World, references: References, identities: Identities, emails: pl.Series) -> Iterator[pl.DataFrame]:
    """Yield the contacts: of existing customers, made by conversion, colleagues, then doubles since merged.

    Args:
        world: the simulated company.
        references: ids.
        identities: names.
        emails: address of every lead, in order.
    """
    customers, conversion, leads, at = world.customers, world.conversion, world.leads, world.work.converted_at
    made, group = conversion.contact_leads, world.group
    known = len(leads) + np.arange(len(customers.contact_account))
    who = np.concatenate([contact_identities(world), leads.identity[conversion.merged]])
    created = np.concatenate([customers.contact_created, at[made], group.created, at[conversion.merged]])
    sellers = keepers(world, customers.team[customers.contact_account])
    sales = world.pipeline.first_owner[group.deal]
    owner = np.concatenate([sellers, converters(world, made), sales, converters(world, conversion.merged)])
    ids = pl.concat([references.contacts, references.former_contacts])
    doubles = np.concatenate([np.full(len(references.contacts), -1), conversion.contact[conversion.merged]])
    account = np.concatenate([group.contact_account, conversion.account[conversion.merged]])
    address = pl.concat([
        identities.email(known), emails.gather(made).str.strip_chars(),
        identities.email(who[group.first : len(references.contacts)]),
        emails.gather(conversion.merged).str.strip_chars(),
    ])  # fmt: skip
    for low, high in slices(len(who), PIECE):
        part, people = slice(low, high), who[low:high]
        yield table("Contact", {
            "Id": ids[low:high], "IsDeleted": pl.Series(doubles[part] >= 0),
            "MasterRecordId": pick(references.contacts, doubles[part]),
            "AccountId": pick(references.accounts, account[part]),
            "FirstName": identities.first_name(people), "LastName": identities.last_name(people),
            "MailingCity": identities.city(people), "MailingCountry": identities.country(people),
            "Phone": identities.phone(people), "Email": address[low:high], "Title": identities.pick(TITLES, people, 11),
            "CurrencyIsoCode": "EUR", "HasOptedOutOfEmail": 0, "HasOptedOutOfFax": 0, "DoNotCall": 0,
            **stamps(references, created[part], owner[part]),
        })  # fmt: skip


def keepers(world: World, team: np.ndarray) -> np.ndarray:
    """Return who looks after existing customers today."""
    return world.people.choose_rep(team, np.full(len(team), world.now), np.linspace(0, 0.99, len(team)))


def converters(world: World, lead: np.ndarray) -> np.ndarray:
    """Return who converted the leads; the manager where the lead belonged to a queue or a machine."""
    owner = world.stays.owner_at(lead, world.work.converted_at[lead])
    return np.where(world.people.is_person[owner], owner, world.people.managers[world.leads.team[lead]])


def stamps(references: References, created: np.ndarray, owner: np.ndarray) -> dict[str, pl.Series]:
    """Return the system's stamps of records that nobody has changed since."""
    made, holder = as_times(created), pick(references.owners, owner)
    return {
        "OwnerId": holder, "CreatedDate": made, "CreatedById": holder, "LastModifiedDate": made,
        "LastModifiedById": holder, "SystemModstamp": made,
    }  # fmt: skip
