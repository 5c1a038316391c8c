"""Comparing: how a load differs from those before it, and what of that refuses it."""
