"""What ad platforms charged for the programmes that run on them, per campaign and day.

Reads a world and its campaigns, writes `Spend`, and from it the plain file that a marketer keeps: the platforms number
and name campaigns their own way, one renames them half-way, and one campaign of theirs is nobody's.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from leadhouse.demo import catalogue as cat
from leadhouse.demo.campaigns import Campaigns
from leadhouse.demo.moments import as_dates
from leadhouse.demo.references import References
from leadhouse.demo.world import World

HEADER = ("platform", "account", "campaign_id", "campaign_name", "date", "spend", "currency", "impressions", "clicks",
          "utm_campaign")  # fmt: skip
OWN_NUMBER, NOBODYS_NUMBER = 18_400_000_000, 18_399_000_001


@dataclass(frozen=True)
class Platform:
    """Where a programme runs: what it is called in the file and in the facts, and how one finds the campaign again.

    told_by: `id` (the campaign's id stands in utm_campaign), `utm` (its name does), or `name`.
    """

    label: str
    name: str
    account: str
    source: int
    currency: int
    told_by: str


PLATFORMS = (
    Platform("Google Ads", "google_ads", "481-220-9917", 3, 0, "id"),
    Platform("Facebook", "facebook_ads", "act_55120377", 2, 1, "utm"),
    Platform("LinkedIn", "linkedin_ads", "508117734", 4, 2, "name"),
)


NOBODYS_CENTS_PER_LEAD = 2.5
"""What a day of the campaign that nobody knows costs for each lead of the company."""


@dataclass
class Spend:
    """One row per platform's campaign and day, in order; cents of `currency`.

    platform: number in `PLATFORMS`. campaign: number, -1 for the one that is nobody's. day: since the epoch.
    is_renamed: from this day on the platform knows the campaign by another name.
    """

    platform: np.ndarray
    campaign: np.ndarray
    day: np.ndarray
    cents: np.ndarray
    currency: np.ndarray
    impressions: np.ndarray
    clicks: np.ndarray
    is_renamed: np.ndarray


def charge(world: World, campaigns: Campaigns) -> Spend:
    """Return what was charged up to the day before the export."""
    rng, parts = world.rng(25), []
    today = int(world.local.day_of(np.array([world.now]))[0])
    for number, platform in enumerate(PLATFORMS):
        for campaign in campaigns.by_quarter[platform.source]:
            day = np.arange(campaigns.start[campaign], min(campaigns.end[campaign] + 1, today))
            parts.append((number, campaign, day, campaigns.budget[campaign] / 90, platform.currency))
    parts.append((0, -1, np.arange(world.start // 86_400, today), NOBODYS_CENTS_PER_LEAD * len(world.leads), 0))
    sizes = [len(part[2]) for part in parts]
    campaign, day = np.repeat([part[1] for part in parts], sizes), np.concatenate([part[2] for part in parts])
    weekend = np.where((day + 3) % 7 >= 5, 0.35, 1.0)
    cents = np.repeat([part[3] for part in parts], sizes) * weekend * rng.lognormal(0, 0.35, len(day))
    clicks = rng.poisson(cents / 180)
    middle = campaigns.start[campaign] + 45
    platform_number = np.repeat([part[0] for part in parts], sizes)
    told_by = np.array([platform.told_by for platform in PLATFORMS])[platform_number]
    return Spend(
        platform_number, campaign, day, cents.astype(np.int64), np.repeat([part[4] for part in parts], sizes),
        clicks * rng.integers(25, 60, len(day)), clicks, (told_by == "name") & (day >= middle) & (campaign % 2 == 0),
    )  # fmt: skip


def own_ids(spend: Spend) -> np.ndarray:
    """Return the platforms' own numbers of their campaigns."""
    return np.where(spend.campaign < 0, NOBODYS_NUMBER, OWN_NUMBER + 97 * spend.campaign)


def called(spend: Spend, campaigns: Campaigns) -> list[str]:
    """Return what the platform calls the campaign on that day."""
    words = {"id": "Search | {}", "utm": "Content ads {number}", "name": "{}"}
    names = []
    for platform, campaign, renamed in zip(spend.platform, spend.campaign, spend.is_renamed, strict=True):
        form = words[PLATFORMS[platform].told_by]
        name = form.format(campaigns.name[campaign], number=campaign)
        names.append("Brand always on" if campaign < 0 else f"Growth push {campaign}" if renamed else name)
    return names


def write_spend(spend: Spend, campaigns: Campaigns, references: References, path: Path) -> None:
    """Write the plain file.

    Args:
        spend: what was charged.
        campaigns: for names.
        references: for ids.
        path: the file to write.
    """
    dates, names, ids = as_dates(spend.day).cast(str).to_list(), called(spend, campaigns), own_ids(spend)
    links = {"id": references.campaigns.to_list(), "name": [""] * len(campaigns.name),
             "utm": [name.lower().replace(" ", "-") for name in campaigns.name]}  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for row, campaign in enumerate(spend.campaign):
            platform = PLATFORMS[spend.platform[row]]
            writer.writerow((
                platform.label, platform.account, ids[row], names[row], dates[row], f"{spend.cents[row] / 100:.2f}",
                cat.CURRENCIES[spend.currency[row]], spend.impressions[row], spend.clicks[row],
                "" if campaign < 0 else links[platform.told_by][campaign],
            ))  # fmt: skip
