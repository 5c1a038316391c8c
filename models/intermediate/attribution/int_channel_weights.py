# One row per enabled data-driven model and channel: the weight with which the channel shares in credit.
from leadhouse.attributing.weighing import weigh
from leadhouse.warehouse.rows import as_query

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
    return session.query(as_query(COLUMNS, [vars(weight) for weight in weights]))
