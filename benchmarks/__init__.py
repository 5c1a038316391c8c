"""How fast files land, next to the usual ways of bringing CSVs into DuckDB."""
