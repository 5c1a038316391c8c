# One row per enabled data-driven model and channel: the weight with which the channel shares in credit.
from leadhouse.attributing.weighing import weigh

COLUMNS = {
    "attribution_model": "varchar",
    "channel": "varchar",
    "effect": "double",
    "weight": "double",
    "standard_error": "double",
}


def model(dbt, session):
    """Hand the counts to the arithmetic, which SQL cannot express: a linear solve, sums over all sets of channels."""
    dbt.config(materialized="table")
    transitions = dbt.ref("int_channel_transitions").select("from_channel, to_channel, transitions").fetchall()
    sets = dbt.ref("int_channel_sets").select("channels, won, lost").fetchall()
    models = dbt.ref("attribution_models").select("attribution_model, method, is_enabled").fetchall()
    methods = {name: method for name, method, is_enabled in models if is_enabled}
    weights = weigh(methods, transitions, [(frozenset(channels.split("|")), won, lost) for channels, won, lost in sets])
    return session.query(_query([vars(weight) for weight in weights]))


def _query(rows):
    """The rows as a query: DuckDB would import pandas to take them as a table, and that takes longer than all else."""
    empty = "select " + ", ".join(f"cast(null as {kind}) as {name}" for name, kind in COLUMNS.items()) + " where false"
    return " union all ".join([empty, *(f"select {_values(row)}" for row in rows)])


def _values(row):
    return ", ".join(f"cast({_literal(row[name])} as {kind})" for name, kind in COLUMNS.items())


def _literal(value):
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"
