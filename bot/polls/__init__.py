"""What a poll is, and what is allowed: questions, ballots, tallies, and the life of a poll from start to seal."""
