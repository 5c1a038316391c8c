"""Compares published facts with the simulation's truth, row by row, at any size.

Reads a published version and a folder of `truth/*.parquet`; writes nothing but what DuckDB spills. One Comparison per
table. Each table is joined once and compared in every shared column; rows are fetched only as examples, so that
memory stays bounded. Refuses a truth that is empty.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

MEMORY = "2GB"
# What the truth says beside the facts: which records are in them, and figures compared on their own.
BESIDE = {"is_in_facts", "temperature_at_start", "first_holder_id", "owner_at_first_response_id", "outcome"}
EXAMPLES = 3
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Table:
    """A fact and the truth about it.

    Attributes:
        fact: a query of the facts, with the truth's own ids.
        truth: a query of the truth: the rows that belong in the fact.
        keys: columns by which rows of both are matched; the first is the record's id.
        rough: columns that are equal if they differ by less than a millionth.
    """

    name: str
    fact: str
    truth: str
    keys: tuple[str, ...]
    rough: tuple[str, ...] = ()


@dataclass
class Comparison:
    """What came of one table.

    Attributes:
        rows: of the truth.
        cells: compared.
        differences: in words, one for the rows and one per column; empty if all is equal.
    """

    name: str
    rows: int
    cells: int
    differences: list[str] = field(default_factory=list)


def _own_ids(fact: str, **ids: str) -> str:
    """A fact with columns that hold the system's own ids beside the keys."""
    columns = ", ".join(f"substr({key}, length(source_system) + 2) as {column}" for column, key in ids.items())
    return f"select *, {columns} from facts.{fact}"


TABLES = (
    Table(
        "fct_leads",
        _own_ids(
            "fct_leads",
            owner_id="owner_key",
            first_owner_id="first_owner_key",
            opportunity_id="opportunity_key",
            duplicate_of_lead_id="duplicate_of_lead_key",
        ),
        "select * from truth_leads where is_in_facts",
        ("lead_id",),
    ),
    Table(
        "fct_opportunities",
        _own_ids("fct_opportunities", owner_id="owner_key", account_id="account_key", lead_id="lead_key"),
        "select * from truth_opportunities where is_in_facts",
        ("opportunity_id",),
    ),
    Table(
        "fct_opportunity_stages",
        _own_ids("fct_opportunity_stages", opportunity_id="opportunity_key"),
        "select * from truth_opportunity_stages where opportunity_id in "
        "(select opportunity_id from truth_opportunities where is_in_facts)",
        ("opportunity_id", "stay_number"),
    ),
    Table(
        "fct_lead_statuses",
        _own_ids("fct_lead_statuses", lead_id="lead_key"),
        "select * from truth_lead_statuses where lead_id in (select lead_id from truth_leads where is_in_facts)",
        ("lead_id", "stay_number"),
    ),
    Table(
        "fct_lead_assignments",
        _own_ids("fct_lead_assignments", lead_id="lead_key", owner_id="owner_key"),
        "select * from truth_lead_assignments where lead_id in (select lead_id from truth_leads where is_in_facts)",
        ("lead_id", "stay_number"),
    ),
    Table(
        # Who was asked at the first response: the owner of the stay during which it happened. A lead answered only
        # after it was closed is in nobody's stay, and is left out.
        "owners at the first response",
        """
        select leads.lead_id, substr(stays.owner_key, length(stays.source_system) + 2) as owner_id
        from facts.fct_leads as leads
        join facts.fct_lead_assignments as stays
            on leads.lead_key = stays.lead_key
            and stays.assigned_at <= leads.first_contacted_at
            and (stays.released_at > leads.first_contacted_at or stays.released_at is null)
        """,
        """
        select lead_id, owner_at_first_response_id as owner_id
        from truth_leads
        where lead_id in (
            select leads.lead_id
            from facts.fct_leads as leads
            join facts.fct_lead_assignments as stays
                on leads.lead_key = stays.lead_key
                and stays.assigned_at <= leads.first_contacted_at
                and (stays.released_at > leads.first_contacted_at or stays.released_at is null)
        )
        """,
        ("lead_id",),
    ),
    Table(
        "fct_touchpoints",
        _own_ids(
            "fct_touchpoints",
            touchpoint_id="touchpoint_key",
            lead_id="lead_key",
            contact_id="contact_key",
            campaign_id="campaign_key",
        ),
        "select * from truth_touchpoints",
        ("touchpoint_id",),
    ),
    Table(
        "fct_opportunity_touchpoints",
        _own_ids(
            "fct_opportunity_touchpoints",
            opportunity_id="opportunity_key",
            touchpoint_id="touchpoint_key",
            campaign_id="campaign_key",
        ),
        "select * from truth_opportunity_touchpoints",
        ("opportunity_id", "touchpoint_id"),
    ),
    Table(
        # A row without a touch is matched by its model and opportunity.
        "fct_campaign_attribution",
        f"""
        select * replace (coalesce(touchpoint_id, 'none') as touchpoint_id)
        from ({
            _own_ids(
                "fct_campaign_attribution",
                opportunity_id="opportunity_key",
                touchpoint_id="touchpoint_key",
                campaign_id="campaign_key",
            )
        })
        where attribution_model in (select attribution_model from truth_attribution)
        """,
        "select * replace (coalesce(touchpoint_id, 'none') as touchpoint_id) from truth_attribution",
        ("opportunity_id", "attribution_model", "touchpoint_id"),
        rough=("credit", "attributed_amount", "attributed_won_amount"),
    ),
    Table(
        "fct_campaign_spend",
        "select *, substr(campaign_key, strpos(campaign_key, ':') + 1) as campaign_id from facts.fct_campaign_spend",
        "select * from truth_campaign_spend",
        ("platform_campaign_id", "spend_date"),
    ),
    Table(
        "costs of campaigns",
        "select * from facts.dim_campaigns",
        "select * from truth_campaigns",
        ("campaign_id",),
    ),
    Table(
        "outcomes of counted leads",
        """
        select
            leads.lead_id,
            case
                when leads.is_won then 'won'
                when opportunities.is_closed then 'lost'
                when leads.has_opportunity then 'open_opportunity'
                when leads.is_converted then 'converted_without_opportunity'
                when leads.is_disqualified then 'disqualified'
                else 'open'
            end as fate
        from facts.fct_leads as leads
        left join facts.fct_opportunities as opportunities on leads.opportunity_key = opportunities.opportunity_key
        where leads.is_counted
        """,
        "select lead_id, outcome as fate from truth_leads where is_in_facts and is_counted",
        ("lead_id",),
    ),
)


