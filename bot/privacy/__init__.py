"""Everyone's own data: shown, handed out, erased at once; and what is forgotten when its time is over."""
