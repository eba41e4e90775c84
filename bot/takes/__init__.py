"""What members answer to an essay: written, reviewed by a moderator, quoted in their server."""
