"""Formats: a file of any form becomes a CSV of texts on disk, whose delimiter and header are known.

`text.read_text` is the one door; no module here knows what a record means.
"""
