"""Reports of deals: of what was won, in money, and of those that were lost.

Reads the company's raw opportunities and what the simulation says of them.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from tests.reconciling.company import Company, Row, long_id, planted_id
from tests.reconciling.reports import REPORTING, Made, day, key, plain_csv, utc, workbook

FIRST, LAST, MADE_AT = date(2026, 1, 1), date(2026, 11, 30), datetime(2026, 11, 10, 11, tzinfo=UTC)


def amount_won(company: Company, folder: Path) -> Made:
    """Deals won this year by close date, a workbook made ten days before the export; its users go by the stage."""
    closed_at = {deal: _closed_at(company, deal) for deal in company.deals}
    listed = [deal for deal, row in company.deals.items() if _is_listed(row) and closed_at[deal] <= MADE_AT]
    ours = {deal for deal in company.deals if _is_ours(company, deal, closed_at[deal])}
    expected = Counter[tuple[str, str]]()
    for deal in ours - set(listed):
        expected["missing_in_their_report" if closed_at[deal] > MADE_AT else "definition", key(deal)] += 1
    for deal in listed:
        kind = _why_amount(company, deal, deal in ours)
        if kind:
            expected[kind, key(deal)] += 1
    lost = next(deal for deal, truth in sorted(company.deal_truth.items()) if truth["is_lost"] and truth["is_counted"])
    cells = [_deal_cells(company.deals[deal]) for deal in listed]
    cells.append(list(cells[0]))
    expected["repeated_in_their_report", key(listed[0])] += 1
    for kind, deal, closed, stage in (
        ("changed", planted_id("reopened"), date(2026, 2, 20), "Closed Won"),
        ("changed", planted_id("moved"), date(2026, 2, 15), "Closed Won"),
        ("filter", planted_id("listed"), date(2026, 2, 16), "Prospecting"),
        ("filter", lost, date(2026, 2, 18), "Closed Lost"),
        ("missing_in_our_export", long_id("006Qz0000P99999"), date(2026, 2, 17), "Closed Won"),
    ):
        cells.append([deal[:15], closed, 5000.0, "EUR", stage])
        expected[kind, key(deal)] += 1
    path = folder / "won.xlsx"
    workbook(path, ["Opportunity ID", "Close Date", "Amount", "Opportunity Currency", "Stage"], cells)
    options = ["--metric", "amount_won", "--from", str(FIRST), "--to", str(LAST), "--report-time", "2026-11-10 12:00"]
    return Made(path, [*options, "--time-zone", "Europe/Berlin", "--date-order", "ymd"], len(cells), expected)


def _closed_at(company: Company, deal: str) -> datetime:
    """When a deal was closed; of a planted or open one when it last changed its stage."""
    told = company.deal_truth.get(deal, {}).get("closed_at")
    row = company.deals[deal]
    return told.replace(tzinfo=UTC) if told else utc(row["LastStageChangeDate"] or row["CreatedDate"])


def _is_listed(row: Row) -> bool:
    return row["StageName"] == "Closed Won" and FIRST <= date.fromisoformat(row["CloseDate"][:10]) <= LAST


def _is_ours(company: Company, deal: str, closed_at: datetime) -> bool:
    row = company.deals[deal]
    is_won = row["IsWon"] == "1" and row["IsDeleted"] == "0" and _worth(company, deal) is not None
    return is_won and FIRST <= day(closed_at, REPORTING) <= LAST


def _deal_cells(row: Row) -> list[object]:
    amount: object = float(row["Amount"]) if row["Amount"] else ""
    if row["Id"] == planted_id("cents"):
        amount = 1235
    if row["Id"] == planted_id("edited"):
        amount = 5500
    return [row["Id"][:15], date.fromisoformat(row["CloseDate"][:10]), amount, row["CurrencyIsoCode"], row["StageName"]]


def _worth(company: Company, deal: str) -> object:
    """What a deal is worth in euros; None where it has no amount or no rate."""
    if deal in company.deal_truth:
        return company.deal_truth[deal]["amount"]
    row = company.deals[deal]
    return row["Amount"] or None if row["CurrencyIsoCode"] == "EUR" else None


def _why_amount(company: Company, deal: str, is_ours: bool) -> str | None:
    row = company.deals[deal]
    if not is_ours:
        if row["IsDeleted"] == "1":
            return "deleted"
        is_unrated = row["IsWon"] == "1" and row["Amount"] and _worth(company, deal) is None
        return "rate_missing" if is_unrated else "definition"
    if row["CurrencyIsoCode"] != "EUR":
        return "currency"
    return {planted_id("cents"): "rounding", planted_id("edited"): "changed"}.get(deal)


def opportunities_lost(company: Company, folder: Path) -> Made:
    """Deals lost so far, by the system's own column names, whatever the reason."""
    expected = Counter[tuple[str, str]]()
    lost = [row for row in company.deals.values() if row["StageName"] == "Closed Lost" and row["IsDeleted"] == "0"]
    for row in lost:
        truth = company.deal_truth.get(row["Id"], {"is_never_real": True})
        if truth["is_never_real"]:
            expected["never_real", key(row["Id"])] += 1
    # The record's own flag says that it was lost, though its stage does not.
    expected["definition", key(planted_id("not_won"))] += 1
    path = folder / "Opportunity.csv"
    plain_csv(path, ["Id", "StageName", "CloseDate"], [[row["Id"], row["StageName"], row["CloseDate"]] for row in lost])
    return Made(path, ["--metric", "opportunities_lost"], len(lost), expected)
