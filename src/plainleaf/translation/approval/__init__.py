"""Who approved what: records by content hash, the rule for them, and the sign-off of whole leaflets."""
