"""Each working second can be found through the one bucket that its number says."""

from __future__ import annotations

import numpy as np

from leadhouse.warehouse.working_time import BUCKET_SECONDS, Stretches, bucketed

# Lengths chosen so that stretches begin and end one second before, at and after the edge of a bucket.
LENGTHS = [BUCKET_SECONDS - 1, 1, 1, BUCKET_SECONDS - 1, BUCKET_SECONDS, BUCKET_SECONDS + 1, 2 * BUCKET_SECONDS - 1, 5]


def test_a_stretch_is_in_exactly_the_buckets_of_its_seconds():
    starts = np.array([number * 1_000_000 for number in range(len(LENGTHS))], dtype=np.int64)
    stretches = Stretches(starts, starts + np.array(LENGTHS, dtype=np.int64))
    source, bucket = bucketed(stretches)
    found = sorted(zip(source.tolist(), bucket.tolist(), strict=True))

    # By the definition: second number s, counted from 1, lies in bucket floor((s - 1) / BUCKET_SECONDS).
    expected, before = set(), 0
    for number, length in enumerate(LENGTHS):
        expected |= {(number, (second - 1) // BUCKET_SECONDS) for second in range(before + 1, before + length + 1)}
        before += length
    assert found == sorted(expected)
