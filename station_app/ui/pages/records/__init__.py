"""Lists of records and what is done from them: ledger, people, drafts, calls."""
