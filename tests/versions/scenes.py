"""What the exports of each system hold, load by load. All in 2026; each load is at noon of its day."""

from __future__ import annotations

from tests.versions.exporting import Exports, lead, opportunity, salesforce_id

NEW, WORKING, NURTURING = "Open - Not Contacted", "Working - Contacted", "Nurturing"
BIG, SMALL = salesforce_id("00Q5e00000ABcde"), salesforce_id("00Q5e00000abcde")


def load_everything(exports: Exports) -> None:
    """Load every scene into the warehouse."""
    load_salesforce(exports)
    load_complete_exports(exports)
    load_unstamped(exports)
    load_one_log(exports)
    load_values_in_doubt(exports)
    load_shared_ids(exports)
    load_named_column(exports)


def load_salesforce(exports: Exports) -> None:
    """Leads and opportunities without the history objects."""
    exports.salesforce(
        "2026-02-01",
        Lead=[
            lead("1", Status=NEW, SystemModstamp="2026-01-10 09:00:00"),
            lead("2", Status=NEW, SystemModstamp="2026-01-10 09:00:00"),
            lead("3", Status=NEW),
            lead("4", Status=NEW, SystemModstamp="2026-01-10 09:00:00"),
            # Twice in this file: without a stamp, and with the newer one first.
            lead("5", Status=NEW),
            lead("5", Status=WORKING),
            lead("6", Status=WORKING, SystemModstamp="2026-01-20 09:00:00"),
            lead("6", Status=NEW, SystemModstamp="2026-01-10 09:00:00"),
            lead("7", Status=NEW, SystemModstamp="2026-01-10 09:00:00"),
            lead("8", Status=NEW, SystemModstamp="2026-01-10 09:00:00", IsDeleted="true"),
            lead("9", Status=NEW, SystemModstamp="2026-01-10 09:00:00", OwnerId=salesforce_id("0051")),
            # 11 was merged into 12, 12 into 13; 14 into one that is not there; 15 and 16 into each other.
            lead("11", IsDeleted="true", MasterRecordId="12", CreatedDate="2026-01-01 07:00:00"),
            lead("12", IsDeleted="true", MasterRecordId="13"),
            lead("13", Status=NEW, CreatedDate="2026-01-05 08:00:00"),
            lead("14", IsDeleted="true", MasterRecordId="99"),
            lead("15", IsDeleted="true", MasterRecordId="16"),
            lead("16", IsDeleted="true", MasterRecordId="15"),
            lead("", Id=BIG, Status=NEW),
            lead("", Id=SMALL, Status=WORKING),
        ],
        Opportunity=[
            opportunity("1", SystemModstamp="2026-01-05 09:00:00"),
            opportunity("2", SystemModstamp="2026-01-06 09:00:00"),
            opportunity("3", SystemModstamp="2026-01-07 09:00:00"),
            opportunity("4", SystemModstamp="2026-01-08 09:00:00"),
            opportunity("5", Amount="100", CloseDate="2026-03-31", SystemModstamp="2026-01-05 09:00:00"),
            opportunity("6", StageName="Closed Won", CloseDate="2026-01-20", SystemModstamp="2026-01-20 09:00:00"),
        ],
    )
    exports.salesforce(
        "2026-02-06",
        Lead=[
            lead("1", Status=WORKING, SystemModstamp="2026-02-05 10:00:00"),
            lead("2", Status=WORKING, SystemModstamp="2026-01-10 09:00:00"),
            lead("3", Status=WORKING),
            lead("4", Status=WORKING),
            lead("7", Status=NEW, SystemModstamp="2026-02-05 10:00:00", IsDeleted="true"),
            lead("8", Status=NEW, SystemModstamp="2026-02-05 10:00:00"),
            lead("9", Status=NEW, SystemModstamp="2026-02-05 10:00:00", OwnerId=salesforce_id("0052")),
        ],
        Opportunity=[
            opportunity(
                "5",
                StageName="Negotiation/Review",
                Amount="150",
                CloseDate="2026-04-30",
                SystemModstamp="2026-02-04 10:00:00",
            ),
            opportunity("6", StageName="Closed Won", CloseDate="2026-01-20", SystemModstamp="2026-01-20 09:00:00"),
        ],
    )
    # An older export, loaded later.
    exports.salesforce("2026-02-10", Lead=[lead("1", Status=NURTURING, SystemModstamp="2026-01-20 09:00:00")])
    # Complete, of opportunities only: 2 and 4 are absent.
    exports.salesforce(
        "2026-03-01",
        complete=True,
        Opportunity=[
            opportunity("1", SystemModstamp="2026-02-20 09:00:00"),
            opportunity("3", SystemModstamp="2026-01-07 09:00:00"),
            opportunity(
                "5",
                StageName="Closed Won",
                Amount="150",
                CloseDate="2026-02-27",
                SystemModstamp="2026-02-28 09:00:00",
            ),
            opportunity("6", StageName="Closed Won", CloseDate="2026-01-20", SystemModstamp="2026-01-20 09:00:00"),
        ],
    )
    exports.salesforce("2026-03-05", Opportunity=[opportunity("4", SystemModstamp="2026-01-08 09:00:00")])
    # Older than the complete one, as opportunity 1 shows.
    exports.salesforce(
        "2026-03-06",
        Opportunity=[
            opportunity("1", SystemModstamp="2026-01-05 10:00:00"),
            opportunity("2", SystemModstamp="2026-01-06 09:00:00"),
        ],
    )