@contextmanager
def open_facts(published: Path, truth: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The facts of a published version as `facts`, the truth as views `truth_<table>`."""
    with tempfile.TemporaryDirectory() as spill:
        connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": spill})
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{published}' as facts (read_only)")
        for file in sorted(truth.glob("*.parquet")):
            connection.execute(f"create view truth_{file.stem} as select * from '{file}'")
        yield connection
        connection.close()


def compare(connection: duckdb.DuckDBPyConnection, table: Table) -> Comparison:
    """Compare a fact with the truth in every column that the truth has.

    Raises:
        ValueError: the truth holds no row of the table.
    """
    columns = [
        row[0]
        for row in connection.execute(f"describe {table.truth}").fetchall()
        if row[0] not in BESIDE and row[0] not in table.keys
    ]
    pairs = f"from ({table.fact}) as fact full join ({table.truth}) as truth on " + " and ".join(
        f"fact.{key} = truth.{key}" for key in table.keys
    )
    first = table.keys[0]
    paired = f"fact.{first} is not null and truth.{first} is not null"
    wrong = [
        f"{paired} and fact.{column} is distinct from truth.{column}"
        + (f" and coalesce(abs(fact.{column} - truth.{column}) >= {TOLERANCE}, true)" if column in table.rough else "")
        for column in columns
    ]
    counts = ", ".join(f"count(*) filter (where {condition})" for condition in wrong)
    row = connection.execute(
        f"select count(truth.{first}), count(*) filter (where truth.{first} is null), "
        f"count(*) filter (where fact.{first} is null), {counts} {pairs}"
    ).fetchone()
    assert row is not None
    rows, unknown, missing, *counted = row
    if not rows:
        raise ValueError(f"the truth holds no row of {table.name}")
    result = Comparison(table.name, rows, (rows - missing) * len(columns))
    if unknown or missing:
        alone = f"select fact.{first}, truth.{first} {pairs} where not ({paired}) limit {EXAMPLES}"
        shown = connection.execute(alone).fetchall()
        result.differences.append(f"rows: {unknown} only in the facts, {missing} only in the truth, such as {shown}")
    for column, condition, number in zip(columns, wrong, counted, strict=True):
        if number:
            differing = f"select fact.{first}, fact.{column}, truth.{column} {pairs} where {condition}"
            shown = connection.execute(f"{differing} limit {EXAMPLES}").fetchall()
            result.differences.append(f"{column}: {number} differ, such as {shown} (record, fact, truth)")
    return result
