"""What the office knows: records, codes, rules, states and the journal's change. No I/O, no Qt, no SQL."""
