"""The gate: each record of a text is landed, left out or rejected by a rule, and counted twice."""
