"""How long it takes to share credit under all attribution models, step by step and model by model, and how that grows.

    python -m benchmarks.attribution --opportunities 30000 --opportunities 300000

Makes up opportunities with ten touches each on average, as the tables that the models of credit read, and runs the
project's own models on them in DuckDB with the memory and threads of a build, without dbt around them: each size in a
process of its own. First all attribution models at once, step by step, as a build does; then the fact alone under each.
Prints a table per size: seconds, processor seconds, which a busy machine disturbs less, and the growth of the latter
since the size before (1: as the touches).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.measuring import measure
from leadhouse.settings import threads
from tests.attributing.rendering import GIVEN, MODELS, definition, run

FACT = "fct_campaign_attribution"
Seconds = tuple[float, float]
# What the models read of each touch; every third is at the same instant as the one before.
TOUCHES_SQL = """
create table int_opportunity_touches_positioned as
with numbered as (
    select o, t + 1 as touch_number, 1 + hash(o) % 19 as touches
    from range({opportunities}) opportunities(o), range(19) touches(t)
    where t < 1 + hash(o) % 19
)
select
    'crm:006' || lpad(o::varchar, 12, '0') as opportunity_key,
    'crm:00v' || lpad((o * 19 + touch_number)::varchar, 12, '0') as touchpoint_key,
    'crm:701' || lpad((hash(o, touch_number) % 2000)::varchar, 12, '0') as campaign_key,
    (select list(source_category order by sort_order) from source_categories)[(1 + hash(touch_number, o) % 12)::integer]
        as channel,
    touch_number::integer as touch_number,
    true as is_credited,
    touch_number = 1 as is_first,
    touch_number = 1 + touches // 3 as is_lead_creation,
    touch_number = 1 + touches // 2 as is_opportunity_creation,
    touch_number = touches and hash(o) % 4 > 0 as is_closing,
    touch_number = touches as is_last,
    timestamp '2024-01-01' + to_seconds((hash(o) % 31536000 + (touch_number - touch_number % 3) * 1000003)::bigint)
        as touched_at
from numbered
"""
OPPORTUNITIES_SQL = """
create table fct_opportunities as
select
    'crm:006' || lpad(o::varchar, 12, '0') as opportunity_key,
    'crm' as source_system,
    case when hash(o) % 3 > 0 then 'crm:701' || lpad((hash(o) % 2000)::varchar, 12, '0') end as primary_campaign_key,
    true as is_counted,
    hash(o) % 4 > 0 as is_closed,
    hash(o) % 4 = 1 as is_won,
    (hash(o) % 10000000 / 100)::decimal(18, 2) as amount
from range({opportunities}) opportunities(o)
"""
CAMPAIGNS_SQL = """
create table int_touch_campaigns_channelled as
select 'crm:701' || lpad(c::varchar, 12, '0') as campaign_key, 'web' as channel from range(2000) campaigns(c)
"""


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attribution", description=__doc__.splitlines()[0])
    parser.add_argument("--opportunities", type=int, action="append", help="size; may be given several times")
    parser.add_argument("--together", action="store_true", help="leave out the fact under each model alone")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sizes = sorted(arguments.opportunities or [30_000, 300_000])
    if arguments.one:
        arguments.one.write_text(json.dumps(_run(sizes[0], arguments.one.parent, arguments.together)), encoding="utf-8")
        return
    before = None
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="leadhouse-benchmark-") as folder:
            result = Path(folder) / "result.json"
            asked = [
                "--opportunities",
                str(size),
                "--one",
                str(result),
                *(["--together"] if arguments.together else []),
            ]
            command = [sys.executable, "-m", "benchmarks.attribution", *asked]
            measured = measure(command, Path(folder) / "log")
            found = json.loads(result.read_text(encoding="utf-8"))
        _print(found, before, measured.peak)
        before = found


def _run(opportunities: int, folder: Path, together: bool) -> dict[str, Any]:
    """Seconds by step with all models on and, unless only together, of the fact by attribution model."""
    connection = duckdb.connect(str(folder / "work.duckdb"), config={"threads": threads(), "memory_limit": "3GB"})
    connection.execute("set TimeZone = 'UTC'")
    for name in ("attribution_models", "source_categories"):
        rows = definition(name)
        connection.execute(f"create table {name} ({GIVEN[name]})")
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into {name} values ({marks})", [list(row.values()) for row in rows])
    for query in (TOUCHES_SQL, OPPORTUNITIES_SQL, CAMPAIGNS_SQL):
        connection.execute(query.format(opportunities=opportunities))
    connection.execute("create view int_opportunities_progressed as from fct_opportunities")
    counted = connection.execute("select count(*) from int_opportunity_touches_positioned").fetchone()
    steps = {path.stem: _seconds(connection, path) for path in MODELS[1:]}
    written = connection.execute(f"select count(*) from {FACT}").fetchone()
    assert counted is not None
    assert written is not None
    models = {
        row["attribution_model"]: _alone(connection, str(row["attribution_model"]))
        for row in definition("attribution_models")
        if not together
    }
    return {"opportunities": opportunities, "touches": counted[0], "rows": written[0], "steps": steps, "models": models}


def _seconds(connection: duckdb.DuckDBPyConnection, path: Path) -> Seconds:
    """Elapsed and processor seconds."""
    start, used = time.perf_counter(), time.process_time()
    run(connection, [path])
    return time.perf_counter() - start, time.process_time() - used


def _alone(connection: duckdb.DuckDBPyConnection, model: str) -> Seconds:
    """Seconds of the fact with no other attribution model on."""
    connection.execute(f"drop table {FACT}")
    connection.execute("update attribution_models set is_enabled = attribution_model = ?", [model])
    return _seconds(connection, next(path for path in MODELS if path.stem == FACT))


def _print(found: dict[str, Any], before: dict[str, Any] | None, peak: int) -> None:
    size = f"{found['opportunities']:,} opportunities, {found['touches']:,} touches"
    print(f"\n{size}: {found['rows']:,} rows, peak {peak / 1e6:,.0f} MB\n")
    for kind, title in (("steps", "all attribution models, step by step"), ("models", f"{FACT} under one model alone")):
        if not found[kind]:
            continue
        timed = {**found[kind], "all": _added(found[kind])}
        earlier = {**before[kind], "all": _added(before[kind])} if before else {}
        print(f"| {title} | seconds | processor seconds | growth |\n|---|---|---|---|")
        for name, (seconds, used) in timed.items():
            grown = f"{_exponent(found, before, used, earlier[name][1]):.2f}" if before else ""
            print(f"| {name} | {seconds:.2f} | {used:.2f} | {grown} |")
        print()


def _added(timed: dict[str, Seconds]) -> Seconds:
    return sum(seconds for seconds, _ in timed.values()), sum(used for _, used in timed.values())


def _exponent(found: dict[str, Any], before: dict[str, Any], used: float, earlier: float) -> float:
    grown = used / earlier if used and earlier else 1.0
    return math.log(grown) / math.log(found["touches"] / before["touches"])


if __name__ == "__main__":
    main()