def load_complete_exports(exports: Exports) -> None:
    """Complete exports of four systems: older than what was loaded before, or not."""
    header = "lead_id;created_at;status;modified_at"
    # A lead made after the complete export; a common lead shows that the export is older.
    exports.mapped("older", "2026-02-01", header, "a;2026-01-02;New;2026-02-01", "new;2026-01-31;New;2026-01-31")
    exports.mapped(
        "older", "2026-02-02", header, "a;2026-01-02;New;2026-01-10", "b;2026-01-03;New;2026-01-03", complete=True
    )
    # The same without a common lead.
    exports.mapped("apart", "2026-02-01", header, "new;2026-01-31;New;2026-01-31")
    exports.mapped("apart", "2026-02-02", header, "a;2026-01-02;New;2026-01-15", complete=True)
    # The newest lead of all is absent from a complete export that is as new as the load before it.
    exports.mapped("newest", "2026-02-01", header, "a;2026-01-05;New;2026-01-05", "b;2026-01-06;New;2026-01-06")
    exports.mapped("newest", "2026-02-02", header, "a;2026-01-05;New;2026-01-05", complete=True)
    # A record of the complete export was rejected: it has too few fields.
    exports.mapped("broken", "2026-02-01", header, "a;2026-01-05;New;2026-01-05", "b;2026-01-06;New;2026-01-06")
    exports.mapped("broken", "2026-02-02", header, "a;2026-01-05;New;2026-01-07", "b;2026-01-06", complete=True)


def load_unstamped(exports: Exports) -> None:
    """A system without stamps and without histories: only the loads tell what changed."""
    leads = "lead_id;created_at;status;owner_id"
    exports.mapped(
        "list", "2026-02-02", leads, "a;2026-01-02;New;ann", "b;2026-01-02;Qualified;ann", "c;2026-01-02;New;ann"
    )
    exports.mapped(
        "list", "2026-02-09", leads, "a;2026-01-02;Qualified;ben", "b;2026-01-02;New;ann", "d;2026-01-03;New;ben"
    )
    exports.mapped("list", "2026-02-16", leads, "a;2026-01-02;Unqualified;ben", "b;2026-01-02;Qualified;ann")
    deals = "opportunity_id;created_at;stage;close_date;amount"
    exports.mapped("list", "2026-02-02", deals, "x;2026-01-02;Prospecting;2026-03-01;100", entity="opportunities")
    exports.mapped("list", "2026-02-09", deals, "x;2026-01-02;Prospecting;2026-04-01;100", entity="opportunities")
    exports.mapped(
        "list",
        "2026-02-16",
        deals,
        "x;2026-01-02;Closed Lost;2026-03-15;100",
        "y;2026-02-10;Prospecting;2026-05-01;50",
        entity="opportunities",
    )


def load_one_log(exports: Exports) -> None:
    """A system that exports a log of statuses but none of owners."""
    exports.mapped("logged", "2026-02-02", "lead_id;created_at;status;owner_id", "a;2026-01-02;New;ann")
    exports.mapped("logged", "2026-02-09", "lead_id;created_at;status;owner_id", "a;2026-01-02;Qualified;ben")
    exports.mapped(
        "logged",
        "2026-02-09",
        "lead_id;status;entered_at",
        "a;New;2026-01-02 08:00:00",
        "a;Qualified;2026-01-04 09:00:00",
        entity="lead_statuses",
    )


def load_values_in_doubt(exports: Exports) -> None:
    """A German list: days first, decimal commas, times of Berlin."""
    exports.mapped(
        "forms",
        "2026-11-01",
        "opportunity_id;created_at;close_date;amount;probability;is_won",
        "a;31.01.2026 10:00;31/01/2026;1.234,56;50%;ja",
        "b;2026-01-31 10:00;2026-01-31;1.234;25;Yes",
        "c;01/31/2026;12/11/10;1,234.50;TBC;WAHR",
        "d;25.10.2026 02:30;30.02.2026;$1,117.10K;0,5;",
        "e;29.03.2026 02:30;Select;(5,00);100 %;no",
        "f;02.02.26 02:18 AM;45321;12 EUR;;",
        entity="opportunities",
        date_order="dmy",
        decimal=",",
        time_zone="Europe/Berlin",
    )


def load_shared_ids(exports: Exports) -> None:
    """A list of which the chosen id is none: 1 is two people, 2 stands there twice, 3 once."""
    exports.mapped(
        "shared",
        "2026-02-02",
        "lead_id;created_at;last_name",
        "1;2026-01-02;Example",
        "2;2026-01-02;Example",
        "1;2026-01-02;Sample",
        "2;2026-01-02;Example",
        "3;2026-01-02;Example",
    )


def load_named_column(exports: Exports) -> None:
    """A lost deal with the reason in a column of the company's own, and something else in the usual one."""
    reasons = {"Lost_Reason__c": "Price", "Why_Lost__c": "Timing"}
    stamp = "2026-01-20 09:00:00"
    exports.salesforce(
        "2026-03-02", Opportunity=[opportunity("71", StageName="Closed Lost", SystemModstamp=stamp, **reasons)]
    )
