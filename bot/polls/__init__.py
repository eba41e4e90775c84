"""What a poll is, and what is allowed: questions, ballots, tallies, a poll's life from start to seal."""
