"""A large database for measuring: patterns told through the real actions, then stamped by bulk writes.

`places` and `households` make what a few hundred customers live through, with the actions that people use.
`patterns` reads the rows that came of it, `stamp` writes them again and again with other people, codes, serials
and words, `load` puts them into the database fast, `audit` takes stamped cases and tells their story once more
through the actions: what that writes must be what the bulk writer wrote.
"""
