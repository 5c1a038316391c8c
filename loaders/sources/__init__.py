"""Sources: what a file holds, told by a declaration (_sources.yml) or by a mapping."""
