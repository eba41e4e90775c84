"""The only SQL of the project: what is kept, and that nothing acknowledged is lost."""
