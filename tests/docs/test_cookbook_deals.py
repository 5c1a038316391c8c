"""The cookbook's answers about deals and money, against Polars over the facts and the metrics of the dashboards."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboards import data
from tests.docs.cookbook import questions
from tests.docs.test_cookbook_leads import Answer, Table, now, same


def counted(table: Table) -> pl.DataFrame:
    """Deals that count."""
    return table("fct_opportunities").filter("is_counted")


def test_7_lost_deals_are_all_there_by_reason_stage_and_competitor(answer: Answer, table: Table) -> None:
    found = answer(7)
    assert found["deals"].sum() == data.metric("opportunities_lost")["value"][0]
    assert found["amount"].sum() == pytest.approx(data.metric("amount_lost")["value"][0])
    by_reason = counted(table).filter("is_lost").group_by("lost_reason").len()
    assert sorted(found.group_by("reason").agg(pl.col("deals").sum())["deals"]) == sorted(by_reason["len"])
    by_stage = counted(table).filter("is_lost").group_by("lost_stage").len()
    assert sorted(found.group_by("lost_at").agg(pl.col("deals").sum())["deals"]) == sorted(by_stage["len"])
    named = counted(table).filter("is_lost", pl.col("competitor").is_not_null()).height
    assert found.filter(pl.col("competitor") != "none named")["deals"].sum() == named > 0


def test_8_returns_follow_from_credit_and_cost(answer: Answer, table: Table) -> None:
    found = answer(8)
    campaigns = table("dim_campaigns").filter(pl.col("cost").is_not_null())
    assert found.height == campaigns.height
    assert found["cost"].sum() == pytest.approx(campaigns["cost"].sum())
    renewals = table("fct_opportunities").filter(opportunity_type="renewal")["opportunity_key"]
    credit = table("fct_campaign_attribution").filter(
        pl.col("campaign_key").is_in(campaigns["campaign_key"].implode()),
        ~pl.col("opportunity_key").is_in(renewals.implode()),
    )
    for model in ("first_touch", "linear"):
        won = credit.filter(pl.col("attribution_model") == model)["attributed_won_amount"].sum()
        assert found[f"won_by_{model}"].sum() == pytest.approx(won)
        expected = (found[f"won_by_{model}"].fill_null(0) - found["cost"]) / found["cost"]
        assert (found[f"roi_by_{model}"] - expected).abs().max() < 1e-9
    assert (found["won_by_first_touch"] != found["won_by_linear"]).any()


@pytest.mark.parametrize(("column", "position"), [("as_first_touch", "is_first"), ("as_last_touch", "is_last")])
def test_9_channels_get_the_deals_whose_first_or_last_touch_was_theirs(
    answer: Answer, table: Table, column: str, position: str
) -> None:
    found = answer(9)
    won = counted(table).filter("is_won").select("opportunity_key", "won_amount")
    touches = table("fct_opportunity_touchpoints").filter(position, "is_credited")
    touched = won.join(touches, on="opportunity_key", how="left").with_columns(
        pl.col("channel").fill_null("unattributed")
    )
    assert touched.height == won.height
    by_channel = touched.group_by("channel").agg(pl.col("won_amount").sum()).filter(pl.col("won_amount") > 0)
    same(
        found.filter(pl.col(column) > 0).select("channel", won_amount=column),
        by_channel,
        "channel",
    )
    assert found[column].sum() == pytest.approx(data.metric("amount_won")["value"][0])
    assert (found["as_first_touch"] + found["as_last_touch"] > 0).all()


def test_10_a_deal_without_a_rate_is_counted_and_in_no_sum_of_converted_money(answer: Answer, table: Table) -> None:
    found = answer(10)
    won = counted(table).filter("is_won")
    unconverted = won.filter(pl.col("amount").is_null(), pl.col("amount_original").is_not_null())
    assert found["deals_won"].sum() == won.height
    assert found["deals_without_a_rate"].sum() == unconverted.height
    assert found["won_converted"].sum() == pytest.approx(data.metric("amount_won")["value"][0])
    currency = data.currency()
    (home,) = found.filter(pl.col("currency") == currency).to_dicts()
    assert home["average_rate"] == pytest.approx(1)
    assert home["won_original"] == pytest.approx(home["won_converted"])
    rates = {row["currency"]: row["average_rate"] for row in found.drop_nulls("average_rate").to_dicts()}
    assert len(rates) > 1
    stated = table("definitions.currency_rates")
    for code, rate in rates.items():
        of_it = stated.filter(pl.col("currency") == code)["rate"]
        assert code == currency or float(of_it.min()) <= rate <= float(of_it.max())  # type: ignore[arg-type]


def test_14_the_pipeline_holds_every_open_deal(answer: Answer, table: Table) -> None:
    found = answer(14)
    opened = counted(table).filter(~pl.col("is_closed"))
    assert found["deals"].sum() == opened.height > 0
    assert found["amount"].sum() == pytest.approx(opened["amount"].sum())
    assert found["stalled_deals"].sum() == opened["is_stalled"].sum()
    age = ((now(table) - pl.col("created_at")).dt.total_seconds() / 86400).alias("age")  # type: ignore[operator]
    whole = (found["average_age_days"] * found["deals"]).sum()
    assert whole == pytest.approx(opened.select(age.sum()).item(), rel=1e-6)
    stays = table("fct_opportunity_stages").filter("is_current")
    stays = stays.join(opened, on="opportunity_key", how="semi")
    assert stays.height == opened.height
    assert (found["average_days_in_this_stage"] * found["deals"]).sum() == pytest.approx(stays["days_in_stage"].sum())


def test_15_closed_deals_are_told_apart_by_how_often_they_were_pushed(answer: Answer, table: Table) -> None:
    found = answer(15)
    closed = counted(table).filter("is_closed").drop_nulls("close_date_pushes")
    closed = closed.with_columns(pushes=pl.col("close_date_pushes").clip(0, 3))
    same(
        found,
        closed.group_by("pushes").agg(
            deals_closed=pl.len(),
            won=pl.col("is_won").sum(),
            win_rate=pl.col("is_won").mean(),
            amount_closed=pl.col("amount").sum(),
        ),
        "pushes",
    )


def test_18_nobody_in_silent_demand_has_an_open_lead_or_deal(answer: Answer, table: Table) -> None:
    found = answer(18)
    silent = table("rpt_silent_demand").filter("is_since_closing")
    assert found["people"].sum() == silent["person_key"].n_unique() == silent.height > 0
    worked_on = table("fct_leads").filter("is_open")["person_key"]
    assert not set(silent["person_key"]) & set(worked_on)
    since = now(table) - pl.duration(days=90)  # type: ignore[operator]
    recent = table("fct_touchpoints").filter(pl.col("touched_at") >= since, pl.col("touched_at") <= now(table))
    counts = recent.join(silent, on="person_key", how="semi")
    assert found["touches"].sum() == counts.height


def test_19_spend_is_all_there_and_clicks_cost_what_their_sum_says(answer: Answer, table: Table) -> None:
    found, spend = answer(19), table("fct_campaign_spend")
    assert found["spend"].sum() == pytest.approx(spend["spend"].sum())
    assert found["clicks"].sum() == spend["clicks"].sum()
    tied = spend.filter(pl.col("campaign_key").is_not_null())["spend"].sum()
    to_a_campaign = found.filter(~pl.col("tied_by").is_in(["no campaign", "several campaigns"]))
    assert to_a_campaign["spend"].sum() == pytest.approx(tied)
    assert 0 < tied < spend["spend"].sum()
    priced = spend.drop_nulls("spend")
    for platform in found["platform"].unique():
        ours = found.filter(pl.col("platform") == platform)
        clicks = (ours["spend"] / ours["cost_per_click"]).sum()
        assert clicks == pytest.approx(priced.filter(pl.col("platform") == platform)["clicks"].sum())


def test_20_months_add_up_to_the_amount_won_on_the_pages(answer: Answer, table: Table) -> None:
    found = answer(20)
    shown = data.metric("amount_won", ("closed_month",)).filter(pl.col("value").is_not_null())
    same(found.filter(pl.col("amount_won") > 0), shown.select("closed_month", amount_won="value"), "closed_month")
    won = counted(table).filter("is_won")
    assert found["deals_won"].sum() == won.height
    from_leads = won.drop_nulls("lead_key")["won_amount"].sum()
    assert found["from_leads"].sum() == pytest.approx(from_leads)
    assert 0 < from_leads < won["won_amount"].sum()
    renewals = won.filter(pl.col("opportunity_type") == "renewal")["won_amount"].sum()
    assert found["from_renewals"].sum() == pytest.approx(renewals)


def test_10_deals_whose_rate_is_missing_are_told_by_currency(version: Path, tmp_path: Path) -> None:
    copy = tmp_path / "version.duckdb"
    shutil.copyfile(version, copy)
    with duckdb.connect(str(copy)) as connection:
        some = (
            "select opportunity_key from fct_opportunities where is_counted and is_won and amount is not null limit 2"
        )
        connection.execute(f"update fct_opportunities set amount = null where opportunity_key in ({some})")
        found = connection.execute(questions()[10].sql).pl()
        told = "count(*) filter (amount is null and amount_original is not null)"
        expected = connection.execute(f"select {told} from fct_opportunities where is_counted and is_won").fetchone()
    assert expected is not None
    assert found["deals_without_a_rate"].sum() == expected[0] >= 2
