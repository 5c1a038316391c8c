"""Landing: landing.duckdb, its ledger, and what is kept aside there."""
