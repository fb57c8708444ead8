"""The clocks of cases: what is owed, by when, and what its breach earns.

`moments` and `terms` say what starts and ends clocks; `plan` what is owed in one case; `clocks` winds one
promise; `turn` is one verb's whole change; `tick` is the clock's.
"""
