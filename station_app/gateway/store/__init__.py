"""What the gateway keeps, in SQLite or PostgreSQL: the same plain SQL, one conformance suite."""
