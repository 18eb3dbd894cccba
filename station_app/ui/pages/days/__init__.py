"""Reception days: today, the year, one day, what is planned."""
