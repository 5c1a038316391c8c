"""The simulated company: all state in one place, made step by step from a seed.

Reads the calendar definitions, writes `World`. Truth and export are written from it by separate code.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from leadhouse.demo import buying_groups, conversion, customers, leads, people, pipeline, routing, working
from leadhouse.demo.calendars import Calendars
from leadhouse.demo.catalogue import REPORTING_ZONE
from leadhouse.demo.moments import DAY, LocalDays

HISTORY = 730 * DAY


@dataclass
class World:
    """State of the simulation. start, now: its first and last moment in seconds since the epoch."""

    seed: int
    start: int
    now: int
    people: people.People
    customers: customers.Customers
    leads: leads.Leads
    stays: routing.Stays
    work: working.Work
    conversion: conversion.Conversion
    pipeline: pipeline.Pipeline
    group: buying_groups.BuyingGroups
    local: LocalDays

    def rng(self, stream: int) -> np.random.Generator:
        """Return a random number generator of its own for one step."""
        return np.random.default_rng([self.seed, stream])


def simulate(count: int, seed: int, now: int, definitions: list[Path]) -> World:
    """Return the company after two years.

    Args:
        count: number of lead records.
        seed: same seed, same company.
        now: end of the history, seconds since the epoch.
        definitions: folders with the calendars, the company's own first.
    """
    start = now - HISTORY
    first_day, last_day = start // DAY - 420, now // DAY + 800
    calendars = Calendars(definitions, REPORTING_ZONE, first_day, last_day)
    local = LocalDays(REPORTING_ZONE, first_day, last_day)
    staff = people.hire(count, start, now, calendars, seed)
    known = customers.found(count, start, seed)
    records = leads.arrive(count, start, now, len(known.contact_account), seed)
    stays = routing.route(records, staff, now, seed)
    work = working.develop(records, staff, stays, now, seed)
    routing.pass_on(stays, records, staff, work.attempts[:, 0], now, seed)
    straight = pipeline.straight_deals(known, start, now, seed)
    converted = conversion.convert(records, work, known, len(straight[0]), seed)
    deals = pipeline.sell(records, work, stays, staff, known, converted, straight, local, now, seed)
    group = buying_groups.gather(deals, converted, known, now, seed)
    return World(seed, start, now, staff, known, records, stays, work, converted, deals, group, local)
