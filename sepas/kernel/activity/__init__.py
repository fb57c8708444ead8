"""Facts: what happened, to what, by whom, when. Appended in the transaction that made them true."""
