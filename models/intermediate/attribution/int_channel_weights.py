# One row per enabled data-driven model and channel: the weight with which the channel shares in credit.
import pyarrow

from leadhouse.attributing.weighing import weigh


def model(dbt, session):
    """Hand the counts to the arithmetic, which SQL cannot express: a linear solve, sums over all sets of channels."""
    dbt.config(materialized="table")
    transitions = dbt.ref("int_channel_transitions").select("from_channel, to_channel, transitions").fetchall()
    sets = dbt.ref("int_channel_sets").select("channels, won, lost").fetchall()
    models = dbt.ref("attribution_models").select("attribution_model, method, is_enabled").fetchall()
    methods = {name: method for name, method, is_enabled in models if is_enabled}
    weights = weigh(methods, transitions, [(frozenset(channels.split("|")), won, lost) for channels, won, lost in sets])
    text, number = pyarrow.string(), pyarrow.float64()
    columns = {"attribution_model": text, "channel": text, "effect": number, "weight": number, "standard_error": number}
    schema = pyarrow.schema(list(columns.items()))
    return pyarrow.Table.from_pylist([vars(each) for each in weights], schema=schema)
