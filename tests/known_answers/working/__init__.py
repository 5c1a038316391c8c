"""The second opinion: the facts worked out from the definitions alone, with the standard library alone."""
