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


class Staff:
    """The owners while they are being hired."""

    def __init__(self, rng: np.random.Generator) -> None:
        """Args: random numbers."""
        self.rng = rng
        self.owners: list[Owner] = []
        self.names = iter(rng.permutation(len(words.FIRST_NAMES) * len(words.LAST_NAMES)))

    def add(self, kind: str, user_type: str, team: int, title: str, time_zone: str = "") -> int:
        """Hire somebody with a name of their own and return the owner number."""
        first, last = divmod(int(next(self.names)), len(words.LAST_NAMES))
        zone = time_zone or TEAMS[team][1]
        name = (words.FIRST_NAMES[first], words.LAST_NAMES[last])
        self.owners.append(Owner(*name, kind, user_type, team, zone, title))
        return len(self.owners) - 1

    def add_rep(self, team: int, manager: int) -> int:
        """Hire a rep with a speed and a skill of their own."""
        number = self.add("person", "Standard", team, "Account Executive")
        rep = self.owners[number]
        rep.manager = manager
        rep.speed = float(np.exp(self.rng.normal(0, 0.45)))
        rep.skill = float(np.clip(self.rng.normal(1, 0.28), 0.45, 1.7))
        return number

    def identify(self, users: int, seed: int) -> None:
        """Give everybody a Salesforce id: queues are groups."""
        user_ids = make_ids("User", 1_000 + 50 * (seed % 1_000), users)
        group_ids = make_ids("Group", 200 + seed % 1_000, len(self.owners) - users)
        for owner, identity in zip(self.owners, [*user_ids, *group_ids], strict=True):
            owner.salesforce_id = identity


def hire(leads: int, start: int, now: int, calendars: Calendars, seed: int) -> People:
    """Return the staff of a company with this many leads.

    Args:
        leads: number of leads, sets the number of reps.
        start: when the simulated history begins.
        now: when it ends.
        calendars: working hours, to look calendars up.
        seed: the run's seed.
    """
    staff = Staff(np.random.default_rng([seed, 1]))
    owners = staff.owners
    per_team = int(np.clip(round(leads / LEADS_PER_REP), 3, 30))
    marketer = staff.add("person", "Standard", 0, "Marketing Manager")
    robot = staff.add("automated", "AutomatedProcess", 0, "Automated Process", "Europe/London")
    integration = staff.add("automated", "Standard", 0, "Integration User")
    managers = [staff.add("person", "Standard", team, "Sales Manager") for team in range(3)]
    reps = [[staff.add_rep(team, managers[team]) for _ in range(per_team)] for team in range(3)]
    partners = [
        staff.add("partner", "PowerPartner", 0, "Partner Manager"),
        # No calendar is named for this time zone: the default one holds.
        staff.add("partner", "PowerPartner", 1, "Partner Manager", "Europe/Lisbon"),
    ]
    for team in range(3):
        for rep in reps[team]:
            owners[rep].left_at = now + DAY
        owners[reps[team][-1]].left_at = int(start + (now - start) * (0.45 + 0.1 * team))
    # One Berlin rep keeps London's hours.
    owners[reps[0][0]].calendar_name = "united_kingdom"
    users = len(owners)
    owners.extend(Owner("", name, "queue", "Queue", -1, "", "") for name in QUEUES)
    staff.identify(users, seed)
    return People(
        owners, users, [np.array(team) for team in reps], np.array(managers), np.array(partners),
        robot, integration, marketer, calendars,
    )  # fmt: skip
