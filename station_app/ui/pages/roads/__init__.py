"""What is sent and what came back: 同步, the stick, the county's intake."""
