"""Records and tallies to paper."""
