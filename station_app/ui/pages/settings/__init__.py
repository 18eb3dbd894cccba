"""What is seldom needed: settings, users, the trail, help."""
