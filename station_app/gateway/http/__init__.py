"""The gateway's face: Starlette, bodies spooled to files, every answer signed (docs/batch.md, 3)."""
