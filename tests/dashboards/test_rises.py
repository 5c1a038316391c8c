"""Whether a rise of a metric is painted as good or bad: decided by hand for one metric of each kind."""

from __future__ import annotations

import pytest

from dashboards import data


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize(
    ("metric", "rise"),
    [
        ("sla_met_rate", "good"),
        ("never_contacted_rate", "bad"),
        ("leaked_rate", "bad"),
        ("median_response_time", "bad"),
        ("amount_won", "good"),
        ("cost_per_lead", None),  # follows campaigns from their start: the earlier ones had more time
        ("qualification_rate", None),  # follows leads, likewise
        ("rejected_right_rate", None),  # who was rejected last has had no time to come back
        ("median_days_to_win", None),  # the slow wins of an earlier period are in already
        ("median_sales_cycle", "bad"),  # of deals closed in the period, all of which have ended
        ("leads_created", None),
        ("leads_neglected", None),  # more leads, more of everything
        ("leads_dropped", None),
        ("amount_lost", None),
    ],
)
def test_a_rise_is_good_or_bad_or_tells_neither(metric: str, rise: str | None) -> None:
    assert data.definition(metric).rise_is == rise
