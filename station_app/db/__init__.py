"""The store: one encrypted SQLite file that holds the journal and the tables folded from it."""
