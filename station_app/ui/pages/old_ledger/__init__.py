"""What was kept before: from the file to the report, a step each."""
