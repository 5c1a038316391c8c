"""Somebody else's report against one of our metrics, record by record: which records differ, and why.

`report` reads theirs, `ours` asks the published version, `comparing` finds the records that differ, `theirs_only`,
`ours_only`, `selections` and `amounts` give each its reason, `kinds` says the reasons in words, `telling` writes them
down.
"""
