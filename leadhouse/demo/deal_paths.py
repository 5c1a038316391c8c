"""The paths that deals take: which stages when, and how amount and close date change on the way.

Reads what a deal is, writes tables with one row per deal and columns in order of time.
"""

import numpy as np

from leadhouse.demo import catalogue as cat
from leadhouse.demo.moments import DAY, HOUR, NEVER, LocalDays

# The path of a deal, in order of time: first stages, then a step back, then up to two closings.
PATH = (
    cat.PROSPECTING, cat.QUALIFYING, cat.NEEDS, cat.VALUE, cat.TECHNICAL, cat.PROPOSAL, cat.NEEDS, cat.PROPOSAL,
    cat.NEGOTIATION, cat.LOST, cat.NEGOTIATION, cat.LOST, cat.LOST,
)  # fmt: skip
(P_NEW, P_QUALIFIED, P_NEEDS, P_VALUE, P_TECHNICAL, P_PROPOSAL, P_BACK, P_PROPOSAL_2, P_NEGOTIATION, P_CLOSE,
 P_REOPENED, P_CLOSE_2, P_CANCELLED) = range(13)  # fmt: skip


def walk(
    won: np.ndarray, kind: np.ndarray, created: np.ndarray, now: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return which steps of the path each deal takes, and the stage label of each step."""
    count = len(won)

    def some(share: float | np.ndarray) -> np.ndarray:
        return rng.random(count) < share

    visited = np.zeros((count, len(PATH)), dtype=bool)
    codes = np.tile(np.array(PATH, dtype=np.int8), (count, 1))
    # Where a lost deal dies: after which open step.
    depth = np.where(won, P_NEGOTIATION, rng.choice([P_QUALIFIED, P_VALUE, P_PROPOSAL_2, P_NEGOTIATION], count))
    visited[:, P_NEW] = True
    codes[:, P_NEW] = np.where(kind == 0, cat.PROSPECTING, cat.QUALIFYING)
    for step, share in ((P_QUALIFIED, 0.85), (P_NEEDS, 0.6), (P_VALUE, 0.5), (P_TECHNICAL, 0.01), (P_PROPOSAL, 0.88)):
        visited[:, step] = some(np.where(kind == 2, share * 0.5, share)) & (step <= depth)
    visited[kind != 0, P_QUALIFIED] = False
    visited[:, P_BACK] = visited[:, P_PROPOSAL] & some(0.09)
    visited[:, P_PROPOSAL_2] = visited[:, P_BACK] & some(0.9) & (depth >= P_PROPOSAL_2)
    visited[:, P_NEGOTIATION] = some(0.65) & (depth >= P_NEGOTIATION)
    visited[:, P_CLOSE] = True
    # Renewals are often booked on the day they are signed: created closed.
    booked = (kind == 2) & won & some(0.1)
    visited[booked, 1:] = False
    codes[booked, P_NEW] = cat.WON
    visited[:, P_REOPENED] = visited[:, P_CLOSE] & some(np.where(won, 0.012, 0.05))
    visited[:, P_CLOSE_2] = visited[:, P_REOPENED] & some(0.8)
    visited[:, P_CANCELLED] = (visited[:, P_CLOSE] ^ visited[:, P_REOPENED]) & won & some(0.035)
    codes[:, P_CLOSE] = np.where(won, cat.WON, cat.LOST)
    codes[:, P_CLOSE_2] = np.where(some(0.5), cat.WON, cat.LOST)
    renamed = created < now - 480 * DAY
    codes[:, P_NEEDS] = np.where(renamed & some(0.7), cat.DISCOVERY, codes[:, P_NEEDS])
    return visited, codes


def schedule(
    visited: np.ndarray, created: np.ndarray, kind: np.ndarray, now: int, rng: np.random.Generator
) -> np.ndarray:
    """Return when each step happens: at least a day after the one before, during the day."""
    count, steps = visited.shape
    typical = np.array([0, 5, 7, 8, 6, 9, 6, 9, 12, 14, 18, 25, 20], dtype=float)
    pace = rng.lognormal(0, 0.55, count) * np.where(kind == 0, 1.0, 0.7)
    days = np.maximum(np.round(rng.lognormal(0, 0.6, (count, steps)) * typical * pace[:, None]), 1).astype(np.int64)
    days[:, 0] = 0
    day = created[:, None] // DAY + np.cumsum(np.where(visited, days, 0), axis=1)
    times = day * DAY + rng.integers(7 * HOUR, 16 * HOUR, (count, steps))
    times[:, 0] = created
    return np.where(visited & (times <= now), times, NEVER)


def edit(
    codes: np.ndarray, step_at: np.ndarray, kind: np.ndarray, created: np.ndarray, local: LocalDays, now: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Interleave edits of amount and close date with the steps.

    Returns:
        stage, amount, close day and time of every change, two columns per step: the step, an edit after it.
    """
    count, steps = step_at.shape
    at = np.full((count, 2 * steps), NEVER, dtype=np.int64)
    at[:, 0::2] = step_at
    edited = (step_at < NEVER) & (rng.random((count, steps)) < 0.16)
    later = step_at + rng.integers(600, 7 * HOUR, (count, steps))
    at[:, 1::2] = np.where(edited & (later <= now), later, NEVER)
    stage = np.repeat(codes, 2, axis=1)
    amount, close_day = np.zeros(at.shape, dtype=np.int64), np.zeros(at.shape, dtype=np.int64)
    price = np.round(rng.lognormal(np.log(np.where(kind == 0, 14_000, 9_000)), 0.9), -1).astype(np.int64) * 100
    price += np.where(rng.random(count) < 0.3, rng.integers(1, 9_999, count), 0)
    odd = rng.random(count)
    money = np.where(odd < 0.07, -1, np.where(odd < 0.085, 0, price))
    due = local.day_of(created) + rng.integers(25, 110, count)
    for column in range(2 * steps):
        happens = at[:, column] < NEVER
        closes = happens & (column % 2 == 0) & (stage[:, column] >= cat.WON)
        is_open = happens & (column > 0) & (stage[:, column] < cat.WON)
        today = local.day_of(np.where(happens, at[:, column], created))
        due = move_date(due, today, is_open, closes, rng)
        money = reprice(money, price, happens & (column > 0), rng)
        amount[:, column], close_day[:, column] = money, due
        if column % 2:
            same = (money == amount[:, column - 1]) & (due == close_day[:, column - 1])
            at[same, column] = NEVER
    return stage, amount, close_day, at


def move_date(
    due: np.ndarray, today: np.ndarray, is_open: np.ndarray, closes: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return the close dates after one step: pushed, pulled in, or set to the day of closing, some days before."""
    draw, shift = rng.random(len(due)), rng.integers(4, 50, len(due))
    due = np.where(is_open & (draw < 0.3), due + shift, np.where(is_open & (draw > 0.93), due - shift // 3, due))
    return np.where(closes, today - np.where(draw < 0.05, shift // 8, 0), due)


def reprice(money: np.ndarray, price: np.ndarray, happens: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the amounts after one step: some change, some missing ones are filled in."""
    factor = rng.choice([0.8, 0.9, 1.1, 1.25], len(money))
    raised = happens & (money > 0) & (rng.random(len(money)) < 0.12)
    filled = happens & (money < 0) & (rng.random(len(money)) < 0.2)
    return np.where(raised, np.round(money * factor / 10).astype(np.int64) * 10, np.where(filled, price, money))


def quote(changed_at: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return times of up to two quotes per deal and which of them were deleted; some precede the proposal."""
    count = len(changed_at)
    proposal = changed_at[:, 2 * P_PROPOSAL]
    early = (changed_at[:, 2 * P_NEEDS] < NEVER) & (rng.random(count) < 0.06)
    first = np.where(early, changed_at[:, 2 * P_NEEDS] + 3 * HOUR, proposal + rng.integers(-2 * HOUR, 20 * HOUR, count))
    first = np.where(early | (proposal < NEVER) & (rng.random(count) < 0.8), first, NEVER)
    second = np.where((first < NEVER) & (rng.random(count) < 0.3), first + rng.integers(DAY, 12 * DAY, count), NEVER)
    return np.stack([first, second], axis=1), rng.random((count, 2)) < 0.05
