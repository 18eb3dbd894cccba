"""The batch: a sealed range of one journal as a file, the same bytes on every road (docs/batch.md)."""
