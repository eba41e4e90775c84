"""What ails an installation: found without Discord, with it, and within a running bot."""
