"""A receiver that somebody else wrote from the contract alone: nothing of this program's is imported here."""
