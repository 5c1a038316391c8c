"""The company's people: sales teams with managers, partners, machines that act as users, and queues.

Reads a seed and the number of leads, writes one owner per user or queue, addressed by position. Reps truly
differ: `speed` scales how long they take to call, `skill` how often a called lead qualifies.
"""

from dataclasses import dataclass, field

import numpy as np

from leadhouse.demo import words
from leadhouse.demo.calendars import Calendars
from leadhouse.demo.ids import make_ids
from leadhouse.demo.moments import DAY

TEAMS = (
    ("DACH", "Europe/Berlin", "EUR", "Germany", "de_DE"),
    ("UK & Ireland", "Europe/London", "GBP", "United Kingdom", "en_GB"),
    ("North America", "America/New_York", "USD", "United States", "en_US"),
)
LEADS_PER_REP = 2_500
QUEUES = ("Inbound DACH", "Inbound UK & Ireland", "Inbound North America", "List Import")
LIST_QUEUE = 3


@dataclass
class Owner:
    """One user or queue. `kind` is person, partner, automated or queue; times in seconds since the epoch."""

    first_name: str
    last_name: str
    kind: str
    user_type: str
    team: int
    time_zone: str
    title: str
    speed: float = 1.0
    skill: float = 1.0
    manager: int = -1
    left_at: int = 0
    calendar_name: str = ""
    salesforce_id: str = ""


@dataclass
class People:
    """All owners; users first, queues after them. Positions are the owner numbers used everywhere."""

    owners: list[Owner]
    users: int
    reps: list[np.ndarray]
    managers: np.ndarray
    partners: np.ndarray
    robot: int
    integration: int
    marketer: int
    calendars: Calendars
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        def column(values: list, dtype: type) -> np.ndarray:
            return np.array(values, dtype=dtype)

        self.speed = column([owner.speed for owner in self.owners], float)
        self.skill = column([owner.skill for owner in self.owners], float)
        self.left_at = column([owner.left_at for owner in self.owners], np.int64)
        self.is_person = column([owner.kind in ("person", "partner") for owner in self.owners], bool)
        self.calendar = column([self.calendar_of(owner) for owner in self.owners], np.int16)
        self.ids = [owner.salesforce_id for owner in self.owners]

    def calendar_of(self, owner: Owner) -> int:
        """Return the calendar of an owner: a named one, that of the time zone, for queues the default one."""
        if owner.calendar_name:
            return self.calendars.number[owner.calendar_name]
        return self.calendars.of_zone(owner.time_zone)

    def queue(self, number: int) -> int:
        """Return the owner number of a queue."""
        return self.users + number

    def choose_rep(self, team: np.ndarray, moment: np.ndarray, draw: np.ndarray, step: int = 0) -> np.ndarray:
        """Return a rep of each team; a rep who has left passes to the next one.

        Args:
            team: team numbers.
            moment: when the rep takes over.
            draw: uniform numbers, squared so that the first reps of a team get more.
            step: how many seats further to go, to get another rep than with 0.
        """
        chosen = np.zeros(len(team), dtype=np.int16)
        for number, reps in enumerate(self.reps):
            here = team == number
            seat = (np.floor(draw[here] ** 1.25 * len(reps)).astype(int) + step) % len(reps)
            gone = self.left_at[reps[seat]] < moment[here]
            chosen[here] = reps[np.where(gone, (seat + 1) % len(reps), seat)]
        return chosen


def hire(leads: int, start: int, now: int, calendars: Calendars, seed: int) -> People:
    """Return the staff of a company with this many leads.

    Args:
        leads: number of leads, sets the number of reps.
        start: when the simulated history begins.
        now: when it ends.
        calendars: working hours, to look calendars up.
        seed: the run's seed.
    """
    rng = np.random.default_rng([seed, 1])
    per_team = int(np.clip(round(leads / LEADS_PER_REP), 3, 30))
    owners: list[Owner] = []
    names = iter(rng.permutation(len(words.FIRST_NAMES) * len(words.LAST_NAMES)))

    def add(kind: str, user_type: str, team: int, title: str, **more: object) -> int:
        first, last = divmod(int(next(names)), len(words.LAST_NAMES))
        zone = str(more.pop("time_zone", TEAMS[team][1]))
        owner = Owner(words.FIRST_NAMES[first], words.LAST_NAMES[last], kind, user_type, team, zone, title, **more)  # type: ignore[arg-type]
        owners.append(owner)
        return len(owners) - 1

    marketer = add("person", "Standard", 0, "Marketing Manager")
    robot = add("automated", "AutomatedProcess", 0, "Automated Process", time_zone="Europe/London")
    integration = add("automated", "Standard", 0, "Integration User")
    managers = [add("person", "Standard", team, "Sales Manager") for team in range(3)]
    reps = [
        [
            add(
                "person", "Standard", team, "Account Executive", manager=managers[team],
                speed=float(np.exp(rng.normal(0, 0.45))), skill=float(np.clip(rng.normal(1, 0.28), 0.45, 1.7)),
                left_at=int(now + DAY),
            )
            for _ in range(per_team)
        ]
        for team in range(3)
    ]  # fmt: skip
    for team in range(3):
        owners[reps[team][-1]].left_at = int(start + (now - start) * (0.45 + 0.1 * team))
    # One Berlin rep keeps London's hours, and one partner's time zone has no calendar of its own.
    owners[reps[0][0]].calendar_name = "united_kingdom"
    partners = [
        add("partner", "PowerPartner", 0, "Partner Manager", speed=1.6, skill=0.9),
        add("partner", "PowerPartner", 1, "Partner Manager", speed=2.2, skill=1.2, time_zone="Europe/Lisbon"),
    ]
    users = len(owners)
    for name in QUEUES:
        owners.append(Owner("", name, "queue", "Queue", -1, "", ""))
    for owner, identity in zip(owners[:users], make_ids("User", 1_000 + 50 * (seed % 1_000), users), strict=True):
        owner.salesforce_id = identity
    for owner, identity in zip(owners[users:], make_ids("Group", 200 + seed % 1_000, len(QUEUES)), strict=True):
        owner.salesforce_id = identity
    return People(
        owners, users, [np.array(team) for team in reps], np.array(managers), np.array(partners),
        robot, integration, marketer, calendars,
    )  # fmt: skip
