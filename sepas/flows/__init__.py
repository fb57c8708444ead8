"""Stories that cross packages, one per file. Each can be switched off for an organisation.

A flow that reacts to a fact has a function per fact; one that waits for a time has `run(now)`, called by
`clock`.
"""
